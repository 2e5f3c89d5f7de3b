# shellcheck shell=bash
# What the entry points in this folder share: system packages, the release build, progress and failure.
# Sourced, never run. Before that the entry point sets `caller`, the name that messages begin with.
# Nothing here writes to standard output or reads standard input.

set -euo pipefail

setup_file=$(readlink -f -- "${BASH_SOURCE[0]}")
checkout=${setup_file%/Scripts/setup.sh}

# A scratch path of its own: SwiftPM compiles everything again when `--static-swift-stdlib` comes or goes, and
# a plain `swift build -c release` in `.build` must not cost the next `Scripts/genome-lua` a whole build.
scratch=$checkout/.build-release
tool=$scratch/release/genome-lua

unavailable=69 # sysexits EX_UNAVAILABLE: something this system lacks

# Dies of Ctrl-C rather than exiting, so that a shell's loop stops too.
trap 'trap - INT; kill -INT $$' INT

say() { printf '%s: %s\n' "${caller:?}" "$*" >&2; }

# fail STATUS MESSAGE
fail() {
    local status=$1
    shift
    say "$*"
    exit "$status"
}

# A wrong argument: sysexits EX_USAGE.
fail_usage() { fail 64 "$*; see --help"; }

# quietly LOG COMMAND...: runs the command into the log; a terminal sees its latest line, a failure all of it.
quietly() {
    local log=$1 status=0
    shift
    if [[ -t 2 ]]; then
        "$@" </dev/null 9>&- 2>&1 | tee -- "$log" | while IFS= read -r line; do
            printf '\r\033[K%.78s' "$line" >&2
        done || status=$?
        printf '\r\033[K' >&2
    else
        "$@" </dev/null >"$log" 2>&1 9>&- || status=$?
    fi
    ((status == 0)) || cat -- "$log" >&2
    return "$status"
}

# Everything that changes the checkout's build happens between `lock` and `unlock`, on descriptor 9, which no
# child inherits: first calls at the same time wait for one another, and a killed one leaves no lock behind.
lock() {
    local file=$scratch/lock
    { mkdir -p -- "$scratch" && : >>"$file"; } 2>/dev/null ||
        fail 1 "cannot write to $scratch; the first use builds there, so make it writable or clone again"
    exec 9>>"$file"
    command -v flock >/dev/null || return 0
    flock -n 9 && return 0
    say "waiting for another set-up of this checkout"
    flock 9
}

unlock() { exec 9>&-; }

# Prints the Debian packages that the build lacks, on one line.
missing_packages() {
    if ! command -v pkg-config >/dev/null; then
        echo "pkg-config liblua5.4-dev"
    elif ! pkg-config --exists lua5.4; then
        echo "liblua5.4-dev"
    fi
}

