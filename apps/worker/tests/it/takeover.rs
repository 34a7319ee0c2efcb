//! Two providers at once: the second takes over, and the first is left alone until a probe finds it well.

use std::time::{Duration, SystemTime};

use chrono::TimeDelta;
use rappel_testkit::provider::{Answer, Channel, FaultProvider, Recorded};

use crate::world::{Carriers, MARIE, World, on_each_column};

const SOON: Duration = Duration::from_secs(12);

/// Both orders, with what the first provider is.
const ORDERS: [(Carriers, Channel); 2] =
    [(Carriers::TwilioThenOvh, Channel::Twilio), (Carriers::OvhThenTwilio, Channel::Ovh)];

/// Requests for pages to Marie; her other texts do not count.
fn pages(provider: &FaultProvider) -> Vec<Recorded> {
    let requests = provider.requests().into_iter();
    requests.filter(|it| it.to == MARIE && it.body.starts_with("URGENT")).collect()
}

/// Opens an urgent ticket that waits for no other text.
async fn open_at_once(world: &World, key: &str) {
    world.forget_texts();
    world.open_another(key).await;
}

/// Opens an urgent ticket and waits until the second provider has its text; answers when that came.
async fn paged_by_second(world: &World, number: usize) -> SystemTime {
    open_at_once(world, &number.to_string()).await;
    let wait = async {
        while pages(&world.second).len() < number {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(SOON, wait).await.is_ok(), "#{number}: {:?}", world.second.requests());
    pages(&world.second)[number - 1].at
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_is_asked_within_ten_seconds_of_the_first_failure() {
    for (carriers, first) in ORDERS {
        for answer in [
            Answer::ServerError(503),
            Answer::Hang,
            Answer::Reset,
            Answer::TooMany { retry_after: 30 },
            Answer::Refused { status: 401, code: 20003 },
        ] {
            on_each_column(carriers, |world| async move {
                world.provider.script_for(MARIE, [answer; 20]);
                let asked = paged_by_second(&world, 1).await;
                let failed = pages(&world.provider);
                assert!(failed.iter().all(|it| it.channel == first), "{failed:?}");
                let after = asked.duration_since(failed[0].at).unwrap();
                assert!(after < Duration::from_secs(10), "{carriers:?} {answer:?}: {after:?}");
                assert_eq!(world.second.violations(), Vec::<String>::new());
                assert_eq!(world.provider.violations(), Vec::<String>::new());
                world.texts(MARIE, 1, SOON).await;
                assert!(world.provider.taken().is_empty(), "{carriers:?} {answer:?}: one text, not two");
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_provider_s_time_nothing_leaves_and_the_second_is_asked() {
    on_each_column(Carriers::OvhThenTwilio, |world| async move {
        world.provider.ovh_clock_works(false);
        paged_by_second(&world, 1).await;
        assert!(world.provider.requests().is_empty(), "nothing can be signed");
        // The request arrives before its answer is noted.
        world.eventually(OUTCOMES, &["not_processed", "not_processed", "sent"]).await;
    })
    .await;
}

const OUTCOMES: &str = "SELECT outcome FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
    WHERE d.channel = 'sms' AND d.news = 'page' ORDER BY a.number";

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_is_left_alone_and_probed_after_thirty_seconds() {
    for (carriers, first) in ORDERS {
        on_each_column(carriers, |world| async move {
            world.provider.script_for(MARIE, [Answer::ServerError(500); 6]);
            for number in 1..=5 {
                paged_by_second(&world, number).await;
            }
            assert_eq!(pages(&world.provider).len(), 5, "five failures");
            // Open: it is not asked.
            paged_by_second(&world, 6).await;
            assert_eq!(pages(&world.provider).len(), 5, "{carriers:?}: left alone");
            world.leap(TimeDelta::seconds(25)).await;
            paged_by_second(&world, 7).await;
            assert_eq!(pages(&world.provider).len(), 5, "{carriers:?}: not before thirty seconds");
            world.leap(TimeDelta::seconds(6)).await;
            paged_by_second(&world, 8).await;
            assert_eq!(pages(&world.provider).len(), 6, "{carriers:?}: one probe, which fails");
            paged_by_second(&world, 9).await;
            assert_eq!(pages(&world.provider).len(), 6, "{carriers:?}: one probe only");
            // Well again: the next probe closes the circuit.
            world.provider.forget();
            world.leap(TimeDelta::seconds(31)).await;
            open_at_once(&world, "ten").await;
            let found = world.provider.wait_for(1, SOON).await;
            assert_eq!((found[0].channel, found[0].answer), (first, Answer::Taken), "{carriers:?}");
            open_at_once(&world, "eleven").await;
            assert_eq!(world.provider.wait_for(2, SOON).await.len(), 2, "{carriers:?}: preferred again");
        })
        .await;
    }
}
