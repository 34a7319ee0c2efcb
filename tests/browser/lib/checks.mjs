// What every page must pass. Each check answers a list of sentences; an empty list is a pass.

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate, metadataHelper } from "html-validate";

import { SCHEMES, SIZES } from "./chromium.mjs";
import { crampedFaults } from "./cramped.mjs";
import { handledFaults } from "./keyboard.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Handlebars leaves the indentation of its blocks; it costs a few bytes and changes nothing that is shown.
const LENIENT = { "no-trailing-whitespace": "off" };

// "Must only be specified on link elements that have a rel attribute containing those keywords", stylesheet and expect, says
// the HTML standard (§ 4.2.4); the validator does not know the second yet.
const EXPECT = {
  link: {
    attributes: {
      blocking: {
        allowed: metadataHelper.allowedIfAttributeHasValue("rel", ["stylesheet", "expect"]),
        list: true,
        enum: ["render"],
      },
    },
  },
};

const PAGE = {
  rules: RULES,
  validator: new HtmlValidate({ extends: ["html-validate:recommended"], elements: ["html5", EXPECT], rules: LENIENT }),
};
// Mail programs know no style sheets, and show a mail inside a page that has the landmarks.
const MAIL = {
  rules: RULES.filter((tag) => tag !== "best-practice"),
  validator: new HtmlValidate({
    extends: ["html-validate:recommended"],
    elements: ["html5"],
    rules: { ...LENIENT, "no-inline-style": "off" },
  }),
};
export const KINDS = { page: PAGE, mail: MAIL };

// The parts that axe has judged so far, of this file of tests and of those that ran before it: RAPPEL_KNOWN names where they are kept.
const KNOWN = process.env.RAPPEL_KNOWN;
export function knownParts() {
  return new Set(KNOWN && existsSync(KNOWN) ? JSON.parse(readFileSync(KNOWN, "utf8")) : []);
}
export function keepKnown(known) {
  if (KNOWN) writeFileSync(KNOWN, JSON.stringify([...known]));
}

// Rules about what is shown rather than about the tree.
const BY_LENGTH = { type: "rule", values: ["target-size", "scrollable-region-focusable"] };
const BY_COLOUR = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

// Fails with one line per fault.
export function assertNone(faults) {
  if (faults.length > 0) assert.fail(`${faults.length} faults\n  ${faults.join("\n  ")}`);
}

// The HTML as the server sent it, before any script has touched it.
export async function htmlFaults(html, kind = PAGE) {
  const report = await kind.validator.validateString(html);
  return report.results.flatMap((result) =>
    result.messages.map((m) => `html ${m.line}:${m.column} ${m.ruleId}: ${m.message}`),
  );
}

// How people enlarge what they read to 200 %: the size of letters alone; and the browser's zoom of a window of 1,280 × 900 px, in
// which the page has half of that and two pixels of the screen for each of its own.
const ENLARGED = {
  "text at 200 %": (page) => page.evaluate(() => (document.documentElement.style.fontSize = "200%")),
  "zoomed to 200 %": async (page) => {
    await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    const session = await sessionOf(page);
    await session.send("Emulation.setDeviceMetricsOverride", { width: 640, height: 450, deviceScaleFactor: 2, mobile: false });
  },
};
const sessions = new WeakMap();
function sessionOf(page) {
  if (!sessions.has(page)) sessions.set(page, page.context().newCDPSession(page));
  return sessions.get(page);
}

// axe and reflow at every width, light and dark, on a page that is already open. `known` holds the parts that axe has judged:
// the same elements in the same places with other words get the same judgement, but for what depends on how long the words
// are. Where night changes nothing but colours, only rules about colours look again. `thorough` looks at 200 %, too: axe sees
// there what it saw before, unless other elements are shown. And it looks at parts that are new with the keyboard, in forced colours
// and for what moves.
export async function shownFaults(page, kind = PAGE, known = new Set(), { thorough = false } = {}) {
  const faults = new Set();
  const bones = await skeleton(page);
  const isNew = bones.some((bone) => !known.has(bone));
  for (const bone of bones) known.add(bone);
  const judged = new Set();
  for (const [name, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    let byDay;
    const schemes = isNew ? SCHEMES : (await mayFailByLength(page)) ? [SCHEMES[0]] : [];
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const boxes = isNew ? await shownBoxes(page) : "";
      const looksAt = !isNew ? BY_LENGTH : byDay === boxes ? BY_COLOUR : { type: "tag", values: kind.rules };
      byDay ??= boxes;
      judged.add(whichOf(boxes));
      for (const fault of await axeFaults(page, looksAt)) faults.add(`${name} ${colorScheme}: ${fault}`);
    }
    for (const fault of await crampedFaults(page)) faults.add(`${name}: ${fault}`);
    if (!thorough || !isNew || kind !== PAGE) continue;
    for (const fault of await handledFaults(page)) faults.add(`${name}: ${fault}`);
  }
  for (const [name, enlarge] of thorough ? Object.entries(ENLARGED) : []) {
    await enlarge(page);
    for (const fault of await enlargedFaults(page, kind, isNew && !judged.has(whichOf(await shownBoxes(page))))) {
      faults.add(`${name}: ${fault}`);
    }
  }
  return [...faults];
}

