//! A company that leaves: its managers are told, and when the time has come the job takes it away, itself included.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::leaving::GRACE;

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
            let (office, name) = (world.office().await, world.durand.name.clone());
            let (service, id) = (&world.service, world.durand.id);
            world.parts.sql("UPDATE persons SET role = 'manager'");
            let managers =
                world.parts.sql("SELECT count(*) FROM persons WHERE disabled_at IS NULL").remove(0);
            let managers: usize = managers.parse().unwrap();
            // One that is called back has its job left, which does nothing.
            service.ask_deletion(&office, id, &name).await.unwrap();
            service.recall_deletion(&office, id).await.unwrap();
            service.ask_deletion(&office, id, &name).await.unwrap();
            let told = world.told_of("est supprimé le", 2 * (managers + 1)).await;
            assert_eq!(told.len(), 2 * (managers + 1), "managers and the operator's mailbox: {told:?}");
            assert!(told.iter().all(|text| text.contains("avant ce jour")), "{told:?}");
            let kept = world.told_of("n’est pas supprimé", managers + 1).await;
            assert_eq!(kept.len(), managers + 1, "{kept:?}");
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
            assert_eq!(service.deletions(&office).await.unwrap().len(), 1);
        })
    })
    .await;
}
