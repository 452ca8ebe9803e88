// An ERC-20 token of the bridge through an ordinary wallet's library, unchanged, against a running rollup.
// Environment: RPC_URL and SECRET_KEY as for wallets.mjs; TOKEN, the address of a token that the account has.

import { Contract, HDNodeWallet, JsonRpcProvider, Network, Wallet, WebSocketProvider } from "ethers";
import { check, equal, finish, refused, required } from "./check.mjs";

const url = required("RPC_URL");
const tokenAddress = required("TOKEN");
const provider = new JsonRpcProvider(url, undefined, { polling: true, cacheTimeout: -1 });
provider.pollingInterval = 100;
const wallet = new Wallet(required("SECRET_KEY"), provider);
const exitAddress = "0x000000000000000000000000000000000000e817";
const abi = [
    "function name() view returns (string)",
    "function symbol() view returns (string)",
    "function decimals() view returns (uint8)",
    "function totalSupply() view returns (uint256)",
    "function balanceOf(address) view returns (uint256)",
    "function allowance(address, address) view returns (uint256)",
    "function transfer(address, uint256) returns (bool)",
    "function approve(address, uint256) returns (bool)",
    "event Transfer(address indexed from, address indexed to, uint256 value)",
];
const token = new Contract(tokenAddress, abi, wallet);
const fresh = () => HDNodeWallet.createRandom().address;

/** The deposit may still be on its way from L1. */
async function funded() {
    while ((await token.balanceOf(wallet.address)) === 0n) await new Promise((done) => provider.once("block", done));
}

await check("what a wallet shows of a token", async () => {
    await funded();
    if ((await token.name()).length === 0) throw new Error("no name");
    if ((await token.symbol()).length === 0) throw new Error("no symbol");
    equal(await token.decimals(), 6n, "decimals");
    const supply = await token.totalSupply();
    if (supply < (await token.balanceOf(wallet.address))) throw new Error(`the supply is ${supply}`);
    equal(await token.balanceOf(fresh()), 0n, "balance of a stranger");
    equal(await token.allowance(wallet.address, exitAddress), 0n, "allowance");
    if ((await provider.getCode(tokenAddress)) === "0x") throw new Error("wallets would not see a contract");
});

await check("a transfer, its receipt and its event", async () => {
    const to = fresh();
    const [before, supply] = [await token.balanceOf(wallet.address), await token.totalSupply()];
    equal(await token.transfer.staticCall(to, 5n), true, "what the call would answer");
    const receipt = await (await token.transfer(to, 5n)).wait(1, 30_000);
    equal(receipt.status, 1, "status");
    equal(await token.balanceOf(to), 5n, "recipient's balance");
    equal(await token.balanceOf(wallet.address), before - 5n, "sender's balance");
    equal(await token.totalSupply(), supply, "supply");
    equal(receipt.logs.length, 1, "events");
    const { name, args } = token.interface.parseLog(receipt.logs[0]);
    equal([name, ...args].join(), ["Transfer", wallet.address, to, 5n].join(), "event");
    const found = await token.queryFilter(token.filters.Transfer(null, to), receipt.blockNumber, "latest");
    equal(found.length, 1, "events found");
    equal(found[0].transactionHash, receipt.hash, "transaction of the event");
    equal((await token.queryFilter(token.filters.Transfer(to), 0, "latest")).length, 0, "events from the recipient");
});

await check("a withdrawal to L1", async () => {
    const [before, supply] = [await token.balanceOf(wallet.address), await token.totalSupply()];
    const receipt = await (await token.transfer(exitAddress, 3n)).wait(1, 30_000);
    equal(await token.balanceOf(wallet.address), before - 3n, "balance");
    equal(await token.totalSupply(), supply - 3n, "supply");
    equal(token.interface.parseLog(receipt.logs[0]).args[1].toLowerCase(), exitAddress, "recipient of the event");
});

await check("events over WebSocket", async () => {
    const socket = new WebSocketProvider(url.replace("http", "ws"), Network.from((await provider.getNetwork()).chainId),
        { cacheTimeout: -1 });
    try {
        const to = fresh();
        const overSocket = token.connect(socket);
        const event = new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error("no event within 30 s")), 30_000);
            overSocket.on(overSocket.filters.Transfer(null, to), ({ args }) => {
                clearTimeout(timer);
                resolve([...args].join());
            });
        });
        // Subscribed before anything is sent: the library says so by answering what it is asked next.
        await overSocket.listenerCount();
        await socket.getBlockNumber();
        await (await token.transfer(to, 7n)).wait(1, 30_000);
        equal(await event, [wallet.address, to, 7n].join(), "event");
    } finally {
        await socket.destroy();
    }
});

await check("refusal: more than there is", async () => {
    const all = await token.balanceOf(wallet.address);
    const error = await refused(token.transfer(fresh(), all + 1n), "ERC20: transfer amount exceeds balance");
    equal(error.code, "CALL_EXCEPTION", "what ethers makes of it");
    equal(error.reason, "ERC20: transfer amount exceeds balance", "reason");
});
await check("refusal: allowances", async () => refused(token.approve(fresh(), 1n), "allowances are not supported"));

finish();
