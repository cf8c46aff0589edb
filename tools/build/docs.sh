# shellcheck shell=bash
# The documentation site: its packages, and its pages in build/docs/site. Sourced by build.sh.

DOCS_OUTPUT=build/docs/site

# Apart from the project's packages: only who builds the site or tests it needs them.
ensure_docs_packages() {
  local lock recorded=$PROJECT_DIR/docs/node_modules/.openssl-async-lock
  lock=$(sha256_of_file "$PROJECT_DIR/docs/package-lock.json")
  if [[ -f $recorded && $(<"$recorded") == "$lock" ]]; then
    cached_step 'packages of the documentation'
  else
    step 'packages of the documentation' install_docs_packages "$lock" "$recorded"
  fi
}

install_docs_packages() {
  npm ci --prefix docs --no-audit --no-fund --ignore-scripts
  printf '%s\n' "$1" >"$2"
}

ensure_docs() {
  local inputs
  inputs=$(sha256_of_text "${DOCS_BASE:-/}" "$(sha256_of_docs)")
  if is_fresh docs "$inputs" "$DOCS_OUTPUT/index.html"; then
    cached_step 'documentation'
  else
    rm -rf "$PROJECT_DIR"/build/docs/{api,pages,site}
    step 'documentation: API' write_api_pages
    step 'documentation: pages' node docs/site/stage.mjs
    step 'documentation: site' docs/node_modules/.bin/vitepress build docs
    stamp docs "$inputs" "$DOCS_OUTPUT/index.html"
  fi
}

# Everything that is on a page, or makes one.
sha256_of_docs() {
  (
    cd "$PROJECT_DIR" || exit
    find docs -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    sha256_of_files src examples README.md CONTRIBUTING.md SECURITY.md LICENSE NOTICE tsconfig.json tools/build/docs.sh
  ) | sha256sum
}

# A symbol without a description, or a link to nowhere, is an error there.
write_api_pages() {
  cd docs/site && ../node_modules/.bin/typedoc --options typedoc.config.mjs
}
