// The little that the client scripts share: named checks, and an exit code that tells.

let failed = 0;

/** Runs one named check and prints how it went; a check fails by throwing. */
export async function check(name, body) {
    try {
        await body();
        console.log(`ok    ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}: ${error.message}`);
    }
}

export function equal(actual, expected, what = "value") {
    if (actual !== expected) throw new Error(`${what} is ${String(actual)}, expected ${String(expected)}`);
}

/** The error that a promise is rejected with must hold this text somewhere. */
export async function refused(promise, text) {
    let error;
    try {
        await promise;
    } catch (caught) {
        error = caught;
    }
    if (!error) throw new Error(`was accepted, expected "${text}"`);
    const all = `${error.message} ${error.info?.error?.message ?? ""} ${error.error?.message ?? ""} ${error.stderr ?? ""}`;
    if (!all.includes(text)) throw new Error(`refused with "${all.slice(0, 300)}", expected "${text}"`);
    return error;
}

/** What `read` gives once it is not null, asked again for up to 30 s. */
export async function eventually(read, what) {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
        const value = await read();
        if (value !== null) return value;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no ${what} within 30 s`);
}

/** A variable of the environment that must be set. */
export function required(name) {
    const value = process.env[name];
    if (!value) {
        console.error(`Set ${name}: RPC_URL is the rollup's public RPC, SECRET_KEY a funded account's key in hex.`);
        process.exit(64);
    }
    return value;
}

/** Ends the process: 0 if every check passed. */
export function finish() {
    console.log(failed === 0 ? "all passed" : `${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
}
