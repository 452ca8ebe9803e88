// An ordinary wallet's library, unchanged, against a running rollup.
// Environment: RPC_URL (http://host:port) and SECRET_KEY (hex, of an account with at least 0.1 ETH on L2).

import { HDNodeWallet, JsonRpcProvider, Network, Wallet, WebSocketProvider, keccak256, parseEther, parseUnits } from "ethers";
import { check, equal, eventually, finish, refused, required } from "./check.mjs";

const url = required("RPC_URL");
// ethers answers the same question again from memory within 250 ms; a block here may take less than that.
const provider = new JsonRpcProvider(url, undefined, { polling: true, cacheTimeout: -1 });
provider.pollingInterval = 100;
const wallet = new Wallet(required("SECRET_KEY"), provider);
const exitAddress = "0x000000000000000000000000000000000000e817";
const fresh = () => HDNodeWallet.createRandom().address;

async function call(body) {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return response.json();
}

await check("connect", async () => {
    const network = await provider.getNetwork();
    equal(network.chainId, BigInt(await provider.send("net_version", [])), "chain id");
    if (!(await provider.send("web3_clientVersion", [])).includes("anchorwatch")) throw new Error("another client");
});

await check("read balance, nonce, code and fees", async () => {
    if ((await provider.getBalance(wallet.address)) < parseEther("0.1")) throw new Error("the account is not funded");
    equal(await provider.getCode(wallet.address), "0x", "code");
    const fees = await provider.getFeeData();
    if (fees.maxFeePerGas === null || fees.maxPriorityFeePerGas === null) throw new Error("no EIP-1559 fees");
    equal(await provider.estimateGas({ from: wallet.address, to: fresh(), value: 1n }), 21000n, "gas");
    equal(await provider.estimateGas({ from: wallet.address, to: exitAddress, value: 1n }), 30000n, "gas of an exit");
});

await check("send ETH and wait for the receipt", async () => {
    const to = fresh();
    const before = await provider.getBalance(wallet.address);
    const nonce = await wallet.getNonce();
    const sent = await wallet.sendTransaction({ to, value: parseEther("0.001") });
    const receipt = await sent.wait(1, 30_000);
    equal(receipt.status, 1, "status");
    equal(receipt.gasUsed, 21000n, "gas used");
    equal(receipt.from, wallet.address, "from");
    equal(receipt.to, (await provider.getTransaction(sent.hash)).to, "to");
    equal(receipt.logs.length, 0, "logs");
    equal(await provider.getBalance(to), parseEther("0.001"), "recipient's balance");
    equal(await provider.getBalance(wallet.address), before - parseEther("0.001") - receipt.fee, "sender's balance");
    equal(await wallet.getNonce(), nonce + 1, "nonce");
    const mined = await provider.getTransaction(sent.hash);
    equal(mined.blockHash, receipt.blockHash, "block hash of the transaction");
    equal(mined.type, 2, "type");
    equal(mined.signature.serialized, sent.signature.serialized, "signature");
    const block = await provider.getBlock(receipt.blockNumber, true);
    equal(block.hash, receipt.blockHash, "block hash");
    equal(block.prefetchedTransactions.some((tx) => tx.hash === sent.hash), true, "in its block");
    equal((await provider.getBlock(receipt.blockHash)).number, receipt.blockNumber, "block by hash");
});

await check("send many at once, in order of nonce", async () => {
    const to = fresh();
    const first = await wallet.getNonce("pending");
    const sent = await Promise.all(
        [...Array(20).keys()].map((i) => wallet.sendTransaction({ to, value: 1n, nonce: first + i })));
    const receipts = await Promise.all(sent.map((tx) => tx.wait(1, 30_000)));
    equal(receipts.every((receipt) => receipt.status === 1), true, "all executed");
    equal(await provider.getBalance(to), 20n, "recipient's balance");
});

await check("batch of requests in one body", async () => {
    const answers = await call(JSON.stringify([
        { jsonrpc: "2.0", id: 0, method: "eth_chainId" },
        { jsonrpc: "2.0", id: "two", method: "eth_blockNumber", params: null },
        { jsonrpc: "2.0", method: "eth_blockNumber" },
        { jsonrpc: "2.0", id: 3, method: "eth_nonsense", params: [] },
    ]));
    equal(answers.length, 3, "answers");
    equal(answers.find((a) => a.id === 0).result, "0x" + (await provider.getNetwork()).chainId.toString(16), "chain id");
    equal(typeof answers.find((a) => a.id === "two").result, "string", "type of the number");
    equal(answers.find((a) => a.id === 3).error.code, -32601, "code of an unknown method");
});

