# shellcheck shell=bash
# What the host itself must have, and how it gets it. Sourced by build.sh.

NODE_MINIMUM=20.19.0

# Everything that these scripts call and that a minimal system may lack (macOS has no flock, for one).
check_host_tools() {
  local tool missing=()
  for tool in sha256sum flock tar gzip find sort xargs sed; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) ||
    die "this build needs the usual GNU tools; not found: ${missing[*]}" \
      'Install coreutils, findutils, util-linux, sed, tar and gzip.'
}

# is_at_least VERSION MINIMUM
is_at_least() { [[ $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

check_node() {
  local version
  if ! command -v node >/dev/null; then
    die "Node.js $NODE_MINIMUM or newer is needed; there is none on the PATH."
  fi
  version=$(node --version)
  is_at_least "${version#v}" "$NODE_MINIMUM" || die "Node.js $NODE_MINIMUM or newer is needed; on the PATH is $version."
  command -v npm >/dev/null || die 'npm is needed beside Node.js; there is none on the PATH.'
}

# Asks before anything outside the project and the cache is touched.
ask_consent() {
  local answer
  if [[ -n ${CI:-} ]] || ((ASSUME_YES)); then return; fi
  if ! [[ -t 0 ]]; then
    die "$1" 'There is no terminal to ask at: install that yourself, or let build.sh do it with  ./build.sh --yes'
  fi
  printf '%s\n%s [y/N] ' "$1" "$2"
  read -r answer
  [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || die 'not installed, so the build cannot go on.'
}

# install_packages REASON PACKAGE...: with apt, as root or through sudo, after asking.
install_packages() {
  local reason=$1 as_root=()
  shift
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "$reason" "Have an administrator run:  apt-get install $*"
    as_root=(sudo)
    # Without a terminal sudo could only wait for a password that nobody types.
    [[ -t 0 ]] || as_root=(sudo -n)
  fi
  ask_consent "$reason" "Run '${as_root[*]}${as_root:+ }apt-get install $*' now?"
  printf '==> install %s\n' "$*"
  local start=$EPOCHREALTIME
  # Not a step in the background: sudo may ask for a password.
  "${as_root[@]}" apt-get -q update || note 'apt-get update failed; trying with the lists that are there'
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install --yes --no-install-recommends "$@" ||
    die "apt-get could not install $*; its own message is above."
  note "done in $(seconds_since "$start") s"
}

# ensure_commands WHAT COMMAND:PACKAGE...: installs the packages of those that are not there; WHAT is done with them.
ensure_commands() {
  local what=$1 each commands=() packages=()
  shift
  for each in "$@"; do
    if ! command -v "${each%%:*}" >/dev/null; then
      commands+=("${each%%:*}")
      packages+=("${each#*:}")
    fi
  done
  if ((${#packages[@]} == 0)); then return; fi
  command -v apt-get >/dev/null || die "$what with ${commands[*]}, which is not on the PATH."
  install_packages "$what with ${commands[*]}, which is not installed yet." "${packages[@]}"
}

# What the tests compare with (OpenSSL's own command line), the token that they use, and what its binding is built with.
ensure_test_tools() {
  local packages=()
  command -v openssl >/dev/null || packages+=(openssl)
  node examples/support/find-softhsm.mjs >/dev/null || packages+=(softhsm2)
  command -v c++ >/dev/null || packages+=(g++)
  command -v make >/dev/null || packages+=(make)
  command -v python3 >/dev/null || packages+=(python3)
  if ((${#packages[@]} == 0)); then return; fi
  command -v apt-get >/dev/null ||
    die 'The tests need the openssl command, SoftHSM, and a C++ compiler with make and python3 for node-gyp.' \
      "Not found: ${packages[*]}. SOFTHSM2_LIBRARY names SoftHSM's library where it is not in a usual place."
  install_packages "The tests need what is not installed yet: ${packages[*]}." "${packages[@]}"
}

# What unpacks and runs the pinned toolchain.
ensure_unpacking_tools() {
  local packages=()
  command -v mmdebstrap >/dev/null || packages+=(mmdebstrap)
  command -v bwrap >/dev/null || packages+=(bubblewrap)
  # On Ubuntu apt knows only Ubuntu's keys.
  compgen -G '/usr/share/keyrings/debian-archive-keyring.*' >/dev/null ||
    packages+=(debian-archive-keyring)

  if ((${#packages[@]})); then
    command -v apt-get >/dev/null ||
      die "there is no Emscripten here, and this is not Debian or Ubuntu, where build.sh would set it up." \
        "Install Emscripten $(tested_emcc_versions) (its emcc and wasm-opt on the PATH), perl and make." \
        'Or, to have the pinned toolchain set up: mmdebstrap, bubblewrap, apt and debian-archive-keyring.'
    install_packages "The WebAssembly toolchain is unpacked by: ${packages[*]} (not installed yet)." \
      "${packages[@]}"
  fi

  if ! bwrap --ro-bind / / --dev /dev --unshare-net --unshare-pid true 2>/dev/null; then
    die 'bwrap (bubblewrap) may not create namespaces here, so the pinned toolchain cannot be run.' \
      'In a container: allow it user namespaces. On Ubuntu 24.04 and later, for an ordinary user:' \
      '  sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0' \
      "Or put an Emscripten $(tested_emcc_versions) on the PATH, with perl and make beside it."
  fi
}
