//! What is known of a summons decides who is paged next, and who hears of it.

use std::time::{Duration, Instant};

use rappel_domain::callback::Via;
use rappel_domain::phone::Phone;
use rappel_service::{Error, callbacks::Outcome};
use rappel_testkit::provider::Answer;

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column};

const SOON: Duration = Duration::from_secs(8);
/// From what shows that somebody was not reached to the next page.
const GATE: Duration = Duration::from_secs(5);
const KARIM: &str = "+33622222222";
const FALLBACK: &str = "+33644444444";

async fn reply(world: &World, words: &str, id: Option<&str>) {
    world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), words, id).await.unwrap();
}

async fn callback(world: &World, number: i64) -> rappel_domain::id::CallbackId {
    let page = world.service.ticket(&world.claire, number).await.unwrap();
    page.callback.unwrap().callback.id
}

#[tokio::test(flavor = "multi_thread")]
async fn two_texts_that_fail_at_the_same_moment_page_the_next() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.on_call_too("Karim Haddad", KARIM).await;
        let refused = [Answer::Refused { status: 400, code: 21211 }; 6];
        world.provider.script_for(MARIE, refused);
        world.provider.script_for(KARIM, refused);
        for round in 1..=6 {
            world.parts.sql("UPDATE staff SET sms_refused_at = NULL");
            world.forget_texts();
            world.open_another(&format!("round {round}")).await;
            world.texts(PAUL, round, SOON).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_can_only_be_written_to_is_not_waited_for() {
    on_each_column(Carriers::Twilio, |world| async move {
        reply(&world, "STOP", None).await;
        world.open_urgent().await;
        world.texts(PAUL, 1, SOON).await;
        assert!(!world.provider.requests().iter().any(|text| text.to == MARIE));
        let page = "SELECT count(*) FROM deliveries WHERE channel = 'email' AND news = 'page'";
        world.eventually(page, &["1"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_a_page_by_stop_is_not_waited_for() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.eventually("SELECT state FROM summons WHERE channel = 'sms'", &["sent"]).await;
        let stopped = Instant::now();
        reply(&world, "STOP", None).await;
        world.texts(PAUL, 1, SOON).await;
        assert!(stopped.elapsed() < GATE, "{:?}", stopped.elapsed());
        // Said once more it changes nothing.
        reply(&world, "stop", None).await;
        assert_eq!(world.parts.sql("SELECT position FROM callbacks"), ["2"]);
        assert_eq!(world.parts.sql("SELECT count(*) FROM events WHERE kind = 'summons_failed'"), ["1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nobody_on_call_supervisors_and_the_fallback_hear_it_at_once() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE rotas SET shifts = '[]'");
        world.parts.sql(&format!("UPDATE tenants SET fallback_phone = '{FALLBACK}' WHERE kind = 'operator'"));
        let form = world.service.ticket_form(&world.claire, None).await.unwrap();
        assert!(!form.urgent.someone_on_call, "supervisors are the way out, not the ones on call");
        world.open_urgent().await;
        let first = world.texts(PAUL, 1, SOON).await.remove(0);
        assert!(first.body.starts_with("URGENT #1"), "nobody was paged before: {}", first.body);
        let fallback = world.texts(FALLBACK, 1, SOON).await.remove(0);
        assert!(fallback.body.starts_with("DERNIER RECOURS #1"), "{}", fallback.body);
        assert!(!fallback.body.contains("rep. 1") && !fallback.body.contains("/a/"), "{}", fallback.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_says_so_once_and_only_who_was_paged() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        let (id, marie) = (callback(&world, 1).await, world.marie_on().await);
        for _ in 0..3 {
            world.service.outcome(&marie, id, Outcome::Cannot).await.unwrap();
        }
        world.texts(PAUL, 1, SOON).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(world.parts.sql("SELECT position FROM callbacks"), ["2"], "one step on, not three");
        assert_eq!(world.parts.sql("SELECT count(*) FROM events WHERE kind = 'callback_declined'"), ["1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_paged_cannot_hand_it_over() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE rotas SET shifts = '[]'");
        world.open_urgent().await;
        world.texts(PAUL, 1, SOON).await;
        let (id, marie) = (callback(&world, 1).await, world.marie_on().await);
        let refused = world.service.outcome(&marie, id, Outcome::Cannot).await;
        assert!(matches!(refused, Err(Error::Refused(rappel_domain::Refusal::NotYours))), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_comes_twice_is_read_once() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        // Too early: it is nobody's yet, and that is what she hears.
        reply(&world, "2", Some("SM0")).await;
        let early = world.texts(MARIE, 2, SOON).await.remove(1);
        assert!(early.body.contains("Répondez 1 pour le prendre"), "{}", early.body);
        for _ in 0..3 {
            reply(&world, "1", Some("SM1")).await;
        }
        for _ in 0..3 {
            reply(&world, "3", Some("SM2")).await;
        }
        world.texts(MARIE, 4, SOON).await;
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        assert_eq!(world.parts.sql("SELECT tries FROM callbacks"), ["1"]);
        assert_eq!(world.texts(MARIE, 4, SOON).await.len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_sent_again_rings_again_until_somebody_has_it() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        let office = world.office().await;
        let filter = rappel_service::deliveries::LogFilter::default();
        let log = Box::pin(world.service.delivery_log(&office, &filter, None));
        let page = log
            .await
            .unwrap()
            .rows
            .into_iter()
            .map(|(delivery, _)| delivery)
            .find(|it| it.summons.is_some() && it.channel == rappel_domain::delivery::Channel::Sms);
        let page = page.unwrap().id;
        Box::pin(world.service.send_again(&office, world.durand.id, page)).await.unwrap();
        world.texts(MARIE, 2, SOON).await;
        let (id, marie) = (callback(&world, 1).await, world.marie_on().await);
        world.service.accept(&marie, id, Via::Page).await.unwrap();
        let refused = Box::pin(world.service.send_again(&office, world.durand.id, page)).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_paged_hears_that_nobody_needs_it_any_more() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world
            .eventually("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["sent"])
            .await;
        world.service.close(&world.claire, 1).await.unwrap();
        let told = world.texts(MARIE, 2, SOON).await.remove(1);
        assert!(told.body.contains("rappel annulé"), "{}", told.body);
        assert!(!world.provider.requests().iter().any(|text| text.to == PAUL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn supervisors_hear_of_a_number_and_of_a_provider_that_refuse_and_only_once() {
    on_each_column(Carriers::TwilioThenHttp, |world| async move {
        let configuration = Answer::Refused { status: 401, code: 20003 };
        world
            .provider
            .script_for(MARIE, [configuration, configuration, Answer::Refused { status: 400, code: 21610 }]);
        for key in ["one", "two", "three"] {
            world.open_another(key).await;
            // Before its page is planned nothing of it waits.
            world.all_is_done().await;
            world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
            world.forget_texts();
        }
        world.texts(PAUL, 1, SOON).await;
        let subjects = |words: &str| {
            let mails = world.sink.received();
            let to_paul = mails.iter().filter(|mail| mail.to == ["paul.admin@office.example"]);
            to_paul.filter(|mail| mail.subject().contains(words)).count()
        };
        for _ in 0..200 {
            if subjects("refuse nos envois") > 0 && subjects("ne reçoit plus nos SMS") > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        assert_eq!((subjects("refuse nos envois"), subjects("ne reçoit plus nos SMS")), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_the_clocks_they_live_by() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE tenants SET time_zone = 'Europe/Lisbon' WHERE kind = 'client'");
        world.open_urgent().await;
        let text = world.texts(MARIE, 1, SOON).await.remove(0);
        assert!(text.body.contains("avant 14:32"), "Paris: {}", text.body);
        let mails = world.sink.wait_for(3, SOON).await;
        let claire =
            mails.iter().find(|mail| mail.to == ["claire@durand.example"] && mail.text().contains(":32"));
        assert!(claire.unwrap().text().contains("13:32"), "Lisbon");
    })
    .await;
}
