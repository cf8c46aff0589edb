# shellcheck shell=bash
# Test vectors, which are not in the project: OpenSSL's own, in its source, and Project Wycheproof's, which
# Debian's source package of BoringSSL carries. Both are linked to in build/test/. Sourced by build.sh.

WYCHEPROOF_PACKAGE=android-platform-external-boringssl
WYCHEPROOF_VERSION=14.0.0+r45 # Wycheproof's commit eb35c25e05d1
WYCHEPROOF_SHA256=f9223e8c15ad5d9e3f1cd50861f4c272658864661e2332bea5d60952aa0930cd
WYCHEPROOF_DIR=$CACHE_DIR/source/wycheproof-${WYCHEPROOF_SHA256:0:12}

# xz unpacks the second.
ensure_vector_tools() { ensure_commands 'The test vectors are unpacked' xz:xz-utils; }

# After ensure_toolchain and ensure_openssl_source.
ensure_test_vectors() {
  if [[ -e $WYCHEPROOF_DIR ]]; then
    cached_step 'test vectors'
  else
    step 'test vectors' produce "$WYCHEPROOF_DIR" obtain_wycheproof
  fi
  mkdir -p "$PROJECT_DIR/build/test"
  ln -sfn "$OPENSSL_SOURCE_DIR/test/recipes/30-test_evp_data" "$PROJECT_DIR/build/test/evp-data"
  ln -sfn "$WYCHEPROOF_DIR" "$PROJECT_DIR/build/test/wycheproof"
}

obtain_wycheproof() {
  local out=$1 tarball=$1.tar.xz status=0
  mkdir "$out"
  fetch_wycheproof "$tarball" &&
    tar -xJf "$tarball" -C "$out" --strip-components=4 --no-same-owner --wildcards '*/wycheproof_testvectors/*.json' \
      '*/wycheproof_testvectors/LICENSE' || status=$?
  rm -f "$tarball"
  return "$status"
}

fetch_wycheproof() {
  if [[ -n ${WYCHEPROOF_TARBALL:-} ]]; then
    cp "$WYCHEPROOF_TARBALL" "$1"
  else
    from_debian_sources "$1" "$WYCHEPROOF_SHA256" "$WYCHEPROOF_PACKAGE"
  fi
  if [[ -f $1 && $(sha256_of_file "$1") == "$WYCHEPROOF_SHA256" ]]; then return; fi
  echo "error: Wycheproof's test vectors could not be fetched from Debian's source package of BoringSSL."
  echo "       Get ${WYCHEPROOF_PACKAGE}_$WYCHEPROOF_VERSION.orig.tar.xz (SHA-256 $WYCHEPROOF_SHA256)"
  echo "       by another way and name the file in the environment variable WYCHEPROOF_TARBALL."
  return 1
}
