// Texts that would run, in every field of every form that an administrator, a manager or a stranger finds, and then every page
// that they, the other side and the mailbox of the demo show. Fields are filled as often as it takes until each has had each text.
// Chromium's policy is switched off for that (`bypassCSP`): the text alone must be harmless. That the policy holds by itself is
// shown by the second test, where markup is put into the page past the server.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "../lib/chromium.mjs";
import { crawl } from "../lib/crawl.mjs";
import { startDemo } from "../lib/demo.mjs";
import { signIn, submit } from "../lib/people.mjs";
import { listening } from "./listening.mjs";
import { COUNT, PAYLOADS, filled } from "./payloads.mjs";
import { tried } from "./tries.mjs";

// Lengths that values of a line and of several lines may have at the most where they are taken; what comes back may be longer.
const LINE = 80;
const TEXT = 4_000;
const REFUSED = 16_000;
// A few rounds are enough to see whether this works.
const ROUNDS = Number(process.env.RAPPEL_XSS_ROUNDS ?? Infinity);

// Forms whose fields nobody reads again, or which end the walk.
const LEFT_OUT = ["/logout", "/language"];
// Where a text may stand.
const FIELDS = ["textarea[name]", ...["text", "search", "email", "tel", "url"].map((type) => `input[type=${type}][name]`), "input[name]:not([type])"].join(", ");

describe("texts that would run", { timeout: 3_600_000 }, () => {
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

  test("XSS: every text in every field, and every page", async (t) => {
    const seen = { shown: 0, texts: new Set(), fields: new Set(), pages: new Set(), faults: [] };
    // Each kind of page and each form is looked at by whoever comes to it first; the two sides go on beside each other.
    const sides = await Promise.all(
      readers(demo).map(async (side) => {
        const [pages, forms, people] = [new Set(), new Set(), []];
        for (const who of side) people.push(await arrive(browser, who, pages, forms));
        return people;
      }),
    );
    // From which text on a field goes on.
    const next = new Map();
    let round = 0;
    for (let isDone = false; round < ROUNDS && !isDone; round += 1) {
      const sent = await Promise.all(sides.map((people) => fillAll(people, next, round, seen)));
      // Whatever is left has no form any more.
      isDone = sent.every((forms) => forms === 0);
      const looked = isDone || round + 1 >= ROUNDS ? Infinity : round;
      await Promise.all(sides.map((people) => lookAround(people, looked, seen)));
    }
    for (const person of sides.flat()) await person.page.context().close();
    t.diagnostic(
      `${round} rounds, ${seen.fields.size} fields, ${seen.pages.size} pages, ${seen.texts.size} texts shown, ${seen.shown} times in all`,
    );
    const short = [...next].filter(([, from]) => from < COUNT).map(([field, from]) => `${field}: ${from}`);
    if (short.length > 0) t.diagnostic(`whose form went away, or that had not each text yet:\n${short.join("\n")}`);
    tried("XSS: texts on pages", seen.shown, seen.faults.length);
    assert.deepEqual(seen.faults, []);
    // A crawl that no longer finds most of the forms shows nothing: 336 fields were found by all rounds, 190 by two.
    const [fewest, shown] = ROUNDS === Infinity ? [300, 100_000] : ROUNDS >= 2 ? [150, 5_000] : [30, 500];
    assert.ok(seen.fields.size >= fewest, [...seen.fields].join("\n"));
    if (ROUNDS === Infinity) assert.equal(seen.texts.size, COUNT, "each text was shown somewhere");
    assert.ok(seen.shown > shown, `${seen.shown}`);
  });

  // The policy of the page alone: markup that is in the page already does not run.
  test("XSS: the policy of the page holds by itself", async () => {
    const client = demo.signIns.find(({ origin }) => origin !== demo.office);
    const texts = PAYLOADS.slice(0, ROUNDS * 20);
    let [tries, through] = [0, 0];
    const ranOn = async (address, options) => {
      const context = await newVisitor(browser, options);
      const page = await listening(context);
      const numbers = new Set();
      for (const text of texts) {
        await page.goto(address);
        await page.evaluate((text) => document.body.append(document.createRange().createContextualFragment(text)), text).catch(() => {});
        await page.waitForTimeout(10);
        (await page.evaluate(() => globalThis.ran).catch(() => [])).forEach((number) => numbers.add(number));
      }
      await context.close();
      return numbers.size;
    };
    for (const address of [`${demo.office}/login`, `${client.origin}/login`]) {
      through += await ranOn(address);
      tries += texts.length;
    }
    tried("XSS: markup in the page, against its policy", tries, through);
    assert.equal(through, 0);
    // Without it they do run: else nothing would be shown by that.
    assert.ok((await ranOn(`${demo.office}/login`, { bypassCSP: true })) >= Math.min(20, texts.length / 10));
  });
});

