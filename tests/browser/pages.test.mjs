// Every page that a signed-in person or a passer-by reaches by links, in both languages: axe, HTML, reflow, light and dark.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertNone, htmlFaults, shownFaults } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { crawl } from "./lib/crawl.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, speak } from "./lib/people.mjs";

describe("pages of the demo", { concurrency: 2 }, () => {
  let demo;
  let browser;
  const visited = new Set();
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function lookAround(language, begin) {
    const visitor = await newVisitor(browser, { language });
    const page = await visitor.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`console at ${page.url()}: ${message.text()}`);
    });
    await begin(page);
    await speak(page, language);
    const kinds = await crawl(page, async (_, response, kind) => {
      visited.add(kind);
      const found = [...(await htmlFaults(await response.text())), ...(await shownFaults(page))];
      if (response.status() >= 400) found.push(`answers ${response.status()}`);
      const lang = await page.locator("html").getAttribute("lang");
      if (lang !== language) found.push(`is in ${lang}`);
      faults.push(...found.map((fault) => `${new URL(response.url()).pathname}: ${fault}`));
    });
    await visitor.close();
    assertNone(faults);
    return kinds;
  }

  for (const language of ["fr", "en"]) {
    test(`signed in, ${language}`, { concurrency: 2 }, async (t) => {
      const people = demo.signIns;
      await Promise.all(
        people.map((person) =>
          t.test(`${person.who}`, async () => {
            const kinds = await lookAround(language, (page) => signIn(page, person));
            assert.ok(kinds.length >= 3, `only ${kinds} were found`);
          }),
        ),
      );
    });

    test(`signed out, ${language}`, async (t) => {
      const addresses = [...new Set(demo.signIns.map((person) => person.address))];
      for (const address of [...addresses, `${demo.office}/demo`]) {
        await t.test(address.replace(/:\d+/, ""), () => lookAround(language, (page) => page.goto(address)));
      }
    });
  }
});
