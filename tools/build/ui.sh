# shellcheck shell=bash
# What the person at the terminal sees: steps, progress, failures. Sourced by build.sh.
#
# A step is one shell function or command. Its output goes to a log; the terminal shows the step's
# name, how far it is and how long it took, and the end of the log when it fails.

LOG_DIR=$PROJECT_DIR/build/logs

VERBOSE=${VERBOSE:-0}
STEP_STATUS=0 # exit status of the last step that try_step ran
STEP_PIDS=()  # process groups of the running step, ended when this script is
STEP_LIMIT=0  # seconds that the next step may take; 0 for no limit

# A moving line only helps where it can move and where somebody sees it.
if [[ -t 1 && -z ${CI:-} && ${TERM:-dumb} != dumb ]]; then ON_TERMINAL=1; else ON_TERMINAL=0; fi

note() { printf '    %s\n' "$*"; }

die() {
  printf '\nerror: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

# seconds_since START: with one decimal; START is an earlier $EPOCHREALTIME.
seconds_since() {
  local now=${EPOCHREALTIME/[.,]/} then=${1/[.,]/}
  local tenths=$(((now - then + 50000) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

cached_step() {
  printf '==> %s\n    cached\n' "$1"
}

# How far a step is, for people: "412/873 files" if its log says how many there will be
# (a line `progress-total: N`, then a line that starts with "emcc " or "gcc " for each file), else its last line.
step_progress() {
  local log=$1 width=$2 total line
  total=$(sed -n 's/^progress-total: //p' "$log" 2>/dev/null | tail -n 1)
  if [[ -n $total ]]; then
    printf '%d/%d files' "$(grep -cE '^(emcc|gcc) ' "$log")" "$total"
  else
    line=$(tail -n 1 "$log" 2>/dev/null | tr -d '\000-\010\013-\037')
    printf '%s' "${line:0:width}"
  fi
}

# Runs beside a step until it is ended, or until build.sh ($$) is no more: it may have been killed outright.
show_progress() {
  local log=$1 start=$2 frames=$'-\\|/' frame=0 width
  if ((VERBOSE)); then
    exec tail -n +1 -f --pid=$$ "$log"
  elif ((ON_TERMINAL)); then
    width=$(($(tput cols 2>/dev/null || echo 80) - 20))
    while sleep 0.2 && kill -0 $$ 2>/dev/null; do
      printf '\r\033[K  %s %s s  %s' "${frames:frame++ % 4:1}" "$(seconds_since "$start")" \
        "$(step_progress "$log" "$width")"
    done
  else
    # Long silence reads as a hang in a CI log.
    while sleep 30 && kill -0 $$ 2>/dev/null; do
      note "... $(seconds_since "$start") s  $(step_progress "$log" 100)"
    done
  fi
}

log_of() { printf '%s/%s.log' "$LOG_DIR" "$(sed 's/[^a-zA-Z0-9.]\{1,\}/-/g; s/-$//' <<<"$1")"; }

# try_step NAME COMMAND...: runs it and leaves its exit status in STEP_STATUS. It always returns 0, so that
# nobody calls it from an `if` or `||`: there bash would switch `set -e` off inside the step.
try_step() {
  local name=$1 log start work show
  shift
  log=$(log_of "$name")
  mkdir -p "$LOG_DIR"
  : >"$log"
  printf '==> %s\n' "$name"
  start=$EPOCHREALTIME

  # Job control gives each its own process group, so that Ctrl-C can end the step's grandchildren as well.
  set -m
  (
    set +m -euo pipefail
    trap - INT TERM EXIT
    "$@"
  ) >"$log" 2>&1 </dev/null &
  work=$!
  (
    set +m
    trap - INT TERM EXIT
    if [[ -n ${PROJECT_LOCK:-} ]]; then exec {PROJECT_LOCK}>&-; fi # not its to hold
    show_progress "$log" "$start"
  ) &
  show=$!
  set +m
  STEP_PIDS=("$work" "$show")

  await_group "$work" "$STEP_LIMIT"
  if ((VERBOSE)); then sleep 0.3; fi # `tail -f` is a moment behind
  end_step_processes
  if ((ON_TERMINAL)); then printf '\r\033[K'; fi

  if ((STEP_STATUS == 0)); then
    note "done in $(seconds_since "$start") s"
  else
    note "FAILED after $(seconds_since "$start") s ($(why_ended "$STEP_STATUS"))"
    if ! ((VERBOSE)); then tail -n 30 "$log" | sed 's/^/    | /'; fi
    note "the full log: ${log#"$PROJECT_DIR"/}"
  fi
}

# step NAME COMMAND...: as try_step, but a failure is the end.
step() {
  try_step "$@"
  if ((STEP_STATUS != 0)); then exit 1; fi
}

# What a group that had no time left is said to have ended with, as timeout(1) says it.
readonly TIMED_OUT=124

why_ended() { if (($1 == TIMED_OUT)); then echo 'its time was up'; else echo "exit status $1"; fi; }

# await_group PID SECONDS: waits for the leader of a process group, and leaves its exit status in STEP_STATUS; when its time
# is up the group is ended, and that is TIMED_OUT. 0 is no limit.
await_group() {
  local work=$1 limit=$2 start=$SECONDS
  STEP_STATUS=0
  if ((limit > 0)); then
    set -m
    (
      set +m
      trap - INT TERM EXIT
      if [[ -n ${PROJECT_LOCK:-} ]]; then exec {PROJECT_LOCK}>&-; fi
      sleep "$limit"
      end_groups "$work"
    ) >/dev/null 2>&1 </dev/null &
    STEP_PIDS+=("$!")
    set +m
  fi
  wait "$work" || STEP_STATUS=$?
  if ((limit > 0 && STEP_STATUS != 0 && SECONDS - start >= limit)); then STEP_STATUS=$TIMED_OUT; fi
}

# shown SECONDS COMMAND...: runs it where everybody sees what it prints, in a process group of its own, and leaves its exit
# status in STEP_STATUS.
shown() {
  local limit=$1 work
  shift
  set -m
  (
    set +m
    trap - INT TERM EXIT
    "$@"
  ) </dev/null &
  work=$!
  set +m
  STEP_PIDS=("$work")
  await_group "$work" "$limit"
  end_step_processes
}

# members PID...: who is in these process groups, and all that they have started, as long as its parent lives; some leave
# their group.
members() {
  local file pid parent group changed=1
  local -A seen=()
  for pid in "$@"; do seen[$pid]=1; done
  while ((changed)); do
    changed=0
    for file in /proc/[0-9]*/stat; do
      pid=${file//[^0-9]/}
      if [[ -n ${seen[$pid]:-} ]] || ! read_stat "$pid"; then continue; fi
      read -r _ parent group _ <<<"$STAT"
      if [[ -n ${seen[$parent]:-} || -n ${seen[$group]:-} ]]; then
        seen[$pid]=1 changed=1
      fi
    done
  done
  printf '%s\n' "${!seen[@]}"
}

# read_stat PID: leaves in STAT what /proc says behind the name, which may have spaces in it: state, parent, group, …
read_stat() {
  local line
  read -r line 2>/dev/null <"/proc/$1/stat" || return 1
  STAT=${line##*) }
}

# end_groups PID...: ends these process groups, and whom they have started elsewhere; with force who does not go by itself.
end_groups() {
  local pid all signal tenth
  (($#)) || return 0
  mapfile -t all < <(members "$@")
  for signal in TERM KILL; do
    for pid in "$@"; do kill "-$signal" -- "-$pid" 2>/dev/null || true; done
    for pid in "${all[@]}"; do kill "-$signal" "$pid" 2>/dev/null || true; done
    for ((tenth = 0; tenth < 50; tenth++)); do
      any_alive "${all[@]}" || return 0
      sleep 0.1
    done
  done
}

# any_alive PID...: whether one of them is more than an entry that its parent has not read yet
any_alive() {
  local pid
  for pid in "$@"; do
    if read_stat "$pid" && [[ $STAT != Z* ]]; then return 0; fi
  done
  return 1
}

end_step_processes() {
  end_groups "${STEP_PIDS[@]}"
  STEP_PIDS=()
}

# interrupted SIGNAL NUMBER
interrupted() {
  trap - INT TERM
  end_step_processes
  printf '\nstopped by %s; what was half done is not kept.\n' "$1" >&2
  exit $((128 + $2))
}
trap 'interrupted SIGINT 2' INT
trap 'interrupted SIGTERM 15' TERM
