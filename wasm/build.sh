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
# Some of upstream's sources are themselves generated, more from release to release: those are in the build's folder.
include=(-I"$PROJECT/wasm/posix/include" -I"$PROJECT/wasm" -I"$LIBCRYPTO_DIR/include"
         -I"$OPENSSL_SOURCE/include" -I"$LIBCRYPTO_DIR" -I"$OPENSSL_SOURCE")

# Which security fixes were applied to the source is told by the source, so that it is true of this module.
generated=$OUT/generated
mkdir -p "$generated"
printf '#define OSA_OPENSSL_FIXES "%s"\n' "$(paste -sd ' ' "$OPENSSL_SOURCE/.fixes")" > "$generated/openssl_fixes.h"
include+=(-I"$generated")

# compile FILE FLAG…: one object, named after the path
compile() {
    local file=$1 object
    shift
    object=$(echo "${file#"$PROJECT"/}" | tr '/.' '__').o
    emcc "${OPTIMISE[@]}" "${variant_compile[@]}" "${REPRODUCIBLE[@]}" "${include[@]}" "$@" -c "$file" -o "$objects/$object" || {
        explain_failure "$file"
        return 1
    }
}

release=$(sed -n 's/^MAJOR=//p; s/^MINOR=/./p; s/^PATCH=/./p' "$OPENSSL_SOURCE/VERSION.dat" | tr -d '\n')

# What we lean on of a release that is not in its manual pages may change with the next: which file of ours that concerns,
# and what is to be done.
explain_failure() {
    local file=${1#"$PROJECT"/} upstream
    upstream=$(sed -nE 's/^# *include "((crypto|providers|internal|include)\/[^"]+)".*/\1/p' "$1" | paste -sd ' ')
    if [[ $1 == "$OPENSSL_SOURCE"/* ]]; then
        file=${1#"$OPENSSL_SOURCE"/}
        echo "error: upstream's $file does not compile in OpenSSL $release with what wasm/build.sh gives it" \
            "(wasm/async/fibre.h among that). Read what changed in it, and change these." >&2
    elif [[ -n $upstream ]]; then
        echo "error: $file does not fit OpenSSL $release. It leans on upstream's $upstream:" \
            "read what changed there (npm run openssl:update shows it), and change $file." >&2
    else
        echo "error: $file does not compile with OpenSSL $release" >&2
    fi
}

# Upstream's files are compiled with the macros of libcrypto's own: NDEBUG among them, without which an ossl_assert aborts.
macros=$(sed -n 's/^CPPFLAGS_Q=//p' "$LIBCRYPTO_DIR/Makefile")
[[ $macros == *-DNDEBUG* ]] || {
    echo "error: the macros of libcrypto's files are not in its Makefile, as CPPFLAGS_Q." \
        'See how this release passes its macros to the compiler, and change wasm/build.sh.' >&2
    exit 1
}
upstream=$OPENSSL_SOURCE/crypto/async
jobs=(
    "$upstream/async.c ${ARCH[*]} $macros -DOSA_UPSTREAM_ASYNC -I$upstream"
    "$upstream/async_wait.c ${ARCH[*]} $macros -DOSA_UPSTREAM_ASYNC_WAIT -I$upstream"
)
for file in "$PROJECT"/wasm/{async,posix,bridge,held,operations,operations/*,boundary/generated}/*.c; do
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
        echo "error: upstream's crypto/async has no function any more that wasm/async/fibre.h names $symbol." \
            "Read what changed there in OpenSSL $release, and change the names in that file." >&2
        exit 1
    }
done

exports=$(node "$PROJECT/tools/boundary/list.mjs" "$VARIANT" | sed 's/^/_/' | paste -sd,)
emcc "${LINK[@]}" "${STANDALONE[@]}" "${MEMORY[@]}" "${variant_link[@]}" -sEXPORTED_FUNCTIONS="$exports" \
    "$objects"/*.o "$LIBCRYPTO_DIR/libcrypto.a" -o "$OUT/linked.wasm"

# A function that nothing calls in this release is not in the module, which is no harm; one that is in no library is.
never=()
for symbol in "${NEVER_ON_A_PAUSED_STACK[@]}"; do
    if grep -qaFw "$symbol" "$OUT/linked.wasm"; then
        never+=("$symbol")
    elif ! grep -qaFw "$symbol" "$LIBCRYPTO_DIR/libcrypto.a" "$objects"/*.o; then
        echo "error: OpenSSL $release has no $symbol, which NEVER_ON_A_PAUSED_STACK in wasm/flags.sh names." \
            'Find what does its work now, and name that if it never pauses either; else take the name out.' >&2
        exit 1
    fi
done
wasm-opt "$OUT/linked.wasm" "${ASYNCIFY[@]}" "--pass-arg=asyncify-removelist@$(IFS=, && echo "${never[*]}")" \
    -o "$OUT/asyncified.wasm" 2> "$OUT/asyncify.log"
cat "$OUT/asyncify.log" >&2
if grep -q 'non-existing function' "$OUT/asyncify.log"; then
    echo 'error: Asyncify does not know a function of NEVER_ON_A_PAUSED_STACK in wasm/flags.sh by its name in the module' >&2
    exit 1
fi

# Emscripten and Asyncify export helpers of their own; what the boundary does not list goes.
node "$PROJECT/tools/boundary/list.mjs" "$VARIANT" --graph > "$OUT/exports.json"
wasm-metadce "$OUT/asyncified.wasm" --graph-file="$OUT/exports.json" "${FEATURES[@]}" -o "$OUT/$name.wasm" > /dev/null
rm -f "$OUT/linked.wasm" "$OUT/asyncified.wasm" "$OUT/exports.json" "$OUT/asyncify.log"
