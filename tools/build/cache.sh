# shellcheck shell=bash
# The cache folder, hashes of inputs, locks. Sourced by build.sh.
#
# Rule: whatever has its final name is complete. Everything is made under tmp/ and renamed when it is
# done, with a lock held; so a run that was interrupted leaves nothing that a later run would trust.

CACHE_DIR=${OPENSSL_ASYNC_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/openssl-async}
[[ $CACHE_DIR == /* ]] || CACHE_DIR=$PWD/$CACHE_DIR

# The folders in it that are ours: only these are ever removed.
CACHE_PARTS=(toolchain check-tools source libcrypto tmp locks)

STAMP_DIR=$PROJECT_DIR/build/stamps

prepare_cache() {
  mkdir -p "$CACHE_DIR/tmp" "$CACHE_DIR/locks" 2>/dev/null || true
  [[ -w $CACHE_DIR/tmp && -w $CACHE_DIR/locks ]] ||
    die "the cache folder $CACHE_DIR cannot be written to." \
      'Name another one in the environment variable OPENSSL_ASYNC_CACHE.'
}

sha256_of_file() {
  local line
  line=$(sha256sum <"$1")
  printf '%s' "${line%% *}"
}

sha256_of_text() {
  local line
  line=$(printf '%s\n' "$@" | sha256sum)
  printf '%s' "${line%% *}"
}

# sha256_of_files PATH...: names and contents of all files at and below the paths, in one pass.
# A path that does not exist counts as empty. The recorded module hash is a result, no input.
sha256_of_files() {
  local line
  (($#)) || return 0 # find would take the whole project
  line=$(cd "$PROJECT_DIR" && { find "$@" -type f ! -path "$MODULE_RECORD" -print0 2>/dev/null || true; } |
    LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum)
  printf '%s' "${line%% *}"
}

# take_lock DESCRIPTOR WHY: waits for it, and can be interrupted meanwhile.
take_lock() {
  if flock -n "$1"; then return; fi
  echo "$2; waiting for it"
  flock "$1" &
  STEP_PIDS+=("$!")
  wait $!
  unset 'STEP_PIDS[-1]'
}

# with_lock NAME COMMAND...: one at a time on this machine, also between two runs of build.sh.
with_lock() {
  local name=$1 lock
  shift
  exec {lock}>"$CACHE_DIR/locks/$name"
  take_lock "$lock" "another run is working on $name"
  "$@"
  exec {lock}>&-
}

# produce PATH BUILDER ARGUMENT...: makes PATH (in the cache) by calling BUILDER ARGUMENT... TEMPORARY-PATH,
# unless it is there. To be called inside a step: it sets that subshell's EXIT trap.
produce() {
  with_lock "$(basename "$1")" produce_locked "$@"
}

produce_locked() {
  local path=$1 name
  shift
  [[ ! -e $path ]] || return 0
  name=$(basename "$path")
  # We hold the lock, so what lies there under this name was left by a run that is no more.
  rm -rf --one-file-system "$CACHE_DIR/tmp/$name".*
  # Nor does any build take two days, whatever its name was.
  find "$CACHE_DIR/tmp" -mindepth 1 -maxdepth 1 -mtime +1 -exec rm -rf --one-file-system {} +
  PRODUCE_TMP=$CACHE_DIR/tmp/$name.$$
  trap 'rm -rf --one-file-system "$PRODUCE_TMP"' EXIT
  trap 'exit 143' TERM
  "$@" "$PRODUCE_TMP"
  mkdir -p "$(dirname "$path")"
  mv -T "$PRODUCE_TMP" "$path"
}

# Stamps: what was built inside the project, from which inputs. is_fresh and stamp take a name, the hash
# of the inputs and the outputs (relative to the project); an output that was removed or changed since
# is built again.
is_fresh() {
  local name=$1 inputs=$2 recorded
  shift 2
  [[ -f $STAMP_DIR/$name ]] || return 1
  recorded=$(<"$STAMP_DIR/$name")
  [[ $recorded == "$inputs $(sha256_of_files "$@")" ]]
}

stamp() {
  local name=$1 inputs=$2
  shift 2
  mkdir -p "$STAMP_DIR"
  printf '%s %s\n' "$inputs" "$(sha256_of_files "$@")" >"$STAMP_DIR/$name.$$"
  mv "$STAMP_DIR/$name.$$" "$STAMP_DIR/$name"
}

# ensure_built STEP NAME INPUTS OUTPUTS COMMAND...: COMMAND as a step, unless the outputs are there as it made them from
# these inputs. OUTPUTS are paths in the project with spaces between them.
ensure_built() {
  local title=$1 name=$2 inputs=$3 outputs
  read -ra outputs <<<"$4"
  shift 4
  if is_fresh "$name" "$inputs" "${outputs[@]}"; then
    cached_step "$title"
  else
    step "$title" "$@"
    stamp "$name" "$inputs" "${outputs[@]}"
  fi
}

remove_cache() {
  local part
  for part in "${CACHE_PARTS[@]}"; do
    rm -rf --one-file-system "${CACHE_DIR:?}/$part"
  done
  # Not `rm -r`: the variable may name a folder that holds other things too.
  rmdir "$CACHE_DIR" 2>/dev/null || true
}
