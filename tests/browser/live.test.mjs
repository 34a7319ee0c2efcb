// The open page of a ticket follows what others do to it, says since when, and leaves alone whoever is at work on it. Time passes
// by the clock of the page, which the browser lends us: nobody waits ten seconds.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { openTicket, signIn, submit } from "./lib/people.mjs";

const USUAL = 10_000;

describe("an open ticket", () => {
  let demo;
  let browser;
  let staff;
  const looks = [];
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
    staff = await (await newVisitor(browser)).newPage();
    await signIn(staff, demo.signIns.find((person) => person.origin === demo.office));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const clients = () => demo.signIns.filter((person) => person.origin !== demo.office);

  // A new ticket on a page whose clock we move; with the page of the same ticket in the office.
  async function opened(client, text) {
    const page = await (await newVisitor(browser)).newPage();
    await signIn(page, client);
    const number = await openTicket(page, client, text);
    await page.clock.install();
    await page.goto(`${client.origin}/tickets/${number}`);
    await page.clock.pauseAt(Date.now() + 2_000);
    await page.evaluate(() => (globalThis.isSame = true));
    looks.length = 0;
    page.on("request", (request) => new URL(request.url()).pathname.endsWith("/fragment") && looks.push(request));
    const slug = new URL(client.origin).hostname.split(".")[0];
    return { page, number, desk: `${demo.office}/queue/${slug}/${number}` };
  }

  async function answer(desk, text) {
    await staff.goto(desk);
    const button = staff.locator("button[name=then][value=stay]");
    await staff.locator("form.work textarea").fill(text);
    await submit(staff, button);
  }

  async function close(desk) {
    await staff.goto(desk);
    await submit(staff, staff.locator("form[action*='/close'] button"));
  }

  // Lets time pass, ten seconds after the other at the most, each with what it set going. Answers how often the page looked.
  async function pass(page, milliseconds) {
    const before = looks.length;
    for (let left = milliseconds; left > 0; left -= USUAL) {
      const asked = looks.length;
      await page.clock.runFor(Math.min(left, USUAL));
      await Promise.all(looks.slice(asked).map((look) => look.response().catch(() => null)));
      // What follows the answer in the page is done before the page does what it is asked then.
      await page.evaluate(() => fetch("/nothing-here").catch(() => null));
    }
    return looks.length - before;
  }

  const status = (page) => page.locator("main .badge").first().innerText();
  const current = (page) => page.locator("[data-live-at]");
  const conversation = (page) => page.locator(".conversation").innerText();
  const isSame = (page) => page.evaluate(() => globalThis.isSame === true);

  test("shows an answer and a close without being loaded again", async () => {
    const { page, desk, number } = await opened(clients()[0], "Une question");
    assert.equal(await status(page), "Non traité");
    assert.equal(await current(page).isVisible(), false, "nothing is said before anything was asked");

    await answer(desk, "C’est corrigé de notre côté");
    assert.equal(await pass(page, USUAL), 1);
    assert.match(await conversation(page), /C’est corrigé de notre côté/);
    assert.equal(await status(page), "Répondu");
    assert.match(await page.locator("p[data-live-say]").innerText(), /Nous vous avons répondu/);
    const now = () => page.evaluate(() => new Date().toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" }));
    assert.equal(await current(page).innerText(), `à jour à ${await now()}`);

    // Nothing new: it is current all the same.
    assert.equal(await pass(page, 60_000), 6);
    assert.equal((await looks.at(-1).response()).status(), 304);
    assert.equal(await current(page).innerText(), `à jour à ${await now()}`);

    // What is being written stays where it is, and can be sent over what was shown meanwhile.
    const reply = page.locator("textarea[name=body]");
    await reply.fill("Merci, je regarde");
    await reply.evaluate((field) => field.setSelectionRange(5, 5));
    await answer(desk, "Et une chose encore");
    await pass(page, USUAL);
    assert.match(await conversation(page), /Et une chose encore/);
    assert.equal(await reply.inputValue(), "Merci, je regarde");
    assert.deepEqual(await reply.evaluate((field) => [document.activeElement === field, field.selectionStart]), [true, 5]);

    // Closed, the form below does not fit any more: the page says so and keeps the words.
    await close(desk);
    await pass(page, USUAL);
    assert.equal(await status(page), "Fermé");
    assert.equal(await reply.inputValue(), "Merci, je regarde");
    const reload = page.getByRole("link", { name: "Recharger la page" });
    assert.ok(await reload.isVisible());
    assert.match(await page.locator("p[data-live-say]").innerText(), /a changé d’état/);
    assert.ok(await isSame(page), "it was never loaded again");
    await Promise.all([page.waitForEvent("load"), reload.click()]);
    assert.equal(await page.locator("form.reply").count(), 0);
    assert.equal(await page.locator("form.feedback").count(), 1);
    assert.equal(new URL(page.url()).pathname, `/tickets/${number}`);

    // Taken back, it is the other way round.
    await submit(staff, staff.getByRole("button", { name: "Rouvrir" }).first());
    await pass(page, USUAL);
    assert.notEqual(await status(page), "Fermé");
    assert.ok(await reload.isVisible());
    await page.context().close();
  });

  test("sends a reply over an answer that it has shown", async () => {
    const { page, desk } = await opened(clients()[0], "Une autre question");
    await answer(desk, "Voici la réponse");
    await page.locator("textarea[name=body]").fill("Merci, lu");
    await pass(page, USUAL);
    await submit(page, page.locator("form.reply button[type=submit]"));
    assert.match(await page.locator(".flash-success").innerText(), /Votre message est envoyé/);
    assert.match(await conversation(page), /Merci, lu/);
    await page.context().close();
  });

  test("never replaces what has the focus or is selected, and does not call it current", async () => {
    const { page, desk } = await opened(clients()[0], "Voir https://durand.example/aide");
    await pass(page, USUAL);
    const since = await current(page).innerText();
    const link = page.locator(".message-body a").first();
    const select = () =>
      page.locator(".message-body").first().evaluate((body) => getSelection().selectAllChildren(body.closest("main")));
    const ways = [
      { hold: () => link.focus(), let: () => link.blur(), text: "Première réponse" },
      { hold: select, let: () => page.evaluate(() => getSelection().removeAllRanges()), text: "Seconde réponse" },
    ];
    let said = since;
    for (const { hold, let: letGo, text } of ways) {
      await hold();
      await link.evaluate((element) => (element.isHeld = true));
      // Nothing has changed: it is current, whoever is there.
      await pass(page, 60_000);
      const before = await current(page).innerText();
      assert.notEqual(before, said, `${text}: it was current`);
      await answer(desk, text);
      await pass(page, 120_000);
      assert.ok(await link.evaluate((element) => element.isHeld === true), `${text}: it is left alone`);
      assert.doesNotMatch(await conversation(page), new RegExp(text));
      assert.equal(await current(page).innerText(), before, `${text}: it is not called current`);
      await letGo();
      await pass(page, USUAL);
      assert.match(await conversation(page), new RegExp(text));
      said = await current(page).innerText();
      assert.notEqual(said, before);
    }
    await page.context().close();
  });

  test("asks nothing while it is hidden, and at once when it is seen again", async () => {
    const { page, desk } = await opened(clients()[0], "Je reviens");
    const show = (hidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await show(true);
    await answer(desk, "Pendant votre absence");
    assert.equal(await pass(page, 600_000), 0);
    await show(false);
    await page.locator(".message-body", { hasText: "Pendant votre absence" }).waitFor();
    assert.equal(looks.length, 1);
    assert.equal(await pass(page, USUAL), 1);
    await page.context().close();
  });

  test("asks nothing while its reader has stopped it", async () => {
    const { page, desk } = await opened(clients()[0], "Doucement");
    const button = page.locator("[data-live-still]");
    assert.equal(await button.innerText(), "Ne plus mettre à jour");
    await button.focus();
    await page.keyboard.press("Enter");
    assert.equal(await button.innerText(), "Reprendre la mise à jour");
    await answer(desk, "Pendant la pause");
    assert.equal(await pass(page, 600_000), 0);
    assert.doesNotMatch(await conversation(page), /Pendant la pause/);
    await button.click();
    await page.locator(".message-body", { hasText: "Pendant la pause" }).waitFor();
    assert.equal(looks.length, 1);
    assert.equal(await button.innerText(), "Ne plus mettre à jour");
    assert.equal(await pass(page, USUAL), 1);
    await page.context().close();
  });

  test("asks more and more seldom where nobody answers", async () => {
    const { page, desk } = await opened(clients()[0], "Toujours là ?");
    await pass(page, USUAL);
    const since = await current(page).innerText();
    await page.route("**/fragment*", (route) => route.fulfill({ status: 503, body: "Service Unavailable" }));
    for (const wait of [USUAL, 20_000, 40_000, 80_000, 160_000, 160_000]) {
      assert.equal(await pass(page, wait - 1), 0, `before ${wait} ms`);
      assert.equal(await pass(page, 1), 1, `after ${wait} ms`);
    }
    assert.equal(await current(page).innerText(), since, "it says when it was current");
    await page.unroute("**/fragment*");
    await answer(desk, "Nous revoilà");
    assert.equal(await pass(page, 160_000), 1);
    assert.match(await conversation(page), /Nous revoilà/);
    assert.equal(await pass(page, USUAL), 1, "as often as before");

    // The server is gone: the page and what is written in it stay.
    await page.locator("textarea[name=body]").fill("Encore un mot");
    const last = await current(page).innerText();
    await demo.stop();
    assert.equal(await pass(page, USUAL), 1);
    assert.equal(await pass(page, USUAL), 0);
    assert.equal(await pass(page, USUAL), 1);
    assert.match(await conversation(page), /Nous revoilà/);
    assert.equal(await page.locator("textarea[name=body]").inputValue(), "Encore un mot");
    assert.equal(await current(page).innerText(), last);
    await page.context().close();
  });
});
