#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows what ci/kernel.sh says when something is wrong: each case has to end with the right exit code and one clear line, and to leave
# nothing running. Builds five broken kernels from Debian's source, so it takes minutes; ci/check.sh --kernel does without it.
#
#   ci/kernel/selftest.sh [SERIES]    with a patch or mailbox of the async notification series, the whole suite runs on other forms of
#                                     its fault attribute too, and has to be green
set -uo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
cache=${XE_CTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xe-cts}/kernel
series=${1:+$(readlink -f "$1")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect CODE LINE ARGUMENTS...: what ci/kernel.sh with these arguments must exit with, and a pattern of the line that it must print last.
expect() {
    local code=$1 line=$2 got=0 start=$SECONDS
    shift 2
    "$home/ci/kernel.sh" --out "$work/out" "$@" >"$work/printed" 2>&1 || got=$?
    if [ $got = "$code" ] && grep -Eq "^ci/kernel.sh: .*$line" "$work/printed"; then
        printf 'ok    %4d s  exit %-3d  %s\n' $((SECONDS - start)) $got "$(grep -E "$line" "$work/printed" | tail -n 1)"
    else
        printf 'FAIL  %4d s  exit %d, expected %d and "%s":\n' $((SECONDS - start)) $got "$code" "$line"
        tail -n 5 "$work/printed"
        failed=1
    fi
    if pgrep -f "$cache/work/.*/linux\.[0-9]+ mem=" >/dev/null; then
        echo "FAIL  a guest is still running"
        failed=1
    fi
}

# edit FILE SED-EXPRESSION: prints the name of a patch that makes this edit.
edit() {
    local patch
    patch=$(mktemp -p "$work" XXXX.patch)
    diff -u --label "a/$1" --label "b/$1" "$source/$1" <(sed "$2" "$source/$1") >"$patch"
    [ -s "$patch" ] || echo "the edit of $1 finds no place" >&2
    echo "$patch"
}

# in_destroy STATEMENT: a patch that runs the statement at VM_DESTROY with a pad of 1.
in_destroy() {
    edit drivers/gpu/drm/xe/xe_vm.c "/^int xe_vm_destroy_ioctl/,/^}/s/^\tint err = 0;/&\n\n\tif (args->pad == 1)\n\t\t$1;/"
}

# on_series NAME SED-EXPRESSION: prints the name of a patch that makes this edit of xe_vm.c in a tree with the series.
on_series() {
    local file=drivers/gpu/drm/xe/xe_vm.c patch
    if [ ! -d "$work/series" ]; then
        mkdir "$work/series"
        sed -n 's,^--- a/,,p' "$series" | (cd "$source" && xargs cp --parents -t "$work/series")
        patch -s -p1 -d "$work/series" <"$series"
    fi
    patch=$(mktemp -p "$work" XXXX.patch)
    diff -u --label "a/$file" --label "b/$file" "$work/series/$file" <(sed "$2" "$work/series/$file") >"$patch"
    [ -s "$patch" ] || echo "the edit of $file finds no place" >&2
    mv "$patch" "$work/$1.patch"
    echo "$work/$1.patch"
}

# green REASON ARGUMENTS...: the whole suite has to pass, and to skip checks for this reason.
green() {
    local reason=$1 got=0 start=$SECONDS
    shift
    "$home/ci/kernel.sh" --out "$work/out" --patch "$series" "$@" -- --no-report >"$work/printed" 2>&1 || got=$?
    if [ $got = 0 ] && grep -qF "$reason" "$work/out/outcomes.jsonl"; then
        printf 'ok    %4d s  %s; %s\n' $((SECONDS - start)) "$(grep -E '^passed ' "$work/printed" | tr -s ' ')" "$reason"
    else
        printf 'FAIL  %4d s  exit %d, expected 0 and "%s":\n' $((SECONDS - start)) $got "$reason"
        grep -A4 -E '^(FAILED|BROKEN)' "$work/printed" | head -n 20
        tail -n 3 "$work/printed"
        failed=1
    fi
}

expect 79 "unknown option '--trees'" --trees
expect 79 "no platform 'bmg'" --platform bmg
expect 79 "guests takes 1 to 9, not '0'" --guests 0
expect 79 "there is no folder $work/nothing" --tree "$work/nothing"
expect 79 "is no tree of the Linux kernel" --tree "$work"
mkdir -p "$work/old/arch/um" && touch "$work/old/Kbuild" "$work/old/MAINTAINERS"
printf 'VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 0\nEXTRAVERSION =\n' >"$work/old/Makefile"
expect 79 "5\.10\.0 is too old, 7\.2 or later" --tree "$work/old"
expect 79 "no linux-source-1\.0" --release 1.0
expect 79 "there is no patch" --patch "$work/none.patch"
echo hello >"$work/text.patch"
expect 79 "has no diff in it" --patch "$work/text.patch"

"$home/ci/kernel.sh" --build || exit
source=$(find "$cache/debian" -mindepth 2 -maxdepth 2 -name 'linux-source-*' | sort -V | tail -n 1)
printf -- '--- a/%s\n+++ b/%s\n@@ -7,1 +7,1 @@\n-not there\n+neither\n' drivers/gpu/drm/xe/xe_vm.c drivers/gpu/drm/xe/xe_vm.c >"$work/off.patch"
expect 79 "does not apply to .*xe_vm.c, hunk 1 near line 7" --patch "$work/off.patch"
expect 3 "does not build: .*xe_vm.c:[0-9]*.* error: .*pda" --patch "$(edit drivers/gpu/drm/xe/xe_vm.c \
    '/^int xe_vm_destroy_ioctl/,/^}/s/args->pad/args->pda/')"
expect 3 "drops the option CONFIG_FAULT_INJECTION_DEBUG_FS=y" --patch "$(edit lib/Kconfig.debug \
    's/^config FAULT_INJECTION_DEBUG_FS$/&_NO_MORE/')"
expect 3 "the driver did not probe: .*xe" --patch "$(edit drivers/gpu/drm/xe/xe_device.c \
    '/^int xe_device_probe(/,/^}/s/^\txe->info.mem_region_mask.*/\treturn -EIO;\n&/')"
expect 112 "the kernel panicked: .*planted in vm-" --patch "$(in_destroy 'panic("planted")')" \
    -- --select 'vm-destroy.*' --select 'drm-node.*'
expect 112 "the kernel panicked: .*planted in vm-" --patch "$(in_destroy 'panic("planted")')" --guests 2 \
    -- --select 'vm-destroy.*' --select 'drm-node.*'
export XE_CTS_GUEST_TIMEOUT=40
expect 2 "did not end within 40 s in vm-" --patch "$(in_destroy 'for (;;) cpu_relax()')" \
    -- --select 'vm-destroy.*' --select 'drm-node.*'
unset XE_CTS_GUEST_TIMEOUT

if [ -z "$series" ]; then
    echo "left out: other forms of the fault attribute of the rebind worker, as no patch of the series was given"
    exit $failed
fi
# Older: another name, before the rebind, for every VM.
green "FAIL_REBIND: an older fault attribute, rebind_enospc" --patch "$(on_series older '
    s/fail_rebind/rebind_enospc/g
    s/(vm->flags & XE_VM_FLAG_RESTARTABLE) && should_fail/should_fail/
    /if (xe_vm_inject_rebind_error(vm)) {/,/^\t}$/d
    s/^\terr = alloc_preempt_fences.*/\tif (xe_vm_inject_rebind_error(vm)) {\n\t\terr = -ENOSPC;\n\t\tgoto out_unlock;\n\t}\n\n&/')"
# Something else that has the name.
green "FAULT_INJECTION: fail_rebind does not make the rebind worker fail" --patch "$(on_series unrelated \
    's/if (xe_vm_inject_rebind_error(vm)) {/if (tries < 0 \&\& xe_vm_inject_rebind_error(vm)) {/')"
green "FAULT_INJECTION: fail_rebind ends a run of the rebind worker with EIO (5), not ENOSPC" --patch "$(on_series other-errno \
    '/if (xe_vm_inject_rebind_error(vm)) {/,/^\t}$/s/ENOSPC/EIO/')"
exit $failed
