//! What becomes of news when somebody changes their account.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{Company, DURAND, PASSWORD, STONE, ZOE, link_in},
};

use super::tickets::open_ticket;

journeys![
    another_number_keeps_no_news_back,
    what_is_written_follows_who_reads_it,
    one_address_in_two_companies_is_two_accounts,
];

/// Proves a number by the code that comes there; answers the account page.
async fn prove(world: &World, visitor: &mut Visitor, typed: &str, number: &str) -> Answer {
    let page = visitor.open("/account").await;
    let form = page.page().form(r#"form[action="/account/phone"]"#);
    let page = visitor.send(&page, &form, &[("phone", typed)]).await;
    page.expect(200).says("Un code vient de partir par SMS");
    let text = world.sms_to(number, "est votre code").await;
    let is_code = |word: &&str| word.len() == 6 && word.parse::<u32>().is_ok();
    let code = text.split_whitespace().find(is_code).unwrap();
    let form = page.page().form_with_button("Vérifier le numéro");
    let done = visitor.send(&page, &form, &[("code", code)]).await;
    done.expect(200).says("Votre numéro est vérifié");
    done
}

/// Answers a ticket at the desk.
async fn answer(zoe: &mut Visitor, number: &str, words: &str) {
    let page = zoe.open(&format!("/queue/durand/{number}")).await;
    let form = page.page().form_with_button("Répondre");
    zoe.send(&page, &form, &[("body", words)]).await.expect(200);
}

/// Waits for an e-mail to an address that says so.
async fn mailed(world: &World, address: &str, words: &str) -> String {
    let began = Instant::now();
    loop {
        let all = world.mail.received();
        let mut to = all.iter().filter(|mail| mail.to.iter().any(|to| to == address));
        if let Some(mail) = to.find(|mail| mail.text().contains(words)) {
            return mail.text();
        }
        assert!(began.elapsed() < Duration::from_secs(15), "no e-mail to {address} says {words:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn another_number_keeps_no_news_back(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = prove(&world, &mut claire, "07 55 66 77 88", "+33755667788").await;
    let news = r#"form[action="/account/news"]"#;
    let saved = claire.send(&page, &page.page().form(news), &[("news", "sms"), ("closing", "sms")]).await;
    saved.expect(200).never_says("Tant que votre numéro");
    let number = open_ticket(&mut claire, "Autre", "Une question").await;
    answer(&mut zoe, &number, "Première réponse").await;
    world.sms_to("+33755667788", &format!("#{number} ")).await;

    // Another number, which she does not prove at once.
    let form = saved.page().form(r#"form[action="/account/phone"]"#);
    let page = claire.send(&saved, &form, &[("phone", "07 55 66 77 99")]).await;
    page.expect(200).says("Tant que votre numéro n’est pas vérifié").says("vous arrive par e-mail");
    let form = page.page().form(news);
    assert_eq!((form.value("news"), form.value("closing")), (Some("sms"), Some("sms")), "as she chose");
    mailed(&world, DURAND.email, "Le numéro de téléphone de votre compte vient d’être changé").await;
    answer(&mut zoe, &number, "Deuxième réponse").await;
    mailed(&world, DURAND.email, "Deuxième réponse").await;
    // What she saves without touching it stays what she chose.
    let page = claire.send(&page, &form, &[("calls", "none")]).await;
    let form = page.expect(200).page().form(news);
    assert_eq!((form.value("news"), form.value("calls")), (Some("sms"), Some("none")));

    // Without any number the same.
    let form = page.page().form(r#"form[action="/account/phone"]"#);
    let page = claire.send(&page, &form, &[("phone", "")]).await;
    page.expect(200).says("Tant que votre numéro n’est pas vérifié");
    mailed(&world, DURAND.email, "vient d’être retiré").await;
    answer(&mut zoe, &number, "Troisième réponse").await;
    mailed(&world, DURAND.email, "Troisième réponse").await;
    let texts = world.provider.taken();
    let about = texts.iter().filter(|it| it.body.contains(&format!("#{number} ")));
    assert_eq!(about.count(), 1, "{texts:#?}");
}

/// E-mails, pages, and those of errors, which know of no account: in a company that speaks French.
async fn what_is_written_follows_who_reads_it(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Inviter la liste");
    claire.send(&page, &form, &[("list", "Luc Petit <luc@durand.example>")]).await.expect(200);
    let mail = world.mail_to("luc@durand.example").await;
    assert!(mail.text().contains("Bonjour"), "as the company writes: {}", mail.text());

    // Luc comes with a browser that asks for English: from now on he is written to in it.
    let mut luc = world.program.portal(DURAND.slug).speaking("en");
    let page = luc.open(&link_in(&mail, "/invite/")).await;
    let form = page.page().form("form.form");
    let inside = luc.send(&page, &form, &[("password", PASSWORD)]).await;
    let language = |answer: &Answer| answer.page().attributes("html", "lang").concat();
    assert_eq!(language(inside.expect(200)), "en");
    let chosen =
        |answer: &Answer| answer.page().form(r#"form[action="/account"]"#).value("locale").map(str::to_owned);
    assert_eq!(chosen(&luc.open("/account").await).as_deref(), Some("en"));
    assert_eq!(chosen(&claire.open("/account").await).as_deref(), Some(""), "her company's is hers");
    let number = open_ticket(&mut luc, "Other", "A question of mine").await;
    answer(&mut zoe, &number, "The answer").await;
    let mail = mailed(&world, "luc@durand.example", "The answer").await;
    assert!(mail.contains("Hello") && !mail.contains("Bonjour"), "{mail}");

    // In a browser that asks for French, he reads English once he is signed in, also where something is not there, and after that.
    let mut other = world.program.portal(DURAND.slug).speaking("fr");
    let page = other.open("/login").await;
    assert_eq!(language(&page), "fr");
    let form = page.page().form(r#"form[action="/login"]"#);
    let typed = [("user", "luc@durand.example"), ("password", PASSWORD)];
    assert_eq!(language(other.send(&page, &form, &typed).await.expect(200)), "en");
    for nowhere in ["/tickets/9999", "/nowhere"] {
        assert_eq!(language(other.open(nowhere).await.expect(404)), "en", "{nowhere}");
    }
    // Another choice counts at once, and none leaves it to the browser.
    for (choice, expected) in [("fr", "fr"), ("en", "en"), ("", "fr")] {
        let page = other.open("/account").await;
        let form = page.page().form(r#"form[action="/account"]"#);
        other.send(&page, &form, &[("locale", choice)]).await.expect(200);
        assert_eq!(language(other.open("/nowhere").await.expect(404)), expected, "{choice:?}");
    }
    answer(&mut zoe, &number, "La réponse de la société").await;
    let mail = mailed(&world, "luc@durand.example", "La réponse de la société").await;
    assert!(mail.contains("Bonjour"), "without a choice it is the company's: {mail}");

    // Staff too.
    let page = zoe.open("/me").await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("locale", "en")]).await.expect(200);
    assert_eq!(language(zoe.open("/nowhere").await.expect(404)), "en");
}

/// Asks on a portal, as the page at `path` lets anybody, for a link to an address; answers it from the one e-mail that comes.
async fn link_from(world: &World, company: Company, path: &str, address: &str) -> String {
    let mut nobody = world.program.portal(company.slug).speaking(company.language);
    let (page, host) = (nobody.open(path).await, nobody.host().to_owned());
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("user", address)]).await.expect(200);
    link_in_one_of(world, address, &format!("http://{host}{path}/")).await
}

/// The link that begins so, from whichever e-mail to an address has it.
async fn link_in_one_of(world: &World, address: &str, start: &str) -> String {
    let text = mailed(world, address, start).await;
    text.split_whitespace().find(|word| word.starts_with(start)).unwrap().to_owned()
}

async fn one_address_in_two_companies_is_two_accounts(column: Column) {
    const OTHER_PASSWORD: &str = "another fifteen letters";
    const THIRD_PASSWORD: &str = "une tout autre phrase";
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    let page = bob.open("/people").await;
    let form = page.page().form(r#"form[action="/people/list"]"#);
    let list = format!("Claire Martin <{}>", DURAND.email);
    bob.send(&page, &form, &[("list", &list)]).await.expect(200);
    let mut at_stone = world.program.portal(STONE.slug).speaking("en");
    let host = at_stone.host().to_owned();
    let link = link_in_one_of(&world, DURAND.email, &format!("http://{host}/invite/")).await;
    let page = at_stone.open(&link).await;
    let form = page.page().form("form.form");
    at_stone.send(&page, &form, &[("password", OTHER_PASSWORD)]).await.expect(200);
    let opens = async |company: Company, password: &str| {
        let (_, answer) = world.sign_in(company, DURAND.email, password).await;
        assert!([200, 422].contains(&answer.status.as_u16()), "{}", answer.status);
        answer.status == 200
    };
    assert!(opens(DURAND, PASSWORD).await && opens(STONE, OTHER_PASSWORD).await);
    assert!(!opens(DURAND, OTHER_PASSWORD).await && !opens(STONE, PASSWORD).await);

    // Asked for at Durand, a link is one of Durand alone: for another password, and to sign in.
    let reset = link_from(&world, DURAND, "/password", DURAND.email).await;
    let token = reset.rsplit('/').next().unwrap().to_owned();
    at_stone.open(&format!("/password/{token}")).await.expect(404);
    let mut nobody = world.program.portal(DURAND.slug);
    let page = nobody.open(&reset).await;
    let form = page.page().form("form.form");
    nobody.send(&page, &form, &[("password", THIRD_PASSWORD)]).await.expect(200);
    claire.open("/tickets").await.says("Connexion");
    assert_eq!(at_stone.open("/tickets").await.path, "/tickets", "she is signed in there as before");
    assert!(opens(DURAND, THIRD_PASSWORD).await && !opens(DURAND, PASSWORD).await);
    assert!(opens(STONE, OTHER_PASSWORD).await && !opens(STONE, THIRD_PASSWORD).await);

    let enter = link_from(&world, STONE, "/login/link", DURAND.email).await;
    let token = enter.rsplit('/').next().unwrap().to_owned();
    world.program.portal(DURAND.slug).open(&format!("/login/link/{token}")).await.expect(404);
    let mut phone = world.program.portal(STONE.slug).speaking("en");
    let page = phone.open(&enter).await;
    let form = page.page().form("form.form");
    phone.send(&page, &form, &[]).await.expect(200).never_says("Durand");
    // What signs her in there is nothing here.
    let cookies = phone.jar().all(&host);
    let mut thief = world.program.portal(DURAND.slug);
    let own = thief.host().to_owned();
    for (name, value) in &cookies {
        thief.jar().put(&own, name, value);
    }
    thief.open("/tickets").await.says("Connexion");
    // One company each was asked at, and one each wrote.
    let news = "SELECT news, count(*) FROM deliveries WHERE news IN ('password_reset', 'sign_in_link') GROUP BY news \
                ORDER BY news";
    assert_eq!(world.program.parts().sql(news), ["password_reset|1", "sign_in_link|1"]);
}
