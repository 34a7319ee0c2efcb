// Every page in every state that the samples of rappel-pages know: some, such as a refused form or a lost race, are hard to
// reach by clicking. `cargo run -p rappel-pages --example gallery -- FOLDER` writes them; RAPPEL_GALLERY names the folder.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { KINDS, assertNone, htmlFaults, keepKnown, knownParts, shownFaults } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { htmlFiles, serveFolder } from "./lib/files.mjs";

const folder = process.env.RAPPEL_GALLERY;
assert.ok(folder, "RAPPEL_GALLERY names no folder");
const names = htmlFiles(folder).filter((name) => name !== "index.html");
assert.ok(names.length > 0, `no page in ${folder}`);

describe("gallery", { concurrency: 2 }, () => {
  let browser;
  let server;
  const free = []; // open tabs that no test is using
  const known = knownParts();
  before(async () => {
    server = await serveFolder(folder);
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    server?.close();
    keepKnown(known);
  });

  for (const name of names) {
    test(name, async () => {
      const html = readFileSync(join(folder, name), "utf8");
      // A fragment is shown only inside its page, where it is looked at.
      if (!html.includes("<html")) return assertNone(await htmlFaults(html));
      const kind = name.startsWith("mail/") ? KINDS.mail : KINDS.page;
      const page = free.pop() ?? (await (await newVisitor(browser)).newPage());
      await page.goto(`${server.origin}/${name}`);
      const faults = [...(await htmlFaults(html, kind)), ...(await shownFaults(page, kind, known, { thorough: true }))];
      free.push(page);
      assertNone(faults);
    });
  }
});
