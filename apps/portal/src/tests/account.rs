//! Signing in, the own account, the people of the company.

use super::installation::{Installation, PASSWORD};

#[tokio::test]
async fn the_page_that_was_asked_for_comes_after_the_sign_in() {
    let it = Installation::start().await;
    let _claire = it.signed_in("Claire", "manager").await;
    let mut late = it.browser();
    let asked = late.open("/people").await;
    let form = asked.page().form(r#"form[action="/login"]"#);
    let wrong =
        late.send(&asked, &form, &[("user", "claire"), ("password", "autre chose entièrement")]).await;
    wrong.expect(422).says("Nom ou mot de passe inconnu");
    let form = wrong.page().form(r#"form[action="/login"]"#);
    assert_eq!(form.value("user"), Some("claire"));
    let inside = late.send(&wrong, &form, &[("user", "claire@durand.example"), ("password", PASSWORD)]).await;
    assert_eq!(inside.path, "/people");
    let out = inside.page().form(r#"form[action="/logout"]"#);
    late.send(&inside, &out, &[]).await.expect(200).says("Connexion");
    late.open("/tickets").await.says("Connexion");
    for path in ["/terms", "/legal", "/accessibility", "/password"] {
        late.open(path).await.expect(200);
    }
}

#[tokio::test]
async fn forgetting_answers_the_same_for_everybody() {
    let it = Installation::start().await;
    let _claire = it.signed_in("Claire", "manager").await;
    let mut nobody = it.browser();
    let page = nobody.open("/password").await;
    let form = page.page().form("form.form");
    let unknown = nobody.send(&page, &form, &[("user", "personne")]).await;
    let known = nobody.send(&page, &form, &[("user", "claire")]).await;
    known.expect(200).says("Si ce compte existe");
    assert_eq!(unknown.page().words(), known.page().words());
}

#[tokio::test]
async fn an_account_is_changed_piece_by_piece() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    let saved = claire.send(&page, &details, &[("name", "Claire Martin"), ("locale", "en")]).await;
    saved.expect(200).says("Claire Martin").says("Details and call-back");
    let details = saved.page().form(r#"form[action="/account"]"#);
    claire.send(&saved, &details, &[("name", " ")]).await.expect(422).says("Give a name");
    let back = claire.send(&saved, &details, &[("locale", "fr")]).await;
    back.expect(200).says("C’est enregistré").says("Claire Martin");

    let phone = back.page().form(r#"form[action="/account/phone"]"#);
    claire.send(&back, &phone, &[("phone", "12")]).await.expect(422).says("Écrivez par exemple");
    let sent = claire.send(&back, &phone, &[("phone", "06 12 34 56 78")]).await;
    sent.expect(200).says("Un code vient de partir").says("Code reçu par SMS");
    claire.send(&sent, &phone, &[("phone", "06 12 34 56 78")]).await.says("moins d’une minute");
    let code = sent.page().form(r#"form[action="/account/phone/code"]"#);
    claire.send(&sent, &code, &[("code", "000")]).await.expect(422).says("Ce n’est pas le code");

    let news = sent.page().form(r#"form[action="/account/news"]"#);
    let none = claire.send(&sent, &news, &[("news", "none")]).await;
    assert_eq!(none.expect(200).page().form(r#"form[action="/account/news"]"#).value("news"), Some("none"));
    let link = none.page().form(r#"form[action="/account/password"]"#);
    claire.send(&none, &link, &[]).await.expect(200).says("vient de partir par e-mail");
}

#[tokio::test]
async fn a_manager_invites_and_removes_and_the_last_one_stays() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Envoyer l’invitation");
    let refused = claire.send(&page, &form, &[("name", ""), ("email", "sofia"), ("role", "member")]).await;
    refused.expect(422).says("Indiquez un nom").says("Une adresse contient un @");
    let taken = [("name", "Luc Bis"), ("email", "luc@durand.example"), ("role", "member")];
    claire.send(&page, &form, &taken).await.expect(422).says("C’est déjà pris");
    let filled = [("name", "Sofia"), ("email", "sofia@durand.example"), ("role", "manager")];
    let invited = claire.send(&page, &form, &filled).await;
    invited.expect(200).says("L’invitation est partie").says("pas encore connecté");
    let again = invited.page().form_with_button("Renvoyer l’invitation");
    claire.send(&invited, &again, &[]).await.expect(200);

    let remove = page.page().form_with_button("Retirer Luc");
    claire
        .send(&page, &remove, &[])
        .await
        .expect(200)
        .says("L’accès est retiré")
        .never_says("luc@durand.example");
    luc.open("/tickets").await.says("Connexion");
}

#[tokio::test]
async fn where_no_text_leaves_nobody_is_told_that_a_code_did() {
    let it = Installation::without_texts().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    page.says("Nous n’envoyons pas de SMS pour l’instant")
        .never_says("Recevoir un code")
        .never_says("Par SMS");
    let form = page.page().form(r#"form[action="/account/phone"]"#);
    let saved = claire.send(&page, &form, &[("phone", "06 12 34 56 78")]).await;
    saved.expect(200).says("C’est enregistré").never_says("Un code").never_says("Code reçu par SMS");
    let form = saved.page().form(r#"form[action="/account/phone"]"#);
    assert_eq!(form.value("phone"), Some("06 12 34 56 78"), "it serves to call her back");
    let tx = it.service.store().read(&it.scope).await.unwrap();
    let person = tx.persons().by_login("claire").await.unwrap().unwrap();
    assert!(tx.persons().phone_code(person.id).await.unwrap().is_none());
    let form = saved.page().form(r#"form[action="/account/phone"]"#);
    claire.send(&saved, &form, &[("phone", "")]).await.expect(200).says("retiré");
}

/// Whoever is signed in makes us send texts to numbers that nobody proved: by one network so many and no more.
#[tokio::test]
async fn codes_are_limited_by_network() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    let phone = page.page().form(r#"form[action="/account/phone"]"#);
    for digit in 0..10 {
        let number = format!("06 12 34 56 7{digit}");
        claire.send(&page, &phone, &[("phone", number.as_str())]).await.expect(200);
    }
    claire.send(&page, &phone, &[("phone", "06 12 34 56 80")]).await.expect(429);
    claire.send(&page, &phone, &[("phone", "")]).await.expect(200).says("retiré");
}

#[tokio::test]
async fn everything_is_in_the_language_of_the_account() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    claire.send(&page, &details, &[("locale", "en")]).await.expect(200);
    for path in ["/terms", "/legal", "/accessibility"] {
        let document = claire.open(path).await;
        assert_eq!(document.expect(200).page().attributes("html", "lang"), ["en"], "{path}");
    }
    // A link that was mailed is opened by a browser that knows nothing of her.
    let mut elsewhere = it.browser();
    let link = it.another_password("claire").await;
    let asked = elsewhere.open(&link).await;
    assert_eq!(asked.expect(200).page().attributes("html", "lang"), ["en"]);
    let form = asked.page().form("form.form");
    let refused = elsewhere.send(&asked, &form, &[("password", "short")]).await;
    assert_eq!(refused.expect(422).page().attributes("html", "lang"), ["en"]);
}

#[tokio::test]
async fn somebody_signs_out_where_they_left_themselves_signed_in() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let sign_in = async || {
        let mut browser = it.browser();
        let page = browser.open("/login").await;
        let form = page.page().form(r#"form[action="/login"]"#);
        browser.send(&page, &form, &[("user", "claire"), ("password", PASSWORD)]).await.expect(200);
        browser
    };
    let (mut one, mut two, mut three) = (sign_in().await, sign_in().await, sign_in().await);
    let page = claire.open("/account").await;
    page.expect(200).says("Où vous êtes connecté").says("celui-ci");
    let actions: Vec<_> = page.page().attributes("form[action^='/account/sessions/ses_']", "action");
    assert_eq!(actions.len(), 3);
    let form = page.page().form(&format!("form[action='{}']", actions[2]));
    let page = claire.send(&page, &form, &[]).await;
    page.expect(200).says("il faut s’y connecter à nouveau");
    one.open("/account").await.says("Mot de passe oublié");
    two.open("/account").await.expect(200).says("Claire");
    let form = page.page().form_with_button("Déconnecter tous les autres");
    claire.send(&page, &form, &[]).await.expect(200);
    for gone in [&mut two, &mut three] {
        gone.open("/account").await.says("Mot de passe oublié");
    }
    claire.open("/account").await.expect(200).says("celui-ci");
    claire.send(&page, &form, &[]).await.expect(200);
}

#[tokio::test]
async fn what_is_kept_of_somebody_is_fetched_by_them_alone() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    let page = luc.open("/account").await;
    let form = page.page().form_with_button("Préparer le fichier");
    let asked = luc.send(&page, &form, &[]).await;
    asked.expect(200).says("en préparation").never_says("Préparer le fichier");
    luc.send(&page, &form, &[]).await.expect(200).says("dans une heure");

    let tx = it.service.store().read(&it.scope).await.unwrap();
    let person = tx.persons().by_login("luc").await.unwrap().unwrap().id;
    let id = tx.exports().exports_of(person).await.unwrap()[0].id;
    drop(tx);
    let path = format!("/account/exports/{id}");
    luc.open(&path).await.expect(404);
    let size = Box::pin(it.service.write_export(&it.scope, id)).await.unwrap().unwrap();
    let mut tx = it.service.store().write(&it.scope).await.unwrap();
    it.service.export_written(&mut tx, id, size).await.unwrap();
    tx.commit().await.unwrap();

    luc.open("/account").await.expect(200).says("Télécharger le fichier demandé");
    let file = luc.open(&path).await;
    let header = |name: &str| file.expect(200).headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/zip");
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''rappel-"));
    assert_eq!(header("cache-control"), "private, no-store");
    claire.open(&path).await.expect(404);
    it.browser().open(&path).await.says("Connexion");
}
