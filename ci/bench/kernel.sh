# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/bench.sh: what the real driver on a modelled GPU costs (ci/kernel.sh), from nothing, from the cache, and after an edit.

# An edit to one file of the driver, another one each time, as a patch.
edit_of_one_file() {
    local file=drivers/gpu/drm/xe/xe_vm.c source
    source=$(find "$XE_CTS_CACHE/kernel/debian" -path "*/$file" | head -n 1)
    diff -u --label "a/$file" --label "b/$file" "$source" <(cat "$source" && echo "/* edit $1 */") || true
}

measure_kernel() {
    local round
    export XE_CTS_CACHE=$PWD/$work/cache
    ./xe-cts --version >/dev/null
    rm -rf "$XE_CTS_CACHE"
    : >"$work/runs.txt"
    echo 'kernel: from nothing, which takes minutes' >&2
    timed 'from nothing' ci/kernel.sh --out "$work/guest"
    for ((round = 1; round <= rounds; round++)); do
        printf '\rkernel: round %d of %d' "$round" "$rounds" >&2
        timed 'from the cache' ci/kernel.sh --out "$work/guest"
        # Several guests run a part each, at the same time.
        echo "checks a second $(cat "$work/guest"/{,part-*/}output.txt 2>/dev/null |
            sed -n 's/^\([0-9]*\) checks in \([0-9.]*\) s$/\1 \2/p' |
            awk '{ checks += $1; if ($2 > time) time = $2 } END { print checks / time }')" >>"$work/runs.txt"
        edit_of_one_file "$round" >"$work/edit.patch"
        timed 'after an edit' ci/kernel.sh --patch "$PWD/$work/edit.patch" --out "$work/guest"
        timed 'back again' ci/kernel.sh --build
    done
    printf '\r%40s\r' '' >&2
}

print_kernel() {
    local name
    echo "The real xe driver on a modelled GPU, ms, $rounds rounds; the cache was $(du -sh "$XE_CTS_CACHE" | cut -f1)"
    printf '%-20s %8s %8s %8s\n' run median lowest highest
    for name in 'from nothing' 'from the cache' 'after an edit' 'checks a second'; do
        read -r median lowest highest < <(sed -n "s/^$name //p" "$work/runs.txt" | quartiles)
        printf '%-20s %8.0f %8.0f %8.0f\n' "$name" "$median" "$lowest" "$highest"
    done
    rm -rf "$XE_CTS_CACHE"
}
