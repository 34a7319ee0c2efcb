// Starts the machine's own Chromium; nothing is downloaded.

import { chromium } from "playwright-core";

const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const SIZES = { narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 900 } };
export const SCHEMES = ["light", "dark"];

export async function openChromium() {
  const executablePath = process.env.RAPPEL_TEST_CHROMIUM ?? "/usr/bin/chromium";
  // Chromium's own sandbox cannot be set up by root, as whom containers run.
  return chromium.launch({ executablePath, args: QUIET, chromiumSandbox: process.getuid() !== 0 });
}

// A person's browser: its own cookies, a language, and script on or off.
export function newVisitor(browser, { language = "fr", script = true, ...more } = {}) {
  return browser.newContext({
    locale: language === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
    javaScriptEnabled: script,
    viewport: SIZES.wide,
    colorScheme: "light",
    reducedMotion: "reduce",
    ...more,
  });
}
