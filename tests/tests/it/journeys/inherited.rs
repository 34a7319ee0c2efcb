//! What a company has from the operator, and what it says itself: on its pages, and in its log.

use rappel_testkit::{
    Column, World,
    world::{DURAND, STONE, ZOE},
};

journeys![
    a_company_follows_the_operator_or_says_it_itself,
    the_legal_notice_is_in_the_words_of_whoever_publishes,
];

async fn a_company_follows_the_operator_or_says_it_itself(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open("/settings").await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [
        ("signature", "L’équipe vous salue."),
        ("hours_mon", "09:00-12:00"),
        ("hours_tue", "09:00-12:00"),
        ("terms_fr", "Conditions de tous."),
    ];
    zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré");
    claire.open("/terms").await.expect(200).says("Conditions de tous.");
    // In the one language that there is, and said to be in it.
    let terms = world.program.portal(DURAND.slug).speaking("en").open("/terms").await;
    terms.expect(200).says("Conditions de tous.").says("This text exists in this language alone: Français");
    assert!(terms.page().attributes("div", "lang").contains(&"fr".to_owned()));
    claire.open("/tickets/new").await.expect(200).says("Nos heures").says("09:00 – 12:00");

    let page = zoe.open("/tenants/durand").await;
    page.expect(200).says("L’équipe vous salue.").says("Ce qui s’applique");
    let form = page.page().form_with_button("Enregistrer");
    assert_eq!((form.value("hours_of"), form.value("signature")), (Some("operator"), Some("")));
    let wrong = [("hours_of", "own"), ("hours_mon", "9h"), ("signature", "Pour vous seuls.")];
    let refused = zoe.send(&page, &form, &wrong).await;
    refused.expect(422).says("Écrivez les heures ainsi");
    let form = refused.page().form_with_button("Enregistrer");
    assert_eq!((form.value("hours_mon"), form.value("signature")), (Some("9h"), Some("Pour vous seuls.")));
    let filled = [("hours_mon", "14:00-17:00"), ("hours_tue", ""), ("staff_names", "first")];
    let page = zoe.send(&refused, &form, &filled).await;
    page.expect(200).says("Pour vous seuls.").never_says("L’équipe vous salue.");
    claire.open("/tickets/new").await.expect(200).says("14:00 – 17:00").never_says("09:00 – 12:00");
    let log = "/people/history";
    claire.open(log).await.expect(200).says("Réglages du portail modifiés").says("noms de l’équipe affichés");
    claire.open(log).await.says("Réglages de tous les clients modifiés").says("conditions générales");
    let table = claire.open("/people/history.csv").await;
    table.says("signature des e-mails, noms de l’équipe affichés, heures et jours fériés");

    // Back to the operator's.
    let form = page.page().form_with_button("Enregistrer");
    let filled = [("hours_of", "operator"), ("signature", ""), ("staff_names", "operator")];
    zoe.send(&page, &form, &filled).await.expect(200).says("L’équipe vous salue.");
    claire.open("/tickets/new").await.expect(200).says("09:00 – 12:00");
}

async fn the_legal_notice_is_in_the_words_of_whoever_publishes(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut guest = world.program.portal(DURAND.slug);
    guest.open("/legal").await.expect(200).says("qui répond de son contenu").says("Sept cookies au plus");
    let page = zoe.open("/settings").await;
    let form = page.page().form_with_button("Enregistrer");
    let filled = [
        ("legal_fr", "Atelier SAS, 1 rue Haute, 35000 Rennes.\n\nHébergeur : Nuage SA <Lyon>."),
        ("accessibility_fr", "Audit de novembre 2026 : 98 %."),
    ];
    zoe.send(&page, &form, &filled).await.expect(200).says("C’est enregistré");
    let legal = guest.open("/legal").await;
    legal.says("Accessibilité : partiellement conforme");
    legal.expect(200).says("Atelier SAS, 1 rue Haute").says("Hébergeur : Nuage SA <Lyon>.");
    legal.never_says("qui répond de son contenu").says("Sept cookies au plus");
    guest.open("/accessibility").await.expect(200).says("Audit de novembre 2026").never_says("WCAG");

    // What an audit came to stands at the foot of every page, beside the declaration that shows it.
    let page = zoe.open("/settings").await;
    let form = page.page().form_with_button("Enregistrer");
    let bare = [("accessibility_fr", ""), ("conformity", "full")];
    zoe.send(&page, &form, &bare).await.expect(422).says("Un résultat va avec sa déclaration");
    zoe.send(&page, &form, &[("conformity", "full")]).await.expect(200).says("C’est enregistré");
    guest.open("/login").await.expect(200).says("Accessibilité : totalement conforme");

    // A company that publishes its portal itself says so, in the language in which it does.
    let page = zoe.open("/tenants/durand").await;
    page.expect(200).says("Atelier SAS, 1 rue Haute, 35000 Rennes.…");
    let form = page.page().form_with_button("Enregistrer");
    let page = zoe.send(&page, &form, &[("legal_en", "Durand Ltd, 2 Low Street.")]).await;
    page.expect(200).says("Durand Ltd, 2 Low Street.").says("Audit de novembre 2026");
    let legal = guest.open("/legal").await;
    legal.says("Durand Ltd").never_says("Atelier SAS").says("Ce texte n’existe qu’en cette langue : English");
    world.program.portal(STONE.slug).open("/legal").await.expect(200).says("Atelier SAS");
    let mut claire = world.manager(DURAND).await;
    let log = claire.open("/people/history").await;
    log.says("Réglages du portail modifiés : mentions légales");
    log.says("Réglages de tous les clients modifiés, qui s’appliquent ici : mentions légales");
}
