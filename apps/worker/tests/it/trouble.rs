//! Providers and mail servers in trouble.

use std::time::{Duration, Instant};

use rappel_domain::phone::Phone;
use rappel_testkit::provider::Answer;

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column};

const SOON: Duration = Duration::from_secs(8);

const OUTCOMES: &str = "SELECT outcome FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
    WHERE d.channel = 'sms' AND d.news = 'page' ORDER BY a.number";

/// Opens an urgent ticket while the provider answers so to Marie; what her phone shows at the end.
async fn marie_after(world: &World, answers: impl IntoIterator<Item = Answer>) -> usize {
    world.provider.script_for(MARIE, answers);
    world.open_urgent().await;
    world.eventually("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["sent"]).await;
    assert_eq!(world.provider.violations(), Vec::<String>::new());
    world.texts(MARIE, 1, SOON).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_processed_is_sent_again() {
    on_each_column(Carriers::Twilio, |world| async move {
        let answers = [Answer::TooMany { retry_after: 1 }, Answer::Refused { status: 400, code: 21611 }];
        assert_eq!(marie_after(&world, answers).await, 1);
        assert_eq!(world.parts.sql(OUTCOMES), ["not_processed", "not_processed", "sent"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_without_an_answer_is_found_and_not_sent_twice() {
    for answer in
        [Answer::TakenThenHang, Answer::TakenThenReset, Answer::TakenThenServerError(502), Answer::Garbage]
    {
        on_each_column(Carriers::Twilio, |world| async move {
            assert_eq!(marie_after(&world, [answer]).await, 1, "{answer:?}");
            // The attempt without an answer is the one that was found.
            assert_eq!(world.parts.sql(OUTCOMES), ["sent"], "{answer:?}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_taken_and_not_answered_is_sent_again() {
    for answer in [Answer::Hang, Answer::Reset, Answer::ServerError(503)] {
        on_each_column(Carriers::Twilio, |world| async move {
            assert_eq!(marie_after(&world, [answer]).await, 1, "{answer:?}");
            assert_eq!(world.parts.sql(OUTCOMES), ["unknown", "sent"], "{answer:?}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_will_never_work_is_not_asked_again_and_the_next_is_paged_at_once() {
    on_each_column(Carriers::TwilioThenHttp, |world| async move {
        world.provider.script_for(MARIE, [Answer::Refused { status: 400, code: 21610 }]);
        let began = Instant::now();
        world.open_urgent().await;
        world.texts(PAUL, 1, SOON).await;
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        let to_marie = world.provider.requests().iter().filter(|text| text.to == MARIE).count();
        assert_eq!(to_marie, 1, "0 retries");
        assert!(world.second.requests().is_empty(), "nor by another provider");
        let refused = "SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL";
        world.eventually(refused, &["1"]).await;
        let state = "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'";
        world.eventually(state, &["failed"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_provider_takes_over() {
    let rows = [
        // Our configuration: the other at once.
        (Answer::Refused { status: 401, code: 20003 }, 1),
        // The carrier's trouble: once by the other.
        (Answer::Refused { status: 400, code: 30008 }, 1),
        // Down: the other after the first failure.
        (Answer::ServerError(500), 1),
        // Not processed: the other after two.
        (Answer::TooMany { retry_after: 1 }, 2),
    ];
    for (answer, asked) in rows {
        on_each_column(Carriers::TwilioThenHttp, |world| async move {
            world.provider.script_for(MARIE, [answer; 20]);
            let began = Instant::now();
            world.open_urgent().await;
            world.texts(MARIE, 1, SOON).await;
            assert!(began.elapsed() < Duration::from_secs(10), "{answer:?}: {:?}", began.elapsed());
            assert_eq!(world.second.taken().iter().filter(|text| text.to == MARIE).count(), 1, "{answer:?}");
            let first = world.provider.requests().iter().filter(|text| text.to == MARIE).count();
            assert_eq!(first, asked, "{answer:?}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_no_provider_will_take_it_the_next_person_is_paged() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.provider.script_for(MARIE, [Answer::Refused { status: 400, code: 21408 }]);
        world.open_urgent().await;
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(world.parts.sql("SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL"), ["0"]);
    })
    .await;
}

/// As after `kill -9` between the request and its answer: the attempt is open, the lease runs out.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_a_worker_that_died_is_found_at_the_provider() {
    on_each_column(Carriers::Twilio, |world| async move {
        // The provider holds the first request, so that its job can be taken away from the worker.
        world.provider.script_for(MARIE, [Answer::TakenThenHang]);
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        let steal = "UPDATE jobs SET fence = fence + 1, lease_until = NULL WHERE kind = 'deliver' \
            AND state = 'ready' AND lease_until IS NOT NULL";
        world.parts.sql(steal);
        world
            .eventually("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["sent"])
            .await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(world.texts(MARIE, 1, SOON).await.len(), 1, "one text");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_before_it_was_sent_is_not_sent() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.provider.script_for(MARIE, [Answer::TooMany { retry_after: 2 }]);
        world.open_urgent().await;
        world.provider.wait_for(1, SOON).await;
        world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "1", None).await.unwrap();
        let told = world.texts(MARIE, 1, SOON).await.remove(0);
        assert!(told.body.starts_with("OK: #1 est à vous"), "{}", told.body);
        world
            .eventually(
                "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'",
                &["cancelled"],
            )
            .await;
    })
    .await;
}
