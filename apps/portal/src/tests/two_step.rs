//! The second step, as people meet it: without a script.

use rappel_testkit::{Visitor, visitor::Answer};
use totp_rs::{Builder, Secret};

use super::installation::{Installation, PASSWORD, open_ticket};

/// What an app with a secret shows, so many steps from now.
fn code(secret: &str, steps: u64) -> String {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(now + steps * 30).to_string()
}

/// Sets an app up: its secret, and the recovery codes.
async fn enrol(browser: &mut Visitor) -> (String, Vec<String>) {
    let account = browser.open("/account").await;
    let page = browser.open(&account.page().link("Activer – Double authentification")).await;
    let begin = page.page().form_with_button("Configurer une application");
    let page = browser.send(&page, &begin, &[]).await;
    page.expect(200).says("visez ce carré");
    assert_eq!(page.path, "/account/two-step");
    assert!(!page.page().attributes("svg.qr path", "d")[0].is_empty());
    let secret = page.page().texts(".secret")[0].replace(' ', "");
    let form = page.page().form("form.form");
    browser.send(&page, &form, &[("code", "12")]).await.expect(422).says("pas le bon code").says("visez");
    let done = browser.send(&page, &form, &[("code", &code(&secret, 0))]).await;
    done.expect(200).says("est activée").says("imprimez-les");
    let codes = done.page().texts(".codes code");
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Gives name and password in a fresh browser.
async fn password(browser: &mut Visitor, path: &str) -> Answer {
    let page = browser.open(path).await;
    let form = page.page().form(r#"form[action="/login"]"#);
    browser.send(&page, &form, &[("user", "claire"), ("password", PASSWORD)]).await
}

#[tokio::test]
async fn a_code_is_asked_for_between_the_password_and_the_first_page() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut other = it.browser();
    password(&mut other, "/login").await.expect(200);
    let (secret, codes) = enrol(&mut claire).await;
    other.open("/tickets").await.says("Mot de passe oublié");
    claire.open("/account").await.expect(200).says("Un code de votre application est demandé");

    let mut late = it.browser();
    let asked = password(&mut late, "/people").await;
    asked.expect(200).says("Deuxième étape");
    assert_eq!(asked.path, "/login/step?next=%2Fpeople");
    // Half signed in is not signed in: nothing opens but the second step.
    for path in
        ["/", "/tickets", "/tickets/new", "/account", "/account/two-step", "/account/confirm", "/people"]
    {
        late.open(path).await.expect(200).says("Mot de passe oublié").never_says("Claire");
    }
    for path in ["/tickets/list.csv", "/tickets/callbacks"] {
        late.open(path).await.says("Mot de passe oublié");
    }
    let form = asked.page().form("form.form");
    let wrong = late.send(&asked, &form, &[("code", "abc")]).await;
    wrong.expect(422).says("pas le bon code");
    let form = wrong.page().form("form.form");
    assert_eq!(form.value("code"), Some("abc"), "what was typed is kept");
    let used = late.send(&wrong, &form, &[("code", &code(&secret, 0))]).await;
    // The one that enrolled the app, unless its half minute has gone by.
    if used.status == 422 {
        used.says("a déjà servi");
        let inside = late.send(&wrong, &form, &[("code", &code(&secret, 1))]).await;
        inside.expect(200).says("Interlocuteurs");
        assert_eq!(inside.path, "/people");
    }
    late.open("/login/step").await.expect(200).says("Mot de passe oublié");
    let again = late.send(&wrong, &form, &[("code", &codes[9])]).await;
    assert_ne!(again.path, "/people", "it served once");

    // A link and another password lead to it, too; a recovery code does instead of the app.
    let link = it.sign_in_link("claire").await;
    let mut by_link = it.browser();
    let page = by_link.open(&link).await;
    let asked = by_link.send(&page, &page.page().form("form.form"), &[]).await;
    asked.expect(200).says("Deuxième étape");
    by_link.open("/tickets").await.says("Mot de passe oublié");
    let form = asked.page().form("form.form");
    by_link.send(&asked, &form, &[("code", &codes[0])]).await.expect(200).says("Claire");
    let link = it.another_password("claire").await;
    let mut by_reset = it.browser();
    let page = by_reset.open(&link).await;
    let form = page.page().form("form.form");
    let asked = by_reset.send(&page, &form, &[("password", "une tout autre phrase")]).await;
    asked.expect(200).says("Deuxième étape").says("mot de passe");
    by_reset.open("/tickets").await.says("Mot de passe oublié");
    let form = asked.page().form("form.form");
    by_reset.send(&asked, &form, &[("code", &codes[0])]).await.expect(422);
    by_reset.send(&asked, &form, &[("code", &codes[1].to_uppercase())]).await.expect(200).says("Claire");
}

/// What was written before the session ended goes along through both steps.
#[tokio::test]
async fn a_reply_outlives_its_session_and_two_steps() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let (_, codes) = enrol(&mut claire).await;
    let page = claire.open(&format!("/tickets/{number}")).await;
    let form = page.page().form("form.reply");
    let mut window = claire.clone();
    let tickets = window.open("/tickets").await;
    window.send(&tickets, &tickets.page().form("form[action='/logout']"), &[]).await.expect(200);
    let ended = claire.send(&page, &form, &[("body", "Un texte long à écrire")]).await;
    let form = ended.page().form("form[action='/login']");
    let asked = claire.send(&ended, &form, &[("user", "claire"), ("password", PASSWORD)]).await;
    asked.expect(200).says("Deuxième étape").says("Un texte long à écrire");
    let form = asked.page().form("form.form");
    let wrong = claire.send(&asked, &form, &[("code", "000")]).await;
    wrong.expect(422).says("Un texte long à écrire");
    // Too late: it begins again with the password, and the text still goes along.
    it.let_waits_lapse();
    let form = wrong.page().form("form.form");
    let over = claire.send(&wrong, &form, &[("code", &codes[0])]).await;
    over.expect(401).says("Votre session est terminée").says("Un texte long à écrire");
    let form = over.page().form("form[action='/login']");
    let asked = claire.send(&over, &form, &[("user", "claire"), ("password", PASSWORD)]).await;
    asked.expect(200).says("Deuxième étape").says("Un texte long à écrire");
    let form = asked.page().form("form.form");
    let back = claire.send(&asked, &form, &[("code", &codes[0])]).await;
    back.expect(200).says("votre texte est revenu");
    assert_eq!(back.page().form("form.reply").value("body").map(str::trim), Some("Un texte long à écrire"));
}

