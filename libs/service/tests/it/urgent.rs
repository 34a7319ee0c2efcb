//! The obligation from the form to "reached".

use chrono::Duration;
use rappel_domain::{
    Clock as _, Refusal,
    callback::{Phase, Via},
    delivery::{Channel, News, Recipient},
    job::Job,
};
use rappel_service::{
    Closed, Error, Scope,
    callbacks::Outcome,
    intake::{Draft, Opened},
    people::Disabled,
    sending::Ready,
    tickets::{Asked, Note},
};

use crate::world::{World, on_each_column};

pub(crate) async fn open_urgent(world: &World, claire: &Scope) -> Opened {
    let form = world.service.ticket_form(claire, None).await.unwrap();
    assert!(form.urgent.someone_on_call);
    let category = form.categories.iter().find(|it| it.is_urgent).unwrap();
    let draft = Draft {
        category: category.id.to_string(),
        description: "Les caisses sont en panne".to_owned(),
        phone: "06 12 34 56 78".to_owned(),
        idempotency_key: "one".to_owned(),
        ..Draft::default()
    };
    let opened = world.service.open_ticket(claire, &draft, &[]).await.unwrap();
    let again = world.service.open_ticket(claire, &draft, &[]).await.unwrap();
    assert_eq!(opened, again, "sent twice, it is one ticket");
    opened
}

#[tokio::test]
async fn an_urgent_ticket_is_paged_taken_and_reached() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let opened = open_urgent(&world, &claire).await;
        assert_eq!(opened.number, 1);

        // Step 0: Marie, who is on call, by SMS and e-mail; Claire is told by e-mail.
        let told = told(&world, &world.turn(&world.durand).await).await;
        let to_marie = Recipient::Staff(world.marie);
        assert!(told.iter().any(|(to, channel, news)| *to == to_marie
            && *channel == Channel::Sms
            && matches!(news, News::Page { .. })));
        assert!(
            told.iter().any(|(_, channel, news)| *channel == Channel::Email && *news == News::UrgentReceived)
        );
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Paging);

        // Nobody takes it: after five minutes the administrators, in place of supervisors.
        world.clock.advance(Duration::seconds(299));
        assert!(world.turn(&world.durand).await.is_empty(), "never early");
        world.clock.advance(Duration::seconds(1));
        let next = self::told(&world, &world.turn(&world.durand).await).await;
        assert!(next.iter().any(
            |(to, _, news)| *to == Recipient::Staff(world.paul) && matches!(news, News::PageAgain { .. })
        ));

        // Two take it at once: one wins.
        let (_, callback) = view(&world, &claire, 1).await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let karim = world.staff_on(world.karim, &world.durand).await;
        let (first, second) = tokio::join!(
            world.service.accept(&marie, callback, Via::Page),
            world.service.accept(&karim, callback, Via::Page),
        );
        assert_eq!(
            [first.is_ok(), second.is_ok()].iter().filter(|it| **it).count(),
            1,
            "{first:?} {second:?}"
        );
        let (winner, winner_scope, loser) =
            if first.is_ok() { (world.marie, marie, second) } else { (world.karim, karim, first) };
        assert!(matches!(loser, Err(Error::Refused(Refusal::AlreadyTaken { by })) if by == winner));

        // Only who has it says what became of it.
        world.service.outcome(&winner_scope, callback, Outcome::Reached).await.unwrap();
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Reached);
        let ticket = world.service.ticket(&claire, 1).await.unwrap();
        assert_eq!(ticket.ticket.assignee, Some(winner), "taking the call takes the ticket");

        // Nothing is paged any more.
        world.clock.advance(Duration::hours(2));
        let later = self::told(&world, &world.turn(&world.durand).await).await;
        assert!(later.iter().all(|(_, _, news)| news.summons().is_none()), "{later:?}");
    })
    .await;
}

#[tokio::test]
async fn a_promise_without_outcome_pages_again_and_the_client_hears_that_we_are_late() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        let (_, callback) = view(&world, &claire, 1).await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        world.service.accept(&marie, callback, Via::Page).await.unwrap();
        world.clock.advance(Duration::minutes(15));
        let told = told(&world, &world.turn(&world.durand).await).await;
        assert!(told.iter().any(|(_, _, news)| *news == News::UrgentLate));
        assert!(
            told.iter().any(|(to, _, news)| *to == Recipient::Staff(world.paul) && news.summons().is_some())
        );
        assert!(matches!(
            world.service.outcome(&marie, callback, Outcome::Reached).await,
            Err(Error::Refused(Refusal::NotYours))
        ));
    })
    .await;
}

#[tokio::test]
async fn closing_the_ticket_silences_what_was_not_sent() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        let told = world.turn(&world.durand).await;
        world.service.close(&claire, 1).await.unwrap();
        for job in told {
            let Job::Deliver { delivery } = job.job else { continue };
            let scope = world.store().doors().job(&job);
            let ready = world.service.outgoing(&scope, delivery).await.unwrap();
            match ready {
                Ready::Nobody => {}
                Ready::Wait { .. } => panic!("it is the first"),
                Ready::Send(out) => assert!(out.delivery.news.summons().is_none(), "{:?}", out.delivery.news),
            }
        }
        world.service.undo_close(&claire, 1).await.unwrap();
        // The obligation is not lost with a slip of the finger: people are paged again.
        let again = self::told(&world, &world.turn(&world.durand).await).await;
        assert!(again.iter().any(|(_, _, news)| news.summons().is_some()), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn who_was_removed_is_told_nothing_more() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        world.person(&world.durand, "Anne Durand", "manager").await;
        let person = world.service.account(&claire).await.unwrap().0.id;
        open_urgent(&world, &claire).await;
        let jobs = world.turn(&world.durand).await;
        let reached = async || {
            let mut addresses = Vec::new();
            for job in &jobs {
                let Job::Deliver { delivery } = job.job else { continue };
                let scope = world.store().doors().job(job);
                if let Ready::Send(out) = world.service.outgoing(&scope, delivery).await.unwrap()
                    && out.delivery.to == Recipient::Person(person)
                {
                    addresses.extend(out.address);
                }
            }
            addresses.len()
        };
        assert_eq!(reached().await, 1, "the ticket was received");
        let office = world.office.on(world.durand.id).unwrap();
        world.service.set_disabled(&office, person, Disabled::Yes).await.unwrap();
        assert_eq!(reached().await, 0);
    })
    .await;
}

