#!/bin/sh
# Checks the contracts: the committed artifacts and the layout of storage, the format, the tests, and what calls cost.
#
#   run-tests.sh [ARGUMENT...]                   what CI runs; arguments go to `forge test`
#   run-tests.sh long MAKE_SEGMENTS [SEGMENTS]   far longer campaigns, and the replay against the engine's on so many
#                                                segments (12,000) that the program MAKE_SEGMENTS makes
#
# AW_SEGMENTS names the vectors of the differential test (test/Differential.t.sol says what they are); without it,
# that test is left to ctest's differential_segments, which makes the vectors first.
# Where gas has changed on purpose: forge test --match-contract GasOf, which writes snapshots/, and commit them.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
make_segments=
segments=12000
if [ "${1:-}" = long ]; then
    [ $# -ge 2 ] || { echo "run-tests.sh long: say where make_segments is, for example build/bin/make_segments" >&2; exit 64; }
    make_segments=$(realpath "$2")
    segments=${3:-$segments}
    set --
fi
cd "$here"
forge="$here/../../installer/tools/node_modules/.bin/forge"
if [ ! -x "$forge" ]; then
    echo "run-tests.sh: forge is not there; run \"npm ci\" in installer/tools" >&2
    exit 1
fi

echo "== artifacts and storage are what the sources give"
node build-artifacts.mjs --check
echo "== format"
"$forge" fmt --check
echo "== build"
# The tests deploy contracts by name; what none of them imports is compiled only here.
"$forge" build
echo "== tests"
if [ -n "$make_segments" ]; then
    work=$(mktemp -d)
    trap 'rm -r "$work"' EXIT
    # In parts, as all at once would take more memory than a test may have.
    seed=1000
    while [ "$segments" -gt 0 ]; do
        "$make_segments" "$work/segments.json" 1000 "$seed" > /dev/null
        AW_SEGMENTS="$work/segments.json" "$forge" test --match-contract DifferentialTest -vv
        seed=$((seed + 1))
        segments=$((segments - 1000))
    done
    export FOUNDRY_PROFILE=long
fi
if [ -z "${AW_SEGMENTS:-}" ]; then
    # Its vectors come from the engine; ctest makes them and runs it as differential_segments.
    set -- --no-match-contract DifferentialTest "$@"
fi
# forge does not fail where gas has changed: it writes what it measured elsewhere, and the two are compared.
measured="$here/out/measured"
rm -rf "$measured"
FOUNDRY_SNAPSHOTS="$measured" "$forge" test -vv "$@"
for file in "$measured"/*.json; do
    [ -e "$file" ] || break # what was asked for measures nothing
    if ! diff -u "snapshots/$(basename "$file")" "$file"; then
        echo "run-tests.sh: gas differs from snapshots/ (see above)" >&2
        exit 1
    fi
done
