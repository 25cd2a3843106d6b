# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/bench.sh: what a check costs when there are many, how much memory a run takes, and what safety costs: the journal on the
# disk after each check (--sync), and a worker process for each class (--isolate class).

# measured NAME CHECKS COMMAND...: wall time in ms, and the highest memory in use of the supervisor and of any worker, in MB.
measured() {
    local name=$1 checks=$2 start=$EPOCHREALTIME pid child used supervisor=0 worker=0
    shift 2
    "$@" >"$work/command.log" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        used=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
        [ "${used:-0}" -gt "$supervisor" ] && supervisor=$used
        for child in $(cat "/proc/$pid/task/"*/children 2>/dev/null); do
            used=$(awk '/^VmHWM/ { print $2 }' "/proc/$child/status" 2>/dev/null || true)
            [ "${used:-0}" -gt "$worker" ] && worker=$used
        done
        read -rt 0.1 <> <(:) || true
    done
    wait "$pid" || true
    echo "$name|$checks|$(((${EPOCHREALTIME/[.,]/} - ${start/[.,]/}) / 1000))|$((supervisor / 1024))|$((worker / 1024))" \
        >>"$work/growth.txt"
}

# some NUMBER: the names of about so many checks, from all over the suite.
some() {
    awk -v wanted="$1" '{ name[NR] = $0 } END { for (i = 0; i < wanted && i < NR; i++) print name[int(i * NR / wanted) + 1] }' \
        "$work/names.txt" >"$work/some-$1.txt"
}

measure_growth() {
    local round all classes
    ./xe-cts --version >/dev/null
    export XE_CTS_NO_BUILD=1
    ./xe-cts list >"$work/names.txt"
    all=$(wc -l <"$work/names.txt")
    classes=$(cut -d. -f1 "$work/names.txt" | sort -u | wc -l)
    some 1000
    some 3000
    : >"$work/growth.txt"
    for ((round = 1; round <= rounds; round++)); do
        printf '\rgrowth: round %d of %d' "$round" "$rounds" >&2
        measured 'some' 1000 ./xe-cts run --no-report --out "$work/growth" --list-file "$work/some-1000.txt"
        measured 'some' 3000 ./xe-cts run --no-report --out "$work/growth" --list-file "$work/some-3000.txt"
        measured 'all' "$all" ./xe-cts run --no-report --out "$work/growth"
        measured 'all, --sync' "$all" ./xe-cts run --no-report --out "$work/growth" --sync
        measured "$classes workers" "$all" ./xe-cts run --no-report --out "$work/growth" --isolate class
    done
    printf '\rgrowth: 30000 checks, once' >&2
    measured 'some, 10 times' 30000 ./xe-cts run --no-report --out "$work/growth" --list-file "$work/some-3000.txt" --repeat 10
    printf '\r%40s\r' '' >&2
}

print_growth() {
    local name checks time supervisor worker
    echo "Many checks on the simulator, medians of $rounds interleaved rounds (30000 once); memory is the most that was in use"
    printf '%-16s %7s %8s %13s %14s %10s\n' run checks ms 'ms per check' 'supervisor MB' 'worker MB'
    while IFS='|' read -r name checks; do
        time=$(awk -F'|' -v n="$name" -v c="$checks" '$1 == n && $2 == c { print $3 }' "$work/growth.txt" | quartiles | cut -d' ' -f1)
        read -r supervisor worker < <(awk -F'|' -v n="$name" -v c="$checks" '$1 == n && $2 == c {
            if ($4 > s) s = $4; if ($5 > w) w = $5 } END { print s, w }' "$work/growth.txt")
        awk -v name="$name" -v checks="$checks" -v time="$time" -v supervisor="$supervisor" -v worker="$worker" 'BEGIN {
            printf "%-16s %7d %8.0f %13.2f %14d %10d\n", name, checks, time, time / checks, supervisor, worker }'
    done < <(cut -d'|' -f1,2 "$work/growth.txt" | awk '!seen[$0]++')
}
