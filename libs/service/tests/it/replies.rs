//! Replies by SMS: who hears of them, and that each is acted on once.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{Clock as _, callback::Phase, phone::Phone};
use rappel_service::{Error, Scope, intake::Draft, replies::Heard};

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

/// Opens the urgent ticket of a key.
async fn urgent(world: &World, who: &Scope, key: usize) -> i64 {
    let form = world.service.ticket_form(who, None).await.unwrap();
    let draft = Draft {
        category: form.categories.iter().find(|it| it.is_urgent).unwrap().id.to_string(),
        description: "Les caisses sont en panne".to_owned(),
        // Another number each: a repeat of the same one would join the callback that is open.
        phone: format!("+33 6 12 34 56 {key:02}"),
        idempotency_key: format!("key {key}"),
        ..Draft::default()
    };
    world.service.open_ticket(who, &draft, &[]).await.unwrap().number
}

/// What was answered last to a reply, as it is kept.
fn answered(world: &World) -> String {
    world
        .sql("SELECT payload FROM deliveries WHERE news = 'reply_outcome' ORDER BY id")
        .pop()
        .unwrap_or_default()
}

/// Many callbacks of one company, open or over, hide none of another's.
#[tokio::test]
async fn no_number_of_calls_of_one_company_hides_one_of_another() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        assert_eq!(urgent(&world, &claire, 0).await, 1);
        world.turn(&world.durand).await;
        for key in 1..=51 {
            world.clock.advance(Duration::milliseconds(10));
            assert_eq!(urgent(&world, &sofia, key).await, key as i64);
        }
        world.turn(&world.nunes).await;
        // Both have a first one that is open.
        reply(&world, "1 1").await;
        assert_eq!(view(&world, &sofia, 1).await.0, Phase::Paging);
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Paging);
        assert!(answered(&world).contains("which_client"), "{}", answered(&world));
        for number in 1..=51 {
            world.service.cancel_callback(&sofia, number).await.unwrap();
        }
        // What is over is told as such, and only of the number that was named.
        reply(&world, "1 51").await;
        assert!(answered(&world).contains("over"), "{}", answered(&world));
        reply(&world, "1 99").await;
        assert!(
            answered(&world).contains("nothing_open") && answered(&world).contains("99"),
            "{}",
            answered(&world)
        );
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Paging);
        reply(&world, "1 1").await;
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Accepted);
    })
    .await;
}

#[tokio::test]
async fn of_two_clients_with_one_number_the_reply_names_the_client_or_is_asked_for_it() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        urgent(&world, &claire, 0).await;
        urgent(&world, &sofia, 0).await;
        world.turn(&world.durand).await;
        world.turn(&world.nunes).await;
        let phases = async || (view(&world, &claire, 1).await.0, view(&world, &sofia, 1).await.0);
        for doubtful in ["1", "1 1", "ok #1", "non 1", "1 1 martin"] {
            reply(&world, doubtful).await;
            assert_eq!(phases().await, (Phase::Paging, Phase::Paging), "{doubtful}");
            let asked = answered(&world);
            for word in ["which_client", "Durand & Fils", "Nunes Travel"] {
                assert!(asked.contains(word), "{doubtful}: {asked}");
            }
        }
        let of_a_client = "SELECT id FROM deliveries WHERE news = 'reply_outcome' AND ticket_id IS NOT NULL";
        assert_eq!(world.sql(of_a_client), [""; 0], "neither client's log has the other's name");
        reply(&world, "1 1 durand").await;
        assert_eq!(phases().await, (Phase::Accepted, Phase::Paging));
        // Whoever takes it once more does not take the other one.
        reply(&world, "1 1").await;
        assert_eq!(phases().await, (Phase::Accepted, Phase::Paging));
        // Only one of them is hers to report on.
        reply(&world, "2 1").await;
        assert_eq!(phases().await, (Phase::Reached, Phase::Paging));
        reply(&world, "1 1").await;
        assert_eq!(phases().await, (Phase::Reached, Phase::Accepted));
    })
    .await;
}

/// A text that the provider shows late undoes nothing that its sender said after it.
#[tokio::test]
async fn a_stop_that_is_read_after_a_later_start_is_over() {
    on_each_column(|world| async move {
        let (before, marie) = (world.clock.now(), Phone::from_e164_trusted(MARIE));
        let hear = |text: &'static str, sent_at: Option<DateTime<Utc>>| {
            world.service.hear(&marie, Heard { text, id: None, sent_at })
        };
        let refused = || world.sql("SELECT name FROM staff WHERE sms_refused_at IS NOT NULL");
        world.clock.advance(Duration::minutes(10));
        hear("START", None).await.unwrap();
        world.clock.advance(Duration::minutes(1));
        hear("STOP", Some(before)).await.unwrap();
        assert!(refused().is_empty());
        assert_eq!(world.sql("SELECT id FROM deliveries WHERE news = 'number_refused'"), [""; 0]);
        // The clocks of two companies never agree to the second: what may have been sent after it counts.
        hear("STOP", Some(world.clock.now() - Duration::seconds(80))).await.unwrap();
        assert_eq!(refused(), ["Marie Leroy"]);
        // When a START was sent counts as well, not when it is read.
        let start = world.clock.now();
        world.clock.advance(Duration::minutes(10));
        hear("START", Some(start)).await.unwrap();
        assert!(refused().is_empty());
        hear("STOP", Some(start + Duration::minutes(1))).await.unwrap();
        assert_eq!(refused(), ["Marie Leroy"]);
        hear("START", None).await.unwrap();
        hear("STOP", None).await.unwrap();
        assert_eq!(refused(), ["Marie Leroy"], "of which nobody says when it was sent");
    })
    .await;
}

#[tokio::test]
async fn a_stop_ends_the_texts_of_every_company_also_when_those_of_one_cannot_be() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        urgent(&world, &claire, 0).await;
        world.turn(&world.durand).await;
        world.clock.advance(Duration::milliseconds(10));
        urgent(&world, &sofia, 0).await;
        world.turn(&world.nunes).await;
        // The newest is looked at first.
        world.sql(
            "UPDATE deliveries SET summons_id = NULL \
             WHERE tenant_id = (SELECT id FROM tenants WHERE name = 'Nunes Travel')",
        );
        let stopped = world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "STOP", None).await;
        assert!(matches!(stopped, Err(Error::NotFound)), "{stopped:?}");
        let lost = world.sql(
            "SELECT t.name FROM summons s JOIN tenants t ON t.id = s.tenant_id \
             WHERE s.channel = 'sms' AND s.state = 'failed'",
        );
        assert_eq!(lost, ["Durand & Fils"]);
    })
    .await;
}
