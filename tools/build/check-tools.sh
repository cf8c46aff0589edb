# shellcheck shell=bash
# What results are checked with and hosts are often too old for: an openssl command that knows ML-DSA and EdDSA in
# CMS. Sourced by build.sh.
#
# The command is Debian's, unpacked and run as the toolchain is, but in a root of its own: were it among the
# toolchain's packages, each change here would build libcrypto anew.

CHECK_PACKAGES=(
  openssl
  base-files # /lib64, where programs look for their loader
)
CHECK_OPENSSL_MINIMUM=3.5.0

# Where build/check/openssl shows the folder that it is called in; the root is read-only, so it must be there.
CHECK_MOUNT=/files

CHECK_COMMAND=$PROJECT_DIR/build/check/openssl # what tests call: test/support/openssl-command.ts

ensure_check_tools() {
  local root recipe
  choose_toolchain
  if [[ $TOOLCHAIN_KIND == path ]]; then
    check_path_openssl
    write_check_command
    return
  fi
  recipe=$(sha256_of_text "$TOOLCHAIN_SUITE" "${CHECK_PACKAGES[@]}" "$CHECK_MOUNT" \
    "$(declare -f unpack_check_tools)" "$(uname -m)")
  root=$CACHE_DIR/check-tools/debian-$TOOLCHAIN_SUITE-openssl-${recipe:0:12}
  if [[ -e $root ]]; then
    cached_step 'openssl command'
  else
    ensure_unpacking_tools
    step 'openssl command (about 30 MB in the cache)' produce "$root" unpack_check_tools
  fi
  write_check_command "$root"
}

# Other systems come with a command of their own, and it must do.
check_path_openssl() {
  local version
  version=$(openssl version 2>/dev/null | sed -n 's/^OpenSSL \([0-9.]*\).*/\1/p') || true
  is_at_least "${version:-0}" "$CHECK_OPENSSL_MINIMUM" ||
    die "the tests compare with the openssl command $CHECK_OPENSSL_MINIMUM or newer; on the PATH is ${version:-none}." \
      'Install one, or take emcc off the PATH to have it set up together with the pinned toolchain (Debian, Ubuntu).'
}

# As unpack_toolchain, which says why so.
unpack_check_tools() {
  local root=$1
  mmdebstrap --mode=chrootless --skip=check/chrootless --variant=extract --format=directory \
    "${CHECK_PACKAGES[@]/#/--include=}" "$TOOLCHAIN_SUITE" "$root" || {
    echo
    echo "error: the packages could not be fetched or unpacked; mmdebstrap says why above."
    echo "       They come from Debian's mirrors through apt, so this needs the network once."
    return 1
  }
  mkdir -p "$root$CHECK_MOUNT"
  find "$root" -xdev -type f -perm /6000 -exec chmod ug-s {} +
  rm -rf "$root"/usr/share/{doc,man,locale,info}
  run_in_root "$root" -- /usr/bin/openssl version
}

# write_check_command [ROOT]: a script that runs the command where it is called. It sees that folder and nothing else
# of the host's, so files go by names relative to it.
write_check_command() {
  local out=$CHECK_COMMAND
  mkdir -p "${out%/*}"
  {
    echo '#!/usr/bin/env bash'
    echo '# Written by build.sh.'
    if (($#)); then
      # shellcheck disable=SC2016 # "$PWD" and "$@" are the script's
      printf 'exec bwrap --ro-bind %q / --proc /proc --dev /dev --tmpfs /tmp --bind "$PWD" %q --chdir %q ' \
        "$1" "$CHECK_MOUNT" "$CHECK_MOUNT"
      # shellcheck disable=SC2016
      echo '--unshare-net --unshare-pid --die-with-parent --clearenv --setenv HOME /tmp --setenv LC_ALL C.UTF-8 /usr/bin/openssl "$@"'
    else
      printf 'exec %q "$@"\n' "$(command -v openssl)"
    fi
  } >"$out.$$"
  chmod +x "$out.$$"
  mv "$out.$$" "$out"
}
