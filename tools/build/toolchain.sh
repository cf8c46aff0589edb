# shellcheck shell=bash
# The toolchain: which one, how it is unpacked, how a command is run in it. Sourced by build.sh.

TOOLCHAIN_SUITE=trixie
TOOLCHAIN_EMCC=3.1.69

TOOLCHAIN_PACKAGES=(
  '?essential'             # a shell, coreutils: an unpacked root has only what is named
  emscripten               # emcc, clang, wasm-ld, Binaryen's wasm-opt
  perl make                # OpenSSL's Configure and its Makefile
  gcc libc6-dev libssl-dev # the native side of the benchmark
  brotli                   # the module's compressed size
  shellcheck               # one version of it for everybody
  apt debian-archive-keyring
)

# Folders at which toolchain_run may show something; the root itself is read-only, so they must be there.
# Fixed names make for the same bytes whatever the project's folder is called.
TOOLCHAIN_MOUNTS=(/project /openssl /recipe /libcrypto /build /out)

TOOLCHAIN_KIND='' # path: an emcc on the PATH; pinned: the unpacked root
TOOLCHAIN_ID=''   # goes into the hash of whatever was built with it
TOOLCHAIN_ROOT='' # where the pinned one is

tested_emcc_versions() {
  grep -v '^#' "$PROJECT_DIR/tools/build/emcc-versions" | paste -sd ' ' -
}

# Decides which toolchain it is; unpacks nothing.
choose_toolchain() {
  local version recipe
  [[ -z $TOOLCHAIN_KIND ]] || return 0
  if command -v emcc >/dev/null; then
    version=$(emcc --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9]*\.[0-9.]*[0-9]\).*/\1/p')
    if grep -qxF -- "${version:-none}" "$PROJECT_DIR/tools/build/emcc-versions"; then
      check_path_toolchain
      TOOLCHAIN_KIND=path
      TOOLCHAIN_ID=path-emcc-$version
      return
    fi
    note "emcc on the PATH is ${version:-of an unknown version}, tested are: $(tested_emcc_versions); it is not used"
  fi
  recipe=$(sha256_of_text "$TOOLCHAIN_SUITE" "${TOOLCHAIN_PACKAGES[@]}" "${TOOLCHAIN_MOUNTS[@]}" \
    "$(declare -f unpack_toolchain)" "$(uname -m)")
  TOOLCHAIN_KIND=pinned
  TOOLCHAIN_ID=debian-$TOOLCHAIN_SUITE-emscripten-$TOOLCHAIN_EMCC
  TOOLCHAIN_ROOT=$CACHE_DIR/toolchain/$TOOLCHAIN_ID-${recipe:0:12}
}

check_path_toolchain() {
  local tool missing=()
  for tool in emar emranlib wasm-opt wasm-metadce node perl make; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) ||
    die "emcc on the PATH is used, but beside it these are missing: ${missing[*]}" \
      'Install them, or take emcc off the PATH to have the pinned toolchain set up.'
}

ensure_toolchain() {
  choose_toolchain
  if [[ $TOOLCHAIN_KIND == path ]]; then
    cached_step "toolchain: $TOOLCHAIN_ID ($(command -v emcc))"
  elif [[ -e $TOOLCHAIN_ROOT ]]; then
    cached_step "toolchain: $TOOLCHAIN_ID"
  else
    ensure_unpacking_tools
    step "toolchain: $TOOLCHAIN_ID (about 2.5 GB in the cache)" produce "$TOOLCHAIN_ROOT" unpack_toolchain
  fi
}

