#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Mutation testing: changes the simulator in small ways (PIT) and looks whether a check or a self-test notices. Prints the score;
# the report goes to target/pit. Takes hours, so no part of ci/check.sh; --sample N changes each class at N places at most.
# Arguments: class globs (default: the xe model and the notification pipes).
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ci/jdk.sh

sample=()
if [ "${1-}" = --sample ]; then
    sample=(--features "+CLASSLIMIT(limit[${2:?--sample needs a number}])")
    shift 2
fi
classes=${*:-xe.sim.driver.* xe.sim.pipe.*}
mkdir -p target
ci/mvn.sh -B -q -P pit -pl harness,tests -Dspotless.check.skip=true test-compile dependency:build-classpath \
    "-Dmdep.outputFile=$PWD/target/pit.classpath"
path=$PWD/tests/target/classes:$PWD/harness/target/test-classes:$(cat target/pit.classpath)

"$JAVA_HOME/bin/java" -cp "$path" org.pitest.mutationtest.commandline.MutationCoverageReport \
    --classPath "${path//:/,}" \
    --mutableCodePaths "$PWD/harness/target/classes" \
    --sourceDirs harness/src/main/java \
    --targetClasses "${classes// /,}" \
    --targetTests 'xe.conformance.*,xe.sim.*' \
    --excludedClasses '*Defect*,*Test' \
    --jvmArgs --enable-native-access=ALL-UNNAMED,-XX:+UseSerialGC,-XX:TieredStopAtLevel=1 \
    --threads "$(nproc)" \
    --timeoutConst 2000 \
    --outputFormats XML,HTML,CSV \
    --timestampedReports=false "${sample[@]}" \
    --reportDir target/pit >target/pit.log 2>&1 || {
    tail -n 40 target/pit.log >&2
    exit 1
}
sed -n '/^- Statistics/,$s/^>> //p' target/pit.log
echo "report: target/pit/index.html"
