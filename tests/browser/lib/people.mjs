// What people do with pages, by the words and roles that they see.

import assert from "node:assert/strict";

export async function signIn(page, { address, user, password }) {
  await page.goto(address);
  await page.locator("form.form input:not([type=hidden]):not([type=password])").first().fill(user);
  await page.locator("input[type=password]").fill(password);
  await submit(page, page.locator("form.form button[type=submit]").first());
  assert.ok(!new URL(page.url()).pathname.startsWith("/login"), `${user} could not sign in: ${await words(page)}`);
}

// Clicks and waits for the page that comes, with or without script.
export async function submit(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

// The language switch is a button that names the other language in that language.
export async function speak(page, language) {
  const lang = await page.locator("html").getAttribute("lang");
  if (lang === language) return;
  await submit(page, page.locator(`button[name=locale][value=${language}]`).first());
  assert.equal(await page.locator("html").getAttribute("lang"), language);
}

export async function words(page) {
  return (await page.locator("body").innerText()).replaceAll(/\s+/g, " ").slice(0, 2_000);
}
