// What clients and the person on call do, each from its first page to its end with scripts off and with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { newVisitor, openChromium } from "./lib/chromium.mjs";
import { startDemo } from "./lib/demo.mjs";
import { press, tabTo } from "./lib/keyboard.mjs";
import { mailedLink, textedLink } from "./lib/messages.mjs";
import { openTicket, signIn, submit, words } from "./lib/people.mjs";

const NEWCOMER = "lea.roux@durand.example";
const PASSWORD = "une phrase assez longue";

// Whoever of Durand sees all tickets, and at the clinic, where the second urgent ticket comes from: one company's second text waits.
const MANAGER = "jean.durand";
const ELSEWHERE = "anne.petit";

// [what, who signs in before, what they do, what the last page says]. `it` is below.
const FLOWS = [
  ["a reply", MANAGER, async (it) => {
    await it.open(`/tickets/${await it.ticket("Une question")}`);
    await it.type("textarea[name=body]", "Et ceci encore");
    await it.send("Envoyer");
  }, /Votre message est envoyé.*Et ceci encore/],
  ["a close", MANAGER, async (it) => {
    await it.open(`/tickets/${await it.ticket("C’est réglé")}`);
    await it.follow("Fermer le ticket");
    await it.send("Oui, fermer");
  }, /Le ticket \d+ est fermé/],
  ["a close taken back", MANAGER, async (it) => {
    await it.open(`/tickets/${await it.ticket("Fermé par erreur")}/close`);
    await it.send("Oui, fermer");
    await it.send(/^Rouvrir/);
  }, /Le ticket est rouvert/],
  ["another number to be called at", MANAGER, async (it) => {
    await it.urgent("Les caisses ne répondent plus");
    await it.follow("Changer de numéro");
    await it.type("input[name=phone]", "06 12 34 56 99");
    await it.send("Rappelez-moi à ce numéro");
  }, /Votre numéro est corrigé.*06 12 34 56 99/],
  ["“I cannot” of the person on call", undefined, async (it) => {
    await it.text(it.known.urgent);
    await it.send(/^Je ne peux pas/);
  }, /La personne suivante est prévenue/],
  ["a call that is cancelled", MANAGER, async (it) => {
    await it.open(`/tickets/${it.known.urgent}`);
    await it.follow("Changer de numéro");
    await it.send("Annuler le rappel");
  }, /Le rappel est annulé/],
  ["a client who cannot be reached", ELSEWHERE, async (it) => {
    await it.urgent("Le standard est muet");
    await it.text(it.known.urgent);
    await it.send("Je prends et j’appelle");
    await it.type("select[name=minutes]", "dans 10");
    await it.send("Injoignable, je réessaie");
  }, /Un appel sans réponse. Réessayez à/],
  ["whether a closed ticket is solved", undefined, async (it) => {
    await it.closedByStaff("Est-ce fini ?");
    await it.mail("Jean Durand", "/feedback/");
    await tabTo(it.page, it.page.locator("input[name=solved]:checked, input[name=solved] >> nth=0").first());
    await it.page.keyboard.press("Space");
    await it.type("textarea[name=remark]", "Merci");
    await it.send("Envoyer ma réponse");
  }, /Réponse enregistrée/],
  ["no more e-mails of a kind", undefined, async (it) => {
    await it.mail("Jean Durand", "/unsubscribe/");
    await it.send("Ne plus les recevoir");
  }, /C’est fait : plus d’e-mail/],
  ["an account", MANAGER, async (it) => {
    await it.open("/account");
    await it.type("input[name=name]", "Jean Durand");
    await it.send("Enregistrer – Vos coordonnées");
  }, /C’est enregistré/],
  ["people who are invited", MANAGER, async (it) => {
    await it.open("/people");
    await it.type("textarea[name=list]", "Paul Roux paul.roux@durand.example");
    await it.send("Inviter la liste");
    assert.match(await words(it.page), /Invitation envoyée à Paul Roux/);
    await it.open("/people");
    await it.type("input[name=name]", "Léa Roux");
    await it.type("input[name=email]", NEWCOMER);
    await it.send("Envoyer l’invitation");
  }, /L’invitation est partie/],
  ["an invitation", undefined, async (it) => {
    await it.mail("Léa Roux", "/invite/");
    await it.type("input[name=password]", PASSWORD);
    await it.send("Activer mon compte");
  }, /Bienvenue. Votre compte est actif/],
  ["another password", undefined, async (it) => {
    await it.open("/password");
    await it.type("input[name=user]", NEWCOMER);
    await it.send("Envoyer le lien");
    await it.mail("Léa Roux", "/password/");
    await it.type("input[name=password]", `${PASSWORD} encore`);
    await it.send("Changer le mot de passe");
  }, /Votre mot de passe est changé/],
];

describe("scripts off and the keyboard alone", () => {
  let demo;
  let browser;
  let staff;
  const known = {};
  before(async () => {
    demo = await startDemo();
    browser = await openChromium();
    staff = await (await newVisitor(browser)).newPage();
    await signIn(staff, demo.signIns.find((person) => person.origin === demo.office));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const person = (user) => demo.signIns.find((person) => person.user === user);
  const durand = () => person(MANAGER);

  // What can be done without a mouse; what leads to the first page of a flow is not part of it.
  function doer(page, client) {
    const act = async (target, key) => {
      await tabTo(page, target);
      await press(page, key);
    };
    return {
      page,
      known,
      open: (path) => page.goto(`${client.origin}${path}`),
      ticket: (text) => openTicket(page, client, text),
      follow: (name) => act(page.getByRole("link", { name }).first(), "Enter"),
      send: (name) => act(page.getByRole("button", { name, exact: true }).first(), "Enter"),
      type: async (field, text) => {
        await tabTo(page, page.locator(field).first());
        if (!field.startsWith("select")) await page.keyboard.press("ControlOrMeta+A");
        await page.keyboard.type(text);
      },
      urgent: async (text) => {
        await page.goto(`${client.origin}/tickets/new`);
        await page.locator("select[name=category]").selectOption({ label: "URGENT – votre activité est arrêtée" });
        await page.locator("textarea[name=description]").fill(text);
        await submit(page, page.locator("form.form-ticket button[type=submit]"));
        known.urgent = new URL(page.url()).pathname.match(/\d+$/)?.[0];
        assert.ok(known.urgent, `the ticket was not opened: ${await words(page)}`);
      },
      text: async (number) => page.goto(await textedLink(page, demo, number)),
      mail: async (to, path) => page.goto(await mailedLink(page, demo, to, path)),
      closedByStaff: async (text) => {
        await signIn(page, client);
        const number = await openTicket(page, client, text);
        await staff.goto(`${demo.office}/queue/durand/${number}`);
        await staff.locator("form.work textarea").fill("C’est fait");
        await submit(staff, staff.locator("button[name=then][value=stay]"));
        await submit(staff, staff.locator("form[action*='/close'] button"));
        await page.context().clearCookies();
      },
    };
  }

  for (const [what, who, act, says] of FLOWS) {
    test(what, async () => {
      const page = await (await newVisitor(browser, { script: false })).newPage();
      const client = who ? person(who) : durand();
      if (who) await signIn(page, client);
      await act(doer(page, client));
      assert.match(await words(page), says);
      await page.context().close();
    });
  }
});
