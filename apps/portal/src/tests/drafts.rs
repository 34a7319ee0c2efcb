//! What was typed when a session had ended comes back after signing in, without a script.

use rappel_testkit::{Visitor, visitor::Answer};

use super::installation::{Installation, PASSWORD, open_ticket};

/// Signs out in another window of the same browser.
async fn end_session(browser: &Visitor) {
    let mut window = browser.clone();
    let page = window.open("/tickets").await;
    window.send(&page, &page.page().form("form[action='/logout']"), &[]).await.expect(200);
}

async fn sign_in(browser: &mut Visitor, page: &Answer, user: &str) -> Answer {
    let form = page.page().form("form[action='/login']");
    let wrong = browser.send(page, &form, &[("user", user), ("password", "not this one")]).await;
    wrong.expect(422).says("Votre session est terminée");
    let form = wrong.page().form("form[action='/login']");
    browser.send(&wrong, &form, &[("user", user), ("password", PASSWORD)]).await
}

#[tokio::test]
async fn a_reply_outlives_its_session() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let path = format!("/tickets/{number}");
    for cookie in ["kept", "dropped"] {
        let text = format!("Voici <b>mon</b> texte & le reste, {cookie}");
        let text = text.as_str();
        let page = claire.open(&path).await;
        let form = page.page().form("form.reply");
        end_session(&claire).await;
        if cookie == "dropped" {
            // A piece of the page was fetched again meanwhile, and the browser has forgotten the session.
            claire.open(&format!("{path}/fragment")).await.says("Connexion");
        }
        let ended = claire.send(&page, &form, &[("body", text)]).await;
        ended.expect(if cookie == "kept" { 401 } else { 403 });
        ended.says("Votre session est terminée").says(text);
        assert!(!ended.body.contains("<b>mon</b>"), "{}", ended.body);
        let csrf = form.value("csrf").unwrap();
        assert!(!ended.body.contains(csrf), "the token of the old form does not go along");

        let back = sign_in(&mut claire, &ended, "claire").await;
        claire.open(&path).await.never_says(text);
        back.expect(200).says("votre texte est revenu").says("Une question");
        let form = back.page().form("form.reply");
        assert_eq!(form.value("body").map(str::trim), Some(text));
        let sent = claire.send(&back, &form, &[]).await;
        sent.expect(200).says("Votre message est envoyé").says(text);
        let count = sent.page().texts(".message-body").len();
        let again = claire.send(&back, &form, &[]).await;
        assert_eq!(again.expect(200).page().texts(".message-body").len(), count, "sent twice it is one");
    }
}

/// And what another person may not see is not shown to them.
#[tokio::test]
async fn a_new_ticket_outlives_its_session() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Site web");
    end_session(&claire).await;
    claire.open("/tickets/1/fragment").await;
    let filled = [("category", category.as_str()), ("description", "Le site\nest lent")];
    let ended = claire.send_files(&page, &form, &filled, &[("files", "a.txt", b"x")]).await;
    ended.expect(403).says("Votre session est terminée").says("Le site est lent");
    let back = sign_in(&mut claire, &ended, "claire").await;
    let form = back.expect(200).page().form("form.form-ticket");
    assert_eq!(form.value("category"), Some(category.as_str()));
    assert_eq!(form.value("description").map(str::trim), Some("Le site\nest lent"));
    claire.send(&back, &form, &[]).await.expect(200).says("Le site est lent");

    let page = claire.open("/tickets/2").await;
    let form = page.page().form("form.reply");
    end_session(&claire).await;
    let ended = claire.send(&page, &form, &[("body", "Pour vous seuls, et assez long pour une ligne")]).await;
    let _luc = it.signed_in("Luc", "member").await;
    let strange = sign_in(&mut claire, &ended, "luc").await;
    strange.expect(404).never_says("Le site est lent").says("Pour vous seuls");
    // What is sent to other addresses gets the plain answer.
    let mut nobody = it.browser();
    let login = nobody.open("/login").await;
    let mut form = login.page().form("form[action='/login']");
    form.action = "/account/news".to_owned();
    nobody.send(&login, &form, &[]).await.expect(401).never_says("Votre session est terminée");
}
