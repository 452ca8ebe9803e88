#!/usr/bin/env bash
# The pure core (base to transition) under AddressSanitizer and UndefinedBehaviorSanitizer.
#   sanitizers.sh build   builds its unit and property tests, and the fuzz targets, with the asan preset
#   sanitizers.sh run     builds what changed of the tests since, and runs them
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build="${AW_ASAN_BUILD:-$root/build-asan}"
jobs=${AW_JOBS:-$(nproc)}
cd "$root"
[[ -f $build/build.ninja ]] || cmake --preset asan -B "$build" -DAW_CONSOLE=OFF -DAW_TESTS=ON
if [[ ${1:-run} == build ]]; then
    exec ninja -C "$build" -j "$jobs" core_tests fuzz_targets
fi
ninja -C "$build" -j "$jobs" core_tests
# Any report ends the test with a failure; a leak is a report.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
ctest --test-dir "$build" --label-regex '^core$' --output-on-failure --no-tests=error --parallel "$jobs"
