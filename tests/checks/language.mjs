// What must not be in a committed file, and what the top level may hold.
import { readdirSync } from "node:fs";
import { extname } from "node:path";
import { files, finish, read, root } from "./files.mjs";

const findings = [];

// The top level is fixed.
const allowed = new Set(["CMakeLists.txt", "app", "ui", "engine", "resources", "translations", "tests", "installer",
  "README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "CHANGELOG.md", "CMakePresets.json", ".ci"]);
for (const name of readdirSync(root)) {
  const generated = name.startsWith("build") || name === "compile_commands.json" || name === "CMakeUserPresets.json";
  if (!allowed.has(name) && !name.startsWith(".") && !generated) findings.push(`${name}: does not belong at the top level`);
}

// A pattern is written so that it does not find itself.
const everywhere = [
  [/(?<![\w.~}/-])\/(?:work|home|root|Users)\/[\w.-]/, "an absolute path of somebody's machine"],
  [/(?<![\w./-])\/tmp\/(?!anchorwatch)[\w-]+\//, "a fixed path under the temporary folder"],
  [/\bC:\\\\?Users\b/i, "an absolute path of somebody's machine"],
  [/(?:registry|npm|mirror|deb|packages|artifactory|nexus|proxy)\.[\w-]+\.(?:org|com|net|io|dev|internal|local)\b/i, "the host of a package registry"],
  [/"resolved":\s*"https?:/, "a lock file with download addresses"],
  [/^(?:<{7} |={7}$|>{7} )/m, "a merge conflict"],
];
const inCode = [
  [/\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/, "a note of unfinished work"],
  [/\b(?:lorem ip[s]um|placeholder te[x]t)\b/i, "filler text"],
  [/\bQSKI[P]\s*\(/, "a skipped test"],
  [/\b(?:std::this_thread::sleep_(?:for|until)|QThread::m?sleep|QTest::qSlee[p]|usleep)\s*\(/, "a sleep", /^tests\/(?!bench)/],
  [/"#[0-9a-fA-F]{6}"|\bQColor\(\s*(?:"|\d)/, "a colour outside the theme", /^(?:ui|app)\/(?!widgets\/theme_tokens\.cpp)/],
  [/\bqApp->processEvents|QCoreApplication::processEvents/, "processEvents", /^(?:ui|app)\//],
];
const text = /\.(cpp|hpp|h|sol|mjs|js|sh|cmake|txt|md|json|toml|sql|ts|qss|svg|qrc|xml|desktop|service|py|in|yml|yaml)$|^(run|test|\.npmrc|\.clang-tidy|\.clang-format|\.editorconfig|\.gitignore)$/;
const code = new Set([".cpp", ".hpp", ".h", ".sol", ".mjs", ".js", ".sh", ".cmake", ".sql", ""]);
const checked = files(".", text).filter((path) => path !== "LICENSE");
const kMaxLines = 500;

for (const path of checked) {
  const body = read(path);
  const rules = code.has(extname(path)) || path.endsWith("CMakeLists.txt") ? [...everywhere, ...inCode] : everywhere;
  const lines = body.split("\n");
  for (const [pattern, what, where] of rules) {
    if (where && !where.test(path)) continue;
    if (!pattern.test(body)) continue;
    lines.forEach((line, index) => {
      if (pattern.test(line)) findings.push(`${path}:${index + 1}: ${what}: ${line.trim().slice(0, 120)}`);
    });
  }
  if (/\.(cpp|hpp)$/.test(path) && lines.length - 1 > kMaxLines) {
    findings.push(`${path}: ${lines.length - 1} lines; no file has more than ${kMaxLines}`);
  }
  if (/\.(cpp|hpp|sol|mjs)$/.test(path) && body.length > 0 && !body.endsWith("\n")) findings.push(`${path}: does not end with a newline`);
}

finish("check_language", checked, findings);
