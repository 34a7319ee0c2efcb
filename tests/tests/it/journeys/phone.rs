//! Readiness: who could not be reached, and people who try their own phones.

use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{MARIE, PAUL, SENDER, ZOE},
};
use reqwest::Method;

journeys![who_cannot_be_reached_is_listed_until_it_is_put_right, a_phone_is_tried_by_its_owner_alone];

/// Proves the number by the code that comes.
pub(super) async fn prove(world: &World, visitor: &mut Visitor, number: &str) {
    let page = visitor.open("/me").await;
    let asked = visitor.send(&page, &page.page().form(r#"form[action="/me/phone"]"#), &[]).await;
    let text = world.sms_to(number, "est votre code").await;
    let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    let form = asked.page().form(r#"form[action="/me/phone/code"]"#);
    visitor.send(&asked, &form, &[("code", code.as_str())]).await.expect(200).says("Numéro vérifié");
}

/// Posts a test as a page of ours would, whatever the page offers.
async fn post_test(visitor: &mut Visitor, channel: &str, csrf: &str) -> Answer {
    let request = visitor
        .request(Method::POST, "/me/phone/test")
        .header("origin", format!("http://{}", visitor.host()))
        .header("sec-fetch-site", "same-origin")
        .form(&[("csrf", csrf), ("channel", channel), ("place", "http://evil.example/")]);
    visitor.ask(request, "/me/phone/test").await
}

async fn who_cannot_be_reached_is_listed_until_it_is_put_right(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    world.hire(PAUL).await;
    world.put_on_call(MARIE, &[PAUL]);
    let page = zoe.open("/readiness").await;
    page.expect(200).says("Marie Leroy").says("Paul Morel").says("Numéro non vérifié");
    assert_eq!(page.page().texts("h3").iter().filter(|it| *it == "Marie Leroy").count(), 1);
    // Whoever changes staff is led to them, everybody else to their own account.
    zoe.open(&page.page().link("Voir le compte")).await.expect(200);
    let own = marie.open("/readiness").await;
    own.expect(200).says("Votre numéro n’est pas vérifié");
    assert_eq!(own.page().link("Votre compte"), "/me");
    prove(&world, &mut marie, MARIE.phone).await;
    let page = zoe.open("/readiness").await;
    assert!(!page.page().texts("h3").contains(&"Marie Leroy".to_owned()), "{:?}", page.page().texts("h3"));
    page.says("Paul Morel");
    // Nothing reached her for long: a test puts that right.
    let long_ago = "'2026-01-01T00:00:00+00:00'";
    world
        .program
        .parts()
        .sql(&format!("UPDATE staff SET phone_verified_at = {long_ago} WHERE email = '{}'", MARIE.email));
    zoe.open("/readiness").await.says("Dernière preuve que ce numéro répond");
    let page = marie.open("/readiness").await;
    let sent = marie.send(&page, &page.page().form_with_button("Tester mon SMS"), &[]).await;
    assert_eq!(sent.expect(200).path, "/readiness");
    sent.says("Le test est parti");
    world.sms_to(MARIE.phone, "SMS de test").await;
    let sid =
        world.provider.taken().into_iter().rev().find(|it| it.body.contains("SMS de test")).unwrap().sid;
    tell(&world, &sid.unwrap()).await;
    zoe.open("/readiness").await.never_says("Dernière preuve");
}

/// Our address as the provider knows it.
pub(super) fn public(world: &World) -> String {
    let public = format!("http://{}", world.program.office().host());
    world.provider.route(&public, world.program.address());
    public
}

/// The provider says that it arrived, once our answer to it is written.
async fn tell(world: &World, sid: &str) {
    let sent = "SELECT count(*) FROM deliveries WHERE news = 'phone_test' AND state = 'sent'";
    let began = std::time::Instant::now();
    while world.program.parts().sql(sent) != ["1"] {
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "not sent");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    public(world);
    assert!(world.provider.tell(sid, "delivered", None).await.unwrap().status < 300);
}

async fn a_phone_is_tried_by_its_owner_alone(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    let page = marie.open("/me").await;
    page.expect(200).says("Tester mon téléphone").says("Votre numéro n’est pas vérifié");
    page.says("Les appels ne sont pas réglés");
    assert!(page.page().texts("button").iter().all(|it| !it.contains("Tester mon")), "nothing that fails");
    let csrf = page.page().form(r#"form[action="/logout"]"#).value("csrf").unwrap().to_owned();
    // What the page does not offer is refused with the reason, and leads nowhere else.
    for (channel, why) in
        [("sms", "Votre numéro n’est pas vérifié"), ("voice", "Les appels ne sont pas réglés")]
    {
        let answer = post_test(&mut marie, channel, &csrf).await;
        assert_eq!((answer.status.as_u16(), answer.headers["location"].to_str().unwrap()), (303, "/me"));
        marie.open("/me").await.says("Le test n’est pas parti").says(why);
    }
    assert_eq!(post_test(&mut marie, "email", &csrf).await.status, 400);
    assert!(
        post_test(&mut marie, "sms", "x").await.status.is_client_error(),
        "without the token of its session"
    );
    let looked = marie.open("/me/phone/test").await;
    assert_eq!(
        (looked.status.as_u16(), looked.path.as_str()),
        (200, "/me"),
        "whoever looks is led to the form"
    );

    prove(&world, &mut marie, MARIE.phone).await;
    let page = marie.open("/me").await;
    let form = page.page().form_with_button("Tester mon SMS");
    let sent = marie.send(&page, &form, &[]).await;
    assert_eq!(sent.expect(200).path, "/me");
    sent.says("Le test est parti");
    let text = world.sms_to(MARIE.phone, "SMS de test").await;
    assert!(text.ends_with("répondez TEST"), "{text}");
    let sid = world.provider.taken().into_iter().rev().find(|it| it.body == text).unwrap().sid.unwrap();
    tell(&world, &sid).await;
    let page = marie.open("/me").await;
    page.says("envoyé").says("reçu").says("Ce numéro vous atteint").says("Le prochain est possible à");
    // A second time at once, from the page of before.
    marie.send(&page, &form, &[]).await.expect(200).says("Le test n’est pas parti. Un test vient de partir.");
    let tests = world.provider.taken().into_iter().filter(|it| it.body.contains("SMS de test"));
    assert_eq!(tests.map(|it| it.to).collect::<Vec<_>>(), [MARIE.phone], "one, to nobody else");
    // Whoever sees every message may not send this one again.
    let log = zoe.open("/deliveries?channel=sms").await;
    log.expect(200).says("test de son téléphone");
    let line = log.page().link("test de son téléphone");
    let line = zoe.open(&line).await;
    line.expect(200).never_says("Envoyer à nouveau");
    let again = zoe.request(Method::POST, &format!("{}/again", line.path));
    let csrf = line.page().form(r#"form[action="/logout"]"#).value("csrf").unwrap().to_owned();
    let again = again
        .header("origin", format!("http://{}", zoe.host()))
        .header("sec-fetch-site", "same-origin")
        .form(&[("csrf", csrf.as_str())]);
    let refused = zoe.ask(again, "/deliveries").await;
    assert!(refused.status.is_client_error(), "{}", refused.status);

    // Answered by text, it is confirmed, and nothing else comes of it.
    let hook = format!("{}/hooks/twilio/sms", public(&world));
    world.provider.inbound(&hook, MARIE.phone, SENDER, "test").await.unwrap();
    marie.open("/me").await.says("répondu");
}
