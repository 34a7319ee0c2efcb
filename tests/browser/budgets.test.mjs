// What a page may cost: bytes and requests when nothing is cached, script and style compressed, and nothing that moves.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { assertNone } from "./lib/checks.mjs";
import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { crawl } from "./lib/crawl.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn } from "./lib/people.mjs";

const KIB = 1024;
const LIMIT = { all: 30 * KIB, requests: 5, script: 5 * KIB, style: 12 * KIB };

describe("budgets", () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const side of ["portal", "office"]) {
    test(side, async (t) => {
      const person = demo.signIns.find(({ origin }) => (origin === demo.office) === (side === "office"));
      const visitor = await newVisitor(browser);
      const page = await visitor.newPage();
      await signIn(page, person);
      const costs = new Map();
      await crawl(page, async (_, response, kind) => {
        if (!costs.has(kind)) costs.set(kind, await costOf(visitor, response.url()));
      });
      await visitor.close();
      const most = [...costs].sort(([, a], [, b]) => b.all - a.all)[0];
      t.diagnostic(`heaviest: ${most[0]} ${JSON.stringify(most[1])}`);
      assert.ok(costs.size >= 3, `only ${[...costs.keys()]}`);
      assertNone(
        [...costs].flatMap(([kind, cost]) =>
          [...Object.keys(LIMIT), "shift"]
            .filter((name) => cost[name] > (LIMIT[name] ?? 0))
            .map((name) => `${kind}: ${name} ${cost[name]}, at most ${LIMIT[name] ?? 0}`),
        ),
      );
    });
  }
});

// Opens the page with the same cookies and an empty cache.
async function costOf(visitor, url) {
  const page = await visitor.newPage();
  const network = await visitor.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const cost = { all: 0, requests: 0, script: 0, style: 0, shift: 0 };
  const kinds = new Map();
  network.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  // The browser draws its own picker of dates from such an address; nobody is asked for it.
  const own = new Set();
  network.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith("data:")) own.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (own.has(requestId)) return;
    cost.requests += 1;
    // The logo is the tenant's own; pictures do not count.
    if (kinds.get(requestId) !== "Image") cost.all += encodedDataLength;
  });
  const bodies = [];
  page.on("response", (response) => {
    const type = response.request().resourceType();
    if (type === "script" || type === "stylesheet") bodies.push(response.body().then((body) => [type, body]));
  });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "networkidle" });
  cost.shift = await page.evaluate(() => globalThis.shift);
  for (const [type, body] of await Promise.all(bodies)) {
    cost[type === "script" ? "script" : "style"] += gzipSync(body).length;
  }
  await page.close();
  return cost;
}
