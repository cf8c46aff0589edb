# shellcheck shell=bash
# The subcommands. Sourced by build.sh.

# build_project VARIANT...: everything a subcommand needs, and no more. One at a time for a project folder.
build_project() {
  local variant start=$EPOCHREALTIME
  prepare_cache
  lock_project
  ensure_toolchain
  ensure_openssl_source
  ensure_npm_packages
  ensure_boundary_generated
  for variant in "$@"; do
    ensure_libcrypto "$(libcrypto_of "$variant")"
    ensure_module "$variant"
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
  ensure_newest_node
  unlock_project
  echo
  exec node --disable-warning=ExperimentalWarning tools/matrix/run.mjs "$@"
}

command_package() {
  build_project ship
  verify_module_hash
  ensure_package_checks
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
  ensure_docs_packages
  ensure_docs
  unlock_project
  note "the site is $DOCS_OUTPUT; any web server shows it, such as  npx vite preview --outDir $DOCS_OUTPUT"
}

# Counting: each check is one; the test runner adds its own.
PASSED=0
FAILED=0

# counted NAME COMMAND...: a failure is counted and the next check has its turn.
counted() {
  try_step "$@"
  if ((STEP_STATUS == 0)); then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi
}

run_checks() {
  counted 'check: format' npm run --silent format:check
  counted 'check: lint' npm run --silent lint
  counted 'check: types' npm run --silent types
  counted 'check: generated files' npm run --silent generate:check
  counted 'check: shell' check_shell
}

check_shell() {
  local scripts=(build.sh .ci/run) script
  while IFS= read -r -d '' script; do scripts+=("$script"); done < <(
    find . \( -name node_modules -o -name build -path ./build -o -name dist -o -name .git \) -prune \
      -o -name '*.sh' ! -path ./build.sh -printf '%P\0' | LC_ALL=C sort -z
  )
  # The pinned one where there is one: other versions complain about other things.
  # shellcheck disable=SC2016 # for the shell in there to expand
  toolchain_run --ro PROJECT="$PROJECT_DIR":/project -- \
    bash -c 'cd "$PROJECT" && exec shellcheck --external-sources --source-path=.:SCRIPTDIR "$@"' - "${scripts[@]}"
}

