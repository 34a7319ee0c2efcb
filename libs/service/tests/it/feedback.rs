//! Whether a closed ticket is solved: once, also of two who say it at the same moment by two programs; of its company, its
//! ticket and its close alone.

use chrono::Duration;
use rappel_domain::{
    id::PersonId,
    ticket::{Remark, Solved, State},
    token::Token,
};
use rappel_service::{
    Error, Scope, feedback::Said, intake::Draft, people::Disabled, reports::Period, sha256,
};
use rappel_store::links::Purpose;

use crate::world::{World, on_each_column};

/// A ticket of a client, closed by staff.
async fn closed(world: &World, client: &Scope) -> i64 {
    let number = opened(world, client).await;
    let marie = world.staff_on(world.marie, &world.durand).await;
    world.service.close(&marie, number).await.unwrap();
    number
}

async fn opened(world: &World, client: &Scope) -> i64 {
    let form = world.service.ticket_form(client, None).await.unwrap();
    let draft = Draft {
        category: form.categories[0].id.to_string(),
        description: "Une question".to_owned(),
        ..Draft::default()
    };
    world.service.open_ticket(client, &draft, &[]).await.unwrap().number
}

/// A link as the worker makes it when the ticket was closed.
async fn link(world: &World, seed: u8, number: i64, person: PersonId) -> String {
    let token = Token::generate(world.durand.number, [seed; 64]);
    let scope = world.office.on(world.durand.id).unwrap();
    let tx = world.store().write(&scope).await.unwrap();
    let ticket = tx.tickets().by_number(number).await.unwrap().id;
    let later = tx.clock().now() + rappel_service::feedback::FEEDBACK;
    let purpose = Purpose::Feedback { ticket, person };
    tx.links().insert(&sha256(token.expose()), purpose, later).await.unwrap();
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

fn said(solved: &str, remark: &str) -> Said {
    Said { solved: solved.to_owned(), remark: remark.to_owned() }
}

fn not_found<T>(answer: Result<T, Error>) -> bool {
    matches!(answer, Err(Error::NotFound))
}

#[tokio::test]
async fn of_two_who_say_it_at_once_one_is_heard() {
    on_each_column(|world| async move {
        let (client, claire) = world.active("Claire Martin", "manager").await;
        let other = world.another_process().await;
        let site = world.durand.id;
        for round in 1..=6 {
            let number = closed(&world, &client).await;
            let token = link(&world, round, number, claire).await;
            let second = link(&world, round + 100, number, claire).await;
            let (yes, no) = (said("yes", "merci"), said("no", ""));
            let (one, two, three) = tokio::join!(
                world.service.give_feedback_by_link(site, &token, &yes),
                other.give_feedback_by_link(site, &second, &no),
                other.give_feedback(&client, number, &no),
            );
            let heard = [one.is_ok(), two.is_ok(), three.is_ok()];
            assert_eq!(heard.iter().filter(|heard| **heard).count(), 1, "{one:?} {two:?} {three:?}");
            let facts = "SELECT count(*) FROM events WHERE kind = 'feedback_given'";
            assert_eq!(world.sql(facts), [round.to_string()]);
            // Both links show what was said.
            for token in [&token, &second] {
                let found = world.service.feedback_link(site, token).await.unwrap();
                let given = found.given().unwrap();
                assert_eq!(given.solved, if heard[0] { Solved::Yes } else { Solved::No });
                assert_eq!(given.remark.as_ref().map(Remark::as_str), heard[0].then_some("merci"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_is_of_one_company_one_close_and_thirty_days() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (manager, _) = world.active("Claire Martin", "manager").await;
        let (client, luc) = world.active("Luc Petit", "member").await;
        let (site, yes) = (world.durand.id, said("yes", ""));
        let number = closed(&world, &client).await;
        let token = link(&world, 1, number, luc).await;
        assert!(not_found(service.feedback_link(world.nunes.id, &token).await));
        assert!(not_found(service.give_feedback_by_link(world.nunes.id, &token, &yes).await));
        // It is for nothing else, and nothing else is for it.
        assert!(not_found(service.sign_in_link(site, &token).await));
        assert!(not_found(service.password_link(&world.durand, &token).await));
        let sign_in = Token::generate(world.durand.number, [9; 64]);
        let tx = world.store().write(&manager).await.unwrap();
        let later = tx.clock().now() + Duration::days(1);
        tx.links().insert(&sha256(sign_in.expose()), Purpose::PersonSignIn(luc), later).await.unwrap();
        tx.commit().await.unwrap();
        assert!(not_found(service.give_feedback_by_link(site, sign_in.expose(), &yes).await));

        // What cannot be taken uses nothing up.
        for wrong in [said("", ""), said("maybe", ""), said("yes", &"x".repeat(501))] {
            let refused = service.give_feedback_by_link(site, &token, &wrong).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        // Who was switched off is asked nothing.
        service.set_disabled(&manager, luc, Disabled::Yes).await.unwrap();
        assert!(not_found(service.feedback_link(site, &token).await));
        service.set_disabled(&manager, luc, Disabled::No).await.unwrap();
        world.clock.advance(Duration::days(30) - Duration::seconds(1));
        assert!(service.feedback_link(site, &token).await.unwrap().given().is_none());
        world.clock.advance(Duration::seconds(1));
        assert!(not_found(service.feedback_link(site, &token).await));
        let late = service.give_feedback(&manager, number, &yes).await;
        assert!(matches!(late, Err(Error::Refused(rappel_domain::Refusal::FeedbackOver))), "{late:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_a_close_goes_when_the_close_is_undone() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (client, claire) = world.active("Claire Martin", "manager").await;
        let (site, marie) = (world.durand.id, world.staff_on(world.marie, &world.durand).await);
        let number = closed(&world, &client).await;
        let token = link(&world, 1, number, claire).await;
        service.give_feedback_by_link(site, &token, &said("no", "encore")).await.unwrap();
        assert!(not_found(service.give_feedback_by_link(site, &token, &said("yes", "")).await), "twice");
        let unused = link(&world, 2, number, claire).await;

        service.undo_close(&marie, number).await.unwrap();
        for token in [&token, &unused] {
            assert!(not_found(service.feedback_link(site, token).await), "the ticket is open");
        }
        let open = service.give_feedback(&client, number, &said("yes", "")).await;
        assert!(matches!(open, Err(Error::Refused(rappel_domain::Refusal::TicketOpen))), "{open:?}");
        world.clock.advance(Duration::seconds(1));
        service.close(&marie, number).await.unwrap();
        for token in [&token, &unused] {
            assert!(not_found(service.feedback_link(site, token).await), "that close was another one");
            assert!(not_found(service.give_feedback_by_link(site, token, &said("yes", "")).await));
        }
        service.give_feedback(&client, number, &said("yes", "")).await.unwrap();
        for token in [&token, &unused] {
            assert!(not_found(service.feedback_link(site, token).await));
        }
        let view = service.ticket(&client, number).await.unwrap();
        let State::Closed { feedback: Some(feedback), .. } = &view.ticket.state else { panic!("{view:?}") };
        assert_eq!((feedback.solved, &feedback.remark), (Solved::Yes, &None));
        let facts = world.sql("SELECT count(*) FROM events WHERE kind = 'feedback_given'");
        assert_eq!(facts, ["2"], "facts stay");
    })
    .await;
}

#[tokio::test]
async fn reports_count_what_was_said_for_each_company() {
    on_each_column(|world| async move {
        let (client, _) = world.active("Claire Martin", "manager").await;
        let bob = world.person(&world.nunes, "Bob Nunes", "manager").await;
        for (say, count) in [(Some("yes"), 2), (Some("no"), 1), (None, 1)] {
            for _ in 0..count {
                let number = closed(&world, &client).await;
                if let Some(say) = say {
                    world.service.give_feedback(&client, number, &said(say, "")).await.unwrap();
                }
            }
        }
        opened(&world, &client).await;
        let number = opened(&world, &bob).await;
        world.service.close(&bob, number).await.unwrap();
        // A ticket of another company is not theirs.
        assert!(not_found(world.service.give_feedback(&bob, 4, &said("no", "")).await));

        let period = |tenant: &str| Period {
            from: "2026-11-20".parse().unwrap(),
            to: "2026-11-22".parse().unwrap(),
            tenant: tenant.to_owned(),
        };
        let zone = chrono_tz::Europe::Paris;
        let counts = async |tenant: &str| {
            let answers = world.service.report_answers(&world.office, zone, &period(tenant)).await.unwrap();
            let counts = answers.iter().map(|(name, it, words)| {
                assert!(words.len() <= it.answered && words.iter().all(|said| said.tenant == it.tenant));
                format!("{name} {} {} {}", it.closed, it.answered, it.solved)
            });
            counts.collect::<Vec<_>>()
        };
        assert_eq!(counts("").await, ["Durand & Fils 4 3 2", "Nunes Travel 1 0 0"]);
        assert_eq!(counts(&world.nunes.slug).await, ["Nunes Travel 1 0 0"]);
        let view = world.service.report(&world.office, zone, &period("")).await.unwrap();
        assert_eq!((view.counted.calls, view.answers.len()), (0, 2));
        assert_eq!(view.answers[0].percent(), Some(66));
        assert_eq!(view.answers[1].percent(), None);
        let agent = world.at_desk(world.marie).await;
        let refused = world.service.report_answers(&agent, zone, &period("")).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{:?}", refused.is_ok());
    })
    .await;
}
