// The main job without a mouse, and every page that links lead to: each place is reached by Tab, can be left, and shows that it has
// the focus. The same pages in forced colours and without motion.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertNone } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { crawl } from "./lib/crawl.mjs";
import { startDemo } from "./lib/demo.mjs";
import { forcedFaults, movingFaults, press, tabTo, walkThrough } from "./lib/keyboard.mjs";
import { textedLink } from "./lib/messages.mjs";
import { words } from "./lib/people.mjs";

describe("without a mouse", () => {
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

  const clients = () => demo.signIns.filter((person) => person.origin !== demo.office);
  const staff = () => demo.signIns.filter((person) => person.origin === demo.office);

  async function signIn(page, { address, user, password }) {
    await page.goto(address);
    await tabTo(page, page.locator("form.form input:not([type=hidden]):not([type=password])").first());
    await page.keyboard.type(user);
    await tabTo(page, page.locator("input[type=password]"));
    await page.keyboard.type(password);
    await press(page, "Enter");
    assert.ok(!new URL(page.url()).pathname.startsWith("/login"), `${user} is not signed in: ${await words(page)}`);
  }

  async function activate(page, target, key = "Enter") {
    await tabTo(page, target);
    await press(page, key);
  }

  for (const script of [true, false]) {
    test(`an urgent ticket, to “reached”, ${script ? "with" : "without"} script`, async () => {
      const [first, ...others] = clients();
      const client = script ? first : others.find((person) => person.origin !== first.origin && person.who.endsWith("(fr)"));
      const portal = await (await newVisitor(browser, { script })).newPage();
      await signIn(portal, client);
      await activate(portal, portal.getByRole("link", { name: "Ouvrir un ticket" }).first());
      await tabTo(portal, portal.locator("select[name=category]"));
      await portal.keyboard.type("URG");
      assert.match(await portal.locator("select[name=category] option:checked").innerText(), /^URGENT/);
      await tabTo(portal, portal.locator("textarea[name=description]"));
      await portal.keyboard.type("Les caisses sont en panne");
      await activate(portal, portal.locator("form.form-ticket button[type=submit]"));
      const number = new URL(portal.url()).pathname.match(/^\/tickets\/(\d+)$/)?.[1];
      assert.ok(number, `the ticket was not opened: ${await words(portal)}`);

      const phone = await (await newVisitor(browser, { script })).newPage();
      await phone.goto(await textedLink(phone, demo, number));
      const take = phone.getByRole("button", { name: "Je prends et j’appelle" });
      await tabTo(phone, take);
      await phone.keyboard.press("Enter");
      const reached = phone.getByRole("button", { name: "Client joint" });
      // They ring before they say how it went: the key does not come while the dialler opens.
      await reached.waitFor();
      await phone.waitForTimeout(1_000);
      await activate(phone, reached, "Space");
      assert.match(await words(phone), /Client joint, merci/);

      await portal.reload();
      assert.match(await words(portal), /joint/);
      await portal.context().close();
      await phone.context().close();
    });
  }

  test("an agent answers and goes on to the next", async () => {
    const page = await (await newVisitor(browser)).newPage();
    await signIn(page, staff()[0]);
    await page.goto(`${demo.office}/queue`);
    await activate(page, page.locator("a[data-row]").first());
    const ticket = page.url();
    await tabTo(page, page.locator("form", { has: page.getByRole("button", { name: "Répondre et passer au suivant" }) }).locator("textarea"));
    await page.keyboard.type("Bonjour, nous regardons.");
    await activate(page, page.getByRole("button", { name: "Répondre et passer au suivant" }));
    assert.notEqual(page.url(), ticket, "the next one is shown");
    await page.goto(ticket);
    assert.match(await page.locator(".desk-main").innerText(), /nous regardons/);
    await page.context().close();
  });

  test("every page", { concurrency: 2 }, async (t) => {
    // A manager finds what a member finds, and an administrator what an agent does.
    const people = [clients()[0], staff().at(-1)];
    await Promise.all(
      people.map((person) =>
        t.test(person.who, async () => {
          const page = await (await newVisitor(browser)).newPage();
          await signIn(page, person);
          const faults = [];
          const kinds = await crawl(page, async (_, __, kind) => {
            const found = [...(await movingFaults(page))];
            const { faults: unseen } = await walkThrough(page);
            found.push(...unseen);
            await page.emulateMedia({ forcedColors: "active" });
            found.push(...(await forcedFaults(page)));
            await page.emulateMedia({ forcedColors: "none" });
            faults.push(...found.map((fault) => `${kind}: ${fault}`));
          }, () => 1);
          await page.context().close();
          assert.ok(kinds.length >= 3, `only ${kinds} were found`);
          assertNone(faults);
        }),
      ),
    );
  });
});
