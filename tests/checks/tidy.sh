#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy.
#   tidy.sh core BUILD   the pure core, with the small strong set below; what passed once is not looked at
#                        again until it, a header of the core or the checks change
#   tidy.sh all BUILD    everything that is compiled, with the whole set
set -euo pipefail
scope=${1:?core or all}
build=$(cd "${2:?build folder}" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Clang before 16 cannot read the ranges of GCC 12's library.
tool=$(command -v clang-tidy-16 || true)
[[ -n $tool ]] || { echo "check_tidy: clang-tidy 16 is needed (Debian package clang-tidy-16)"; exit 1; }
[[ -f $build/compile_commands.json ]] || { echo "check_tidy: $build has no compile_commands.json: configure it first"; exit 1; }

# The compile commands are those of GCC; what clang does not know of them is left out.
commands="$build/stamps/tidy-commands"
mkdir -p "$commands"
sed -E 's/ -fno-(tree-reassoc|schedule-insns2)//g' "$build/compile_commands.json" >"$commands/compile_commands.json"

core=(base crypto codec state transition)
arguments=(-p "$commands" --quiet --warnings-as-errors='*' --header-filter="$root/(engine|ui|app)/.*"
    # GCC's warnings as errors are its own.
    --extra-arg=-Wno-error --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-ignored-optimization-argument)
cd "$root"
if [[ $scope == core ]]; then
    mapfile -t sources < <(find "${core[@]/#/engine/}" -name '*.cpp' | sort)
    # Undefined behaviour, lifetime and narrowing; fast, and without matters of taste.
    arguments+=(--checks='-*,bugprone-use-after-move,bugprone-dangling-handle,bugprone-unused-return-value,bugprone-infinite-loop,bugprone-integer-division,bugprone-undelegated-constructor,bugprone-signed-char-misuse,bugprone-misplaced-widening-cast,bugprone-too-small-loop-variable,bugprone-string-constructor,cert-err34-c,cert-err52-cpp,cert-flp30-c,cert-msc50-cpp,google-build-namespaces,misc-throw-by-value-catch-by-reference,modernize-use-override,performance-for-range-copy,performance-no-automatic-move,-clang-diagnostic-*')
else
    mapfile -t sources < <(sed -nE 's/^ *"file": "(.*)",?$/\1/p' "$build/compile_commands.json" |
        grep -E "^$root/(engine|ui|app)/" | sort -u)
fi
[[ ${#sources[@]} -gt 0 ]] || { echo "check_tidy: no source was found"; exit 1; }

stamps="$build/stamps/tidy-$scope"
mkdir -p "$stamps"
common=$({ cat .clang-tidy "${BASH_SOURCE[0]}"; find engine ui app -name '*.hpp' -print0 | sort -z | xargs -0 cat; } | sha256sum)
[[ $scope == core ]] && common=$({ cat .clang-tidy "${BASH_SOURCE[0]}"; find "${core[@]/#/engine/}" -name '*.hpp' -print0 | sort -z | xargs -0 cat; } | sha256sum)

one() {
    local source=$1 stamp hash
    stamp="$stamps/${source//\//_}"
    hash=$(printf '%s' "$common" | cat - "$source" | sha256sum)
    [[ -f $stamp && $(<"$stamp") == "$hash" ]] && return 0
    rm -f "$stamp"
    if "$tool" "${arguments[@]}" "$source" 2>"$stamp.err"; then
        printf '%s' "$hash" >"$stamp"
        rm -f "$stamp.err"
    else
        grep -vE 'warnings? (generated|treated)|^Suppressed|^Use -header-filter' "$stamp.err" || true
        echo "check_tidy: $source: failed"
        return 1
    fi
}

# Two at a time, in one shell each, so that the arguments stay an array.
failed=0
worker() {
    local index failures=0
    for ((index = $1; index < ${#sources[@]}; index += 2)); do
        one "${sources[index]}" || failures=$((failures + 1))
    done
    return $((failures > 0))
}
worker 0 & first=$!
worker 1 || failed=1
wait $first || failed=1
echo "check_tidy: ${#sources[@]} files checked"
exit $failed