async function enlargedFaults(page, kind, isUnseen) {
  const faults = await crampedFaults(page);
  const whole = SCHEMES.map((scheme) => [scheme, scheme === SCHEMES[0] ? { type: "tag", values: kind.rules } : BY_COLOUR]);
  const byLength = async () => ((await mayFailByLength(page)) ? [[SCHEMES[0], BY_LENGTH]] : []);
  for (const [colorScheme, looksAt] of isUnseen ? whole : await byLength()) {
    await page.emulateMedia({ colorScheme });
    for (const fault of await axeFaults(page, looksAt)) faults.push(`${colorScheme}: ${fault}`);
  }
  return faults;
}

// Which elements are shown, wherever.
function whichOf(boxes) {
  return boxes.replaceAll(/.+/g, "+");
}

// What axe looks at besides the tree: each element that is shown, and the place that it takes.
function shownBoxes(page) {
  return page.evaluate(() =>
    [...document.body.querySelectorAll("*")]
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return element.checkVisibility() ? `${x} ${y} ${width} ${height}` : "";
      })
      .join("\n"),
  );
}

async function axeFaults(page, runOnly) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }),
    runOnly,
  );
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `axe ${violation.id}: ${node.target.join(" ")} · ${node.failureSummary?.split("\n")[1]?.trim()}`),
  );
}

// Whether there is anything for rules about length to find: a target of less than 24 px, or a part that scrolls.
function mayFailByLength(page) {
  return page.evaluate(() => {
    const targets = document.querySelectorAll("a, area, button, input, select, textarea, summary, [tabindex], [role]");
    const isSmall = ({ width, height }) => width > 0 && height > 0 && (width < 24 || height < 24);
    const scrolls = (element) =>
      (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) &&
      /auto|scroll/.test(getComputedStyle(element).overflow);
    return (
      [...targets].some((target) => isSmall(target.getBoundingClientRect())) ||
      [...document.body.querySelectorAll("*")].some(scrolls)
    );
  });
}

// Everything that a rule of axe looks at besides words: each element below its parent and that one's parent, with their
// attributes and whether they hold text; the order of headings; the style sheets, one of which has the tenant's colours. What
// ties elements far from each other, such as labels and identifiers, is looked at in the HTML of each page.
function skeleton(page) {
  return page.evaluate(() => {
    const free = ["id", "for", "href", "src", "value", "name", "action", "datetime", "content", "d", "title", "alt"];
    const isFree = (name) => free.includes(name) || name.startsWith("data-") || /^aria-(label|described)/.test(name);
    const isOurs = (name, value) => name === "lang" && ["fr", "en"].includes(value);
    const own = (element) =>
      [...element.attributes]
        .map(({ name, value }) => (isFree(name) || isOurs(name, value) ? `${name}=${value === "" ? "" : "…"}` : `${name}=${value}`))
        .sort()
        .join(" ");
    const saysSomething = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const described = new Map();
    for (const element of document.querySelectorAll("*")) {
      described.set(element, `${element.tagName} ${own(element)}${saysSomething(element) ? " text" : ""}`);
    }
    const bones = new Set();
    for (const element of described.keys()) {
      const line = [element.parentElement?.parentElement, element.parentElement, element];
      bones.add(line.map((one) => described.get(one) ?? "").join(" > "));
    }
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => heading.tagName);
    const steps = headings.filter((level, position) => level !== headings[position - 1]);
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].map((sheet) => sheet.href);
    return [...bones, steps.join(" "), sheets.join(" ")];
  });
}
