# shellcheck shell=bash
# OpenSSL's own test programs, built from the objects that ship, and what they do natively. Sourced by build.sh.

UPSTREAM_DIR=build/upstream

# After ensure_module ship, whose objects they are linked with.
ensure_upstream_programs() {
  local inputs out=$UPSTREAM_DIR/programs
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$(libcrypto_hash ship)" "$(sha256_of_file "$(module_file ship)")" \
    "$(node test/upstream/programs.mjs)" "$(sha256_of_files test/upstream/{build.sh,main.c,pausing.c,pausing.h} wasm)")
  mkdir -p "$UPSTREAM_DIR"
  ln -sfn "$OPENSSL_SOURCE_DIR" "$UPSTREAM_DIR/openssl"
  if is_fresh upstream "$inputs" "$out"; then
    cached_step "upstream's test programs"
    return
  fi
  if [[ ! -d build/wasm/ship/objects ]]; then
    rm -f "$STAMP_DIR/module-ship"
    ensure_module ship
  fi
  step "upstream's test programs" build_upstream_programs "$PROJECT_DIR/$out"
  stamp upstream "$inputs" "$out"
}

build_upstream_programs() {
  rm -rf "$1"
  mkdir -p "$1"
  toolchain_run \
    --ro PROJECT="$PROJECT_DIR":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro LIBCRYPTO_DIR="$(libcrypto_dir ship)":/libcrypto \
    --rw OUT="$1":/out \
    -- bash @PROJECT/test/upstream/build.sh
}

# The counts that the tests are compared with, from a native build of the same sources with the same options.
record_upstream_natively() {
  local out=$PROJECT_DIR/$UPSTREAM_DIR/native record=test/upstream/native.json
  prepare_cache
  lock_project
  ensure_toolchain
  ensure_openssl_source
  step "upstream's tests natively" measure_upstream "$out"
  mv "$out/native.json" "$record"
  rm -rf "$out"
  note "written: $record"
}

measure_upstream() {
  rm -rf "$1"
  mkdir -p "$1"
  toolchain_run \
    --ro PROJECT="$PROJECT_DIR":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --rw OUT="$1":/out \
    -- bash @PROJECT/test/upstream/native.sh
}
