# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh for --bugs: plants one bug of the driver after the other, and looks whether its rule notices.
missed=0
printf '%-44s %-10s %s\n' bug rule "checks that notice"
for bug in "$fixtures"/bugs/*.sh; do
    rule=$(sed -n 's/^# rule: *//p' "$bug")
    bugs=("$bug")
    rm -f "$kernel"
    prepare
    result=$out/bugs/$(basename "$bug" .sh)
    mkdir -p "$result"
    suite "$result" "${options[@]}" >"$result.txt" 2>&1 || true
    noticed=$(grep -E '"status":"(failed|failed-with-log|crashed|timed-out|broken)"' "$result/outcomes.jsonl" | grep -c "\"$rule\"" || true)
    other=$(grep -E '"status":"(failed|failed-with-log|crashed|timed-out|broken)"' "$result/outcomes.jsonl" | grep -vc "\"$rule\"" || true)
    if [ "$noticed" = 0 ]; then
        missed=$((missed + 1))
        printf '%-44s %-10s MISSED (%d checks of other rules)\n' "$(basename "$bug")" "$rule" "$other"
    else
        printf '%-44s %-10s %d, and %d of other rules\n' "$(basename "$bug")" "$rule" "$noticed" "$other"
    fi
done
exit $((missed > 0))
