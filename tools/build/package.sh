# shellcheck shell=bash
# What checks the package as it is published. Sourced by build.sh.

# Its own packages: publint, size-limit and the like. Only the tests need them.
ensure_package_checks() {
  local lock recorded=$PROJECT_DIR/test/packaging/checks/node_modules/.openssl-async-lock
  lock=$(<test/packaging/checks/package-lock.json)
  if [[ -f $recorded && $(<"$recorded") == "$lock" ]]; then
    cached_step 'package checkers'
  else
    step 'package checkers' node -e 'import("./test/packaging/tools.mjs").then((tools) => tools.installChecks())'
  fi
}

ensure_chromium() {
  if command -v chromium >/dev/null || [[ -x ${CHROMIUM:-} ]]; then return; fi
  command -v apt-get >/dev/null || die 'The tests need Chromium; CHROMIUM names its executable.'
  install_packages 'The packed package is tried in Chromium, which is not installed yet.' chromium
}

# The packed package in fresh projects of several bundlers, and in a browser. Its last line is the tally.
run_packaging() {
  node test/packaging/run.mjs "$@"
}
