//! Passkeys over HTTP: what the script fetches and what the forms send, with an authenticator in software.

use poem::http::{Method, header::ORIGIN};
use rappel_testkit::{
    Authenticator, Visitor,
    authenticator::Lie,
    visitor::{Answer, Form},
};

use super::installation::{Installation, PASSWORD};

/// The address of the portal as the settings say it; browsers are asked by it, not by the port of the test.
const PORTAL: &str = "http://durand.localhost:8080";

/// What the script fetches: what the authenticator is asked.
async fn fetched(browser: &mut Visitor, page: &Answer, begin: &str, csrf: &str) -> Answer {
    let request = browser
        .request(Method::POST, begin)
        .header(ORIGIN, format!("http://{}", page.host))
        .header("sec-fetch-site", "same-origin")
        .form(&[("csrf", csrf)]);
    browser.ask(request, begin).await
}

/// The hidden form of a page, with what its script would ask.
async fn ask(browser: &mut Visitor, page: &Answer) -> (Form, String) {
    let begin = page.page().attributes("form[data-passkey]", "data-begin").remove(0);
    assert_eq!(page.page().attributes("form[data-passkey]", "hidden").len(), 1, "the script shows it");
    let form = page.page().form("form[data-passkey]");
    let asked = fetched(browser, page, &begin, form.value("csrf").unwrap()).await;
    asked.expect(200);
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.headers["cache-control"], "no-store");
    (form, asked.body)
}

async fn add(browser: &mut Visitor, phone: &mut Authenticator) -> Answer {
    let page = browser.open("/account/passkeys").await;
    page.expect(200).says("Il faut pour cela un navigateur récent");
    let (form, asked) = ask(browser, &page).await;
    let made = phone.make(&asked, PORTAL, &[]).unwrap();
    browser.send(&page, &form, &[("name", "Mon téléphone"), ("answer", &made)]).await
}

async fn sign_in(browser: &mut Visitor, phone: &mut Authenticator, path: &str, lies: &[Lie]) -> Answer {
    let page = browser.open(path).await;
    let (form, asked) = ask(browser, &page).await;
    let signed = phone.sign(&asked, PORTAL, lies).unwrap();
    browser.send(&page, &form, &[("answer", &signed)]).await
}

#[tokio::test]
async fn a_passkey_opens_the_page_that_was_asked_for() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut phone = Authenticator::new();
    let added = add(&mut claire, &mut phone).await;
    added.expect(200).says("La clé d’accès est ajoutée").says("Mon téléphone");
    added.says("créée pour l’adresse durand.localhost").says("Pas encore utilisée");
    claire.open("/account").await.expect(200).says("Vous avez une clé d’accès");

    let mut other = it.browser();
    let inside = sign_in(&mut other, &mut phone, "/people", &[]).await;
    inside.expect(200).says("Interlocuteurs");
    assert_eq!(inside.path, "/people");

    // Any lie is answered alike, with the page to try again.
    let mut thief = it.browser();
    for lie in [Lie::Signature, Lie::NotVerified, Lie::Origin("http://durand.localhost".to_owned())] {
        let refused = sign_in(&mut thief, &mut phone, "/login", &[lie]).await;
        refused.expect(422).says("n’a pas été acceptée").says("Mot de passe oublié");
    }
    thief.open("/tickets").await.says("Mot de passe oublié");

    // Named otherwise, and taken away.
    let page = claire.open("/account/passkeys").await;
    let rename = page.page().form("form[action$='/name']");
    claire.send(&page, &rename, &[("name", " ")]).await.expect(422).says("Mon téléphone");
    let page = claire.send(&page, &rename, &[("name", "Le bleu")]).await;
    page.expect(200).says("est renommée").says("Le bleu");
    let remove = page.page().form("form[action$='/remove']");
    claire.send(&page, &remove, &[]).await.expect(200).says("est retirée");
    sign_in(&mut it.browser(), &mut phone, "/login", &[]).await.expect(422).says("n’a pas été acceptée");
    let history = claire.open("/people/history").await;
    history.says("Claire a ajouté une clé d’accès").says("Claire a retiré une clé d’accès");
}

#[tokio::test]
async fn what_protects_an_account_asks_for_a_proof_and_a_passkey_is_one() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut phone = Authenticator::new();
    add(&mut claire, &mut phone).await.expect(200);
    let page = claire.open("/account/passkeys").await;
    let (form, remove) =
        (page.page().form("form[data-passkey]"), page.page().form("form[action$='/remove']"));
    it.let_proofs_lapse();
    for path in ["/account/passkeys/begin", "/account/passkeys"] {
        let asked = fetched(&mut claire, &page, path, form.value("csrf").unwrap()).await;
        asked.expect(303);
        assert_eq!(asked.headers["location"], "/account/confirm?next=/account/passkeys", "{path}");
    }
    let asked = claire.send(&page, &remove, &[]).await;
    asked.expect(200).says("Confirmez que c’est vous");
    let (form, options) = ask(&mut claire, &asked).await;
    let lie = phone.sign(&options, PORTAL, &[Lie::Signature]).unwrap();
    claire.send(&asked, &form, &[("answer", &lie)]).await.expect(422).says("n’a pas été acceptée");
    let (form, options) = ask(&mut claire, &asked).await;
    let signed = phone.sign(&options, PORTAL, &[]).unwrap();
    let on = claire.send(&asked, &form, &[("answer", &signed)]).await;
    on.expect(200).says("Mon téléphone");
    assert_eq!(on.path, "/account/passkeys");
}