#[tokio::test]
async fn a_sign_in_that_waited_too_long_begins_again_where_it_was() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let (_, codes) = enrol(&mut claire).await;
    let mut late = it.browser();
    let asked = password(&mut late, "/people").await;
    it.let_waits_lapse();
    let over = late.send(&asked, &asked.page().form("form.form"), &[("code", &codes[0])]).await;
    over.expect(200).says("Mot de passe oublié");
    assert_eq!(over.path, "/login?next=%2Fpeople");
    late.open("/login/step?next=%2Fpeople").await.says("Mot de passe oublié");
}

#[tokio::test]
async fn nobody_makes_us_hash_and_write_without_end() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    enrol(&mut claire).await;
    let codes = claire.open("/account/two-step").await;
    let renew = codes.page().form_with_button("Créer de nouveaux codes");
    let page = claire.open("/account/password/new").await;
    let form = page.page().form("form.form");
    let mut tries = 0;
    while claire.send(&page, &form, &[("password", "court")]).await.status == 422 {
        tries += 1;
        assert!(tries < 30, "nothing slows it down");
    }
    assert!(tries >= 10, "{tries}");
    claire.send(&page, &form, &[("password", "court")]).await.expect(429);
    claire.send(&codes, &renew, &[]).await.expect(429);
}

#[tokio::test]
async fn what_protects_an_account_is_changed_after_a_proof_alone() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    it.let_proofs_lapse();
    let asked = claire.open("/account/two-step").await;
    asked.expect(200).says("Confirmez que c’est vous");
    let form = asked.page().form("form.form");
    let wrong = claire.send(&asked, &form, &[("password", "autre chose entièrement")]).await;
    wrong.expect(422).says("pas votre mot de passe");
    assert!(!wrong.body.contains("autre chose"), "a password is not shown again");
    let mut before = claire.clone();
    let form = wrong.page().form("form.form");
    let page = claire.send(&wrong, &form, &[("password", PASSWORD)]).await;
    page.expect(200).says("Configurer une application");
    assert_eq!(page.path, "/account/two-step");
    before.open("/account").await.says("Mot de passe oublié");

    let (_, codes) = enrol(&mut claire).await;
    let page = claire.open("/account/two-step").await;
    page.expect(200).says("Il vous en reste 10").never_says(&codes[0]);
    it.let_proofs_lapse();
    for button in ["Créer de nouveaux codes", "Désactiver la double authentification"] {
        let form = page.page().form_with_button(button);
        claire.send(&page, &form, &[]).await.expect(200).says("Confirmez que c’est vous");
    }
    let asked = claire.open("/account/two-step").await;
    let form = asked.page().form("form.form");
    let page = claire.send(&asked, &form, &[("code", &codes[2])]).await;
    page.expect(200).says("Il vous en reste 9");
    let form = page.page().form_with_button("Créer de nouveaux codes");
    let renewed = claire.send(&page, &form, &[]).await;
    renewed.expect(200).says("Les anciens ne valent plus").never_says(&codes[0]);
    let page = claire.open("/account/two-step").await;
    let form = page.page().form_with_button("Désactiver la double authentification");
    claire.send(&page, &form, &[]).await.expect(200).says("est désactivée");
    password(&mut it.browser(), "/login").await.expect(200).says("Claire");
    let history = claire.open("/people/history").await;
    history.says("Claire a activé").says("Claire a créé de nouveaux codes").says("Claire a désactivé");
}

