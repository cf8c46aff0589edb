# shellcheck shell=bash
# libcrypto.a in its variants, in the cache by the hash of what it is made from. Sourced by build.sh.

# Everything that has a say in the bytes: compiler, source, Configure's arguments and target, build script, date.
# Comments have none, so changing one costs no rebuild.
libcrypto_hash() {
  local recipe=$PROJECT_DIR/openssl-src
  sha256_of_text "$TOOLCHAIN_ID" "$OPENSSL_SOURCE_HASH" "$OPENSSL_EPOCH" "$(configure_options "$1")" \
    "$(grep -vE '^[[:space:]]*(#|$)' "$recipe/wasm.conf" "$recipe/build-libcrypto.sh" --no-filename)"
}

# libcrypto_dir VARIANT: where it is or will be
libcrypto_dir() {
  local hash
  hash=$(libcrypto_hash "$1")
  printf '%s/libcrypto/%s-%s' "$CACHE_DIR" "$1" "${hash:0:16}"
}

ensure_libcrypto() {
  local variant=$1 folder
  folder=$(libcrypto_dir "$variant")
  if [[ -e $folder ]]; then
    cached_step "libcrypto ($variant)"
  else
    step "libcrypto ($variant)" produce "$folder" build_libcrypto "$variant"
  fi
}

build_libcrypto() {
  local variant=$1 folder=$2
  mkdir "$folder"
  toolchain_run \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro RECIPE="$PROJECT_DIR/openssl-src":/recipe \
    --rw BUILD="$folder":/build \
    --env VARIANT="$variant" --env JOBS="$(nproc)" --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" \
    -- bash @RECIPE/build-libcrypto.sh
}
