#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows what ci/kernel.sh says when something is wrong: each case has to end with the right exit code and one clear line, and to leave
# nothing running. Builds five broken kernels from Debian's source, so it takes minutes; ci/check.sh --kernel does without it.
set -uo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
cache=${XE_CTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xe-cts}/kernel
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
exit $failed
