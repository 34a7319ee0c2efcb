//! A client's list in every order, page by page.

use std::cmp::Reverse;

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _,
    calendar::Closing,
    clock::FixedClock,
    id::{CategoryId, PersonId},
    ticket::{self, Answer, Status, Ticket},
    words::Sought,
};

use super::{
    database::{Bench, columns},
    world::{World, category, intake, now},
};
use crate::{
    categories::Category,
    tickets::{Closed, Mark, Narrow, Order, Wanted, Way},
};

/// Tickets of two categories in every state; several were opened at one moment.
async fn fill(world: &World, other: CategoryId) {
    let (store, a) = (&world.store, &world.a);
    let begun = now().now();
    for count in 0..24 {
        let clock = FixedClock::new(begun - Duration::minutes(count * 7 % 5));
        let mut tx = store.write(&a.scope).await.unwrap();
        let number = tx.tickets().next_number().await.unwrap();
        let mut new =
            intake(a.tenant.id, number, if count % 3 == 0 { other } else { a.category }, a.person, "x");
        new.urgent = None;
        new.files.clear();
        new.description = if count % 2 == 0 { "une imprimante" } else { "un scanner" }.to_owned();
        tx.record(ticket::open(&clock, new).unwrap()).await.unwrap();
        let found = async |tx: &crate::Tx| tx.tickets().by_number(number).await.unwrap();
        let client = tx.persons().by_id(a.person).await.unwrap().contact();
        match count % 4 {
            1 => {
                let taken = ticket::take(&clock, found(&tx).await, world.staff).unwrap();
                tx.record(taken).await.unwrap();
            }
            2 => {
                let answer = Answer { body: "voici".to_owned(), files: Vec::new(), seen: None };
                let closing = Closing { remind_at: None, close_at: begun + Duration::days(15) };
                let staff = world.staff;
                let answered =
                    ticket::answer(&clock, found(&tx).await, staff, answer, closing, &client).unwrap();
                tx.record(answered).await.unwrap();
            }
            3 => {
                let by = Actor::Person(a.person);
                let closed = ticket::close(&clock, found(&tx).await, by, None, &client).unwrap();
                tx.record(closed).await.unwrap();
            }
            _ => {}
        }
        tx.commit().await.unwrap();
    }
}

/// The numbers of the tickets as they stand in an order.
fn expected(all: &[Ticket], order: &Order) -> Vec<i64> {
    let mut all = all.to_vec();
    let place = |status: Status| Status::ALL.iter().position(|it| *it == status);
    match order {
        Order::Number(Way::Up) => all.sort_by_key(|it| it.number),
        Order::Number(Way::Down) => all.sort_by_key(|it| Reverse(it.number)),
        Order::Opened(Way::Up) => all.sort_by_key(|it| (it.opened_at, it.number)),
        Order::Opened(Way::Down) => all.sort_by_key(|it| Reverse((it.opened_at, it.number))),
        Order::Status => all.sort_by_key(|it| (place(it.status()), Reverse(it.number))),
        Order::Category(order) => {
            let place = |it: &Ticket| order.iter().position(|category| *category == it.category);
            all.sort_by_key(|it| (place(it), Reverse(it.number)));
        }
    }
    all.iter().map(|it| it.number).collect()
}

