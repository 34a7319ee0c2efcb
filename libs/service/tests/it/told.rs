//! The client is never in the dark: each turn of a call is told in writing.

use chrono::Duration;
use rappel_domain::{Clock as _, callback::Via};
use rappel_service::{callbacks::Outcome, intake::Draft};

use crate::world::{World, on_each_column};

/// What the client was written, in order.
fn told(world: &World, channel: &str) -> Vec<String> {
    world.sql(&format!(
        "SELECT news FROM deliveries WHERE CAST(recipient AS TEXT) LIKE '%person%' AND news <> 'invitation' \
         AND channel = '{channel}' ORDER BY id"
    ))
}

#[tokio::test]
async fn the_client_hears_of_each_turn_of_the_call() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let form = world.service.ticket_form(&claire, None).await.unwrap();
        let draft = Draft {
            category: form.categories.iter().find(|it| it.is_urgent).unwrap().id.to_string(),
            description: "Les caisses sont en panne".to_owned(),
            phone: "06 12 34 56 78".to_owned(),
            ..Draft::default()
        };
        world.service.open_ticket(&claire, &draft, &[]).await.unwrap();
        world.turn(&world.durand).await;
        // Nobody rings in time: late, with our number.
        world.clock.advance(Duration::minutes(16));
        world.turn(&world.durand).await;
        let view = world.service.ticket(&claire, 1).await.unwrap();
        let id = view.callback.unwrap().callback.id;
        let marie = world.staff_on(world.marie, &world.durand).await;
        world.service.accept(&marie, id, Via::Page).await.unwrap();
        for _ in 0..3 {
            let next_try = world.clock.now() + Duration::minutes(5);
            world.service.outcome(&marie, id, Outcome::NoAnswer { next_try }).await.unwrap();
            world.clock.advance(Duration::minutes(5));
        }
        assert!(world.service.ticket(&claire, 1).await.unwrap().ticket.raised, "to the queue's top");
        world.service.outcome(&marie, id, Outcome::WrongNumber).await.unwrap();
        world.service.change_number(&claire, 1, "06 98 76 54 32").await.unwrap();
        world.service.outcome(&marie, id, Outcome::Reached).await.unwrap();
        let expected = [
            "urgent_received",
            "urgent_late",
            "urgent_taken",
            "could_not_reach",
            "wrong_number",
            "urgent_reached",
        ];
        assert_eq!(told(&world, "email"), expected);
        assert_eq!(told(&world, "sms"), [""; 0], "a number that nobody has proved gets nothing");
    })
    .await;
}
