# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Which OpenSSL it is. To move to another release, change all of these together.

OPENSSL_VERSION=3.5.7
OPENSSL_SHA256=a8c0d28a529ca480f9f36cf5792e2cd21984552a3c8e4aa11a24aa31aeac98e8
OPENSSL_URL=https://github.com/openssl/openssl/releases/download/openssl-$OPENSSL_VERSION/openssl-$OPENSSL_VERSION.tar.gz

# When the release was packed: stands in the library as its build date, so that it is the same each time.
OPENSSL_EPOCH=1781006065
