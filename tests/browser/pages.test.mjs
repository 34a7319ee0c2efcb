// Every page that a signed-in person or a passer-by reaches by links, in both languages: axe, HTML, reflow, light and dark.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { KINDS, assertNone, htmlFaults, knownParts, shownFaults } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { PER_KIND, crawl } from "./lib/crawl.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, speak } from "./lib/people.mjs";

// A person's own page says what is kept, so nothing in it may keep it from being saved again.
function canBeSaved(page) {
  return page.locator("form", { has: page.locator("select[name=locale]") }).evaluate((form) => form.checkValidity());
}

describe("pages of the demo", () => {
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

  // One language after the other: staff read the language of their account, which is one for all of their browsers.
  const known = knownParts();
  for (const language of ["fr", "en"]) {
    // A few pages of each kind on each host are looked at by whoever comes first, and one by everybody who comes after.
    const looks = new Map();
    async function lookAround(begin) {
      const visitor = await newVisitor(browser, { language });
      const page = await visitor.newPage();
      const faults = [];
      page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(`console at ${page.url()}: ${message.text()}`);
      });
      await begin(page);
      const { origin } = new URL(page.url());
      const most = (kind) => ((looks.get(`${origin} ${kind}`) ?? 0) < PER_KIND ? PER_KIND : 1);
      const look = async (_, response, kind) => {
        looks.set(`${origin} ${kind}`, (looks.get(`${origin} ${kind}`) ?? 0) + 1);
        const found = [...(await htmlFaults(await response.text())), ...(await shownFaults(page, KINDS.page, known))];
        if (response.status() >= 400) found.push(`answers ${response.status()}`);
        const lang = await page.locator("html").getAttribute("lang");
        if (lang !== language) found.push(`is in ${lang}`);
        if (/^\/(me|account)$/.test(new URL(page.url()).pathname) && !(await canBeSaved(page))) found.push("is refused as it was saved");
        faults.push(...found.map((fault) => `${new URL(response.url()).pathname}: ${fault}`));
      };
      const kinds = await crawl(page, look, most);
      await visitor.close();
      assertNone(faults);
      return kinds;
    }

    test(`signed in, ${language}`, { concurrency: 2 }, async (t) => {
      await Promise.all(
        demo.signIns.map((person) =>
          t.test(person.who, async () => {
            const kinds = await lookAround(async (page) => {
              await signIn(page, person);
              await speak(page, language);
            });
            assert.ok(kinds.length >= 3, `only ${kinds} were found`);
          }),
        ),
      );
    });

    // The links on the pocket phone show the pages of the person on call, in the language that the person has chosen above.
    test(`signed out, ${language}`, { concurrency: 2 }, async (t) => {
      const addresses = [...new Set(demo.signIns.map((person) => person.address)), `${demo.office}/demo`];
      await Promise.all(
        addresses.map((address) =>
          t.test(address.replace(/:\d+/, ""), () =>
            lookAround(async (page) => {
              await page.goto(address);
              await speak(page, language);
            }),
          ),
        ),
      );
    });
  }

  // No company is known there, and so no brand.
  test("a host that nobody has", async () => {
    const page = await (await newVisitor(browser)).newPage();
    const response = await page.goto(demo.office.replace("://", "://nobody."));
    assert.equal(response.status(), 404);
    assertNone([...(await htmlFaults(await response.text())), ...(await shownFaults(page))]);
    await page.context().close();
  });

  // For programmers, in English only.
  test("reference of the API", async () => {
    const page = await (await newVisitor(browser, { language: "en" })).newPage();
    const response = await page.goto(`${demo.office}/api/docs`);
    assert.equal(response.status(), 200);
    assertNone([...(await htmlFaults(await response.text())), ...(await shownFaults(page))]);
    await page.context().close();
  });
});
