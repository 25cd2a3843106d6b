#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plants every defect of the simulator and looks which checks notice. Arguments: names of defects ('VMR_*'), --update to write
# fixtures/defects.csv anew from what was seen, for review.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ci/jdk.sh
./xe-cts --version >/dev/null # builds what is missing
exec "$JAVA_HOME/bin/java" -XX:+UseParallelGC --enable-native-access=ALL-UNNAMED \
    -cp tests/target/test-classes:tests/target/xe-cts/xe-cts.jar xe.defects.DefectMatrix "$@"
