// What clients do with their account, and managers with the people and the data of their company, each from its first page to its end.

import assert from "node:assert/strict";

import { walk } from "./lib/flows.mjs";
import { appCode } from "./lib/totp.mjs";

const NEWCOMER = "lea.roux@durand.example";
const PASSWORD = "une phrase assez longue";

const MANAGER = "jean.durand";
const MEMBER = "claire.martin";
// The clinic's only manager and its receptionist; whoever of the travel agency changes passwords.
const ALONE = "anne.petit";
const RECEPTION = "hugo.blanc";
const AGENT = "tom.baker";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

// A whole ZIP file ends with a list of what is in it.
function isArchive(bytes, name) {
  const text = bytes.toString("latin1");
  const list = text.indexOf("PK\u0001\u0002");
  assert.ok(text.startsWith("PK\u0003\u0004") && list > 0 && text.includes(name, list), `no archive with ${name}`);
}

// Sets an app up, whose secret it answers with the recovery codes.
async function enrol(it) {
  await it.open("/account");
  await it.follow("Activer – Double authentification");
  await it.send("Configurer une application");
  const secret = await it.page.locator(".secret").innerText();
  await it.type("input[name=code]", appCode(secret));
  await it.send("Activer");
  await it.says(/La double authentification est activée/);
  const codes = await it.page.locator(".codes code").allInnerTexts();
  assert.equal(codes.length, 10);
  await it.follow("Je les ai gardés");
  return { secret, codes };
}

// Gives the second step a code.
async function step(it, code) {
  await it.says(/Deuxième étape/);
  await it.type("input[name=code]", code);
  await it.send("Se connecter");
  await it.says(/Suivre vos tickets/);
}

