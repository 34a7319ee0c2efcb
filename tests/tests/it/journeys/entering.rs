//! Invitation, sign-in, forgotten password, sign-out.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, World,
    world::{DURAND, PASSWORD, STONE, ZOE, link_in},
};

journeys![
    an_invitation_works_once,
    a_password_opens_the_portal,
    a_forgotten_password_is_chosen_again,
    a_link_signs_in_once,
    staff_and_clients_have_doors_of_their_own,
    a_session_that_ended_stays_ended,
    a_session_is_ended_from_another_browser,
    links_end,
    a_storm_of_sign_ins_is_turned_away,
    a_number_is_proved_by_its_code,
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
    assert_eq!(account.page().texts("dl.pairs dd"), ["claire", DURAND.email], "what they sign in with");

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
    // At the desk nobody learns either, not even by the time that it takes, who works there.
    let mut stranger = world.program.office();
    let page = stranger.open("/password").await;
    let form = page.page().form("form.form");
    let began = Instant::now();
    let unknown = stranger.send(&page, &form, &[("user", "personne")]).await;
    assert!(began.elapsed() >= Duration::from_millis(250), "{:?}", began.elapsed());
    let known = stranger.send(&page, &form, &[("user", ZOE.email)]).await;
    assert_eq!(known.expect(200).page().words(), unknown.page().words());

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

async fn a_link_signs_in_once(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let _bob = world.manager(STONE).await;
    let mut nobody = world.program.portal(DURAND.slug);
    let login = nobody.open("/login").await;
    let page = nobody.open(&login.page().link("Recevoir un lien de connexion")).await;
    let form = page.page().form("form.form");
    let unknown = nobody.send(&page, &form, &[("user", "personne@durand.example")]).await;
    let known = nobody.send(&page, &form, &[("user", DURAND.email)]).await;
    known.expect(200).says("Si ce compte existe, un e-mail vient de partir");
    assert_eq!(unknown.page().words(), known.page().words());
    let mail = world.mail_about(DURAND.email, "lien de connexion").await;
    let link = link_in(&mail, "/login/link/");
    let token = link.split("/login/link/").nth(1).unwrap().to_owned();

    // A scanner of mail opens links, and presses no button.
    for _ in 0..3 {
        world.program.portal(DURAND.slug).open(&link).await.expect(200).says("en tant que Claire Martin");
    }
    // For another company, and for another purpose, it is no link.
    let mut bob = world.program.portal(STONE.slug).speaking("fr");
    bob.open(&format!("/login/link/{token}")).await.says("Ce lien ne fonctionne plus").never_says("Claire");
    for other in ["password", "invite"] {
        let answer = nobody.open(&format!("/{other}/{token}")).await;
        assert_eq!(answer.status, 404, "{other}");
    }
    // What the log of messages keeps does not sign in.
    assert_eq!(
        world.program.parts().sql(&format!("SELECT count(*) FROM deliveries WHERE body LIKE '%{token}%'")),
        ["0"]
    );

    let host = nobody.host().to_owned();
    let before = nobody.jar().all(&host);
    let page = nobody.open(&link).await;
    let mut late = nobody.clone();
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[]).await.expect(200).says("Aucun ticket ouvert");
    let after = nobody.jar().all(&host);
    assert!(after.iter().all(|cookie| !before.contains(cookie)), "a new session: {before:?} {after:?}");
    assert_eq!(late.send(&page, &form, &[]).await.status, 404, "used is used");
    late.open("/tickets").await.says("Connexion");
    claire.open("/tickets").await.says("Aucun ticket ouvert");

    // Another password, and the links that are on their way are dead. The first was mailed a while ago: a second one within the
    // same minute would not be.
    let earlier = match column {
        Column::Embedded => "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 minutes')",
        Column::Production => "now() - interval '2 minutes'",
    };
    world.program.parts().sql(&format!("UPDATE deliveries SET created_at = {earlier}"));
    for form_of in ["/login/link", "/password"] {
        let page = late.open(form_of).await;
        let form = page.page().form("form.form");
        late.send(&page, &form, &[("user", DURAND.email)]).await.expect(200);
    }
    let began = Instant::now();
    let link = loop {
        let all = world.mail.received();
        let links = all.iter().filter(|mail| mail.subject().contains("lien de connexion"));
        match links.map(|mail| link_in(mail, "/login/link/")).find(|it| *it != link) {
            Some(second) => break second,
            None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
        assert!(began.elapsed() < Duration::from_secs(15), "no second link");
    };
    late.open(&link).await.expect(200);
    let reset = link_in(&world.mail_about(DURAND.email, "mot de passe").await, "/password/");
    let page = nobody.open(&reset).await;
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("password", "une tout autre phrase")]).await.expect(200);
    assert_eq!(late.open(&link).await.status, 404);
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

