/* What the files of bridge/ offer each other, and the functions whose addresses JavaScript asks for. */
#ifndef OSA_BRIDGE_H
#define OSA_BRIDGE_H

#include <openssl/async.h>
#include <openssl/evp.h>

int osa_runner_init(void);

int osa_js_job(void *args);
int osa_js_callback(void *id);
void osa_js_cleanup(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD fd, void *custom_data);
void *osa_js_stack_alloc(size_t *size);
void osa_js_stack_free(void *stack);

#endif
