# shellcheck shell=bash
# `test`: what is asked for is built, run and counted. Sourced by build.sh.

# Counting: each check is one; the test runner adds its own.
PASSED=0
FAILED=0

# Seconds that a check or a stage of the tests may take: what hangs is ended, counted as a failure, and the next has its turn.
STAGE_SECONDS=${STAGE_SECONDS:-1800}

# counted NAME COMMAND...: a failure is counted and the next check has its turn.
counted() {
  # shellcheck disable=SC2034 # read in ui.sh
  STEP_LIMIT=$STAGE_SECONDS
  try_step "$@"
  # shellcheck disable=SC2034
  STEP_LIMIT=0
  if ((STEP_STATUS == 0)); then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi
}

run_checks() {
  counted 'check: format' npm run --silent format:check
  counted 'check: lint' npm run --silent lint
  counted 'check: types' npm run --silent types
  counted 'check: generated files' npm run --silent generate:check
  counted 'check: advisories' node tools/advisories/check.mjs
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
  local mode=library runtimes=() rest=()
  while (($#)); do
    case $1 in
      --all | --sanitize | --upstream | --upstream-native) mode=${1#--} ;;
      --runtime)
        # shellcheck disable=SC2153 # the list in runtimes.sh
        is_runtime "${2:-}" || usage_error "test --runtime takes one of ${RUNTIMES[*]}"
        runtimes+=("$2") mode=runtimes
        shift
        ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  if [[ $mode == upstream-native ]]; then
    record_upstream_natively
    return
  fi
  TEST_START=$EPOCHREALTIME
  # Also when the build breaks off, the last line is the tally: what kept the tests from running is a failure.
  trap 'finish_test $?' EXIT
  case $mode in
    library) test_library "${rest[@]}" ;;
    all) test_all ;;
    runtimes) test_runtimes "${runtimes[@]}" ;;
    sanitize) test_sanitized "${rest[@]}" ;;
    upstream) test_upstream "${rest[@]}" ;;
  esac
}

# test_library [ARG]...: checks, and the test runner with these arguments; without any, Chromium as well.
test_library() {
  ensure_browsers chromium
  build_for_tests
  unlock_project
  run_checks_and_tests "$@"
  if (($# == 0)); then run_runtimes chromium; fi
}

# Everything, in the order of what is learnt soonest. The slow ones spread over the cores by themselves.
test_all() {
  ensure_browsers "${RUNTIMES[@]}"
  build_for_tests sanitize
  ensure_web_demo
  ensure_upstream_programs
  unlock_project
  run_checks_and_tests
  run_runtimes --vitest build/test/results.json --page docs/runtimes.md "${RUNTIMES[@]}"
  run_tallied 'packed package, in the tools of projects' node test/packaging/run.mjs
  run_tallied 'web demo, in browsers' node web-demo/test/run.mjs
  run_tallied "upstream's tests" node test/upstream/run.mjs
  OPENSSL_ASYNC_CACHE=$CACHE_DIR run_tallied 'the same again in another folder' node tools/reproduce.mjs --all
  run_sanitized
  run_tallied 'soak, a fiftieth of it' node --expose-gc test/soak/main.mjs --scale 0.02
}

test_runtimes() {
  ensure_browsers "$@"
  build_project ship test
  unlock_project
  run_runtimes "$@"
}

test_sanitized() {
  build_project ship sanitize
  unlock_project
  run_sanitized "$@"
}

run_sanitized() {
  run_vitest 'suites under sanitizers' build/test/sanitize.json \
    node_modules/.bin/vitest run --config test/sanitize/vitest.config.ts "$@"
}

test_upstream() {
  build_project ship
  ensure_upstream_programs
  unlock_project
  run_tallied "upstream's tests" node test/upstream/run.mjs "$@"
}

# build_for_tests [VARIANT]...: and these variants of the module
build_for_tests() {
  ensure_test_tools
  ensure_vector_tools
  build_project ship test "$@"
  ensure_pkcs11_binding
  ensure_check_tools
  ensure_packages 'package checkers' test/packaging/checks
  ensure_packages 'newest Node' bench
  ensure_test_vectors
  ensure_docs
  if ((RECORD)); then record_module_hash; fi
}

run_checks_and_tests() {
  run_checks
  counted 'check: module hash' check_module_hash
  note "$(grep -m 1 . "$LOG_DIR/check-module-hash.log")"
  run_tests "$@"
}

# add_counts PASSED FAILED STATUS: what a run of tests came to. A runner that died has counted nothing, and one that ran
# nothing has not passed.
add_counts() {
  local passed=$1 failed=$2 status=$3
  if ((passed + failed == 0)); then
    note "no test was counted; it ended with status $status"
    failed=1
  elif ((failed == 0 && status != 0)); then
    note "every test passed, but it ended with status $status"
    failed=1
  fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
}

# run_tallied NAME COMMAND...: a command of ours whose output one wants to see, and whose last line is a tally of its own.
run_tallied() {
  local name=$1 output
  output=$(log_of "$name")
  mkdir -p "$LOG_DIR"
  shift
  run_stage "$name" kept "$output" "$@"
  if ((STEP_STATUS == TIMED_OUT)); then
    FAILED=$((FAILED + 1))
  elif [[ $(tail -n 1 "$output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    add_counts "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$STEP_STATUS"
  else
    add_counts 0 0 "$STEP_STATUS"
  fi
}

# kept FILE COMMAND...: what it prints is in the file too
kept() {
  local file=$1
  shift
  "$@" | tee "$file"
}

# run_stage NAME COMMAND...: shows what it prints, for as long as a stage may take; leaves its exit status in STEP_STATUS.
run_stage() {
  local name=$1 start=$EPOCHREALTIME
  shift
  printf '==> %s\n' "$name"
  shown "$STAGE_SECONDS" "$@"
  if ((STEP_STATUS == TIMED_OUT)); then
    note "FAILED: $name: it was ended after $STAGE_SECONDS s, with all that it had started (STAGE_SECONDS gives it more)"
  else
    note "done in $(seconds_since "$start") s"
  fi
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

# run_vitest NAME RESULTS COMMAND...: counts what the command writes into the file.
run_vitest() {
  local name=$1 results=$2 counts
  shift 2
  rm -f "$results"
  run_stage "$name" "$@"
  if ((STEP_STATUS == TIMED_OUT)); then
    FAILED=$((FAILED + 1))
    return
  fi
  counts=$(node -e '
    const { numPassedTests, numFailedTests } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(numPassedTests, numFailedTests);
  ' "$results" 2>/dev/null) || counts='0 0'
  add_counts "${counts% *}" "${counts#* }" "$STEP_STATUS"
}
