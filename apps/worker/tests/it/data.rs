//! A company's data: its export is written, told and taken away by jobs; its closed tickets go when their time has come.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::{
    job::{Job, Lane},
    privacy::EXPORT_KEPT,
    retention::NOTICE,
};
use rappel_queue::Handler as _;
use rappel_service::privacy::ExportState;
use rappel_testkit::Column;

use crate::world::{Carriers, Time, World, on_each_column, worker};

impl World {
    /// The text of an e-mail that leads somewhere.
    async fn mailed(&self, subject: &str, to: &str) -> String {
        for _ in 0..300 {
            let all = self.sink.received();
            let mut texts = all
                .iter()
                .filter(|it| it.subject().contains(subject))
                .map(rappel_testkit::smtp::Received::text);
            if let Some(text) = texts.find(|it| it.contains(to)) {
                return text;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nobody was told: {subject} {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_for_everything_is_told_and_it_goes_when_its_time_is_over() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
            let (office, proof) = world.proved_marie().await;
            let service = &world.service;
            let scope = service.company_of(&office, world.durand.id).unwrap();
            service.ask_company_export(&proof, &scope).await.unwrap();
            let text = world.mailed("sont prêtes", "/tenants/").await;
            assert!(text.contains("/tenants/") && text.contains("/data"), "{text}");
            let export = service.company_export(&scope).await.unwrap().unwrap();
            assert!(matches!(export.state, ExportState::Ready(_)), "{export:?}");
            let found = service.fetch_company_export(&scope, export.id).await.unwrap();
            assert_eq!(found.path.metadata().unwrap().len(), found.file.size as u64);

            world.leap(EXPORT_KEPT + TimeDelta::minutes(1)).await;
            world.eventually("SELECT count(*) FROM company_exports", &["0"]).await;
            assert!(!found.path.exists());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_are_told_what_goes_before_it_goes() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
            world.parts.sql("UPDATE persons SET role = 'manager'");
            let (office, _) = world.proved_marie().await;
            let service = &world.service;
            Box::pin(service.set_retention(&office, world.durand.id, Some(6))).await.unwrap();
            let text = world.mailed("seront effacés", "/people/data").await;
            assert!(text.contains("6 mois"), "{text}");
            // The operator reads of it where it is taken back.
            let text = world.mailed("seront effacés", "/tenants/").await;
            assert!(text.contains("6 mois"), "{text}");
            world
                .eventually("SELECT count(*) FROM jobs WHERE kind = 'retain' AND state = 'ready'", &["1"])
                .await;
            world.leap(NOTICE + TimeDelta::minutes(1)).await;
            world.eventually("SELECT count(*) FROM retentions WHERE months = 6", &["1"]).await;
            // It looks again each day.
            world
                .eventually("SELECT count(*) FROM jobs WHERE kind = 'retain' AND state = 'ready'", &["1"])
                .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_exports_of_companies_one_is_written_and_the_other_waits() {
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let world = Box::pin(World::build(column, Time::Moved)).await;
        world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
        let nunes = world.another_company("Nunes").await.tenant();
        let (office, proof) = world.proved_marie().await;
        let (service, lease) = (&world.service, TimeDelta::minutes(5));
        let mut jobs = Vec::new();
        for tenant in [world.durand.id, nunes] {
            let scope = service.company_of(&office, tenant).unwrap();
            service.ask_company_export(&proof, &scope).await.unwrap();
            let claimed = service.store().claim(tenant, Lane::Normal, 100, lease).await.unwrap();
            jobs.extend(claimed.into_iter().filter(|it| matches!(it.job, Job::CompanyExport { .. })));
        }
        let worker = worker(world.service.clone(), &world.outside(Carriers::Twilio));
        let second = jobs.pop().unwrap();
        let first = jobs.pop().unwrap();
        let (one, two) = tokio::join!(Box::pin(worker.run(first)), Box::pin(worker.run(second)));
        one.unwrap();
        two.unwrap();
        let ready = |world: &World| {
            world.parts.sql("SELECT count(*) FROM company_exports WHERE ready_at IS NOT NULL")
        };
        assert_eq!(ready(&world), ["1"]);
        let waits = "SELECT attempt FROM jobs WHERE kind = 'company_export' AND state = 'ready'";
        assert_eq!(world.parts.sql(waits), ["0"], "that was no try");
        let claimed = service.store().claim(nunes, Lane::Normal, 100, lease).await.unwrap();
        assert!(
            !claimed.iter().any(|it| matches!(it.job, Job::CompanyExport { .. })),
            "not before a minute is over"
        );
        world.leap(TimeDelta::seconds(61)).await;
        let claimed = service.store().claim(nunes, Lane::Normal, 100, lease).await.unwrap();
        let again = claimed.into_iter().find(|it| matches!(it.job, Job::CompanyExport { .. })).unwrap();
        worker.run(again).await.unwrap();
        assert_eq!(ready(&world), ["2"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_for_which_the_disk_has_no_room_is_given_up_at_once() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            world.parts.sql("UPDATE staff SET role = 'admin', all_tenants = true");
            world.open_urgent().await;
            world.parts.sql(
                "INSERT INTO files (tenant_id, id, ticket_id, message_id, name, media_type, size, created_at) \
                 SELECT m.tenant_id, m.id, t.id, m.id, 'x', 'text/plain', 4000000000000000000, t.opened_at \
                 FROM messages m JOIN tickets t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id LIMIT 1",
            );
            let (office, proof) = world.proved_marie().await;
            let scope = world.service.company_of(&office, world.durand.id).unwrap();
            world.service.ask_company_export(&proof, &scope).await.unwrap();
            let dead = "SELECT attempt FROM jobs WHERE kind = 'company_export' AND state = 'dead'";
            world.eventually(dead, &["1"]).await;
            let export = world.service.company_export(&scope).await.unwrap().unwrap();
            assert_eq!(export.state, ExportState::Failed);
        })
    })
    .await;
}