async fn a_session_is_ended_from_another_browser(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let (mut left, answer) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    answer.expect(200);
    // It is a new browser of hers: she is told, and where to end it.
    let mail = world.mail_about(DURAND.email, "nouvel appareil").await;
    let page = claire.open(&link_in(&mail, "/account")).await;
    let form = page.page().form("form[action^='/account/sessions/ses_']");
    claire.send(&page, &form, &[]).await.expect(200).says("il faut s’y connecter à nouveau");
    left.open("/tickets").await.says("Connexion");
    claire.open("/tickets").await.says("Aucun ticket ouvert");
}

async fn links_end(column: Column) {
    let world = World::start(column).await;
    let _claire = world.manager(DURAND).await;
    let mut nobody = world.program.portal(DURAND.slug);
    let page = nobody.open("/password").await;
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("user", DURAND.email)]).await.expect(200);
    let reset = link_in(&world.mail_about(DURAND.email, "mot de passe").await, "/password/");
    let invitation = link_in(&world.mail_to(STONE.email).await, "/invite/");
    let page = nobody.open("/login/link").await;
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("user", DURAND.email)]).await.expect(200);
    let enter = link_in(&world.mail_about(DURAND.email, "lien de connexion").await, "/login/link/");
    let parts = world.program.parts();
    let (seconds, earlier) = match column {
        Column::Embedded => (
            "round((julianday(expires_at) - julianday(created_at)) * 86400)",
            "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-1 second')",
        ),
        Column::Production => {
            ("round(extract(epoch FROM expires_at - created_at))", "now() - interval '1 second'")
        }
    };
    let ends = |purpose: &str| {
        let found = parts.sql(&format!("SELECT DISTINCT {seconds} FROM links WHERE purpose = '{purpose}'"));
        found.iter().map(|text| text.parse::<f64>().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ends("person_invitation"), [7.0 * 86_400.0], "seven days");
    assert_eq!(ends("person_password"), [30.0 * 60.0], "thirty minutes");
    assert_eq!(ends("person_sign_in"), [15.0 * 60.0], "a quarter of an hour");

    // While they work, they show a form; once their time is over, nothing does.
    let password = [("password", "une tout autre phrase")];
    for (link, slug, filled) in [
        (&enter, DURAND.slug, &[][..]),
        (&reset, DURAND.slug, &password[..]),
        (&invitation, STONE.slug, &password[..]),
    ] {
        let mut visitor = world.program.portal(slug);
        let open = visitor.open(link).await;
        let form = open.expect(200).page().form("form.form");
        parts.sql(&format!("UPDATE links SET expires_at = {earlier}"));
        let late = visitor.send(&open, &form, filled).await;
        assert_eq!(late.status, 404, "sent too late");
        assert_eq!(visitor.open(link).await.status, 404);
        // For the next one.
        let later =
            earlier.replace("-1 second", "+1 hour").replace("- interval '1 second'", "+ interval '1 hour'");
        parts.sql(&format!("UPDATE links SET expires_at = {later}"));
    }
    let (_, old) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    old.expect(200).says("Aucun ticket ouvert");
}

