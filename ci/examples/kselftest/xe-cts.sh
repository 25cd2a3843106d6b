#!/bin/sh
# SPDX-License-Identifier: MIT
# For tools/testing/selftests/drivers/gpu/xe: one program of kselftest. KTAP on standard output; 0 passed, 1 failed, 4 skipped.
set -eu
home=${XE_CTS_HOME:-/opt/xe-cts}

if [ ! -x "$home/xe-cts" ]; then
    echo "KTAP version 1"
    echo "1..0 # SKIP there is no $home/xe-cts: set XE_CTS_HOME"
    exit 4
fi
out=${XE_CTS_OUT:-$(mktemp -d)}
exec "$home/xe-cts" run --backend "${XE_CTS_BACKEND:-linux}" --ktap --exit-style kselftest --no-report --out "$out" "$@"
