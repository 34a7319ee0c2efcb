//! Whether a closed ticket is solved, on its page and by a link.

use super::installation::{Installation, open_ticket};

async fn close(browser: &mut rappel_testkit::Visitor, number: i64) {
    let ask = browser.open(&format!("/tickets/{number}/close")).await;
    browser.send(&ask, &ask.page().form_with_button("Oui, fermer"), &[]).await.expect(200);
}

#[tokio::test]
async fn it_is_said_on_the_page_of_a_closed_ticket_once() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let path = format!("/tickets/{number}");
    claire.open(&path).await.never_says("Est-ce résolu");
    close(&mut claire, number).await;
    let page = claire.open(&path).await;
    page.expect(200).says("Est-ce résolu");
    let form = page.page().form("form.feedback");
    assert_eq!(form.value("solved"), None, "nothing is chosen for anybody");

    let long = "x".repeat(501);
    let refused = claire.send(&page, &form, &[("remark", &long)]).await;
    refused.expect(422).says("Choisissez oui ou non").says("500 caractères au plus").says(&long);
    let form = refused.page().form("form.feedback");
    let words = "<b>Encore</b> une fois";
    let said = claire.send(&refused, &form, &[("solved", "no"), ("remark", words)]).await;
    said.expect(200).says("votre réponse est enregistrée").says("ce n’est pas résolu").says(words);
    said.never_says("Est-ce résolu ?");
    let again = claire.send(&refused, &form, &[("solved", "yes"), ("remark", "")]).await;
    again.expect(200).says("C’est trop tard").says("ce n’est pas résolu").says(words);

    let back = claire.send(&again, &again.page().form_with_button("Rouvrir"), &[]).await;
    back.expect(200).never_says(words);
}

#[tokio::test]
async fn a_link_asks_and_only_its_button_says_it() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    close(&mut claire, number).await;
    let link = it.feedback_link("claire", number).await;
    // Programs that open links choose nothing, as often as they come.
    for choice in ["", "?solved=yes", "?solved=no", "?solved=%3Cscript%3E&remark=a"] {
        let mut scanner = it.browser();
        let page = scanner.open(&format!("{link}{choice}")).await;
        page.expect(200).says("est-il résolu").never_says("Une question").never_says("<script>");
        assert_eq!(page.headers.get("referrer-policy").unwrap(), "same-origin");
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    }
    let mut nobody = it.browser();
    let page = nobody.open(&format!("{link}?solved=no")).await;
    let form = page.page().form("form.feedback");
    assert_eq!(form.value("solved"), Some("no"));
    let refused = nobody.send(&page, &form, &[("remark", &"x".repeat(501))]).await;
    refused.expect(422).says("500 caractères au plus");
    let said = nobody.send(&page, &form, &[("remark", "Cela revient")]).await;
    said.expect(200).says("ce n’est pas résolu").says("Cela revient").says("Ouvrir un nouveau ticket");
    // Later, and with another choice in the link, it shows what was said.
    nobody.open(&format!("{link}?solved=yes")).await.expect(200).says("Cela revient");
    let twice = nobody.send(&page, &form, &[("solved", "yes")]).await;
    twice.expect(404).says("Cela revient");
    claire.open(&format!("/tickets/{number}")).await.says("Cela revient");
    // Nobody is signed in by it.
    nobody.open("/tickets").await.says("Connexion");

    for wrong in ["x", "1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
        nobody.open(&format!("/feedback/{wrong}")).await.expect(404).says("30 jours");
    }
    let sign_in = it.sign_in_link("claire").await;
    nobody.open(&sign_in.replace("/login/link/", "/feedback/")).await.expect(404);
    nobody.open(&link.replace("/feedback/", "/login/link/")).await.expect(404);
}
