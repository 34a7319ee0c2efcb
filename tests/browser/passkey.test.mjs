// Passkeys, with an authenticator that Chromium itself runs: added on the account page, used to sign in, also out of the field of the
// user name, and as a proof; taken away, after which the sign-in fails. Without script nothing of it is in the way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, submit, words } from "./lib/people.mjs";

const BUTTON = "Se connecter avec une clé d’accès";

// An authenticator in the page's browser, whose owner is there and shows it.
async function plugIn(page) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("WebAuthn.enable");
  const { authenticatorId } = await protocol.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const keys = async () => (await protocol.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const verify = (isUserVerified) => protocol.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { keys, verify };
}

// The script asks first, so that it takes two steps to the page that comes.
async function press(page, name) {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
}

// Signs out, and has the browser forget that a passkey was used in it: this authenticator answers what a field offers at once.
async function leave(page) {
  await page.evaluate(() => localStorage.removeItem("passkey"));
  await submit(page, page.locator('form[action="/logout"] button').first());
}

describe("passkeys", () => {
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

  test("one is added, signs in, proves who sits there, and is taken away", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    const page = await (await newVisitor(browser)).newPage();
    const faults = [];
    page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    const authenticator = await plugIn(page);
    await signIn(page, client);
    await page.goto(`${client.origin}/account/passkeys`);
    assert.ok(await page.locator("[data-no-passkey]").isHidden(), "the script is there");
    await page.locator("#name").fill("Téléphone de l’essai");
    await press(page, "Ajouter une clé d’accès");
    const host = new URL(client.origin).hostname;
    assert.match(await words(page), new RegExp(`La clé d’accès est ajoutée.*Utilisable ici : créée pour l’adresse ${host}`));
    const [key] = await authenticator.keys();
    assert.equal(key.rpId, host);
    assert.ok(key.isResidentCredential);
    assert.equal(Buffer.from(key.userHandle, "base64").length, 64);

    // The same authenticator has one: it makes no second.
    await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
    await page.getByText("Cet appareil a déjà une clé d’accès ici").waitFor();
    assert.equal((await authenticator.keys()).length, 1);
    // Whoever asks too often is told to wait; whoever is signed out finds the page that says so.
    await page.route("**/account/passkeys/begin", (route) => route.fulfill({ status: 429 }));
    await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
    await page.getByText("Patientez un instant").waitFor();
    await page.unroute("**/account/passkeys/begin");
    await page.route("**/account/passkeys/begin", (route) => route.fulfill({ status: 403 }));
    await press(page, "Ajouter une clé d’accès");
    assert.equal(new URL(page.url()).pathname, "/account/passkeys");
    await page.unroute("**/account/passkeys/begin");
    await leave(page);
    await page.goto(`${client.origin}/login?next=%2Faccount`);
    await press(page, BUTTON);
    assert.equal(new URL(page.url()).pathname, "/account");
    assert.ok(await page.getByText("Vous avez une clé d’accès").isVisible());

    // Offered in the field of the user name, where one was used before.
    await leave(page);
    await page.evaluate(() => (localStorage.passkey = 1));
    await page.goto(`${client.origin}/login?next=%2Faccount`);
    await page.waitForURL(`${client.origin}/account`);

    // Proved once more by the same key.
    await page.goto(`${client.origin}/account/confirm?next=%2Faccount%2Fpasskeys`);
    await press(page, "Continuer avec une clé d’accès");
    assert.equal(new URL(page.url()).pathname, "/account/passkeys");
    assert.match(await words(page), /Dernière utilisation/);

    // Whoever is not its owner gets no further, and is told so.
    await leave(page);
    await authenticator.verify(false);
    await page.goto(`${client.origin}/login`);
    await page.getByRole("button", { name: BUTTON }).click();
    await page.getByText("La clé d’accès n’a pas répondu").waitFor();
    await authenticator.verify(true);
    await press(page, BUTTON);
    assert.equal(new URL(page.url()).pathname, "/tickets");

    // A cancelled attempt ends what the field offers; it is offered anew.
    await leave(page);
    await authenticator.verify(false);
    await page.goto(`${client.origin}/login`);
    const begins = [];
    page.on("request", (sent) => sent.url().endsWith("/login/passkey/begin") && begins.push(sent));
    await page.evaluate(() => (localStorage.passkey = 1));
    const offered = page.waitForRequest(() => begins.length > 1);
    await page.getByRole("button", { name: BUTTON }).click();
    await offered;
    await page.evaluate(() => localStorage.removeItem("passkey"));
    await page.goto(`${client.origin}/login`);
    await authenticator.verify(true);
    await press(page, BUTTON);

    await page.goto(`${client.origin}/account/passkeys`);
    await submit(page, page.getByRole("button", { name: /^Retirer/ }));
    assert.match(await words(page), /La clé d’accès est retirée/);
    await leave(page);
    await page.goto(`${client.origin}/login`);
    await press(page, BUTTON);
    assert.match(await words(page), /Cette clé d’accès n’a pas été acceptée/);
    assert.ok(page.url().endsWith("/login/passkey"));
    // The page asks for the old ways, too, and an authenticator that failed is no obstacle.
    await page.evaluate(() => localStorage.removeItem("passkey"));
    await signIn(page, client);
    const policy = faults.filter((text) => /Content Security Policy|Refused/.test(text));
    assert.deepEqual(policy, []);
    await page.context().close();
  });

  test("staff add one, and it signs them in and proves who they are", async () => {
    const person = demo.signIns.find(({ origin }) => origin === demo.office);
    const page = await (await newVisitor(browser)).newPage();
    const faults = [];
    page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    const authenticator = await plugIn(page);
    const ask = (kind) => page.locator(`form[data-passkey="${kind}"] button`);
    const pressed = (kind) => Promise.all([page.waitForEvent("load"), ask(kind).click()]);
    await signIn(page, person);
    await page.goto(`${demo.office}/me`);
    await submit(page, page.locator('a[href="/me/passkeys"]'));
    await pressed("new");
    assert.equal(new URL(page.url()).pathname, "/me/passkeys");
    const [key] = await authenticator.keys();
    assert.equal(key.rpId, new URL(demo.office).hostname);
    assert.equal(await page.locator("#passkeys form[action$='/remove']").count(), 1);

    await leave(page);
    await page.goto(`${demo.office}/login?next=%2Fme`);
    await pressed("sign-in");
    assert.equal(new URL(page.url()).pathname, "/me");
    await page.goto(`${demo.office}/me/confirm?next=%2Fme%2Fpasskeys`);
    await pressed("proof");
    assert.equal(new URL(page.url()).pathname, "/me/passkeys");

    // Beside a password it is the second step.
    await leave(page);
    await page.goto(person.address);
    await page.locator("#user").fill(person.user);
    await page.locator("#password").fill(person.password);
    await submit(page, page.locator("form.form button[type=submit]"));
    assert.equal(new URL(page.url()).pathname, "/login/step");
    assert.equal(await page.locator("#code").count(), 0, "there is no app");
    await authenticator.verify(false);
    await ask("step").click();
    await page.locator("form[data-passkey] [role=status]").filter({ hasText: /./ }).waitFor();
    await authenticator.verify(true);
    await pressed("step");
    assert.equal(new URL(page.url()).pathname, "/queue");

    // Another name, one that is none, and away with it: then the password is enough again.
    await page.goto(`${demo.office}/me/passkeys`);
    const name = page.locator("#passkeys input[id^='name-']");
    await name.fill("   ");
    await submit(page, page.locator("#passkeys form[action$='/name'] button"));
    assert.equal(await page.locator("[data-errors]").count(), 1);
    await name.fill("Bureau");
    await submit(page, page.locator("#passkeys form[action$='/name'] button"));
    assert.equal(await page.locator("#passkeys h2").first().innerText(), "Bureau");
    await submit(page, page.locator("#passkeys form[action$='/remove'] button"));
    assert.equal(await page.locator("#passkeys form[action$='/remove']").count(), 0);
    await leave(page);
    await page.goto(`${demo.office}/login`);
    await pressed("sign-in");
    assert.ok(page.url().endsWith("/login/passkey"), "it is not taken any more");
    await page.evaluate(() => localStorage.removeItem("passkey"));
    await signIn(page, person);
    assert.equal(new URL(page.url()).pathname, "/queue");
    assert.deepEqual(faults.filter((text) => /Content Security Policy|Refused/.test(text)), []);
    await page.context().close();
  });

  test("without script the pages promise nothing that they cannot do", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    const page = await (await newVisitor(browser, { script: false })).newPage();
    await page.goto(`${client.origin}/login`);
    assert.equal(await page.getByRole("button", { name: BUTTON }).count(), 0);
    await signIn(page, client);
    await page.goto(`${client.origin}/account/passkeys`);
    assert.match(await words(page), /Il faut pour cela un navigateur récent/);
    assert.equal(await page.getByRole("button", { name: "Ajouter une clé d’accès" }).count(), 0);
    await page.context().close();
  });

  test("a browser that has none of it is told so, and asked for nothing", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    const page = await (await newVisitor(browser)).newPage();
    await page.addInitScript(() => delete globalThis.PublicKeyCredential);
    await signIn(page, client);
    await page.goto(`${client.origin}/account/passkeys`);
    assert.match(await words(page), /Il faut pour cela un navigateur récent/);
    assert.equal(await page.getByRole("button", { name: "Ajouter une clé d’accès" }).count(), 0);
    await page.context().close();
  });
});
