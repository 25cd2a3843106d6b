# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the launcher and the scripts: sets and exports JAVA_HOME to a JDK of release 25 or newer, whatever `java` on PATH is.
# Looks, in this order, at XE_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm, /opt and SDKMAN; starts no Java. Exits 79 if there is none.

xe_jdk_wanted=25

# Prints the release of the JDK in folder $1; nothing if that is no JDK.
xe_jdk_release() {
    local line
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in JAVA_VERSION=*) line=${line#*\"} && echo "${line%%[!0-9]*}" ;; esac
    done <"$1/release"
}

xe_find_jdk() {
    local home release javac
    javac=$(command -v javac) && javac=$(readlink -f "$javac")
    for home in "${XE_JAVA_HOME-}" "${JAVA_HOME-}" "${javac%/bin/javac}" \
        /usr/lib/jvm/* /opt/* "${HOME-}"/.sdkman/candidates/java/*; do
        [ -n "$home" ] || continue
        release=$(xe_jdk_release "$home")
        if [ "${release:-0}" -ge "$xe_jdk_wanted" ]; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    cat >&2 <<-END
	xe-cts: no JDK $xe_jdk_wanted or newer in XE_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm, /opt or ~/.sdkman.
	  Debian, Ubuntu:  apt install openjdk-$xe_jdk_wanted-jdk-headless
	  Fedora:          dnf install java-$xe_jdk_wanted-openjdk-devel
	  or unpack any JDK $xe_jdk_wanted and set XE_JAVA_HOME to its folder.
	END
    exit 79
}

xe_find_jdk