/// Each close is told to all who were paged, and each undo pages them: a storm of texts for two clicks.
#[tokio::test]
async fn a_close_that_stops_a_callback_is_undone_twice_and_pages_the_same_step() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        world.turn(&world.durand).await;
        for round in 1..=2 {
            world.service.close(&claire, 1).await.unwrap();
            assert!(world.service.may_undo_close(&claire, 1).await.unwrap(), "{round}");
            world.service.undo_close(&claire, 1).await.unwrap();
            let again = told(&world, &world.turn(&world.durand).await).await;
            let pages = again
                .iter()
                .filter(|(to, _, news)| *to == Recipient::Staff(world.marie) && news.summons().is_some());
            assert_eq!(pages.count(), 2, "{round}: by SMS and by e-mail: {again:?}");
            assert_eq!(world.sql("SELECT position FROM callbacks"), ["1"], "{round}: not the next one");
        }
        world.service.close(&claire, 1).await.unwrap();
        // What would be refused is not offered.
        assert!(!world.service.may_undo_close(&claire, 1).await.unwrap());
        assert!(!world.service.ticket(&claire, 1).await.unwrap().may_undo);
        let refused = world.service.undo_close(&claire, 1).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::UndoneTooOften))), "{refused:?}");
        assert_eq!(view(&world, &claire, 1).await.0, Phase::Cancelled);
        let later = told(&world, &world.turn(&world.durand).await).await;
        assert!(later.iter().all(|(_, _, news)| news.summons().is_none()), "{later:?}");
    })
    .await;
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        open_urgent(&world, &claire).await;
        assert!(matches!(world.service.ticket(&sofia, 1).await, Err(Error::NotFound)));
        assert!(matches!(world.service.close(&sofia, 1).await, Err(Error::NotFound)));
        let (_, callback) = view(&world, &claire, 1).await;
        assert!(matches!(world.service.callback(&sofia, callback).await, Err(Error::NotFound)));
        assert_eq!(
            world.service.ticket_list(&sofia, &Asked::all(Closed::No), None).await.unwrap().rows.len(),
            0
        );
        // A colleague who is a member sees only their own.
        let jean = world.person(&world.durand, "Jean Petit", "member").await;
        assert!(matches!(world.service.ticket(&jean, 1).await, Err(Error::NotFound)));
        let boss = world.person(&world.durand, "Anne Durand", "manager").await;
        assert!(world.service.ticket(&boss, 1).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_announced_and_the_ticket_closes_after_fifteen_days() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let form = world.service.ticket_form(&claire, None).await.unwrap();
        let draft = Draft {
            category: form.categories[0].id.to_string(),
            description: "Une question".to_owned(),
            ..Draft::default()
        };
        world.service.open_ticket(&claire, &draft, &[]).await.unwrap();
        let marie = world.staff_on(world.marie, &world.durand).await;
        let unseen = Note { body: "Oui".to_owned(), seen: Some(0), ..Note::default() };
        assert!(matches!(
            world.service.answer(&marie, 1, &unseen, &[]).await,
            Err(Error::Refused(Refusal::UnseenMessage))
        ));
        world.service.answer(&marie, 1, &Note { seen: Some(1), ..unseen }, &[]).await.unwrap();
        let due = world.clock.now() + Duration::days(15);
        let store = world.store();
        for days in [12, 3] {
            world.clock.advance(Duration::days(days));
            let lane = rappel_domain::job::Lane::Normal;
            for job in store.claim(world.durand.id, lane, 20, Duration::seconds(15)).await.unwrap() {
                let mut tx = store.write(&store.doors().job(&job)).await.unwrap();
                match job.job {
                    Job::RemindClosing { ticket, closes_at } => {
                        world.service.remind_closing(&mut tx, ticket, closes_at).await.unwrap();
                    }
                    Job::CloseAnswered { ticket, closes_at } => {
                        assert_eq!(closes_at, due);
                        world.service.close_answered(&mut tx, ticket, closes_at).await.unwrap();
                    }
                    _ => {}
                }
                tx.finish_job(&job).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        let list = world.service.ticket_list(&claire, &Asked::all(Closed::Yes), None).await.unwrap();
        assert_eq!((list.open, list.closed, list.rows.len()), (0, 1, 1));
    })
    .await;
}

pub(crate) async fn view(
    world: &World,
    scope: &Scope,
    number: i64,
) -> (Phase, rappel_domain::id::CallbackId) {
    let callback = world.service.ticket(scope, number).await.unwrap().callback.unwrap().callback;
    (callback.phase(), callback.id)
}

async fn told(world: &World, jobs: &[rappel_store::jobs::Claimed]) -> Vec<(Recipient, Channel, News)> {
    let mut told = Vec::new();
    for job in jobs {
        let Job::Deliver { delivery } = job.job else { continue };
        let tx = world.store().read(&world.store().doors().job(job)).await.unwrap();
        let delivery = tx.deliveries().by_id(delivery).await.unwrap();
        told.push((delivery.to, delivery.channel, delivery.news));
    }
    told
}
