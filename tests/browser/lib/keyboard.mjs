// Pages as somebody uses them who has no mouse.

import assert from "node:assert/strict";

// More stops than any page has; whoever needs so many has met a trap.
const MOST = 400;

// Presses Tab until `target` has the focus. Answers how many times.
export async function tabTo(page, target) {
  await target.waitFor();
  for (let presses = 1; presses <= MOST; presses += 1) {
    await page.keyboard.press("Tab");
    assert.deepEqual(await focusFaults(page), [], `on the way to ${target} at ${page.url()}`);
    if (await hasFocus(target)) return presses;
  }
  return assert.fail(`Tab never comes to ${target} at ${page.url()}`);
}

function hasFocus(target) {
  return target.evaluate((element) => element === document.activeElement);
}

// Presses a key that leads to another page.
export async function press(page, key) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}

// Goes once through the page and answers what is wrong: a place that Tab does not reach, one that it does not leave, one whose
// focus cannot be seen.
export async function walkThrough(page) {
  const faults = new Set();
  // Where Tab should come: a group of radio buttons is one stop.
  const places = await page.evaluate(`(() => {
    document.activeElement.blur();
    globalThis.stops = new Set();
    const groups = new Set();
    globalThis.places = (${placesOf})().filter((element) => {
      if (element.type !== "radio") return true;
      const group = [element.form?.action, element.name].join(" ");
      return groups.has(group) ? false : groups.add(group);
    });
    return globalThis.places.length;
  })()`);
  for (let presses = 0; presses <= places + MOST / 4; presses += 1) {
    await page.keyboard.press("Tab");
    const isOver = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element === null) return true;
      // A date is one field with a stop for each of its parts.
      const isOver = globalThis.stops.has(element) && globalThis.last !== element;
      globalThis.stops.add((globalThis.last = element));
      return isOver;
    });
    if (isOver) break;
    for (const fault of await focusFaults(page)) faults.add(fault);
  }
  for (const missed of await unreached(page)) faults.add(`Tab does not come to ${missed}`);
  return { places, faults: [...faults] };
}

function unreached(page) {
  return page.evaluate(() => {
    const seen = [...globalThis.stops];
    const isMet = (place) =>
      seen.includes(place) || (place.type === "radio" && seen.some((stop) => stop.type === "radio" && stop.name === place.name));
    return globalThis.places.filter((place) => !isMet(place)).map((place) => place.outerHTML.slice(0, 120));
  });
}

// What has the focus is on the screen, nothing lies over it (WCAG 2.4.11), and a line of two pixels shows it (2.4.7).
function focusFaults(page) {
  return page.evaluate(`(${focusFaultsOf})(document.activeElement)`);
}

// What is wrong with a page for whoever has no mouse, chooses all colours, or asks for less motion.
export async function handledFaults(page) {
  const faults = [...(await everyFocusFaults(page)), ...(await movingFaults(page))];
  await page.emulateMedia({ forcedColors: "active" });
  faults.push(...(await forcedFaults(page)));
  await page.emulateMedia({ forcedColors: "none" });
  return faults;
}

// Whether the focus is seen at every place, without a key for each: after one key the browser shows it as it does to whoever uses
// keys. That Tab comes to each is shown where it is pressed.
async function everyFocusFaults(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(`(() => {
    const faults = (${placesOf})().flatMap((place) => (place.focus(), (${focusFaultsOf})(document.activeElement)));
    document.activeElement?.blur();
    scrollTo(0, 0);
    return [...new Set(faults)];
  })()`);
}

function placesOf() {
  const fields = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  return [...document.querySelectorAll(fields)].filter(
    (element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
  );
}

function focusFaultsOf(element) {
  if (element === null || element === document.body) return [];
  const name = element.outerHTML.slice(0, 120);
  const faults = [];
  // The last line of a link that is broken over two stands elsewhere than the middle of both.
  const { x, y, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect();
  if (width === 0 || height === 0) return [`${name} has the focus and no size`];
  const at = document.elementFromPoint(
    Math.min(Math.max(x + width / 2, 0), innerWidth - 1),
    Math.min(Math.max(y + Math.min(height / 2, innerHeight / 2), 0), innerHeight - 1),
  );
  const isSeen = at !== null && (element.contains(at) || at.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(at)));
  if (!isSeen) faults.push(`${name} has the focus below ${at?.outerHTML.slice(0, 80)}`);
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const isDrawn = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)|\/ 0\)|transparent/.test(outlineColor);
  if (!isDrawn) faults.push(`${name} has the focus and shows nothing: ${outlineStyle} ${outlineWidth} ${outlineColor}`);
  return faults;
}

// Where the system chooses all colours, backgrounds are gone: what is only one of them must have a border too.
export function forcedFaults(page) {
  return page.evaluate(() => {
    const sides = ["Top", "Right", "Bottom", "Left"];
    const isDrawn = (style) => sides.some((side) => style[`border${side}Style`] !== "none" && Number.parseFloat(style[`border${side}Width`]) >= 1);
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    const faults = shown("button:not(.visually-hidden), .button, input:not([type=hidden], [type=checkbox], [type=radio], [type=color], [type=range], [type=file]), select, textarea, .badge, .flash, .notice")
      .filter((element) => !isDrawn(getComputedStyle(element)) && getComputedStyle(element).textDecorationLine === "none")
      .map((element) => `nothing but a background shows ${element.outerHTML.slice(0, 120)}`);
    // Only pictures keep their colours, and what chooses one.
    const kept = shown("body *")
      .filter((element) => !(element instanceof SVGElement) && element.type !== "color" && getComputedStyle(element).forcedColorAdjust === "none")
      .map((element) => `keeps its colours: ${element.outerHTML.slice(0, 120)}`);
    return [...new Set([...faults, ...kept])];
  });
}

// Whoever asks for less motion gets none that lasts.
export function movingFaults(page) {
  return page.evaluate(() =>
    document
      .getAnimations({ subtree: true })
      .filter((animation) => (animation.effect?.getComputedTiming().endTime ?? 0) > 10)
      .map((animation) => `moves: ${animation.animationName ?? animation.transitionProperty}`),
  );
}
