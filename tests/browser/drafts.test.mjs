// What is typed and not sent is there again: after a reload, after a refused form, and after the session has ended; for the one who
// typed it, and until it has arrived.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, submit, words } from "./lib/people.mjs";

describe("drafts", () => {
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

  const open = async (page, client) => {
    await page.goto(`${client.origin}/tickets/new`);
    return { text: page.locator("textarea[name=description]"), category: page.locator("select[name=category]") };
  };
  const send = (page) => submit(page, page.locator("form.form-ticket button[type=submit]"));
  const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("draft:")));

  test("a new ticket is kept for its writer until it is sent", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    const context = await newVisitor(browser, { script: true });
    const page = await context.newPage();
    await signIn(page, client);
    let form = await open(page, client);
    const other = await form.category.locator("option").nth(2).getAttribute("value");
    await form.category.selectOption(other);
    await form.text.fill("Le `site` est lent");
    form = await open(page, client);
    assert.equal(await form.text.inputValue(), "Le `site` est lent");
    assert.equal(await form.category.inputValue(), other);

    // Somebody else at the same screen does not find it.
    const user = await page.locator("body").getAttribute("data-user");
    await page.evaluate((user) => {
      for (const name of Object.keys(localStorage)) {
        localStorage[name.replace(user, "per_another")] = localStorage[name];
        localStorage.removeItem(name);
      }
    }, user);
    form = await open(page, client);
    assert.equal(await form.text.inputValue(), "");
    await form.text.fill("Le `site` est lent");
    await form.category.selectOption(other);

    // Sent with a mark that the page shows otherwise: it has arrived all the same.
    await send(page);
    assert.match(await words(page), /Le site est lent/);
    assert.deepEqual(await kept(page), ["draft:per_another:new-ticket"]);
    form = await open(page, client);
    assert.equal(await form.text.inputValue(), "");

    // Refused, it is neither lost nor taken for sent.
    await form.category.selectOption(other);
    await form.text.fill("   ");
    await send(page);
    assert.match(await words(page), /Il y a un problème/);
    await form.text.fill("Encore une chose");
    form = await open(page, client);
    assert.equal(await form.text.inputValue(), "Encore une chose");

    // Signing out leaves nothing of one's own.
    await submit(page, page.locator("form[action='/logout'] button"));
    assert.deepEqual(await kept(page), ["draft:per_another:new-ticket"]);
    await context.close();
  });

  test("a session that ended gives the text back", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    for (const script of [true, false]) {
      const context = await newVisitor(browser, { script });
      const page = await context.newPage();
      await signIn(page, client);
      const form = await open(page, client);
      const text = `Écrit trop longtemps (${script ? "avec" : "sans"} script)`;
      await form.category.selectOption({ index: 2 });
      await form.text.fill(text);
      await context.clearCookies();
      await send(page);
      assert.match(await words(page), /Votre session est terminée/);
      assert.ok((await words(page)).includes(text));
      await page.locator("input[name=user]").fill(client.user);
      await page.locator("input[type=password]").fill(client.password);
      await submit(page, page.locator("form.form button[type=submit]").first());
      assert.equal(await page.locator("textarea[name=description]").inputValue(), text);
      await send(page);
      assert.match(new URL(page.url()).pathname, /^\/tickets\/\d+$/);
      assert.ok((await words(page)).includes(text));
      await context.close();
    }
  });
});
