//! Ordinary tickets: opened, answered, replied to, closed, taken back.

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, ZOE, link_in},
};

journeys![
    a_refused_form_comes_back_whole,
    sent_twice_it_is_one_ticket,
    files_are_kept_and_given_back_safely,
    a_ticket_is_closed_and_taken_back,
    a_member_sees_only_their_own,
    what_is_written_keeps_its_shape,
];

/// Opens a ticket and answers its number.
pub(super) async fn open_ticket(client: &mut Visitor, category: &str, description: &str) -> String {
    let page = client.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", category);
    let filled =
        [("category", category.as_str()), ("description", description), ("phone", "+33 6 12 34 56 78")];
    let answer = client.send(&page, &form, &filled).await;
    answer.expect(200).says(description);
    answer.path.strip_prefix("/tickets/").expect("the page of the ticket").to_owned()
}

async fn a_refused_form_comes_back_whole(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let urgent = page.page().option("category", "URGENT");
    let text = "Erreur 550 \"relay denied\" <script>alert(1)</script>\nligne deux";
    let filled = [("category", urgent.as_str()), ("phone", "12"), ("description", text)];
    let refused = claire.send(&page, &form, &filled).await;
    refused.expect(422).says("Écrivez par exemple");
    let back = refused.page().form("form.form-ticket");
    assert_eq!(back.value("description").map(|value| value.replace("\r\n", "\n")).as_deref(), Some(text));
    assert_eq!(back.value("category"), Some(urgent.as_str()));
    assert_eq!(back.value("phone"), Some("12"));
    assert!(!refused.body.contains("<script>alert"), "text is text");
    claire.open("/tickets").await.says("Aucun ticket ouvert");

    let empty = claire.send(&page, &form, &[("category", ""), ("description", " ")]).await;
    empty.expect(422).says("Choisissez une catégorie").says("Décrivez votre problème");
}

async fn sent_twice_it_is_one_ticket(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Site web");
    let filled = [("category", category.as_str()), ("description", "Le site ne répond plus")];
    let mut other_tab = claire.clone();
    let (first, second) =
        tokio::join!(claire.send(&page, &form, &filled), other_tab.send(&page, &form, &filled));
    first.expect(200);
    second.expect(200);
    assert_eq!(first.path, second.path);
    let third = claire.send(&page, &form, &filled).await;
    assert_eq!(third.path, first.path);
    claire.open("/tickets").await.says("Ouverts (1)");
}

