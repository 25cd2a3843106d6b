# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the launcher and the scripts: sets and exports JAVA_HOME to a JDK of release 25 or newer, whatever `java` on PATH is.
# Looks, in this order, at XE_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm, /opt and SDKMAN; starts no Java. Exits 79 if there is none.

xe_jdk_wanted=25

# Takes folder $1 if it is a JDK that is new enough.
xe_take_jdk() {
    local line release=0
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in JAVA_VERSION=*) line=${line#*\"} && release=${line%%[!0-9]*} ;; esac
    done <"$1/release"
    [ "${release:-0}" -ge "$xe_jdk_wanted" ] && export JAVA_HOME=$1
}

xe_find_jdk() {
    local home javac
    if xe_take_jdk "${XE_JAVA_HOME-}" || xe_take_jdk "${JAVA_HOME-}"; then return 0; fi
    javac=$(command -v javac) && javac=$(readlink -f "$javac")
    for home in "${javac%/bin/javac}" /usr/lib/jvm/* /opt/* "${HOME-}"/.sdkman/candidates/java/*; do
        if xe_take_jdk "$home"; then return 0; fi
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
