// Files that a browser would run if it showed them: each address of one is a download, in a page and in a frame.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "../lib/chromium.mjs";
import { startDemo } from "../lib/demo.mjs";
import { signIn, submit } from "../lib/people.mjs";
import { tried } from "./tries.mjs";

const RUNS = "<script>document.title='ran'</script>";
const GIF = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
const FILES = [
  ["a.html", Buffer.concat([GIF, Buffer.from(RUNS)])],
  ["a.svg", Buffer.concat([GIF, Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")])],
  ["a.js", Buffer.from("GIF89a/**/=1;document.title='ran'//")],
  ["late.html", Buffer.from(`${"a line of text\n".repeat(700)}${RUNS}`)],
  ["words.xhtml", Buffer.from(`Voyez : ${RUNS}`)],
  ["a.pdf", Buffer.from("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj")],
];

describe("files", () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  test("files are saved and never shown", async () => {
    const client = demo.signIns.find(({ origin }) => origin !== demo.office);
    const context = await newVisitor(browser, { bypassCSP: true, acceptDownloads: true });
    const page = await context.newPage();
    let [tries, through] = [0, 0];
    page.on("dialog", async (dialog) => {
      through += 1;
      await dialog.dismiss();
    });
    await signIn(page, client);
    for (const [name, buffer] of FILES) {
      await page.goto(`${client.origin}/tickets/new`);
      await page.locator("select[name=category]").selectOption({ index: 2 });
      await page.locator("textarea[name=description]").fill("Voici un fichier");
      await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/html", buffer });
      await submit(page, page.locator("form.form-ticket button[type=submit]"));
      const links = await page.locator("a[href*='/files/']").evaluateAll((all) => all.map((it) => it.href));
      assert.ok(links.length > 0, `${name} is on its ticket: ${page.url()}`);
      for (const link of new Set(links)) {
        // As a page of its own.
        const download = page.waitForEvent("download", { timeout: 10_000 });
        await page.goto(link).catch((error) => assert.match(error.message, /Download is starting|ERR_ABORTED/, name));
        await (await download).cancel();
        // And as a script, a style and a picture of our own page.
        const title = await page.title();
        await page.evaluate(async (link) => {
          for (const [tag, attribute] of [["script", "src"], ["iframe", "src"], ["object", "data"], ["embed", "src"]]) {
            const element = document.createElement(tag);
            element[attribute] = link;
            document.body.append(element);
          }
          await new Promise((done) => setTimeout(done, 300));
        }, link);
        if ((await page.title()) !== title) through += 1;
        tries += 5;
      }
    }
    await context.close();
    tried("files: shown, framed and run as scripts", tries, through);
    assert.equal(through, 0);
    assert.ok(tries >= FILES.length * 5, `${tries}`);
  });
});
