# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh: boots the kernel as a process of this user, with this machine's files as its own, and runs the suite in it.

memory_mb=1536

# The guest's memory is a file; the first of these folders that has room for it.
memory_folder() {
    local folder
    for folder in /dev/shm "${TMPDIR:-/tmp}" "$cache"; do
        if [ -w "$folder" ] && [ "$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')" -ge $memory_mb ]; then
            echo "$folder"
            return
        fi
    done
    die "no room for the guest's memory: $memory_mb MB are needed in /dev/shm, TMPDIR or $cache"
}

# guest OUT KERNEL-OPTIONS COMMAND...: runs the command in the guest with OUT to write to, prints what it prints, and returns its exit code.
guest() {
    local out=$1 options=$2 tmp pinned code=0
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
    pinned=()
    if [ "$cpus" = 1 ] && command -v taskset >/dev/null; then pinned=(taskset -c "$(cut -d ' ' -f 39 /proc/self/stat)"); fi
    # shellcheck disable=SC2086 # options are words
    TMPDIR=$tmp timeout -k 5 "$time_limit" "${pinned[@]}" "$kernel" mem=${memory_mb}M ncpus=$cpus rootfstype=hostfs rootflags=/ ro "init=$work/init" \
        con=null con0=fd:0,fd:1 seccomp=on xe.guc_firmware_path=xe/uml_guc.bin xe.huc_firmware_path= xe.gsc_firmware_path= \
        "xe_cmd=$out/guest.sh" "xe_out=$out" $options </dev/null >"$out/console.log" 2>&1 &
    uml=$!
    tail -q -n +1 -F "$out/output.txt" --pid=$uml 2>/dev/null
    wait $uml || code=$?
    uml=''
    why_not "$out" "$code"
    return "$code"
}

# Explains in one line an end that the suite did not choose.
why_not() {
    local out=$1 code=$2 console=$1/console.log last
    last=$(sed -n 's/^.*xe-cts: begin //p' "$console" | tail -n 1)
    last=${last:+ in $last}
    if grep -q 'Kernel panic' "$console"; then
        die_aborted "the kernel panicked: $(grep -m 1 -o 'Kernel panic.*' "$console")$last; console: $console"
    elif [ "$code" = 124 ] || [ "$code" = 137 ]; then
        die_incomplete "the guest did not end within $time_limit s$last; console: $console"
    elif ! grep -q 'Linux version' "$console"; then
        die_broken "User Mode Linux does not start here, which needs ptrace, seccomp and executable shared memory: $(tail -n 1 "$console"); console: $console"
    elif ! grep -q 'Initialized xe' "$console"; then
        die_broken "the driver did not probe: $(grep -m 1 -E '\*ERROR\*|probe with driver xe failed' "$console"); console: $console"
    fi
}
