#!/usr/bin/env bash
# The fuzz targets of tests/fuzz, each a bounded number of inputs from a fixed seed: what fails, fails again.
#   fuzz.sh [NAME...]   builds what changed since `sanitizers.sh build`, and runs all of them or the named ones;
#                       AW_FUZZ_RUNS inputs each
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build="${AW_ASAN_BUILD:-$root/build-asan}"
jobs=${AW_JOBS:-$(nproc)}
runs=${AW_FUZZ_RUNS:-20000}
cd "$root"
[[ -f $build/build.ninja ]] || cmake --preset asan -B "$build" -DAW_CONSOLE=OFF -DAW_TESTS=ON
ninja -C "$build" -j "$jobs" fuzz_targets

names=("$@")
[[ ${#names[@]} -gt 0 ]] || mapfile -t names < <(cd tests/fuzz && ls fuzz_*.cpp | sed -E 's/^fuzz_(.*)\.cpp$/\1/')
[[ ${#names[@]} -gt 0 ]] || { echo "check_fuzz: no target was found"; exit 1; }
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:allocator_may_return_null=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
# What is found is written here; the committed corpus stays as it is.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failed=0
one() {
    local name=$1 corpus="tests/fuzz/corpus/$1" log="$work/$1.log"
    [[ -n $(ls "$corpus" 2>/dev/null) ]] || { echo "check_fuzz: $corpus is empty"; return 1; }
    mkdir -p "$work/$name"
    if "$build/bin/fuzz_$name" -runs="$runs" -max_len=4096 -seed=817001 -rss_limit_mb=1024 -timeout=60 \
        -artifact_prefix="$build/fuzz-$name-" "$work/$name" "$corpus" >"$log" 2>&1; then
        echo "check_fuzz: $name: $(grep -E '^Done' "$log")"
    else
        tail -n 60 "$log"
        echo "check_fuzz: $name: failed; the input is in $build/fuzz-$name-*"
        return 1
    fi
}
# Two at a time.
worker() {
    local index failures=0
    for ((index = $1; index < ${#names[@]}; index += 2)); do
        one "${names[index]}" || failures=$((failures + 1))
    done
    return $((failures > 0))
}
worker 0 & first=$!
worker 1 || failed=1
wait $first || failed=1
exit $failed
