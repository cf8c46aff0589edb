# shellcheck shell=bash
# What is built inside the project: npm packages, the wasm modules, the JavaScript. Sourced by build.sh.

# Which modules there are, and what of: wasm/variants.json. VARIANT is a name in it; BUILD is ship, test or sanitize.
mapfile -t VARIANTS < <(node tools/variants.mjs names)

# variant_field VARIANT FIELD: a field of the table, a list one per line
variant_field() { node tools/variants.mjs "$1" "$2"; }

# module_name BUILD [VARIANT]: ship, test and sanitize are the full module's
module_name() { if [[ ${2:-full} == full ]]; then echo "$1"; else echo "$1-$2"; fi; }

# module_file BUILD [VARIANT]: relative to the project
module_file() {
  local file
  file=$(variant_field "${2:-full}" file)
  case $1 in
    ship) echo "dist/$file" ;;
    test) echo "build/test/${file%.wasm}-test.wasm" ;;
    sanitize) echo "build/test/${file%.wasm}-sanitized.wasm" ;;
  esac
}

# libcrypto_of BUILD: which libcrypto the module is linked with; sanitizers see our own C only
libcrypto_of() { if [[ $1 == ship ]]; then echo ship; else echo test; fi; }

MODULE_RECORD=wasm/module.sha256 # lines `<sha256>  <toolchain id>  <openssl id>`, and behind it the variant if that is not the full one

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
  inputs=$(sha256_of_files package.json wasm/boundary tools/boundary src/module/generated test/support/generated)
  ensure_built 'generated files are up to date' boundary "$inputs" '' npm run --silent generate:check
}

ensure_module() {
  local build=$1 variant=${2:-full} file inputs name
  name=$(module_name "$build" "$variant")
  file=$(module_file "$build" "$variant")
  # The package's version is in the module.
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$(libcrypto_hash "$(libcrypto_of "$build")" "$variant")" \
    "$(sha256_of_files wasm tools/boundary tools/variants.mjs)" "$(node -p 'require("./package.json").version')")
  # The objects are what upstream's tests are linked with.
  ensure_built "wasm module ($name)" "module-$name" "$inputs" "$file build/wasm/$name/objects" \
    build_module "$build" "$variant" "$file"
}

# Compiled, and its imports and exports compared with the boundary's list.
build_module() {
  local build=$1 variant=$2 file=$PROJECT_DIR/$3 out
  out=$PROJECT_DIR/build/wasm/$(module_name "$build" "$variant")
  rm -rf "$out"
  mkdir -p "$out" "$(dirname "$file")"
  toolchain_run \
    --ro PROJECT="$PROJECT_DIR":/project \
    --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --ro LIBCRYPTO_DIR="$(libcrypto_dir "$(libcrypto_of "$build")" "$variant")":/libcrypto \
    --rw OUT="$out":/out \
    --env BUILD="$build" --env VARIANT="$variant" --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" \
    -- bash @PROJECT/wasm/build.sh
  node tools/boundary/check.mjs "$out/${file##*/}" "$build" "$variant"
  if [[ $build == ship ]]; then node tools/variants.mjs "$variant" --measure "$out/${file##*/}"; fi
  # Copied under another name first: who runs the old module meanwhile never sees half of the new one.
  install -m 644 "$out/${file##*/}" "$file.new"
  mv "$file.new" "$file"
}

# The hash of the shipped module is recorded for each toolchain and pin, so that a change of the bytes is seen.
# module_origin VARIANT
module_origin() {
  printf '%s  %s' "$TOOLCHAIN_ID" "$OPENSSL_ID"
  if [[ $1 != full ]]; then printf '  %s' "$1"; fi
}

check_module_hash() {
  local variant status=0
  for variant in "${VARIANTS[@]}"; do check_module_hash_of "$variant" || status=1; done
  return "$status"
}

check_module_hash_of() {
  local variant=$1 found recorded
  found=$(sha256_of_file "$PROJECT_DIR/$(module_file ship "$variant")")
  recorded=$(recorded_module_hash "$variant")
  if [[ -z $recorded ]]; then
    echo "module $found: no hash is recorded for $(module_origin "$variant"), so it is not checked"
  elif [[ $recorded == "$found" ]]; then
    echo "module $found: as recorded for $(module_origin "$variant")"
  else
    echo "error: $(module_file ship "$variant") is not the module that was recorded for $(module_origin "$variant"):"
    echo "       recorded $recorded"
    echo "       built    $found"
    echo "       If the change is intended, run  ./build.sh build --record  and commit $MODULE_RECORD."
    return 1
  fi
}

recorded_module_hash() {
  [[ -f $PROJECT_DIR/$MODULE_RECORD ]] || return 0
  sed -n "s/^\([0-9a-f]\{64\}\)  $(module_origin "$1")\$/\1/p" "$PROJECT_DIR/$MODULE_RECORD"
}

# Lines of pins that are no more go: nothing can be built that they are the hash of.
record_module_hash() {
  local file=$PROJECT_DIR/$MODULE_RECORD found line pin variant
  {
    if [[ -f $file ]]; then
      while read -r line; do
        read -r _ _ pin _ <<<"$line"
        if is_pinned "$pin" && [[ $line != *"  $(module_origin full)"* ]]; then printf '%s\n' "$line"; fi
      done <"$file"
    fi
    for variant in "${VARIANTS[@]}"; do
      found=$(sha256_of_file "$PROJECT_DIR/$(module_file ship "$variant")")
      printf '%s  %s\n' "$found" "$(module_origin "$variant")"
    done
  } | LC_ALL=C sort -k 2 >"$file.new"
  mv "$file.new" "$file"
  printf '==> record the module hash\n'
  note "$MODULE_RECORD: $(grep -cF "$(module_origin full)" "$file") modules of $(module_origin full)"
}

ensure_javascript() {
  local inputs
  # One entry has the module in it.
  inputs=$(sha256_of_files src package.json package-lock.json tools/bundle.mjs tsconfig*.json "$(module_file ship)")
  ensure_built 'JavaScript and types' javascript "$inputs" 'dist/index.js dist/core.js dist/types/index.d.ts build/bundles.json' \
    npm run --silent build:js
}

# The bill of materials that is published with the package: what is in it, and what it was made with.
ensure_sbom() {
  local inputs
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$TOOLCHAIN_ROOT" "$OPENSSL_SOURCE_HASH" "$OPENSSL_URL" "$(sha256_of_files \
    dist/*.js dist/*.wasm package.json package-lock.json build/bundles.json tools/sbom.mjs tools/variants.mjs wasm/variants.json tools/build/toolchain-facts.sh)")
  ensure_built 'bill of materials' sbom "$inputs" dist/sbom.cdx.json build_sbom
}

build_sbom() {
  toolchain_run --ro PROJECT="$PROJECT_DIR":/project -- bash @PROJECT/tools/build/toolchain-facts.sh >build/toolchain-facts
  printf '%s\n' "${OPENSSL_FIXES[@]}" >build/openssl-fixes
  OPENSSL_VERSION=$OPENSSL_VERSION OPENSSL_SHA256=$OPENSSL_SHA256 OPENSSL_URL=$OPENSSL_URL TOOLCHAIN_ID=$TOOLCHAIN_ID \
    OPENSSL_FIXES_DEBIAN=$OPENSSL_FIXES_DEBIAN OPENSSL_FIXES_SHA256=$OPENSSL_FIXES_SHA256 \
    node tools/sbom.mjs build/toolchain-facts build/openssl-fixes
}
