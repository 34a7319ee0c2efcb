//! What administrators set: client companies with their people and categories, the team, the operator's settings.

use image::ImageFormat;
use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, MARIE, PASSWORD, ZOE, link_in},
};

use super::{
    brand::{logo, send_logo},
    tickets::open_ticket,
    urgent::press,
};

journeys![
    a_company_is_added_and_has_its_portal,
    people_of_a_company_come_and_go,
    categories_are_added_and_archived,
    the_team_is_invited_and_limited,
    settings_are_saved_and_tried,
    an_agent_sets_nothing_up,
    a_company_leaves_and_is_called_back,
    what_goes_is_shown_before_it_is_set,
];

/// Who signed in to the back office did so long ago; where sessions lie in the database.
fn age_sessions(world: &World) {
    world
        .program
        .parts()
        .sql("UPDATE sessions SET created_at = '2020-01-01 00:00:00+00:00' WHERE audience = 'office'");
}

/// Follows an invitation and chooses the password.
async fn enter(visitor: &mut Visitor, link: &str) {
    let page = visitor.open(link).await;
    let form = page.expect(200).page().form("form.form");
    visitor.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);
}

async fn a_company_is_added_and_has_its_portal(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let page = zoe.open("/tenants").await;
    page.expect(200).says("Durand & Fils").says("Stone Ltd");
    let form = page.page().form_with_button("Ajouter le client");
    let refused = zoe.send(&page, &form, &[("name", " "), ("promise_minutes", "1")]).await;
    refused.expect(422);
    assert_eq!(refused.page().form_with_button("Ajouter le client").value("promise_minutes"), Some("1"));
    let taken = zoe.send(&page, &form, &[("name", "Un autre Durand"), ("slug", "durand")]).await;
    taken.expect(422);
    assert_eq!(taken.page().form_with_button("Ajouter le client").value("name"), Some("Un autre Durand"));

    let mut nobody = world.program.portal("helios-conseil");
    assert_eq!(nobody.open("/login").await.status, 404);
    let added = zoe.send(&page, &form, &[("name", "Hélios Conseil"), ("brand_color", "#7a1f5c")]).await;
    added.expect(200).says("C’est enregistré");
    assert_eq!(added.path, "/tenants/helios-conseil/people");
    nobody.open("/login").await.expect(200).says("Hélios Conseil");

    let form = added.page().form_with_button("Envoyer l’invitation");
    let filled = [("name", "Inès Roux"), ("email", "ines@helios.example"), ("role", "manager")];
    zoe.send(&added, &form, &filled).await.expect(200).says("L’invitation de Inès Roux est partie");
    let mut ines = world.program.portal("helios-conseil");
    enter(&mut ines, &link_in(&world.mail_to("ines@helios.example").await, "/invite/")).await;
    let number = open_ticket(&mut ines, "Application développée", "Notre premier ticket").await;
    assert_eq!(number, "1", "each company counts for itself");

    // Its name and its terms change, its host stays.
    let page = zoe.open("/tenants/helios-conseil").await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [("name", "Hélios & Associés"), ("terms_fr", "Paiement à trente jours.")];
    zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré").says("Hélios & Associés");
    ines.open("/terms").await.expect(200).says("Paiement à trente jours.");
    ines.open("/tickets").await.expect(200).says("Hélios & Associés");
}

