//! Invitation, sign-in, forgotten password, sign-out.

use rappel_testkit::{
    Column, World,
    world::{DURAND, PASSWORD, STONE, ZOE, link_in},
};

journeys![
    an_invitation_works_once,
    a_password_opens_the_portal,
    a_forgotten_password_is_chosen_again,
    staff_and_clients_have_doors_of_their_own,
    a_session_that_ended_stays_ended,
];

async fn an_invitation_works_once(column: Column) {
    let world = World::start(column).await;
    let mail = world.mail_to(DURAND.email).await;
    assert!(mail.html().contains("Durand &amp; Fils"), "{}", mail.html());
    let link = link_in(&mail, "/invite/");

    // A scanner of mail opens links: nothing happens by that.
    for _ in 0..3 {
        let mut scanner = world.program.portal(DURAND.slug);
        scanner.open(&link).await.expect(200).says("Bienvenue, Claire Martin");
    }
    let mut claire = world.program.portal(DURAND.slug);
    let page = claire.open(&link).await;
    let form = page.page().form("form.form");
    let refused = claire.send(&page, &form, &[("password", "court")]).await;
    refused.expect(422).says("15 caractères");
    let form = refused.page().form("form.form");
    claire.send(&refused, &form, &[("password", PASSWORD)]).await.expect(200).says("Claire Martin");
    claire.open("/tickets").await.expect(200).says("Aucun ticket ouvert");

    let mut thief = world.program.portal(DURAND.slug);
    let again = thief.open(&link).await;
    again.says("Ce lien ne fonctionne plus").never_says("Bienvenue, Claire");
    // On the other company's host it is as unknown as any.
    let path = link.split_once("/invite/").unwrap().1;
    let mut bob = world.program.portal(STONE.slug).speaking("fr");
    bob.open(&format!("/invite/{path}")).await.says("Ce lien ne fonctionne plus").never_says("Durand");
}

async fn a_password_opens_the_portal(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let account = claire.open("/account").await;
    let name = account.page().texts("dd, code, .account-username, td").join(" ");
    assert!(!name.is_empty() || account.body.contains("claire"), "the user name is shown");

    for (user, password) in [(DURAND.email, "quinze autres lettres"), ("personne", PASSWORD), ("", "")] {
        let (_, answer) = world.sign_in(DURAND, user, password).await;
        answer.expect(422).says("Nom ou mot de passe inconnu");
    }
    let (mut again, answer) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    answer.expect(200).says("Aucun ticket ouvert");
    again.open("/account").await.expect(200).says("Claire Martin");

    // The page that was asked for comes after the sign-in.
    let mut late = world.program.portal(DURAND.slug);
    let asked = late.open("/people").await;
    let form = asked.page().form(r#"form[action="/login"]"#);
    let answer = late.send(&asked, &form, &[("user", DURAND.email), ("password", PASSWORD)]).await;
    assert_eq!(answer.path, "/people");
    answer.expect(200).says("Interlocuteurs");
}

async fn a_forgotten_password_is_chosen_again(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut nobody = world.program.portal(DURAND.slug);
    let page = nobody.open("/password").await;
    let form = page.page().form("form.form");
    let unknown = nobody.send(&page, &form, &[("user", "personne@durand.example")]).await;
    let known = nobody.send(&page, &form, &[("user", DURAND.email)]).await;
    known.expect(200).says("Si ce compte existe, un e-mail vient de partir");
    assert_eq!(unknown.status, known.status);

    let link = link_in(&world.mail_about(DURAND.email, "mot de passe").await, "/password/");
    let page = nobody.open(&link).await;
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("password", "une tout autre phrase")]).await.expect(200);
    // Whoever was signed in with the old password is out.
    claire.open("/tickets").await.says("Connexion");
    let (_, old) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    old.expect(422);
    let (_, new) = world.sign_in(DURAND, DURAND.email, "une tout autre phrase").await;
    new.expect(200).says("Aucun ticket ouvert");
    assert_eq!(world.mail.received().iter().filter(|mail| mail.to == ["personne@durand.example"]).count(), 0);
}

async fn staff_and_clients_have_doors_of_their_own(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut zoe = world.hire(ZOE).await;
    zoe.open("/queue").await.expect(200);

    // Claire's password is nobody's at the other company and in the back office.
    let (_, answer) = world.sign_in(STONE, DURAND.email, PASSWORD).await;
    answer.expect(422);
    let mut office = world.program.office();
    let page = office.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    office.send(&page, &form, &[("user", DURAND.email), ("password", PASSWORD)]).await.expect(422);

    // Nor is her cookie.
    let own = claire.host().to_owned();
    let cookies = claire.jar().all(&own);
    assert!(!cookies.is_empty(), "she is signed in");
    for (mut thief, path) in
        [(world.program.portal(STONE.slug), "/tickets"), (world.program.office(), "/queue")]
    {
        let host = thief.host().to_owned();
        for (name, value) in &cookies {
            thief.jar().put(&host, name, value);
        }
        let answer = thief.open(path).await;
        assert_eq!(answer.path.split('?').next(), Some("/login"), "{}", answer.body);
    }
    claire.open("/tickets").await.expect(200).says("Aucun ticket ouvert");
}

async fn a_session_that_ended_stays_ended(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut thief = claire.clone();
    thief.open("/tickets").await.says("Aucun ticket ouvert");
    let page = claire.open("/tickets").await;
    let out = page.page().form(r#"form[action="/logout"]"#);
    claire.send(&page, &out, &[]).await.expect(200).says("Connexion");
    thief.open("/tickets").await.says("Connexion");
    claire.open("/tickets").await.says("Connexion");
}
