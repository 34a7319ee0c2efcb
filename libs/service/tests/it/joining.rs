//! Repeats of an urgent request join the call that is under way, and are never left without one.

use chrono::Duration;
use rappel_domain::{
    Actor,
    callback::{Phase, Via},
    event::Fact,
    job::Job,
};
use rappel_service::{
    Scope,
    callbacks::Outcome,
    intake::{Draft, Opened},
    tickets::View,
    timeline::Entry,
};

use crate::world::{World, on_each_column};

async fn draft(world: &World, scope: &Scope, phone: &str, key: &str) -> Draft {
    let form = world.service.ticket_form(scope, None).await.unwrap();
    Draft {
        category: form.categories.iter().find(|it| it.is_urgent).unwrap().id.to_string(),
        description: format!("Les caisses sont en panne, {key}"),
        phone: phone.to_owned(),
        idempotency_key: key.to_owned(),
        ..Draft::default()
    }
}

async fn open(world: &World, scope: &Scope, key: &str) -> Opened {
    open_at(world, scope, "06 12 34 56 78", key).await
}

async fn open_at(world: &World, scope: &Scope, phone: &str, key: &str) -> Opened {
    let draft = draft(world, scope, phone, key).await;
    world.service.open_ticket(scope, &draft, &[]).await.unwrap()
}

async fn view(world: &World, scope: &Scope, number: i64) -> View {
    world.service.ticket(scope, number).await.unwrap()
}

fn says(view: &View, wanted: impl Fn(&Fact) -> bool) -> bool {
    view.timeline.iter().any(|entry| matches!(entry, Entry::Fact(fact) if wanted(&fact.fact)))
}

fn callbacks(world: &World) -> String {
    world.sql("SELECT count(*) FROM callbacks").remove(0)
}

#[tokio::test]
async fn a_repeat_joins_the_call_and_both_tickets_say_so() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open(&world, &claire, "one").await;
        let again = open(&world, &claire, "two").await;
        assert_eq!(again, open(&world, &claire, "two").await, "sent twice, it is one ticket");
        assert_eq!((again.number, again.is_urgent, callbacks(&world).as_str()), (2, true, "1"));
        let (first, second) = (view(&world, &claire, 1).await, view(&world, &claire, 2).await);
        assert_eq!((first.joined, &first.also), (None, &vec![2]));
        assert_eq!((second.joined, &second.also), (Some(1), &vec![]));
        let (one, two) = (first.callback.as_ref().unwrap(), second.callback.as_ref().unwrap());
        assert_eq!(one.callback.id, two.callback.id, "the page of the repeat shows how that call stands");
        assert!(says(&first, |fact| *fact == Fact::AlsoAsked { number: 2 }));
        assert!(says(&second, |fact| *fact == Fact::JoinedCall { number: 1 }));

        // Taken and reached: for both.
        let marie = world.staff_on(world.marie, &world.durand).await;
        world.service.accept(&marie, one.callback.id, Via::Page).await.unwrap();
        world.service.outcome(&marie, one.callback.id, Outcome::Reached).await.unwrap();
        for number in [1, 2] {
            let view = view(&world, &claire, number).await;
            assert_eq!(view.callback.as_ref().unwrap().callback.phase(), Phase::Reached);
            assert!(says(&view, |fact| matches!(fact, Fact::Reached { .. })), "#{number}");
        }
        // What comes after that is a new obligation.
        assert_eq!(open(&world, &claire, "three").await.number, 3);
        assert_eq!(callbacks(&world), "2");
    })
    .await;
}

#[tokio::test]
async fn staff_and_programs_repeat_it_for_somebody_too() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let Actor::Person(person) = claire.actor() else { panic!("a person") };
        open(&world, &claire, "one").await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let draft = draft(&world, &marie, "+33612345678", "by phone").await;
        let draft = Draft { requester: Some(person), ..draft };
        world.service.open_ticket(&marie, &draft, &[]).await.unwrap();
        assert_eq!((callbacks(&world).as_str(), view(&world, &marie, 2).await.joined), ("1", Some(1)));
    })
    .await;
}

