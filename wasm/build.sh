#!/usr/bin/env bash
# Compiles our C, links it with libcrypto and runs Asyncify over the module. Runs inside the toolchain.
#   VARIANT         ship, test, or sanitize: test, with our own C under ASan and UBSan
#   PROJECT         this project's folder
#   OPENSSL_SOURCE  upstream's sources
#   LIBCRYPTO_DIR   a configured build of them: libcrypto.a and include/
#   OUT             where the module and its objects go
set -euo pipefail
: "${VARIANT:?}" "${PROJECT:?}" "${OPENSSL_SOURCE:?}" "${LIBCRYPTO_DIR:?}" "${OUT:?}"
# shellcheck source=wasm/flags.sh
source "$PROJECT/wasm/flags.sh"

name=openssl-async variant_compile=() variant_link=()
if [[ $VARIANT != ship ]]; then
    name=openssl-async-test
    variant_link=("${FAILING_HEAP[@]}" "${COUNTED_WORK[@]}")
fi
if [[ $VARIANT == sanitize ]]; then
    name=openssl-async-sanitized
    MEMORY=("${SANITIZED_MEMORY[@]}")
    variant_compile=("${SANITIZE[@]}")
    variant_link+=("${SANITIZE[@]}")
fi

objects=$OUT/objects
mkdir -p "$objects"

# Ours first: its sys/select.h replaces the C library's. The configured headers come before the sources'.
include=(-I"$PROJECT/wasm/posix/include" -I"$PROJECT/wasm" -I"$LIBCRYPTO_DIR/include"
         -I"$OPENSSL_SOURCE/include" -I"$OPENSSL_SOURCE")

# compile FILE FLAG…: one object, named after the path
compile() {
    local file=$1 object
    shift
    object=$(echo "${file#"$PROJECT"/}" | tr '/.' '__').o
    emcc "${OPTIMISE[@]}" "${variant_compile[@]}" "${REPRODUCIBLE[@]}" "${include[@]}" "$@" -c "$file" -o "$objects/$object"
}

# Upstream's files are compiled with the macros of libcrypto's own: NDEBUG among them, without which an ossl_assert aborts.
macros=$(sed -n 's/^CPPFLAGS_Q=//p' "$LIBCRYPTO_DIR/Makefile")
[[ $macros == *-DNDEBUG* ]] || {
    echo "error: the macros of libcrypto's files are not in its Makefile, where wasm/build.sh looks for them" >&2
    exit 1
}
upstream=$OPENSSL_SOURCE/crypto/async
jobs=(
    "$upstream/async.c ${ARCH[*]} $macros -DOSA_UPSTREAM_ASYNC -I$upstream"
    "$upstream/async_wait.c ${ARCH[*]} $macros -DOSA_UPSTREAM_ASYNC_WAIT -I$upstream"
)
for file in "$PROJECT"/wasm/{async,posix,glue,host,operations}/*.c; do
    jobs+=("$file ${ARCH[*]} ${WARNINGS[*]}")
done
providers=()
for folder in "$LIBCRYPTO_DIR" "$OPENSSL_SOURCE"; do
    providers+=("-I$folder/providers/common/include" "-I$folder/providers/implementations/include")
done
providers+=("-I$OPENSSL_SOURCE/providers/fips/include"
            "-I$OPENSSL_SOURCE/providers/implementations/kdfs" "-I$OPENSSL_SOURCE/crypto/slh_dsa"
            "-I$OPENSSL_SOURCE/crypto/ml_dsa" "-I$OPENSSL_SOURCE/crypto/bn")
for folder in "${REPLACEMENTS[@]}"; do
    for file in "$PROJECT/wasm/$folder"/*.c; do
        jobs+=("$file ${ARCH[*]} $macros ${REPLACING[*]} ${providers[*]}")
    done
done
if [[ $VARIANT != ship ]]; then
    for file in "$PROJECT"/wasm/test/*.c; do
        jobs+=("$file ${ARCH[*]} ${WARNINGS[*]} -DOPENSSL_SUPPRESS_DEPRECATED")
    done
    # Upstream's own, unmodified. dasync's pipe path asks for OPENSSL_THREADS, which it does not use.
    jobs+=("$OPENSSL_SOURCE/engines/e_dasync.c -DOPENSSL_THREADS -I$OPENSSL_SOURCE/engines"
           "$OPENSSL_SOURCE/test/asynctest.c -Dmain=osa_asynctest_main")
fi

rm -f "$objects"/*.o
running=()
for job in "${jobs[@]}"; do
    # shellcheck disable=SC2086 # a job is a file and its flags, none with a space
    compile $job &
    running+=($!)
    if ((${#running[@]} >= $(nproc))); then
        wait "${running[0]}"
        running=("${running[@]:1}")
    fi
done
for pid in "${running[@]}"; do wait "$pid"; done

# The same for the names that fibre.h exchanges in upstream's async sources.
mapfile -t symbols < <(sed -n 's/^# pragma redefine_extname [^ ]* //p' "$PROJECT/wasm/async/fibre.h")
for symbol in "${symbols[@]}"; do
    grep -qaFw "$symbol" "$objects"/*_crypto_async_*.o || {
        echo "error: upstream's crypto/async has no function any more that wasm/async/fibre.h names $symbol" >&2
        exit 1
    }
done

exports=$(node "$PROJECT/tools/boundary/list.mjs" "$VARIANT" | sed 's/^/_/' | paste -sd,)
emcc "${LINK[@]}" "${STANDALONE[@]}" "${MEMORY[@]}" "${variant_link[@]}" -sEXPORTED_FUNCTIONS="$exports" \
    "$objects"/*.o "$LIBCRYPTO_DIR/libcrypto.a" -o "$OUT/linked.wasm"

wasm-opt "$OUT/linked.wasm" "${ASYNCIFY[@]}" -o "$OUT/asyncified.wasm" 2> "$OUT/asyncify.log"
cat "$OUT/asyncify.log" >&2
if grep -q 'non-existing function' "$OUT/asyncify.log"; then
    echo 'error: NEVER_ON_A_PAUSED_STACK in wasm/flags.sh names a function that is not in the module' >&2
    exit 1
fi

# Emscripten and Asyncify export helpers of their own; what the boundary does not list goes.
node "$PROJECT/tools/boundary/list.mjs" "$VARIANT" --graph > "$OUT/exports.json"
wasm-metadce "$OUT/asyncified.wasm" --graph-file="$OUT/exports.json" "${FEATURES[@]}" -o "$OUT/$name.wasm" > /dev/null
rm -f "$OUT/linked.wasm" "$OUT/asyncified.wasm" "$OUT/exports.json" "$OUT/asyncify.log"
