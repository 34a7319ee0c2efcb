// Flows that people walk with scripts off and the keyboard alone, and what they can do on the way.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { newVisitor, openChromium } from "./chromium.mjs";
import { startDemo } from "./demo.mjs";
import { press, tabTo } from "./keyboard.mjs";
import { mailed, mailedLink, texted, textedLink } from "./messages.mjs";
import { openTicket, signIn, submit, words } from "./people.mjs";

// Whoever is not signed in opens the pages of the first company.
const FIRST = "claire.martin";

// Each flow: [what, who signs in before, what they do, what the last page says].
export function walk(about, flows) {
  describe(`${about}, scripts off and the keyboard alone`, () => {
    const stage = { known: {} };
    before(async () => {
      stage.demo = await startDemo();
      stage.browser = await openChromium();
      stage.staff = await (await newVisitor(stage.browser)).newPage();
      await signIn(stage.staff, stage.demo.signIns.find((person) => person.origin === stage.demo.office));
    });
    after(async () => {
      await stage.browser?.close();
      await stage.demo?.stop();
    });

    for (const [what, who, act, says] of flows) {
      test(what, async () => {
        const it = await visitor(stage, who);
        await act(it);
        await it.says(says);
        await it.page.context().close();
      });
    }
  });
}

async function visitor(stage, user, more = {}) {
  const page = await (await newVisitor(stage.browser, { script: false, ...more })).newPage();
  const client = stage.demo.signIns.find((person) => person.user === (user ?? FIRST));
  if (user) await signIn(page, client);
  return doer(stage, page, client);
}

// What can be done without a mouse; what leads to the first page of a flow is not part of it.
function doer(stage, page, client) {
  const { demo, staff, known } = stage;
  const desk = `${demo.office}/queue/${new URL(client.origin).hostname.split(".")[0]}`;
  const act = async (target, key) => {
    await tabTo(page, target);
    await press(page, key);
  };
  const it = {
    page,
    known,
    open: (path) => page.goto(`${client.origin}${path}`),
    follow: (name) => act(page.getByRole("link", { name }).first(), "Enter"),
    send: (name) => act(page.getByRole("button", { name, exact: true }).first(), "Enter"),
    type: async (field, text) => {
      await tabTo(page, page.locator(field).first());
      if (!field.startsWith("select")) await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    // Which keys a day or an hour takes depends on the browser's language.
    set: (field, value) => page.locator(field).fill(value),
    pick: async (name, label) => {
      const group = page.locator(`input[name=${name}]`);
      const chosen = page.locator(`input[name=${name}]:checked`);
      const wanted = page.locator(`fieldset#${name}`).getByLabel(label, { exact: true });
      await tabTo(page, (await chosen.count()) > 0 ? chosen : group.first());
      await page.keyboard.press("Space");
      for (let left = await group.count(); left > 0 && !(await wanted.isChecked()); left -= 1) await page.keyboard.press("ArrowDown");
      assert.ok(await wanted.isChecked(), `${label} cannot be chosen`);
    },
    tick: async (label) => {
      await tabTo(page, page.getByRole("checkbox", { name: label, exact: true }));
      await page.keyboard.press("Space");
    },
    unfold: async (name) => {
      await tabTo(page, page.locator("summary", { hasText: name }));
      await page.keyboard.press("Enter");
    },
    // A key opens a dialog of the browser's own, which is no page.
    attach: (field, file) => page.locator(field).setInputFiles(file),
    download: async (name) => {
      await tabTo(page, page.getByRole("link", { name }).first());
      const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      return readFile(await file.path());
    },
    rows: () => page.locator("tbody tr").allInnerTexts(),
    says: async (pattern) => assert.match(await words(page, Infinity), pattern),
    // What is done in the background is there within seconds; nothing but another look shows it.
    until: async (pattern) => {
      for (let tries = 0; tries < 40 && !pattern.test(await words(page, Infinity)); tries += 1) {
        await sleep(250);
        await page.reload();
      }
      await it.says(pattern);
    },

    signIn: async (password = client.password) => {
      await it.type("input[name=user]", client.user);
      await it.type("input[name=password]", password);
      await it.send("Se connecter");
    },
    signedOut: () => page.context().clearCookies(),
    as: (user, more) => visitor(stage, user, more),

    ticket: (text) => openTicket(page, client, text),
    urgent: async (text) => {
      await page.goto(`${client.origin}/tickets/new`);
      await page.locator("select[name=category]").selectOption({ label: "URGENT – votre activité est arrêtée" });
      await page.locator("textarea[name=description]").fill(text);
      await submit(page, page.locator("form.form-ticket button[type=submit]"));
      known.urgent = new URL(page.url()).pathname.match(/\d+$/)?.[0];
      assert.ok(known.urgent, `the ticket was not opened: ${await words(page)}`);
    },
    answered: async (number, text) => {
      await staff.goto(`${desk}/${number}`);
      await staff.locator("form.work textarea").fill(text);
      await submit(staff, staff.locator("button[name=then][value=stay]"));
    },
    closedByStaff: async (text) => {
      await signIn(page, client);
      const number = await openTicket(page, client, text);
      await it.answered(number, "C’est fait");
      await submit(staff, staff.locator("form[action*='/close'] button"));
      await it.signedOut();
      return number;
    },
    atDesk: async (number) => {
      await staff.goto(`${desk}/${number}`);
      return staff.locator(".desk-main").innerText();
    },

    // Opens the address in a text about a ticket, other than those of `others`, and answers it.
    text: async (number, others) => opened(page, await textedLink(page, demo, number, others)),
    mail: async (to, path) => opened(page, await mailedLink(page, demo, to, path)),
    mailed: (to, pattern) => mailed(page, demo, to, pattern),
    texted: (phone, pattern) => texted(page, demo, phone, pattern),
  };
  return it;
}

async function opened(page, link) {
  await page.goto(link);
  return link;
}