print_tally() { printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"; }

command_check() {
  (($# == 0)) || usage_error "check takes no arguments: $*"
  prepare_cache
  lock_project
  ensure_toolchain
  ensure_npm_packages
  unlock_project
  run_checks
  print_tally
  ((FAILED == 0))
}

command_test() {
  local runtimes=() rest=() table=() only=0 all=0 sanitize=0 upstream=''
  while (($#)); do
    case $1 in
      --all) runtimes=("${RUNTIMES[@]}") all=1 ;;
      --sanitize) sanitize=1 ;;
      --runtime)
        is_runtime "${2:-}" || usage_error "test --runtime takes one of ${RUNTIMES[*]}"
        runtimes+=("$2") only=1
        shift
        ;;
      --upstream | --upstream-native) upstream=$1 ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  if ((${#runtimes[@]} == 0 && ${#rest[@]} == 0)); then runtimes=(chromium); fi
  # Only the whole table is worth keeping.
  if [[ ${runtimes[*]} == "${RUNTIMES[*]}" && ${#rest[@]} == 0 ]]; then
    table=(--vitest build/test/results.json --page docs/runtimes.md)
  fi

  if [[ $upstream == --upstream-native ]]; then
    record_upstream_natively
    return
  fi

  TEST_START=$EPOCHREALTIME
  # Also when the build breaks off, the last line is the tally: what kept the tests from running is a failure.
  trap 'finish_test $?' EXIT
  if ((sanitize)); then
    build_project ship sanitize
    unlock_project
    run_vitest 'suites under sanitizers' build/test/sanitize.json \
      node_modules/.bin/vitest run --config test/sanitize/vitest.config.ts "${rest[@]}"
    return
  fi
  if [[ -n $upstream ]]; then
    build_project ship
    ensure_upstream_programs
    unlock_project
    run_upstream "${rest[@]}"
    return
  fi
  ensure_browsers chromium "${runtimes[@]}"
  if ((only)); then
    build_project ship test
    unlock_project
    run_runtimes "${runtimes[@]}"
    return
  fi
  ensure_test_tools
  ensure_vector_tools
  build_project ship test
  ensure_pkcs11_binding
  ensure_check_tools
  ensure_package_checks
  ensure_newest_node
  ensure_test_vectors
  ensure_docs_packages
  ensure_docs
  if ((all)); then
    ensure_web_demo
    ensure_upstream_programs
  fi
  unlock_project
  if ((RECORD)); then record_module_hash; fi
  run_checks
  counted 'check: module hash' check_module_hash
  note "$(grep -m 1 . "$LOG_DIR/check-module-hash.log")"
  run_tests "${rest[@]}"
  if ((${#runtimes[@]})); then run_runtimes "${table[@]}" "${runtimes[@]}"; fi
  if ((all)); then
    run_upstream
    run_tallied 'packed package, in bundlers and scopes' node test/packaging/run.mjs
    OPENSSL_ASYNC_CACHE=$CACHE_DIR run_tallied 'the same again in another folder' node tools/reproduce.mjs
    run_tallied 'web demo, in browsers' node web-demo/test/run.mjs
    run_tallied 'soak, a fiftieth of it' node --expose-gc test/soak/main.mjs --scale 0.02
  fi
}

run_upstream() { run_tallied "upstream's tests" node test/upstream/run.mjs "$@"; }

# run_tallied NAME COMMAND...: a command of ours whose output one wants to see, and whose last line is a tally of its own.
run_tallied() {
  local name=$1 start=$EPOCHREALTIME output tally
  shift
  output=$(log_of "$name")
  printf '==> %s\n' "$name"
  "$@" | tee "$output" || true
  tally=$(tail -n 1 "$output")
  if [[ $tally =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    PASSED=$((PASSED + BASH_REMATCH[1]))
    FAILED=$((FAILED + BASH_REMATCH[2]))
  else
    note 'it ended without saying what passed'
    FAILED=$((FAILED + 1))
  fi
  note "done in $(seconds_since "$start") s"
}

finish_test() {
  local status=$1
  trap - EXIT
  if ((status != 0)); then FAILED=$((FAILED + 1)); fi
  printf '\n'
  note "all of it took $(seconds_since "$TEST_START") s"
  print_tally
  if ((FAILED > 0 && status == 0)); then status=1; fi
  exit "$status"
}

run_tests() { run_vitest tests build/test/results.json npm test --silent -- "$@"; }

# run_vitest NAME RESULTS COMMAND...: adds to PASSED and FAILED what the command writes into the file.
run_vitest() {
  local name=$1 results=$2 status=0 counts start=$EPOCHREALTIME
  shift 2
  rm -f "$results"
  printf '==> %s\n' "$name"
  # In the foreground: the runner's own output is what one wants to see.
  "$@" || status=$?
  note "done in $(seconds_since "$start") s"
  # A runner that died has written no results; one that ran nothing has not passed.
  counts=$(node -e '
    const { numPassedTests, numFailedTests } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(numPassedTests, numFailedTests);
  ' "$results" 2>/dev/null) || counts='0 0'
  PASSED=$((PASSED + ${counts% *}))
  FAILED=$((FAILED + ${counts#* }))
  if [[ $counts == '0 0' ]]; then
    note 'no test was run'
    FAILED=$((FAILED + 1))
  elif ((status != 0 && ${counts#* } == 0)); then
    note "every test passed, but the runner ended with status $status"
    FAILED=$((FAILED + 1))
  fi
}

command_clean() {
  local all=0 start=$EPOCHREALTIME
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
    rm -rf "$PROJECT_DIR"/{,docs/,test/runtimes/npm/}node_modules
    remove_cache
  fi
  note "done in $(seconds_since "$start") s"
}
