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
