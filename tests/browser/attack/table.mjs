// `table.mjs filter` prints which tests nextest is to run; `table.mjs table JUNIT TRIES GATES` reads what they, the browser and the
// gates have said, prints a line for each threat, keeps the table and fails when anything came through or a proof did not run.

import { existsSync, readFileSync } from "node:fs";

import { keep, table } from "../lib/tables.mjs";
import { BROWSER, GATES, THREATS } from "./threats.mjs";

const OTHERS = [BROWSER, GATES];

function filter() {
  const all = THREATS.flatMap(({ tests }) => Object.entries(tests)).filter(([name]) => !OTHERS.includes(name));
  return all.map(([name, parts]) => `(package(${name}) & test(/${parts.join("|")}/))`).join(" | ");
}

const read = (file) => (file && existsSync(file) ? readFileSync(file, "utf8") : "");
const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
const triesIn = (text) => [...text.matchAll(/\btries: (\d+)/g)].map((found) => Number(found[1]));

// Test cases of a JUnit report: package, name, whether it failed, and how many tries it says it made.
function fromReport(xml) {
  return xml.split("<testsuite ").slice(1).flatMap((suite) => {
    const of = ` ${suite}`.match(/\sname="([^"]+)"/)[1].split("::")[0];
    return suite.split("<testcase ").slice(1).map((text) => {
      const name = ` ${text}`.match(/\sname="([^"]+)"/)?.[1];
      const isBroken = /<(failure|error)[ >]/.test(text);
      const said = triesIn(text.replaceAll(/&#\d+;/g, ""));
      return { of, name, tries: said.length > 0 ? sum(said) : 1, through: isBroken ? 1 : 0 };
    });
  });
}

function fromBrowser(lines) {
  return lines.split("\n").filter(Boolean).map((line) => ({ of: BROWSER, ...JSON.parse(line) }));
}

// A program of gates: `tries: N` and a verdict behind each figure.
function fromGates(said) {
  // Each begins with its name.
  return said.split(/^(?=\w+: )/m).flatMap((part) => {
    const verdicts = part.split("\n").filter((line) => / (holds|BROKEN)$/.test(line));
    if (verdicts.length === 0) return [];
    const broken = verdicts.filter((line) => line.endsWith(" BROKEN")).length;
    return [{ of: GATES, name: part.split(":")[0], tries: sum(triesIn(part)), through: broken }];
  });
}

function report(junit, tries, gates) {
  const cases = [...fromReport(read(junit)), ...fromBrowser(read(tries)), ...fromGates(read(gates))];
  const missing = [];
  const rows = THREATS.map(({ threat, tests }) => {
    const mine = Object.entries(tests).flatMap(([of, parts]) =>
      parts.flatMap((part) => {
        const found = cases.filter((it) => it.of === of && new RegExp(part).test(it.name));
        if (found.length === 0) missing.push(`${threat}: nothing ran of ${of} ${part}`);
        return found;
      }),
    );
    const proofs = [...new Set(mine)];
    return [threat, proofs.length, sum(proofs.map((it) => it.tries)), sum(proofs.map((it) => it.through))];
  });
  const total = [1, 2, 3].map((column) => sum(rows.map((row) => row[column])));
  const text = table(["threat", "proofs", "tries", "got through"], [...rows, ["all", ...total]]);
  console.log(`${text}\n`);
  for (const it of cases.filter((it) => it.through > 0)) console.log(`got through: ${it.of} ${it.name}`);
  for (const line of missing) console.log(line);
  console.log(`kept in ${keep("attack.txt", text)}`);
  return total[2] === 0 && missing.length === 0;
}

const [what, ...files] = process.argv.slice(2);
if (what === "filter") {
  console.log(filter());
} else {
  process.exitCode = report(...files) ? 0 : 1;
}