#[tokio::test]
async fn another_password_is_chosen_after_a_proof_and_ends_every_other_session() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut other = it.browser();
    password(&mut other, "/login").await.expect(200);
    it.let_proofs_lapse();
    let account = claire.open("/account").await;
    let asked = claire.open(&account.page().link("Choisir un autre mot de passe")).await;
    asked.expect(200).says("Confirmez que c’est vous");
    let form = asked.page().form("form.form");
    let page = claire.send(&asked, &form, &[("password", PASSWORD)]).await;
    assert_eq!(page.path, "/account/password/new");
    let form = page.page().form("form.form");
    claire.send(&page, &form, &[("password", "court")]).await.expect(422).says("15 caractères");
    let done = claire.send(&page, &form, &[("password", "une tout autre phrase")]).await;
    done.expect(200).says("Votre mot de passe est changé");
    assert_eq!(done.path, "/account");
    other.open("/tickets").await.says("Mot de passe oublié");
    password(&mut it.browser(), "/login").await.expect(422);
}

#[tokio::test]
async fn a_manager_helps_who_lost_their_phone() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    claire.open("/people").await.expect(200).never_says("Retirer la double authentification");
    enrol(&mut luc).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Retirer la double authentification – Luc");
    it.let_proofs_lapse();
    let asked = claire.send(&page, &form, &[]).await;
    asked.expect(200).says("Confirmez que c’est vous");
    let confirm = asked.page().form("form.form");
    let page = claire.send(&asked, &confirm, &[("password", PASSWORD)]).await;
    assert_eq!(page.path, "/people");
    let form = page.page().form_with_button("Retirer la double authentification – Luc");
    let done = claire.send(&page, &form, &[]).await;
    done.expect(200).says("le mot de passe suffit").never_says("Retirer la double authentification");
    luc.open("/tickets").await.says("Mot de passe oublié");
    claire.open("/people/history").await.says("La double authentification de Luc est retirée");
}

#[tokio::test]
async fn the_second_step_speaks_the_language_of_the_account() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    claire.send(&page, &details, &[("locale", "en")]).await.expect(200);
    let page = claire.open("/account/two-step").await;
    let begin = page.page().form_with_button("Set up an app");
    let page = claire.send(&page, &begin, &[]).await;
    let secret = page.page().texts(".secret")[0].replace(' ', "");
    let form = page.page().form("form.form");
    claire.send(&page, &form, &[("code", &code(&secret, 0))]).await.expect(200).says("Recovery codes");
    let asked = password(&mut it.browser(), "/login").await;
    asked.expect(200).says("Second step");
    assert_eq!(asked.page().attributes("html", "lang"), ["en"]);
}

/// Where the company requires it, who has no app sets one up before anything else opens.
#[tokio::test]
async fn a_company_that_requires_a_second_step_opens_nothing_before_it_is_set_up() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let ticket = format!("/tickets/{number}");
    let page = claire.open(&ticket).await;
    let reply = page.page().form("form.reply");
    it.require_second_step().await;
    // The session that was there already, each page of it, what is fetched and what is posted.
    for path in [
        "/",
        "/tickets",
        &ticket,
        &format!("{ticket}/fragment"),
        "/tickets/list.csv",
        "/tickets/callbacks",
        "/tickets/new",
        "/account",
        "/account/password/new",
        "/people",
        "/people/history",
        "/people/history.csv",
    ] {
        let led = claire.open(path).await;
        led.expect(200).says("La double authentification est obligatoire").never_says("Une question");
        assert_eq!(led.path, "/account/two-step", "{path}");
    }
    let long = "Un mot de plus, assez long pour qu’on ne l’écrive pas deux fois";
    claire.send(&page, &reply, &[("body", long)]).await.expect(403).says(long);
    let tx = it.service.store().read(&it.scope).await.unwrap();
    let id = tx.tickets().by_number(number).await.unwrap().id;
    let written = tx.tickets().messages(id, rappel_domain::event::Audience::Staff).await.unwrap();
    assert_eq!(written.len(), 1, "the reply was not taken");
    drop(tx);

    // A new sign-in is led there, too, and may leave.
    let mut other = it.browser();
    let led = password(&mut other, "/people").await;
    led.expect(200).says("La double authentification est obligatoire");
    let out = other.send(&led, &led.page().form("form[action='/logout']"), &[]).await;
    out.expect(200).never_says("La double authentification est obligatoire");

    // Set up, everything opens again.
    let page = claire.open("/account/two-step").await;
    let begin = page.page().form_with_button("Configurer une application");
    let page = claire.send(&page, &begin, &[]).await;
    let secret = page.page().texts(".secret")[0].replace(' ', "");
    let form = page.page().form("form.form");
    claire.send(&page, &form, &[("code", &code(&secret, 0))]).await.expect(200).says("imprimez-les");
    claire.open(&ticket).await.expect(200).says("Une question");
    // Turned off, it is asked for again.
    let page = claire.open("/account/two-step").await;
    page.expect(200).says("rien d’autre ne s’ouvrira");
    let remove = page.page().form_with_button("Désactiver");
    let led = claire.send(&page, &remove, &[]).await;
    led.expect(200).says("La double authentification est obligatoire");
    assert_eq!(led.path, "/account/two-step");
}
