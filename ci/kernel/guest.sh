# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh: boots the kernel as a process of this user, with this machine's files as its own, and runs the suite in it.

memory_mb=1536

# The guests' memory is files; the first of these folders that has room for them.
memory_folder() {
    local folder
    for folder in /dev/shm "${TMPDIR:-/tmp}" "$cache"; do
        if [ -w "$folder" ] && [ "$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')" -ge $((memory_mb * guests)) ]; then
            echo "$folder"
            return
        fi
    done
    die "no room for the guests' memory: $((memory_mb * guests)) MB are needed in /dev/shm, TMPDIR or $cache"
}

# start_guest OUT KERNEL-OPTIONS COMMAND...: begins to run the command in a guest with OUT to write to, and what it prints in
# OUT/output.txt; its process is the last one of umls.
start_guest() {
    local out=$1 options=$2 tmp pinned=()
    shift 2
    rm -f "$out/outcomes.jsonl"
    : >"$out/output.txt"
    tmp=$(memory_folder)
    {
        echo "exec >'$out/output.txt' 2>&1"
        # The guest's /tmp is its own.
        case $home in /tmp/*) echo "mkdir -p '$home' && mount -t hostfs -o '$home' none '$home'" ;; esac
        echo "cd '$home'"
        printf "export XE_CTS_NO_BUILD=1 JAVA_HOME='%s' XE_CTS_KERNEL='%s' XE_CTS_AGAIN=%q\n" "$JAVA_HOME" "${kernel_text//\'/}" "$again"
        printf "exec"
        printf " '%s'" "${@//\'/\'\\\'\'}"
        echo
    } >"$out/guest.sh"
    # The process that the guest's programs run in and the one that the kernel runs in take turns at each system call: they do it
    # faster on one processor, and this one had time.
    if [ "$cpus" = 1 ] && command -v taskset >/dev/null; then pinned=(taskset -c "$(processor)"); fi
    # shellcheck disable=SC2086 # options are words
    TMPDIR=$tmp timeout -k 5 "$time_limit" "${pinned[@]}" "$kernel" mem=${memory_mb}M ncpus=$cpus rootfstype=hostfs rootflags=/ ro "init=$work/init" \
        con=null con0=fd:0,fd:1 seccomp=on xe.guc_firmware_path=xe/uml_guc.bin xe.huc_firmware_path= xe.gsc_firmware_path= \
        "xe_cmd=$out/guest.sh" "xe_out=$out" $options </dev/null >"$out/console.log" 2>&1 &
    umls+=($!)
}

# One that has time; each guest another one.
processor() {
    local allowed
    if [ "$guests" = 1 ]; then
        cut -d ' ' -f 39 /proc/self/stat
    else
        mapfile -t allowed < <(taskset -cp $$ | sed 's/.*: //' | tr , '\n' | awk -F- '{ for (i = $1; i <= (NF > 1 ? $2 : $1); i++) print i }')
        echo "${allowed[${#umls[@]} % ${#allowed[@]}]}"
    fi
}

# On a terminal, how far the parts of OUT are.
show_progress() {
    [ -t 1 ] || return 0
    while kill -0 "${umls[@]}" 2>/dev/null; do
        printf '\r%d checks' "$(cat "$1"/part-*/outcomes.jsonl 2>/dev/null | grep -c '"status"')"
        sleep 1
    done
    printf '\r\033[K'
}

# ended OUT PROCESS: waits for a guest. Returns what its command did, or what the machine came to; then it says why in one line.
ended() {
    local code=0
    wait "$2" || code=$?
    why_not "$1" "$code" || return
    return "$code"
}

# Explains in one line an end that the suite did not choose, and returns the exit code for it.
why_not() {
    local code=$2 console=$1/console.log last words
    last=$(sed -n 's/^.*xe-cts: begin //p' "$console" | tail -n 1)
    last=${last:+ in $last}
    if grep -q 'Kernel panic' "$console"; then
        note "the kernel panicked: $(grep -m 1 -o 'Kernel panic.*' "$console")$last; console: $console"
        return 112
    elif [ "$code" = 124 ] || [ "$code" = 137 ]; then
        note "the guest did not end within $time_limit s$last; console: $console"
        return 2
    elif ! grep -q 'Linux version' "$console"; then
        note "User Mode Linux does not start here, which needs ptrace, seccomp and executable shared memory: $(tail -n 1 "$console"); console: $console"
        return 3
    elif ! grep -q 'Initialized xe' "$console"; then
        words=$(grep -m 1 -E '\*ERROR\*|probe with driver xe failed' "$console" || echo "without a word")
        note "the driver did not probe: $words; console: $console"
        return 3
    fi
}

# How many guests at once are fastest, and leave this machine memory: what each costs once is little beside the whole suite.
usual_guests() {
    local free_mb
    free_mb=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
    if [ "$cpus" = 1 ] && [ "$(nproc)" -gt 1 ] && [ "$free_mb" -gt $((3 * memory_mb)) ] && [ -z "${*/--no-report/}" ]; then
        echo 2
    else
        echo 1
    fi
}
