//! What somebody prefers: ways and hours of news, clocks, light or dark; and no more e-mails, without signing in.

use rappel_domain::contact::Topic;

use super::installation::{Installation, open_ticket};

#[tokio::test]
async fn each_kind_of_news_has_its_ways_and_quiet_hours_are_both_or_none() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    let form = page.page().form(r#"form[action="/account/news"]"#);
    for (name, value) in [("news", "email"), ("closing", "email"), ("calls", "email"), ("quiet_from", "")] {
        assert_eq!(form.value(name), Some(value), "{name}");
    }
    let typed = [("news", "none"), ("calls", "none"), ("quiet_from", "20:00"), ("quiet_until", "")];
    let refused = claire.send(&page, &form, &typed).await;
    refused.expect(422).says("Il manque quelque chose");
    let form = refused.page().form(r#"form[action="/account/news"]"#);
    assert_eq!(form.value("news"), Some("none"), "what was chosen is kept");
    assert_eq!(form.value("quiet_from"), Some("20:00"));
    let same = claire.send(&refused, &form, &[("quiet_until", "20:00")]).await;
    same.expect(422).says("deux heures différentes");
    let form = same.page().form(r#"form[action="/account/news"]"#);
    let saved = claire.send(&same, &form, &[("quiet_until", "08:00")]).await;
    saved.expect(200).says("C’est enregistré");
    let form = saved.page().form(r#"form[action="/account/news"]"#);
    for (name, value) in [
        ("news", "none"),
        ("closing", "email"),
        ("calls", "none"),
        ("quiet_from", "20:00"),
        ("quiet_until", "08:00"),
    ] {
        assert_eq!(form.value(name), Some(value), "{name}");
    }
    // Another form of the page changes nothing of it.
    let details = saved.page().form(r#"form[action="/account"]"#);
    let renamed = claire.send(&saved, &details, &[("name", "Claire Martin")]).await;
    let form = renamed.page().form(r#"form[action="/account/news"]"#);
    assert_eq!((form.value("calls"), form.value("quiet_from")), (Some("none"), Some("20:00")));
}

#[tokio::test]
async fn light_or_dark_is_in_the_first_bytes_of_every_page_and_stays_in_this_browser() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let page = claire.open("/account").await;
    assert!(!page.body.contains("data-scheme") && page.body.contains(r#"content="light dark""#));
    let details = page.page().form(r#"form[action="/account"]"#);
    let dark = claire.send(&page, &details, &[("colour_scheme", "dark")]).await;
    let is_dark = |body: &str| {
        body.contains(r#"<html lang="fr" data-scheme="dark">"#)
            && body.contains(r#"<meta name="color-scheme" content="dark">"#)
    };
    assert!(is_dark(&dark.expect(200).body));
    assert!(is_dark(&claire.open("/tickets").await.body));
    assert!(is_dark(&claire.open("/tickets/99").await.expect(404).body), "error pages too");
    // In another browser once she is signed in, and in this one when she is not.
    let out = dark.page().form(r#"form[action="/logout"]"#);
    assert!(is_dark(&claire.send(&dark, &out, &[]).await.body));
    assert!(!it.browser().open("/login").await.body.contains("data-scheme"));
    let link = it.sign_in_link("claire").await;
    let mut phone = it.browser();
    let enter = phone.open(&link).await;
    let inside = phone.send(&enter, &enter.page().form("main form"), &[]).await;
    assert!(is_dark(&inside.expect(200).body));
    let page = phone.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    let system = phone.send(&page, &details, &[("colour_scheme", "")]).await;
    assert!(!system.expect(200).body.contains("data-scheme"));
}

#[tokio::test]
async fn times_are_those_of_the_account() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let number = open_ticket(&mut claire, "Autre", &[("description", "Une question")]).await;
    let path = format!("/tickets/{number}");
    let here = claire.open(&path).await.page().texts("main time");
    let page = claire.open("/account").await;
    let details = page.page().form(r#"form[action="/account"]"#);
    claire.send(&page, &details, &[("time_zone", "Pacific/Noumea")]).await.expect(200);
    let there = claire.open(&path).await.page().texts("main time");
    assert!(!here.is_empty() && here.len() == there.len());
    assert_ne!(here, there, "Nouméa is nine or ten hours ahead of Paris");
}

#[tokio::test]
async fn a_link_asks_and_its_button_or_a_mail_program_stops_the_news() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let chosen = async |claire: &mut rappel_testkit::Visitor| {
        let page = claire.open("/account").await;
        let form = page.page().form(r#"form[action="/account/news"]"#);
        ["news", "closing", "calls"].map(|name| form.value(name).unwrap().to_owned())
    };
    let answers = it.unsubscribe_link("claire", Topic::Answers).await;
    let mut nobody = it.browser();
    for _ in 0..2 {
        nobody.open(&answers).await.expect(200).says("quand nous répondons").never_says("C’est fait");
    }
    assert_eq!(chosen(&mut claire).await, ["email", "email", "email"], "looking changes nothing");
    let page = nobody.open(&answers).await;
    let done = nobody.send(&page, &page.page().form_with_button("Ne plus les recevoir"), &[]).await;
    done.expect(200).says("C’est fait").never_says("Ne plus les recevoir");
    assert_eq!(chosen(&mut claire).await, ["none", "email", "email"]);
    nobody.open("/tickets").await.says("Connexion");

    // RFC 8058: one field, no cookie, no origin, and no redirection.
    let calls = it.unsubscribe_link("claire", Topic::Calls).await;
    let mut program = it.browser();
    for _ in 0..2 {
        let request =
            program.request("POST".parse().unwrap(), &calls).form(&[("List-Unsubscribe", "One-Click")]);
        let answer = program.ask(request, &calls).await;
        assert_eq!((answer.status.as_u16(), answer.headers.get("set-cookie")), (200, None));
    }
    assert_eq!(chosen(&mut claire).await, ["none", "email", "none"]);

    let closing = it.unsubscribe_link("claire", Topic::Closing).await;
    for (field, value, status) in
        [("List-Unsubscribe", "One-click", 403), ("csrf", "x", 403), ("a", "b", 403)]
    {
        let request = program.request("POST".parse().unwrap(), &closing).form(&[(field, value)]);
        assert_eq!(program.ask(request, &closing).await.status, status, "{field}={value}");
    }
    // Somebody else's, forged, cut short.
    let forged = closing.replace(".closing.", ".answers.");
    for wrong in [forged.as_str(), &closing[..closing.len() - 2], "/unsubscribe/x"] {
        program.open(wrong).await.expect(404);
        let request =
            program.request("POST".parse().unwrap(), wrong).form(&[("List-Unsubscribe", "One-Click")]);
        assert_eq!(program.ask(request, wrong).await.status, 404, "{wrong}");
    }
    assert_eq!(chosen(&mut claire).await, ["none", "email", "none"]);
}
