# shellcheck shell=bash
# What the module is measured against, compiled and run in the toolchain so that everybody has the same beside it.
# Sourced by build.sh.

NATIVE_OPTIMISE=(-O2) # as Debian builds the libcrypto that it is linked with
NATIVE_WARNINGS=(-Wall -Wextra -Werror)

# Upstream's job switch is a longjmp; where Intel CET is on, as in Debian's build, it is a swapcontext with two
# system calls. The second program has upstream's own three files compiled without CET, before Debian's static
# libcrypto, whose dependencies have no static form in the toolchain.
LONGJMP_SWITCH=(-fcf-protection=none)
LONGJMP_FILES=(async.c async_wait.c arch/async_posix.c)
LONGJMP_WARNINGS=(-Wall -Wextra -Werror -Wno-unused-parameter) # upstream's code has such parameters
LONGJMP_LIBRARIES=(-l:libcrypto.a -l:libz.so.1 -l:libzstd.so.1)

# emscripten_fiber, the switch that Emscripten itself offers.
FIBER_OPTIMISE=(-O3)                                              # as our module
FIBER_SWITCH=(-sASYNCIFY)                                         # emscripten_fiber is made of it
FIBER_SHAPE=(-sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=node -sINVOKE_RUN=0 --no-entry) # a module for Node to import

ensure_bench_programs() {
  local inputs outputs=(build/bench)
  inputs=$(sha256_of_text "$TOOLCHAIN_ID" "$TOOLCHAIN_ROOT" "$PROJECT_DIR" \
    "$(sha256_of_files bench/native bench/fiber tools/build/bench.sh)")
  if is_fresh bench "$inputs" "${outputs[@]}"; then
    cached_step 'programs to compare with'
    return
  fi
  rm -rf "$PROJECT_DIR/build/bench"
  mkdir -p "$PROJECT_DIR/build/bench"
  if [[ $TOOLCHAIN_KIND == path ]] && ! command -v gcc >/dev/null; then
    note 'left out: native OpenSSL (gcc is not installed)'
  else
    step 'native OpenSSL, as Debian builds it' build_native
  fi
  if has_longjmp_parts; then
    step 'native OpenSSL, switching by longjmp' build_native_longjmp
  else
    note "left out: native OpenSSL switching by longjmp (wants the pinned toolchain, with OpenSSL $OPENSSL_VERSION in it, on x86-64)"
  fi
  step 'bare emscripten_fiber' build_fiber
  stamp bench "$inputs" "${outputs[@]}"
}

# bench_run COMMAND...: in the toolchain, with the benchmark's sources as @PROJECT
bench_run() {
  toolchain_run --ro PROJECT="$PROJECT_DIR/bench":/project --ro OPENSSL_SOURCE="$OPENSSL_SOURCE_DIR":/openssl \
    --rw OUT="$PROJECT_DIR/build/bench":/out -- "$@"
}

build_native() {
  bench_run gcc "${NATIVE_OPTIMISE[@]}" "${NATIVE_WARNINGS[@]}" @PROJECT/native/cycles.c -o @OUT/native.bin -lcrypto
  write_wrapper native
}

# Upstream's three files go with exactly the library they were taken from.
has_longjmp_parts() {
  [[ $TOOLCHAIN_KIND == pinned && $(uname -m) == x86_64 ]] &&
    grep -qF "\"$OPENSSL_VERSION\"" "$TOOLCHAIN_ROOT/usr/include/openssl/opensslv.h"
}

build_native_longjmp() {
  bench_run gcc "${NATIVE_OPTIMISE[@]}" "${LONGJMP_SWITCH[@]}" "${LONGJMP_WARNINGS[@]}" \
    -I/openssl/include -I/openssl @PROJECT/native/cycles.c \
    "${LONGJMP_FILES[@]/#/@OPENSSL_SOURCE/crypto/async/}" -o @OUT/native-longjmp.bin "${LONGJMP_LIBRARIES[@]}"
  write_wrapper native-longjmp
}

build_fiber() {
  bench_run emcc "${FIBER_OPTIMISE[@]}" "${FIBER_SWITCH[@]}" "${FIBER_SHAPE[@]}" @PROJECT/fiber/pingpong.c -o @OUT/fiber.mjs
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
