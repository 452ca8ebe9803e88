// Foundry's cast, unchanged, against a running rollup.
// Environment: RPC_URL, SECRET_KEY and TOKEN as for tokens.mjs; CAST, the program (default: the pinned one).

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { HDNodeWallet, Wallet } from "ethers";
import { check, equal, finish, refused, required } from "./check.mjs";

const program = process.env.CAST
    ?? fileURLToPath(new URL("../../installer/tools/node_modules/.bin/cast", import.meta.url));
const url = required("RPC_URL");
const key = required("SECRET_KEY");
const address = new Wallet(key).address;
const run = promisify(execFile);

async function cast(...args) {
    const { stdout, stderr } = await run(program, [...args, "--rpc-url", url], { timeout: 60_000 });
    // The npm package's launcher ends with 0 whatever cast said.
    if (stderr.startsWith("Error")) throw new Error(stderr);
    return stdout.trim();
}

await check("chain id, block number, gas price, client", async () => {
    equal(/^\d+$/.test(await cast("chain-id")), true, "chain id is a number");
    equal(/^\d+$/.test(await cast("block-number")), true, "block number is a number");
    equal(/^\d+$/.test(await cast("gas-price")), true, "gas price is a number");
    equal((await cast("client")).includes("anchorwatch"), true, "client");
});
await check("balance, nonce, code, base fee", async () => {
    equal(BigInt(await cast("balance", address)) > 0n, true, "funded");
    equal(/^\d+$/.test(await cast("nonce", address)), true, "nonce is a number");
    equal(await cast("code", address), "0x", "code");
    equal(/^\d+$/.test(await cast("base-fee")), true, "base fee is a number");
});
await check("send, receipt, transaction, block", async () => {
    const to = HDNodeWallet.createRandom().address;
    const receipt = JSON.parse(await cast("send", to, "--value", "12345", "--private-key", key, "--json"));
    equal(receipt.status, "0x1", "status");
    equal(receipt.gasUsed, "0x5208", "gas used");
    equal(await cast("balance", to), "12345", "recipient's balance");
    const again = JSON.parse(await cast("receipt", receipt.transactionHash, "--json"));
    equal(again.blockHash, receipt.blockHash, "block hash of the receipt");
    const tx = JSON.parse(await cast("tx", receipt.transactionHash, "--json"));
    equal(tx.hash, receipt.transactionHash, "hash");
    equal(BigInt(tx.value), 12345n, "value");
    const block = JSON.parse(await cast("block", String(BigInt(receipt.blockNumber)), "--json"));
    equal(block.hash, receipt.blockHash, "block hash");
    equal(block.transactions.includes(receipt.transactionHash), true, "in its block");
});
await check("estimate, call, logs", async () => {
    const to = HDNodeWallet.createRandom().address;
    equal(await cast("estimate", to, "--value", "1", "--from", address), "21000", "gas");
    equal(await cast("call", to, "0x70a08231"), "0x", "call");
    equal(await cast("logs", "--from-block", "0", "--to-block", "latest"), "", "logs");
});
await check("a token: call, send, logs", async () => {
    const token = required("TOKEN");
    const to = HDNodeWallet.createRandom().address;
    equal(await cast("call", token, "decimals()(uint8)"), "6", "decimals");
    const receipt = JSON.parse(await cast("send", token, "transfer(address,uint256)", to, "5", "--private-key", key, "--json"));
    equal(receipt.logs.length, 1, "events");
    equal(await cast("call", token, "balanceOf(address)(uint256)", to), "5", "recipient's balance");
    const logs = JSON.parse(await cast("logs", "--from-block", "0", "--to-block", "latest", "--address", token,
        "Transfer(address indexed,address indexed,uint256)", "--json"));
    equal(logs.map((log) => log.transactionHash).join(), receipt.transactionHash, "transaction of the only event");
    await refused(cast("send", token, "transfer(address,uint256)", to, "9".repeat(20), "--private-key", key),
        "transfer amount exceeds balance");
});
await check("refusals", async () => {
    const to = HDNodeWallet.createRandom().address;
    await refused(cast("send", to, "--value", "1", "--private-key", key, "--nonce", "0"), "nonce too low");
    const poor = HDNodeWallet.createRandom().privateKey;
    await refused(cast("send", to, "--value", "1", "--private-key", poor), "insufficient funds");
    await refused(cast("estimate", to, "--from", address, "approve(address,uint256)", to, "1"), "data is not supported");
    // A token's transfer, to where L1 knows no token.
    await refused(cast("send", to, "--private-key", key, "transfer(address,uint256)", to, "1"), "no token is registered");
});

finish();
