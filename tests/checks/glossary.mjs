// One term, one translation: every message of a catalogue that contains a term of translations/glossary.txt
// has its translation.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { finish, read, root } from "./files.mjs";
import { messages } from "./catalogue.mjs";

const findings = [];
const glossary = "translations/glossary.txt";
const catalogue = "translations/anchorwatch_zh_CN.ts";

/** [{forms, chinese, line}], those with the longest form first. */
function terms(text) {
  const seen = new Map();
  const rows = [];
  text.split("\n").forEach((line, index) => {
    if (line.startsWith("#") || line.trim() === "") return;
    const [english, chinese] = line.split("\t");
    const at = `${glossary}:${index + 1}`;
    if (!english || !chinese) return findings.push(`${at}: needs English and Chinese with a tab between`);
    for (const form of english.split("/")) {
      if (seen.has(form)) findings.push(`${at}: "${form}" stands in line ${seen.get(form)} already`);
      seen.set(form, index + 1);
      rows.push({ form, chinese: chinese.split("|"), at, used: false });
    }
  });
  return rows.sort((one, other) => other.form.length - one.form.length);
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const paths = [glossary, catalogue].filter((path) => existsSync(join(root, path)));
if (paths.length < 2) findings.push(`${glossary} or ${catalogue} is missing`);
else {
  const rows = terms(read(glossary));
  for (const { context, source, forms } of messages(read(catalogue))) {
    let rest = source;
    for (const row of rows) {
      // Capitals count where the term has some itself.
      const word = new RegExp(`(?<![\\w%])${escape(row.form)}(?![\\w])`, row.form === row.form.toLowerCase() ? "gi" : "g");
      if (!word.test(rest)) continue;
      row.used = true;
      rest = rest.replace(word, "·");
      for (const form of forms) {
        if (row.chinese.some((chinese) => form.toLowerCase().includes(chinese.toLowerCase()))) continue;
        findings.push(`${catalogue}: ${context}: "${source.slice(0, 60)}": "${row.form}" is ${row.chinese.join(" or ")} (${row.at}), not: ${form.slice(0, 40)}`);
      }
    }
  }
  const used = new Set(rows.filter((row) => row.used).map((row) => row.at));
  for (const at of new Set(rows.map((row) => row.at))) if (!used.has(at)) findings.push(`${at}: no message has this term`);
}

finish("check_glossary", paths, findings);