#[tokio::test]
async fn another_password_shows_the_keys_that_remain() {
    let it = Installation::start().await;
    let mut thief = it.signed_in("Claire", "manager").await;
    add(&mut thief, &mut Authenticator::new()).await.expect(200);
    let page = thief.open("/account/password/new").await;
    let form = page.page().form("form.form");
    let changed = thief.send(&page, &form, &[("password", "quatre autres mots rares")]).await;
    changed.expect(200).says("Une clé d’accès reste").says("Mon téléphone");
    assert_eq!(changed.path, "/account/passkeys");

    // By a link that was mailed, and so to whoever has the account back.
    let mut claire = it.browser();
    let link = it.another_password("claire").await;
    let page = claire.open(&link).await;
    let form = page.page().form("form.form");
    let back = claire.send(&page, &form, &[("password", "quatre mots à elle seule")]).await;
    back.expect(200).says("Une clé d’accès reste");
    assert_eq!(back.path, "/account/passkeys");
    let remove = back.page().form("form[action$='/remove']");
    claire.send(&back, &remove, &[]).await.expect(200).says("est retirée");
}

#[tokio::test]
async fn where_two_steps_are_required_a_passkey_is_set_up_and_asked_for() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    it.require_second_step().await;
    let led = claire.open("/tickets").await;
    led.expect(200).says("est obligatoire").says("Une clé d’accès convient aussi");
    let mut phone = Authenticator::new();
    add(&mut claire, &mut phone).await.expect(200).says("est ajoutée");
    claire.open("/tickets").await.expect(200).never_says("est obligatoire");

    let mut other = it.browser();
    let page = other.open("/people").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    let asked = other.send(&page, &form, &[("user", "claire"), ("password", PASSWORD)]).await;
    asked.expect(200).says("Confirmez votre connexion avec votre clé d’accès").never_says("application");
    other.open("/tickets").await.says("Mot de passe oublié");
    let (form, options) = ask(&mut other, &asked).await;
    let lie = phone.sign(&options, PORTAL, &[Lie::NotVerified]).unwrap();
    other.send(&asked, &form, &[("answer", &lie)]).await.expect(422).says("n’a pas été acceptée");
    let (form, options) = ask(&mut other, &asked).await;
    let signed = phone.sign(&options, PORTAL, &[]).unwrap();
    let inside = other.send(&asked, &form, &[("answer", &signed)]).await;
    inside.expect(200).says("Interlocuteurs");
    assert_eq!(inside.path, "/people");
    // To sign in again would ask for the key as well: whoever lost it is told who helps.
    let proof = other.open("/account/confirm").await;
    proof.expect(200).says("demandez à un responsable").never_says("déconnectez-vous");
    assert_eq!(proof.page().attributes("[data-no-passkey]", "data-no-passkey").len(), 1, "without script");
}

#[tokio::test]
async fn strangers_of_the_same_network_use_up_no_challenges_of_who_is_known() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    add(&mut claire, &mut Authenticator::new()).await.expect(200);
    let mut stranger = it.browser();
    let page = stranger.open("/login").await;
    let form = page.page().form("form[data-passkey]");
    let mut refused = false;
    for _ in 0..100 {
        let asked = fetched(&mut stranger, &page, "/login/passkey/begin", form.value("csrf").unwrap()).await;
        refused |= asked.status == 429;
    }
    assert!(refused, "anybody may come");

    for path in ["/account/passkeys", "/account/confirm"] {
        let page = claire.open(path).await;
        ask(&mut claire, &page).await;
    }
    let page = claire.open("/account/passkeys").await;
    let form = page.page().form("form[data-passkey]");
    let mut refused = false;
    for _ in 0..30 {
        let asked = fetched(&mut claire, &page, "/account/passkeys/begin", form.value("csrf").unwrap()).await;
        refused |= asked.status == 429;
    }
    assert!(refused, "her own are counted");
}

#[tokio::test]
async fn nothing_is_asked_for_a_browser_that_came_from_no_page_of_ours() {
    let it = Installation::start().await;
    for path in ["/login/passkey/begin", "/login/passkey", "/login/step/passkey/begin"] {
        let mut stranger = it.browser();
        let request = stranger.request(Method::POST, path).form(&[("answer", "{}")]);
        let refused = stranger.ask(request, path).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}
