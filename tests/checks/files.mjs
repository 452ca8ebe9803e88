// Shared by the checks: the files of the project, and how a check ends.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = process.argv[2] ?? dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const skipped = (name) => name === ".git" || name === "node_modules" || name.startsWith("build") || name === ".cache";

/** Paths relative to the root, sorted; whatever is built, installed or not the project's own left out. */
export function files(folder, pattern) {
  const found = [];
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!skipped(entry.name) && !/contracts\/(out|cache)$/.test(child)) walk(child);
      } else if (entry.isFile() && pattern.test(entry.name)) {
        found.push(relative(root, child));
      }
    }
  };
  const start = join(root, folder);
  if (statSync(start, { throwIfNoEntry: false })?.isDirectory()) walk(start);
  return found.sort();
}

export const read = (path) => readFileSync(join(root, path), "utf8");

/** Prints every finding and ends the process: 0 when there are none. `looked` says what was looked at. */
export function finish(name, looked, findings) {
  if (looked.length === 0) findings.push("nothing was found to check: is the root right?");
  for (const finding of findings) console.log(finding);
  console.log(`${name}: ${looked.length} files checked, ${findings.length} findings`);
  process.exit(findings.length === 0 ? 0 : 1);
}
