//! A company says texts in words of its own: on its portal and its error pages, and nowhere else.

use rappel_testkit::{
    Column, World,
    world::{DURAND, STONE, ZOE},
};

use super::urgent::press;

journeys![own_words_are_found_tried_saved_said_and_given_up];

const PAGE: &str = "/tenants/durand/texts";

async fn own_words_are_found_tried_saved_said_and_given_up(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let mut stranger = world.program.portal(DURAND.slug).speaking("fr");
    let mut bob = world.program.portal(STONE.slug).speaking("fr");

    // Found by its words, its key or its place.
    let list = zoe.open(PAGE).await;
    list.expect(200).says("Aucun texte n’est changé pour ce client");
    zoe.open(&format!("{PAGE}?locale=fr&words=mot+oubli%C3%A9")).await.says("login-forgot");
    zoe.open(&format!("{PAGE}?locale=fr&area=sms")).await.says("sms-closed").never_says("sms-page");
    let kept = zoe.open(&format!("{PAGE}?locale=fr&words=sms-page-again")).await;
    kept.says("la personne d’astreinte doit savoir");
    zoe.open(&format!("{PAGE}/fr/no-such-text")).await.expect(404);
    zoe.open(&format!("{PAGE}/xx/login-title")).await.expect(404);

    // What is wrong is told, with what was typed.
    let page = zoe.open(&format!("{PAGE}/fr/login-lead")).await;
    let form = page.expect(200).page().form_with_button("Enregistrer");
    let refused = zoe.send(&page, &form, &[("words", "Bienvenue chez { $nom }")]).await;
    refused.expect(422).says("{ $nom } n’existe pas ici. Sont permises : { $name }");
    let form = refused.page().form_with_button("Enregistrer");
    assert_eq!(form.value("words"), Some("Bienvenue chez { $nom }"));

    // Looked at, which saves nothing; then saved.
    let words = "<b>Bienvenue</b> chez { $name }";
    let form = page.page().form_with_button("Voir l’aperçu");
    let shown = zoe.send(&page, &form, &[("words", words)]).await;
    shown.expect(200).says("Aperçu").says("<b>Bienvenue</b> chez Claire Martin");
    assert!(!shown.body.contains("<b>Bienvenue"));
    stranger.open("/login").await.never_says("Bienvenue");
    let form = shown.page().form_with_button("Enregistrer");
    zoe.send(&shown, &form, &[]).await.expect(200).says("C’est enregistré").says("login-lead");
    let said = stranger.open("/login").await;
    said.expect(200).says("<b>Bienvenue</b> chez Durand & Fils");
    assert!(!said.body.contains("<b>Bienvenue"), "an own text is no markup");
    bob.open("/login").await.expect(200).never_says("Bienvenue");
    zoe.open("/queue").await.never_says("Bienvenue");

    // Error pages, too.
    let page = zoe.open(&format!("{PAGE}/fr/error-not-found")).await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("words", "Rien ici chez Durand")]).await.expect(200);
    stranger.open("/nowhere").await.expect(404).says("Rien ici chez Durand");
    bob.open("/nowhere").await.expect(404).never_says("Rien ici chez Durand");
    zoe.open("/nowhere").await.expect(404).never_says("Rien ici chez Durand");

    // The company reads that it was changed, and by whom; the words are where they are said.
    let form = zoe.open(&format!("{PAGE}/fr/login-lead")).await;
    let again = form.page().form_with_button("Enregistrer");
    zoe.send(&form, &again, &[("words", "Bonjour chez { $name }")]).await.expect(200);
    let log = claire.open("/people/history").await;
    log.expect(200).says("Le texte login-lead (fr) est dit avec d’autres mots").says("Zoé Blanc");
    log.says("au lieu du texte standard").never_says("Bonjour chez").never_says("Bienvenue");

    // Two have it open: the second sees what the first saved before anything is lost.
    let open = zoe.open(&format!("{PAGE}/fr/login-lead")).await;
    let form = open.page().form_with_button("Enregistrer");
    zoe.send(&open, &form, &[("words", "Salut chez { $name }")]).await.expect(200);
    let late = zoe.send(&open, &form, &[("words", "Coucou chez { $name }")]).await;
    late.expect(409).says("Quelqu’un a changé ce texte entre-temps").says("Salut chez { $name }");
    let again = late.page().form_with_button("Enregistrer");
    assert_eq!(again.value("words"), Some("Coucou chez { $name }"));
    stranger.open("/login").await.says("Salut chez");
    zoe.send(&late, &again, &[]).await.expect(200);
    stranger.open("/login").await.says("Coucou chez");
    press(&mut zoe, &open, "Revenir au texte standard").await.expect(409).says("Coucou chez { $name }");

    // Given up.
    let page = zoe.open(&format!("{PAGE}/fr/login-lead")).await;
    press(&mut zoe, &page, "Revenir au texte standard").await.expect(200).never_says("login-lead");
    stranger.open("/login").await.never_says("Coucou chez");
    claire.open("/people/history").await.says("est de nouveau le texte standard");
}
