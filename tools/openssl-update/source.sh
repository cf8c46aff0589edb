#!/usr/bin/env bash
# Fetches the source of a release, verifies it and prints what pin.sh has to say of it; ours too, to compare with.
#
#   bash tools/openssl-update/source.sh VERSION SHA256     prints  SOURCE<tab>folder  and  EPOCH<tab>seconds
set -euo pipefail

PROJECT_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$PROJECT_DIR"
# shellcheck disable=SC2034 # for what is sourced
ASSUME_YES=0 RECORD=0 VERBOSE=0
for part in ui cache host toolchain; do
  # shellcheck source=/dev/null
  . "tools/build/$part.sh"
done
# shellcheck source=openssl-src/pin.sh
. openssl-src/pin.sh
OPENSSL_URL=${OPENSSL_URL//$OPENSSL_VERSION/$1}
OPENSSL_VERSION=$1
OPENSSL_SHA256=$2
# shellcheck source=openssl-src/fetch.sh
. openssl-src/fetch.sh

{
  prepare_cache
  ensure_toolchain
  ensure_openssl_source
} >&2
# The newest file in the tarball: when the release was packed.
epoch=$(tar --utc --full-time -tvzf "$OPENSSL_TARBALL_CACHED" | awk '{ print $4 " " $5 }' | LC_ALL=C sort | tail -n 1)
printf 'SOURCE\t%s\nEPOCH\t%s\n' "$OPENSSL_SOURCE_DIR" "$(date --utc -d "$epoch" +%s)"
