# shellcheck shell=bash
# The page of web-demo/: built on the package as it was just built, and driven in browsers. Sourced by build.sh.

# Compressing the module is most of the time that this takes.
ensure_web_demo() {
  local inputs outputs=(web-demo/dist/index.html web-demo/dist/size.json)
  inputs=$(sha256_of_files web-demo/src web-demo/public web-demo/tools web-demo/index.html web-demo/vite.config.ts \
    dist/index.js dist/webcrypto.js dist/openssl-async.wasm package.json package-lock.json)
  if is_fresh web-demo "$inputs" "${outputs[@]}"; then
    cached_step 'web demo'
  else
    step 'web demo' npx vite build --config web-demo/vite.config.ts --logLevel warn
    stamp web-demo "$inputs" "${outputs[@]}"
  fi
  note "bytes with brotli: $(<web-demo/dist/size.json)"
}

# The system's own browsers; the test's packages are installed by its runner, and download none.
ensure_web_demo_browsers() {
  local packages=()
  command -v chromium >/dev/null || packages+=(chromium)
  command -v firefox-esr >/dev/null || packages+=(firefox-esr)
  if ((${#packages[@]} == 0)); then return; fi
  command -v apt-get >/dev/null ||
    die "The web demo is driven in Chromium and Firefox. Not found: ${packages[*]}."
  install_packages "The web demo's tests need what is not installed yet: ${packages[*]}." "${packages[@]}"
}

# Counts what the browsers' tests count; for `test --all`, after ensure_web_demo and ensure_web_demo_browsers.
run_web_demo_tests() {
  local start=$EPOCHREALTIME output=$LOG_DIR/web-demo-tests.log tally
  printf '==> web demo in browsers\n'
  node web-demo/test/run.mjs | tee "$output" || true
  tally=$(tail -n 1 "$output")
  if [[ $tally =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    PASSED=$((PASSED + BASH_REMATCH[1]))
    FAILED=$((FAILED + BASH_REMATCH[2]))
  else
    FAILED=$((FAILED + 1))
  fi
  note "done in $(seconds_since "$start") s"
}
