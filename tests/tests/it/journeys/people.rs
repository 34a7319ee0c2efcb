//! A manager looks after the people of their company, without us.

use rappel_testkit::{
    Column, World,
    world::{DURAND, PASSWORD, STONE, link_in},
};

journeys![a_manager_invites_a_list_and_hands_over];

async fn a_manager_invites_a_list_and_hands_over(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    let list = format!("Luc Petit <luc@durand.example>\n{}\nsofia", DURAND.email);
    let sent = claire.send(&page, &form, &[("list", &list)]).await;
    sent.expect(422).says("Invitation envoyée à Luc Petit").says("Déjà là : Claire Martin");
    assert_eq!(sent.page().form_with_button("Inviter la liste").value("list"), Some("sofia"));

    let link = link_in(&world.mail_to("luc@durand.example").await, "/invite/");
    let mut luc = world.program.portal(DURAND.slug);
    let page = luc.open(&link).await;
    let form = page.page().form("form.form");
    luc.send(&page, &form, &[("password", PASSWORD)]).await.expect(200);

    // Claire hands the company over and leaves; the portal is Luc's now.
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Donner tous les tickets – Luc Petit");
    claire.send(&page, &form, &[]).await.expect(200);
    let ask = claire.open("/people/leave").await;
    let form = ask.page().form_with_button("Fermer mon accès");
    claire.send(&ask, &form, &[]).await.expect(200).says("Votre accès est fermé");
    let (_, refused) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    refused.expect(422);
    let ask = luc.open("/people/leave").await;
    let form = ask.page().form_with_button("Limiter à mes tickets");
    luc.send(&ask, &form, &[]).await.says("Il faut au moins une personne");
    let history = luc.open("/people/history").await;
    history
        .says("Claire Martin a fermé son accès")
        .says("Luc Petit voit tous les tickets")
        .never_says("Stone");
    let mut bob = world.manager(STONE).await;
    bob.open("/people/history").await.expect(200).never_says("Luc Petit");
}
