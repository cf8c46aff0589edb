# shellcheck shell=bash
# What is built inside the project: npm packages, the wasm modules, the JavaScript. Sourced by build.sh.

# module_file VARIANT: relative to the project
module_file() {
  case $1 in
    ship) echo dist/openssl-async.wasm ;;
    test) echo build/test/openssl-async-test.wasm ;;
    sanitize) echo build/test/openssl-async-sanitized.wasm ;;
  esac
}

# libcrypto_of VARIANT: which libcrypto the module is linked with; sanitizers see our own C only
libcrypto_of() { if [[ $1 == ship ]]; then echo ship; else echo test; fi; }

MODULE_RECORD=wasm/module.sha256 # lines `<sha256>  <toolchain id>  <openssl id>`

# ensure_packages NAME FOLDER: as tools/packages.mjs, which says what the mark is
ensure_packages() {
  local mark=$2/node_modules/.openssl-async-lock
  if [[ -f $mark && $(<"$mark") == "$(<"$2/package-lock.json")" ]]; then
    cached_step "$1"
  else
    step "$1" node tools/packages.mjs "$2"
  fi
}

# What the build itself needs. Their scripts are not run: none is needed for that, and pkcs11js's wants a compiler.
ensure_npm_packages() { ensure_packages 'npm packages' .; }

# The binding to PKCS #11 libraries, which the tests use; node-gyp compiles it.
ensure_pkcs11_binding() {
  if [[ -f node_modules/pkcs11js/build/Release/pkcs11.node ]]; then
    cached_step 'PKCS #11 binding'
  else
    step 'PKCS #11 binding' build_pkcs11_binding
  fi
}

build_pkcs11_binding() {
  local prefix
  prefix=$(node -p 'path.resolve(process.execPath, "../..")')
  # Node's headers, if they are installed beside it; else node-gyp fetches them.
  if [[ -f $prefix/include/node/node_api.h ]]; then export npm_config_nodedir=$prefix; fi
  npm rebuild pkcs11js
}

ensure_boundary_generated() {
  local inputs
  inputs=$(sha256_of_files wasm/boundary tools/boundary src/module/generated test/support/generated)
  ensure_built 'generated files are up to date' boundary "$inputs" '' npm run --silent generate:check
}

ensure_module() {
  local variant=$1 file inputs
  file=$(module_file "$variant")
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$(libcrypto_hash "$(libcrypto_of "$variant")")" "$(sha256_of_files wasm tools/boundary)")
  # The objects are what upstream's tests are linked with.
  ensure_built "wasm module ($variant)" "module-$variant" "$inputs" "$file build/wasm/$variant/objects" \
    build_module "$variant" "$file"
}

# Compiled, and its imports and exports compared with the boundary's list.
build_module() {
  local variant=$1 file=$PROJECT_DIR/$2 out=$PROJECT_DIR/build/wasm/$1
  rm -rf "$out"
  mkdir -p "$out" "$(dirname "$file")"
  toolchain_run \
    --ro PROJECT="$PROJECT_DIR":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro LIBCRYPTO_DIR="$(libcrypto_dir "$(libcrypto_of "$variant")")":/libcrypto \
    --rw OUT="$out":/out \
    --env VARIANT="$variant" --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" \
    -- bash @PROJECT/wasm/build.sh
  node tools/boundary/check.mjs "$out/${file##*/}" "$variant"
  # Copied under another name first: who runs the old module meanwhile never sees half of the new one.
  install -m 644 "$out/${file##*/}" "$file.new"
  mv "$file.new" "$file"
}

# The hash of the shipped module is recorded for each toolchain and pin, so that a change of the bytes is seen.
module_origin() { printf '%s  %s' "$TOOLCHAIN_ID" "$OPENSSL_ID"; }

check_module_hash() {
  local found recorded
  found=$(sha256_of_file "$PROJECT_DIR/$(module_file ship)")
  recorded=$(recorded_module_hash)
  if [[ -z $recorded ]]; then
    echo "module $found: no hash is recorded for $(module_origin), so it is not checked"
  elif [[ $recorded == "$found" ]]; then
    echo "module $found: as recorded for $(module_origin)"
  else
    echo "error: $(module_file ship) is not the module that was recorded for $(module_origin):"
    echo "       recorded $recorded"
    echo "       built    $found"
    echo "       If the change is intended, run  ./build.sh build --record  and commit $MODULE_RECORD."
    return 1
  fi
}

recorded_module_hash() {
  [[ -f $PROJECT_DIR/$MODULE_RECORD ]] || return 0
  sed -n "s/^\([0-9a-f]\{64\}\)  $(module_origin)\$/\1/p" "$PROJECT_DIR/$MODULE_RECORD"
}

# Lines of pins that are no more go: nothing can be built that they are the hash of.
record_module_hash() {
  local file=$PROJECT_DIR/$MODULE_RECORD found line
  found=$(sha256_of_file "$PROJECT_DIR/$(module_file ship)")
  {
    if [[ -f $file ]]; then
      while read -r line; do
        if is_pinned "${line##* }" && [[ $line != *"  $(module_origin)" ]]; then printf '%s\n' "$line"; fi
      done <"$file"
    fi
    printf '%s  %s\n' "$found" "$(module_origin)"
  } | LC_ALL=C sort -k 2 >"$file.new"
  mv "$file.new" "$file"
  printf '==> record the module hash\n'
  note "$MODULE_RECORD: $found  $(module_origin)"
}

ensure_javascript() {
  local inputs
  inputs=$(sha256_of_files src package.json package-lock.json tools/bundle.mjs tsconfig*.json)
  ensure_built 'JavaScript and types' javascript "$inputs" 'dist/index.js dist/types/index.d.ts build/bundles.json' \
    npm run --silent build:js
}

# The bill of materials that is published with the package: what is in it, and what it was made with.
ensure_sbom() {
  local inputs
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$TOOLCHAIN_ROOT" "$OPENSSL_SOURCE_HASH" "$OPENSSL_URL" "$(sha256_of_files \
    dist/*.js "$(module_file ship)" package.json package-lock.json build/bundles.json tools/sbom.mjs tools/build/toolchain-facts.sh)")
  ensure_built 'bill of materials' sbom "$inputs" dist/sbom.cdx.json build_sbom
}

build_sbom() {
  toolchain_run --ro PROJECT="$PROJECT_DIR":/project -- bash @PROJECT/tools/build/toolchain-facts.sh >build/toolchain-facts
  printf '%s\n' "${OPENSSL_FIXES[@]}" >build/openssl-fixes
  OPENSSL_VERSION=$OPENSSL_VERSION OPENSSL_SHA256=$OPENSSL_SHA256 OPENSSL_URL=$OPENSSL_URL TOOLCHAIN_ID=$TOOLCHAIN_ID \
    OPENSSL_FIXES_DEBIAN=$OPENSSL_FIXES_DEBIAN OPENSSL_FIXES_SHA256=$OPENSSL_FIXES_SHA256 \
    node tools/sbom.mjs build/toolchain-facts build/openssl-fixes
}