async fn people_of_a_company_come_and_go(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open("/tenants/durand/people").await;
    page.expect(200).says("Claire Martin").never_says("Bob Stone");
    let form = page.page().form_with_button("Envoyer l’invitation");
    let twice =
        zoe.send(&page, &form, &[("name", "Une autre"), ("email", DURAND.email), ("role", "member")]).await;
    twice.expect(422);
    let filled = [("name", "Luc Petit"), ("email", "luc@durand.example"), ("role", "member")];
    let page = zoe.send(&page, &form, &filled).await;
    page.expect(200).says("Luc Petit");
    let first = link_in(&world.mail_to("luc@durand.example").await, "/invite/");
    // Asked for once more, both work until one is used.
    let page = press(&mut zoe, &page, "Renvoyer l’invitation").await;
    page.expect(200).says("L’invitation repart");
    let mut luc = world.program.portal(DURAND.slug);
    enter(&mut luc, &first).await;
    luc.open("/tickets").await.expect(200).says("Aucun ticket ouvert");

    // Switched off, he is out at once; the last manager stays.
    let page = zoe.open("/tenants/durand/people").await;
    let switch = |name: &str, page: &rappel_testkit::visitor::Answer| {
        page.page().form_with_button(&format!("Désactiver {name}"))
    };
    let off = switch("Luc Petit", &page);
    let page = zoe.send(&page, &off, &[]).await;
    page.expect(200).says("C’est enregistré").says("désactivé");
    luc.open("/tickets").await.says("Connexion");
    let (_, refused) = world.sign_in(DURAND, "luc@durand.example", PASSWORD).await;
    refused.expect(422);
    let last = switch("Claire Martin", &page);
    zoe.send(&page, &last, &[]).await.says("il ne resterait personne avec ce rôle");
    claire.open("/tickets").await.expect(200).says("Aucun ticket ouvert");
    let on = page.page().form_with_button("Réactiver Luc Petit");
    zoe.send(&page, &on, &[]).await.expect(200).says("C’est enregistré");
    let (_, back) = world.sign_in(DURAND, "luc@durand.example", PASSWORD).await;
    back.expect(200).says("Aucun ticket ouvert");
}

async fn categories_are_added_and_archived(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open("/tenants/durand/categories").await;
    assert_eq!(page.page().texts("th a[data-row]").len(), 6);
    let form = page.page().form_with_button("Ajouter");
    let refused = zoe.send(&page, &form, &[("name_fr", "Téléphonie"), ("name_en", "")]).await;
    assert_eq!(refused.expect(422).page().form_with_button("Ajouter").value("name_fr"), Some("Téléphonie"));
    let filled = [("name_fr", "Téléphonie"), ("name_en", "Telephony"), ("hint_fr", "Standard et postes")];
    let page = zoe.send(&page, &form, &filled).await;
    page.expect(200).says("C’est enregistré");
    assert_eq!(page.page().texts("th a[data-row]").last().unwrap(), "Téléphonie", "the last in the list");
    claire.open("/tickets/new").await.page().option("category", "Téléphonie");
    let number = open_ticket(&mut claire, "Téléphonie", "Le standard ne sonne plus").await;
    let mut bob = world.manager(rappel_testkit::world::STONE).await;
    bob.open("/tickets/new").await.never_says("Telephony");

    let one = zoe.open(&page.page().link("Téléphonie")).await;
    let form = one.page().form_with_button("Enregistrer");
    assert_eq!(form.value("hint_fr"), Some("Standard et postes"));
    zoe.send(&one, &form, &[("is_archived", "on")]).await.expect(200).says("archivée");
    claire.open("/tickets/new").await.never_says("Téléphonie");
    claire.open(&format!("/tickets/{number}")).await.expect(200).says("Téléphonie");

    // Urgent from now on: its tickets are called back.
    let web = zoe.open(&page.page().link("Site web")).await;
    let form = web.page().form_with_button("Enregistrer");
    zoe.send(&web, &form, &[("is_urgent", "on")]).await.expect(200);
    let urgent = open_ticket(&mut claire, "Site web", "Le site est tombé").await;
    claire.open(&format!("/tickets/{urgent}")).await.says("astreinte");
}

