#!/bin/sh
# Runs a client script against the demo: run_with_demo.sh PATH_OF_ANCHORWATCHD SCRIPT.mjs
# The demo has ports of its own and a load, so that the client is not alone.
set -eu
here=$(dirname "$0")
log=$(mktemp)
"$1" demo --rpc-port 0 --tps 5 --for 300 > "$log" 2>&1 &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; rm -f "$log"' EXIT
# The demo says when it is up; it says why where it cannot be.
until grep -q '^These keys are published' "$log"; do
    if ! kill -0 "$demo" 2>/dev/null; then
        echo "the demo did not start:" >&2
        cat "$log" >&2
        exit 1
    fi
    sleep 0.2
done
RPC_URL=$(sed -n 's/^JSON-RPC for wallets.*: \(http:.*\)$/\1/p' "$log")
SECRET_KEY=$(sed -n 's/^Account with ETH.*, key \(0x[0-9a-f]*\)$/\1/p' "$log" | head -n 1)
L1_URL=$(sed -n 's/^The demo runs: .*(L1 chain [0-9]*, \(http:[^)]*\)).*$/\1/p' "$log")
TOKEN=$(sed -n 's/^Token that they have on layer 2: \(0x[0-9a-fA-F]*\)$/\1/p' "$log")
export RPC_URL SECRET_KEY L1_URL TOKEN
node "$here/$2"
