// What a browser test tried: a line of the file that RAPPEL_TRIES names, for the table of `tests/run attack`.

import { appendFileSync } from "node:fs";

export function tried(name, tries, through) {
  if (process.env.RAPPEL_TRIES) appendFileSync(process.env.RAPPEL_TRIES, `${JSON.stringify({ name, tries, through })}\n`);
}
