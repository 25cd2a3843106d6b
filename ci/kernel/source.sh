# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by ci/kernel.sh: where the kernel's source comes from, and the tree that is built from it.
#
# The source itself is never written to. What is built is a farm of links to its files; real copies stand where a patch, a planted bug
# or the GPU model changed something, so that make sees exactly the files that differ from the build before.

# Sets source, source_name and work for a Debian package: the one of release $1, or without one the newest there is.
debian_source() {
    local release=${1-} kept
    kept=$(kept_source "$release")
    if [ -z "$kept" ]; then
        (flock 7 && fetch_debian "$release") 7>"$cache/lock" || exit
        kept=$(kept_source "$release")
    fi
    source=$kept
    source_name="Debian $(basename "$(dirname "$kept")")"
    work=$cache/work/debian-$(basename "$(dirname "$kept")")
}

# Prints the folder of the newest source of release $1, or of any without one, that was downloaded before; nothing if there is none.
kept_source() {
    mkdir -p "$cache/debian"
    find "$cache/debian" -mindepth 2 -maxdepth 2 -name "linux-source-${1:-[0-9]*}" | sort -V | tail -n 1
}

# Prints the Debian mirror that this system uses.
debian_mirror() {
    local mirrors
    need apt-get dpkg-deb xz
    mirrors=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep '/debian/$') ||
        die "apt has no Debian mirror configured: give a kernel tree with --tree DIR"
    echo "${mirrors%%$'\n'*}"
}

# The mirror that this system uses, asked for its newer releases by a configuration of our own: the system's stays as it is.
fetch_debian() {
    local release=$1 apt=$cache/apt mirror package version
    mirror=$(debian_mirror)
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/parts" "$cache/debian"
    printf 'deb %s sid main\ndeb %s experimental main\n' "$mirror" "$mirror" >"$apt/sources.list"
    cat >"$apt/apt.conf" <<-END
	Dir::State "$apt";
	Dir::State::status "/dev/null";
	Dir::Cache "$apt";
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "$apt/parts";
	Dir::Etc::preferences "$apt/preferences";
	Dir::Etc::preferencesparts "$apt/parts";
	APT::Sandbox::User "";
	Acquire::Languages "none";
	END
    export APT_CONFIG=$apt/apt.conf
    note "asking $mirror for kernel sources"
    apt-get -q update >"$apt/log" 2>&1 || die "apt-get update failed: $(grep -m 1 '^[EW]:' "$apt/log"); all it said: $apt/log"
    package=$(apt-cache search --names-only '^linux-source-[0-9.]+$' | awk '{ print $1 }' | sort -V |
        grep -x "linux-source-${release:-[0-9.]*}" | tail -n 1) || true
    [ -n "$package" ] || die "the mirror has no linux-source-$release, only" \
        "$(apt-cache search --names-only '^linux-source-[0-9.]+$' | awk '{ print $1 }' | sort -V | tr '\n' ' ')"
    version=$(apt-cache show "$package" | awk '$1 == "Version:" { print $2; exit }')
    note "downloading $package $version"
    (cd "$apt" && apt-get -q download "$package" >"$apt/log" 2>&1) ||
        die "the download failed: $(grep -m 1 '^[EW]:' "$apt/log"); all it said: $apt/log"
    unset APT_CONFIG
    note "unpacking it"
    rm -rf "$apt/unpacked" && mkdir "$apt/unpacked"
    dpkg-deb --fsys-tarfile "$apt/$package"_*.deb | tar -xO --wildcards './usr/src/*.tar.xz' | tar -xJ -C "$apt/unpacked" ||
        die "$package could not be unpacked below $cache: is the disk full?"
    rm -f "$apt/$package"_*.deb
    mkdir -p "$cache/debian/$version"
    mv "$apt/unpacked/"* "$cache/debian/$version/$package"
}

# Sets source, source_name and work for a developer's tree.
user_source() {
    [ -d "$1" ] || die "there is no folder $1"
    source=$(cd "$1" && pwd -P)
    if [ ! -e "$source/Kbuild" ] || [ ! -d "$source/arch/um" ] || [ ! -e "$source/MAINTAINERS" ]; then
        die "$1 is no tree of the Linux kernel"
    fi
    [ -d "$source/drivers/gpu/drm/xe" ] || die "$1 has no drivers/gpu/drm/xe: Linux $(tree_version) is too old, 7.2 or later is needed"
    source_name=$1
    if git -C "$source" rev-parse -q --verify HEAD >/dev/null 2>&1; then
        source_name+=" ($(git -C "$source" describe --always --dirty 2>/dev/null))"
    fi
    work=$cache/work/tree-$(basename "$source")-$(printf %s "$source" | sha256sum | cut -c1-8)
}

tree_version() {
    awk '$2 == "=" { v[$1] = $3 } END { print v["VERSION"] "." v["PATCHLEVEL"] "." v["SUBLEVEL"] v["EXTRAVERSION"] }' \
        <(head -n 6 "$source/Makefile")
}