require_packages() {
    [[ -n $(missing_packages) ]] || return 0
    lock
    local -a packages
    read -r -a packages <<<"$(missing_packages)"
    if ((${#packages[@]} > 0)); then
        install_packages "Lua 5.4 with its headers (so that 'pkg-config --exists lua5.4' succeeds) and pkg-config" \
            "${packages[@]}"
        [[ -z $(missing_packages) ]] ||
            fail "$unavailable" "pkg-config does not find lua5.4 although liblua5.4-dev is installed;" \
                "look at PKG_CONFIG_PATH and PKG_CONFIG_LIBDIR"
    fi
    unlock
}

# install_packages MEANING PACKAGE...: by apt-get; MEANING says what to install where there is none.
install_packages() { try_to_install "$@" || fail "$unavailable" "$reason"; }

# The same; where it cannot, `reason` says why.
try_to_install() {
    local meaning=$1 log=$scratch/apt.log attempt
    shift
    command -v apt-get >/dev/null ||
        { reason="this system has no apt-get; install $meaning, then run this again" && return 1; }
    local -a as_root=(env DEBIAN_FRONTEND=noninteractive)
    if ((EUID != 0)); then
        local -a sudo=(sudo)
        [[ -t 2 ]] || sudo+=(-n)
        { command -v sudo >/dev/null && "${sudo[@]}" true 2>/dev/null; } ||
            { reason="installing needs root; run: apt-get update && apt-get install -y $*" && return 1; }
        as_root=("${sudo[@]}" "${as_root[@]}")
    fi
    say "installing $* (once)"
    # Only dpkg's lock can be waited for; that of the package lists is tried again.
    for attempt in 1 2 3 4 5; do
        if "${as_root[@]}" apt-get -qq update </dev/null >"$log" 2>&1 9>&- &&
            "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@" \
                </dev/null >>"$log" 2>&1 9>&-; then
            return 0
        fi
        grep -q "Could not get lock" "$log" || break
        ((attempt == 5)) || sleep 5
    done
    cat -- "$log" >&2
    reason="apt-get could not install $*; its output stands above"
    return 1
}

require_swift() {
    command -v swift >/dev/null ||
        fail "$unavailable" "swift is not in PATH; install Swift 6.2 or newer (https://www.swift.org/install)," \
            "then run this again"
}

# Prints path, time and size of each file the release is built from: equal text, nothing to build. Older times
# (an unpacked archive, a copy) show as well as newer ones. SwiftPM itself writes Package.resolved: see `pins`.
sources() {
    cd -- "$checkout" && find Package.swift Sources -type f -not -name '.*' -printf '%p %T@ %s\n' | LC_ALL=C sort
}

pins() { find "$checkout" -maxdepth 1 -name Package.resolved -printf '%T@ %s\n'; }

release_is_current() {
    local stamp=$scratch/stamp
    [[ -x $tool && -r $stamp && $(<"$stamp") == "$(sources && pins)" ]]
}

# settle SCRATCH-PATH: lets a moved or copied checkout build. Clang's module cache there holds absolute paths, and
# the compiler refuses it in another place.
settle() {
    local place=$1/place
    mkdir -p -- "$1"
    [[ -r $place && $(<"$place") == "$checkout" ]] && return 0
    rm -rf -- "$1"/*/debug/ModuleCache "$1"/*/release/ModuleCache
    printf '%s\n' "$checkout" >"$place"
}

# Brings `$tool` up to date; a few milliseconds when it is.
build_release() {
    require_packages
    release_is_current && return 0
    require_swift
    lock
    if ! release_is_current; then
        local before
        before=$(sources) # before, so that an edit during the build is built at the next call
        settle "$scratch"
        say "building release"
        quietly "$scratch/build.log" swift build --package-path "$checkout" --scratch-path "$scratch" \
            -c release --static-swift-stdlib --product genome-lua ||
            fail 1 "the release build failed; its output stands above"
        { printf '%s\n' "$before" && pins; } >"$scratch/stamp.new"
        mv -f -- "$scratch/stamp.new" "$scratch/stamp"
    fi
    unlock
}

# ---- Native environments: Environments/NAME/Makefile builds Environments/NAME/NAME.so ----

# Prints their names, a line each.
native_environments() {
    local makefile folder
    for makefile in "$checkout"/Environments/*/Makefile; do
        folder=${makefile%/Makefile}
        [[ ! -e $makefile ]] || printf '%s\n' "${folder##*/}"
    done
}

# What they are built from; see `sources`.
environment_sources() {
    cd -- "$checkout" && find Environments Sources/CEnvironment/include -type f \
        \( -name Makefile -o -name '*.[ch]' -o -name '*.[ch]pp' \) -printf '%p %T@ %s\n' | LC_ALL=C sort
}

# lacking NAME: prints the Debian packages that building an environment lacks, a line each, with what it includes of
# them. Its Makefile says so: "# needs box2d/box2d.h of libbox2d-dev".
lacking() {
    local word header package
    command -v make >/dev/null || echo "make itself"
    while read -r _ word header _ package; do
        [[ $word != needs ]] || has_header "$header" || printf '%s %s\n' "$package" "$header"
    done <"$checkout/Environments/$1/Makefile"
}

has_header() {
    local folder
    local -a folders
    IFS=: read -r -a folders <<<"${CPATH:-}"
    for folder in "${folders[@]}" /usr/local/include /usr/include; do
        [[ ! -e $folder/$1 ]] || return 0
    done
    return 1
}

# Prints each environment that is not built, and what it lacks.
unbuilt_environments() {
    local name
    for name in $(native_environments); do
        [[ -e $checkout/Environments/$name/$name.so ]] || printf '%s: %s\n' "$name" "$(lacking "$name")"
    done
}

environments_are_current() {
    local stamp=$scratch/stamp-environments
    [[ -r $stamp && $(<"$stamp") == "$(environment_sources && unbuilt_environments)" ]]
}

# Builds one, or says why it is left out: the tool does without.
build_environment() {
    local name=$1 package header reason
    while read -r package header; do
        try_to_install "what Debian has as $package" "$package" || break
        reason="$package is installed, but has no $header where it is looked for: in \$CPATH, /usr/local/include and"
        reason+=" /usr/include"
    done < <(lacking "$name")
    if [[ -n $(lacking "$name") ]]; then
        say "without the environment $name: $reason"
        return 0
    fi
    say "building the environment $name"
    quietly "$scratch/$name.log" make --always-make -C "$checkout/Environments/$name" CC=clang CXX=clang++ ||
        fail 1 "the build of the environment $name failed; its output stands above"
}

# Brings the native environments up to date; a few milliseconds when they are.
build_environments() {
    environments_are_current && return 0
    lock
    if ! environments_are_current; then
        local before name
        before=$(environment_sources)
        for name in $(native_environments); do build_environment "$name"; done
        { printf '%s\n' "$before" && unbuilt_environments; } >"$scratch/stamp.new"
        mv -f -- "$scratch/stamp.new" "$scratch/stamp-environments"
    fi
    unlock
}
