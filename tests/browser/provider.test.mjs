// Signing in with a company's own identity provider, an independent one that really runs: set in the back office, tried, and used
// from the portal's button to the list of tickets. Without script, as with it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Provider } from "oidc-provider";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { signIn, submit, words } from "./lib/people.mjs";

const CLIENT = { id: "rappel", secret: "a secret of the identity provider" };

// A provider of npm's oidc-provider: it refuses what has no PKCE, and keeps addresses out of ID tokens, as the protocol wants it.
async function startProvider() {
  const server = createServer((request, response) => answer(request, response));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: ["http://replaced.localhost/"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the cookies"] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@durand.example`, email_verified: id !== "unproved", name: `Ada ${id}` }),
    }),
  });
  // The addresses of the portal are known when the back office has shown them.
  const register = async (addresses) => {
    const client = await provider.Client.find(CLIENT.id);
    client.redirectUris = addresses;
  };
  const answer = provider.callback();
  const stop = () => new Promise((done) => server.close(done) && server.closeAllConnections());
  return { issuer, register, stop };
}

describe("a company's own identity provider", () => {
  let demo;
  let browser;
  let provider;
  before(async () => {
    process.env.RAPPEL__SECURITY__INTERNAL_PROVIDERS = "true";
    provider = await startProvider();
    demo = await startDemo();
    browser = await openChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    await provider?.stop();
  });

  test("is set in the back office and signs in, with script and without", async () => {
    const client = demo.signIns.find((person) => person.origin !== demo.office);
    const slug = new URL(client.origin).hostname.split(".")[0];
    const office = await (await newVisitor(browser)).newPage();
    let page;
    for (const person of demo.signIns.filter((person) => person.origin === demo.office)) {
      await office.context().clearCookies();
      await signIn(office, person);
      page = await office.goto(`${demo.office}/tenants/${slug}/sign-in`);
      if (page.status() === 200) break;
    }
    assert.equal(page.status(), 200, "an administrator");
    const addresses = await office.locator("section.aside code").allInnerTexts();
    assert.ok(addresses.includes(`${client.origin}/login/provider/callback`), addresses.join(" "));
    await provider.register(addresses);
    await office.locator("#label").fill("Durand Identité");
    await office.locator("#issuer").fill(provider.issuer);
    await office.locator("#client_id").fill(CLIENT.id);
    await office.locator("#client_secret").fill(CLIENT.secret);
    await office.locator("#domains").fill("durand.example");
    await office.locator("#is_on").check();
    await submit(office, office.getByRole("button", { name: "Enregistrer" }));
    await submit(office, office.getByRole("button", { name: "Tester la connexion" }));
    assert.match(await words(office), /Le fournisseur répond/);

    for (const script of [true, false]) {
      const portal = await (await newVisitor(browser, { script })).newPage();
      const id = script ? "one" : "two";
      await leave(portal, client.origin);
      await enter(portal, id);
      await portal.waitForURL(`${client.origin}/tickets`);
      assert.match(await words(portal), new RegExp(`Ada ${id}`));
      await portal.context().close();
    }

    const nobody = await (await newVisitor(browser)).newPage();
    await leave(nobody, client.origin);
    await enter(nobody, "unproved");
    await nobody.waitForURL(/\/login\/provider\/callback/);
    assert.match(await words(nobody), /ne confirme pas/);
    await nobody.goto(`${client.origin}/tickets`);
    assert.match(nobody.url(), /\/login/);
    await nobody.context().close();
    await office.context().close();
  });

  // From the button of the portal to the provider's own page; the page between leads on by itself.
  async function leave(page, origin) {
    await page.goto(`${origin}/tickets`);
    await page.getByRole("button", { name: "Se connecter avec Durand Identité" }).click();
    await page.waitForURL(`${provider.issuer}/**`);
  }

  // The provider asks who it is, then whether we may know it.
  async function enter(page, id) {
    await page.locator("input[name=login]").fill(id);
    await page.locator("input[name=password]").fill("any");
    await page.locator("button[type=submit]").click();
    await page.locator("input[name=prompt][value=consent]").waitFor({ state: "attached" });
    await page.locator("button[type=submit]").click();
  }
});