async fn files_are_kept_and_given_back_safely(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let filled = [("category", category.as_str()), ("description", "Voir la capture")];
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    for (name, bytes) in [
        ("page.html", &b"<html><script>alert(1)</script></html>"[..]),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("capture.png", b"<html><body>not a picture</body></html>"),
    ] {
        let refused = claire.send_files(&page, &form, &filled, &[("files", name, bytes)]).await;
        refused.expect(422).says("Ce type de fichier");
    }
    let answer = claire.send_files(&page, &form, &filled, &[("files", "../../écran 1.png", png)]).await;
    answer.expect(200).says("Voir la capture");
    let link = answer.page().attributes(".files a", "href").remove(0);
    let file = claire.open(&link).await;
    let header = |name: &str| file.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert!(header("content-disposition").starts_with("attachment"), "{}", header("content-disposition"));
    assert!(!header("content-disposition").contains(".."), "{}", header("content-disposition"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"), "{}", header("content-security-policy"));
    let mut nobody = world.program.portal(DURAND.slug);
    nobody.open(&link).await.says("Connexion");
}

async fn a_ticket_is_closed_and_taken_back(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "C’est réglé tout seul").await;
    let received = world.mail_about(DURAND.email, &number).await;
    assert!(received.subject().contains("reçu"), "{}", received.subject());
    assert!(link_in(&received, "/tickets/").contains(&number));

    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let close = ask.page().form_with_button("Oui, fermer");
    let closed = claire.send(&ask, &close, &[]).await;
    closed.expect(200).says("Ce ticket est fermé").says("Ouvrir un nouveau ticket à ce sujet");
    let undo = closed.page().form_with_button("Rouvrir");
    claire.send(&closed, &undo, &[]).await.expect(200).says("Le ticket est rouvert");

    let ask = claire.open(&format!("/tickets/{number}/close")).await;
    let close = ask.page().form_with_button("Oui, fermer");
    let closed = claire.send(&ask, &close, &[]).await;
    let about = closed.page().link("Ouvrir un nouveau ticket");
    let next = claire.open(&about).await;
    next.expect(200).says(&format!("ticket {number}"));
    let form = next.page().form("form.form-ticket");
    assert_eq!(form.value("about"), Some(number.as_str()));
    assert_ne!(form.value("category"), Some(""));
    let opened = claire.send(&next, &form, &[("description", "Le problème revient")]).await;
    opened.expect(200).says(&format!("ticket {number}"));
    claire.open("/tickets").await.says("Ouverts (1)").says("Fermés (1)");
}

async fn a_member_sees_only_their_own(column: Column) {
    let world = World::start(column).await;
    let _zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let number = open_ticket(&mut claire, "Autre", "Affaire de la direction").await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Envoyer l’invitation");
    let filled = [("name", "Luc Petit"), ("email", "luc@durand.example"), ("role", "member")];
    claire.send(&page, &form, &filled).await.expect(200).says("L’invitation est partie");

    let link = link_in(&world.mail_to("luc@durand.example").await, "/invite/");
    let mut luc = world.program.portal(DURAND.slug);
    let page = luc.open(&link).await;
    let form = page.page().form("form.form");
    luc.send(&page, &form, &[("password", rappel_testkit::world::PASSWORD)]).await.expect(200);
    luc.open("/tickets").await.says("Aucun ticket ouvert").never_says("Affaire");
    assert_eq!(luc.open(&format!("/tickets/{number}")).await.status, 404);
    assert!(luc.open("/people").await.status.is_client_error());
    let own = open_ticket(&mut luc, "Autre", "Ma souris est cassée").await;
    claire.open(&format!("/tickets/{own}")).await.expect(200).says("Ma souris est cassée");
}

async fn what_is_written_keeps_its_shape(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut zoe = world.hire(ZOE).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let typed = "Bonjour\nle <b>site</b> dit `500` :\n```\nat main:1\n   at <init>\n```\n\
                 voir https://durand.example/a ou [ici](javascript:alert(1))";
    let filled = [("category", category.as_str()), ("description", typed)];
    let opened = claire.send(&page, &form, &filled).await;
    let number = opened.expect(200).path.strip_prefix("/tickets/").unwrap().to_owned();
    let seen_by_staff = zoe.open(&format!("/queue/durand/{number}")).await;
    for answer in [&opened, &seen_by_staff] {
        let page = answer.page();
        assert_eq!(page.texts(".message-body pre"), ["at main:1 at <init>"]);
        assert_eq!(page.texts(".message-body p > code"), ["500"]);
        assert_eq!(page.attributes(".message-body a", "href"), ["https://durand.example/a"]);
        assert_eq!(page.attributes(".message-body a", "rel"), ["noopener nofollow ugc"]);
        answer.says("le <b>site</b> dit").says("[ici](javascript:alert(1))");
        assert!(page.attributes(".message-body b", "class").is_empty());
    }

    // The e-mail shows the same; its plain part is what was typed.
    let form = seen_by_staff.page().form_with_button("Répondre");
    let answer = "Essayez `ping` puis\n```\n<a>  b\n```\nhttps://durand.example/b";
    zoe.send(&seen_by_staff, &form, &[("body", answer)]).await.expect(200);
    let mail = world.mail_about(DURAND.email, "Réponse").await;
    let html = mail.html();
    assert!(html.contains("<a href=\"https://durand.example/b\" rel=\"noopener nofollow ugc\">"), "{html}");
    assert!(html.contains("&lt;a&gt;  b</code></pre>") && html.contains(">ping</code>"), "{html}");
    let quoted = answer.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    assert!(mail.text().contains(&quoted), "{}", mail.text());
}
