// The checks find what they are for: each fault is put into a small tree of its own and must be reported;
// the tree without the fault must pass.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checks = dirname(fileURLToPath(import.meta.url));

const clean = {
  "engine/CMakeLists.txt": "foreach(folder base crypto api l1 node lab)\n    add_subdirectory(${folder})\nendforeach()\n",
  "engine/base/CMakeLists.txt": "aw_library(base PUBLIC Threads::Threads)\n",
  "engine/crypto/CMakeLists.txt": "aw_library(crypto PUBLIC aw::base)\n",
  "engine/api/CMakeLists.txt": "aw_library(api PUBLIC aw::base)\n",
  "engine/l1/CMakeLists.txt": "aw_library(l1 PUBLIC aw::crypto aw::api)\n",
  "engine/node/CMakeLists.txt": "aw_library(node PUBLIC aw::crypto aw::api)\n",
  "engine/lab/CMakeLists.txt": "aw_library(lab PUBLIC aw::node)\n",
  "engine/base/hex.hpp": "#pragma once\n#include <string>\n",
  "engine/crypto/keys.hpp": '#pragma once\n#include "base/hex.hpp"\n// #include "node/node.hpp" is only spoken of\n',
  "engine/api/values.hpp": '#pragma once\n#include "base/hex.hpp"\n',
  "engine/api/codes.hpp": "#pragma once\n",
  "engine/l1/contracts.hpp": '#pragma once\n#include "api/codes.hpp"\n',
  "engine/node/node.hpp": '#pragma once\n#include "api/values.hpp"\n#include "crypto/keys.hpp"\n',
  "ui/bridge/bridge.hpp": '#pragma once\n#include "api/values.hpp"\n#include <QObject>\n',
  "ui/shell/window.cpp": '#include "bridge/bridge.hpp"\nQString title() { return QCoreApplication::translate("Window", "Open %1"); }\n',
  "translations/glossary.txt": "# English / Chinese\nopen\t打开\n",
  "translations/anchorwatch_zh_CN.ts": `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Window</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
</context>
</TS>
`,
};

const catalogue = "translations/anchorwatch_zh_CN.ts";
const glossary = "translations/glossary.txt";
const slash = "/";
/** [check, what is wrong, path, content, words of the finding] */
const faults = [
  ["layers", "include of a lower folder", "engine/base/a.cpp", '#include "crypto/keys.hpp"\n', "stands below"],
  ["layers", "more of api than its codes below it", "engine/l1/a.cpp", '#include "api/values.hpp"\n', "only node and lab"],
  ["layers", "codes used above api", "engine/crypto/b.cpp", '#include "api/codes.hpp"\n', "api stands below crypto"],
  ["layers", "api on more than base", "engine/api/a.cpp", '#include "crypto/keys.hpp"\n', "api sits on base alone"],
  ["layers", "ui looks into the engine", "ui/shell/a.cpp", '#include "node/node.hpp"\n', "only api and base"],
  ["layers", "ui reaches the engine by a relative path", "ui/shell/a.cpp", '#include "../../engine/node/node.hpp"\n', "only api and base"],
  ["layers", "bridge knows the shell", "ui/bridge/a.cpp", '#include "shell/window.cpp"\n', "shell stands above"],
  ["layers", "Qt in the engine", "engine/base/a.cpp", "#  include <QString>\n", "knows no Qt"],
  ["layers", "ui in the engine", "engine/lab/a.cpp", '#include "bridge/bridge.hpp"\n', "includes nothing of ui/"],
  ["layers", "include of what is not linked", "engine/node/CMakeLists.txt", "aw_library(node PUBLIC aw::crypto)\n", "does not link aw::api"],
  ["layers", "link against the order", "engine/base/CMakeLists.txt", "aw_library(base PUBLIC aw::crypto)\n", "links aw::crypto"],
  ["layers", "file that does not exist", "engine/base/a.cpp", '#include "base/none.hpp"\n', "no such file"],
  ["layers", "folder outside the order", "engine/extra/a.cpp", "int a;\n", "is not in engine/CMakeLists.txt"],
  ["language", "file at the top level", "notes.md", "text\n", "does not belong at the top level"],
  ["language", "path of a machine", "engine/base/a.cpp", `// see ${slash}home/someone/notes\n`, "absolute path"],
  ["language", "registry host", "installer/tools/.npmrc", `registry=https:${slash}/registry.` + "example.org/\n", "package registry"],
  ["language", "lock file with addresses", "installer/package-lock.json", `{"resolved"` + `: "https:${slash}/x.example/a.tgz"}\n`, "download addresses"],
  ["language", "note of unfinished work", "engine/base/a.cpp", "// TO" + "DO: later\n", "unfinished work"],
  ["language", "skipped test", "tests/unit/a.cpp", "void f() { QSK" + 'IP("not now"); }\n', "a skipped test"],
  ["language", "sleeping test", "tests/unit/a.cpp", "void f() { QTest::qSl" + "eep(5); }\n", "a sleep"],
  ["language", "merge conflict", "engine/base/a.cpp", "<".repeat(7) + " ours\n", "a merge conflict"],
  ["language", "long file", "engine/base/a.cpp", "int a;\n".repeat(501), "no file has more than"],
  ["translations", "unfinished translation", catalogue, clean[catalogue].replace("<translation>", '<translation type="unfinished">'), "is unfinished"],
  ["translations", "empty translation", catalogue, clean[catalogue].replace("打开 %1", ""), "has no translation"],
  ["translations", "lost marker", catalogue, clean[catalogue].replace("打开 %1", "打开"), "other %-markers"],
  ["translations", "text that nobody translated", "ui/shell/b.cpp", 'QString text() { return QCoreApplication::translate("Window", "Close"); }\n', "run lupdate"],
  ["translations", "no catalogue", catalogue, undefined, "no .ts file"],
  ["glossary", "term with another translation", catalogue, clean[catalogue].replace("打开", "开启"), '"open" is 打开'],
  ["glossary", "term that stands twice", glossary, clean[glossary] + "Open/open\t打开\n", "stands in line 2 already"],
  ["glossary", "term that no message has", glossary, clean[glossary] + "batch\t批次\n", "no message has this term"],
  ["glossary", "line without a tab", glossary, clean[glossary] + "batch 批次\n", "needs English and Chinese"],
  ["glossary", "no glossary", glossary, undefined, "is missing"],
  ["language", "colour outside the theme", "ui/pages/a.cpp", 'QColor a("#ff' + '0000");\n', "a colour outside the theme"],
];

function run(check, overrides) {
  const root = mkdtempSync(join(tmpdir(), "anchorwatch-check-"));
  try {
    for (const [path, content] of Object.entries({ ...clean, ...overrides })) {
      if (content === undefined) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const done = spawnSync(process.execPath, [join(checks, `${check}.mjs`), root], { encoding: "utf8" });
    return { status: done.status, output: done.stdout + done.stderr };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

let failures = 0;
function expect(label, condition, output) {
  if (condition) return;
  failures += 1;
  console.log(`${label}: FAILED\n${output}`);
}

for (const check of ["layers", "language", "translations", "glossary"]) {
  const { status, output } = run(check, {});
  expect(`${check}: a clean tree passes`, status === 0, output);
}
for (const [check, what, path, content, words] of faults) {
  const { status, output } = run(check, { [path]: content });
  expect(`${check}: ${what}`, status === 1 && output.includes(words), output);
}
console.log(`check_checks: ${faults.length + 4} cases, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
