//! Everything of a company, for its managers and for staff who may see it: whole whatever happens on the way, and nobody else's.

use std::path::PathBuf;

use chrono::Duration;
use rappel_domain::{
    Actor,
    audit::Deed,
    id::CompanyExportId,
    job::{Job, Lane},
    privacy::EXPORT_KEPT,
};
use rappel_service::{
    Error, Files, Scope,
    factors::Confirmed,
    people::Disabled,
    privacy::{CompanyExport, ExportState},
};
use rappel_store::whole::Part;

use super::{Case, EMAIL, entries};
use crate::world::{World, on_each_column};

impl World {
    /// A manager who signed in a moment ago, and the right that this gives.
    async fn manager(&self, name: &str) -> (Scope, Confirmed) {
        let scope = self.person(&self.durand, name, "manager").await;
        let token = name.to_lowercase().replace(' ', ".");
        let proof = self.service.confirmed(&scope, &token).await.unwrap().unwrap();
        (scope, proof)
    }

    async fn export_of(&self, scope: &Scope) -> CompanyExport {
        self.service.company_export(scope).await.unwrap().unwrap()
    }

    /// A run of the job, as the worker does it.
    async fn writes(&self, id: CompanyExportId, fence: i64) -> Option<i64> {
        let scope = self.system().await;
        let size = Box::pin(self.service.write_company_export(&scope, id, fence)).await.unwrap()?;
        let mut tx = self.store().write(&scope).await.unwrap();
        self.service.company_export_written(&mut tx, id, fence, size).await.unwrap();
        tx.commit().await.unwrap();
        Some(size)
    }

