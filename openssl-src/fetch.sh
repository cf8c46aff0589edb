# shellcheck shell=bash
# Gets OpenSSL's source: sources are tried in turn until one gives a file with the pinned SHA-256.
# Sourced by build.sh, after pin.sh. Where a file comes from does not matter, only its hash does.

OPENSSL_TARBALL_CACHED=$CACHE_DIR/source/openssl-$OPENSSL_VERSION.tar.gz
OPENSSL_SOURCE_DIR=$CACHE_DIR/source/openssl-$OPENSSL_VERSION-${OPENSSL_SHA256:0:12}

FETCH_FAILURES=() # what was tried and why it was not it

ensure_openssl_source() {
  local name="OpenSSL $OPENSSL_VERSION source"
  if [[ -n ${OPENSSL_TARBALL:-} ]]; then
    # Someone who names a file means that file: a wrong one is an error, also if the right one is cached.
    step "$name: check OPENSSL_TARBALL" check_local_tarball "$OPENSSL_TARBALL"
  fi
  if [[ -e $OPENSSL_SOURCE_DIR ]]; then
    cached_step "$name"
  else
    step "$name" fetch_and_extract
  fi
}

check_local_tarball() {
  [[ -r $1 && -f $1 ]] || {
    echo "error: OPENSSL_TARBALL names $1, which is not a file that can be read."
    return 1
  }
  has_pinned_hash "$1" || {
    echo "error: OPENSSL_TARBALL names $1, which is not the OpenSSL that is pinned:"
    describe_wrong_file "$1"
    echo "       Nothing else was tried. Unset OPENSSL_TARBALL to have the source fetched."
    return 1
  }
}

has_pinned_hash() { [[ $(sha256_of_file "$1") == "$OPENSSL_SHA256" ]]; }

describe_wrong_file() {
  echo "       expected SHA-256 $OPENSSL_SHA256 (openssl-$OPENSSL_VERSION.tar.gz)"
  echo "       found    SHA-256 $(sha256_of_file "$1") ($(stat -c %s "$1") bytes)"
  gzip -t "$1" 2>/dev/null || echo '       It is cut off or no gzip file.'
}

fetch_and_extract() {
  produce "$OPENSSL_TARBALL_CACHED" obtain_tarball
  # The cache is a folder that others may write to.
  if ! has_pinned_hash "$OPENSSL_TARBALL_CACHED"; then
    echo 'the cached tarball has another hash; fetching it again'
    rm -f "$OPENSSL_TARBALL_CACHED"
    produce "$OPENSSL_TARBALL_CACHED" obtain_tarball
  fi
  produce "$OPENSSL_SOURCE_DIR" extract_tarball
}

extract_tarball() {
  mkdir "$1"
  tar -xzf "$OPENSSL_TARBALL_CACHED" -C "$1" --strip-components=1 --no-same-owner
}

obtain_tarball() {
  local file=$1 failure
  FETCH_FAILURES=()
  if [[ -n ${OPENSSL_TARBALL:-} ]]; then
    cp "$OPENSSL_TARBALL" "$file"
    return
  fi
  if attempt "$file" "upstream's release page ($OPENSSL_URL)" from_release_page; then return; fi
  if attempt "$file" "Debian's source package" from_debian_source; then return; fi

  echo
  echo "error: OpenSSL $OPENSSL_VERSION could not be fetched. Tried:"
  for failure in "${FETCH_FAILURES[@]}"; do echo "       - $failure"; done
  echo "       Get openssl-$OPENSSL_VERSION.tar.gz (SHA-256 $OPENSSL_SHA256)"
  echo "       by another way and name the file in the environment variable OPENSSL_TARBALL."
  return 1
}

# attempt FILE NAME FUNCTION: FUNCTION FILE fetches; it says why not as its last line of output.
attempt() {
  local file=$1 name=$2 output reason
  output=$file.output
  echo "trying $name"
  if "$3" "$file" >"$output" 2>&1; then
    if has_pinned_hash "$file"; then
      rm -f "$output"
      return 0
    fi
    reason="sent another file: SHA-256 $(sha256_of_file "$file"), $(stat -c %s "$file") bytes"
    gzip -t "$file" 2>/dev/null || reason="$reason, cut off or no gzip file"
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

# The source package's .orig.tar.gz is upstream's file unchanged. Debian keeps several versions at a time;
# the one with our hash is looked for. The host's apt fetches it, with lists of its own in a temporary
# folder and with the package sources that the toolchain came from, so the host's are left alone.
from_debian_source() { from_debian_sources "$1" openssl "$OPENSSL_SHA256"; }

# from_debian_sources FILE PACKAGE SHA256: upstream's tarball of any source package.
from_debian_sources() {
  local file=$1 package=$2 hash=$3 work=$1.apt uri version
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
    uri=$(apt-get "${APT_OPTIONS[@]}" source --print-uris --tar-only "$package=$version" 2>/dev/null |
      sed -n "s/^'\([^']*\)'.* SHA256:$hash\$/\1/p" | head -n 1)
    [[ -n $uri ]] || continue
    echo "version $version has it"
    if /usr/lib/apt/apt-helper "${APT_OPTIONS[@]}" download-file "$uri" "$file" "SHA256:$hash"; then
      rm -rf "$work"
      return 0
    fi
  done < <(apt-cache "${APT_OPTIONS[@]}" showsrc "$package" 2>/dev/null | sed -n 's/^Version: //p' | sort -ruV)

  if compgen -G "$work/lists/*Sources*" >/dev/null; then
    echo "no version in Debian $TOOLCHAIN_SUITE now carries this tarball, or its download failed"
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