# The source's files, without what a build in the tree has left.
list_files() {
    if git -C "$source" rev-parse -q --verify HEAD >/dev/null 2>&1 && [ "$(git -C "$source" rev-parse --show-toplevel)" = "$source" ]; then
        (cd "$source" && git ls-files -co --exclude-standard && git ls-files -d) | sort | uniq -u
    else
        (cd "$source" && find . \( -path ./.git -o -path ./include/config -o -path ./include/generated -o -path './arch/*/include/generated' \) \
            -prune -o ! -type d ! -name '*.o' ! -name '*.a' ! -name '*.ko' ! -name '*.cmd' ! -path './.config*' ! -path './vmlinux*' \
            -printf '%P\n') | sort
    fi
}

# Brings the farm of links up to the source's files.
link_farm() {
    local farm=$work/src
    if [ -e "$work/files" ] && [[ $work == */debian-* ]]; then return; fi
    mkdir -p "$work"
    list_files >"$work/files.new"
    if [ ! -e "$work/files" ]; then
        rm -rf "$farm"
        mkdir -p "$farm"
        (cd "$source" && find . -mindepth 1 -maxdepth 1 ! -name .git -printf "$source/%P\0") | xargs -0 cp -rs -t "$farm" ||
            die "the tree could not be linked below $work"
        (cd "$farm" && find . ! -type d -printf '%P\n') | sort | comm -23 - "$work/files.new" | (cd "$farm" && xargs -r -d '\n' rm -f)
    else
        comm -23 "$work/files" "$work/files.new" | (cd "$farm" && xargs -r -d '\n' rm -f)
        comm -13 "$work/files" "$work/files.new" | while read -r file; do
            mkdir -p "$farm/$(dirname "$file")"
            ln -sf "$source/$file" "$farm/$file"
        done
    fi
    mv "$work/files.new" "$work/files"
}

# The files that a patch names, before and after.
patched_files() {
    sed -n 's/^\(---\|+++\) [ab]\/\([^\t]*\).*/\2/p; s/^rename \(from\|to\) //p' "$1" | sort -u
}

# Makes the changed files in a stage of their own, then moves those whose content differs into the farm.
stage_changes() {
    local stage=$work/stage file patch bug message
    rm -rf "$stage"
    mkdir -p "$stage"
    {
        echo Makefile
        echo Kbuild
        echo arch/um/Kconfig
        echo arch/um/drivers/virt-pci.h
        (cd "$source" && find drivers/gpu/drm/xe -type f ! -name '*.o' ! -name '.*' ! -name '*.a')
        for patch in "${patches[@]}"; do patched_files "$patch"; done
        cat "$work/staged" 2>/dev/null || true
    } | sort -u | (cd "$source" && while read -r file; do [ -f "$file" ] && echo "$file"; done) |
        (cd "$source" && xargs -d '\n' cp --parents -t "$stage")
    chmod -R u+w "$stage"
    for patch in "${patches[@]}"; do apply "$patch" "$stage"; done
    message=$("$fixtures/plant.sh" "$stage" 2>&1) || die "$(echo "${message#plant.sh: }" | sed "s|$stage|$source_name|")"
    for bug in "${bugs[@]}"; do "$bug" "$stage" >&2 || die "the bug $(basename "$bug") found no place in $source_name"; done
    (cd "$stage" && find . -type f -printf '%P\n' | sort) >"$work/staged.new"
    comm -23 <(sort -u "$work/staged" 2>/dev/null) "$work/staged.new" | (cd "$work/src" && xargs -r -d '\n' rm -f)
    comm -23 <(cd "$stage" && xargs -d '\n' sha256sum <"$work/staged.new" | sort) \
        <(cd "$work/src" && { xargs -d '\n' sha256sum <"$work/staged.new" 2>/dev/null || true; } | sort) |
        cut -c67- | while read -r file; do
        mkdir -p "$(dirname "$work/src/$file")"
        rm -f "$work/src/$file"
        cp "$stage/$file" "$work/src/$file"
    done
    mv "$work/staged.new" "$work/staged"
}

# apply PATCH TREE, or says which file and hunk do not fit.
apply() {
    local log=$work/patch.log where
    if patch -p1 -N --no-backup-if-mismatch -d "$2" <"$1" >"$log" 2>&1; then return; fi
    where=$(awk '/^patching file/ { file = $3 } /^(can.t find file|No file to patch)/ { print "a file that is not there"; exit }
        /^Hunk .* (FAILED|ignored)/ { print file ", hunk " substr($2, 2) ($4 == "at" ? " near line " $5 + 0 : ""); exit }
        /Reversed .or previously applied/ { print file ": already applied?"; exit }' "$log")
    die "$1 does not apply to $source_name: ${where:-see $log}"
}