    async fn drops(&self, id: CompanyExportId) {
        let tx = self.store().write(&self.system().await).await.unwrap();
        self.service.drop_company_export(&tx, id).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn file_of(&self, id: CompanyExportId, fence: i64) -> PathBuf {
        Files::Folder(self.folder().join("files")).company_export(self.durand.id, id, fence)
    }

    /// What lies there of an export, finished or not.
    fn parts_of(&self, id: CompanyExportId) -> Vec<String> {
        let folder = self.folder().join("files").join(self.durand.id.to_string());
        let names = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
        let mut names: Vec<String> = names.map(|it| it.to_string_lossy().into_owned()).collect();
        names.retain(|name| name.starts_with(&id.to_string()));
        names.sort();
        names
    }
}

#[tokio::test]
async fn everything_of_a_company_is_in_its_file_and_nothing_of_another() {
    on_each_column(|world| async move {
        let Case { severine, urgent, .. } = world.case().await;
        let service = &world.service;
        let ana = world.person(&world.nunes, "Ana Nunes", "manager").await;
        let file = super::received(&world, "plan.txt", "content of Nunes");
        world.open(&ana, false, "The other canary islands are down", &[file]).await;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        service.ask_company_export(&proof, &scope).await.unwrap();
        let CompanyExport { id, asked_by, state, .. } = world.export_of(&scope).await;
        assert_eq!(asked_by, "Hugo Blanc");
        assert_eq!(state, ExportState::UnderWay { step: String::new(), written: 0 });
        assert!(matches!(service.fetch_company_export(&scope, id).await, Err(Error::NotFound)), "not yet");

        let size = world.writes(id, 1).await.unwrap();
        assert_eq!(world.writes(id, 2).await, None, "done twice, it is written once");
        let ExportState::Ready(ready) = world.export_of(&scope).await.state else { panic!("it is ready") };
        assert_eq!((ready.size, ready.until), (size, ready.at + EXPORT_KEPT));
        let found = service.fetch_company_export(&scope, id).await.unwrap();
        assert_eq!(found.file.media_type, "application/zip");
        let read = entries(&found.path);

        // Each entry is what the list says of it, and the list says each.
        let list: serde_json::Value = serde_json::from_str(&read["manifest.json"]).unwrap();
        let list = list.as_array().unwrap();
        assert_eq!(list.len(), read.len() - 1);
        for line in list {
            let content = &read[line["name"].as_str().unwrap()];
            let hash = rappel_domain::chain::Hash::from_slice(&rappel_service::sha256(content)).unwrap();
            assert_eq!(line["sha256"], hash.to_string(), "{line}");
            assert_eq!(line["bytes"], content.len(), "{line}");
            let rows = (std::path::Path::new(line["name"].as_str().unwrap()).extension()
                == Some("jsonl".as_ref()))
            .then(|| content.lines().count());
            assert_eq!(line["rows"], serde_json::json!(rows), "{line}");
        }

        let rows = |name: &str| -> Vec<serde_json::Value> {
            read[name].lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        assert!(read["README.txt"].contains("Durand & Fils") && read["README.txt"].contains("archive"));
        let count = |table: &str| {
            let of = format!("tenant_id = (SELECT id FROM tenants WHERE slug = '{}')", world.durand.slug);
            world.sql(&format!("SELECT count(*) FROM {table} WHERE {of}")).remove(0).parse::<usize>().unwrap()
        };
        for (table, entry) in [
            ("persons", "people"),
            ("categories", "categories"),
            ("tickets", "tickets"),
            ("followers", "followers"),
            ("callbacks", "callbacks"),
            ("events", "events"),
        ] {
            assert_eq!(rows(&format!("{entry}.jsonl")).len(), count(table), "{table}");
        }
        assert_eq!(rows("audit.jsonl").len(), count("audit") - 1, "but that it was fetched");
        assert!(read["people.jsonl"].contains(EMAIL) && read["people.jsonl"].contains("+33699887766"));
        assert_eq!(rows("messages.jsonl").len(), count("messages") - 1, "but the note");
        let tickets = rows("tickets.jsonl");
        let ticket = tickets.iter().find(|it| it["number"] == urgent).unwrap();
        assert!(ticket["answers"].to_string().contains("Le poste de"), "{ticket}");
        let content = rows("files.jsonl")[0]["content"].as_str().unwrap().to_owned();
        assert_eq!(read[&content], "content of canari");
        let events = rows("events.jsonl");
        assert!(events.iter().any(|it| it["for_staff"] == true && it["fact"].is_null()));
        assert!(events.iter().all(|it| it["hash"].as_str().unwrap().len() == 64));
        assert!(rows("deliveries.jsonl").iter().all(|it| it["to"]["kind"] == "person"));
        let company: serde_json::Value = serde_json::from_str(&read["company.json"]).unwrap();
        assert_eq!(company["name"], "Durand & Fils");
        assert!(company["left_out"]["factors"].is_string());
        for (name, content) in &read {
            for theirs in ["Nunes", "canary islands", "rappelle souvent", "argon2", "password_hash"] {
                assert!(!content.contains(theirs), "{name} says {theirs}");
            }
        }

        // Nobody else's, and not for ever.
        for other in [&severine, &ana] {
            let refused = service.fetch_company_export(other, id).await;
            assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)), "{refused:?}");
            assert!(!matches!(service.company_export(other).await, Ok(Some(_))));
        }
        world.clock.advance(EXPORT_KEPT);
        assert!(matches!(service.fetch_company_export(&scope, id).await, Err(Error::NotFound)));
        assert_eq!(service.company_export(&scope).await.unwrap(), None);
        world.drops(id).await;
        assert_eq!(world.parts_of(id), Vec::<String>::new());
        assert_eq!(world.sql("SELECT count(*) FROM company_exports"), ["0"]);
    })
    .await;
}

