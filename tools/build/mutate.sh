# shellcheck shell=bash
# `mutate`: small faults put into the code, and whether a test notices. Sourced by build.sh.

# mutate_help: what `mutate` takes
mutate_help() {
  cat <<END
Usage: ./build.sh mutate [OPTION]... PATH...

  wasm/FOLDER   mutations of our C, all in one build of the test module; wasm for all of it
  src/FOLDER    mutations of the TypeScript, by Stryker; src for all of it

What was found is kept in build/mutate, and only what has changed is tried again. Options go to the tester:
  wasm: --jobs N  --tests N  --minutes N      src: those of 'stryker run'
END
}

command_mutate() {
  local paths=() options=() word
  for word in "$@"; do
    case $word in
      --help | -h) mutate_help && return ;;
      wasm | wasm/* | src | src/*) paths+=("$word") ;;
      *) options+=("$word") ;;
    esac
  done
  ((${#paths[@]} > 0)) || usage_error "mutate takes folders or files below src or wasm"
  build_project ship test
  if [[ ${paths[0]} == wasm* ]]; then
    ensure_mutants
    unlock_project
    exec nice node tools/mutate/c/run.mjs "${options[@]}" "${paths[@]}"
  fi
  ensure_packages 'mutation tester' tools/mutate
  unlock_project
  exec nice node tools/mutate/typescript.mjs "${options[@]}" "${paths[@]}"
}

# One build of the test module with each mutation behind a switch.
ensure_mutants() {
  local inputs
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$(libcrypto_hash test)" "$(sha256_of_files wasm tools/boundary tools/mutate/c)")
  ensure_built 'wasm module with mutations' module-mutants "$inputs" build/mutate/c/module.wasm build_mutants
}

build_mutants() {
  local out=$PROJECT_DIR/build/mutate/c/out project=$PROJECT_DIR/build/mutate/c/project
  rm -rf "$out"
  mkdir -p "$out"
  node tools/mutate/c/project.mjs "$project"
  toolchain_run \
    --ro PROJECT="$project":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro LIBCRYPTO_DIR="$(libcrypto_dir test)":/libcrypto \
    --rw OUT="$out":/out \
    --env VARIANT=test --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" \
    -- bash @PROJECT/wasm/build.sh
  install -m 644 "$out/openssl-async-test.wasm" build/mutate/c/module.wasm
}