// By side: an administrator first, a manager, somebody who is not signed in; the mailbox and the pocket phone of the demo.
function readers(demo) {
  const clients = demo.signIns.filter(({ origin }) => origin !== demo.office);
  const staff = demo.signIns.filter(({ origin }) => origin === demo.office);
  return [
    [...[...staff].reverse(), { address: `${demo.office}/login` }, { address: `${demo.office}/demo` }],
    [...[...clients].reverse(), { address: `${clients[0].origin}/login` }],
  ];
}

// Fills in each form that has a field that has not had every text; answers how many were sent.
async function fillAll(people, next, round, seen) {
  let sent = 0;
  for (const { who, page, forms } of people) {
    for (const [url, own] of forms) {
      for (const it of own) {
        const left = it.names?.some((name) => next.get(`${it.form} ${name}`) < COUNT) ?? true;
        if (!left) continue;
        await open(page, url, who);
        it.names = await fill(page, it, round, (name) => {
          const key = `${it.form} ${name}`;
          return { from: next.get(key) ?? 0, keep: (from) => next.set(key, from) };
        });
        if (it.names.length === 0) continue;
        sent += 1;
        it.names.forEach((name) => seen.fields.add(`${it.form} ${name}`));
        await look(page, seen);
      }
    }
  }
  return sent;
}

// Looks at each page that shows other texts than when it was last looked at, which is nearly all that a form changes. One that shows
// the same is looked at again after two rounds, then after four and so on, and in the last one: most never show any.
async function lookAround(people, round, seen) {
  for (const { page, pages, rests } of people) {
    for (const url of pages) {
      const rest = rests.get(url) ?? { until: 0, pause: 1, shown: undefined };
      if (round < rest.until) continue;
      const shown = new Set(await lookAtAll(page, url, pages, seen));
      const isSame = rest.shown !== undefined && shown.size === rest.shown.size && [...shown].every((it) => rest.shown.has(it));
      const pause = isSame ? rest.pause * 2 : 1;
      rests.set(url, { until: round + pause, pause, shown });
    }
  }
}

// The texts that a page shows, and what has been written since on the pages below it: that is at one end of a list or at the other.
async function lookAtAll(page, url, pages, seen) {
  await page.goto(url);
  const shown = await look(page, seen);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((it) => it.href));
  const below = links.filter((it) => !it.includes("?") && it.startsWith(`${url.split("?")[0]}/`));
  for (const link of new Set([below[0], below.at(-1)])) {
    if (!link || pages.includes(link)) continue;
    const response = await page.goto(link).catch(() => undefined);
    if (response) shown.push(...(await look(page, seen)).map((text) => `below: ${text}`));
  }
  return shown;
}

// The pages that somebody finds, and the forms on them: one of each kind, without those that another has found.
async function arrive(browser, who, known, knownForms) {
  const context = await newVisitor(browser, { bypassCSP: true });
  const page = await listening(context);
  if (who.user) await signIn(page, who);
  else await page.goto(who.address);
  const pages = [];
  const forms = [];
  await crawl(page, async (_, response, kind) => {
    if (known.has(kind)) return;
    known.add(kind);
    pages.push(response.url());
    const found = (await formsOf(page)).filter(({ form }) => !knownForms.has(form));
    found.forEach(({ form }) => knownForms.add(form));
    // Each is sent twice: with fields that need a form of their own filled in rightly, so that it is taken; and with texts in all of
    // them, so that it comes back.
    forms.push([response.url(), found.flatMap((it) => [false, true].map((refused) => ({ ...it, refused })))]);
  });
  return { who, page, pages, forms, rests: new Map() };
}

