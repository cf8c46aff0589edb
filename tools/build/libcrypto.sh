# shellcheck shell=bash
# libcrypto.a in its variants, in the cache by the hash of what it is made from. Sourced by build.sh.

# Everything that has a say in the bytes: compiler, source, Configure's arguments and target, build script, date.
# Comments have none, so changing one costs no rebuild.
# libcrypto_hash BUILD [VARIANT]
libcrypto_hash() {
  local VARIANT_OPTIONS recipe=$PROJECT_DIR/openssl-src
  VARIANT_OPTIONS=$(variant_field "${2:-full}" configure)
  sha256_of_text "$TOOLCHAIN_ID" "$OPENSSL_SOURCE_HASH" "$OPENSSL_EPOCH" "$(configure_options "$1")" \
    "$(grep -vE '^[[:space:]]*(#|$)' "$recipe/wasm.conf" "$recipe/build-libcrypto.sh" --no-filename)"
}

# libcrypto_dir BUILD [VARIANT]: where it is or will be
libcrypto_dir() {
  local hash
  hash=$(libcrypto_hash "$1" "${2:-full}")
  printf '%s/libcrypto/%s-%s' "$CACHE_DIR" "$(module_name "$1" "${2:-full}")" "${hash:0:16}"
}

ensure_libcrypto() {
  local build=$1 variant=${2:-full} folder name
  name="libcrypto ($(module_name "$build" "$variant"))"
  folder=$(libcrypto_dir "$build" "$variant")
  if [[ -e $folder ]]; then
    cached_step "$name"
  else
    step "$name" produce "$folder" build_libcrypto "$build" "$variant"
  fi
}

build_libcrypto() {
  local build=$1 variant=$2 folder=$3
  mkdir "$folder"
  toolchain_run \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro RECIPE="$PROJECT_DIR/openssl-src":/recipe \
    --rw BUILD="$folder":/build \
    --env VARIANT="$build" --env VARIANT_OPTIONS="$(variant_field "$variant" configure)" --env JOBS="$(nproc)" --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" \
    -- bash @RECIPE/build-libcrypto.sh
}
