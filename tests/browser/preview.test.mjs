// While a company's colour is chosen, the page shows what it gives by day and by night, with contrasts that are right: they are
// measured here again, from the colours that are drawn.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn } from "./lib/people.mjs";

describe("the colour of a company", () => {
  let demo;
  let browser;
  let page;
  const errors = [];
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
    page = await (await newVisitor(browser)).newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    await signIn(page, demo.signIns.filter((person) => person.origin === demo.office).at(-1));
    await page.goto(`${demo.office}/tenants/durand/brand`);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const field = () => page.locator("input[name=brand_color]");
  const caption = () => page.locator("[data-preview] caption").innerText();
  const shows = (colour) => page.locator("[data-preview] caption", { hasText: colour }).waitFor();
  // The button of each look: what is written on it, and its ground.
  const buttons = () =>
    page.locator("[data-preview] svg").evaluateAll((looks) =>
      looks.map((look) => [look.querySelector("text[text-anchor]"), look.querySelector("rect[rx='8']")].map((part) => part.getAttribute("fill"))),
    );
  const ratios = () =>
    page.locator("[data-preview] tbody tr").evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.innerText.replace(",", ".").split(":")[0]))),
    );

  test("is shown as it is saved", async () => {
    assert.match(await caption(), new RegExp(await field().inputValue()));
  });

  // Light, dark, and in between, where neither white nor black is far away.
  for (const colour of ["#ffd400", "#1a1040", "#7a7a7a", "#e4002b"]) {
    test(`${colour} is shown while it is chosen`, async () => {
      const before = await page.locator("[data-preview]").innerHTML();
      await field().fill(colour);
      await shows(colour);
      assert.notEqual(await page.locator("[data-preview]").innerHTML(), before);
      const drawn = await buttons();
      assert.equal(drawn.length, 2, "by day and by night");
      const [onBrand, ...others] = await ratios();
      for (const [look, [text, ground]] of drawn.entries()) {
        assert.equal(ground, colour, "the colour is never altered");
        const measured = Math.floor(contrast(text, ground) * 10) / 10;
        assert.ok(Math.abs(onBrand[look] - measured) < 0.11, `${text} on ${ground}: ${onBrand[look]}, measured ${measured}`);
      }
      assert.equal(others.length, 4);
      for (const [day, night, least] of [onBrand, ...others]) assert.ok(day >= least && night >= least, `${day} and ${night}, at least ${least}`);
      assert.ok(await field().evaluate((field) => field.isConnected));
    });
  }

  test("an answer that comes late is not shown", async () => {
    let late;
    const first = new Promise((done) => (late = done));
    await page.route(/brand_color=%23101010/, async (route) => {
      await first;
      await route.continue();
    });
    await Promise.all([page.waitForRequest(/brand_color=%23101010/), field().fill("#101010")]);
    await field().fill("#c0ffee");
    await shows("#c0ffee");
    const answered = page.waitForResponse(/brand_color=%23101010/);
    late();
    await (await answered).finished();
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
    assert.match(await caption(), /#c0ffee/);
  });

  test("and nothing is lost where the server does not answer", async () => {
    const before = await caption();
    await page.route(/\/brand\/pairs/, (route) => route.abort());
    await Promise.all([page.waitForEvent("requestfailed"), field().fill("#00ff00")]);
    assert.equal(await caption(), before);
    assert.deepEqual(errors, []);
    await page.unroute(/\/brand\/pairs/);
    // Without a script, or then, the button does the same.
    await page.getByRole("button", { name: "Voir" }).first().click();
    await shows("#00ff00");
    assert.equal(await field().inputValue(), "#00ff00");
  });
});

// WCAG 2.2, relative luminance and contrast ratio.
function contrast(one, other) {
  const luminance = (colour) => {
    const [red, green, blue] = [1, 3, 5]
      .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
