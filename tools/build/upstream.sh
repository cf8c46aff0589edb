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
  ensure_built "upstream's test programs" upstream "$inputs" "$out" run_upstream_script build.sh "$PROJECT_DIR/$out" \
    --ro LIBCRYPTO_DIR="$(libcrypto_dir ship)":/libcrypto
}

# run_upstream_script NAME FOLDER [TOOLCHAIN-OPTION]...: one of test/upstream, which fills the folder
run_upstream_script() {
  local script=$1 out=$2
  shift 2
  rm -rf "$out"
  mkdir -p "$out"
  toolchain_run \
    --ro PROJECT="$PROJECT_DIR":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --rw OUT="$out":/out \
    "$@" -- bash "@PROJECT/test/upstream/$script"
}

# The counts that the tests are compared with, from a native build of the same sources with the same options.
record_upstream_natively() {
  local out=$PROJECT_DIR/$UPSTREAM_DIR/native record=test/upstream/native.json
  prepare_cache
  lock_project
  ensure_toolchain
  ensure_openssl_source
  ensure_npm_packages
  step "upstream's tests natively" run_upstream_script native.sh "$out"
  mv "$out/native.json" "$record"
  rm -rf "$out"
  node_modules/.bin/prettier --log-level warn --write "$record"
  note "written: $record"
}
