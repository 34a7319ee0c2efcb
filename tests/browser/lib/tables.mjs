// Tables of figures, to read and to keep: in target/proofs, or where RAPPEL_PROOFS says.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROOFS = process.env.RAPPEL_PROOFS ?? fileURLToPath(new URL("../../../target/proofs", import.meta.url));

// Lines of columns as wide as their widest cell; numbers stand on the right.
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const width = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => /^[\d.,–]+( \S+)?$/.test(String(row[column]))));
  const line = (row) =>
    row.map((cell, column) => (isNumber[column] ? cell.padStart(width[column]) : cell.padEnd(width[column]))).join("  ").trimEnd();
  return [line(all[0]), width.map((count) => "-".repeat(count)).join("  "), ...all.slice(1).map(line)].join("\n");
}

export function keep(name, text) {
  const file = join(PROOFS, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  return file;
}
