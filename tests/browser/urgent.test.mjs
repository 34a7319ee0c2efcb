// The main job in a browser: a client opens an urgent ticket, the person on call takes it and says how it went, and the client
// sees each step. With script and without.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, submit, words } from "./lib/people.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe("an urgent ticket, from the form to “reached”", () => {
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

  for (const script of [true, false]) {
    test(script ? "with script" : "without script", async () => {
      // Another company each time: the second text of one company to one person waits, so that it can say more.
      const clients = demo.signIns.filter((person) => person.origin !== demo.office);
      const another = (person) => person.origin !== clients[0].origin && person.who.endsWith("(fr)");
      const client = script ? clients[0] : clients.find(another);
      const portal = await (await newVisitor(browser, { script })).newPage();
      await signIn(portal, client);
      const description = `Plus rien ne marche (${script ? "avec" : "sans"} script)`;
      const number = await openUrgent(portal, description);

      const phone = await (await newVisitor(browser, { script, ...PHONE })).newPage();
      await withoutDialler(phone);
      const link = await waitForPage(phone, demo, number);
      // Opening the link, as a scanner of messages would, takes nothing.
      await phone.goto(link);
      await portal.reload();
      assert.doesNotMatch(await words(portal), /a pris la demande/);

      // With script one tap takes it and dials; without, the page that comes has the number on top.
      await phone.getByRole("button", { name: "Je prends et j’appelle" }).click();
      await phone.getByRole("button", { name: "Client joint" }).waitFor();
      const dial = await phone.locator("a[href^='tel:']").evaluateAll((links) => links.map((link) => link.href));
      assert.equal(dial.length, 1, "the dialler is one tap away");
      if (script) await phone.waitForFunction((number) => globalThis.dialled?.includes(number), dial[0]);
      await portal.reload();
      assert.match(await words(portal), /vous (r)?appelle/);
      assert.match(await words(portal), /a pris la demande/);

      await submit(phone, phone.getByRole("button", { name: "Client joint" }));
      assert.match(await words(phone), /Client joint, merci/);
      await portal.reload();
      assert.match(await words(portal), /joint/);
      await portal.context().close();
      await phone.context().close();
    });
  }
});

// A desktop asks in a dialog of its own, which then gets every click, whether it may open a program for calls. The number
// that would be called is noted instead.
function withoutDialler(page) {
  return page.addInitScript(() => {
    globalThis.dialled = [];
    navigation.addEventListener("navigate", (event) => {
      if (!event.destination.url.startsWith("tel:")) return;
      event.preventDefault();
      globalThis.dialled.push(event.destination.url);
    });
  });
}

// Answers the ticket's number.
async function openUrgent(page, description) {
  await page.getByRole("link", { name: "Ouvrir un ticket" }).first().click();
  const category = page.locator("select[name=category]");
  const urgent = await category.locator("option", { hasText: "URGENT" }).getAttribute("value");
  await category.selectOption(urgent);
  assert.notEqual(await page.locator("input[name=phone]").inputValue(), "", "the number is prefilled");
  await page.locator("textarea[name=description]").fill(description);
  await submit(page, page.locator("form.form-ticket button[type=submit]"));
  const found = new URL(page.url()).pathname.match(/^\/tickets\/(\d+)$/);
  assert.ok(found, `the ticket was not opened: ${await words(page)}`);
  return found[1];
}

// The pocket phone shows the SMS within seconds; answers the link that it carries.
async function waitForPage(page, demo, number) {
  const message = page.locator("body").getByText(new RegExp(`URGENT #${number}\\b`)).first();
  for (let tries = 0; tries < 20; tries += 1) {
    await page.goto(`${demo.office}/demo`);
    if ((await message.count()) > 0) {
      const link = await message.locator("xpath=descendant-or-self::*//a[contains(@href,'/a/')] | ancestor::*[.//a[contains(@href,'/a/')]][1]//a[contains(@href,'/a/')]").first();
      return link.getAttribute("href").then((href) => new URL(href, demo.office).href);
    }
    await new Promise((done) => setTimeout(done, 500));
  }
  assert.fail(`no SMS about #${number} within 10 s: ${await words(page)}`);
}