async fn the_team_is_invited_and_limited(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(rappel_testkit::world::STONE).await;
    open_ticket(&mut claire, "Autre", "Pour tout le monde").await;
    open_ticket(&mut bob, "Other", "For some of you").await;
    let page = zoe.open("/team").await;
    let mut form = page.expect(200).page().form_with_button("Envoyer l’invitation");
    form.fields.retain(|(name, _)| name != "all_tenants");
    let filled = [
        ("name", "Anne Roy"),
        ("email", "anne@assistance.example"),
        ("user_name", "anne.roy"),
        ("phone", "06 11 00 00 09"),
        ("role", "supervisor"),
    ];
    let refused = zoe.send(&page, &form, &filled).await;
    refused.expect(422);
    let limited = [&filled[..], &[("tenants[]", "durand")]].concat();
    let page = zoe.send(&page, &form, &limited).await;
    page.expect(200).says("L’invitation de Anne Roy est partie").says("invité");
    let again = zoe.send(&page, &form, &limited).await;
    again.expect(422);

    let mut anne = world.program.office();
    enter(&mut anne, &link_in(&world.mail_to("anne@assistance.example").await, "/invite/")).await;
    anne.open("/queue").await.expect(200).says("Claire Martin").never_says("Stone");

    // She gets to see the other company, and then nothing any more.
    let path = page.page().link("Anne Roy");
    let page = zoe.open(&path).await;
    page.says("Se connecte comme anne.roy");
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("all_tenants", "on")]).await.expect(200).says("C’est enregistré");
    anne.open("/queue").await.says("Connexion");
    let mut anne = staff_sign_in(&world, "anne.roy").await;
    anne.open("/queue").await.expect(200).says("Bob Stone");
    let page = zoe.open(&path).await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("is_disabled", "on")]).await.expect(200).says("C’est enregistré");
    anne.open("/queue").await.says("Connexion");

    // Somebody must be left who can undo all this.
    let page = zoe.open("/team").await;
    let own = page.page().texts("th a[data-row]").iter().position(|name| name == "Zoé Blanc").unwrap();
    let page = zoe.open(&page.page().attributes("th a[data-row]", "href")[own]).await;
    let form = page.page().form_with_button("Enregistrer");
    let last = zoe.send(&page, &form, &[("role", "agent")]).await;
    last.expect(200).says("il ne resterait personne avec ce rôle");
    zoe.open("/team").await.expect(200);
}

async fn staff_sign_in(world: &World, user: &str) -> Visitor {
    let mut visitor = world.program.office();
    let page = visitor.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    visitor.send(&page, &form, &[("user", user), ("password", PASSWORD)]).await.expect(200);
    visitor
}

/// Every setting on one page, with where it comes from; hours and names reach the client.
async fn settings_are_saved_and_tried(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open("/settings").await;
    let form = page.expect(200).page().form_with_button("Enregistrer");
    let refused = zoe.send(&page, &form, &[("promise_minutes", "soon"), ("fallback_email", "nobody")]).await;
    refused.expect(422);
    let form = refused.page().form_with_button("Enregistrer");
    assert_eq!((form.value("promise_minutes"), form.value("fallback_email")), (Some("soon"), Some("nobody")));
    let filled = [
        ("name", "Assistance Ouest"),
        ("phone", "01 23 45 67 89"),
        ("promise_minutes", "25"),
        ("close_after_days", "20"),
        ("fallback_phone", "06 11 00 00 08"),
        ("fallback_email", "nuit@assistance.example"),
    ];
    let page = zoe.send(&refused, &form, &filled).await;
    page.expect(200).says("C’est enregistré");
    let kept = page.page().form_with_button("Enregistrer");
    assert_eq!(
        (kept.value("fallback_phone"), kept.value("close_after_days")),
        (Some("+33611000008"), Some("20"))
    );
    claire.open("/tickets/new").await.says("01 23 45 67 89");

    let tried = press(&mut zoe, &page, "Envoyer un e-mail d’essai").await;
    tried.expect(200).says("Le message d’essai est en route");
    world.mail_about(ZOE.email, "e-mail de test").await;
    press(&mut zoe, &tried, "Envoyer un SMS d’essai")
        .await
        .expect(200)
        .says("Le message d’essai est en route");
    world.sms_to(ZOE.phone, "SMS de test").await;
    let mut forged = page.page().form_with_button("Envoyer un e-mail d’essai");
    forged.fields.retain(|(name, _)| name != "channel");
    zoe.send(&page, &forged, &[]).await.expect(400);
}

