# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Which OpenSSL it is: a release, and upstream's own security fixes that the release lacks. Each is a file in pins/,
# whose archives are named by hash. Sourced by build.sh, after cache.sh.

# The first is the one that is tested. Mirrors drop old releases: where its archives can't be had any more, the next is
# built in its place, and build.sh says so.
OPENSSL_PINS=(3.5.7 3.5.9)

# pin_file NAME
pin_file() { cat "$PROJECT_DIR/openssl-src/pins/$1.sh"; }

# use_pin NAME: sets what is known of it before anything is fetched. A pin file has these:
#   OPENSSL_VERSION       the release
#   OPENSSL_SHA256        of its tarball, as upstream signed it
#   OPENSSL_FIXES_DEBIAN  the version of Debian's package whose patches have the fixes; empty without fixes
#   OPENSSL_FIXES_SHA256  of that package's .debian.tar.xz
#   OPENSSL_FIXES         patches of upstream's in the order in which they are applied, each with the CVEs that it closes,
#                         or belongs to; what the distribution changes for its own packages is not among them
use_pin() {
  OPENSSL_FIXES_DEBIAN='' OPENSSL_FIXES_SHA256='' OPENSSL_FIXES=()
  # shellcheck source=openssl-src/pins/3.5.7.sh
  . <(pin_file "$1")
  OPENSSL_PIN=$1
  OPENSSL_URL=https://github.com/openssl/openssl/releases/download/openssl-$OPENSSL_VERSION/openssl-$OPENSSL_VERSION.tar.gz
  OPENSSL_SOURCE_HASH=$OPENSSL_SHA256
  if ((${#OPENSSL_FIXES[@]})); then
    OPENSSL_SOURCE_HASH=$(sha256_of_text "$OPENSSL_SHA256" "$OPENSSL_FIXES_SHA256" "${OPENSSL_FIXES[@]}")
  fi
  # In file names, and beside the hash of the module that is made of it.
  OPENSSL_ID=openssl-$OPENSSL_VERSION-${OPENSSL_SOURCE_HASH:0:12}
  OPENSSL_SOURCE_DIR=$CACHE_DIR/source/$OPENSSL_ID
  OPENSSL_TARBALL_CACHED=$CACHE_DIR/source/openssl-$OPENSSL_VERSION.tar.gz
  OPENSSL_FIXES_CACHED=$CACHE_DIR/source/openssl_$OPENSSL_FIXES_DEBIAN.debian.tar.xz
}

# is_pinned ID: whether a pin's OPENSSL_ID is that
is_pinned() {
  local pin
  for pin in "${OPENSSL_PINS[@]}"; do
    if (use_pin "$pin" && [[ $OPENSSL_ID == "$1" ]]); then return; fi
  done
  return 1
}

# openssl_name: as it is told to people
openssl_name() {
  local fixes
  fixes=$(security_fixes | grep -c .) || true
  printf 'OpenSSL %s' "$OPENSSL_VERSION"
  if ((fixes)); then printf ' with %s security fixes' "$fixes"; fi
}

# security_fixes: the CVEs that the pin's patches close, sorted, one a line
security_fixes() {
  local fix word
  for fix in "${OPENSSL_FIXES[@]}"; do
    for word in ${fix#* }; do printf '%s\n' "$word"; done
  done | sort --version-sort --unique
}

use_pin "${OPENSSL_PINS[0]}"
