#!/bin/sh
# Runs a client script against the server double: run_with_double.sh PATH_OF_RPC_DOUBLE SCRIPT.mjs
# The double ends when its standard input does, that is when this script does.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
mkfifo "$work/input" "$work/output"
"$1" < "$work/input" > "$work/output" &
double=$!
exec 3> "$work/input"
trap 'exec 3>&-; wait "$double" 2>/dev/null || true; rm -r "$work"' EXIT
read -r RPC_URL SECRET_KEY TOKEN < "$work/output"
export RPC_URL SECRET_KEY TOKEN
node "$here/$2"
