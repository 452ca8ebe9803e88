#!/usr/bin/env node
// Compiles the contracts and writes resources/contracts/<Name>.json, from which the C++ side deploys them, and
// snapshots/storage-layout.json, so that nobody moves a variable in storage without seeing it.
//
//   build-artifacts.mjs            write the files
//   build-artifacts.mjs --check    compile again and fail where the files on disk differ
//
// The output is the same for the same sources: keys are sorted, and the bytecode carries no metadata.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const kNames = ["Inbox", "Bridge", "Operators", "Rollup", "Fraud", "Demands", "Promises"];
const kDemoNames = ["DemoToken"]; // of demo/: no part of the rollup
const kMaxDeployedBytes = 24576; // EIP-170
const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../resources/contracts");
const solc = createRequire(join(here, "../../installer/tools/package.json"))("solc");

function fail(message) {
  process.stderr.write(`build-artifacts: ${message}\n`);
  process.exit(1);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function readSources(folder) {
  const files = readdirSync(join(here, folder), { recursive: true })
    .filter((name) => name.endsWith(".sol"))
    .map((name) => join(folder, name))
    .sort();
  return Object.fromEntries(files.map((name) => [name, { content: readFileSync(join(here, name), "utf8") }]));
}

/// forge reads its own file; what it says must be what is built here.
function checkFoundrySettings(settings) {
  const text = readFileSync(join(here, "foundry.toml"), "utf8");
  const expected = {
    evm_version: `"${settings.evmVersion}"`,
    optimizer: String(settings.optimizer.enabled),
    optimizer_runs: String(settings.optimizer.runs),
    bytecode_hash: `"${settings.metadata.bytecodeHash}"`,
    cbor_metadata: String(settings.metadata.appendCBOR),
  };
  for (const [key, value] of Object.entries(expected)) {
    const found = text.match(new RegExp(`^${key} = (.*)$`, "m"))?.[1];
    if (found !== value) fail(`foundry.toml says ${key} = ${found}, compiler.json says ${value}`);
  }
  const productViaIr = `{ paths = "src/[A-Z]*.sol", via_ir = ${settings.viaIR} }`;
  if (!text.includes(productViaIr)) fail(`foundry.toml does not say ${productViaIr}`);
}

function compile(sources, settings) {
  const input = {
    language: "Solidity",
    sources,
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  // IOperators.leave() is a fixed name of the ABI; should "leave" become a keyword, this compiler stays pinned.
  const messages = (output.errors ?? []).filter((m) => !m.message.startsWith('"leave" will be promoted'));
  if (messages.length > 0) fail(`the compiler complains:\n${messages.map((m) => m.formattedMessage).join("\n")}`);
  return output.contracts;
}

/// "slot 0, byte 8: uint64 _inboxCursor" for each variable of a contract, structs and mappings spelt out.
function storageOf(contract) {
  const { storage, types } = contract.storageLayout;
  const nameOf = (id, depth = 0) => {
    const type = types[id];
    if (type.encoding === "mapping") return `mapping(${nameOf(type.key)} => ${nameOf(type.value, depth + 1)})`;
    if (type.base) return `${nameOf(type.base, depth + 1)}[]`;
    if (!type.members || depth > 4) return type.label;
    const members = type.members.map((m) => `${nameOf(m.type, depth + 1)} ${m.label} at ${m.slot}+${m.offset}`);
    return `${type.label} {${members.join(", ")}}`;
  };
  return storage.map((v) => `slot ${v.slot}, byte ${v.offset}: ${nameOf(v.type)} ${v.label}`);
}

/// The files and what must be in them.
function build() {
  const settings = JSON.parse(readFileSync(join(here, "compiler.json"), "utf8"));
  checkFoundrySettings(settings);
  const hashOf = (sources) => {
    const hash = createHash("sha256");
    for (const [name, { content }] of Object.entries(sources)) hash.update(`${name}\0${content}\0`);
    return `0x${hash.digest("hex")}`;
  };
  const sources = readSources("src");
  const demoSources = readSources("demo");
  const contracts = compile({ ...sources, ...demoSources }, settings);
  const files = {};
  files[join(here, "snapshots/storage-layout.json")] = `${JSON.stringify(
    Object.fromEntries(kNames.map((name) => [name, storageOf(contracts[`src/${name}.sol`][name])])),
    null,
    2,
  )}\n`;
  const artifacts = [
    ...kNames.map((name) => ["src", name, hashOf(sources)]),
    ...kDemoNames.map((name) => ["demo", name, hashOf({ ...sources, ...demoSources })]),
  ];
  for (const [folder, name, sourcesHash] of artifacts) {
    const contract = contracts[`${folder}/${name}.sol`][name];
    const deployedBytecodeSize = contract.evm.deployedBytecode.object.length / 2;
    if (deployedBytecodeSize > kMaxDeployedBytes) {
      fail(`${name} has ${deployedBytecodeSize} bytes; EIP-170 allows ${kMaxDeployedBytes}`);
    }
    const artifact = {
      contractName: name,
      abi: contract.abi,
      bytecode: `0x${contract.evm.bytecode.object}`,
      deployedBytecodeSize,
      compiler: solc.version(),
      settings,
      sourcesHash,
    };
    files[join(target, `${name}.json`)] = `${JSON.stringify(sorted(artifact), null, 2)}\n`;
    process.stdout.write(`${name}: ${deployedBytecodeSize} bytes\n`);
  }
  return files;
}

const isCheck = process.argv.includes("--check");
for (const [path, text] of Object.entries(build())) {
  if (isCheck) {
    let onDisk = "";
    try {
      onDisk = readFileSync(path, "utf8");
    } catch {
      // A missing file differs like any other.
    }
    if (onDisk !== text) fail(`${relative(process.cwd(), path)} is not what the sources give; run build-artifacts.mjs`);
  } else {
    writeFileSync(path, text);
  }
}
