#!/usr/bin/env bash
# Builds upstream's test programs for Node, from the objects that ship. Runs inside the toolchain.
#   PROJECT         this project's folder, its module built
#   OPENSSL_SOURCE  upstream's sources
#   LIBCRYPTO_DIR   the build of them that ships: libcrypto.a and include/
#   OUT             empty folder, where PROGRAM.mjs and PROGRAM.wasm go
set -euo pipefail
: "${PROJECT:?}" "${OPENSSL_SOURCE:?}" "${LIBCRYPTO_DIR:?}" "${OUT:?}"
# shellcheck source=wasm/flags.sh
source "$PROJECT/wasm/flags.sh"

here=$PROJECT/test/upstream
objects=$OUT/objects
shipped=$PROJECT/build/wasm/ship/objects
jobs=$(nproc)

include=()
for folder in "$LIBCRYPTO_DIR" "$OPENSSL_SOURCE"; do
    for part in include apps/include . providers/{common,implementations,fips}/include crypto{,/bn,/ec,/ec/curve448,/rsa}; do
        include+=("-I$folder/$part")
    done
done
# The tests' own code is not what is tested: what compiles and links it fastest will do.
compile=(emcc -O1 -msimd128 "${include[@]}" "${REPRODUCIBLE[@]}")
# There is no secure heap, as wasm.conf says; and no fork, which upstream leaves out where EGD is the source of entropy.
upstreams=("${compile[@]}" -w -Dmain=upstream_main -DOPENSSL_NO_SECURE_MEMORY -DOPENSSL_RAND_SEED_EGD)
link=(emcc -O1 -msimd128 --profiling-funcs -Wno-undefined -Wno-js-compiler -sERROR_ON_UNDEFINED_SYMBOLS=0
      -sENVIRONMENT=node -sEXPORT_ES6 -sMODULARIZE -sNODERAWFS -sEXIT_RUNTIME -sWASM_BIGINT -sEXPORTED_RUNTIME_METHODS=ENV
      -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=8MB '-Wl,--wrap=ossl_default_provider_init,--wrap=ossl_legacy_provider_init')

# Those of the module's own objects that replace something of libcrypto.a; the rest is its boundary to another host.
# main.c has an osa_fatal of its own.
replacements=("$shipped"/_openssl_crypto_async_*.o)
for object in "$shipped"/wasm_async_*.o; do
    [[ $object == */wasm_async_fatal_c.o ]] || replacements+=("$object")
done
for folder in "${REPLACEMENTS[@]}"; do replacements+=("$shipped/wasm_${folder//\//_}_"*.o); done

# The programs, one a line: NAME SOURCE..., from upstream's folder.
mapfile -t programs < <(node "$here/programs.mjs")
mapfile -t sources < <(printf '%s\n' "${programs[@]#* }" | tr ' ' '\n' | sort -u)
echo "progress-total: ${#programs[@]}"

# ---- compile: many files to one emcc, which is slow to start ----

mkdir -p "$objects/testutil"
cd "$objects/testutil"
"${upstreams[@]}" -c "$OPENSSL_SOURCE"/test/testutil/*.c "$OPENSSL_SOURCE/apps/lib/opt.c"
cd "$objects"
emar rcs libtestutil.a testutil/*.o
"${compile[@]}" -I"$PROJECT/wasm" "${ARCH[@]}" "${WARNINGS[@]}" -c "$here/main.c" -o host_main.o
"${compile[@]}" -I"$PROJECT/wasm" "${ARCH[@]}" "${WARNINGS[@]}" -c "$here/pausing.c" -o host_pausing.o
# As test/build.info says of the three programs that have a provider linked in.
printf '%s\n' "${sources[@]/#/$OPENSSL_SOURCE/}" |
    xargs -P "$jobs" -n 10 "${upstreams[@]}" -DNO_PROVIDER_MODULE -DPROVIDER_INIT_FUNCTION_NAME=p_test_init -c

# ---- link ----

link_program() { # NAME SOURCE...
    local name=$1 source own=()
    shift
    for source in "$@"; do own+=("$objects/$(basename "$source" .c).o"); done
    echo "emcc $name"
    "${link[@]}" "${own[@]}" "$objects"/host_*.o "${replacements[@]}" "$objects/libtestutil.a" "$LIBCRYPTO_DIR/libcrypto.a" \
        -o "$OUT/$name.mjs"
}

# asyncify NAME FLAG...: what pauses goes through the module's own pass
asyncify() {
    local name=$1
    shift
    mv "$OUT/$name.wasm" "$OUT/$name.linked"
    # one of the list is the module's boundary, which is not here
    wasm-opt "$OUT/$name.linked" "$@" -o "$OUT/$name.wasm" 2> >(grep -v 'osa_start_job' >&2)
    rm "$OUT/$name.linked"
}

# The one that takes longest first, with the module's optimising too: it is what is tested most.
running=()
for program in "${programs[@]}"; do
    [[ $program == 'evp_test '* ]] || continue
    # shellcheck disable=SC2086 # words without spaces
    link_program $program
    asyncify evp_test "${ASYNCIFY[@]}" &
    running+=($!)
done
for program in "${programs[@]}"; do
    [[ $program != 'evp_test '* ]] || continue
    # shellcheck disable=SC2086
    link_program $program &
    running+=($!)
    if ((${#running[@]} > jobs)); then
        wait "${running[1]}"
        unset 'running[1]'
        running=("${running[@]}")
    fi
done
for pid in "${running[@]}"; do wait "$pid"; done

asyncify asynctest "${ASYNCIFY[@]/#-O3/-O0}"
rm -rf "$objects"
