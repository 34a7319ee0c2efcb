// The links in what the demo has sent, as whoever it was sent to finds them on the pocket phone and in the mailbox.

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

// The address in the text message about a ticket.
export function textedLink(page, demo, number) {
  const link = page.locator("li, article", { hasText: new RegExp(`URGENT #${number}\\b`) }).locator("a[href*='/a/']").first();
  const look = async () => {
    await page.goto(`${demo.office}/demo`);
    return (await link.count()) > 0 && new URL(await link.getAttribute("href"), demo.office).href;
  };
  return awaited(look, async () => `no text about #${number}: ${await words(page)}`);
}

// The newest address with `path` in it that was mailed to somebody whose address or name has `to` in it.
export function mailedLink(page, demo, to, path) {
  const look = async () => {
    await page.goto(`${demo.office}/demo`);
    const mails = page.locator(".demo-mails li", { has: page.locator(".demo-to", { hasText: to }) }).getByRole("link");
    for (const href of await mails.evaluateAll((links) => links.map((link) => link.href))) {
      await page.goto(href);
      const found = (await page.locator("pre").innerText()).match(new RegExp(`http\\S*${path}\\S*`));
      if (found) return found[0];
    }
    return undefined;
  };
  const list = async () => {
    await page.goto(`${demo.office}/demo`);
    return page.locator(".demo-mails").innerText();
  };
  return awaited(look, async () => `no e-mail to ${to} leads to ${path}: ${await list()}`);
}
