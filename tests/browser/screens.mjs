// Pictures of every page: of the gallery's samples, and of the demo as each person finds it.
//   node screens.mjs FOLDER

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { newVisitor, openChromium, SCHEMES, SIZES } from "./lib/chromium.mjs";
import { crawl } from "./lib/crawl.mjs";
import { startDemo } from "./lib/demo.mjs";
import { htmlFiles, serveFolder } from "./lib/files.mjs";
import { signIn, speak } from "./lib/people.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await openChromium();
let pictures = 0;

async function take(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}.${size}.${colorScheme}.png`), fullPage: true });
      pictures += 1;
    }
  }
}

if (process.env.RAPPEL_GALLERY) {
  const server = await serveFolder(process.env.RAPPEL_GALLERY);
  const page = await (await newVisitor(browser)).newPage();
  for (const name of htmlFiles(process.env.RAPPEL_GALLERY)) {
    await page.goto(`${server.origin}/${name}`);
    await take(page, `sample-${name.replace(/\.html$/, "").replaceAll("/", "-")}`);
  }
  await page.context().close();
  server.close();
}

if (process.env.RAPPEL_BINARY) {
  const demo = await startDemo();
  try {
    for (const language of ["fr", "en"]) {
      for (const person of demo.signIns) {
        const page = await (await newVisitor(browser, { language })).newPage();
        await signIn(page, person);
        await speak(page, language);
        const seen = new Set();
        await crawl(page, async (_, __, kind) => {
          if (seen.has(kind)) return;
          seen.add(kind);
          const name = `${person.user}${kind}`.replaceAll(/[^a-z0-9]+/gi, "-").replace(/-$/, "");
          await take(page, `demo-${name}.${language}`);
        });
        await page.context().close();
      }
    }
  } finally {
    await demo.stop();
  }
}

await browser.close();
console.log(`${pictures} pictures in ${folder}`);