#[tokio::test]
async fn it_is_for_managers_and_staff_who_see_the_company_and_proved_who_they_are() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, of_claire) = world.manager("Claire Martin").await;
        let (hugo, of_hugo) = world.manager("Hugo Blanc").await;
        let member = world.person(&world.durand, "Jean Petit", "member").await;
        let of_member = service.confirmed(&member, "jean.petit").await.unwrap().unwrap();
        let ana = world.person(&world.nunes, "Ana Nunes", "manager").await;
        let of_ana = service.confirmed(&ana, "ana.nunes").await.unwrap().unwrap();
        for (proof, scope) in [(&of_member, &member), (&of_hugo, &claire), (&of_ana, &claire)] {
            let refused = service.ask_company_export(proof, scope).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        let marie = world.staff_on(world.marie, &world.durand).await;
        assert!(matches!(service.company_export(&marie).await, Err(Error::Forbidden)), "an agent");
        let (paul, token) = world.sign_in(world.paul).await;
        let own = paul.on(paul.operator()).unwrap();
        let of_paul = service.confirmed(&own, &token).await.unwrap().unwrap();
        assert!(matches!(service.company_of(&paul, paul.operator()), Err(Error::NotFound)));
        let scope = service.company_of(&paul, world.durand.id).unwrap();
        assert!(matches!(service.ask_company_export(&of_hugo, &scope).await, Err(Error::Forbidden)));
        service.ask_company_export(&of_paul, &scope).await.unwrap();

        // One at a time, whoever asks.
        assert!(matches!(service.ask_company_export(&of_claire, &claire).await, Err(Error::Busy)));
        let twice = tokio::join!(
            service.ask_company_export(&of_claire, &claire),
            service.ask_company_export(&of_hugo, &hugo)
        );
        assert!(matches!(twice, (Err(Error::Busy), Err(Error::Busy))), "{twice:?}");
        let id = world.export_of(&claire).await.id;
        world.writes(id, 1).await.unwrap();
        let told = "SELECT count(*) FROM deliveries WHERE news = 'company_export_ready'";
        assert_eq!(world.sql(told), ["1"], "whoever asked");

        // What staff fetch is in the company's log, and what managers fetch as well.
        service.fetch_company_export(&claire, id).await.unwrap();
        service.fetch_company_export(&scope, id).await.unwrap();
        let all = rappel_service::people::Wanted::default();
        let (log, _) = service.people_history(&claire, &all, None, 10).await.unwrap();
        let deeds: Vec<&Deed> = log.iter().map(|it| &it.deed).collect();
        let fetched = &Deed::CompanyExportFetched;
        assert_eq!(deeds[..3], [fetched, fetched, &Deed::CompanyExportAsked], "{deeds:?}");
        assert_ne!(log[0].by.name, "Claire Martin");
        assert_eq!(log[1].by.name, "Claire Martin");
        assert_eq!(service.verify_audits().await.unwrap(), []);

        // A newer one takes its place, and the old file goes.
        service.ask_company_export(&of_claire, &claire).await.unwrap();
        assert!(matches!(service.fetch_company_export(&claire, id).await, Err(Error::NotFound)));
        world.drops(id).await;
        assert_eq!(world.parts_of(id), Vec::<String>::new());
        let newer = world.export_of(&claire).await;
        assert_ne!(newer.id, id);
        assert!(matches!(newer.state, ExportState::UnderWay { .. }));
    })
    .await;
}