#[tokio::test]
async fn every_order_shows_each_ticket_once_whatever_a_page_takes() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let other = CategoryId::new(&now());
        let tx = store.write(&a.scope).await.unwrap();
        tx.categories().insert(&Category { position: 2, ..category(other, "Autre", false) }).await.unwrap();
        tx.commit().await.unwrap();
        fill(&world, other).await;
        let orders = [
            Order::Number(Way::Up),
            Order::Number(Way::Down),
            Order::Opened(Way::Up),
            Order::Opened(Way::Down),
            Order::Status,
            Order::Category(vec![other, a.category]),
            Order::Category(vec![a.category, other]),
        ];
        let tx = store.read(&a.scope).await.unwrap();
        let all = tx.tickets().all(None, 100).await.unwrap();
        assert_eq!(all.len(), 25);
        for closed in [Closed::No, Closed::Yes] {
            for typed in ["", "imprimantes"] {
                let sought = Sought::parse(typed);
                let these = tx.tickets().list(closed, &sought, None, 100).await.unwrap();
                assert!(these.len() > 2 || typed == "imprimantes" && closed == Closed::Yes);
                for order in &orders {
                    let expected = expected(&these, order);
                    for limit in [1, 2, 5, 100] {
                        let (mut seen, mut after) = (Vec::new(), None);
                        loop {
                            let page =
                                tx.tickets().sorted(closed, &sought, order, after, limit).await.unwrap();
                            seen.extend(page.iter().map(|it| it.number));
                            let Some(last) = page.last() else { break };
                            after = Some(order.mark(last));
                        }
                        assert_eq!(seen, expected, "{order:?} {closed:?} {typed:?} {limit}");
                    }
                }
            }
        }
        // A mark of another order, or of what is gone, begins anew.
        let strange = CategoryId::new(&now());
        for mark in [Mark::Status(Status::Closed, 3), Mark::Category(strange, 3)] {
            for order in &orders {
                let first =
                    tx.tickets().sorted(Closed::No, &Sought::Everything, order, None, 3).await.unwrap();
                let page =
                    tx.tickets().sorted(Closed::No, &Sought::Everything, order, Some(mark), 3).await.unwrap();
                assert_eq!(first, page, "{mark:?} {order:?}");
            }
        }
        drop(tx);
        bench.drop_database().await;
    }
}

/// Whether a ticket is one of those that a list is narrowed down to.
fn holds(narrow: &Narrow, it: &Ticket) -> bool {
    narrow.category.is_none_or(|category| it.category == category)
        && narrow.requester.is_none_or(|requester| it.requester == requester)
        && narrow.status.is_none_or(|status| it.status() == status)
        && narrow.from.is_none_or(|from| it.opened_at >= from)
        && narrow.before.is_none_or(|before| it.opened_at < before)
}

#[tokio::test]
async fn a_list_that_is_narrowed_down_has_what_holds_and_nothing_else_in_every_order() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let other = CategoryId::new(&now());
        let tx = store.write(&a.scope).await.unwrap();
        tx.categories().insert(&Category { position: 2, ..category(other, "Autre", false) }).await.unwrap();
        tx.commit().await.unwrap();
        fill(&world, other).await;
        let at = |minutes| Some(now().now() - Duration::minutes(minutes));
        let narrows = [
            Narrow::NOT,
            Narrow { category: Some(other), ..Narrow::NOT },
            Narrow { requester: Some(a.person), ..Narrow::NOT },
            Narrow { requester: Some(PersonId::new(&now())), ..Narrow::NOT },
            Narrow { category: Some(world.b.category), ..Narrow::NOT },
            Narrow { status: Some(Status::InProgress), ..Narrow::NOT },
            Narrow { status: Some(Status::Untreated), category: Some(a.category), ..Narrow::NOT },
            Narrow { from: at(2), ..Narrow::NOT },
            Narrow { before: at(2), ..Narrow::NOT },
            Narrow { from: at(3), before: at(1), category: Some(other), ..Narrow::NOT },
        ];
        let orders = [
            Order::Number(Way::Down),
            Order::Opened(Way::Up),
            Order::Status,
            Order::Category(vec![other, a.category]),
        ];
        let tx = store.read(&a.scope).await.unwrap();
        for (closed, typed) in [(Closed::No, ""), (Closed::Yes, ""), (Closed::No, "imprimantes")] {
            let sought = Sought::parse(typed);
            let all = tx.tickets().list(closed, &sought, None, 100).await.unwrap();
            for narrow in &narrows {
                let wanted = Wanted { sought: &sought, narrow };
                let these: Vec<Ticket> = all.iter().filter(|it| holds(narrow, it)).cloned().collect();
                assert_eq!(tx.tickets().list(closed, wanted, None, 100).await.unwrap(), these, "{narrow:?}");
                assert_eq!(tx.tickets().count(closed, wanted, 100).await.unwrap(), these.len() as u64);
                for order in &orders {
                    let (mut seen, mut after) = (Vec::new(), None);
                    loop {
                        let page = tx.tickets().sorted(closed, wanted, order, after, 2).await.unwrap();
                        seen.extend(page.iter().map(|it| it.number));
                        let Some(last) = page.last() else { break };
                        after = Some(order.mark(last));
                    }
                    assert_eq!(seen, expected(&these, order), "{order:?} {closed:?} {typed:?} {narrow:?}");
                }
            }
        }
        drop(tx);
        bench.drop_database().await;
    }
}