const FLOWS = [
  ["a sign-in by a mailed link", undefined, async (it) => {
    await it.open("/login");
    await it.follow("Recevoir un lien de connexion");
    await it.type("input[name=user]", MEMBER);
    await it.send("Envoyer le lien");
    await it.says(/Si ce compte existe, un e-mail vient de partir/);
    const link = await it.mail("Claire Martin", "/login/link/");
    await it.says(/Vous vous connectez .* en tant que Claire Martin/);
    await it.send("Se connecter");
    await it.says(/Claire Martin.*Suivre vos tickets/);
    await it.send("Se déconnecter");
    await it.page.goto(link);
  }, /Ce lien ne fonctionne plus/],
  ["the other language", undefined, async (it) => {
    await it.open("/login");
    await it.send("English");
    await it.says(/Sign in Support for Durand & Fils/);
    await it.send("Français");
  }, /Connexion Assistance de Durand & Fils/],
  ["an account", MANAGER, async (it) => {
    await it.open("/account");
    await it.type("input[name=name]", "Jean-Paul Durand");
    await it.send("Enregistrer – Vos coordonnées");
    await it.says(/Jean-Paul Durand.*C’est enregistré/);
    await it.type("input[name=name]", "Jean Durand");
    await it.send("Enregistrer – Vos coordonnées");
  }, /Jean Durand.*C’est enregistré/],
  ["another phone and its code", MEMBER, async (it) => {
    await it.open("/account");
    await it.type("input[name=phone]", "06 98 76 54 32");
    await it.send("Recevoir un code");
    await it.says(/Un code vient de partir par SMS au 06 98 76 54 32/);
    const [, code] = await it.texted("+33698765432", /(\d{6}) est votre code/);
    await it.open("/account");
    await it.type("input[name=code]", code === "000000" ? "111111" : "000000");
    await it.send("Vérifier le numéro");
    await it.says(/Ce n’est pas le code envoyé/);
    await it.type("input[name=code]", code);
    await it.send("Vérifier le numéro");
    await it.says(/Votre numéro est vérifié/);
    await it.mailed("Claire Martin", /Le numéro de téléphone de votre compte vient d’être changé/);
    await it.open("/account");
  }, /Vérifié 06 98 76 54 32/],
  ["news, and fewer by the link of an e-mail", RECEPTION, async (it) => {
    const number = await it.ticket("L’écran de l’accueil clignote");
    await it.answered(number, "Le câble est changé");
    const [, link] = await it.mailed("Hugo Blanc", new RegExp(`répondu à votre ticket ${number}\\b[^]*?(http\\S*/unsubscribe/\\S*)`));
    await it.open("/account");
    await it.pick("news", "Par e-mail et par SMS");
    await it.set("input[name=quiet_from]", "22:15");
    await it.set("input[name=quiet_until]", "06:45");
    await it.send("Enregistrer – Être prévenu");
    await it.says(/C’est enregistré/);
    await it.open("/account");
    assert.equal(await it.page.locator("input[name=quiet_from]").inputValue(), "22:15");
    assert.equal(await it.page.locator("input[name=quiet_until]").inputValue(), "06:45");
    assert.equal(await it.page.locator("input[name=news]:checked").inputValue(), "both");

    await it.signedOut();
    await it.page.goto(link);
    await it.send("Ne plus les recevoir");
    await it.says(/C’est fait : plus d’e-mail quand nous répondons à un ticket. Les SMS continuent/);
    await it.follow("Choisir comment être prévenu");
    await it.signIn();
    assert.equal(await it.page.locator("input[name=news]:checked").inputValue(), "sms");
  }, /Être prévenu/],
  ["an authenticator app, and a recovery code in its place", RECEPTION, async (it) => {
    const { secret, codes } = await enrol(it);
    await it.send("Se déconnecter");
    await it.open("/login");
    await it.signIn();
    // The code that set it up is used; the next one is good already.
    await step(it, appCode(secret, 1));
    await it.send("Se déconnecter");
    await it.open("/login");
    await it.signIn();
    await step(it, codes[0]);
    await it.mailed("Hugo Blanc", /Un code de secours de votre compte vient de servir. Il en reste 9/);
    await it.open("/account/two-step");
  }, /Activée.*Il vous en reste 9/],
  ["an app that a manager takes away", ALONE, async (it) => {
    await it.open("/people");
    await it.send("Retirer la double authentification – Hugo Blanc");
    await it.says(/La double authentification est retirée/);
    await it.mailed("Hugo Blanc", /vient d’être retirée par un responsable/);
    // The password alone opens it again.
    const other = await it.as(RECEPTION);
    await other.open("/account");
    await other.says(/Un mot de passe volé suffit pour entrer/);
    await other.page.context().close();
    await it.open("/people/history");
  }, /La double authentification de Hugo Blanc est retirée/],
  ["other recovery codes, and no app any more", MEMBER, async (it) => {
    const { codes } = await enrol(it);
    await it.follow("Gérer – Double authentification");
    await it.send("Créer de nouveaux codes");
    await it.says(/Voici vos nouveaux codes/);
    const others = await it.page.locator(".codes code").allInnerTexts();
    assert.deepEqual(others.filter((code) => codes.includes(code)), []);
    await it.follow("Je les ai gardés");
    await it.follow("Gérer – Double authentification");
    await it.send("Désactiver la double authentification");
    await it.says(/La double authentification est désactivée/);
    await it.send("Se déconnecter");
    await it.open("/login");
    await it.signIn();
  }, /Claire Martin.*Suivre vos tickets/],
  ["browsers that are signed out from elsewhere", MEMBER, async (it) => {
    const other = await it.as(MEMBER, { userAgent: FIREFOX });
    await it.mailed("Claire Martin", /avec Firefox/);
    await it.open("/account");
    await it.send("Déconnecter – Firefox · Windows");
    await it.says(/il faut s’y connecter à nouveau/);
    await other.open("/account");
    await other.signIn();
    await it.send("Déconnecter tous les autres");
    await other.open("/account");
    await other.says(/Connexion .* Mot de passe/);
    await other.page.context().close();
    await it.open("/account");
    assert.equal(await it.page.getByRole("button", { name: /^Déconnecter –/ }).count(), 0);
  }, /celui-ci/],
  ["another password", AGENT, async (it) => {
    await it.open("/account/confirm?next=%2Faccount");
    await it.type("input[name=password]", PASSWORD);
    await it.send("Continuer");
    await it.says(/Ce n’est pas votre mot de passe/);
    await it.type("input[name=password]", "croissant-panne-caisse");
    await it.send("Continuer");
    await it.follow("Choisir un autre mot de passe");
    await it.type("input[name=password]", PASSWORD);
    await it.send("Changer le mot de passe");
    await it.says(/Votre mot de passe est changé/);
    await it.mailed("Tom Baker", /The password of your account has just been changed/);
    await it.signedOut();
    await it.open("/login");
    await it.signIn();
    await it.says(/Nom ou mot de passe inconnu/);
    await it.signIn(PASSWORD);
    await it.says(/Tom Baker.*Suivre vos tickets/);
    await it.open("/account");
    await it.send("Recevoir le lien");
    await it.says(/Un lien pour choisir un autre mot de passe vient de partir/);
    await it.mail("Tom Baker", "/password/");
    await it.type("input[name=password]", `${PASSWORD} encore`);
    await it.send("Changer le mot de passe");
  }, /Votre mot de passe est changé/],
  ["one's own data", MEMBER, async (it) => {
    await it.open("/account");
    await it.send("Préparer le fichier");
    await it.says(/Le fichier est en préparation/);
    await it.open("/account");
    await it.until(/Télécharger le fichier demandé/);
    isArchive(await it.download(/^Télécharger le fichier demandé/), "account.json");
  }, /Coordonnées et rappel/],
  ["people who are invited", MANAGER, async (it) => {
    await it.open("/people");
    await it.type("textarea[name=list]", "Paul Roux paul.roux@durand.example");
    await it.send("Inviter la liste");
    await it.says(/Invitation envoyée à Paul Roux/);
    await it.open("/people");
    await it.send("Renvoyer l’invitation Paul Roux");
    await it.says(/L’invitation est partie/);
    await it.type("input[name=name]", "Léa Roux");
    await it.type("input[name=email]", NEWCOMER);
    await it.send("Envoyer l’invitation");
  }, /L’invitation est partie.*Léa Roux/],
  ["an invitation", undefined, async (it) => {
    await it.mail("Léa Roux", "/invite/");
    await it.type("input[name=password]", PASSWORD);
    await it.send("Activer mon compte");
  }, /Léa Roux.*Bienvenue. Votre compte est actif/],
  ["a password that was forgotten", undefined, async (it) => {
    await it.open("/login");
    await it.follow("Mot de passe oublié ?");
    await it.type("input[name=user]", NEWCOMER);
    await it.send("Envoyer le lien");
    await it.mail("Léa Roux", "/password/");
    await it.type("input[name=password]", `${PASSWORD} encore`);
    await it.send("Changer le mot de passe");
  }, /Votre mot de passe est changé/],
  ["who sees what", MANAGER, async (it) => {
    const member = await it.as(MEMBER);
    const number = await it.ticket("Un ticket de la direction");
    const looks = async (says) => {
      await member.open(`/tickets/${number}`);
      await member.says(says);
    };
    await looks(/Cette page n’existe pas/);
    await it.open("/people");
    await it.follow("Ses propres tickets – Claire Martin");
    await it.pick("sees", "Ses tickets et ceux de collègues choisis");
    await it.send("Enregistrer");
    await it.says(/Cochez au moins un collègue/);
    await it.tick("Jean Durand");
    await it.send("Enregistrer");
    await it.says(/C’est changé, dès sa prochaine page.*Ses tickets et ceux d’un collègue/);
    await looks(/Un ticket de la direction/);
    await it.follow("Ses tickets et ceux d’un collègue – Claire Martin");
    await it.pick("sees", "Comme le reste de l’entreprise");
    await it.send("Enregistrer");
    await looks(/Cette page n’existe pas/);
    await it.send("Donner tous les tickets – Claire Martin");
    await it.says(/C’est enregistré : cela compte dès la prochaine page/);
    await looks(/Un ticket de la direction/);
    await member.open("/people");
    await member.says(/Qui ouvre des tickets pour Durand & Fils/);
    await it.send("Limiter à ses tickets – Claire Martin");
    await member.open("/people");
    await member.says(/Cette action n’est pas permise/);
    await member.page.context().close();
  }, /Ses propres tickets – Claire Martin/],
  ["somebody who is removed, let in again, and erased", MANAGER, async (it) => {
    await it.open("/people");
    await it.type("input[name=name]", "Zoé Blin");
    await it.type("input[name=email]", "zoe.blin@durand.example");
    await it.send("Envoyer l’invitation");
    const removed = async () => {
      await it.send("Retirer Zoé Blin");
      await it.says(/L’accès est retiré/);
      await it.follow(/^Retirés/);
    };
    await removed();
    await it.send("Réactiver Zoé Blin");
    await it.says(/L’accès est rétabli/);
    await removed();
    await it.follow("Effacer Zoé Blin");
    await it.type("input[name=name]", "Zoé");
    await it.send("Effacer pour toujours");
    await it.says(/Écrivez le nom tel qu’il est affiché/);
    await it.type("input[name=name]", "Zoé Blin");
    await it.send("Effacer pour toujours");
    await it.says(/L’effacement a commencé/);
    await it.until(/^(?!.*Zoé Blin)/);
    await it.follow("Journal des accès");
  }, /L’effacement est terminé/],
  ["what was done about people, to keep", MANAGER, async (it) => {
    await it.open("/people");
    await it.follow("Journal des accès");
    await it.type("select[name=what]", "Changements");
    await it.send("Afficher");
    await it.says(/Léa Roux est invité/);
    const table = (await it.download("Télécharger tout ce qui correspond (CSV)")).toString();
    assert.match(table, /Léa Roux est invité/);
  }, /Intégrité du journal/],
  ["the data of the company", MANAGER, async (it) => {
    await it.open("/people");
    await it.follow("Données de l’entreprise");
    await it.says(/Les tickets fermés sont conservés sans limite de durée/);
    await it.send("Préparer le fichier");
    await it.says(/Le fichier est en préparation/);
    await it.mail("Jean Durand", "/people/data");
    await it.says(/Ko, disponible jusqu’au .* Jean Durand/);
    isArchive(await it.download(/^Télécharger le fichier demandé/), "company.json");
    await it.send("Supprimer ce fichier");
  }, /C’est arrêté : il n’y a plus de fichier/],
  ["a manager who leaves", ALONE, async (it) => {
    const gives = async (what) => {
      await it.open("/people");
      await it.follow("Quitter ce rôle");
      await it.send(what);
    };
    for (const what of ["Limiter à mes tickets", "Fermer mon accès"]) {
      await gives(what);
      await it.says(/Il faut au moins une personne qui voit tous les tickets/);
    }
    await it.send("Donner tous les tickets – Hugo Blanc");
    await gives("Limiter à mes tickets");
    await it.says(/Vous ne voyez plus que vos tickets/);
    const other = await it.as(RECEPTION);
    await other.open("/people");
    await other.send("Donner tous les tickets – Anne Petit");
    await gives("Fermer mon accès");
    await it.says(/Votre accès est fermé/);
    await it.signIn();
    await it.says(/Nom ou mot de passe inconnu/);
    await other.open("/people/history");
    await other.says(/Anne Petit a fermé son accès/);
    await other.page.context().close();
  }, /Nom ou mot de passe inconnu/],
];

walk("accounts and people", FLOWS);