#[tokio::test]
async fn whatever_died_on_the_way_and_whoever_writes_beside_it_the_file_is_whole() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        service.ask_company_export(&proof, &scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        let system = world.system().await;

        // Killed in the middle: what it wrote lies there, and nobody ends it.
        let half = world.file_of(id, 1).with_extension("part");
        std::fs::write(&half, "PK half of it").unwrap();
        std::fs::write(half.with_extension("list"), "[").unwrap();
        // Two that write at one moment, for the first lost its lease: each has a file of its own.
        let (first, second) = tokio::join!(
            Box::pin(service.write_company_export(&system, id, 2)),
            Box::pin(service.write_company_export(&system, id, 3)),
        );
        let second = second.unwrap().unwrap();
        // The older one may have lost its file to the newer, and then says so.
        if let Ok(Some(size)) = first {
            assert_eq!(size as u64, world.file_of(id, 2).metadata().unwrap().len());
        }
        let mut tx = world.store().write(&system).await.unwrap();
        service.company_export_written(&mut tx, id, 3, second).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store().write(&system).await.unwrap();
        service.company_export_written(&mut tx, id, 2, 1).await.unwrap();
        tx.commit().await.unwrap();
        let found = service.fetch_company_export(&scope, id).await.unwrap();
        assert_eq!(
            (found.path.clone(), found.file.size),
            (world.file_of(id, 3), second),
            "the first that was noted"
        );
        let read = entries(&found.path);
        assert!(read["tickets.jsonl"].contains(&format!("\"number\":{}", case.urgent)));
        let list: serde_json::Value = serde_json::from_str(&read["manifest.json"]).unwrap();
        assert_eq!(list.as_array().unwrap().len(), read.len() - 1);
        assert!(!half.exists());
        world.drops(id).await;
        assert_eq!(world.parts_of(id), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn it_is_stopped_asked_again_and_given_up_where_people_see_it() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        assert!(matches!(service.cancel_company_export(&scope).await, Err(Error::NotFound)));
        service.ask_company_export(&proof, &scope).await.unwrap();
        let stopped = world.export_of(&scope).await.id;
        service.cancel_company_export(&scope).await.unwrap();
        assert_eq!(service.company_export(&scope).await.unwrap(), None);
        std::fs::create_dir_all(world.file_of(stopped, 1).parent().unwrap()).unwrap();
        std::fs::write(world.file_of(stopped, 1).with_extension("part"), "x").unwrap();
        assert_eq!(world.writes(stopped, 2).await, None, "nobody waits for it");
        assert_eq!(world.parts_of(stopped), Vec::<String>::new());

        // Given up: its job is dead.
        service.ask_company_export(&proof, &scope).await.unwrap();
        let lost = world.export_of(&scope).await.id;
        let lease = Duration::seconds(15);
        let claimed = world.store().claim(world.durand.id, Lane::Normal, 100, lease).await.unwrap();
        let job = claimed.iter().find(|it| it.job == Job::CompanyExport { export: lost }).unwrap();
        let mut tx = world.store().write(&world.system().await).await.unwrap();
        tx.kill_job(job, "no space left on device").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.export_of(&scope).await.state, ExportState::Failed);
        service.ask_company_export(&proof, &scope).await.unwrap();
        assert!(matches!(world.export_of(&scope).await.state, ExportState::UnderWay { .. }));
    })
    .await;
}

