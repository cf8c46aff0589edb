# shellcheck shell=bash
# The documentation site: its packages, and its pages in build/docs/site. Sourced by build.sh.

DOCS_OUTPUT=build/docs/site

ensure_docs() {
  local inputs
  ensure_packages 'packages of the documentation' docs
  inputs=$(sha256_of_text "${DOCS_BASE:-/}" "$(sha256_of_docs)")
  ensure_built documentation docs "$inputs" "$DOCS_OUTPUT/index.html" build_docs
}

# The API's pages, all pages, the site. A symbol without a description, or a link to nowhere, is an error.
build_docs() {
  rm -rf "$PROJECT_DIR"/build/docs/{api,pages,site}
  (cd docs/site && ../node_modules/.bin/typedoc --options typedoc.config.mjs)
  node docs/site/stage.mjs
  docs/node_modules/.bin/vitepress build docs
}

# Everything that is on a page, or makes one.
sha256_of_docs() {
  (
    cd "$PROJECT_DIR" || exit
    find docs -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    sha256_of_files src examples README.md CONTRIBUTING.md SECURITY.md LICENSE NOTICE tsconfig.json tools/build/docs.sh
  ) | sha256sum
}
