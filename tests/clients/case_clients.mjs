// The clients that cases/*.json use, each as its users set it up, and the accounts and blocks that the cases need.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { Agent, request as httpRequest } from "node:http";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as ethers6 from "ethers";
import { ethers as ethers5 } from "ethers5";
import * as viem from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Web3 } from "web3";
import { required } from "./check.mjs";
import { metamask } from "./metamask.mjs";

const url = required("RPC_URL");
const key = required("SECRET_KEY");
const token = required("TOKEN");
const cast = process.env.CAST ?? fileURLToPath(new URL("../../installer/tools/node_modules/.bin/cast", import.meta.url));
const abi = [
    "function balanceOf(address) view returns (uint256)",
    "function symbol() view returns (string)",
    "function transfer(address, uint256) returns (bool)",
    "event Transfer(address indexed from, address indexed to, uint256 value)",
];

let made;

/** What the code of a case sees by name; made once. */
export async function clients() {
    made ??= await make();
    return made;
}

async function make() {
    const provider6 = new ethers6.JsonRpcProvider(url, undefined, { polling: true, cacheTimeout: -1 });
    provider6.pollingInterval = 100;
    const wallet6 = new ethers6.Wallet(key, provider6);
    const provider5 = new ethers5.providers.JsonRpcProvider(url);
    provider5.pollingInterval = 100;
    const chainId = Number((await provider6.getNetwork()).chainId);
    const chain = viem.defineChain({
        id: chainId, name: "rollup", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
        rpcUrls: { default: { http: [url] } },
    });
    const account = privateKeyToAccount(key);
    const transport = viem.http(url);
    return {
        assert, abi, url, token, chainId, account: account.address,
        ethers6, provider6, wallet6, token6: new ethers6.Contract(token, abi, wallet6),
        ethers5, provider5, wallet5: new ethers5.Wallet(key, provider5), token5: new ethers5.Contract(token, abi, provider5),
        viem, abiOfViem: viem.parseAbi(abi),
        publicClient: viem.createPublicClient({ chain, transport, pollingInterval: 100, cacheTime: 0 }),
        walletClient: viem.createWalletClient({ account, chain, transport }),
        web3: new Web3(url), metamask: () => metamask(url),
        socket6: () => new ethers6.WebSocketProvider(url.replace("http", "ws"), ethers6.Network.from(chainId), { cacheTimeout: -1 }),
        stranger: () => ethers6.Wallet.createRandom().address,
        until, within, headThenPost, command,
    };
}

/** The accounts of the cases, and a chain with some blocks, the first time with transfers of ETH and tokens. */
let words;
export async function prepare() {
    if (words) return words;
    const { wallet6, token6, stranger, account } = await clients();
    const recipient = stranger();
    const transfer = (n) => (n % 2 === 0 ? wallet6.sendTransaction({ to: recipient, value: 1n }) : token6.transfer(recipient, 1n));
    for (let n = 0; n < 6; ++n) await (await transfer(n)).wait(1, 30_000);
    words = {
        "<account>": account, "<recipient>": recipient, "<stranger>": stranger(), "<token>": token,
        "<padded account>": account.slice(2).toLowerCase().padStart(64, "0"),
    };
    return words;
}

/** The promise's value; fails where it takes longer than the seconds. */
async function within(seconds, promise, what = "it") {
    const timeout = AbortSignal.timeout(1000 * seconds);
    const late = once(timeout, "abort").then(() => { throw new Error(`${what} took longer than ${seconds} s`); });
    return Promise.race([promise, late]);
}

/** Asks again until the answer is true. */
async function until(condition, what, seconds = 30) {
    const end = Date.now() + 1000 * seconds;
    while (!(await condition())) if (Date.now() > end) throw new Error(`${what} did not come within ${seconds} s`);
}

/** HEAD, then a call on the same connection, as monitors do. */
async function headThenPost() {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (method, body) => new Promise((resolve, reject) => {
        const sent = httpRequest(url, { method, agent }, (response) => {
            let text = "";
            response.on("data", (part) => { text += part; });
            response.on("end", () => resolve({ status: response.statusCode, text }));
        });
        sent.on("error", reject);
        sent.end(body);
    });
    try {
        const head = await ask("HEAD");
        const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId" });
        return { head, answer: JSON.parse((await ask("POST", body)).text) };
    } finally {
        agent.destroy();
    }
}

/** Runs cast with these arguments. */
async function command([program, ...args]) {
    assert.equal(program, "cast");
    const { stdout, stderr } = await promisify(execFile)(cast, [...args, "--rpc-url", url], { timeout: 60_000 });
    // The npm package's launcher ends with 0 whatever cast said.
    if (stderr.startsWith("Error")) throw new Error(stderr);
    return { stdout: stdout.trim() };
}
