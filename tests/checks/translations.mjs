// Every text of the console is translated: the .ts files are complete and agree with the sources.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { messages } from "./catalogue.mjs";
import { files, finish, read, root } from "./files.mjs";

const findings = [];
const catalogues = files("translations", /\.ts$/);
const sources = [...files("ui", /\.(cpp|hpp)$/), ...files("app", /\.(cpp|hpp)$/)];
if (catalogues.length === 0) findings.push("translations/: there is no .ts file");

const markers = (text) => [...new Set(text.match(/%(?:L?\d+|n)/g) ?? [])].sort().join(" ");

for (const path of catalogues) {
  for (const { context, source, forms, whole } of messages(read(path))) {
    const label = `${path}: ${context}: "${source.slice(0, 80)}"`;
    if (/<translation[^>]*type="unfinished"/.test(whole)) findings.push(`${label}: is unfinished`);
    else if (/<translation[^>]*type="(vanished|obsolete)"/.test(whole)) findings.push(`${label}: is no longer in the sources; remove it`);
    else if (forms.some((form) => form.trim() === "")) findings.push(`${label}: has no translation`);
    else if (forms.some((form) => markers(form) !== markers(source))) findings.push(`${label}: other %-markers than its source`);
  }
}

// lupdate on a copy tells what the sources have that the catalogue lacks.
const lupdate = ["/usr/lib/qt6/bin/lupdate", "/usr/lib/qt6/libexec/lupdate"].find((path) => existsSync(path)) ?? "lupdate";
const folder = mkdtempSync(join(tmpdir(), "anchorwatch-lupdate-"));
try {
  for (const path of catalogues) {
    const copy = join(folder, basename(path));
    copyFileSync(join(root, path), copy);
    execFileSync(lupdate, ["-silent", "-locations", "none", "-no-obsolete", ...sources.map((source) => join(root, source)), "-I", join(root, "ui"), "-ts", copy], { stdio: ["ignore", "ignore", "inherit"] });
    const known = new Set(messages(read(path)).map(({ context, source }) => `${context}\n${source}`));
    for (const { context, source } of messages(readFileSync(copy, "utf8"))) {
      if (!known.has(`${context}\n${source}`)) findings.push(`${path}: ${context}: "${source.slice(0, 80)}" is in the sources but not here; run lupdate`);
    }
  }
} catch (error) {
  findings.push(`lupdate (Debian package qt6-l10n-tools) could not be run: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

finish("check_translations", [...catalogues, ...sources], findings);
