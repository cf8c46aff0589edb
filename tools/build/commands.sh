# shellcheck shell=bash
# The subcommands. Sourced by build.sh.

# build_project BUILD...: everything a subcommand needs, and no more. One at a time for a project folder.
build_project() {
  local build variant variants start=$EPOCHREALTIME
  prepare_cache
  lock_project
  ensure_toolchain
  ensure_openssl_source
  ensure_npm_packages
  ensure_boundary_generated
  for build in "$@"; do
    # What ships has every variant; the other builds are the full one's.
    variants=(full)
    if [[ $build == ship ]]; then variants=("${VARIANTS[@]}"); fi
    for variant in "${variants[@]}"; do
      ensure_libcrypto "$(libcrypto_of "$build")" "$variant"
      ensure_module "$build" "$variant"
    done
  done
  ensure_javascript
  ensure_sbom
  note "built in $(seconds_since "$start") s"
}

lock_project() {
  exec {PROJECT_LOCK}>"$CACHE_DIR/locks/project-$(sha256_of_text "$PROJECT_DIR" | cut -c 1-16)"
  take_lock "$PROJECT_LOCK" 'another run is building in this folder'
}

# Before anything that lives on: it would keep the lock.
unlock_project() { exec {PROJECT_LOCK}>&-; }

verify_module_hash() {
  if ((RECORD)); then
    record_module_hash
  else
    step 'module hash' check_module_hash
    note "$(tail -n 1 "$LOG_DIR/module-hash.log")"
  fi
}

command_build() {
  local library=0
  if [[ ${1:-} == --library ]]; then library=1 && shift; fi
  (($# == 0)) || usage_error "build takes --library only: $*"
  build_project ship
  if ((!library)); then ensure_web_demo; fi
  verify_module_hash
  unlock_project
}

# exec, so that Ctrl-C reaches the program itself and its exit status is ours.
command_demo() {
  build_project ship
  verify_module_hash
  unlock_project
  echo
  exec node examples/generate-rsa-keys.mjs "$@"
}

command_bench() {
  # The jobs that are measured are C functions of the test module.
  build_project ship test
  verify_module_hash
  ensure_bench_programs
  unlock_project
  echo
  exec node bench/main.mjs "$@"
}

command_soak() {
  build_project ship test
  verify_module_hash
  unlock_project
  echo
  exec node --expose-gc test/soak/main.mjs "$@"
}

command_matrix() {
  build_project ship
  verify_module_hash
  ensure_check_tools
  ensure_packages 'newest Node' bench
  unlock_project
  echo
  exec node --disable-warning=ExperimentalWarning tools/matrix/run.mjs "$@"
}

command_package() {
  build_project ship
  verify_module_hash
  ensure_packages 'package checkers' test/packaging/checks
  ensure_browsers chromium
  unlock_project
  echo
  exec node test/packaging/run.mjs "$@"
}

command_fuzz() {
  local minutes=5 seed=$RANDOM
  while (($#)); do
    [[ ${2:-} =~ ^[0-9]+$ ]] || usage_error "fuzz takes --minutes N and --seed N: $*"
    case $1 in
      --minutes) minutes=$2 ;;
      --seed) seed=$2 ;;
      *) usage_error "fuzz takes --minutes N and --seed N: $*" ;;
    esac
    shift 2
  done
  build_project ship test
  unlock_project
  note "$minutes minutes from seed $seed"
  FUZZ_SECONDS=$((60 * minutes)) FUZZ_SEED=$seed exec npx vitest run test/fuzz
}

command_reproduce() {
  build_project ship
  verify_module_hash
  unlock_project
  OPENSSL_ASYNC_CACHE=$CACHE_DIR exec node tools/reproduce.mjs "$@"
}

command_docs() {
  (($# == 0)) || usage_error "docs takes no arguments: $*"
  prepare_cache
  lock_project
  ensure_npm_packages
  ensure_docs
  unlock_project
  note "the site is $DOCS_OUTPUT; any web server shows it, such as  npx vite preview --outDir $DOCS_OUTPUT"
}

command_clean() {
  local all=0 start=$EPOCHREALTIME
  local with_packages=(. bench docs test/packaging/checks test/runtimes/npm web-demo/test)
  while (($#)); do
    case $1 in
      --all) all=1 ;;
      *) usage_error "clean takes --all only: $1" ;;
    esac
    shift
  done
  printf '==> clean%s\n' "$( ((all)) && echo " (with the cache, $CACHE_DIR)")"
  rm -rf "$PROJECT_DIR/build" "$PROJECT_DIR/dist" "$PROJECT_DIR/web-demo/dist"
  if ((all)); then
    rm -rf "${with_packages[@]/%//node_modules}"
    remove_cache
  fi
  note "done in $(seconds_since "$start") s"
}
