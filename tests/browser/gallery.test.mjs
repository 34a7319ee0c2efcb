// Every page in every state that the samples of rappel-pages know: some, such as a refused form or a lost race, are hard to
// reach by clicking. `cargo run -p rappel-pages --example gallery -- FOLDER` writes them; RAPPEL_GALLERY names the folder.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { htmlFaults, shownFaults } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { htmlFiles, serveFolder } from "./lib/files.mjs";

const folder = process.env.RAPPEL_GALLERY;
assert.ok(folder, "RAPPEL_GALLERY names no folder");
const names = htmlFiles(folder);
assert.ok(names.length > 0, `no page in ${folder}`);

describe("gallery", { concurrency: 2 }, () => {
  let browser;
  let server;
  before(async () => {
    server = await serveFolder(folder);
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const name of names) {
    test(name, async () => {
      const visitor = await newVisitor(browser);
      const page = await visitor.newPage();
      await page.goto(`${server.origin}/${name}`);
      const faults = [...(await htmlFaults(readFileSync(join(folder, name), "utf8"))), ...(await shownFaults(page))];
      await visitor.close();
      assert.deepEqual(faults, []);
    });
  }
});
