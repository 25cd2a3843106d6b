#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The suite on the real xe driver without a GPU: builds a kernel as a program of this machine (User Mode Linux) with a modelled GPU, boots
# it and runs the suite in it. Needs no root. See the README's section on it, and fixtures/kernel/README.md for what the model is.
#
#   ci/kernel.sh                           Debian's newest kernel source, downloaded once
#   ci/kernel.sh --release 7.2             another release of it
#   ci/kernel.sh --tree ~/linux            your own tree, which is not touched
#   ci/kernel.sh --patch series.mbox ...   with patches or mailboxes on top, in this order
#   ci/kernel.sh --debug[=full]            with KASAN; full: lockdep, kmemleak and object debugging too
#   ci/kernel.sh --cpus N                  processors of the guest: 1, which is fastest, to 4; races want 2, in a kernel of its own
#   ci/kernel.sh --guests N                so many guests at once, each with a part of the checks; 2 for the whole suite where there
#                                          are processors and memory for them, else 1
#   ci/kernel.sh --platform NAME           lnl, ptl, nvl-s or nvl-p
#   ci/kernel.sh --compare                 runs the simulator too and prints only where the two disagree
#   ci/kernel.sh --bugs                    plants each bug of fixtures/kernel/bugs, and prints which rules notice
#   ci/kernel.sh --build                   builds, and runs nothing
#   ci/kernel.sh --possible                only says whether this machine can do it, or what is missing
#   --out DIR                              instead of out/kernel;   -- OPTIONS   for xe-cts run
#
# Kernels are kept in XE_CTS_CACHE, or ~/.cache/xe-cts. Exit codes are those of xe-cts.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
fixtures=$home/fixtures/kernel
cache=${XE_CTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xe-cts}/kernel
time_limit=${XE_CTS_GUEST_TIMEOUT:-900}

# The exit codes of xe-cts: usage and environment, broken set-up.
die() { echo "ci/kernel.sh: $*" >&2 && exit 79; }
die_broken() { echo "ci/kernel.sh: $*" >&2 && exit 3; }
note() { echo "ci/kernel.sh: $*" >&2; }

# need PROGRAM...: all of them, or one line that says what to install.
need() {
    local program missing=()
    for program in "$@"; do command -v "$program" >/dev/null || missing+=("$program"); done
    [ ${#missing[@]} = 0 ] && return
    die "missing: ${missing[*]}. Debian, Ubuntu: apt install build-essential bc flex bison patch xz-utils"
}

. "$home/ci/kernel/source.sh"
. "$home/ci/kernel/build.sh"
. "$home/ci/kernel/guest.sh"

tree='' release='' platform=lnl cpus=1 guests='' umls=() variant=default extra=() mode=run out=$home/out/kernel patches=() bugs=() options=()
outputs=(--journal-only)
again=ci/kernel.sh # the command that runs single checks in the same kernel
while [ $# -gt 0 ]; do
    case $1 in
    --tree | --release | --patch | --platform | --cpus) again+=" $1 $(printf %q "${2-}")" ;;
    --debug*) again+=" $1" ;;
    --) again+=$([[ " $* " != *' --hazards '* ]] || echo ' -- --hazards') ;;
    esac
    case $1 in
    --tree | --release | --patch | --platform | --cpus | --guests | --out) [ $# -gt 1 ] || die "$1 needs a value; see $0 --help" ;;&
    --tree) tree=$2 && shift ;;
    --release) release=$2 && shift ;;
    --patch) patches+=("$(readlink -m "$2")") && shift ;;
    --platform) platform=$2 && shift ;;
    --cpus) cpus=$2 && shift ;;
    --guests) guests=$2 && shift ;;
    --out) out=$2 && shift ;;
    --debug | --debug=kasan) variant=kasan extra=(kasan) ;;
    --debug=full) variant=full extra=(debug-full) ;;
    --compare | --bugs | --build | --possible) mode=${1#--} ;;
    --help | -h) sed -n '3,/^set/{/^set/d;s/^# \?//;p}' "$0" && exit ;;
    --) shift && options=("$@") && break ;;
    *) die "unknown option '$1'; see $0 --help, and put options of xe-cts run after --" ;;
    esac
    shift
done
case $platform in lnl | ptl | nvl-s | nvl-p) ;; *) die "no platform '$platform': there are lnl, ptl, nvl-s and nvl-p" ;; esac
for patch in "${patches[@]}"; do
    [ -r "$patch" ] || die "there is no patch $patch"
    grep -q '^+++ ' "$patch" || die "$patch has no diff in it"
