#!/usr/bin/env bash
# Fetches the source of a release, verifies it and prints where it is; that of our pin too, to compare with.
#
#   bash tools/openssl-update/source.sh VERSION SHA256     prints the folder of that release, as it was published
#   bash tools/openssl-update/source.sh --pin NAME         prints the folder of a pin, with its security fixes
set -euo pipefail

PROJECT_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$PROJECT_DIR"
# shellcheck disable=SC2034 # for what is sourced
ASSUME_YES=0 RECORD=0 VERBOSE=0
for part in tools/build/{ui,cache,host,toolchain}.sh openssl-src/{pin,fetch,source}.sh; do
  # shellcheck source=/dev/null
  . "$part"
done

# No other is taken in its place. A release that is not pinned yet is like a pin without fixes.
if [[ $1 == --pin ]]; then
  # shellcheck disable=SC2034 # for what is sourced
  OPENSSL_PINS=("$2")
else
  wanted_version=$1 wanted_sha256=$2
  # shellcheck disable=SC2034 # for what is sourced
  OPENSSL_PINS=("$wanted_version")
  pin_file() { printf 'OPENSSL_VERSION=%q OPENSSL_SHA256=%q\n' "$wanted_version" "$wanted_sha256"; }
fi

{
  prepare_cache
  ensure_toolchain
  ensure_openssl_source
} >&2
printf '%s\n' "$OPENSSL_SOURCE_DIR"
