# shellcheck shell=bash
# What the module is measured against, compiled and run in the toolchain so that everybody has the same beside it.
# Sourced by build.sh.

NATIVE_OPTIMISE=(-O2) # as Debian builds the libcrypto that it is linked with
NATIVE_WARNINGS=(-Wall -Wextra -Werror)

# Upstream's job switch is a longjmp; where Intel CET is on, as in Debian's build, it is a swapcontext with two
# system calls. So the pinned source is built natively as well, as upstream configures it, without CET.
NATIVE_OPTIONS=(no-shared no-dso no-module no-docs no-tests no-apps)
NATIVE_COMPILE=(-O2)
if [[ $(uname -m) == x86_64 ]]; then NATIVE_COMPILE+=(-fcf-protection=none); fi

# emscripten_fiber, the switch that Emscripten itself offers.
FIBER_OPTIMISE=(-O3)                                              # as our module
FIBER_SWITCH=(-sASYNCIFY)                                         # emscripten_fiber is made of it
FIBER_SHAPE=(-sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=node -sINVOKE_RUN=0 --no-entry) # a module for Node to import

ensure_bench_programs() {
  local inputs outputs=(build/bench)
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$TOOLCHAIN_ROOT" "$PROJECT_DIR" "$OPENSSL_SOURCE_HASH" \
    "$(sha256_of_files bench/native bench/fiber tools/build/bench.sh)")
  if is_fresh bench "$inputs" "${outputs[@]}"; then
    cached_step 'programs to compare with'
    return
  fi
  rm -rf "$PROJECT_DIR/build/bench"
  mkdir -p "$PROJECT_DIR/build/bench"
  [[ $TOOLCHAIN_KIND == pinned ]] || command -v gcc >/dev/null ||
    die 'The module is measured beside native OpenSSL, which gcc compiles; there is no gcc on the PATH.'
  step 'native OpenSSL, as Debian builds it' build_native
  ensure_native_libcrypto
  step 'native OpenSSL, switching by longjmp' build_native_longjmp
  step 'bare emscripten_fiber' build_fiber
  stamp bench "$inputs" "${outputs[@]}"
}

# bench_run [TOOLCHAIN-OPTION]... -- COMMAND...: in the toolchain, with the benchmark's sources as @PROJECT
bench_run() {
  toolchain_run --ro PROJECT="$PROJECT_DIR/bench":/project --rw OUT="$PROJECT_DIR/build/bench":/out "$@"
}

build_native() {
  bench_run -- gcc "${NATIVE_OPTIMISE[@]}" "${NATIVE_WARNINGS[@]}" @PROJECT/native/cycles.c -o @OUT/native.bin -lcrypto
  write_wrapper native
}

native_libcrypto_dir() {
  local hash
  hash=$(sha256_of_text "$TOOLCHAIN_ID" "$TOOLCHAIN_ROOT" "$OPENSSL_SOURCE_HASH" "${NATIVE_OPTIONS[@]}" "${NATIVE_COMPILE[@]}" \
    "$(declare -f build_native_libcrypto)" "$(uname -m)")
  printf '%s/libcrypto/native-%s' "$CACHE_DIR" "${hash:0:16}"
}

ensure_native_libcrypto() {
  local folder
  folder=$(native_libcrypto_dir)
  if [[ -e $folder ]]; then
    cached_step 'libcrypto (native)'
  else
    step 'libcrypto (native)' produce "$folder" build_native_libcrypto
  fi
}

build_native_libcrypto() {
  mkdir "$1"
  # shellcheck disable=SC2016 # for the shell in there to expand
  toolchain_run --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl --rw BUILD="$1":/build \
    --env JOBS="$(nproc)" --env SOURCE_DATE_EPOCH="$OPENSSL_EPOCH" -- bash -c '
      set -euo pipefail
      cd "$BUILD"
      perl "$OPENSSL_SOURCE/Configure" "$@"
      make -j"$JOBS" build_generated
      echo "progress-total: $(make -n libcrypto.a | grep -c "^gcc ")"
      make -j"$JOBS" libcrypto.a
      find . -type f \( -name "*.o" -o -name "*.d" \) -delete
    ' - "${NATIVE_OPTIONS[@]}" "${NATIVE_COMPILE[@]}"
}

build_native_longjmp() {
  bench_run --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl --ro LIBCRYPTO_DIR="$(native_libcrypto_dir)":/libcrypto -- \
    gcc "${NATIVE_OPTIMISE[@]}" "${NATIVE_COMPILE[@]}" "${NATIVE_WARNINGS[@]}" \
    -I @LIBCRYPTO_DIR/include -I @OPENSSL_SOURCE/include @PROJECT/native/cycles.c @LIBCRYPTO_DIR/libcrypto.a -o @OUT/native-longjmp.bin
  write_wrapper native-longjmp
}

build_fiber() {
  bench_run -- emcc "${FIBER_OPTIMISE[@]}" "${FIBER_SWITCH[@]}" "${FIBER_SHAPE[@]}" @PROJECT/fiber/pingpong.c -o @OUT/fiber.mjs
}

# write_wrapper NAME: a script that runs NAME.bin where it was compiled
write_wrapper() {
  local out=$PROJECT_DIR/build/bench
  {
    echo '#!/usr/bin/env bash'
    echo '# Written by build.sh.'
    if [[ $TOOLCHAIN_KIND == pinned ]]; then
      printf 'exec bwrap --ro-bind %q / --proc /proc --dev /dev --ro-bind %q /out --die-with-parent %q "$@"\n' \
        "$TOOLCHAIN_ROOT" "$out" "/out/$1.bin"
    else
      printf 'exec %q "$@"\n' "$out/$1.bin"
    fi
  } >"$out/$1"
  chmod +x "$out/$1"
}