done
case $guests in '' | [1-9]) ;; *) die "--guests takes 1 to 9, not '$guests'" ;; esac
case $cpus in [1-4]) ;; *) die "--cpus takes 1 to 4, not '$cpus'" ;; esac
# A kernel for one processor is a sixth faster in User Mode Linux. The instrumented ones keep their locks, to be looked at.
if [ $variant = default ]; then if [ "$cpus" = 1 ]; then extra=(up); else variant=smp; fi; fi
[ "$(uname -m)" = x86_64 ] || die "User Mode Linux runs on x86_64, this is $(uname -m)"
need cc make bc flex bison patch flock timeout
. "$home/ci/jdk.sh"
if [ "$mode" = possible ]; then
    [ -n "$(kept_source "$release")" ] || debian_mirror >/dev/null
    exit 0
fi

# Everything that is built, under a lock, as two runs may share a tree.
prepare() {
    local patch
    if [ -n "$tree" ]; then user_source "$tree"; else debian_source "$release"; fi
    mkdir -p "$work"
    exec 8>"$work/lock"
    flock 8
    link_farm
    stage_changes
    build "$variant" "${extra[@]}"
    cc -Wall -O2 -static -o "$work/init" "$fixtures/init.c" 2>/dev/null || cc -Wall -O2 -o "$work/init" "$fixtures/init.c" ||
        die_broken "the guest's init does not compile"
    cp "$kernel" "$work/linux.$$"
    kernel=$work/linux.$$
    exec 8>&-
    trap 'kill "${umls[@]}" 2>/dev/null || true; rm -f "$kernel"' EXIT
    kernel_text=$source_name
    for patch in "${patches[@]}"; do kernel_text+=" + ${patch##*/}"; done
    kernel_text+=", configuration $variant"
}

# suite OUT OPTIONS...: the suite in one guest, which leaves a journal, or a part of it in each of several, which are merged with the
# options in outputs. What is made from the journal is made here, where it is faster.
suite() {
    local out part parts=() machine=0 code=0
    mkdir -p "$1"
    out=$(cd "$1" && pwd -P)
    shift
    [[ " $*" == *' --timeout'* ]] || set -- --timeout 60 "$@"
    # What the guest writes to the host's files is there at once: the guest's panic loses nothing, so no check waits for the disk.
    [[ " $* " =~ ' --'(no-)?'sync ' ]] || set -- --no-sync "$@"
    [[ " $* " =~ ' '(-e|--expect) ]] || set -- --expect "$fixtures/expectations.txt" "$@"
    umls=()
    if [ "$guests" = 1 ]; then
        suite_in_guest "$out" "$@"
        tail -q -n +1 -F "$out/output.txt" --pid="${umls[0]}" 2>/dev/null
        ended "$out" "${umls[0]}"
        return
    fi
    rm -f "$out/outcomes.jsonl"
    note "$guests guests, each with a part of the checks; the whole follows"
    for ((part = 1; part <= guests; part++)); do
        parts+=("$out/part-$part")
        mkdir -p "$out/part-$part"
        suite_in_guest "$out/part-$part" --shard "$part/$guests" "$@"
    done
    show_progress "$out"
    for ((part = 0; part < guests; part++)); do
        code=0
        ended "${parts[part]}" "${umls[part]}" || code=$?
        # What only the machine ends with; the rest is in the outcomes.
        grep -qs ' checks\? in ' "${parts[part]}/output.txt" || { machine=$code && cat "${parts[part]}/output.txt"; }
    done
    [ -s "$out/part-1/outcomes.jsonl" ] || return "$machine"
    code=0
    XE_CTS_AGAIN=$again "$home/xe-cts" merge "$out" "${parts[@]}" "${outputs[@]}" || code=$?
    [ "$machine" = 0 ] || return "$machine"
    return "$code"
}

suite_in_guest() {
    local out=$1
    shift
    start_guest "$out" "xe_uml.platform=$platform" "$home/xe-cts" run --backend linux --keep-going --journal-only --out "$out" "$@"
}

if [ "$mode" != build ]; then
    "$home/xe-cts" --version >/dev/null & # builds what is missing
    built=$!
fi
prepare
[ "$mode" != build ] || exit 0
wait $built || exit
guests=${guests:-$(usual_guests "${options[@]}")}
case $mode in
run)
    code=0
    [[ " ${options[*]} " == *' --no-report '* ]] && outputs=(--no-html) || outputs=()
    suite "$out" "${options[@]}" || code=$?
    if [ "$guests" = 1 ] && [ -s "$out/outcomes.jsonl" ]; then "$home/xe-cts" report "$out" "${outputs[@]}"; fi
    exit $code
    ;;
compare) . "$home/ci/kernel/compare.sh" ;;
bugs) . "$home/ci/kernel/bugs.sh" ;;
esac
