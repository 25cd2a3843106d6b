#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Everything that has to be green, for people and machines alike. Needs a JDK 25 and Maven, no GPU. Stops at the first failing step.
# Options: --quick leaves out the defect matrix; --kernel runs the suite on the real xe driver with KASAN too (ci/kernel.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ci/jdk.sh

quick=''
kernel=''
for option in "$@"; do
    case $option in
    --quick) quick=1 ;;
    --kernel) kernel=1 ;;
    *)
        echo "ci/check.sh: unknown option '$option'; there are --quick and --kernel" >&2
        exit 79
        ;;
    esac
done

logs=target/check
rm -rf "$logs"
mkdir -p "$logs"
step=0

# step TITLE COMMAND...: runs the command quietly; on failure shows the end of what it said, and ends.
step() {
    local title=$1 start=$SECONDS log
    shift
    step=$((step + 1))
    log=$logs/$step.log
    if "$@" >"$log" 2>&1; then
        printf 'ok    %-52s %4d s\n' "$title" $((SECONDS - start))
        return
    fi
    printf 'FAIL  %-52s %4d s\n' "$title" $((SECONDS - start))
    grep -vE '^\[INFO\]|^WARNING: |^\s+at ' "$log" | tail -n 60
    echo "ci/check.sh: '$title' failed; all it said: $log" >&2
    exit 1
}

# no_other_host REPORT: the report must not make a browser ask any other machine for anything.
no_other_host() {
    [ -s "$1" ] || { echo "there is no report $1" && return 1; }
    ! grep -oE "(src|href)=[\"']?(https?:)?//[^\"' >]*|url\((https?:)?//[^)]*|(fetch|importScripts)\([\"']https?:[^\"']*" "$1"
}

# refuses_without_build: what the launcher does in a tree that was never built.
refuses_without_build() {
    local code=0
    mkdir -p "$logs/never-built/ci"
    cp xe-cts "$logs/never-built" && cp ci/jdk.sh "$logs/never-built/ci"
    XE_CTS_NO_BUILD=1 "$logs/never-built/xe-cts" --version || code=$?
    [ $code = 79 ]
}

# suite NAME OPTIONS...: the whole suite on the simulator.
suite() {
    local name=$1
    shift
    XE_CTS_NO_BUILD=1 ./xe-cts run --no-report --out "$logs/run-$name" "$@"
}

step "format, compile, self-tests, checks in Surefire" ci/mvn.sh -B spotless:check verify
verify=$logs/$step.log
step "launcher, from a build that is up to date" ./xe-cts --version
step "launcher, where nothing is built" refuses_without_build
step "every rule has a check or a reason" env XE_CTS_NO_BUILD=1 ./xe-cts rules
rules=$logs/$step.log
for profile in tgl dg2 pvc mtl lnl bmg ptl nvl-p cri; do
    step "suite on the simulator, profile $profile" suite "$profile" --profile "$profile"
done
step "suite on the simulator, stock kernel" suite stock --kernel-model stock
step "report" env XE_CTS_NO_BUILD=1 ./xe-cts run --out "$logs/report"
run=$logs/$step.log
step "report asks no other host" no_other_host "$logs/report/report.html"
step "outputs and examples, read by their consumers" ci/examples/check.sh
grep -E '^skipped' "$logs/$step.log" || true
if [ -z "$quick" ]; then
    step "every defect is noticed" ci/defects.sh
    grep -E '^[0-9]+ defects: ' "$logs/$step.log"
fi
if [ -n "$kernel" ]; then
    step "suite on the real xe driver, modelled GPU, KASAN" ci/kernel.sh --debug --out "$logs/kernel"
    grep -E '^(passed|failed|broken|not-evidence|skipped) ' "$logs/$step.log"
fi

echo
cat "$rules"
echo
grep -E 'Tests run: [0-9]+, .*[0-9]$' "$verify" | sed 's/^\[[A-Z]*\] //'
awk '/^(passed|failed|broken|skipped) / { n[$1] = $2 }
    END { printf "%d passed, %d failed, %d skipped\n", n["passed"], n["failed"] + n["broken"], n["skipped"] }' "$run"
echo "everything is green, $SECONDS s"
