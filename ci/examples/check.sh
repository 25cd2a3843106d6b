#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Holds the outputs of runs and the examples against the parsers of those who read them. A parser that is not installed is skipped,
# and said so. The self-tests check the same against schemas.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=target/examples
rm -rf "$work"
mkdir -p "$work"
bad=0

# judged NAME COMMAND...: one line, and what the command said if it fails.
judged() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        echo "ok      $name"
    else
        echo "FAIL    $name"
        sed 's/^/    /' "$work/log"
        bad=1
    fi
}

skipped() { echo "skipped $1: $2"; }

# has PROGRAM: whether it is on PATH.
has() { command -v "$1" >/dev/null; }

run() { XE_CTS_NO_BUILD=1 ./xe-cts run --no-report "$@"; }

XE_CTS_NO_BUILD=1 ./xe-cts --version >/dev/null

# Two runs: one with failures, for reproducers, and one in the nesting of kselftest.
run --select 'vm-restart.*' --defect VMR_001_PAD_IGNORED --out "$work/red" >"$work/red.log" 2>&1 && code=0 || code=$?
judged "a broken rule ends with 1" [ "$code" = 1 ]
run --select 'vm-create*' --ktap --ktap-nesting comment --out "$work/green" >"$work/comment.tap" 2>"$work/green.log"

judged "expectations of ci/kernel.sh" env XE_CTS_NO_BUILD=1 ./xe-cts expectations fixtures/kernel/expectations.txt

kunit=$(find "${XE_CTS_CACHE:-$HOME/.cache/xe-cts}" -path '*/tools/testing/kunit/kunit.py' -print -quit 2>/dev/null || true)
if [ -n "$kunit" ] && has python3; then
    kunit_totals() {
        local file
        file=$(readlink -f "$1")
        (cd "$(dirname "$kunit")" && python3 kunit.py parse "$file") | sed 's/\x1b\[[0-9;]*m//g' >"$work/kunit"
        grep -E "Ran [0-9]+ tests: passed: $2" "$work/kunit"
    }
    passed=$(grep -c $'^passed\t' "$work/green/results.txt")
    judged "KTAP, kunit.py of $(basename "${kunit%/tools/testing/kunit/kunit.py}")" \
        kunit_totals "$work/green/results.ktap" "$passed"
else
    skipped "KTAP, kunit.py" "no kernel source below ~/.cache/xe-cts (ci/kernel.sh brings one), or no python3"
fi
if has prove; then
    judged "KTAP nested in comments, TAP::Harness" prove --exec cat "$work/comment.tap"
else
    skipped "KTAP nested in comments, TAP::Harness" "no prove"
fi

if has xmllint; then
    judged "JUnit XML, xmllint" xmllint --noout "$work/red/junit.xml"
else
    skipped "JUnit XML, xmllint" "not installed (libxml2-utils); the self-tests hold it against a schema"
fi
if /usr/bin/python3 -c 'import junitparser' 2>/dev/null; then
    junit() { /usr/bin/python3 -m junitparser verify "$1/junit.xml"; }
    only_green() { junit "$work/green" && ! junit "$work/red"; }
    judged "JUnit XML, junitparser" only_green
else
    skipped "JUnit XML, junitparser" "not installed (python3-junitparser); the self-tests hold it against a schema"
fi

if has igt_results; then
    cp -r "$work/red/igt" "$work/igt"
    rm "$work/igt/results.json"
    same_names() { diff <(grep -o '"igt@[^"]*@[^"]*"' "$1" | sort) <(grep -o '"igt@[^"]*@[^"]*"' "$2" | sort); }
    judged "IGT folder, igt_results" igt_results "$work/igt"
    judged "IGT results.json, the same tests" same_names "$work/igt/results.json" "$work/red/igt/results.json"
else
    skipped "IGT results, igt_results" "no igt-gpu-tools"
fi

if has kcidb-validate; then
    valid_kcidb() { kcidb-validate <"$1" >/dev/null; }
    judged "kcidb.json, kcidb-validate" valid_kcidb "$work/red/kcidb.json"
else
    skipped "kcidb.json, kcidb-validate" "not installed; the self-tests hold it against a schema"
fi

lava=/usr/share/lava-common/lava-schema.py
if [ -x "$lava" ] && "$lava" --help >/dev/null 2>&1; then
    judged "LAVA job, lava-schema.py" "$lava" job ci/examples/lava/job.yaml
    judged "LAVA test definition, lava_common" /usr/bin/python3 -c '
import sys, yaml
from lava_common.schemas.test import testdef
testdef.validate(yaml.safe_load(open(sys.argv[1])))' ci/examples/lava/xe-cts.yaml
else
    skipped "LAVA job and test definition" "not installed (lava-common python3-jinja2 python3-yaml); the self-tests have schemas"
fi
if has action-validator; then
    judged "GitHub workflow, action-validator" action-validator ci/examples/github.yml
else
    skipped "GitHub workflow, action-validator" "not installed (npm: @action-validator/cli); the self-tests have a schema"
fi
if has gitlab-ci-local; then
    gitlab() {
        rm -rf "$work/gitlab" && git init -q "$work/gitlab" && cp ci/examples/gitlab.yml "$work/gitlab/.gitlab-ci.yml" &&
            git -C "$work/gitlab" remote add origin git@gitlab.example.org:xe/xe-cts.git &&
            (cd "$work/gitlab" && gitlab-ci-local --list) | tee "$work/gitlab/list" && grep -q '^hardware ' "$work/gitlab/list"
    }
    judged "GitLab pipeline, gitlab-ci-local" gitlab
else
    skipped "GitLab pipeline, gitlab-ci-local" "not installed (npm); the self-tests have a schema"
fi

if has cc; then
    compiles() { for source in "$1"/*.c; do cc -Wall -Werror -o "$work/a.out" "$source" || return 1; done; }
    judged "reproducers, cc -Wall -Werror" compiles "$work/red/reproducers"
else
    skipped "reproducers" "no C compiler"
fi

ends_with_four() { XE_CTS_HOME=/nowhere sh ci/examples/kselftest/xe-cts.sh || [ $? = 4 ]; }
judged "kselftest wrapper without a suite skips" ends_with_four
kselftest() {
    XE_CTS_NO_BUILD=1 XE_CTS_HOME=$PWD XE_CTS_BACKEND=sim XE_CTS_OUT=$work/kselftest \
        sh ci/examples/kselftest/xe-cts.sh --select 'vm-restart.*' | grep -q '^# Totals: pass:'
}
judged "kselftest wrapper, on the simulator" kselftest

exit $bad
