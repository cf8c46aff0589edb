# shellcheck shell=bash
# The page of web-demo/, built with the package as it is in dist/. Sourced by build.sh.

# Compressing the module is most of the time that this takes.
ensure_web_demo() {
  local inputs
  inputs=$(sha256_of_files web-demo/src web-demo/public web-demo/tools web-demo/index.html web-demo/vite.config.ts \
    dist/index.js dist/webcrypto.js dist/openssl-async.wasm package.json package-lock.json)
  ensure_built 'web demo' web-demo "$inputs" 'web-demo/dist/index.html web-demo/dist/size.json' \
    npx vite build --config web-demo/vite.config.ts --logLevel warn
  note "bytes with brotli: $(<web-demo/dist/size.json)"
}
