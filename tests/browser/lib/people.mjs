// What people do with pages, by the words and roles that they see.

import assert from "node:assert/strict";

export async function signIn(page, { address, user, password }) {
  await page.goto(address);
  await page.locator("form.form input:not([type=hidden]):not([type=password])").first().fill(user);
  await page.locator("input[type=password]").fill(password);
  await submit(page, page.locator("form.form button[type=submit]").first());
  assert.ok(!new URL(page.url()).pathname.startsWith("/login"), `${user} could not sign in: ${await words(page)}`);
}

// Whoever is signed in opens an ordinary ticket. Answers its number.
export async function openTicket(page, { origin }, text) {
  await page.goto(`${origin}/tickets/new`);
  await page.locator("select[name=category]").selectOption({ index: 2 });
  await page.locator("textarea[name=description]").fill(text);
  await submit(page, page.locator("form.form-ticket button[type=submit]"));
  const number = new URL(page.url()).pathname.match(/^\/tickets\/(\d+)$/)?.[1];
  assert.ok(number, `the ticket was not opened: ${await words(page)}`);
  return number;
}

// Clicks and waits for the page that comes, with or without script.
export async function submit(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

// The language switch is a button that names the other language in that language. Where the account has chosen a
// language there is no switch: the person's own page is where it is chosen.
export async function speak(page, language) {
  const lang = await page.locator("html").getAttribute("lang");
  if (lang === language) return;
  const change = page.locator(`button[name=locale][value=${language}]`).first();
  if ((await change.count()) > 0) {
    await submit(page, change);
  } else {
    const { href } = new URL(page.url());
    await page.goto(await page.locator("a.user").getAttribute("href").then((path) => new URL(path, href).href));
    const choice = page.locator("select[name=locale]");
    await choice.selectOption(language);
    await submit(page, page.locator("form", { has: choice }).locator("button[type=submit]"));
    await page.goto(href);
  }
  assert.equal(await page.locator("html").getAttribute("lang"), language);
}

export async function words(page, most = 2_000) {
  return (await page.locator("body").innerText()).replaceAll(/\s+/g, " ").slice(0, most);
}