// The forms of a page that have a field for text, and where they stand.
function formsOf(page) {
  return page.evaluate(
    ({ leftOut, fields }) =>
      [...document.forms].flatMap((form, at) => {
        const { pathname } = new URL(form.getAttribute("action") ?? "", location);
        const name = `${form.method} ${pathname}`.replaceAll(/\d+|[a-z]{3}_[0-9a-f]{32}/g, "…");
        return leftOut.includes(pathname) || !form.querySelector(fields) ? [] : [{ form: name, at }];
      }),
    { leftOut: LEFT_OUT, fields: FIELDS },
  );
}

// Opens a page. Some ask anew for a proof after ten minutes.
async function open(page, url, { password }) {
  await page.goto(url);
  if (password === undefined || !new URL(page.url()).pathname.endsWith("/confirm")) return;
  const field = page.locator("input[type=password]").first();
  await field.fill(password);
  await submit(page, page.locator("form", { has: field }).locator("button[type=submit]").first());
  await page.goto(url);
}

// Fills a form in past what the browser would refuse, and sends it; answers the names of the fields that got a text.
async function fill(page, { form, refused }, round, counter) {
  // Lists that grow push it down.
  const at = (await formsOf(page)).find((it) => it.form === form)?.at;
  const fields = await page.evaluate(
    ({ at, fields }) =>
      [...(document.forms[at]?.querySelectorAll(fields) ?? [])].map((it) => ({
        name: it.name,
        type: it.type,
        isLong: it.tagName === "TEXTAREA",
      })),
    { at, fields: FIELDS },
  );
  const names = [];
  const values = fields.map(({ name, type, isLong }) => {
    if (!refused && type === "email") return `x${round}-${at}@durand.example`;
    if (!refused && (type === "tel" || name.includes("phone"))) return "+33612345678";
    if (!refused && name === "user_name") return `x${round}`;
    const field = refused ? `${name}, refused` : name;
    const { from, keep } = counter(field);
    const { text, next } = filled(refused ? REFUSED : isLong ? TEXT : LINE, from, isLong ? "\n" : " ");
    keep(next);
    names.push(field);
    return text;
  });
  const send = ({ at, fields, values }) => {
    const form = document.forms[at];
    form.querySelectorAll(fields).forEach((it, number) => {
      if (it.tagName === "INPUT") it.type = "text";
      it.value = values[number];
    });
    HTMLFormElement.prototype.submit.call(form);
  };
  if (names.length > 0) {
    await Promise.all([
      page.waitForEvent("load", { timeout: 15_000 }),
      page.evaluate(send, { at, fields: FIELDS, values }),
    ]);
  }
  return names;
}

// What ran, what is there that none of our pages has, and which texts are shown; answers these.
async function look(page, seen) {
  const shown = [];
  for (const frame of page.frames()) {
    const found = await frame.evaluate(() => {
      // The demo shows a mail in a frame, whose links leave it.
      const isOurs = (it) => it.matches("iframe[src^='/demo/'], base[target]:not([href])");
      const strange = [...document.querySelectorAll("*")].filter(
        (it) =>
          it.getAttributeNames().some((name) => name.startsWith("on")) ||
          (it.tagName === "SCRIPT" && !it.src) ||
          (it.tagName === "META" && it.httpEquiv) ||
          (/^(iframe|object|embed|base|marquee|math|animate|x|isindex|video|audio)$/i.test(it.tagName) && !isOurs(it)) ||
          ["href", "src", "action", "formaction", "srcdoc", "background"].some((name) =>
            /^\s*(java\s*script|vbscript|data:text)/i.test(it.getAttribute(name) ?? ""),
          ),
      );
      const fields = [...document.querySelectorAll("input, textarea")].map((it) => it.value).join("\n");
      const texts = `${document.documentElement.outerHTML}\n${fields}`.matchAll(/xss\((\d+)\)/g);
      return {
        ran: globalThis.ran ?? [],
        strange: strange.map((it) => it.outerHTML.slice(0, 200)),
        texts: [...new Set([...texts].map(([, number]) => Number(number)))],
        path: location.pathname.replaceAll(/\d+|[a-z]{3}_[0-9a-f]{32}/g, "…"),
      };
    });
    for (const number of found.ran) seen.faults.push(`${found.path}: ran ${PAYLOADS[number]}`);
    for (const html of found.strange) seen.faults.push(`${found.path}: ${html}`);
    found.texts.forEach((number) => seen.texts.add(number));
    shown.push(...found.texts);
    seen.pages.add(found.path);
  }
  seen.shown += shown.length;
  return shown;
}
