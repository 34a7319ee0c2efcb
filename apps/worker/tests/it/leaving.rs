//! A company that leaves: its managers are told, and when the time has come the job takes it away, itself included.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::leaving::GRACE;
use rappel_service::{intake::Draft, tickets::Note};

use crate::world::{Carriers, World, on_each_column};

impl World {
    async fn told_of(&self, subject: &str, count: usize) -> Vec<String> {
        let found = || {
            let all = self.sink.received();
            let about = all.into_iter().filter(|it| it.subject().contains(subject));
            about.map(|it| it.text()).collect::<Vec<_>>()
        };
        for _ in 0..300 {
            if found().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        found()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_are_told_and_when_the_time_has_come_nothing_is_left() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            let name = world.durand.name.clone();
            world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
            let (office, proof) = world.proved_marie().await;
            let (service, id) = (&world.service, world.durand.id);
            world.parts.sql("UPDATE persons SET role = 'manager'");
            let managers =
                world.parts.sql("SELECT count(*) FROM persons WHERE disabled_at IS NULL").remove(0);
            let admins = world.parts.sql("SELECT count(*) FROM staff WHERE disabled_at IS NULL").remove(0);
            let managers: usize = managers.parse::<usize>().unwrap() + admins.parse::<usize>().unwrap();
            // One that is called back has its job left, which does nothing. Each is told before the next is so: of what is so no
            // more nobody is told.
            service.ask_deletion(&proof, &office, id, &name).await.unwrap();
            let told = world.told_of("est supprimé le", managers + 1).await;
            assert_eq!(
                told.len(),
                managers + 1,
                "managers, administrators and the operator's mailbox: {told:?}"
            );
            assert!(told.iter().all(|text| text.contains("avant ce jour")), "{told:?}");
            service.recall_deletion(&office, id).await.unwrap();
            let kept = world.told_of("n’est pas supprimé", managers + 1).await;
            assert_eq!(kept.len(), managers + 1, "{kept:?}");
            service.ask_deletion(&proof, &office, id, &name).await.unwrap();
            let told = world.told_of("est supprimé le", 2 * (managers + 1)).await;
            assert_eq!(told.len(), 2 * (managers + 1), "{told:?}");
            let waits = "SELECT count(*) FROM jobs WHERE kind = 'deliver' AND state = 'ready'";
            world.eventually(waits, &["0"]).await;

            world.leap(GRACE - TimeDelta::minutes(1)).await;
            world
                .eventually(
                    "SELECT count(*) FROM jobs WHERE kind = 'delete_company' AND state = 'ready'",
                    &["2"],
                )
                .await;
            assert_eq!(world.parts.sql("SELECT count(*) FROM deletions WHERE begun_at IS NOT NULL"), ["0"]);
            world.leap(TimeDelta::minutes(2)).await;
            world.eventually("SELECT count(*) FROM deletions WHERE done_at IS NOT NULL", &["1"]).await;
            let left = format!("SELECT count(*) FROM tenants WHERE slug = '{}'", world.durand.slug);
            assert_eq!(world.parts.sql(&left), ["0"]);
            assert_eq!(world.parts.sql("SELECT count(*) FROM jobs WHERE kind = 'delete_company'"), ["0"]);
            // With that which was called back.
            assert_eq!(service.deletions(&office).await.unwrap().len(), 2);
        })
    })
    .await;
}

/// Nobody could answer a ticket that waits for an answer: it stays open until they can.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_of_a_company_that_leaves_is_closed_when_it_stays() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            let service = &world.service;
            let form = service.ticket_form(&world.claire, None).await.unwrap();
            let draft = Draft {
                category: form.categories[0].id.to_string(),
                description: "Une question".to_owned(),
                ..Draft::default()
            };
            service.open_ticket(&world.claire, &draft, &[]).await.unwrap();
            let note = Note { body: "Redémarrez la caisse.".to_owned(), seen: Some(1), ..Note::default() };
            service.answer(&world.marie_on().await, 1, &note, &[]).await.unwrap();
            world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
            let (office, proof) = world.proved_marie().await;
            service.ask_deletion(&proof, &office, world.durand.id, &world.durand.name).await.unwrap();

            world.leap(TimeDelta::days(20)).await;
            world.all_is_done().await;
            assert_eq!(world.parts.sql("SELECT status FROM tickets"), ["answered"]);
            let news = "SELECT count(*) FROM deliveries WHERE news IN ('closing_soon', 'closed')";
            assert_eq!(world.parts.sql(news), ["0"]);

            service.recall_deletion(&office, world.durand.id).await.unwrap();
            world.leap(TimeDelta::minutes(61)).await;
            world.eventually("SELECT status FROM tickets", &["closed"]).await;
            world.eventually("SELECT count(*) FROM deliveries WHERE news = 'closed'", &["1"]).await;
        })
    })
    .await;
}
