//! A provider took the text and says afterwards why it did not arrive: each class of reason, told or asked for.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_testkit::provider::Recorded;

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column};

const SOON: Duration = Duration::from_secs(8);

/// Pages Marie; her text with the first provider, which then says that it did not arrive and is asked.
async fn lost(world: &World, code: u32) -> Recorded {
    world.open_urgent().await;
    let text = world.texts(MARIE, 1, SOON).await.remove(0);
    world.eventually("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["sent"]).await;
    world.provider.set_status(text.sid.as_deref().unwrap(), "undelivered", Some(code));
    world.leap(TimeDelta::seconds(61)).await;
    world
        .eventually("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["undelivered"])
        .await;
    text
}

async fn subjects(world: &World, about: &str) -> usize {
    tokio::time::sleep(Duration::from_millis(500)).await;
    world.sink.received().iter().filter(|mail| mail.subject().contains(about)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_no_use_is_not_used_again() {
    on_each_column(Carriers::TwilioThenHttp, |world| async move {
        lost(&world, 30_005).await;
        world.eventually("SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL", &["1"]).await;
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(subjects(&world, "ne reçoit plus nos SMS").await, 1);
        assert!(world.second.requests().iter().all(|text| text.to != MARIE), "nor by another provider");
        let reason = "SELECT fact FROM events WHERE kind = 'summons_failed'";
        assert!(world.parts.sql(reason)[0].contains("30005"), "the code is on the timeline");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filtered_text_goes_by_the_other_provider_and_supervisors_hear_of_it() {
    on_each_column(Carriers::TwilioThenHttp, |world| async move {
        lost(&world, 30_007).await;
        let again = world.second.wait_for(1, SOON).await;
        assert!(again.iter().any(|text| text.to == MARIE), "{again:?}");
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(subjects(&world, "refuse nos envois").await, 1);
        assert_eq!(world.parts.sql("SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL"), ["0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_lost_goes_once_by_the_other_provider_and_the_next_does_not_wait_for_it() {
    // A world for each: minutes that pass would page for the tickets before.
    for code in [30_003, 30_008, 30_410, 30_500, 30_001, 30_036] {
        on_each_column(Carriers::TwilioThenHttp, |world| async move {
            lost(&world, code).await;
            let to_marie = || world.second.requests().iter().filter(|text| text.to == MARIE).count();
            for _ in 0..200 {
                if to_marie() > 0 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            world.texts(PAUL, 1, SOON).await;
            assert_eq!(to_marie(), 1, "{code}: once");
            let first = world.provider.requests().iter().filter(|text| text.to == MARIE).count();
            assert_eq!(first, 1, "{code}: not by the provider that lost it");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_one_provider_the_next_is_paged_and_nothing_is_sent_twice() {
    on_each_column(Carriers::Twilio, |world| async move {
        lost(&world, 30_008).await;
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(world.provider.requests().iter().filter(|text| text.to == MARIE).count(), 1);
    })
    .await;
}
