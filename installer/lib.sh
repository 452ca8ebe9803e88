# shellcheck shell=bash disable=SC2034
# Shared by installer/run and installer/test: steps with a log each, Debian packages, npm, the build.
# To be sourced by bash from a script in installer/.

set -euo pipefail

# The language of tools decides what their logs look like; ours are read by people who report them.
export LC_ALL=C.UTF-8

AW_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
AW_BUILD="$AW_ROOT/build"
AW_LOGS="$AW_BUILD/logs"
AW_STAMPS="$AW_BUILD/stamps"
AW_STEP=0
AW_TICKER=''
# Another clone of the same sources finds the compiler's output in the cache.
export CCACHE_BASEDIR="$AW_ROOT" CCACHE_NOHASHDIR=1
trap stop_ticker EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
AW_STEPS=0
# What a whole first installation takes: packages, npm tools, objects of two builds.
AW_NEEDED_MIB=6000

say() { printf '%s\n' "$*"; }

# fail SENTENCE...: says what is wrong and what to do, ends the script.
fail() {
    printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

seconds_since() {
    local now=${EPOCHREALTIME/[.,]/} tenths
    tenths=$(((now - $1) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# begin_steps N: how many steps follow.
begin_steps() {
    AW_STEPS=$1
    AW_STARTED=${EPOCHREALTIME/[.,]/}
}

# step TITLE LOG HINT COMMAND...: runs the command with its output in build/logs/LOG.log. When it fails,
# shows the end of the log and HINT, and ends the script.
step() {
    local title=$1 log="$AW_LOGS/$2.log" hint=$3 started=${EPOCHREALTIME/[.,]/} status=0
    shift 3
    AW_STEP=$((AW_STEP + 1))
    local head="[$AW_STEP/$AW_STEPS] $title"
    : >"$log"
    if [[ -t 1 ]]; then
        tick "$head" "$log" "$started" 9>&- &
        AW_TICKER=$!
    else
        say "$head ..."
    fi
    # The lock stays with this script: whatever the command leaves running must not hold it.
    ("$@") >>"$log" 2>&1 </dev/null 9>&- || status=$?
    stop_ticker
    if [[ $status -ne 0 ]]; then
        say "$head: failed after $(seconds_since "$started"). The end of ${log#"$AW_ROOT"/}:" >&2
        tail -n 40 "$log" | sed 's/^/    /' >&2
        fail "$title failed (exit code $status). $(explain "$log" "$hint") The whole log: $log"
    fi
    say "$head: done in $(seconds_since "$started")"
}

stop_ticker() {
    [[ -n $AW_TICKER ]] || return 0
    kill "$AW_TICKER" 2>/dev/null || true
    wait "$AW_TICKER" 2>/dev/null || true
    AW_TICKER=''
    printf '\r\033[K'
}

# Keeps one terminal line alive while a step runs: what it does right now, and for how long.
tick() {
    local last width
    trap - EXIT
    trap 'exit 0' TERM
    while :; do
        last=$(tail -c 400 "$2" 2>/dev/null | tr '\r' '\n' | tail -n 1 | tr -cd '[:print:]')
        width=$(tput cols 2>/dev/null || echo 80)
        last="$1 ($(seconds_since "$3")) $last"
        printf '\r\033[K%s' "${last:0:width-1}"
        sleep 0.5
    done
}

# explain LOG HINT: the likeliest cause as a sentence, from the words that the tools use.
explain() {
    if grep -qiE 'no space left on device|not enough free space' "$1"; then
        say "The disk is full: free some space (df -h \"$AW_ROOT\"), then run this again."
    elif grep -qE 'Could not resolve|Temporary failure resolving|Network is unreachable|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED' "$1"; then
        say "The network was not reached: check the connection and any proxy settings, then run this again."
    elif grep -qE 'Killed signal|Killed$|out of memory|Cannot allocate memory' "$1"; then
        say "Memory ran out: close other programs, or build with fewer jobs (AW_JOBS=1), then run this again."
    else
        say "$2"
    fi
}

# The jobs of a build: one for each core, unless AW_JOBS says otherwise.
jobs_count() { say "${AW_JOBS:-$(nproc)}"; }

# check_host: everything that must hold before anything is changed.
check_host() {
    local codename=''
    [[ -n ${BASH_VERSION:-} && ${BASH_VERSINFO[0]} -ge 5 ]] || fail "This needs bash 5 or newer."
    if [[ -r /etc/os-release ]]; then
        codename=$(. /etc/os-release && say "${VERSION_CODENAME:-}")
    fi
    if [[ $codename != bookworm ]]; then
        fail "This installs on Debian 12 (bookworm) only; this system says '${codename:-unknown}'." \
            "Elsewhere, install what installer/packages/*.txt names, run 'npm ci' in installer/tools," \
            "then 'cmake --preset release && ninja -C build'."
    fi
    case $(dpkg --print-architecture) in
    amd64 | arm64) ;;
    *) fail "The pinned Ethereum node exists for amd64 and arm64 only; this is $(dpkg --print-architecture)." ;;
    esac
    [[ -w $AW_ROOT ]] || fail "$AW_ROOT cannot be written by $(id -un). Run this as the owner of the folder," \
        "or clone the repository where you may write."
    mkdir -p "$AW_LOGS" "$AW_STAMPS" 2>/dev/null ||
        fail "$AW_BUILD cannot be written by $(id -un): it was made by another user. Remove it (or give it to you: chown -R), then run this again."
    exec 9>"$AW_BUILD/.installer.lock" || fail "$AW_BUILD belongs to another user: remove it, then run this again."
    flock -n 9 || fail "Another installer/run or installer/test works in $AW_BUILD: wait for it to end, then run this again."
    check_disk
}

check_disk() {
    # After a first build little more is needed.
    [[ -e $AW_STAMPS/built ]] && return
    local free
    free=$(df -Pm "$AW_ROOT" | awk 'NR == 2 { print $4 }')
    [[ $free -ge $AW_NEEDED_MIB ]] ||
        fail "$AW_NEEDED_MIB MiB of free disk are needed for packages and build; $AW_ROOT has $free MiB. Free some space, then run this again."
}

# as_root COMMAND...: as it is for root, through sudo for others.
as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

# ask_for_root REASON: makes sure, before output goes to a log, that as_root will work unattended.
ask_for_root() {
    [[ $(id -u) -eq 0 ]] && return
    command -v sudo >/dev/null ||
        fail "$1, which needs root, and there is no sudo here. As root, run: apt-get install $AW_MISSING"
    sudo -n true 2>/dev/null && return
    [[ -t 0 ]] || fail "$1, which needs root, and sudo wants a password but there is no terminal to ask on." \
        "As root, run: apt-get install $AW_MISSING"
    say "$1; sudo may ask for your password."
    sudo -v || fail "sudo refused. As root, run: apt-get install $AW_MISSING"
}

# package_names FILE...: the names in installer/packages/FILE.txt.
package_names() {
    local list
    for list in "$@"; do
        grep -vE '^\s*(#|$)' "$AW_ROOT/installer/packages/$list.txt"
    done
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
    local installed
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
    printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed" ' ') || true
}

node_is_good() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        [[ $(node --version 2>/dev/null | sed -nE 's/^v([0-9]+).*/\1/p') -ge 18 ]]
}

apt_install() {
    local options=(-y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    # One broken source of many must not stop the rest: whether the lists suffice, the installation tells.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 ||
        say "apt-get update failed; going on with the lists at hand."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@"
}

# install_packages LIST...: whatever of the lists, and of node and npm, is missing.
install_packages() {
    local names missing
    mapfile -t names < <(package_names "$@")
    mapfile -t missing < <(missing_packages "${names[@]}")
    node_is_good || missing+=(nodejs npm)
    if [[ ${#missing[@]} -eq 0 ]]; then
        AW_STEP=$((AW_STEP + 1))
        say "[$AW_STEP/$AW_STEPS] Debian packages: all ${#names[@]} are there"
        return
    fi
    AW_MISSING="${missing[*]}"
    ask_for_root "${#missing[@]} Debian packages have to be installed"
    step "Debian packages: ${#missing[@]} to install" packages \
        "apt-get could not install: $AW_MISSING. Where it names a conflict (libboost1.74-dev is one), remove that package first." \
        apt_install "${missing[@]}"
    hash -r
    node_is_good || fail "Node.js 18 or newer with npm is needed; found node $(node --version 2>/dev/null || echo none)," \
        "npm $(npm --version 2>/dev/null || echo none). Remove the old one from PATH, then run this again."
}

npm_ci() {
    # The packages' own install scripts only fetch or check binaries that their platform packages hold.
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier)
}

# install_npm FOLDER: exactly what its lock file names; nothing to do while the lock has not changed.
install_npm() {
    local folder=$1 stamp hash
    stamp="$AW_STAMPS/npm-${folder//\//-}"
    hash=$(sha256sum "$AW_ROOT/$folder/package-lock.json" | cut -d' ' -f1)
    if [[ -d $AW_ROOT/$folder/node_modules && $(cat "$stamp" 2>/dev/null) == "$hash" ]]; then
        AW_STEP=$((AW_STEP + 1))
        say "[$AW_STEP/$AW_STEPS] npm packages of $folder: as in the lock file"
        return
    fi
    rm -f "$stamp"
    step "npm packages of $folder" "npm-${folder//\//-}" \
        "npm could not install what $folder/package-lock.json names: check that npm reaches its registry (npm ping)." \
        npm_ci "$AW_ROOT/$folder"
    say "$hash" >"$stamp"
}

configure() {
    cd "$AW_ROOT" && cmake --preset release "$@"
}

# cached NAME: the value of a CMake option in the release build, empty before the first configuration.
cached() {
    sed -n "s/^$1:[A-Z]*=//p" "$AW_BUILD/CMakeCache.txt" 2>/dev/null || true
}

# build_release "OPTIONS" TARGET...: configures when that is needed, then builds. Without targets: all.
build_release() {
    local cmake_options=$1 wanted
    shift
    wanted="$cmake_options $(sha256sum "$AW_ROOT/CMakePresets.json" | cut -d' ' -f1)"
    if [[ -e $AW_BUILD/build.ninja && $(cat "$AW_STAMPS/configured" 2>/dev/null) == "$wanted" ]]; then
        AW_STEP=$((AW_STEP + 1))
        say "[$AW_STEP/$AW_STEPS] Configure: nothing changed"
    else
        rm -f "$AW_STAMPS/configured"
        # shellcheck disable=SC2086 # the options are words
        step "Configure" configure "A package is too old or missing: the log names it." configure $cmake_options
        say "$wanted" >"$AW_STAMPS/configured"
    fi
    step "Build" build "The compiler's message is above. With local changes, look there first; otherwise remove $AW_BUILD and run this again." \
        ninja -C "$AW_BUILD" -j "$(jobs_count)" "$@"
    : >"$AW_STAMPS/built"
}
