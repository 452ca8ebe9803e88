#!/bin/sh
# Checks the contracts: the committed artifacts, the format, and the tests. Arguments go to `forge test`.
# AW_SEGMENTS names the vectors of the differential test (test/Differential.t.sol says what they are); without it,
# that test is left to ctest's differential_segments, which makes the vectors first.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here"
forge="$here/../../installer/tools/node_modules/.bin/forge"
if [ ! -x "$forge" ]; then
    echo "run-tests.sh: forge is not there; run \"npm ci\" in installer/tools" >&2
    exit 1
fi

echo "== artifacts are what the sources give"
node build-artifacts.mjs --check
echo "== format"
"$forge" fmt --check
echo "== build"
# The tests deploy contracts by name; what none of them imports is compiled only here.
"$forge" build
echo "== tests"
if [ -z "${AW_SEGMENTS:-}" ]; then
    # Its vectors come from the engine; ctest makes them and runs it as differential_segments.
    set -- --no-match-contract DifferentialTest "$@"
fi
exec "$forge" test -vv "$@"
