//! Callbacks as lists read them, a page at a time.

use rappel_domain::callback::Via;
use rappel_service::{Closed, Scope, tickets::Asked};

use crate::{
    urgent::open_urgent,
    world::{World, on_each_column},
};

/// How many rows a page of the API has, and how many statements it took.
async fn page(world: &World, scope: &Scope, limit: u64) -> (usize, u64) {
    let before = world.store().statements();
    let rows = world.service.callbacks(scope, None, limit).await.unwrap();
    (rows.len(), world.store().statements() - before)
}

/// The same for the client's list of open tickets, by its cards.
async fn cards(world: &World, scope: &Scope) -> (usize, u64) {
    let before = world.store().statements();
    let list = world.service.ticket_list(scope, &Asked::all(Closed::No), None).await.unwrap();
    (list.callbacks.len(), world.store().statements() - before)
}

#[tokio::test]
async fn a_page_takes_as_many_statements_as_one_row() {
    on_each_column(|world| async move {
        let anne = world.person(&world.durand, "Anne Durand", "manager").await;
        let mut last = anne.clone();
        for number in 1..=6 {
            last = world.person(&world.durand, &format!("Personne {number}"), "member").await;
            open_urgent(&world, &last).await;
        }
        world.turn(&world.durand).await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let rows = world.service.callbacks(&marie, None, 10).await.unwrap();
        for (_, view) in &rows {
            world.service.accept(&marie, view.callback.id, Via::Page).await.unwrap();
        }

        for scope in [&marie, &anne] {
            let (one, few) = page(&world, scope, 1).await;
            let (all, same) = page(&world, scope, 10).await;
            assert_eq!((one, all), (1, 6));
            assert_eq!(few, same, "statements for one row and for six");
        }
        let ((one, few), (all, same)) = (cards(&world, &last).await, cards(&world, &anne).await);
        assert_eq!((one, all), (1, 6));
        // Who sees colleagues' tickets is offered their names to narrow the list down by.
        assert_eq!(few + 1, same, "statements for one card and for six");

        // Fetched again, the cards are the same ones, and nothing of the list is asked for.
        let before = world.store().statements();
        let again = world.service.callback_cards(&anne).await.unwrap();
        assert!(world.store().statements() - before + 4 <= same, "neither counts nor names nor settings");
        let shown = world.service.ticket_list(&anne, &Asked::all(Closed::No), None).await.unwrap();
        assert_eq!(format!("{again:?}"), format!("{:?}", shown.callbacks));

        // Together they read what each reads alone.
        let rows = world.service.callbacks(&marie, None, 10).await.unwrap();
        assert!(rows.is_sorted_by(|one, next| one.0 > next.0), "the newest first");
        for (number, view) in rows {
            let (alone, read) = world.service.callback(&marie, view.callback.id).await.unwrap();
            assert_eq!((number, view.holder.as_deref()), (alone, Some("Marie Leroy")));
            assert!(view.facts.len() > 2, "{view:?}");
            assert_eq!(format!("{view:?}"), format!("{read:?}"));
        }
    })
    .await;
}
