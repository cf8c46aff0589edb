# shellcheck shell=bash
# Gets the archives of OpenSSL's source: sources are tried in turn until one gives a file with the pinned SHA-256.
# Sourced by build.sh, after pin.sh. Where a file comes from does not matter, only its hash does.

FETCH_FAILURES=() # what was tried and why it was not it

# obtain_tarball FILE: the release of the pin that is in use.
obtain_tarball() {
  local name=openssl-$OPENSSL_VERSION.tar.gz
  if [[ -n ${OPENSSL_TARBALL:-} ]]; then
    cp "$OPENSSL_TARBALL" "$1"
  elif [[ -n ${OPENSSL_MIRROR:-} ]]; then
    from_mirror "$1" "$name" "$OPENSSL_SHA256"
  else
    FETCH_FAILURES=()
    attempt "$1" "$OPENSSL_SHA256" "upstream's release page ($OPENSSL_URL)" from_release_page ||
      attempt "$1" "$OPENSSL_SHA256" "Debian's source package" from_debian_sources openssl ||
      not_obtained "$name" "$OPENSSL_SHA256" 'name the file in the environment variable OPENSSL_TARBALL'
  fi
}

# obtain_fixes FILE: the archive with upstream's security fixes. Debian carries them beside the release.
obtain_fixes() {
  local name=openssl_$OPENSSL_FIXES_DEBIAN.debian.tar.xz
  if [[ -n ${OPENSSL_MIRROR:-} ]]; then
    from_mirror "$1" "$name" "$OPENSSL_FIXES_SHA256"
  else
    FETCH_FAILURES=()
    attempt "$1" "$OPENSSL_FIXES_SHA256" "Debian's source package" from_debian_sources openssl ||
      not_obtained "$name" "$OPENSSL_FIXES_SHA256" \
        "name a folder with it and openssl-$OPENSSL_VERSION.tar.gz in the environment variable OPENSSL_MIRROR"
  fi
}

not_obtained() {
  local failure
  echo
  echo "error: $1 could not be fetched. Tried:"
  for failure in "${FETCH_FAILURES[@]}"; do echo "       - $failure"; done
  echo "       Get it (SHA-256 $2) by another way, and"
  echo "       $3."
  return 1
}

# from_mirror FILE NAME SHA256: from the folder OPENSSL_MIRROR, where files may have any name. Nothing else is asked.
from_mirror() {
  local each
  [[ -d $OPENSSL_MIRROR ]] || {
    echo "error: OPENSSL_MIRROR names $OPENSSL_MIRROR, which is not a folder."
    return 1
  }
  while IFS= read -r -d '' each; do
    if [[ $(sha256_of_file "$each") == "$3" ]]; then
      cp "$each" "$1"
      return
    fi
  done < <(find "$OPENSSL_MIRROR" -maxdepth 1 -type f -print0 | LC_ALL=C sort -z)
  echo "error: no file in $OPENSSL_MIRROR is $2: none has the SHA-256 $3."
  return 1
}

# describe_file FILE: its size, and what is wrong with it as an archive
describe_file() {
  printf '%s bytes' "$(stat -c %s "$1")"
  if [[ $1 != *.xz ]]; then gzip -t "$1" 2>/dev/null || printf ', cut off or no gzip file'; fi
}

# attempt FILE SHA256 NAME FUNCTION ARGUMENT...: FUNCTION FILE SHA256 ARGUMENT... fetches; it says why not as its last
# line of output.
attempt() {
  local file=$1 hash=$2 name=$3 get=$4 output=$1.output reason
  shift 4
  echo "trying $name"
  if "$get" "$file" "$hash" "$@" >"$output" 2>&1; then
    if [[ $(sha256_of_file "$file") == "$hash" ]]; then
      rm -f "$output"
      return 0
    fi
    reason="sent another file: SHA-256 $(sha256_of_file "$file"), $(describe_file "$file")"
  else
    reason=$(grep . "$output" | tail -n 1) || reason='no reason given'
  fi
  cat "$output"
  echo "not from there: $reason"
  FETCH_FAILURES+=("$name: $reason")
  rm -f "$file" "$output"
  return 1
}

# Not reachable from everywhere: an unreachable host is to cost five seconds, not minutes.
from_release_page() {
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout 5 --speed-limit 1000 --speed-time 20 -o "$1" "$OPENSSL_URL"
  elif command -v wget >/dev/null; then
    wget -nv --dns-timeout=5 --connect-timeout=5 --read-timeout=20 --tries=1 -O "$1" "$OPENSSL_URL"
  else
    node "$PROJECT_DIR/openssl-src/download.mjs" "$OPENSSL_URL" "$1"
  fi
}

# from_debian_sources FILE SHA256 PACKAGE: a file of any source package, upstream's tarball for one, which is unchanged there.
# Debian keeps several versions at a time; the one with the hash is looked for. The host's apt fetches it, with lists of
# its own in a temporary folder and with the package sources that the toolchain came from, so the host's are left alone.
from_debian_sources() {
  local file=$1 hash=$2 package=$3 work=$1.apt uri version
  [[ $TOOLCHAIN_KIND == pinned ]] || {
    echo 'not tried: it takes its package sources from the pinned toolchain, which is not in use'
    return 1
  }
  command -v apt-get >/dev/null || {
    echo 'there is no apt-get here'
    return 1
  }
  mkdir -p "$work"/{parts,lists/partial,cache/archives/partial,state}
  debian_source_lists "$work/parts"
  APT_OPTIONS=(-q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" -o Dir::State="$work/state"
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=)

  apt-get "${APT_OPTIONS[@]}" update || true # one unreachable suite is no reason to give up
  while read -r version; do
    uri=$(apt-get "${APT_OPTIONS[@]}" source --print-uris --download-only "$package=$version" 2>/dev/null |
      sed -n "s/^'\([^']*\)'.* SHA256:$hash\$/\1/p" | head -n 1)
    [[ -n $uri ]] || continue
    echo "version $version has it"
    if /usr/lib/apt/apt-helper "${APT_OPTIONS[@]}" download-file "$uri" "$file" "SHA256:$hash"; then
      rm -rf "$work"
      return 0
    fi
  done < <(apt-cache "${APT_OPTIONS[@]}" showsrc "$package" 2>/dev/null | sed -n 's/^Version: //p' | sort -ruV)

  if compgen -G "$work/lists/*Sources*" >/dev/null; then
    echo "no version of $package in Debian $TOOLCHAIN_SUITE now has the file with this hash, or its download failed"
  else
    echo 'apt could not fetch the lists of source packages (no network?)'
  fi
  rm -rf "$work"
  return 1
}

# debian_source_lists FOLDER: the toolchain's package sources, asked for source packages. mmdebstrap wrote them
# in apt's one-line format or, newer ones, as deb822.
debian_source_lists() {
  local list keyring
  keyring=$(compgen -G "$TOOLCHAIN_ROOT/usr/share/keyrings/debian-archive-keyring.*" | head -n 1)
  for list in "$TOOLCHAIN_ROOT"/etc/apt/sources.list "$TOOLCHAIN_ROOT"/etc/apt/sources.list.d/*; do
    case $list in
      *.list)
        sed -nE "s|^deb +(\[[^]]*\] +)?|deb-src [signed-by=$keyring] |p" "$list" >"$1/${list##*/}"
        ;;
      *.sources)
        grep -v '^Signed-By:' "$list" |
          sed "s|^Types:.*|Types: deb-src\nSigned-By: $keyring|" >"$1/${list##*/}"
        ;;
    esac
  done
}
