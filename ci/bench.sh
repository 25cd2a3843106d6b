#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Measures and prints: what a system call costs through the seam next to the same call in C, and what starts, checks and whole runs
# cost. Judges nothing. Needs a C compiler besides the JDK.   ci/bench.sh [calls|runs|growth|kernel]...
# (growth: up to 30000 checks, with their memory; kernel: the real driver, with a download and a build from nothing)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ci/jdk.sh

rounds=${XE_BENCH_ROUNDS:-5}
work=target/bench
mkdir -p "$work"

# quartiles: median, lowest and highest of the numbers on stdin.
quartiles() {
    sort -g | awk '{ v[NR] = $1 }
        END { m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; print m, v[1], v[NR] }'
}

build_calls() {
    if ! compile_calls >"$work/build.log" 2>&1; then
        tail -n 30 "$work/build.log" >&2
        exit 1
    fi
    libraries=$(cat "$work/classpath")
}

compile_calls() {
    rm -rf "$work/classes" && mkdir -p "$work/classes" &&
        ci/mvn.sh -B -q -pl harness compile -Dspotless.check.skip=true &&
        ci/mvn.sh -B -q -f ci/bench/pom.xml -Dspotless.check.skip=true dependency:build-classpath \
            "-Dmdep.outputFile=$PWD/$work/classpath" &&
        "$JAVA_HOME/bin/javac" -proc:full -cp "harness/target/classes:$(cat "$work/classpath")" -d "$work/classes" \
            ci/bench/SystemCalls.java &&
        "${CC:-cc}" -O2 -Wall -Wextra -o "$work/calls" ci/bench/calls.c -pthread
}

# jmh COLUMN OPTIONS...: one round of the Java side.
jmh() {
    local column=$1
    shift
    "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -cp "$work/classes:harness/target/classes:$libraries" \
        org.openjdk.jmh.Main SystemCalls -rf csv -rff "$work/jmh.csv" -v silent \
        -jvmArgs "--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC $*" >"$work/jmh.log" 2>&1
    awk -F, -v column="$column" '
        { gsub(/"/, "", $1); sub(/.*\./, "", $1); split($1, name, ":") }
        name[2] == "calls" { calls[name[1]] = $5 }
        name[2] == "nanoseconds" { spent[name[1]] = $5 }
        END { for (call in calls) print column, call, spent[call] / calls[call] }' "$work/jmh.csv"
}

# Interleaved, so that a busy minute of the machine hits every column.
measure_calls() {
    local round
    for ((round = 1; round <= rounds; round++)); do
        printf '\rcalls: round %d of %d' "$round" "$rounds" >&2
        "$work/calls" | sed 's/^/c /'
        "$work/calls" threaded | sed 's/^/threaded /'
        jmh c1 -XX:TieredStopAtLevel=1
        jmh c2
    done >"$work/calls.txt"
    printf '\r%40s\r' '' >&2
}

# cell COLUMN CALL: the median.
cell() {
    awk -v column="$1" -v call="$2" '$1 == column && $2 == call { print $3 }' "$work/calls.txt" | quartiles | cut -d' ' -f1
}

print_calls() {
    local call in_c c threaded c1 c2
    echo "System calls, ns of CPU time per call, medians of $rounds interleaved rounds"
    echo "(thr.: with a second, sleeping thread, as in any JVM; C1: the compiler that ./xe-cts runs with; C2: the JVM's default;"
    echo " bare: fionread by FFM alone, without the suite's seam)"
    printf '%-20s %8s %8s %8s %8s %11s %11s\n' call C 'C thr.' FFM-C1 FFM-C2 C1/C-thr. C2/C-thr.
    for call in fionread bare ebadf poll writeRead; do
        in_c=${call/bare/fionread}
        c=$(cell c "$in_c") threaded=$(cell threaded "$in_c") c1=$(cell c1 "$call") c2=$(cell c2 "$call")
        awk -v call="$call" -v c="$c" -v t="$threaded" -v c1="$c1" -v c2="$c2" 'BEGIN {
            printf "%-20s %8.1f %8.1f %8.1f %8.1f %11.2f %11.2f\n", call, c, t, c1, c2, c1 / t, c2 / t }'
    done
}

# timed NAME COMMAND...: wall time in milliseconds, added to the measurements; what the checks came to does not matter here.
timed() {
    local name=$1 start=$EPOCHREALTIME
    shift
    if "$@" >"$work/command.log" 2>&1; then :; elif [ $? = 79 ]; then cat "$work/command.log" >&2 && exit 79; fi
    echo "$name $(((${EPOCHREALTIME/[.,]/} - ${start/[.,]/}) / 1000))" >>"$work/runs.txt"
}

measure_runs() {
    local round one
    ./xe-cts --version >/dev/null
    export XE_CTS_NO_BUILD=1
    one=$(./xe-cts list | head -n 1)
    : >"$work/runs.txt"
    for ((round = 1; round <= rounds; round++)); do
        printf '\rruns: round %d of %d' "$round" "$rounds" >&2
        timed 'xe-cts --version' ./xe-cts --version
        timed 'xe-cts list' ./xe-cts list
        timed 'one check' ./xe-cts run --no-report --out "$work/one" --select "$one"
        timed 'all, no report' ./xe-cts run --no-report --out "$work/all"
        timed 'all, with report' ./xe-cts run --out "$work/report"
    done
    printf '\r%40s\r' '' >&2
}

print_runs() {
    local name checks all one
    checks=$(./xe-cts list | wc -l)
    echo "Runs on the simulator, ms, $rounds interleaved rounds, $checks checks"
    printf '%-20s %8s %8s %8s\n' run median lowest highest
    for name in 'xe-cts --version' 'xe-cts list' 'one check' 'all, no report' 'all, with report'; do
        read -r median lowest highest < <(sed -n "s/^$name //p" "$work/runs.txt" | quartiles)
        printf '%-20s %8.0f %8.0f %8.0f\n' "$name" "$median" "$lowest" "$highest"
        case $name in
        'one check') one=$median ;;
        'all, no report') all=$median ;;
        esac
    done
    awk -v all="$all" -v one="$one" -v checks="$checks" 'BEGIN {
        if (checks > 1) printf "%-20s %8.2f   (all less one, by their number)\n", "each further check", (all - one) / (checks - 1) }'
}

grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
echo "$(uname -sr), $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
[ $# -gt 0 ] || set -- calls runs
for part in "$@"; do
    echo
    case $part in
    calls)
        build_calls
        measure_calls
        print_calls
        ;;
    runs)
        measure_runs
        print_runs
        ;;
    growth)
        . ci/bench/growth.sh
        measure_growth
        print_growth
        ;;
    kernel)
        . ci/bench/kernel.sh
        measure_kernel
        print_kernel
        ;;
    *) echo "usage: ci/bench.sh [calls|runs|growth|kernel]..." >&2 && exit 2 ;;
    esac
done
