#!/usr/bin/env bash
# Run in the toolchain: what the module is built with, and what of it ends up in the module, as lines of
# `kind<tab>name<tab>version<tab>sha256`. A tool's hash is its executable's; a library's source has none of its own.
set -euo pipefail

emcc=$(readlink -f "$(command -v emcc)")
emscripten=$(dirname "$emcc")
llvm=$(em-config LLVM_ROOT)
binaryen=$(em-config BINARYEN_ROOT)/bin
system=$emscripten/system/lib

first_version() { grep -o '[0-9][0-9]*\(\.[0-9][0-9]*\)*' <<<"$1" | sed -n 1p; }

fact() { printf '%s\t%s\t%s\t%s\n' "$@"; }

# tool NAME FILE VERSION
tool() {
  local sum
  sum=$(sha256sum <"$2")
  fact tool "$1" "$3" "${sum%% *}"
}

emscripten_version=$(first_version "$(<"$emscripten/emscripten-version.txt")")
tool emscripten "$emscripten/emcc.py" "$emscripten_version"
for name in clang wasm-ld; do
  # Debian's names end in the release
  file=$(compgen -G "$llvm/$name" || compgen -G "$llvm/$name-[0-9]*" | sort -V | tail -n 1)
  tool "$name" "$(readlink -f "$file")" "$(first_version "$("$file" --version)")"
done
for name in wasm-opt wasm-metadce; do
  tool "$name" "$binaryen/$name" "$(first_version "$("$binaryen/$name" --version)")"
done

fact library emscripten "$emscripten_version" ''
fact library musl "$(<"$system/libc/musl/VERSION")" ''
fact library dlmalloc "$(sed -n 's/.*Version \([0-9.]*[0-9]\).*Doug Lea.*/\1/p' "$system/dlmalloc.c" | head -n 1)" ''
fact library compiler-rt "$(sed -n 's/.*based on release \([0-9.]*[0-9]\).*/\1/p' "$system/compiler-rt/readme.txt")" ''