# Debian's packages unpacked into a folder. `chrootless` and `extract` run no package's scripts, so it needs no
# root, touches nothing on the host and comes out the same for everybody. No mirror is named:
# mmdebstrap takes the distribution's own.
unpack_toolchain() {
  local root=$1 mount version
  mmdebstrap --mode=chrootless --skip=check/chrootless --variant=extract --format=directory \
    "${TOOLCHAIN_PACKAGES[@]/#/--include=}" "$TOOLCHAIN_SUITE" "$root" || {
    echo
    echo "error: the packages could not be fetched or unpacked; mmdebstrap says why above."
    echo "       They come from Debian's mirrors through apt, so this needs the network once, and 3 GB of disk."
    return 1
  }
  for mount in "${TOOLCHAIN_MOUNTS[@]}"; do mkdir -p "$root$mount"; done
  # Nothing in there is to have more rights than who runs it.
  find "$root" -xdev -type f -perm /6000 -exec chmod ug-s {} +
  rm -rf "$root"/usr/share/{doc,man,locale,info}
  # emcc is Python, started once a source file: without this (a package script's work) it is parsed each time,
  # and libcrypto takes twice as long. `unchecked-hash`: no times of this machine in the files.
  run_in_root "$root" --bind "$root/usr" /usr -- \
    /usr/bin/python3 -m compileall -q -j 0 --invalidation-mode unchecked-hash /usr/share/emscripten /usr/lib/python3.13 \
    > /dev/null || echo 'some of Emscripten could not be compiled beforehand; it only starts more slowly'
  version=$(run_in_root "$root" --setenv PATH /usr/bin -- emcc --version | head -n 1)
  [[ $version == *" $TOOLCHAIN_EMCC "* ]] || {
    echo "error: expected Emscripten $TOOLCHAIN_EMCC, but the packages hold: $version"
    return 1
  }
}

# run_in_root ROOT BWRAP-OPTION... -- COMMAND...
run_in_root() {
  local root=$1
  shift
  bwrap --ro-bind "$root" / --proc /proc --dev /dev --tmpfs /tmp \
    --unshare-net --unshare-pid --die-with-parent \
    --clearenv --setenv HOME /tmp --setenv LC_ALL C.UTF-8 --setenv TZ UTC "$@"
}

# toolchain_run [--ro NAME=FOLDER:INSIDE]... [--rw NAME=FOLDER:INSIDE]... [--env NAME=VALUE]... -- COMMAND...
#
# Runs a command in the toolchain. It finds the folders through the environment variables NAME: their
# value is INSIDE when it is the pinned root, FOLDER when it is the host's own emcc, so scripts need not
# know which. In COMMAND, a word @NAME/rest stands for a path in such a folder. There is no network, and
# what is not handed over is not seen.
toolchain_run() {
  local name folder inside option words=() word
  local binds=() variables=() names=() values=()
  while (($#)); do
    option=$1
    case $option in
      --ro | --rw)
        name=${2%%=*} folder=${2#*=}
        inside=${folder##*:} folder=${folder%:*}
        if [[ $option == --ro ]]; then binds+=(--ro-bind "$folder" "$inside"); else binds+=(--bind "$folder" "$inside"); fi
        names+=("$name")
        if [[ $TOOLCHAIN_KIND == pinned ]]; then values+=("$inside"); else values+=("$folder"); fi
        shift 2
        ;;
      --env)
        names+=("${2%%=*}")
        values+=("${2#*=}")
        shift 2
        ;;
      --)
        shift
        break
        ;;
      *) die "toolchain_run: unknown option $option" ;;
    esac
  done

  local i
  for word in "$@"; do
    for i in "${!names[@]}"; do
      if [[ $word == "@${names[i]}/"* ]]; then word=${values[i]}/${word#*/}; fi
    done
    words+=("$word")
  done

  if [[ $TOOLCHAIN_KIND == pinned ]]; then
    for i in "${!names[@]}"; do variables+=(--setenv "${names[i]}" "${values[i]}"); done
    run_in_root "$TOOLCHAIN_ROOT" "${binds[@]}" --setenv PATH /usr/bin:/bin "${variables[@]}" -- "${words[@]}"
  else
    for i in "${!names[@]}"; do variables+=("${names[i]}=${values[i]}"); done
    # Configure, make and emcc would all take these for wishes of ours.
    env -u CC -u CXX -u AR -u RANLIB -u CFLAGS -u CPPFLAGS -u LDFLAGS -u LDLIBS -u CROSS_COMPILE -u EMCC_CFLAGS \
      -u MAKEFLAGS -u OPENSSL_LOCAL_CONFIG_DIR LC_ALL=C.UTF-8 TZ=UTC "${variables[@]}" "${words[@]}"
  fi
}
