//! Whether the page of a ticket shows anything new.

use chrono::Duration;
use rappel_domain::callback::Via;
use rappel_service::{Error, intake::Draft, tickets::Note};

use crate::world::on_each_column;

#[tokio::test]
async fn a_stamp_changes_with_whatever_the_page_of_a_ticket_shows() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        world.person(&world.durand, "Luc Petit", "member").await;
        let service = &world.service;
        let categories = service.ticket_form(&claire, None).await.unwrap().categories;
        let open = async |urgent: bool, key: &str| {
            let draft = Draft {
                category: categories.iter().find(|it| it.is_urgent == urgent).unwrap().id.to_string(),
                description: "Les caisses sont en panne".to_owned(),
                phone: "06 12 34 56 78".to_owned(),
                idempotency_key: key.to_owned(),
                ..Draft::default()
            };
            service.open_ticket(&claire, &draft, &[]).await.unwrap();
        };
        open(false, "1").await;
        open(true, "2").await;
        // Joins the call of the second.
        open(true, "3").await;
        let look = async |token: &str, number: i64| {
            service.look(world.durand.id, token, number).await.unwrap().expect("somebody is signed in").stamp
        };
        let mut seen = Vec::new();
        let mut changed = async |what: &str, numbers: &[i64]| {
            for number in 1..=3 {
                let stamp = look("claire.martin", number).await.unwrap();
                assert_eq!(look("claire.martin", number).await.unwrap(), stamp, "{what}");
                let is_new = !seen.contains(&stamp);
                assert_eq!(is_new, numbers.contains(&number), "{what}: #{number} {stamp}");
                seen.push(stamp);
            }
        };
        changed("opened", &[1, 2, 3]).await;
        let before = service.store().statements();
        look("claire.martin", 1).await.unwrap();
        assert_eq!(service.store().statements() - before, 1, "nearly every look is one question");
        changed("nothing", &[]).await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let note = |seen| Note { body: "Un mot".to_owned(), seen: Some(seen), ..Note::default() };
        service.reply(&claire, 1, &note(1), &[]).await.unwrap();
        changed("a reply", &[1]).await;
        service.take(&marie, 1).await.unwrap();
        changed("taken", &[1]).await;
        service.answer(&marie, 1, &note(2), &[]).await.unwrap();
        changed("an answer", &[1]).await;
        let id = service.ticket(&claire, 2).await.unwrap().callback.unwrap().callback.id;
        service.accept(&marie, id, Via::Page).await.unwrap();
        changed("somebody has the call", &[2, 3]).await;
        service.close(&claire, 1).await.unwrap();
        changed("closed", &[1]).await;
        world.clock.advance(Duration::minutes(1));
        changed("a minute", &[]).await;
        // Names are read anew, and the close can no longer be taken back.
        world.clock.advance(Duration::minutes(11));
        changed("much later", &[1, 2, 3]).await;
        let strange = look("luc.petit", 1).await;
        assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
        // A session that is used by looks alone lives on; one that ended looks at nothing, and neither does another company.
        for _ in 0..4 {
            world.clock.advance(Duration::hours(5));
            look("claire.martin", 1).await.unwrap();
        }
        assert!(service.look(world.nunes.id, "claire.martin", 1).await.unwrap().is_none());
        look("claire.martin", 1).await.unwrap();
        service.sign_out(world.durand.id, "claire.martin").await.unwrap();
        assert!(service.look(world.durand.id, "claire.martin", 1).await.unwrap().is_none());
    })
    .await;
}
