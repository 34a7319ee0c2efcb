// What is typed and not sent is there again: after a reload, after a refused form, and after the session has ended; for the one who
// typed it, and until it has arrived.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { openTicket, signIn, submit, words } from "./lib/people.mjs";

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

  // Each with a page of its own, where the client is signed in.
  const asClient = (name, act) =>
    test(name, async () => {
      const client = demo.signIns.find((person) => person.origin !== demo.office);
      const context = await newVisitor(browser, { script: true });
      const page = await context.newPage();
      await signIn(page, client);
      await act({ page, client, ticket: (number) => page.goto(`${client.origin}/tickets/${number}`) });
      await context.close();
    });
  // More fields in a form, as if they had come with the page: before its script runs.
  const withFields = (page, form, html) =>
    page.addInitScript(
      ([form, html]) =>
        document.addEventListener("readystatechange", () => {
          if (document.readyState === "interactive") document.querySelector(form)?.insertAdjacentHTML("afterbegin", html);
        }),
      [form, html],
    );
  const body = (page) => page.locator("textarea[name=body]");

  asClient("short words are kept, whatever messages say", async ({ page, client, ticket }) => {
    const [one, other] = [await openTicket(page, client, "ok pour moi, Merci"), await openTicket(page, client, "ok")];
    await ticket(one);
    await body(page).fill("ok");
    // It is inside a message here, and all of one there.
    for (const number of [one, other, one]) await ticket(number);
    assert.equal(await body(page).inputValue(), "ok");
    // What another form sends is not it either.
    await ticket(other);
    await body(page).fill("Autre chose");
    await submit(page, page.locator("form.reply button[type=submit]"));
    await ticket(one);
    assert.equal(await body(page).inputValue(), "ok");
    await submit(page, page.locator("form.reply button[type=submit]"));
    assert.equal(await body(page).inputValue(), "");
    assert.deepEqual(await kept(page), []);
  });

  asClient("what is typed in another tab while it is sent is kept", async ({ page, client, ticket }) => {
    const number = await openTicket(page, client, "Deux onglets");
    await ticket(number);
    await body(page).fill("Du premier");
    const other = await page.context().newPage();
    await other.goto(page.url());
    assert.equal(await body(other).inputValue(), "Du premier");
    await page.route("**/reply", async (route) => {
      await body(other).fill("Du premier, et du second");
      await route.continue();
    });
    await submit(page, page.locator("form.reply button[type=submit]"));
    assert.match(await words(page), /Votre message est envoyé/);
    assert.equal(await body(page).inputValue(), "Du premier, et du second");
  });

  asClient("a choice alone is kept, and gone when it is taken back", async ({ page, client }) => {
    const other = await open(page, client).then(({ category }) => category.locator("option").nth(2).getAttribute("value"));
    await page.locator("select[name=category]").selectOption(other);
    const { category } = await open(page, client);
    assert.equal(await category.inputValue(), other);
    await category.selectOption("");
    assert.deepEqual(await kept(page), []);
    assert.equal(await open(page, client).then(({ category }) => category.inputValue()), "");
  });

  asClient("fields of a category alone are kept", async ({ page, client }) => {
    // The demo's categories ask for nothing of their own.
    await withFields(page, "form.form-ticket", '<label for="answer-1">Poste</label><input name="answer-1" id="answer-1">');
    await open(page, client);
    await page.locator("#answer-1").fill("PC-17");
    await open(page, client);
    assert.equal(await page.locator("#answer-1").inputValue(), "PC-17");
  });

  asClient("buttons and boxes are kept as they were chosen", async ({ page, client }) => {
    const number = await openTicket(page, client, "C’est réglé");
    await page.goto(`${client.origin}/tickets/${number}/close`);
    await submit(page, page.getByRole("button", { name: "Oui, fermer" }));
    // No form of ours that keeps a draft has boxes yet.
    const box = (value, checked) => `<input type="checkbox" name="box" value="${value}" id="box-${value}" ${checked}>`;
    await withFields(page, "form.feedback", box("a", "checked") + box("b", "") + box("c", ""));
    const chosen = () => page.locator("form.feedback").evaluate((form) => [...new FormData(form)].filter(([name]) => /solved|box/.test(name)).flat());
    await page.reload();
    assert.deepEqual(await chosen(), ["box", "a"]);
    await page.getByLabel("Non, ce n’est pas résolu").check();
    await page.locator("#box-a").uncheck();
    await page.locator("#box-c").check();
    await page.reload();
    assert.deepEqual(await chosen(), ["box", "c", "solved", "no"]);
    await page.locator("textarea[name=remark]").fill("Cela revient");
    await submit(page, page.locator("form.feedback button[type=submit]"));
    assert.match(await words(page), /votre réponse est enregistrée/);
    assert.deepEqual(await kept(page), []);
  });
});