async fn a_storm_of_sign_ins_is_turned_away(column: Column) {
    let mut world = World::invited(column).await;
    for (key, value) in [("HASHES_AT_ONCE", "1"), ("HASHES_WAITING", "2"), ("SIGN_INS_PER_MINUTE", "10000")] {
        world.program.set(&format!("SECURITY__{key}"), value);
    }
    world.program.serve().await;
    let mut claire = world.manager(DURAND).await;
    let mut attackers = tokio::task::JoinSet::new();
    let mut guest = world.program.portal(DURAND.slug);
    let page = guest.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    // She signs in again in the same browser.
    let host = guest.host().to_owned();
    let mut back = guest.clone();
    let device = claire.jar().get(&host, "rappel-device").unwrap().to_owned();
    back.jar().put(&host, "rappel-device", &device);
    for number in 0..24 {
        let (mut attacker, page, form) = (guest.clone(), page.clone(), form.clone());
        attackers.spawn(async move {
            let user = format!("somebody-{number}");
            attacker.send(&page, &form, &[("user", &user), ("password", "a guess at random")]).await
        });
    }
    // Whoever is signed in notices nothing, and whoever was signed in with this browser before gets in.
    claire.open("/tickets").await.expect(200).says("Aucun ticket ouvert");
    let filled = [("user", DURAND.email), ("password", PASSWORD)];
    back.send(&page, &form, &filled).await.expect(200).says("Aucun ticket ouvert");
    let answers = attackers.join_all().await;
    let busy: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(!busy.is_empty(), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    for answer in &answers {
        assert!([422, 503].contains(&answer.status.as_u16()), "{}", answer.status);
    }
    busy[0].says("momentanément indisponible");
    assert!(busy[0].headers.contains_key("retry-after"), "{:?}", busy[0].headers);
    // And after it, everybody gets in.
    let (_, entered) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    entered.expect(200).says("Aucun ticket ouvert");
}

async fn a_number_is_proved_by_its_code(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/account").await;
    page.says("Avec un mobile vérifié");
    let form = page.page().form_with_button("Recevoir un code");
    let page = claire.send(&page, &form, &[("phone", "07 55 66 77 88")]).await;
    page.expect(200).says("Un code vient de partir par SMS");
    let text = world.sms_to("+33755667788", "est votre code").await;
    let code = text
        .split_whitespace()
        .find(|word| word.len() == 6 && word.parse::<u32>().is_ok())
        .unwrap()
        .to_owned();
    let wrong = if code == "123456" { "654321" } else { "123456" };
    let form = page.page().form_with_button("Vérifier le numéro");
    claire.send(&page, &form, &[("code", wrong)]).await.expect(422);
    // As people type it.
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let done = claire.send(&page, &form, &[("code", &spaced)]).await;
    done.expect(200).says("Votre numéro est vérifié").says("Vérifié").says("07 55 66 77 88");
    claire.send(&page, &form, &[("code", &code)]).await.expect(422);

    // From now on news may come by SMS.
    let form = done.page().form(r#"form[action="/account/news"]"#);
    claire.send(&done, &form, &[("news", "sms")]).await.expect(200);
    let mut zoe = world.hire(ZOE).await;
    let number = super::tickets::open_ticket(&mut claire, "Autre", "Une question").await;
    let page = zoe.open(&format!("/queue/durand/{number}")).await;
    let form = page.page().form_with_button("Répondre");
    zoe.send(&page, &form, &[("body", "Une réponse")]).await.expect(200);
    let began = Instant::now();
    while !world
        .provider
        .taken()
        .iter()
        .any(|sms| sms.to == "+33755667788" && sms.body.contains(&number) && sms.body != text)
    {
        assert!(began.elapsed() < Duration::from_secs(15), "{:#?}", world.provider.taken());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mails = |world: &World| {
        let all = world.mail.received();
        all.iter()
            .filter(|mail| mail.to.contains(&DURAND.email.to_owned()) && mail.text().contains("Une réponse"))
            .count()
    };
    assert_eq!(mails(&world), 0, "by SMS alone");

    // By both, then by none of the two.
    for (news, expected) in [("both", 1), ("none", 0)] {
        let account = claire.open("/account").await;
        let form = account.page().form(r#"form[action="/account/news"]"#);
        claire.send(&account, &form, &[("news", news)]).await.expect(200);
        let number = super::tickets::open_ticket(&mut claire, "Autre", "Une autre question").await;
        let page = zoe.open(&format!("/queue/durand/{number}")).await;
        let form = page.page().form_with_button("Répondre");
        zoe.send(&page, &form, &[("body", "Une autre réponse")]).await.expect(200);
        // What was decided is a row: nothing more can come of it.
        let sql = format!(
            "SELECT count(*) FROM deliveries d JOIN tickets t ON t.id = d.ticket_id AND t.tenant_id = d.tenant_id \
             WHERE d.news = 'answered' AND t.number = {number}"
        );
        assert_eq!(world.program.parts().sql(&sql), [(expected * 2).to_string()], "{news}");
    }
}
