# shellcheck shell=bash disable=SC2034
# Compiler and linker flags of the module, in groups; each group says why.

# Speed first: a smaller build is a different product. SIMD is in every runtime that we support.
OPTIMISE=(-O3 -msimd128)

# Warnings are errors in our own C, so that none is scrolled past.
WARNINGS=(-std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter)

# The same bytes from any folder: no path of a build machine in assertions and error entries.
REPRODUCIBLE=("-ffile-prefix-map=$PROJECT/=" "-ffile-prefix-map=$OPENSSL_SOURCE/=openssl/")

# Folders of upstream's files compiled once more, with macros or a checked front: linked before libcrypto.a, they replace
# its members. A macro that upstream's file does not use any more is an error.
REPLACEMENTS=(upstream/pausing upstream/wiping upstream/checked)
REPLACING=(-Werror=unused-macros)

# Upstream's async sources take our arch from this header and are otherwise as they came.
ARCH=(-include "$PROJECT/wasm/async/fibre.h")

# A reactor without generated JavaScript: our loader instantiates it, everywhere alike.
STANDALONE=(-sSTANDALONE_WASM --no-entry -sERROR_ON_UNDEFINED_SYMBOLS=0)

# Jobs by the ten thousand need room; the dispatcher's stack stands below the data, so that running
# over its end traps instead of overwriting. MAX_MEMORY in src/async/options.ts is the same limit.
MEMORY=(-sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=8MB -sMAXIMUM_MEMORY=3584MB -sSTACK_SIZE=512KB
        "-Wl,--wrap=emscripten_resize_heap")

# The test module's allocator can be told to fail (wasm/test/heap.c).
FAILING_HEAP=("-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=posix_memalign")

# It counts the work that OpenSSL does between two turns (wasm/test/work.c).
COUNTED_WORK=("-Wl,--wrap=MD5_Update,--wrap=SHA1_Update,--wrap=SHA224_Update,--wrap=SHA256_Update"
              "-Wl,--wrap=SHA384_Update,--wrap=SHA512_Update,--wrap=ossl_blake2b_update,--wrap=ossl_blake2s_update"
              "-Wl,--wrap=SHA3_absorb,--wrap=SHA3_squeeze,--wrap=CRYPTO_cbc128_encrypt,--wrap=CRYPTO_cbc128_decrypt"
              "-Wl,--wrap=CRYPTO_gcm128_encrypt,--wrap=CRYPTO_gcm128_decrypt,--wrap=BIO_gets,--wrap=OPENSSL_sk_push")

# Under sanitizers the first fault ends the instance, with its report in the log. ASan's shadow is an eighth of the most
# that memory may grow to, and stands at the low addresses, so that is less here.
SANITIZE=("-fsanitize=address,undefined" -fno-sanitize-recover=all)
SANITIZED_MEMORY=(-sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=768MB -sSTACK_SIZE=512KB
                  "-Wl,--wrap=emscripten_resize_heap")

# -O3 would rename imports and exports before Asyncify sees them; the pass below does the optimising.
# The names are for its list; they do not reach the finished module.
LINK=(-O2 -msimd128 --profiling-funcs)

# No job ever pauses below these, so their callers need not be prepared for it: a quarter less module, and
# a fifth faster. They call nothing but the C allocator (CRYPTO_set_mem_functions is not exported), memset, and
# run-once initialisers (which must not pause anyway); or they are the dispatcher's side of a switch, and a
# start inside a job is refused. build.sh fails when neither upstream nor we have a function of such a name any more.
NEVER_ON_A_PAUSED_STACK=(
    CRYPTO_malloc CRYPTO_zalloc CRYPTO_realloc CRYPTO_free CRYPTO_clear_free CRYPTO_clear_realloc
    CRYPTO_aligned_alloc CRYPTO_memdup CRYPTO_strdup OPENSSL_cleanse
    CRYPTO_THREAD_run_once OPENSSL_init_crypto
    ASYNC_start_job osa_start_job
)

# Asyncify unwinds jobs only: no import is ever on an unwinding stack, so none needs instrumenting.
# -O3 after the pass cleans up what it added.
FEATURES=(--enable-simd --enable-bulk-memory --enable-mutable-globals --enable-sign-ext
          --enable-nontrapping-float-to-int)
ASYNCIFY=(--asyncify --pass-arg=asyncify-ignore-imports -O3 "${FEATURES[@]}")   # build.sh adds the list
