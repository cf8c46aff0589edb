/* The start of an instance, and what the boundary has for it; the list's constants and layouts are checked here, once. */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include "async/internal.h"
#include "boundary/generated/boundary_operations.h"
#include "boundary/generated/boundary_asserts.h"
#include "held/held.h"
#include "bridge.h"
#include "openssl_fixes.h"   /* written by wasm/build.sh from the source that is compiled */

const char *osa_openssl_fixes(void) { return OSA_OPENSSL_FIXES; }

/*
 * Everything that OpenSSL does once is done here: a job that paused inside a RUN_ONCE would run it
 * twice, and ASYNC_pause_job before the thread-local keys exist reads a stranger's slot.
 */
int osa_init(void)
{
    EVP_MD *md;
    unsigned char byte;

    if (!OPENSSL_init_crypto(OPENSSL_INIT_ASYNC | OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG
                             | OPENSSL_INIT_ADD_ALL_CIPHERS | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL))
        return 0;
    ERR_clear_error();   /* makes the dispatcher's ERR_STATE */
    /* Loads the default provider, and seeds the DRBGs; without entropy they fail, closed, when asked. */
    if ((md = EVP_MD_fetch(NULL, "SHA256", NULL)) == NULL)
        return 0;
    EVP_MD_free(md);
    if (RAND_priv_bytes(&byte, 1) <= 0 || RAND_bytes(&byte, 1) <= 0)
        ERR_clear_error();
    return osa_held_provider_init() && osa_runner_init();
}

void *osa_malloc(size_t size) { return OPENSSL_zalloc(size); }
void osa_free(void *memory) { OPENSSL_free(memory); }
void osa_clear_free(void *memory, size_t size) { OPENSSL_clear_free(memory, size); }

static void *const functions[] = { OSA_FUNCTIONS };

void *osa_function(int index)
{
    return index >= 0 && (size_t)index < sizeof(functions) / sizeof(*functions) ? functions[index] : NULL;
}

void osa_raise(const char *message)
{
    ERR_raise_data(ERR_LIB_ASYNC, ERR_R_OPERATION_FAIL, "%s", message);
}

void osa_read_stats(osa_stats *stats)
{
    *stats = osa_counters;
    stats->memory_bytes = (uint32_t)(__builtin_wasm_memory_size(0) << 16);
}
