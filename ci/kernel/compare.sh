# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh for --compare: the same checks on the simulator and on the driver, and where the two disagree.
case $platform in lnl | ptl | nvl-p) ;; *) die "the simulator has no profile $platform to compare with: there are lnl, ptl and nvl-p" ;; esac

code=0
mkdir -p "$out"
suite "$out/driver" --traces "${options[@]}" >"$out/driver.txt" || code=$?
[ $code -le 1 ] || { cat "$out/driver.txt" && exit $code; }
# What the driver has of the series decides which simulator it is held against.
model=series
if grep -q '"status":"skipped".*"message":"VM_RESTART:' "$out/driver/outcomes.jsonl"; then model=stock; fi
"$home/xe-cts" run --profile "$platform" --kernel-model "$model" --journal-only --traces --out "$out/sim" "${options[@]}" \
    >"$out/sim.txt" || code=$?
[ $code -le 1 ] || { cat "$out/sim.txt" && exit $code; }
"$home/xe-cts" compare --traces "$out/sim" "$out/driver"
