//! Staff: the queue over all companies, answers, notes, news to the client, closing by itself.

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, MARIE, STONE, ZOE, link_in},
};

use super::tickets::open_ticket;

journeys![
    an_answer_reaches_the_client,
    a_note_stays_inside,
    a_reply_over_an_unseen_message_is_stopped,
    one_queue_shows_all_companies,
    an_answered_ticket_closes_by_itself,
    staff_prove_the_number_that_is_paged,
    staff_open_a_ticket_for_somebody_who_rang,
];

/// Writes an answer on the page of a ticket.
async fn answer(
    staff: &mut Visitor,
    slug: &str,
    number: &str,
    words: &str,
) -> rappel_testkit::visitor::Answer {
    let page = staff.open(&format!("/queue/{slug}/{number}")).await;
    page.expect(200);
    let form = page.page().form_with_button("Répondre");
    let field = form.names.iter().find(|name| ["body", "answer"].contains(&name.as_str())).unwrap().clone();
    staff.send(&page, &form, &[(&field, words)]).await
}

async fn an_answer_reaches_the_client(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Réseau", "Le Wi-Fi tombe").await;
    marie.open("/queue").await.expect(200).says("Durand & Fils").says("Claire Martin");
    answer(&mut marie, DURAND.slug, &number, "Redémarrez la borne, c’est corrigé.").await.expect(200);

    let mail = world.mail_about(DURAND.email, "Réponse").await;
    assert!(mail.text().contains("Redémarrez la borne"), "{}", mail.text());
    assert!(mail.html().contains("Redémarrez la borne"));
    let link = link_in(&mail, "/tickets/");
    claire.open(&link).await.expect(200).says("Redémarrez la borne").says("Marie Leroy").says("se ferme le");
    let list = claire.open("/tickets").await;
    list.says("Répondu").says("oui");

    let page = claire.open(&format!("/tickets/{number}")).await;
    let form = page.page().form(&format!(r#"form[action="/tickets/{number}/reply"]"#));
    claire
        .send(&page, &form, &[("body", "Toujours en panne")])
        .await
        .expect(200)
        .says("Votre message est envoyé")
        .never_says("se ferme le");
    marie.open("/queue").await.says("En cours");
    marie.open(&format!("/queue/{}/{number}", DURAND.slug)).await.says("Toujours en panne");
}

async fn a_note_stays_inside(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "Une question").await;
    world.mail_about(DURAND.email, "reçu").await;
    let page = marie.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    let form = page.page().form_with_button("Ajouter la note");
    let field = form.names.iter().find(|name| ["body", "note"].contains(&name.as_str())).unwrap().clone();
    marie.send(&page, &form, &[(&field, "client pénible-xyz")]).await.expect(200).says("pénible-xyz");
    claire.open(&format!("/tickets/{number}")).await.never_says("pénible-xyz");
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert!(world.mail.received().iter().all(|mail| !mail.text().contains("pénible-xyz")));
}

async fn a_reply_over_an_unseen_message_is_stopped(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "Premier message").await;
    let page = marie.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    let form = page.page().form_with_button("Répondre");
    let own = claire.open(&format!("/tickets/{number}")).await;
    let reply = own.page().form(&format!(r#"form[action="/tickets/{number}/reply"]"#));
    claire.send(&own, &reply, &[("body", "Trouvé, oubliez")]).await.expect(200);

    let field = form.names.iter().find(|name| ["body", "answer"].contains(&name.as_str())).unwrap().clone();
    let stopped = marie.send(&page, &form, &[(&field, "Ma longue réponse")]).await;
    stopped.expect(409).says("Trouvé, oubliez").says("Votre texte est conservé");
    let again = stopped.page().form_with_button("Répondre");
    assert_eq!(again.value(&field), Some("Ma longue réponse"));
    claire.open(&format!("/tickets/{number}")).await.never_says("Ma longue réponse");
    marie.send(&stopped, &again, &[]).await.expect(200);
    claire.open(&format!("/tickets/{number}")).await.says("Ma longue réponse");
}

async fn one_queue_shows_all_companies(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    open_ticket(&mut claire, "Autre", "Imprimante en panne").await;
    open_ticket(&mut bob, "Other", "Printer is broken").await;
    open_ticket(&mut bob, "URGENT", "Everything is down").await;
    let queue = zoe.open("/queue").await;
    queue.says("Durand & Fils").says("Stone Ltd");
    let rows = queue.page().texts(".rows li.case");
    assert_eq!(rows.len(), 3, "{rows:?}");
    for (row, words) in rows.iter().zip(["Everything is down", "Imprimante en panne", "Printer is broken"]) {
        assert!(row.contains(words), "urgent first, then the longest waiting: {rows:#?}");
    }
    zoe.open("/queue?view=urgent").await.says("Stone Ltd").never_says("Imprimante");
    let form = queue.page().form("form.filters");
    assert!(form.names.iter().any(|name| name == "q"));
    zoe.open("/queue?view=todo&q=imprimante").await.says("Durand & Fils").never_says("Bob Stone");
}

async fn an_answered_ticket_closes_by_itself(column: Column) {
    let mut world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    // Three more workers, who all want to close it.
    for _ in 0..3 {
        world.program.start(&["serve", "--roles", "worker"]).await;
    }
    let number = open_ticket(&mut claire, "Autre", "Une question simple").await;
    answer(&mut marie, DURAND.slug, &number, "La réponse est oui.").await.expect(200);
    claire.open("/tickets").await.says("se ferme le");

    world.days_pass(&number, 12);
    let reminder = world.mail_about(DURAND.email, "se ferme le").await;
    assert!(reminder.subject().contains(&number), "{}", reminder.subject());
    claire.open(&format!("/tickets/{number}")).await.never_says("Ce ticket est fermé");
    world.days_pass(&number, 4);
    let closed = world.mail_about(DURAND.email, "fermé :").await;
    assert!(closed.text().contains("s’est fermé de lui-même"), "{}", closed.text());
    claire
        .open(&format!("/tickets/{number}"))
        .await
        .says("Fermé automatiquement, sans nouvelle de votre part");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let told = world.mail.received().iter().filter(|mail| mail.subject().contains("fermé :")).count();
    assert_eq!(told, 1);
}

async fn staff_prove_the_number_that_is_paged(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    zoe.open("/team").await.expect(200).says("non vérifié");
    let page = marie.open("/me").await;
    page.expect(200).says("Numéro non vérifié");
    let asked = marie.send(&page, &page.page().form(r#"form[action="/me/phone"]"#), &[]).await;
    asked.expect(200).says("Un code vient de partir");
    let text = world.sms_to(MARIE.phone, "est votre code").await;
    let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    let form = asked.page().form(r#"form[action="/me/phone/code"]"#);
    marie.send(&asked, &form, &[("code", "x")]).await.expect(422).says("Ce n’est pas le code");
    let proved = marie.send(&asked, &form, &[("code", code.as_str())]).await;
    proved.expect(200).says("Numéro vérifié").never_says("Numéro non vérifié");
}

async fn staff_open_a_ticket_for_somebody_who_rang(column: Column) {
    let world = World::start(column).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let queue = marie.open("/queue").await;
    let asked = marie.open(&queue.page().link("Ouvrir un ticket")).await;
    asked.expect(200).says("Choisissez un client").never_says("Pour qui");
    let choice = asked.page().form(r#"main form[action="/queue/new"]"#);
    assert_eq!(choice.value("tenant"), Some(""));
    let page = marie.open(&format!("/queue/new?tenant={}", DURAND.slug)).await;
    let form = page.page().form(r#"form[method="post"][action="/queue/new"]"#);
    let (person, category) =
        (page.page().option("requester", DURAND.manager), page.page().option("category", "Réseau"));
    let words = [("description", "Au téléphone : le Wi-Fi tombe"), ("category", category.as_str())];
    let refused = marie.send(&page, &form, &words).await;
    refused.expect(422).says("le Wi-Fi tombe");
    let form = refused.page().form(r#"form[method="post"][action="/queue/new"]"#);
    let filled = [("requester", person.as_str())];
    let opened = marie.send(&refused, &form, &filled).await;
    opened.expect(200).says("est ouvert").says("le Wi-Fi tombe").says("Non traité");
    let again = marie.send(&refused, &form, &filled).await;
    assert_eq!(again.path, opened.path, "sent twice, it is one ticket");
    let list = claire.open("/tickets").await;
    list.expect(200).says("Ouverts (1)");
    let number = opened.path.rsplit('/').next().unwrap();
    claire.open(&format!("/tickets/{number}")).await.expect(200).says("le Wi-Fi tombe").says("Marie Leroy");
    // Of a company that is not theirs they learn nothing.
    marie.open("/queue/new?tenant=unknown").await.expect(404);
}
