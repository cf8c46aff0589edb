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
