# shellcheck shell=bash disable=SC2034
# Compiler and linker flags of the module, in groups; each group says why.

# Speed first: a smaller build is a different product. SIMD is in every runtime that we support.
OPTIMISE=(-O3 -msimd128)

# Warnings are errors in our own C, so that none is scrolled past.
WARNINGS=(-std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter)

# The same bytes from any folder: no path of a build machine in assertions and error entries.
REPRODUCIBLE=(-ffile-prefix-map="$PROJECT/"= -ffile-prefix-map="$OPENSSL_SOURCE/"=openssl/ -Wno-builtin-macro-redefined)

# Upstream's async sources take our arch from this header and are otherwise as they came.
ARCH=(-include "$PROJECT/wasm/async/fibre.h")

# A reactor without generated JavaScript: our loader instantiates it, everywhere alike.
STANDALONE=(-sSTANDALONE_WASM --no-entry -sERROR_ON_UNDEFINED_SYMBOLS=0)

# Jobs by the ten thousand need room; the dispatcher's stack stands below the data, so that running
# over its end traps instead of overwriting. Addresses stay below 3.5 GiB (see key-table.ts).
MEMORY=(-sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=8MB -sMAXIMUM_MEMORY=3584MB -sSTACK_SIZE=512KB
        -Wl,--wrap=emscripten_resize_heap)

# -O3 would rename imports and exports before Asyncify sees them; the pass below does the optimising.
LINK=(-O2 -msimd128)

# Asyncify unwinds jobs only: no import is ever on an unwinding stack, so none needs instrumenting.
# -O3 after the pass cleans up what it added.
FEATURES=(--enable-simd --enable-bulk-memory --enable-mutable-globals --enable-sign-ext
          --enable-nontrapping-float-to-int)
ASYNCIFY=(--asyncify --pass-arg=asyncify-ignore-imports -O3 "${FEATURES[@]}")
