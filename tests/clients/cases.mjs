// Requests of real clients, each with what a right answer is: the files of cases/, played against a running rollup.
// Environment: RPC_URL, SECRET_KEY and TOKEN as for tokens.mjs. Arguments: names of cases; all of them without.
// cases/README.md says what a file holds.

import { readFileSync, readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { check, finish, required } from "./check.mjs";
import { clients, prepare } from "./case_clients.mjs";

const url = new URL(required("RPC_URL"));
const folder = new URL("cases/", import.meta.url);
const AsyncFunction = (async () => {}).constructor;

/** One call over HTTP: the whole response object. */
async function call(method, params) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return response.json();
}

/** What stands for something of the running chain in a request, as of now. */
async function meanings() {
    const latest = Number((await call("eth_blockNumber", [])).result);
    const recent = Math.max(0, latest - 3);
    const hash = async (number) => (await call("eth_getBlockByNumber", ["0x" + number.toString(16), false])).result.hash;
    const fixed = await prepare();
    return {
        ...fixed,
        "<latest>": "0x" + latest.toString(16),
        "<latest+1>": "0x" + (latest + 1).toString(16),
        "<latest hash>": await hash(latest),
        "<recent>": "0x" + recent.toString(16),
        "<recent hash>": await hash(recent),
        "<chain id>": (await call("eth_chainId", [])).result,
        "<url>": url.href,
    };
}

/** The value with every placeholder in its texts and keys replaced; one that is a whole text may stand for any value. */
function filled(value, words) {
    if (typeof value === "string" && typeof words[value] === "object") return filled(words[value], words);
    if (typeof value === "string") return value.replace(/<[a-z0-9+ ]+>/g, (word) => words[word] ?? word);
    if (Array.isArray(value)) return value.map((item) => filled(item, words));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [filled(key, words), filled(item, words)]));
}

/** One HTTP request as it is described; `bodyBytes` of spaces where no body is given. */
function overHttp({ method, path, headers, body, bodyBytes }) {
    const content = body ?? (bodyBytes ? " ".repeat(bodyBytes) : undefined);
    return new Promise((resolve, reject) => {
        const sent = httpRequest({ host: url.hostname, port: url.port, method, path, headers, agent: false }, (response) => {
            const parts = [];
            response.on("data", (part) => parts.push(part));
            response.on("end", () => resolve({
                status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString(),
            }));
        });
        sent.on("error", reject);
        sent.end(content);
    });
}

/** Bytes as they are; whatever comes back until the head of an answer is whole. */
function overSocket(raw) {
    return new Promise((resolve, reject) => {
        let text = "";
        const socket = connect(Number(url.port), url.hostname, () => socket.write(raw));
        socket.on("data", (part) => {
            text += part;
            if (text.includes("\r\n\r\n")) socket.destroy();
        });
        socket.on("close", () => resolve({ raw: text }));
        socket.on("error", reject);
    });
}

async function answerOf(request, words) {
    if (request.method) return call(request.method, request.params);
    if (request.http) return overHttp(request.http);
    if (request.raw) return overSocket(request.raw);
    if (request.command) return (await clients()).command(request.command);
    if (request.code) {
        const context = { ...(await clients()), words, call };
        const body = [].concat(request.code).join("\n");
        await new AsyncFunction(...Object.keys(context), body)(...Object.values(context));
        return {};
    }
    throw new Error(`a request of an unknown form: ${Object.keys(request)}`);
}

const shown = (value) => JSON.stringify(value)?.slice(0, 300);
const matches = (pattern, value) => new RegExp(pattern, "s").test(typeof value === "string" ? value : JSON.stringify(value) ?? "");

/** What an answer must be, by the name that it has in `expect`: each returns what is wrong, or nothing. */
const rules = {
    noError: (_, { error }) => error && `error ${shown(error)}`,
    result: (pattern, { result }) => !matches(pattern, result) && `the result is ${shown(result)}, expected ${pattern}`,
    resultType: (type, { result }) =>
        (Array.isArray(result) ? "array" : typeof result) !== type && `the result is ${shown(result)}, expected an ${type}`,
    errorCode: (codes, { error }) =>
        ![].concat(codes).includes(error?.code) && `the error is ${shown(error)}, expected code ${codes}`,
    errorMessage: (pattern, { error }) => !matches(pattern, error?.message) && `the error is ${shown(error)}, expected ${pattern}`,
    status: (status, answer) => answer.status !== status && `the status is ${answer.status}, expected ${status}`,
    headers: (wanted, { headers }) => Object.entries(wanted)
        .filter(([name, pattern]) => !matches(pattern, headers?.[name] ?? ""))
        .map(([name, pattern]) => `${name} is ${headers?.[name]}, expected ${pattern}`).join("; "),
    body: (pattern, { body }) => !matches(pattern, body) && `the body is ${shown(body)}, expected ${pattern}`,
    raw: (pattern, { raw }) => !matches(pattern, raw) && `the answer is ${shown(raw)}, expected ${pattern}`,
    stdout: (pattern, { stdout }) => !matches(pattern, stdout) && `it printed ${shown(stdout)}, expected ${pattern}`,
    noException: () => undefined,
};

function wrong(expect, answer) {
    const entries = Object.entries(expect);
    if (entries.length === 0) return "the case expects nothing";
    for (const [name, value] of entries) {
        const rule = rules[name];
        if (!rule) return `expects something unknown: ${name}`;
        const fault = rule(value, answer);
        if (fault) return fault;
    }
    return undefined;
}

const chosen = process.argv.slice(2);
const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)).sort();
for (const name of chosen) if (!names.includes(name)) throw new Error(`there is no case ${name}`);
if (names.length === 0) throw new Error("there are no cases");
await prepare();
for (const name of chosen.length > 0 ? chosen : names) {
    const { request, expect, each = { "": [""] } } = JSON.parse(readFileSync(new URL(`${name}.json`, folder)));
    const [[word, values]] = Object.entries(each);
    for (const value of values) {
        await check(value === "" ? name : `${name}, ${JSON.stringify(value)}`, async () => {
            const now = await meanings();
            const words = { ...now, [word]: filled(value, now) };
            const fault = wrong(filled(expect, words), await answerOf(filled(request, words), words));
            if (fault) throw new Error(fault);
        });
    }
}
finish();
