//! Signing in with the company's own identity provider, as browsers see it.

use rappel_service::sign_on::{Setter, SignOnForm};
use rappel_testkit::{
    IdentityProvider, Visitor,
    identity::{Account, Algorithm, CLIENT_ID, CLIENT_SECRET, Flaw},
    visitor::Answer,
};

use super::installation::Installation;

/// The installation's company has a provider.
async fn provided(it: &Installation, passwords: bool) -> IdentityProvider {
    let provider = IdentityProvider::start(Algorithm::Es256).await.unwrap();
    provider.sign_in_as(Account::new("s-1", "ada@durand.example", "Ada Nouvelle"));
    let form = SignOnForm {
        label: "Durand Identité".to_owned(),
        issuer: provider.issuer(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        domains: "durand.example".to_owned(),
        is_on: true,
        passwords,
        version: 0,
    };
    let setter = Setter::at_the_machine(&it.service.store().doors().command_line().await.unwrap());
    it.service.save_sign_on(&setter, it.scope.tenant(), &form).await.unwrap();
    provider
}

/// Goes to the provider by the button of a page: where it sends the browser back to.
async fn leaves(browser: &mut Visitor, page: &Answer, provider: &IdentityProvider) -> String {
    let form = page.page().form_with_button("Se connecter avec Durand Identité");
    let leaving = browser.send(page, &form, &[]).await;
    leaving.expect(200).says("Vous changez de site");
    // With a click where nothing happens by itself, and by itself where it does.
    let url = leaving.page().link("Continuer");
    assert_eq!(leaving.headers["refresh"], format!("0; url={url}").as_str());
    provider.visit(&url)
}

#[tokio::test]
async fn the_button_leads_there_and_back_to_what_was_asked_for() {
    let it = Installation::start().await;
    let mut browser = it.browser();
    let page = browser.open("/login").await;
    let buttons = page.expect(200).page().attributes(r#"form[action="/login/provider"]"#, "action");
    assert!(buttons.is_empty(), "there is no provider yet: {buttons:?}");
    let provider = provided(&it, true).await;
    let page = browser.open("/tickets/new").await;
    page.expect(200).says("Se connecter avec Durand Identité").never_says("qu’aux responsables");
    let back = leaves(&mut browser, &page, &provider).await;
    let came = browser.open(&back).await;
    came.expect(200).says("Ada Nouvelle");
    assert_eq!(came.path, "/tickets/new");
    // Once, here and anywhere.
    let again = browser.open(&back).await;
    again.expect(403).says("Connexion impossible").says("Recommencez");
    it.browser().open(&back).await.expect(403);
    browser.open("/tickets").await.expect(200).says("Ada Nouvelle");
}

#[tokio::test]
async fn what_was_typed_comes_back_at_an_address_without_the_providers_answer() {
    let it = Installation::start().await;
    let provider = provided(&it, true).await;
    let mut ada = it.browser();
    let page = ada.open("/tickets/new").await;
    let back = leaves(&mut ada, &page, &provider).await;
    let page = ada.open(&back).await;
    page.expect(200);
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Site web");
    let mut window = ada.clone();
    let own = window.open("/tickets").await;
    window.send(&own, &own.page().form("form[action='/logout']"), &[]).await.expect(200);
    let filled = [("category", category.as_str()), ("description", "Le site est bien lent")];
    let ended = ada.send(&page, &form, &filled).await;
    ended.expect(401).says("Votre session est terminée");
    let back = leaves(&mut ada, &ended, &provider).await;
    let came = ada.open(&back).await;
    came.expect(200).says("Le site est bien lent");
    assert!(came.path.starts_with("/login/provider/on?state="), "{}", came.path);
    let (code, state) = (back.split("code=").nth(1).unwrap(), back.split("state=").nth(1).unwrap());
    for answer in [code, state] {
        assert!(!came.path.contains(answer.split('&').next().unwrap()), "{}", came.path);
    }
    // Once, and for them alone.
    assert_eq!(ada.open(&came.path).await.path, "/tickets");
    it.browser().open(&came.path).await.never_says("Le site est bien lent");
}

#[tokio::test]
async fn whoever_begins_too_often_is_refused() {
    let it = Installation::start().await;
    let provider = provided(&it, true).await;
    let mut browser = it.browser();
    let page = browser.open("/login").await;
    let form = page.page().form_with_button("Se connecter avec Durand Identité");
    let mut refused = None;
    for tries in 1..=2_000 {
        let answer = browser.send(&page, &form, &[]).await;
        if answer.status.as_u16() == 429 {
            refused = Some(tries);
            break;
        }
        answer.expect(200);
    }
    println!("refused at the try {refused:?}");
    assert!(refused.is_some_and(|tries| tries > 1), "{refused:?}");
    drop(provider);
}

#[tokio::test]
async fn what_another_browser_began_signs_nobody_in() {
    let it = Installation::start().await;
    let provider = provided(&it, true).await;
    let (mut theirs, mut mine) = (it.browser(), it.browser());
    let page = theirs.open("/login").await;
    let back = leaves(&mut theirs, &page, &provider).await;
    // Somebody is sent a link that would sign them in as somebody else.
    mine.open("/login").await.expect(200);
    mine.open(&back).await.expect(403).says("autre navigateur");
    mine.open("/tickets").await.expect(200).says("Mot de passe");
    theirs.open(&back).await.expect(200).says("Ada Nouvelle");
    for nonsense in ["", "?state=&code=", "?error=access_denied", "?state=%00&code=x", "?code=a&code=b"] {
        let answer = mine.open(&format!("/login/provider/callback{nonsense}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 403), "{nonsense}: {}", answer.status);
    }
    println!("tries: 6");
}

#[tokio::test]
async fn what_does_not_hold_is_said_in_words_without_a_session() {
    let it = Installation::start().await;
    let provider = provided(&it, false).await;
    let mut browser = it.browser();
    let page = browser.open("/login?next=https://evil.example/").await;
    page.says("qu’aux responsables");
    provider.flaw(Some(Flaw::BadSignature));
    let back = leaves(&mut browser, &page, &provider).await;
    browser.open(&back).await.expect(502).says("token_signature").says("Réessayez");
    provider.flaw(None);
    provider.sign_in_as(Account { verified: None, ..Account::new("s-1", "ada@durand.example", "Ada") });
    let back = leaves(&mut browser, &page, &provider).await;
    browser.open(&back).await.expect(403).says("ne confirme pas");
    browser.open("/tickets").await.expect(200).says("Mot de passe");
    // Not led elsewhere afterwards.
    provider.sign_in_as(Account::new("s-1", "ada@durand.example", "Ada Nouvelle"));
    let back = leaves(&mut browser, &page, &provider).await;
    assert_eq!(browser.open(&back).await.path, "/tickets");
}
