// What clients do with tickets and the person on call with calls, each from its first page to its end.

import assert from "node:assert/strict";

import { walk } from "./lib/flows.mjs";

// Whoever of Durand sees all tickets, and elsewhere, where other urgent tickets come from: one company's second text waits.
const MANAGER = "jean.durand";
const COLLEAGUE = "claire.martin";
const CLINIC = "anne.petit";
const TRAVEL = "sofia.nunes";

const TAKE = "Je prends et j’appelle";

const FLOWS = [
  ["a reply", MANAGER, async (it) => {
    await it.open(`/tickets/${await it.ticket("Une question")}`);
    await it.type("textarea[name=body]", "Et ceci encore");
    await it.attach("input[name=files]", { name: "journal.txt", mimeType: "text/plain", buffer: Buffer.from("erreur 550") });
    await it.send("Envoyer");
    assert.equal((await it.download("journal.txt")).toString(), "erreur 550");
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
  ["a list that is searched", MANAGER, async (it) => {
    const number = await it.ticket("Une girafe dans la vitrine");
    await it.open("/tickets");
    await it.type("input[name=q]", "girafe");
    await it.send("Chercher");
    const rows = await it.rows();
    assert.equal(rows.length, 1, rows.join("\n"));
    assert.match(rows[0], new RegExp(`#${number} · Jean Durand · Une girafe`));
    const table = (await it.download("Télécharger cette liste (CSV)")).toString();
    assert.match(table, /Une girafe dans la vitrine/);
    assert.equal(table.trim().split("\n").length, 2, table);
    await it.follow("Effacer la recherche");
    assert.ok((await it.rows()).length > 1);
    await it.type("input[name=q]", "rhinocéros");
    await it.send("Chercher");
  }, /Aucun ticket ne correspond/],
  ["a list that is narrowed down", MANAGER, async (it) => {
    await it.open("/tickets");
    const all = await it.rows();
    await it.unfold("Filtres");
    await it.type("select[name=category]", "Site web");
    await it.type("select[name=person]", "Claire");
    await it.set("input[name=from]", "2000-01-01");
    await it.send("Filtrer");
    const rows = await it.rows();
    assert.ok(rows.length > 0 && rows.length < all.length, `${rows.length} of ${all.length}`);
    for (const row of rows) assert.match(row, /Site web[^]*Claire Martin/);
    const table = (await it.download("Télécharger cette liste (CSV)")).toString();
    assert.doesNotMatch(table, /Jean Durand/);
    await it.set("input[name=to]", "2000-01-02");
    await it.send("Filtrer");
    await it.says(/Aucun ticket ne correspond/);
    await it.follow("Retirer les filtres");
    assert.equal((await it.rows()).length, all.length);
  }, /Tickets ouverts/],
  ["a ticket that is followed", MANAGER, async (it) => {
    const colleague = await it.as(COLLEAGUE);
    const number = await colleague.ticket("Le scanner est en panne");
    await it.open(`/tickets/${number}`);
    await it.send("Suivre ce ticket");
    await it.says(/Vous suivez ce ticket/);
    await it.answered(number, "Un technicien passe à midi");
    await it.mail("Jean Durand", `/tickets/${number}\\b`);
    await it.says(/Un technicien passe à midi/);
    await it.send("Ne plus suivre");
    await colleague.page.context().close();
  }, /Vous ne suivez plus ce ticket/],
  ["a colleague who follows", COLLEAGUE, async (it) => {
    const number = await it.ticket("La badgeuse ne lit plus rien");
    await it.type("select[name=person]", "Jean");
    await it.send("Ajouter");
    await it.says(/Votre collègue suit ce ticket/);
    await it.answered(number, "La nouvelle arrive demain");
    const colleague = await it.as(MANAGER);
    await colleague.mail("Jean Durand", `/tickets/${number}\\b`);
    await colleague.says(/La nouvelle arrive demain/);
    await colleague.page.context().close();
    await it.open(`/tickets/${number}`);
  }, /Qui suit ce ticket Jean Durand/],
  ["a ticket for a colleague", MANAGER, async (it) => {
    await it.open("/tickets/new");
    await it.type("select[name=requester]", "Claire");
    await it.type("select[name=category]", "Site web");
    await it.type("textarea[name=description]", "La vitrine en ligne est vide");
    await it.send("Envoyer");
    await it.says(/Votre ticket \d+ est ouvert/);
    const [, number] = new URL(it.page.url()).pathname.match(/(\d+)$/);
    await it.mailed("Claire Martin", new RegExp(`Votre demande est enregistrée sous le numéro ${number}\\b`));
    const colleague = await it.as(COLLEAGUE);
    await colleague.open("/tickets");
    await colleague.says(new RegExp(`#${number} · La vitrine en ligne est vide`));
    await colleague.page.context().close();
    await it.open(`/tickets/${number}`);
  }, /La vitrine en ligne est vide/],
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
  ["a client who cannot be reached", CLINIC, async (it) => {
    await it.urgent("Le standard est muet");
    await it.text(it.known.urgent);
    await it.send(TAKE);
    for (const tries of ["Un appel", "2 appels", "3 appels"]) {
      await it.type("select[name=minutes]", "dans 10");
      await it.send("Injoignable, je réessaie");
      await it.says(new RegExp(`${tries} sans réponse. Réessayez à`));
    }
    await it.mailed("Anne Petit", new RegExp(`appelé plusieurs fois .* pour votre demande ${it.known.urgent}, sans réponse`));
    await it.open(`/tickets/${it.known.urgent}`);
  }, /Nous n’avons pas réussi à vous joindre.*a appelé, pas de réponse/],
  ["a number that is wrong", TRAVEL, async (it) => {
    await it.urgent("Plus une réservation ne passe");
    it.known.first = await it.text(it.known.urgent);
    await it.send(TAKE);
    await it.send("Numéro faux");
    await it.says(/Numéro signalé.*Le client est invité à le corriger/);
    await it.mail("Sofia Nunes", `/tickets/${it.known.urgent}/callback`);
    await it.type("input[name=phone]", "+351 912 345 670");
    await it.send("Rappelez-moi à ce numéro");
    await it.says(/Votre numéro est corrigé/);
    await it.page.goto(it.known.first);
  }, /Appeler \+351 912 345 670/],
  ["a call that is handed on, and ends well", TRAVEL, async (it) => {
    await it.page.goto(it.known.first);
    await it.send("Je ne peux plus – prévenir le suivant");
    await it.says(/La personne suivante est prévenue/);
    await it.text(it.known.urgent, [it.known.first]);
    await it.send(TAKE);
    const other = await it.as();
    await other.page.goto(it.known.first);
    await other.says(/ l’a pris .* Vous n’avez rien à faire/);
    await other.page.context().close();
    await it.send("Client joint");
    await it.says(/Client joint, merci/);
    await it.open(`/tickets/${it.known.urgent}`);
  }, /Nous vous avons joint.* (\S+ \S+) a dû passer la main \S+ (?!\1)(\S+ \S+) a pris la demande \S+ \2 vous a joint/],
  ["whether a closed ticket is solved", undefined, async (it) => {
    await it.closedByStaff("Est-ce fini ?");
    await it.mail("Claire Martin", "/feedback/\\S*yes");
    await it.type("textarea[name=remark]", "Merci");
    await it.send("Envoyer ma réponse");
  }, /Réponse enregistrée : c’est résolu/],
  ["that a closed ticket is not solved", undefined, async (it) => {
    const number = await it.closedByStaff("Et cela ?");
    await it.mail("Claire Martin", "/feedback/\\S*yes");
    await it.pick("solved", "Non, ce n’est pas résolu");
    await it.send("Envoyer ma réponse");
    await it.says(/Réponse enregistrée : ce n’est pas résolu/);
    assert.match(await it.atDesk(number), /ce n’est pas résolu/);
    await it.follow("Ouvrir un nouveau ticket à ce sujet");
    await it.signIn();
    await it.type("select[name=category]", "Autre");
    await it.type("textarea[name=description]", "La suite");
    await it.send("Envoyer");
    await it.says(new RegExp(`Votre ticket \\d+ est ouvert.*Suite du ticket ${number}`));
  }, /La suite/],
];

walk("tickets and calls", FLOWS);