#[tokio::test]
async fn another_person_another_number_and_another_time_page_anew() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let jean = world.person(&world.durand, "Jean Petit", "member").await;
        open(&world, &claire, "one").await;
        open(&world, &jean, "of a colleague").await;
        assert_eq!(callbacks(&world), "2");
        open_at(&world, &claire, "06 98 76 54 32", "my other phone").await;
        assert_eq!(callbacks(&world), "3");
        world.clock.advance(Duration::minutes(10) + Duration::seconds(1));
        open(&world, &claire, "still").await;
        assert_eq!(callbacks(&world), "4");
    })
    .await;
}

#[tokio::test]
async fn of_two_requests_at_the_same_moment_one_joins_the_other() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let other = world.another_process().await;
        let (one, two) = (
            draft(&world, &claire, "06 12 34 56 78", "one").await,
            draft(&world, &claire, "06 12 34 56 78", "two").await,
        );
        let (first, second) = tokio::join!(
            world.service.open_ticket(&claire, &one, &[]),
            other.open_ticket(&claire, &two, &[]),
        );
        assert_ne!(first.unwrap().number, second.unwrap().number);
        assert_eq!(callbacks(&world), "1");
    })
    .await;
}

#[tokio::test]
async fn when_the_call_is_cancelled_the_tickets_that_joined_get_their_own_at_once() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        for key in ["one", "two", "three", "four"] {
            open(&world, &claire, key).await;
        }
        world.turn(&world.durand).await;
        // One of them is closed before: it needs no call.
        world.service.close(&claire, 2).await.unwrap();
        let promised = view(&world, &claire, 1).await.callback.unwrap().callback.promised_by;
        world.clock.advance(Duration::minutes(2));
        world.service.close(&claire, 1).await.unwrap();
        assert_eq!(callbacks(&world), "2");
        let third = view(&world, &claire, 3).await;
        let own = third.callback.as_ref().unwrap();
        assert_eq!((own.callback.phase(), third.joined, &third.also), (Phase::Requested, None, &vec![4]));
        assert_eq!(own.callback.promised_by, promised, "the client keeps the promise that was made");
        let fourth = view(&world, &claire, 4).await;
        assert_eq!((fourth.joined, fourth.callback.unwrap().callback.id), (Some(3), own.callback.id));
        // Marie is paged for it now, not when the old step would have been over.
        let told = world.turn(&world.durand).await;
        let mut pages = 0;
        for job in &told {
            let Job::Deliver { delivery } = job.job else { continue };
            let tx = world.store().read(&world.store().doors().job(job)).await.unwrap();
            let delivery = tx.deliveries().by_id(delivery).await.unwrap();
            pages += usize::from(delivery.summons.is_some() && delivery.callback == Some(own.callback.id));
        }
        assert!(pages > 0, "{told:?}");

        // The client no longer needs that one either; the last ticket is still open.
        world.service.cancel_callback(&claire, 3).await.unwrap();
        let fourth = view(&world, &claire, 4).await;
        assert_eq!((fourth.joined, fourth.callback.unwrap().callback.phase()), (None, Phase::Requested));
        world.service.close(&claire, 4).await.unwrap();
        let open = "SELECT count(*) FROM callbacks WHERE ended_at IS NULL";
        assert_eq!(world.sql(open), ["0"]);
    })
    .await;
}

/// Whoever ends a call at the moment a repeat joins it must have seen the repeat.
#[tokio::test]
async fn no_repeat_is_lost_between_joining_and_the_end_of_the_call() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let other = world.another_process().await;
        for round in 0..6 {
            let number = open(&world, &claire, &format!("first {round}")).await.number;
            let repeat = draft(&world, &claire, "06 12 34 56 78", &format!("repeat {round}")).await;
            let (repeated, closed) =
                tokio::join!(other.open_ticket(&claire, &repeat, &[]), world.service.close(&claire, number),);
            closed.unwrap();
            let view = view(&world, &claire, repeated.unwrap().number).await;
            let callback = view.callback.unwrap().callback;
            assert!(callback.is_open(), "round {round}: an urgent ticket that is open waits for no call");
            world.service.close(&claire, view.ticket.number).await.unwrap();
        }
    })
    .await;
}
