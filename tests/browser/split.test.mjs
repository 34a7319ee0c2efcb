// The back office shows a ticket beside the list that it is from where there is room for both, from 64rem on.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium, SIZES } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn } from "./lib/people.mjs";

describe("a ticket in the back office", () => {
  let demo;
  let browser;
  let page;
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
    page = await (await newVisitor(browser)).newPage();
    await signIn(page, demo.signIns.find((person) => person.origin === demo.office));
    await page.goto(`${demo.office}/queue`);
    await page.locator("a[data-row]").first().click();
    await page.locator(".desk-main").waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const list = () => page.locator(".desk-side");
  const ticket = () => page.locator(".desk-main");
  const back = () => page.locator(".desk-back");

  for (const width of [SIZES.wide.width, 1024]) {
    test(`stands beside the list, ${width} px`, async () => {
      await page.setViewportSize({ width, height: 900 });
      assert.ok(await list().isVisible(), "the list is there");
      const [left, right] = [await list().boundingBox(), await ticket().boundingBox()];
      assert.ok(left.width > 250 && right.width > 400, `both can be read: ${left.width} and ${right.width} px wide`);
      assert.ok(left.x + left.width <= right.x, "the ticket begins where the list has ended");
      assert.ok(right.x + right.width <= width, "both are on the screen");
      assert.ok(Math.abs(left.y - right.y) < 40, `they begin at one height: ${left.y} and ${right.y}`);
      assert.ok(!(await back().isVisible()), "there is nothing to go back to");
    });
  }

  for (const width of [SIZES.narrow.width, 1023]) {
    test(`stands alone, ${width} px`, async () => {
      await page.setViewportSize({ width, height: 640 });
      assert.ok(!(await list().isVisible()), "the list is not");
      const { x, width: wide } = await ticket().boundingBox();
      assert.ok(x >= 0 && x + wide <= width, `the ticket fits: from ${x}, ${wide} px wide`);
      await Promise.all([page.waitForURL(/\/queue(\?|$)/), back().getByRole("link").click()]);
      assert.ok(await page.locator("a[data-row]").first().isVisible(), "the list is one link away");
      await page.goBack();
    });
  }
});