async fn an_agent_sets_nothing_up(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    let own = marie.open("/queue").await;
    for path in [
        "/tenants",
        "/tenants/durand",
        "/tenants/durand/brand",
        "/tenants/durand/people",
        "/team",
        "/settings",
        "/deliveries",
    ] {
        marie.open(path).await.expect(403).never_says("Claire Martin");
        assert!(!own.page().attributes("nav a", "href").contains(&path.to_owned()), "{path} is not offered");
    }
    // Nor with a form of somebody who may, and a token of her own.
    let csrf = own.page().form(r#"form[action="/logout"]"#).value("csrf").unwrap().to_owned();
    for (path, button) in [
        ("/tenants", "Ajouter le client"),
        ("/tenants/durand", "Enregistrer"),
        ("/tenants/durand/brand", "Enregistrer la couleur"),
        ("/tenants/durand/people", "Envoyer l’invitation"),
        ("/tenants/durand/categories", "Ajouter"),
        ("/team", "Envoyer l’invitation"),
        ("/settings", "Enregistrer"),
        ("/settings", "Envoyer un e-mail d’essai"),
    ] {
        let page = zoe.open(path).await;
        let mut form = page.expect(200).page().form_with_button(button);
        form.fields.retain(|(name, _)| name != "csrf");
        form.fields.push(("csrf".to_owned(), csrf.clone()));
        marie.send(&own, &form, &[]).await.expect(403);
    }
}

/// What a time takes away is shown before it is set, announced, and taken back; everything of the company is fetched before.
async fn what_goes_is_shown_before_it_is_set(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    world.manager(DURAND).await;
    let page = zoe.open("/tenants/durand/data").await;
    let asked = press(&mut zoe, &page, "Préparer le fichier").await;
    asked.expect(200).says("Vous serez prévenu par e-mail");
    let told = world.mail_about(ZOE.email, "sont prêtes").await.text();
    assert!(told.contains("/tenants/durand/data"), "{told}");
    let page = zoe.open("/tenants/durand/data").await;
    let href = page.expect(200).page().link("Télécharger le fichier demandé");
    zoe.open(&href).await.expect(200);
    marie.open(&href).await.expect(403);
    if column == Column::Embedded {
        // A session that was left open hands nothing out. In Redis its age is out of reach.
        age_sessions(&world);
        let asked = zoe.open(&href).await;
        asked.expect(200).says("Confirmez que c’est vous");
        let proof = asked.page().form("form.form");
        let handed = zoe.send(&asked, &proof, &[("password", PASSWORD)]).await;
        assert_eq!((handed.status.as_u16(), handed.path.as_str()), (200, href.as_str()));
    }

    let form = page.page().form_with_button("Voir ce qui serait effacé");
    assert_eq!(form.action, "/tenants/durand/data/retention");
    zoe.open("/tenants/durand/data/retention?months=3").await.expect(422);
    let shown = zoe.open("/tenants/durand/data/retention?months=12").await;
    shown.expect(200).says("Aucun ticket n’est concerné").says("Rien n’est effacé avant le");
    let saved = press(&mut zoe, &shown, "Enregistrer cette durée").await;
    saved.expect(200).says("est enregistrée").says("12 mois après leur fermeture");
    let told = world.mail_about(DURAND.email, "seront effacés").await.text();
    assert!(told.contains("avant ce jour"), "{told}");
    let undone = press(&mut zoe, &saved, "Annuler ce changement").await;
    undone.expect(200).says("Le changement est annulé").says("sans limite de durée");
    let late = press(&mut zoe, &saved, "Annuler ce changement").await;
    late.expect(200).says("Entre-temps, quelque chose a changé");

    zoe.open("/settings/retention").await.expect(200).says("Voir ce qui serait effacé");
    let shown = zoe.open("/settings/retention?months=24").await;
    shown.expect(200).says("clients, qui n’ont pas de durée à eux");
    press(&mut zoe, &shown, "Enregistrer cette durée").await.expect(200).says("24 mois après leur fermeture");
    zoe.open("/tenants/durand/data").await.expect(200).says("24 mois après leur fermeture");
    marie.open("/settings/retention").await.expect(403);
}

async fn a_company_leaves_and_is_called_back(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open("/tenants/durand").await;
    assert!(page.expect(200).page().attributes("nav a", "href").contains(&"/tenants/durand/data".to_owned()));
    let page = zoe.open("/tenants/durand/data").await;
    let form = page.expect(200).page().form_with_button("Supprimer le client");
    let refused = zoe.send(&page, &form, &[("name", "Durand")]).await;
    refused.expect(422).says("Écrivez le nom comme il est affiché");
    assert_eq!(refused.page().form_with_button("Supprimer le client").value("name"), Some("Durand"));
    claire.open("/tickets").await.expect(200);
    send_logo(&mut zoe, "logo.png", &logo(ImageFormat::Png, [20, 80, 160])).await.expect(200);
    let mut nobody = world.program.portal(DURAND.slug);
    let worn = nobody.open("/login").await;
    assert_eq!(worn.page().attributes(".brand img", "alt"), ["Durand & Fils"]);

    // Sessions lie in Redis otherwise, whose clock nobody turns.
    let (page, form) = match column {
        Column::Production => (page, form),
        Column::Embedded => {
            age_sessions(&world);
            let asked = zoe.send(&page, &form, &[("name", "Durand & Fils")]).await;
            asked.expect(200).says("Confirmez que c’est vous");
            assert!(asked.path.starts_with("/me/confirm?next=/tenants/durand/data"), "{}", asked.path);
            let proof = asked.page().form("form.form");
            let back = zoe.send(&asked, &proof, &[("password", PASSWORD)]).await;
            assert_eq!(back.path, "/tenants/durand/data");
            let form = back.page().form_with_button("Supprimer le client");
            (back, form)
        }
    };
    let planned = zoe.send(&page, &form, &[("name", "durand &  fils")]).await;
    planned.expect(200).says("La suppression est prévue").says("Zoé Blanc");
    for path in ["/login", "/tickets", "/account", "/nothing"] {
        nobody.open(path).await.expect(403).says("Ce portail est fermé");
        claire.open(path).await.expect(403).says("Ce portail est fermé");
        let closed = nobody.open(path).await;
        assert_eq!(closed.page().attributes(".brand img", "src"), [""; 0], "a picture that nobody gets");
    }
    let told = world.mail_about(DURAND.email, "est supprimé").await.text();
    assert!(told.contains("avant ce jour"), "{told}");
    // Sent twice, by a page that is older.
    zoe.send(&page, &form, &[("name", "Durand & Fils")]).await.expect(422);

    let kept = press(&mut zoe, &planned, "Garder le client").await;
    kept.expect(200).says("Le client reste");
    press(&mut zoe, &planned, "Garder le client").await.expect(200);
    nobody.open("/login").await.expect(200);
    let again = claire.open("/tickets").await;
    assert!(again.path.starts_with("/login"), "sessions are over: {}", again.path);
    zoe.open("/deletions").await.expect(200).says("Zoé Blanc l’a annulée");
    let mut marie = world.hire(MARIE).await;
    for path in ["/tenants/durand/data", "/deletions", "/deletions/receipts.json"] {
        marie.open(path).await.expect(403);
    }

    // It has begun by the time that the button is pressed.
    let page = zoe.open("/tenants/durand/data").await;
    let form = page.expect(200).page().form_with_button("Supprimer le client");
    let planned = zoe.send(&page, &form, &[("name", "Durand & Fils")]).await;
    world.program.parts().sql("UPDATE tenants SET erased_at = leaves_at WHERE slug = 'durand'");
    let late = press(&mut zoe, &planned, "Garder le client").await;
    late.expect(200).says("Entre-temps, quelque chose a changé");
    assert_eq!(late.path, "/deletions");
}
