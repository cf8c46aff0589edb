#!/usr/bin/env bash
# Builds libcrypto.a; runs inside the toolchain. From the environment:
#   OPENSSL_SOURCE  upstream's source, only read
#   RECIPE          the project's openssl-src folder, only read
#   BUILD           empty folder for the build
#   VARIANT         ship or test
#   JOBS            how many compilers at once
#   SOURCE_DATE_EPOCH  the build date that stands in the library
set -euo pipefail
export SOURCE_DATE_EPOCH

# shellcheck source=openssl-src/options.sh
. "$RECIPE/options.sh"

mapfile -t options < <(configure_options "$VARIANT")
cd "$BUILD"
perl "$OPENSSL_SOURCE/Configure" wasm32-async --config="$RECIPE/wasm.conf" "${options[@]}"
make -j"$JOBS" build_generated
echo "progress-total: $(make -n libcrypto.a | grep -c '^emcc ')"
make -j"$JOBS" libcrypto.a

# The archive and the generated headers are what is used; the objects are 40 MB of cache for nothing.
find . -type f \( -name '*.o' -o -name '*.d' \) -delete
