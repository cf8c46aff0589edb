#!/usr/bin/env bash
# Builds upstream's tests natively, with the module's own options, and counts what they do. Runs inside the toolchain.
#   PROJECT         this project's folder
#   OPENSSL_SOURCE  upstream's sources
#   OUT             empty folder, where native.json goes
set -euo pipefail
: "${PROJECT:?}" "${OPENSSL_SOURCE:?}" "${OUT:?}"
# shellcheck source=openssl-src/options.sh
source "$PROJECT/openssl-src/options.sh"

mkdir "$OUT/build"
cd "$OUT/build"
perl "$OPENSSL_SOURCE/Configure" "${OPTIONS_SPEED[@]}" "${OPTIONS_ONE_STATIC_MODULE[@]}" "${OPTIONS_NO_SYSTEM[@]}" \
  "${OPTIONS_ENTROPY[@]}" "${OPTIONS_SHIP[@]}" no-docs
make -j"$(nproc)" build_generated

# Which programs there are, and what of: Configure's own answer to test/build.info.
perl -I. -MJSON::PP -Mconfigdata -e 'print JSON::PP->new->encode({ %configdata::unified_info{qw(programs depends sources)} })' \
  > unified.json
mapfile -t programs < <(node "$PROJECT/test/upstream/native.mjs" list unified.json)
programs=("${programs[@]/#/test/}")
echo "progress-total: $(make -n "${programs[@]}" | grep -c '^gcc ')"
make -j"$(nproc)" "${programs[@]}"
node "$PROJECT/test/upstream/native.mjs" run unified.json > "$OUT/native.json"
