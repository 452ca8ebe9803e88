// Every #include and every CMake link obeys the order of the folders.
//
// engine/CMakeLists.txt lists engine's folders in the order of dependency: a folder includes and links only
// what stands above it. `api` sits on `base` alone; of engine only `node` and `lab` know it, but for
// api/codes.hpp, which every folder below `api` may use. ui/ sees of engine only `api` and `base`. engine
// knows no Qt. Nothing of the product knows tests/.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { files, finish, read, root } from "./files.mjs";

const findings = [];
const order = /foreach\(folder ([^)]*)\)/.exec(read("engine/CMakeLists.txt"))?.[1].trim().split(/\s+/) ?? [];
if (order[0] !== "base" || !order.includes("lab")) {
  findings.push("engine/CMakeLists.txt: foreach(folder base ... lab) was not found");
}
const apiUsers = new Set(["api", "node", "lab"]);
const engineFolders = new Set(order);

/** Why engine's folder `from` may not use engine's folder `to`; undefined if it may. */
function forbidden(from, to, file) {
  if (from === to) return undefined;
  if (from === "api" && to !== "base") return "api sits on base alone";
  if (to === "api" && file !== undefined && file !== "api/codes.hpp" && !apiUsers.has(from)) return "of engine only node and lab know more of api than its codes";
  if (order.indexOf(to) > order.indexOf(from)) return `${to} stands below ${from} in the order of dependency`;
  return undefined;
}

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/\/\/.*$/gm, "");

/** [line, name, quoted] for every #include. */
function includes(text) {
  const found = [];
  withoutComments(text).split("\n").forEach((line, index) => {
    const match = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/.exec(line);
    if (match) found.push([index + 1, match[1] ?? match[2], match[1] !== undefined]);
  });
  return found;
}

/** The quoted include's path relative to the root; undefined where no such file is written by hand. */
function resolve(from, name) {
  return ["engine", "ui", dirname(from), "app"].map((base) => join(base, name)).find((path) => existsSync(join(root, path)));
}

const isQt = (name) => /^(Qt[A-Z]\w*\/|Q[A-Z]\w*$|qcustomplot)/.test(name);
const used = new Map(); // engine folder -> engine folders that its files include

const sources = [...files("engine", /\.(cpp|hpp|h|cc)$/), ...files("ui", /\.(cpp|hpp|h|cc)$/), ...files("app", /\.(cpp|hpp|h|cc)$/)];
for (const path of sources) {
  const [top, folder] = path.split("/");
  if (top === "engine" && !engineFolders.has(folder)) {
    findings.push(`${path}: engine/${folder} is not in engine/CMakeLists.txt's list`);
    continue;
  }
  for (const [line, name, quoted] of includes(read(path))) {
    const where = `${path}:${line}: #include "${name}"`;
    if (top === "engine" && isQt(name)) findings.push(`${where}: engine knows no Qt`);
    if (!quoted) {
      if (engineFolders.has(name.split("/")[0]) && existsSync(join(root, "engine", name))) {
        findings.push(`${where}: the project's own headers are included with quotes`);
      }
      continue;
    }
    if (/\.moc$|^(moc|ui)_/.test(name)) continue;
    const target = resolve(path, name);
    if (target === undefined) {
      findings.push(`${where}: no such file under engine/ or ui/; includes are written from there`);
      continue;
    }
    const [targetTop, targetFolder] = target.split("/");
    if (top === "engine") {
      if (targetTop !== "engine") {
        findings.push(`${where}: engine includes nothing of ${targetTop}/`);
        continue;
      }
      if (!name.startsWith(`${targetFolder}/`)) findings.push(`${where}: includes are written from engine/`);
      const reason = forbidden(folder, targetFolder, name);
      if (reason) findings.push(`${where}: ${reason}`);
      else if (targetFolder !== folder) used.set(folder, (used.get(folder) ?? new Map()).set(targetFolder, where));
    } else if (top === "ui") {
      if (targetTop === "engine" && !["api", "base"].includes(targetFolder)) {
        findings.push(`${where}: ui sees of engine only api and base`);
      } else if (targetTop === "app") {
        findings.push(`${where}: ui includes nothing of app/`);
      } else if (targetTop === "ui" && targetFolder === "shell" && folder !== "shell") {
        findings.push(`${where}: shell stands above every other folder of ui`);
      } else if (targetTop === "ui" && folder === "bridge" && targetFolder !== "bridge") {
        findings.push(`${where}: bridge stands below every other folder of ui`);
      }
    }
  }
}

// The link lists: allowed by the same order, and enough for what is included.
const links = new Map();
for (const folder of order) {
  const path = `engine/${folder}/CMakeLists.txt`;
  if (!existsSync(join(root, path))) {
    findings.push(`${path}: missing`);
    continue;
  }
  const text = read(path).replace(/#.*$/gm, "");
  const call = /aw_library\(\s*(\w+)([^)]*)\)/.exec(text);
  if (call?.[1] !== folder) findings.push(`${path}: aw_library(${folder} ...) is missing`);
  const linked = [...text.matchAll(/aw::(\w+)/g)].map((match) => match[1]).filter((name) => name !== folder);
  if (/\bQt6?::/.test(text)) findings.push(`${path}: engine knows no Qt`);
  for (const name of linked) {
    const reason = engineFolders.has(name) ? forbidden(folder, name) : `aw::${name} is not a folder of engine`;
    if (reason) findings.push(`${path}: links aw::${name}: ${reason}`);
  }
  links.set(folder, linked);
}
function reachable(folder, seen = new Set()) {
  for (const next of links.get(folder) ?? []) {
    if (!seen.has(next)) reachable(next, seen.add(next));
  }
  return seen;
}
for (const [folder, targets] of used) {
  const linked = reachable(folder);
  for (const [target, where] of targets) {
    if (!linked.has(target)) findings.push(`${where}: engine/${folder}/CMakeLists.txt does not link aw::${target}`);
  }
}
for (const path of files("ui", /^CMakeLists\.txt$/)) {
  for (const [, name] of read(path).replace(/#.*$/gm, "").matchAll(/aw::(\w+)/g)) {
    if (engineFolders.has(name) && !["api", "base"].includes(name)) findings.push(`${path}: links aw::${name}: ui sees of engine only api and base`);
  }
}

finish("check_layers", sources, findings);
