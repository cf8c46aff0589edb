# shellcheck shell=bash
# The conformance suites in other runtimes than the Node on the PATH: which are there, and what the system must have
# for them. Those that npm has are installed by test/runtimes/npm/packages.mjs. Sourced by build.sh.

RUNTIMES=(node-20 node-22 node-24 node-26 worker-thread deno bun workerd chromium web-worker firefox webkit)

# Part of the long suites' repetitions; all of them are made in the Node on the PATH.
RUNTIME_SCALE=${RUNTIME_SCALE:-0.05}

is_runtime() { [[ " ${RUNTIMES[*]} " == *" $1 "* ]]; }

# ensure_browsers RUNTIME...: installs those that these runtimes are and that are missing.
ensure_browsers() {
  local runtime packages=()
  for runtime in "$@"; do
    case $runtime in
      chromium | web-worker)
        command -v chromium >/dev/null || [[ -x ${CHROMIUM:-} ]] || packages+=(chromium)
        ;;
      firefox) command -v firefox-esr >/dev/null || packages+=(firefox-esr) ;;
      webkit)
        command -v WebKitWebDriver >/dev/null || packages+=(webkit2gtk-driver) # with MiniBrowser, which it drives
        command -v xvfb-run >/dev/null || packages+=(xvfb)
        command -v xauth >/dev/null || packages+=(xauth)
        ;;
    esac
  done
  if ((${#packages[@]} == 0)); then return; fi
  mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)
  command -v apt-get >/dev/null ||
    die "The tests run in browsers that are not installed yet: ${packages[*]}." \
      'They are found on the PATH by these names: chromium (or what CHROMIUM says), firefox-esr, xvfb-run, MiniBrowser.'
  install_packages "The tests run in browsers that are not installed yet: ${packages[*]}." "${packages[@]}"
}

# run_runtimes [OPTION]... RUNTIME...: options are those of test/runtimes/main.mjs
run_runtimes() {
  run_tallied 'suites in other runtimes' node test/runtimes/main.mjs --scale "$RUNTIME_SCALE" "$@"
}
