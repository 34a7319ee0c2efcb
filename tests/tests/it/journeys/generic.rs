//! A provider that an operator has described: our requests as the template says, replies and receipts that it signs.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use rappel_testkit::{
    Column, World,
    provider::{Channel, GENERIC_KEY},
    world::{MARIE, PAUL, SOON},
};
use reqwest::Method;
use sha2::Sha256;

use super::urgent::Scene;

journeys![a_reply_takes_the_call, a_receipt_says_what_became_of_a_text];

const SECRET: &str = "secret-of-the-generic-provider";

async fn set(column: Column) -> Scene {
    let mut world = World::invited(column).await;
    world.program.set("SMS__PROVIDER", "http");
    world.program.set("SMS__HTTP__URL", &world.provider.generic_url());
    world.program.set("SMS__HTTP__AUTHORIZATION", &format!("Bearer {GENERIC_KEY}"));
    world.program.set(
        "SMS__HTTP__BODY",
        r#"{"to": {{to}}, "text": {{text}}, "reference": {{reference}}, "callback": {{status_callback}}}"#,
    );
    world.program.set("SMS__HTTP__ID_POINTER", "/messages/0/id");
    world.program.set("SMS__HTTP__INBOUND_SECRET", SECRET);
    world.program.serve().await;
    Scene::of(world).await
}

/// Posts JSON as the provider does, to a path or to the address that it was given; answers the status.
async fn post(scene: &Scene, address: &str, body: &serde_json::Value, secret: &str) -> u16 {
    let body = body.to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let signature = mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let mut provider = scene.world.program.office();
    let request = provider.request(Method::POST, address).header("x-rappel-signature", signature).body(body);
    provider.ask(request, address).await.status.as_u16()
}

async fn a_reply_takes_the_call(column: Column) {
    let mut scene = set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let sent = scene.world.provider.taken().into_iter().find(|sms| sms.to == MARIE.phone).unwrap();
    assert_eq!(sent.channel, Channel::Generic);
    let reply = |from: &str, text: &str| serde_json::json!({ "from": from, "text": text, "id": text });
    // Somebody who knows the address but not the secret, and a stranger.
    assert_eq!(post(&scene, "/hooks/sms/inbound", &reply(MARIE.phone, "1"), "guess").await, 403);
    assert_eq!(post(&scene, "/hooks/sms/inbound", &reply("+33699999999", "1"), SECRET).await, 204);
    scene.claire.open(&format!("/tickets/{number}")).await.never_says("Marie Leroy");

    assert_eq!(
        post(&scene, "/hooks/sms/inbound", &reply("06 11 00 00 02", "Oui, je prends"), SECRET).await,
        204
    );
    scene.world.sms_to(MARIE.phone, &format!("OK: #{number}")).await;
    scene.client_reads(&number, "Marie Leroy").await;
    // Sent again, as providers do, it takes nothing twice.
    assert_eq!(post(&scene, "/hooks/sms/inbound", &reply(MARIE.phone, "1"), SECRET).await, 204);
    assert_eq!(post(&scene, "/hooks/sms/inbound", &reply(MARIE.phone, "2"), SECRET).await, 204);
    scene.client_reads(&number, "Nous vous avons joint").await;
    let page = scene.claire.open(&format!("/tickets/{number}")).await;
    let taken = page.page().texts(".fact").iter().filter(|fact| fact.contains("a pris la demande")).count();
    assert_eq!((taken, scene.sms_count(PAUL)), (1, 0));
    scene.nothing_was_wrong();
}

async fn a_receipt_says_what_became_of_a_text(column: Column) {
    let mut scene = set(column).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let sent = scene.world.provider.taken().into_iter().find(|sms| sms.to == MARIE.phone).unwrap();
    let callback = sent.fields.iter().find(|(name, _)| *name == "callback").unwrap().1.clone();
    let receipt = |status: &str| serde_json::json!({ "id": sent.sid, "status": status, "detail": "off" });
    let sql = |statement: &str| scene.world.program.parts().sql(statement);
    let state = || {
        sql(
            "SELECT state FROM deliveries WHERE channel = 'sms' AND ticket_id IS NOT NULL ORDER BY id LIMIT 1",
        )
    };
    let count = || sql("SELECT count(*) FROM receipts");
    // The provider has it a moment before we have its answer.
    let began = Instant::now();
    while state() != ["sent"] {
        assert!(began.elapsed() < SOON, "{:?}", state());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(post(&scene, &callback, &receipt("undelivered"), "guess").await, 403);
    assert_eq!((state(), count()), (vec!["sent".to_owned()], vec!["0".to_owned()]));

    // Nobody reads this phone now: the next person is paged at once.
    assert_eq!(post(&scene, &callback, &receipt("undelivered"), SECRET).await, 204);
    assert_eq!(state(), ["undelivered"]);
    let text = scene.world.sms_to(PAUL.phone, &format!("#{number}")).await;
    assert!(text.contains("+33612345678"), "{text}");
    // Twenty times more, and late news of before: nothing changes.
    for _ in 0..20 {
        assert_eq!(post(&scene, &callback, &receipt("undelivered"), SECRET).await, 204);
        assert_eq!(post(&scene, &callback, &receipt("sent"), SECRET).await, 204);
    }
    assert_eq!(state(), ["undelivered"]);
    assert_eq!(scene.sms_count(PAUL), 1);
    scene.nothing_was_wrong();
}
