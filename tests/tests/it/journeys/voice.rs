//! Calls: a page that rings, "call me and connect me", and a phone that is tried by its owner; through the real program, with
//! the provider that checks every request.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, World,
    provider::{Recorded, Reply},
    world::{Colleague, MARIE, PAUL, SENDER, SOON},
};

use super::{
    phone::{prove, public},
    urgent::{Scene, press},
};

journeys![
    whoever_sleeps_through_the_text_is_called_and_takes_it_by_a_digit,
    call_me_and_connect_me_from_the_page_of_the_link,
    my_call_is_tried_from_the_account,
];

/// A world in which people are called so many seconds after their text.
async fn that_calls(column: Column, after: &str) -> World {
    let mut world = World::invited(column).await;
    world.program.set("VOICE__PROVIDER", "twilio");
    world.program.set("VOICE__DELAY_SECONDS", after);
    world.program.serve().await;
    public(&world);
    world
}

/// The call to a phone, once what the provider calls it is known here.
async fn call(world: &World, colleague: Colleague) -> Recorded {
    let began = Instant::now();
    let known = "SELECT count(*) FROM deliveries WHERE channel = 'voice' AND state = 'sent'";
    loop {
        let call = world.provider.calls().into_iter().find(|call| call.to == colleague.phone);
        if let Some(call) = call.filter(|_| world.program.parts().sql(known) == ["1"]) {
            assert_eq!(call.field("From"), Some(SENDER));
            return call;
        }
        assert!(began.elapsed() < SOON, "{} is not called: {:#?}", colleague.name, world.provider.requests());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// What stands between two words of what is heard.
fn between<'a>(heard: &'a Reply, from: &str, to: &str) -> &'a str {
    let (_, rest) = heard.body.split_once(from).unwrap_or_else(|| panic!("no {from}: {heard:?}"));
    rest.split(to).next().unwrap_or_default()
}

/// Where the digit goes that is asked for.
fn action(heard: &Reply) -> String {
    between(heard, "action=\"", "\"").replace("&amp;", "&")
}

#[track_caller]
fn hears(heard: &Reply, words: &str) {
    assert!(heard.status == 200 && heard.body.contains(words), "{words}: {heard:?}");
}

async fn whoever_sleeps_through_the_text_is_called_and_takes_it_by_a_digit(column: Column) {
    let mut scene = Scene::of(that_calls(column, "3").await).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let texted = Instant::now();
    let sid = call(&scene.world, MARIE).await.sid.unwrap();
    assert!(texted.elapsed() > Duration::from_secs(2), "the text comes first: {:?}", texted.elapsed());
    let provider = &scene.world.provider;
    let heard = provider.pick_up(&sid, "human").await.unwrap();
    hears(&heard, "Appel urgent, ticket");
    hears(&heard, "Claire Martin, Durand &amp; Fils");
    // 0 says it again; 1 takes it.
    assert_eq!(provider.press(&sid, &action(&heard), "0").await.unwrap(), heard);
    let taken = provider.press(&sid, &action(&heard), "1").await.unwrap();
    hears(&taken, "l&apos;appel est à vous");
    hears(&taken, "<Hangup/>");
    assert_eq!(provider.hang_up(&sid, "completed").await.unwrap().status, 204);
    let text = scene.world.sms_to(MARIE.phone, &format!("OK: #{number} est à vous")).await;
    assert!(text.contains("+33612345678") && text.contains("Rep. 4"), "{text}");
    scene.client_reads(&number, "Marie Leroy vous appelle").await;
    let parts = scene.world.program.parts();
    assert_eq!(parts.sql("SELECT phase FROM callbacks"), ["accepted"]);
    assert_eq!(parts.sql("SELECT state FROM deliveries WHERE channel = 'voice'"), ["delivered"]);
    assert_eq!(scene.sms_count(PAUL), 0, "nobody else was disturbed");
    scene.nothing_was_wrong();
}

async fn call_me_and_connect_me_from_the_page_of_the_link(column: Column) {
    let mut scene = Scene::of(that_calls(column, "300").await).await;
    let number = scene.alarm().await;
    let (mut phone, page) = scene.phone(MARIE, &number).await;
    assert!(!page.page().texts("button").iter().any(|it| it.contains("mettez-moi")), "first it is taken");
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    let rings = press(&mut phone, &mine, "Appelez-moi et mettez-moi en relation").await;
    rings.expect(200).says("Votre téléphone va sonner");
    assert!(rings.path.ends_with("/connect"), "{}", rings.path);
    let sid = call(&scene.world, MARIE).await.sid.unwrap();
    let provider = &scene.world.provider;
    let heard = provider.pick_up(&sid, "human").await.unwrap();
    hears(&heard, "Mise en relation avec Claire Martin");
    assert!(!heard.body.contains("<Dial"), "a mailbox is not connected with the client");
    let dial = provider.press(&sid, &action(&heard), "1").await.unwrap();
    assert_eq!(between(&dial, "<Number>", "<"), "+33612345678");
    assert_eq!(between(&dial, "callerId=\"", "\""), SENDER, "neither sees the other's number");
    assert!(!dial.body.contains(MARIE.phone), "{dial:?}");
    let asked = provider.dial_ended(&sid, &action(&dial), "completed", 83).await.unwrap();
    hears(&asked, "Si le client est joint, tapez 1");
    hears(&provider.press(&sid, &action(&asked), "1").await.unwrap(), "C&apos;est noté");
    provider.hang_up(&sid, "completed").await.unwrap();
    scene.client_reads(&number, "Marie Leroy vous a joint").await;
    phone.open(&mine.path.replace("/take", "")).await.expect(200).says("Client joint, merci");
    assert_eq!(scene.world.provider.calls().len(), 1, "one call, to Marie");
    scene.nothing_was_wrong();
}

async fn my_call_is_tried_from_the_account(column: Column) {
    let world = that_calls(column, "300").await;
    let mut marie = world.hire(MARIE).await;
    prove(&world, &mut marie, MARIE.phone).await;
    let page = marie.open("/me").await;
    page.never_says("Les appels ne sont pas réglés");
    press(&mut marie, &page, "Tester mon appel").await.expect(200).says("Le test est parti");
    let sid = call(&world, MARIE).await.sid.unwrap();
    let heard = world.provider.pick_up(&sid, "human").await.unwrap();
    hears(&heard, "Ceci est un appel de test");
    marie.open("/me").await.says("Pas encore de touche tapée");
    let confirmed = world.provider.press(&sid, &action(&heard), "1").await.unwrap();
    hears(&confirmed, "un appel vous atteint sur ce numéro");
    world.provider.hang_up(&sid, "completed").await.unwrap();
    marie.open("/me").await.says("touche tapée").says("Ce numéro vous atteint");
    assert_eq!(world.provider.calls().len(), 1);
    assert!(world.provider.violations().is_empty(), "{:#?}", world.provider.violations());
}