#[tokio::test]
async fn who_is_erased_is_in_no_file_that_was_put_together_before() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        service.ask_company_export(&proof, &scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        let marie = world.staff_on(world.marie, &world.durand).await;
        service.close(&marie, case.urgent).await.unwrap();
        service.set_disabled(&case.claire, case.id, Disabled::Yes).await.unwrap();
        service.erase_person(&case.claire, case.id, super::NAME).await.unwrap();
        let system = world.system().await;
        service.erase_traces(&system, case.id).await.unwrap();
        let mut tx = world.store().write(&system).await.unwrap();
        let waits = service.forget_person(&mut tx, case.id).await;
        assert!(matches!(waits, Err(Error::Busy)), "it is being written: {waits:?}");
        drop(tx);
        world.writes(id, 1).await.unwrap();
        world.erase(case.id).await;
        assert_eq!(service.company_export(&scope).await.unwrap(), None);
        assert_eq!(world.parts_of(id), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_on_the_disk_is_not_begun() {
    on_each_column(|world| async move {
        world.case().await;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        world.service.ask_company_export(&proof, &scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        // As if they were larger than any disk.
        world.sql("UPDATE files SET size = 4000000000000000000");
        let system = world.system().await;
        let refused = Box::pin(world.service.write_company_export(&system, id, 1)).await;
        let is_full = |error: &Error| {
            matches!(error, Error::Files(error) if error.kind() == std::io::ErrorKind::StorageFull)
        };
        assert!(refused.as_ref().is_err_and(is_full), "{refused:?}");
        assert_eq!(world.parts_of(id), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_on_the_disk_is_said_to_be_missing() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        let file = super::received(&world, &format!("{}.txt", "é".repeat(100)), "more of canari");
        world.open(&case.severine, false, "Encore un plan", &[file]).await;
        let folder = Files::Folder(world.folder().join("files"));
        let tx = world.store().read(&scope).await.unwrap();
        let (lines, _) = tx.whole().lines_of(Part::Files, None, 10).await.unwrap();
        drop(tx);
        let lost = lines
            .into_iter()
            .filter_map(|line| line.file)
            .find(|(_, name)| name.starts_with("cv"))
            .unwrap()
            .0;
        std::fs::remove_file(folder.path(world.durand.id, lost)).unwrap();
        world.service.ask_company_export(&proof, &scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        world.writes(id, 1).await.unwrap();
        let read = entries(&world.file_of(id, 1));
        let manifest: Vec<serde_json::Value> = serde_json::from_str(&read["manifest.json"]).unwrap();
        let missing: Vec<_> = manifest.iter().filter(|it| it["missing"] == true).collect();
        assert_eq!(missing.len(), 1, "{manifest:?}");
        let name = missing[0]["name"].as_str().unwrap();
        assert!(name.starts_with(&format!("files/{lost}-")) && read[name].is_empty(), "{name}");
        for name in read.keys().filter_map(|name| name.strip_prefix("files/")) {
            assert!(name.len() < 255, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_whose_time_is_over_goes_also_when_its_job_was_lost() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        service.ask_company_export(&proof, &scope).await.unwrap();
        service.ask_export(&scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        world.writes(id, 1).await.unwrap();
        let mut tx = world.store().write(&world.system().await).await.unwrap();
        let Actor::Person(person) = scope.actor() else { panic!("a person") };
        let own = tx.exports().exports_of(person).await.unwrap()[0].id;
        service.export_written(&mut tx, own, 1).await.unwrap();
        tx.commit().await.unwrap();

        let dropping = "kind IN ('drop_company_export', 'drop_export')";
        let waiting = format!("SELECT count(*) FROM jobs WHERE state = 'ready' AND {dropping}");
        assert_eq!(world.sql(&waiting), ["2"]);
        world.sql(&format!("DELETE FROM jobs WHERE {dropping}"));
        service.begin_lost_drops().await.unwrap();
        assert_eq!(world.sql(&waiting), ["0"], "not before their time is over");
        world.clock.advance(EXPORT_KEPT);
        for _ in 0..2 {
            service.begin_lost_drops().await.unwrap();
            assert_eq!(world.sql(&waiting), ["2"]);
        }
        // Given up, it is made again as well.
        world.sql(&format!("DELETE FROM jobs WHERE {dropping} AND kind = 'drop_export'"));
        let lease = Duration::seconds(15);
        let claimed = world.store().claim(world.durand.id, Lane::Normal, 100, lease).await.unwrap();
        let job = claimed.iter().find(|it| it.job == Job::DropCompanyExport { export: id }).unwrap();
        let mut tx = world.store().write(&world.system().await).await.unwrap();
        tx.kill_job(job, "permission denied").await.unwrap();
        tx.commit().await.unwrap();
        service.begin_lost_drops().await.unwrap();
        assert_eq!(world.sql(&waiting), ["2"]);
    })
    .await;
}

#[tokio::test]
async fn staff_who_are_named_in_facts_alone_have_their_names_in_the_file() {
    on_each_column(|world| async move {
        world.case().await;
        let (scope, proof) = world.manager("Hugo Blanc").await;
        // Marie did everything; Paul is said to have called.
        let fact = serde_json::json!({ "event": "called", "staff": world.paul, "seconds": 60 });
        world.tamper(&format!("UPDATE events SET fact = '{fact}' WHERE audience = 'client'"));
        world.service.ask_company_export(&proof, &scope).await.unwrap();
        let id = world.export_of(&scope).await.id;
        world.writes(id, 1).await.unwrap();
        let read = entries(&world.file_of(id, 1));
        let staff: Vec<serde_json::Value> =
            read["staff.jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let named = serde_json::json!(world.paul);
        let paul = staff.iter().find(|it| it["id"] == named).unwrap_or_else(|| panic!("{staff:?}"));
        assert!(!paul["name"].as_str().unwrap().is_empty());
    })
    .await;
}
