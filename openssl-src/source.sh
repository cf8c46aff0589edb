# shellcheck shell=bash
# OpenSSL's source in the cache: the first pin whose archives can be had, unpacked, with its security fixes applied.
# Sourced by build.sh, after pin.sh and fetch.sh.

# For how long a pin that could not be had is not asked for again, where an alternative is in the cache.
MISSING_MINUTES=1440

# Leaves the chosen pin in use (use_pin), and OPENSSL_EPOCH. Where a pin is in the cache nothing is fetched.
ensure_openssl_source() {
  local pin pins=("${OPENSSL_PINS[@]}") left=${#OPENSSL_PINS[@]}
  if [[ -n ${OPENSSL_TARBALL:-} ]]; then
    # Someone who names a file means that file: a wrong one is an error, also if the right one is cached.
    use_pin_of_tarball "$OPENSSL_TARBALL"
    pins=("$OPENSSL_PIN") left=1
  fi
  for pin in "${pins[@]}"; do
    left=$((left - 1))
    use_pin "$pin"
    if [[ -e $OPENSSL_SOURCE_DIR ]]; then
      cached_step "$(openssl_name), source"
      read_source_facts
      return
    fi
    if ((left)) && was_missing_lately && has_cached_pin "${pins[@]: -left}"; then
      note "$(openssl_name) could not be fetched lately; it is asked for again after a day"
      continue
    fi
    if ((${#OPENSSL_FIXES[@]})); then
      ensure_commands "The source of OpenSSL $OPENSSL_VERSION gets its security fixes" patch:patch xz:xz-utils
    fi
    try_step "$(openssl_name), source" produce "$OPENSSL_SOURCE_DIR" make_source
    if ((STEP_STATUS == 0)); then
      rm -f "$OPENSSL_SOURCE_DIR.missing"
      read_source_facts
      return
    fi
    if ((left)); then
      if [[ -z ${OPENSSL_MIRROR:-} ]]; then : >"$OPENSSL_SOURCE_DIR.missing"; fi
      note "$(openssl_name) can't be had here, so the next pin is taken, which is tested less: ${pins[-left]}"
    fi
  done
  exit 1
}

was_missing_lately() {
  [[ -z ${OPENSSL_MIRROR:-} && -n $(find "$OPENSSL_SOURCE_DIR.missing" -mmin "-$MISSING_MINUTES" 2>/dev/null) ]]
}

# has_cached_pin PIN...: whether the source of one of them is there
has_cached_pin() {
  local pin
  for pin in "$@"; do
    if (use_pin "$pin" && [[ -e $OPENSSL_SOURCE_DIR ]]); then return; fi
  done
  return 1
}

# use_pin_of_tarball FILE: the pin whose release the file is.
use_pin_of_tarball() {
  local pin hash
  [[ -r $1 && -f $1 ]] || die "OPENSSL_TARBALL names $1, which is not a file that can be read."
  hash=$(sha256_of_file "$1")
  for pin in "${OPENSSL_PINS[@]}"; do
    use_pin "$pin"
    if [[ $hash == "$OPENSSL_SHA256" ]]; then return; fi
  done
  use_pin "${OPENSSL_PINS[0]}"
  die "OPENSSL_TARBALL names $1, which is not the OpenSSL that is pinned:" \
    "expected SHA-256 $OPENSSL_SHA256 (openssl-$OPENSSL_VERSION.tar.gz)" \
    "found    SHA-256 $hash ($(describe_file "$1"))" \
    'Nothing else was tried. Unset OPENSSL_TARBALL to have the source fetched.'
}

# What belongs to the source is kept in it: when the release was packed, and which CVEs were closed on top of it.
read_source_facts() {
  # Stands in the library as its build date, so that it is the same each time.
  OPENSSL_EPOCH=$(<"$OPENSSL_SOURCE_DIR/.packed")
}

# make_source FOLDER: the unpacked release with its fixes.
make_source() {
  local folder=$1
  ensure_archive "$OPENSSL_TARBALL_CACHED" "$OPENSSL_SHA256" obtain_tarball
  if ((${#OPENSSL_FIXES[@]})); then ensure_archive "$OPENSSL_FIXES_CACHED" "$OPENSSL_FIXES_SHA256" obtain_fixes; fi
  mkdir "$folder"
  tar -xzf "$OPENSSL_TARBALL_CACHED" -C "$folder" --strip-components=1 --no-same-owner
  packed_at "$OPENSSL_TARBALL_CACHED" >"$folder/.packed"
  if ((${#OPENSSL_FIXES[@]})); then apply_fixes "$folder"; fi
  security_fixes >"$folder/.fixes"
}

# ensure_archive FILE SHA256 OBTAIN: the cache is a folder that others may write to, so the hash is looked at again.
ensure_archive() {
  local file=$1 hash=$2 obtain=$3
  if [[ -e $file && $(sha256_of_file "$file") != "$hash" ]]; then
    echo "the cached ${file##*/} has another hash; fetching it again"
    rm -f "$file"
  fi
  [[ -e $file ]] || (produce "$file" "$obtain") # a subshell each: produce sets its EXIT trap
}

# packed_at TARBALL: its newest file, in seconds.
packed_at() {
  local newest
  newest=$(tar --utc --full-time -tvzf "$1" | awk '{ print $4 " " $5 }' | LC_ALL=C sort | tail -n 1)
  date --utc -d "$newest" +%s
}

# apply_fixes FOLDER: the pin's patches, in order. One that does not fit exactly is an error: it is not for this release.
apply_fixes() {
  local folder=$1 patches=$1/.patches fix name
  mkdir "$patches"
  tar -xJf "$OPENSSL_FIXES_CACHED" -C "$patches" --no-same-owner debian/patches
  for fix in "${OPENSSL_FIXES[@]}"; do
    name=${fix%% *}
    echo "applying $name"
    if ! patch -p1 -d "$folder" --fuzz=0 --forward --no-backup-if-mismatch --quiet --reject-file=- \
      <"$patches/debian/patches/$name"; then
      echo "error: $name of openssl_$OPENSSL_FIXES_DEBIAN.debian.tar.xz does not fit OpenSSL $OPENSSL_VERSION."
      echo "       openssl-src/pins/$OPENSSL_PIN.sh names it: fixes that a release has are not to be in its pin."
      return 1
    fi
  done
  rm -rf "$patches"
}