await check("what viem probes for is refused with -32601", async () => {
    const answer = await call(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_fillTransaction", params: [{}] }));
    equal(answer.error.code, -32601, "code");
});

await check("newHeads over WebSocket", async () => {
    const socket = new WebSocketProvider(url.replace("http", "ws"), Network.from((await provider.getNetwork()).chainId),
        { cacheTimeout: -1 });
    try {
        const head = new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error("no head within 30 s")), 30_000);
            socket.on("block", (number) => {
                clearTimeout(timer);
                resolve(number);
            });
        });
        await socket.getBlockNumber();
        const sent = await wallet.connect(socket).sendTransaction({ to: fresh(), value: 1n });
        const number = await head;
        equal(typeof number, "number", "type of the head");
        const receipt = await sent.wait(1, 30_000);
        equal(receipt.status, 1, "status");
    } finally {
        await socket.destroy();
    }
});

/** Signs by hand, so that no library check comes before the node's. */
async function signed(fields) {
    const { chainId } = await provider.getNetwork();
    const fees = await provider.getFeeData();
    return wallet.signTransaction({
        type: 2, chainId, nonce: await wallet.getNonce("pending"), to: fresh(), value: 1n, gasLimit: 21000n,
        maxFeePerGas: fees.maxFeePerGas, maxPriorityFeePerGas: 0n, ...fields,
    });
}
const broadcast = async (fields) => provider.send("eth_sendRawTransaction", [await signed(fields)]);

await check("refusal: nonce too low", async () => {
    const error = await refused(wallet.sendTransaction({ to: fresh(), value: 1n, nonce: 0 }), "nonce");
    equal(error.code, "NONCE_EXPIRED", "what ethers makes of it");
});
await check("refusal: insufficient funds", async () => {
    const poor = new Wallet(HDNodeWallet.createRandom().privateKey, provider);
    const error = await refused(
        poor.sendTransaction({ to: wallet.address, value: 1n, gasLimit: 21000n }), "insufficient funds");
    equal(error.code, "INSUFFICIENT_FUNDS", "what ethers makes of it");
    await refused(provider.estimateGas({ from: poor.address, to: wallet.address, value: 1n }), "insufficient funds");
});
await check("refusal: intrinsic gas too low", async () => refused(broadcast({ gasLimit: 20999n }), "intrinsic gas too low"));
await check("refusal: fee below the base fee", async () =>
    refused(broadcast({ maxFeePerGas: 0n }), "max fee per gas less than block base fee"));
await check("refusal: another chain", async () => refused(broadcast({ chainId: 1n }), "invalid chain id for signer"));
await check("refusal: data", async () => {
    await refused(broadcast({ data: "0x01", gasLimit: 100000n }), "data is not supported");
    await refused(provider.estimateGas({ from: wallet.address, to: fresh(), data: "0xa9059cbb" }), "data is not supported");
});
await check("refusal: contract creation", async () =>
    refused(broadcast({ to: null, gasLimit: 100000n }), "contract creation is not supported"));
await check("refusal: legacy transaction", async () => {
    const { chainId } = await provider.getNetwork();
    const raw = await wallet.signTransaction({
        type: 0, chainId, nonce: await wallet.getNonce(), to: fresh(), value: 1n, gasLimit: 21000n, gasPrice: parseUnits("1", "gwei"),
    });
    await refused(provider.send("eth_sendRawTransaction", [raw]), "transaction type not supported");
});
await check("refusal: already known, underpriced replacement", async () => {
    // With a gap before it, the transaction stays pending whatever the speed of the blocks.
    const nonce = (await wallet.getNonce("pending")) + 2;
    const raw = await signed({ nonce });
    await provider.send("eth_sendRawTransaction", [raw]);
    await refused(provider.send("eth_sendRawTransaction", [raw]), "already known");
    await refused(broadcast({ nonce, value: 2n }), "replacement transaction underpriced");
    // Fill the gap, so that nothing is left waiting for the next run.
    for (let i = nonce - 2; i < nonce; ++i) await broadcast({ nonce: i });
    // waitForTransaction reads the height before the receipt: a block between the two, and it waits for one more.
    await eventually(() => provider.getTransactionReceipt(keccak256(raw)), "a receipt");
});

provider.destroy();
finish();
