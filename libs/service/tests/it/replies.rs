//! Replies by SMS: who hears of them, and that each is acted on once.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{Clock as _, callback::Phase, phone::Phone};
use rappel_service::{Error, replies::Heard};

use crate::{
    urgent::{open_urgent, view},
    world::{World, on_each_column},
};

const MARIE: &str = "+33611111111";

async fn reply(world: &World, text: &str) {
    world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), text, None).await.unwrap();
}

#[tokio::test]
async fn a_stop_is_told_to_supervisors_and_to_its_owner_and_start_takes_it_back() {
    on_each_column(|world| async move {
        let refused = || world.sql("SELECT name FROM staff WHERE sms_refused_at IS NOT NULL");
        reply(&world, "STOP").await;
        assert_eq!(refused(), ["Marie Leroy"]);
        let count =
            || world.sql("SELECT id FROM deliveries WHERE news = 'number_refused' AND channel = 'email'");
        // Where there are no supervisors, administrators: Paul. And Marie.
        assert_eq!(count().len(), 2);
        for _ in 0..3 {
            reply(&world, "Stop").await;
        }
        assert_eq!(count().len(), 2, "once");
        reply(&world, "START").await;
        assert!(refused().is_empty());
        world.clock.advance(Duration::hours(2));
        reply(&world, "STOP").await;
        assert_eq!(count().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn two_processes_that_read_a_reply_at_once_act_on_it_once() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        let (other, marie) = (world.another_process().await, Phone::from_e164_trusted(MARIE));
        let answers = tokio::join!(
            world.service.reply_by_sms(&marie, "1", Some("SM1")),
            other.reply_by_sms(&marie, "1", Some("SM1")),
            world.service.reply_by_sms(&marie, "1", Some("SM1")),
        );
        for answer in [answers.0, answers.1, answers.2] {
            assert!(matches!(answer, Ok(()) | Err(Error::Busy)), "{answer:?}");
        }
        world.service.reply_by_sms(&marie, "1", Some("SM1")).await.unwrap();
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Accepted);
        let told = world.sql("SELECT news FROM deliveries WHERE news IN ('taken_by_you', 'reply_outcome')");
        assert_eq!(told, ["taken_by_you"], "nobody hears that they were too late for themselves");
    })
    .await;
}

#[tokio::test]
async fn a_reply_that_was_begun_and_never_finished_is_read_again() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        let marie = Phone::from_e164_trusted(MARIE);
        world.service.reply_by_sms(&marie, "2", Some("SM1")).await.unwrap();
        // As a process leaves it that dies in the middle.
        world.sql(&format!("UPDATE idempotency SET result = '{}'", world.clock.now().timestamp_millis()));
        let busy = world.service.reply_by_sms(&marie, "2", Some("SM1")).await;
        assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
        world.clock.advance(Duration::seconds(31));
        world.service.reply_by_sms(&marie, "2", Some("SM1")).await.unwrap();
        let answers = || world.sql("SELECT id FROM deliveries WHERE news = 'reply_outcome'").len();
        assert_eq!(answers(), 2);
        world.clock.advance(Duration::minutes(1));
        world.service.reply_by_sms(&marie, "2", Some("SM1")).await.unwrap();
        assert_eq!(answers(), 2, "it is done");
    })
    .await;
}

/// A text that the provider shows late answers what its sender knew when they sent it.
#[tokio::test]
async fn a_late_reply_takes_nothing_that_its_sender_did_not_know_of() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let (before, marie) = (world.clock.now(), Phone::from_e164_trusted(MARIE));
        world.clock.advance(Duration::minutes(10));
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        let hear = |text: &'static str, sent_at: DateTime<Utc>| {
            let heard = Heard { text, id: None, sent_at: Some(sent_at) };
            world.service.hear(&marie, heard)
        };
        for late in ["1", "non", "2"] {
            hear(late, before).await.unwrap();
            assert_eq!(view(&world, &claire, 1).await.0, Phase::Paging, "{late}");
        }
        let told = world.sql("SELECT payload FROM deliveries WHERE news = 'reply_outcome'");
        assert!(told.len() == 3 && told.iter().all(|it| it.contains("not_taken")), "{told:?}");
        // The clocks of two companies never agree to the second.
        hear("1", world.clock.now() - Duration::seconds(20)).await.unwrap();
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Accepted);
    })
    .await;
}

#[tokio::test]
async fn a_late_reply_that_names_its_ticket_counts() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let before = world.clock.now();
        world.clock.advance(Duration::minutes(10));
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        let heard = Heard { text: "1 1", id: None, sent_at: Some(before) };
        world.service.hear(&Phone::from_e164_trusted(MARIE), heard).await.unwrap();
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Accepted);
    })
    .await;
}
