// Names of files that would run, on pictures and on other files: the ticket shows them on both sides, and nothing that is mailed does.
// They are sent as no browser would, with nothing in them encoded.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "../lib/chromium.mjs";
import { startDemo } from "../lib/demo.mjs";
import { openTicket, signIn } from "../lib/people.mjs";
import { listening } from "./listening.mjs";
import { PAYLOADS } from "./payloads.mjs";
import { tried } from "./tries.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
// As many as a message takes.
const AT_ONCE = 5;

describe("names of files", { timeout: 600_000 }, () => {
  let demo;
  let browser;
  before(async () => {
    // One machine asks for everybody.
    process.env.RAPPEL__SECURITY__REQUESTS_PER_MINUTE = "1000000";
    demo = await startDemo();
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  test("XSS: every text as the name of a file", async () => {
    const client = demo.signIns.find(({ origin }) => origin !== demo.office);
    const context = await newVisitor(browser, { bypassCSP: true });
    const page = await listening(context);
    await signIn(page, client);
    const number = await openTicket(page, client, "Voici des fichiers");
    const address = `${client.origin}/tickets/${number}`;
    for (let from = 0; from < PAYLOADS.length; from += AT_ONCE) {
      await page.goto(address);
      await send(page, PAYLOADS.slice(from, from + AT_ONCE));
    }
    // A name is what stands behind the last slash.
    const names = PAYLOADS.map((text) => text.split(/[/\\]/).at(-1)).filter((name) => name.includes("xss("));
    assert.ok(names.length > PAYLOADS.length / 2, `${names.length}`);

    const seen = { ran: [], strange: [], shown: 0 };
    // On the newest page of the ticket and on those before it.
    for (let older = address; older; older = await linkTo(page, /[?&](page|before|all)=/)) {
      await page.goto(older);
      await look(page, seen);
      if (seen.shown >= names.length) break;
    }
    const onPortal = seen.shown;
    const staff = demo.signIns.find(({ origin }) => origin === demo.office);
    const desk = await newVisitor(browser, { bypassCSP: true });
    const office = await listening(desk);
    await signIn(office, staff);
    await office.goto(`${demo.office}/queue/${new URL(client.origin).hostname.split(".")[0]}/${number}`);
    const before = seen.shown;
    await look(office, seen);
    const onOffice = seen.shown - before;
    for (const it of [context, desk]) await it.close();

    const faults = [...seen.ran.map((number) => PAYLOADS[number]), ...seen.strange];
    tried("XSS: names of files", seen.shown, faults.length);
    assert.deepEqual(faults, []);
    assert.equal(onPortal, names.length, "each name is on the ticket");
    assert.equal(onOffice, names.length, "and on the desk's");
  });
});

// Sends the form of the ticket with files of these names: a picture, then another file, in turn.
async function send(page, names) {
  const form = page.locator("form[action$='/reply']");
  const fields = await form.locator("input[type=hidden]").evaluateAll((all) => all.map((it) => [it.name, it.value]));
  const action = new URL(await form.getAttribute("action"), page.url());
  const boundary = "a-boundary-of-ours";
  const part = (head, body) => Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), body, Buffer.from("\r\n")]);
  const quoted = (name) => name.replaceAll("\n", " ").replaceAll(/["\\]/g, "\\$&");
  const data = Buffer.concat([
    ...fields.map(([name, value]) => part(`name="${name}"`, Buffer.from(value))),
    part('name="body"', Buffer.from("Un message")),
    ...names.map((name, at) => part(`name="files"; filename="${quoted(name)}"`, at % 2 === 0 ? PNG : Buffer.from("Bonjour"))),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const status = await page.evaluate(
    async ([action, type, bytes]) => {
      const answer = await fetch(action, { method: "POST", headers: { "content-type": type }, body: new Uint8Array(bytes) });
      return answer.status;
    },
    [action.href, `multipart/form-data; boundary=${boundary}`, [...data]],
  );
  assert.equal(status, 200, names.join("\n"));
}

async function linkTo(page, pattern) {
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((it) => it.href));
  return links.find((it) => pattern.test(it));
}

// What ran in a page and its frames, what is there that none of our pages has, and how many of the texts are shown.
async function look(page, seen) {
  await page.waitForTimeout(500);
  for (const frame of page.frames()) {
    const found = await frame.evaluate(() => ({
      ran: globalThis.ran ?? [],
      strange: [...document.querySelectorAll("*")]
        .filter((it) => it.getAttributeNames().some((name) => name.startsWith("on")) || (it.tagName === "SCRIPT" && !it.src))
        .map((it) => it.outerHTML.slice(0, 200)),
      texts: new Set([...document.documentElement.outerHTML.matchAll(/xss\((\d+)\)/g)].map(([, number]) => number)).size,
    }));
    seen.ran.push(...found.ran);
    seen.strange.push(...found.strange);
    seen.shown += found.texts;
  }
}
