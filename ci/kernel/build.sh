# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh: makes the kernel, or takes the one that was made from the same source, patches, fragments and model.

# The fragments of a configuration, by what --debug and --cpus say.
fragments() {
    local name
    for name in base uml notify fault xe "$@"; do echo "$fixtures/config/$name.config"; done
}

# Sets kernel to the linux program of configuration $1 (its name), which is made of the fragments that follow.
build() {
    local variant=$1 out=$work/build-$1 key
    shift
    mkdir -p "$out"
    key=$({
        cat "$fixtures/guc_image.c" $(fragments "$@")
        (cd "$work/stage" && xargs -d '\n' sha256sum <"$work/staged")
        cc --version
    } | sha256sum)
    kernel=$out/linux
    # A developer's tree can change outside of what is staged: make has to look.
    if [[ $work == */debian-* ]] && [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then return; fi
    rm -f "$out/key"
    firmware "$out"
    configure "$out" "$@"
    note "building the kernel, configuration $variant$([ -e "$kernel" ] || echo " (minutes, the first time)")"
    # Without number and date of the build, which would be compiled in each time.
    if ! KBUILD_BUILD_VERSION=1 KBUILD_BUILD_TIMESTAMP=xe-cts make -C "$work/src" ARCH=um O="$out" -j"$(nproc)" linux >"$out/make.log" 2>&1; then
        die_broken "the kernel does not build: $(grep -m 1 -E '(error|undefined reference|multiple definition|No rule to make)' "$out/make.log" |
            sed "s|$work/src/||"); all it said: $out/make.log"
    fi
    echo "$key" >"$out/key"
}

# The driver wants an image of the GuC's firmware; the model needs nothing of it but a header.
firmware() {
    mkdir -p "$1/firmware"
    cc -Wall -o "$1/guc_image" "$fixtures/guc_image.c" && "$1/guc_image" "$1/firmware" || die_broken "the GuC images could not be made"
}

# Whether option $2 is there under its other name: a fragment says "# either: ONE OTHER" of an option that a release renamed.
other_name() {
    local names name
    names=$(grep -E "^# either:.* $2( |$)" "$1/fragment") || return
    for name in ${names#*:}; do
        if grep -q "^$name=" "$1/.config"; then return; fi
    done
    return 1
}

# Whether configuration $1 was made of $1/fragment.new, from the Kconfig files as they are.
configured() {
    local files newer
    [ -e "$1/configured" ] && cmp -s "$1/fragment" "$1/fragment.new" || return
    mapfile -t files < <(sed -n 's/^\t\(.*Kconfig[^ ]*\) .*/\1/p' "$1/include/config/auto.conf.cmd" 2>/dev/null)
    [ ${#files[@]} -gt 0 ] && newer=$(cd "$work/src" && find -L "${files[@]}" -newer "$1/configured" 2>/dev/null) && [ -z "$newer" ]
}

configure() {
    local out=$1 option dropped=()
    shift
    cat $(fragments "$@") | sed "s|@FIRMWARE@|$out/firmware|" >"$out/fragment.new"
    if configured "$out"; then return; fi
    rm -f "$out/configured"
    mv "$out/fragment.new" "$out/fragment"
    if ! make -C "$work/src" ARCH=um O="$out" KCONFIG_ALLCONFIG="$out/fragment" allnoconfig >"$out/config.log" 2>&1; then
        die_broken "the kernel cannot be configured: $(grep -m 1 -E '[Ee]rror|\*\*\*' "$out/config.log"); all it said: $out/config.log"
    fi
    while read -r option; do
        grep -qxF "$option" "$out/.config" || other_name "$out" "${option%%=*}" || dropped+=("$option")
    done < <(awk '/^CONFIG_/ { split($0, pair, "="); value[pair[1]] = $0 } /^# CONFIG_.* is not set/ { delete value[$2] }
        END { for (option in value) print value[option] }' "$out/fragment" | sort)
    if [ ${#dropped[@]} -gt 0 ]; then
        die_broken "this tree drops the option ${dropped[0]} (and $((${#dropped[@]} - 1)) more) of $(
            grep -lxF "${dropped[0]}" $(fragments "$@") | head -n 1): what it depends on is not there"
    fi
    touch "$out/configured"
}
