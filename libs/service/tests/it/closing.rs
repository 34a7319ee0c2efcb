//! Tickets that close by themselves: once, however many workers there are, and by the clocks of the client's wall.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Clock as _,
    job::{Job, Lane},
};
use rappel_service::{
    Closed, Scope, Service,
    intake::Draft,
    tickets::{Asked, Note},
};

use super::world::{World, on_each_column};

const TICKETS: i64 = 12;

/// Tickets of a client, each with an answer.
async fn answered(world: &World, claire: &Scope, first: i64, count: i64) {
    let form = world.service.ticket_form(claire, None).await.unwrap();
    let marie = world.staff_on(world.marie, &world.durand).await;
    for number in first..first + count {
        let draft = Draft {
            category: form.categories[0].id.to_string(),
            description: format!("Question {number}"),
            ..Draft::default()
        };
        world.service.open_ticket(claire, &draft, &[]).await.unwrap();
        let note = Note { body: "Oui".to_owned(), seen: Some(1), ..Note::default() };
        world.service.answer(&marie, number, &note, &[]).await.unwrap();
    }
}

/// One worker until nothing is due; answers how many closings it ran.
async fn work(service: Service, tenant: rappel_domain::id::TenantId) -> usize {
    let store = service.store();
    let mut closings = 0;
    loop {
        let claimed = store.claim(tenant, Lane::Normal, 1, Duration::seconds(15)).await.unwrap();
        let Some(job) = claimed.into_iter().next() else { return closings };
        let mut tx = store.write(&store.doors().job(&job)).await.unwrap();
        if let Job::CloseAnswered { ticket, closes_at } = job.job {
            closings += 1;
            service.close_answered(&mut tx, ticket, closes_at).await.unwrap();
        }
        tx.finish_job(&job).await.unwrap();
        tx.commit().await.unwrap();
        // Let the others have a turn, too.
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_workers_close_each_ticket_once() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        answered(&world, &claire, 1, TICKETS).await;
        world.clock.advance(Duration::days(15));
        // One worker took three of them and died: its lease runs out, and they are taken up again.
        let store = world.store();
        let lost = store.claim(world.durand.id, Lane::Normal, 3, Duration::seconds(15)).await.unwrap();
        assert_eq!(lost.len(), 3);
        world.clock.advance(Duration::seconds(16));
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            workers.spawn(work(world.another_process().await, world.durand.id));
        }
        let ran: usize = workers.join_all().await.into_iter().sum();
        assert_eq!(ran as i64, TICKETS);
        let page = world.service.ticket_list(&claire, &Asked::all(Closed::Yes), None).await.unwrap();
        assert_eq!((page.open, page.closed), (0, TICKETS.cast_unsigned()));
        // The dead one comes back: what it holds is not its own any more.
        for job in &lost {
            let mut tx = store.write(&store.doors().job(job)).await.unwrap();
            assert!(tx.finish_job(job).await.is_err());
        }
        assert_eq!(world.sql("SELECT count(*) FROM events WHERE kind = 'closed'"), [TICKETS.to_string()]);
        assert_eq!(world.sql("SELECT count(*) FROM deliveries WHERE news = 'closed'"), [TICKETS.to_string()]);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_closes_at_the_hour_at_which_it_was_answered() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        // Answered at 14:17 in Paris, a week before its clocks go forward, and back.
        for (number, answered_at, closes_at) in [
            (1, "2027-03-20T13:17:00Z", "2027-04-04T12:17:00Z"),
            (2, "2027-10-23T12:17:00Z", "2027-11-07T13:17:00Z"),
        ] {
            let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
            world.clock.advance(time(answered_at) - world.clock.now());
            answered(&world, &claire, number, 1).await;
            world.clock.advance(time(closes_at) - world.clock.now() - Duration::seconds(1));
            assert_eq!(work(world.service.clone(), world.durand.id).await, 0, "too early");
            world.clock.advance(Duration::seconds(1));
            assert_eq!(work(world.service.clone(), world.durand.id).await, 1, "too late");
            let list = world.service.ticket_list(&claire, &Asked::all(Closed::Yes), None).await.unwrap();
            assert_eq!((list.open, list.closed), (0, number.cast_unsigned()));
        }
    })
    .await;
}
