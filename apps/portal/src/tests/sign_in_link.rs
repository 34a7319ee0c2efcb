//! Signing in by a link, as seen from outside.

use std::time::{Duration, Instant};

use super::installation::Installation;

#[tokio::test]
async fn asking_for_a_link_tells_nothing_of_who_there_is() {
    let it = Installation::start().await;
    let _claire = it.signed_in("Claire", "manager").await;
    // Invited, and has never come.
    it.invitation("Anne", "member").await;
    let mut nobody = it.browser();
    let page = nobody.open("/login/link").await;
    let form = page.page().form("form.form");
    let mut answers = Vec::new();
    for user in ["claire", "claire@durand.example", "personne", "anne", ""] {
        let began = Instant::now();
        let answer = nobody.send(&page, &form, &[("user", user)]).await;
        assert!(began.elapsed() >= Duration::from_millis(250), "{user}: {:?}", began.elapsed());
        answer.expect(200);
        answers.push(answer.page().words());
    }
    assert!(answers.iter().all(|words| *words == answers[0]), "{answers:?}");
    // As many as messages may be made by one network, and no more.
    for _ in 0..5 {
        nobody.send(&page, &form, &[("user", "personne")]).await.expect(200);
    }
    nobody.send(&page, &form, &[("user", "claire")]).await.expect(429);
}

#[tokio::test]
async fn a_link_shows_a_button_and_the_button_signs_in() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let _luc = it.signed_in("Luc", "member").await;
    let link = it.sign_in_link("luc").await;
    let mut elsewhere = it.browser();
    let page = elsewhere.open(&link).await;
    page.expect(200).says("Durand & Fils en tant que Luc");
    elsewhere.open("/tickets").await.says("Connexion");
    let form = page.page().form("form.form");
    elsewhere.send(&page, &form, &[]).await.expect(200).says("Luc");
    let mut again = it.browser();
    again.open(&link).await.expect(404).says("15 minutes");

    // Of somebody who was removed meanwhile, it is none.
    let link = it.sign_in_link("luc").await;
    again.open(&link).await.expect(200);
    let people = claire.open("/people").await;
    let form = people.page().form_with_button("Retirer Luc");
    claire.send(&people, &form, &[]).await.expect(200);
    again.open(&link).await.expect(404);
    for wrong in ["x", "1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
        again.open(&format!("/login/link/{wrong}")).await.expect(404);
    }
}
