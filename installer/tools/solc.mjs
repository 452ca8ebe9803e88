#!/usr/bin/env node
// The solc command line, as far as forge needs it, on top of the pinned npm package: --version, and
// --standard-json from standard input to standard output. Other options (paths) are accepted and ignored,
// because forge passes every source by value.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const solc = createRequire(import.meta.url)("solc");
const options = process.argv.slice(2);

if (options.includes("--version")) {
  const version = solc.version().replace(".Emscripten.clang", "");
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}.Emscripten.clang\n`);
} else if (options.includes("--standard-json")) {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
} else {
  process.stderr.write("solc.mjs: only --version and --standard-json are supported\n");
  process.exitCode = 64;
}
