// What the demo has sent, as whoever it was sent to finds it on the pocket phone and in the mailbox.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { words } from "./people.mjs";

// Comes within seconds.
async function awaited(look, what) {
  for (let tries = 0; tries < 20; tries += 1) {
    const found = await look();
    if (found) return found;
    await sleep(500);
  }
  return assert.fail(`${await what()} within 10 s`);
}

// The address in the text message about a ticket, other than those of `others`.
export function textedLink(page, demo, number, others = []) {
  const links = page.locator("li, article", { hasText: new RegExp(`(URGENT|RELANCE) #${number}\\b`) }).locator("a[href*='/a/']");
  const look = async () => {
    await page.goto(`${demo.office}/demo`);
    const found = await links.evaluateAll((all) => all.map((link) => link.href));
    return found.find((link) => !others.includes(link));
  };
  return awaited(look, async () => `no text about #${number}: ${await words(page)}`);
}

// What `pattern` finds in a text message to a phone.
export function texted(page, demo, phone, pattern) {
  const look = async () => {
    await page.goto(`${demo.office}/demo?phone=${encodeURIComponent(phone)}`);
    return (await page.locator(".demo-phone").innerText()).match(pattern);
  };
  return awaited(look, async () => `no text to ${phone} says ${pattern}: ${await words(page)}`);
}

// What `pattern` finds in the newest e-mail that says so to somebody whose address or name has `to` in it.
export function mailed(page, demo, to, pattern) {
  const look = async () => {
    await page.goto(`${demo.office}/demo`);
    const mails = page.locator(".demo-mails li", { has: page.locator(".demo-to", { hasText: to }) }).getByRole("link");
    for (const href of await mails.evaluateAll((links) => links.map((link) => link.href))) {
      await page.goto(href);
      const found = (await page.locator("pre").innerText()).match(pattern);
      if (found) return found;
    }
    return undefined;
  };
  const list = async () => {
    await page.goto(`${demo.office}/demo`);
    return page.locator(".demo-mails").innerText();
  };
  return awaited(look, async () => `no e-mail to ${to} says ${pattern}: ${await list()}`);
}

// The newest address with `path` in it that was mailed to somebody.
export async function mailedLink(page, demo, to, path) {
  const [link] = await mailed(page, demo, to, new RegExp(`http\\S*${path}\\S*`));
  return link;
}
