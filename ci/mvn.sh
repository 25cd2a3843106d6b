#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs Maven on a JDK 25: the installed Maven if it is new enough, else the wrapper in ci/. Takes Maven's arguments.
set -eu
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=ci/jdk.sh
. "$ci/jdk.sh"
wanted=3.8.7
# Maven 3.8 on JDK 25 warns about its own libraries; nothing that a reader could act on.
export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS-}"

version=$(mvn -v 2>/dev/null | sed -n 's/^[^A]*Apache Maven \([0-9.]*\).*/\1/p') || true
if [ -n "$version" ] && [ "$(printf '%s\n' "$wanted" "$version" | sort -V | head -n1)" = "$wanted" ]; then
    exec mvn "$@"
fi
if [ -n "${MVNW_REPOURL-}" ]; then
    exec "$ci/mvnw" "$@"
fi
cat >&2 <<END
xe-cts: Maven $wanted or newer is needed to build, found ${version:-none}.
  Debian, Ubuntu:  apt install maven
  Fedora:          dnf install maven
  or set MVNW_REPOURL to the address of a Maven repository: ci/mvnw then fetches Maven from there.
END
exit 79
