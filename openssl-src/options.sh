# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# What is handed to OpenSSL's Configure, in groups with their reasons. The compiler's flags are in wasm.conf.

OPTIONS_SPEED=(
  enable-ec_nistp_64_gcc_128 # P-256 with 64-bit limbs: signing is 4.4 times as fast
  no-asm                     # upstream's assembly is for processors, there is none for wasm
)

OPTIONS_ONE_STATIC_MODULE=(
  no-shared  # everything is linked into one wasm module
  no-dso     # which cannot load others at run time
  no-module  # so providers are built in
  no-threads # one thread: jobs, not threads, are what runs side by side
)

OPTIONS_NO_SYSTEM=(
  no-sock            # there are no sockets
  no-ui-console      # no terminal to ask for a passphrase at
  no-afalgeng        # no Linux kernel
  no-autoload-config # no openssl.cnf, and no file system to look for one in
)

OPTIONS_ENTROPY=(
  --with-rand-seed=getrandom # getentropy() or nothing: without entropy RAND fails closed
)

OPTIONS_LIBRARY_ONLY=(
  no-apps  # the openssl command
  no-docs  # its manual pages
  no-tests # only drops what nothing but upstream's test folder needs
)

# The shipped module has no engines (deprecated upstream). The test module has them, because upstream's
# dasync engine is the one existing piece of C that uses the ASYNC subsystem; it is linked in, not loaded.
OPTIONS_SHIP=(no-engine)
OPTIONS_TEST=(no-dynamic-engine)

# configure_options ship|test: one per line; VARIANT_OPTIONS, also one per line, are those that a variant of the module
# adds (wasm/variants.json).
configure_options() {
  local common=(
    "${OPTIONS_SPEED[@]}" "${OPTIONS_ONE_STATIC_MODULE[@]}" "${OPTIONS_NO_SYSTEM[@]}" "${OPTIONS_ENTROPY[@]}"
    "${OPTIONS_LIBRARY_ONLY[@]}"
  )
  case $1 in
    ship) printf '%s\n' "${common[@]}" "${OPTIONS_SHIP[@]}" ;;
    test) printf '%s\n' "${common[@]}" "${OPTIONS_TEST[@]}" ;;
    *) echo "no such build: $1" >&2 && return 1 ;;
  esac
  if [[ -n ${VARIANT_OPTIONS:-} ]]; then printf '%s\n' "$VARIANT_OPTIONS"; fi
}
