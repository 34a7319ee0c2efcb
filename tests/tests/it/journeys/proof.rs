//! The proof of a callback and the reports: from the page to "reached", and what a change behind our back looks like.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor,
    provider::ReceiptStep,
    world::{DURAND, MARIE, PASSWORD, PAUL, ZOE},
};
use serde_json::Value;

use super::urgent::Scene;

journeys![what_became_of_a_callback_is_proved, only_supervisors_see_reports];

async fn what_became_of_a_callback_is_proved(column: Column) {
    let mut scene = Scene::set(column).await;
    let office = scene.world.program.office();
    scene.world.provider.route(&format!("http://{}", office.host()), scene.world.program.address());
    scene.world.provider.receipts([ReceiptStep::new(Duration::from_millis(100), "delivered")]);
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let reference = scene.world.provider.taken().iter().find_map(|sms| sms.sid.clone()).unwrap();
    scene.reply(MARIE, "Ok je prends !").await;
    scene.client_reads(&number, "Marie Leroy").await;
    scene.reply(MARIE, "2").await;
    scene.client_reads(&number, "Nous vous avons joint").await;

    let mut zoe = signed_in(&scene, ZOE.email).await;
    let ticket = zoe.open(&format!("/queue/{}/{number}", DURAND.slug)).await;
    let proof = ticket.page().attributes(".callback-kicker a", "href").remove(0);
    // Nothing is under way any more: what is still sent would add to the facts between two looks at them.
    let page = until(&mut zoe, &proof, |words| {
        words.contains("accusé « delivered »") && !words.contains("· en attente ·")
    })
    .await;
    let words = page.page().words();
    for said in [
        "Client joint par Marie Leroy",
        "dès la demande",
        &reference,
        "Marie Leroy a répondu : « Ok je prends ! »",
        "Marie Leroy a répondu : « 2 »",
        "Chaîne vérifiée",
        "Texte et adresse identiques",
        "Rappeler Claire Martin",
        MARIE.phone,
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains("La chaîne se rompt"), "{words}");
    // From the log of messages too.
    let log = zoe.open("/deliveries").await;
    assert!(log.page().attributes("a", "href").contains(&proof), "{}", log.body);

    let by_staff = by_api(&mut zoe, &scene, &proof, Who::Staff).await;
    assert_eq!(by_staff["chain"]["whole"], true, "{by_staff}");
    let length = by_staff["chain"]["length"].as_i64().unwrap();
    assert!(words.contains(&format!("les {length} faits")), "{words}");
    let said = by_staff.to_string();
    assert!(
        said.contains(&reference) && said.contains(MARIE.phone) && said.contains("Ok je prends !"),
        "{said}"
    );
    let events = by_staff["events"].as_array().unwrap();
    let kinds: Vec<&str> = events.iter().map(|it| it["event"]["event"].as_str().unwrap()).collect();
    for kind in ["step_due", "message_sent", "receipt_came", "replied", "callback_taken", "reached"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    for pair in
        events.windows(2).filter(|pair| pair[1]["seq"].as_i64() == pair[0]["seq"].as_i64().map(|it| it + 1))
    {
        assert_eq!(pair[1]["previous"], pair[0]["hash"]);
    }
    let by_client = by_api(&mut zoe, &scene, &proof, Who::Tenant).await;
    assert_eq!(by_client["chain"], by_staff["chain"]);
    let said = by_client.to_string();
    assert!(said.contains("callback_taken") && !said.contains(MARIE.phone), "{said}");
    assert!(!said.contains("step_due") && !said.contains("je prends"), "{said}");

    reports(&mut zoe, &number).await;
    let doctor = doctor(&scene);
    assert!(doctor.contains("tickets are as they were written"), "{doctor}");

    // Somebody with the database makes it look as if the client had been reached sooner.
    let parts = scene.world.program.parts();
    let earlier = match column {
        Column::Embedded => "UPDATE events SET at = replace(at, '20', '19') WHERE kind = 'reached'",
        Column::Production => "UPDATE events SET at = at - interval '1 minute' WHERE kind = 'reached'",
    };
    parts.tamper(earlier);
    let page = zoe.open(&proof).await;
    page.expect(200).says("il a été modifié après coup").says("La chaîne se rompt ici");
    let doctor = self::doctor(&scene);
    assert!(doctor.contains(&format!("The first is #{number} of {}", DURAND.name)), "{doctor}");
    assert!(doctor.contains("BROKEN  The facts of 1 of 1 tickets"), "{doctor}");
    scene.nothing_was_wrong();
}

/// The figures of the page and of its table for other programs.
async fn reports(zoe: &mut Visitor, number: &str) {
    let page = zoe.open("/reports").await;
    page.expect(200).says("Marie Leroy").says(DURAND.name).says("100 % (1 sur 1)");
    assert!(page.page().texts("svg title").contains(&"Par client".to_owned()), "{}", page.body);
    assert_eq!(page.page().texts("svg").len(), 4, "{}", page.body);
    let csv = page.page().attributes("a[download]", "href").remove(0);
    let table = zoe.open(&csv).await;
    let lines: Vec<&str> = table.expect(200).body.split("\r\n").collect();
    assert_eq!((lines.len(), lines[2]), (3, ""), "{lines:?}");
    assert!(lines[0].starts_with("client,ticket,category,requested_at"), "{lines:?}");
    assert!(lines[1].starts_with(&format!("{},{number},URGENT,", DURAND.name)), "{lines:?}");
    assert!(lines[1].contains(",Marie Leroy,") && lines[1].ends_with(",yes"), "{lines:?}");
    zoe.open("/reports?from=2020-01-01&to=2020-02-01").await.expect(200).says("Aucun rappel");
    zoe.open("/reports?from=hier").await.expect(422).says("Un jour comme");
    zoe.open("/reports?tenant=nobody").await.expect(404);
}

async fn only_supervisors_see_reports(column: Column) {
    let scene = Scene::set(column).await;
    let mut paul = signed_in(&scene, PAUL.email).await;
    let page = paul.open("/queue").await;
    assert!(!page.page().attributes("nav a", "href").contains(&"/reports".to_owned()));
    for path in ["/reports", "/reports/callbacks.csv", "/reports/feedback.csv"] {
        paul.open(path).await.expect(403);
    }
    let mut zoe = signed_in(&scene, ZOE.email).await;
    let page = zoe.open("/reports").await;
    page.expect(200).says("Aucun rappel pendant cette période");
    assert!(page.page().attributes("nav a", "href").contains(&"/reports".to_owned()));
}

pub(super) async fn signed_in(scene: &Scene, user: &str) -> Visitor {
    let mut visitor = scene.world.program.office();
    let page = visitor.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    visitor.send(&page, &form, &[("user", user), ("password", PASSWORD)]).await.expect(200);
    visitor
}

async fn until(
    visitor: &mut Visitor,
    path: &str,
    is_so: impl Fn(&str) -> bool,
) -> rappel_testkit::visitor::Answer {
    let began = Instant::now();
    loop {
        let page = visitor.open(path).await;
        let words = page.page().words();
        if is_so(&words) {
            return page;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{words}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What `rappel doctor` says; some of it is broken in a test, such as a provider at localhost.
fn doctor(scene: &Scene) -> String {
    let output = scene.world.program.command(&["doctor"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Tenant,
    Staff,
}

/// The proof as JSON, by a key that is made for it.
async fn by_api(zoe: &mut Visitor, scene: &Scene, proof: &str, who: Who) -> Value {
    let page = zoe.open(&format!("/tenants/{}/keys", DURAND.slug)).await;
    let form = page.page().form("form.form");
    let name = format!("{who:?}");
    let acts_for = page.page().attributes("[name=acts_for]", "value");
    let mut filled = vec![("name", name.as_str()), ("scopes[]", "callbacks:read")];
    let chosen = acts_for.iter().find(|it| (it.as_str() == "staff") == (who == Who::Staff));
    if let Some(chosen) = chosen {
        filled.push(("acts_for", chosen));
    }
    let made = zoe.send(&page, &form, &filled).await;
    let key = made.expect(201).page().texts(".secret").remove(0);
    let id = proof.rsplit('/').next().unwrap();
    let mut program = scene.world.program.office();
    let path = format!("/api/v1/callbacks/{id}/proof");
    let request = program
        .request(reqwest::Method::GET, &path)
        .header("authorization", format!("Bearer {}", key.trim()));
    let answer = program.ask(request, &path).await;
    serde_json::from_str(&answer.expect(200).body).unwrap()
}
