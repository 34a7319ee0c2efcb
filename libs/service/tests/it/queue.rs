//! The order of the queue, and what comes after what, where many tickets came at the same moment.

use std::collections::BTreeSet;

use chrono::Duration;
use rappel_service::{
    Place, Scope, View,
    intake::Draft,
    queue::{Ask, PAGE},
    tickets::Note,
};

use super::world::{World, on_each_column};

/// A ticket's company and number.
type Key = (String, i64);

async fn open(world: &World, client: &Scope, is_urgent: bool) {
    let form = world.service.ticket_form(client, None).await.unwrap();
    let category = form.categories.iter().find(|it| it.is_urgent == is_urgent).unwrap();
    let draft = Draft {
        category: category.id.to_string(),
        description: "Une question".to_owned(),
        phone: "+33612345678".to_owned(),
        ..Draft::default()
    };
    world.service.open_ticket(client, &draft, &[]).await.unwrap();
}

/// The rows of a page, whether each is urgent, and the place to go on from.
async fn page(world: &World, view: View, after: Option<Place>) -> (Vec<(Key, bool)>, Option<Place>) {
    let ask = Ask { view, tenant: String::new(), text: String::new(), after };
    let page = world.service.queue(&world.at_desk(world.marie).await, &ask).await.unwrap();
    assert!(page.rows.len() as u64 <= PAGE);
    let row = |row: &rappel_service::queue::Row| {
        ((page.tenant(row.ticket.tenant).unwrap().slug.clone(), row.ticket.number), row.ticket.urgent)
    };
    (page.rows.iter().map(row).collect(), page.next)
}

async fn walk(world: &World, view: View) -> Vec<(Key, bool)> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (rows, next) = page(world, view, after).await;
        all.extend(rows);
        if next.is_none() {
            return all;
        }
        after = next;
    }
}

#[tokio::test]
async fn every_ticket_stands_once_urgent_first_then_the_longest_waiting() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        // Four rounds of thirty at one moment each; in the third, some are urgent.
        for round in 0..4 {
            for number in 0..15 {
                let is_urgent = round == 2 && number % 4 == 0;
                open(&world, &claire, is_urgent).await;
                open(&world, &sofia, is_urgent).await;
            }
            world.clock.advance(Duration::minutes(1));
        }
        let all = walk(&world, View::Todo).await;
        assert_eq!(all.len(), 120);
        assert_eq!(all.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len(), 120, "one stands twice");
        let urgent = all.iter().filter(|(_, is_urgent)| *is_urgent).count();
        assert_eq!(urgent, 8);
        assert!(all[..urgent].iter().all(|(_, is_urgent)| *is_urgent), "an urgent one below an ordinary one");
        // Numbers grow with time: round by round, whoever's they are.
        let rounds: Vec<i64> = all[urgent..].iter().map(|((_, number), _)| (number - 1) / 15).collect();
        assert!(rounds.is_sorted(), "{rounds:?}");
        assert_eq!(walk(&world, View::Urgent).await, all[..urgent]);

        // Who is answered leaves; whoever writes again waits from then on, behind the others.
        let marie = world.staff_on(world.marie, &world.durand).await;
        let first = all.iter().find(|((slug, _), is_urgent)| *slug == world.durand.slug && !is_urgent);
        let ((_, number), _) = first.unwrap().clone();
        let note = Note { body: "Oui".to_owned(), seen: Some(1), ..Note::default() };
        world.service.answer(&marie, number, &note, &[]).await.unwrap();
        let key = (world.durand.slug.clone(), number);
        assert!(!walk(&world, View::Todo).await.iter().any(|(found, _)| *found == key));
        assert_eq!(walk(&world, View::Waiting).await, [(key.clone(), false)]);
        world.clock.advance(Duration::minutes(1));
        let note = Note { body: "Encore".to_owned(), seen: Some(2), ..Note::default() };
        world.service.reply(&claire, number, &note, &[]).await.unwrap();
        assert_eq!(walk(&world, View::Todo).await.last().unwrap().0, key);
        assert_eq!(walk(&world, View::Mine).await, [(key, false)], "answering took it");
    })
    .await;
}
