#!/usr/bin/env bash
# The one door: builds, runs the main job, tests, measures. Each subcommand sets up what it lacks.
set -euo pipefail

if ((BASH_VERSINFO[0] < 5)); then
  echo "error: bash 5 or newer is needed; this is $BASH_VERSION." >&2
  exit 1
fi

PROJECT_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$PROJECT_DIR"

ASSUME_YES=0
RECORD=0
VERBOSE=0

# shellcheck source=tools/build/ui.sh
. tools/build/ui.sh
# shellcheck source=tools/build/cache.sh
. tools/build/cache.sh
# shellcheck source=tools/build/host.sh
. tools/build/host.sh
# shellcheck source=tools/build/toolchain.sh
. tools/build/toolchain.sh
# shellcheck source=openssl-src/pin.sh
. openssl-src/pin.sh
# shellcheck source=openssl-src/options.sh
. openssl-src/options.sh
# shellcheck source=openssl-src/fetch.sh
. openssl-src/fetch.sh
# shellcheck source=openssl-src/source.sh
. openssl-src/source.sh
# shellcheck source=tools/build/vectors.sh
. tools/build/vectors.sh
# shellcheck source=tools/build/libcrypto.sh
. tools/build/libcrypto.sh
# shellcheck source=tools/build/project.sh
. tools/build/project.sh
# shellcheck source=tools/build/web-demo.sh
. tools/build/web-demo.sh
# shellcheck source=tools/build/bench.sh
. tools/build/bench.sh
# shellcheck source=tools/build/check-tools.sh
. tools/build/check-tools.sh
# shellcheck source=tools/build/runtimes.sh
. tools/build/runtimes.sh
# shellcheck source=tools/build/upstream.sh
. tools/build/upstream.sh
# shellcheck source=tools/build/docs.sh
. tools/build/docs.sh
# shellcheck source=tools/build/test.sh
. tools/build/test.sh
# shellcheck source=tools/build/commands.sh
. tools/build/commands.sh

usage() {
  cat <<END
Usage: ./build.sh [OPTION]... [COMMAND] [ARGUMENT]...

Commands
  build           build the library into dist/ (what is done when no command is given), and the demo page;
                  with --library without that
  demo  [ARG]...  run the main job: RSA keys generated as jobs on one thread (demo --help)
  test  [ARG]...  run the checks and the tests, and the library's in Chromium; with ARGs, which go to the test
                  runner, the checks and what they ask for; or
                    --all           everything: also each runtime below, OpenSSL's own tests, the sanitizers,
                                    the package in bundlers, the demo in browsers, the build once more in
                                    another folder, a fiftieth of the soak
                    --runtime NAME  the library's tests in one runtime only; may be given more than once:
                                    ${RUNTIMES[*]:0:8}
                                    ${RUNTIMES[*]:8}
                    --upstream      only OpenSSL's own tests, on the objects that ship
                    --upstream-native  count what they do natively, and record it
                    --sanitize      only the library's tests, with its C under ASan and UBSan
  bench [ARG]...  measure, beside native OpenSSL
  soak [ARG]...   ten million pauses and a million jobs, and memory stays flat (--scale PART does less)
  matrix [ARG]... each algorithm, caller and kind of holder, checked by others (matrix --help)
  package [NAME]... pack it, and try it in fresh projects of the bundlers, in Chromium
  fuzz  [ARG]...  any call of the library with anything: --minutes N (5), --seed N
  reproduce [--all]  build again in another folder, and compare each file of the package;
                  with --all libcrypto too
  docs            build the documentation site into $DOCS_OUTPUT
  check           formatter, linter, types, generated files, shellcheck
  clean [--all]   remove what was built; with --all the npm packages and the cache too

Options, before the command (build, check, docs and clean take them after it too)
  --yes           install missing system packages without asking (so does CI=1)
  --record        record the built module's SHA-256 as the right one ($MODULE_RECORD)
  --verbose       show the whole output of each step
  --help          this text

Environment
  OPENSSL_TARBALL      openssl-$OPENSSL_VERSION.tar.gz to use instead of fetching it, or that of another pin: ${OPENSSL_PINS[*]:1}
  OPENSSL_MIRROR       folder with all archives of a pin, by any names, to use instead of fetching them
  WYCHEPROOF_TARBALL   the source package of test vectors to use instead of fetching it
  CHROMIUM             the browser to use, if it is not the first chromium on the PATH
  SOFTHSM2_LIBRARY     SoftHSM's library, if it is not in a usual place
  DOCS_BASE            folder of the server that the documentation is for (now: ${DOCS_BASE:-/})
  RUNTIME_SCALE        part of the longest tests' repetitions to make in other runtimes than the
                       Node on the PATH, which makes all (now: $RUNTIME_SCALE)
  OPENSSL_ASYNC_CACHE  folder for the toolchain, OpenSSL's source and libcrypto builds
                       (now: $CACHE_DIR)
END
}

usage_error() {
  printf 'error: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

# take_option WORD: whether it was one of ours
take_option() {
  case $1 in
    --yes | -y) ASSUME_YES=1 ;;
    --record) RECORD=1 ;;
    --verbose | -v) VERBOSE=1 ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) return 1 ;;
  esac
}

main() {
  local command=build rest=() word
  while (($#)) && [[ $1 == -* ]]; do
    take_option "$1" || usage_error "unknown option $1"
    shift
  done
  if (($#)); then
    command=$1
    shift
  fi
  case $command in
    build | check | clean | docs)
      for word in "$@"; do take_option "$word" || rest+=("$word"); done
      ;;
    demo | bench | soak | matrix | reproduce) rest=("$@") ;; # theirs, --help too
    test | package | fuzz)
      for word in "$@"; do
        if [[ $word == --help || $word == -h ]]; then usage && return; fi
      done
      rest=("$@")
      ;;
    help)
      usage
      return
      ;;
    *) usage_error "unknown command $command" ;;
  esac

  check_host_tools
  if [[ $command != clean ]]; then check_node; fi
  "command_$command" "${rest[@]}"
}

main "$@"
