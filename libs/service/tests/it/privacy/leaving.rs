//! A company leaves: nobody is let in, it can be called back, and then nothing of it is left beside a company that is untouched.

mod going;

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    id::{DeletionId, JobId, StaffId, TenantId},
    job::{Job, Lane},
    leaving::GRACE,
};
use rappel_service::{
    Error, Scope, StaffScope, factors::Confirmed, leaving::Deleting, sha256, tenants::TenantForm,
    tickets::Note,
};
use rappel_store::deletions::Begun;

use super::Case;
use crate::world::{World, on_each_column};

const NAME: &str = "Canari & Fils";

impl World {
    /// A company full of canaries, its own host and an export among them, beside another one that has tickets too.
    async fn two_companies(&self) -> (Case, Scope) {
        let case = self.case().await;
        let service = &self.service;
        let form = TenantForm {
            name: NAME.to_owned(),
            locale: "fr".to_owned(),
            terms_fr: "Conditions du canari".to_owned(),
            ..TenantForm::default()
        };
        service.save_tenant(&self.office, &self.durand.slug, &form).await.unwrap();
        service.add_host(&self.office, self.durand.id, "aide.canari.example").await.unwrap();
        service.ask_export(&case.severine).await.unwrap();
        let export = service.own_exports(&case.severine).await.unwrap()[0].id;
        Box::pin(service.write_export(&self.system().await, export)).await.unwrap().unwrap();
        let ana = self.person(&self.nunes, "Ana Nunes", "manager").await;
        let file = super::received(self, "plan.txt", "content of Nunes");
        self.open(&ana, false, "The islands are down", &[file]).await;
        (case, ana)
    }

    async fn asks(&self, typed: &str) -> Result<(), Error> {
        let (paul, proof) = self.proves_it(self.paul).await;
        self.service.ask_deletion(&proof, &paul, self.durand.id, typed).await
    }

    /// Somebody of staff who signed in a moment ago, and the right that this gives.
    async fn proves_it(&self, staff: StaffId) -> (StaffScope, Confirmed) {
        let (scope, token) = self.sign_in(staff).await;
        let own = scope.on(scope.operator()).unwrap();
        let proof = self.service.confirmed(&own, &token).await.unwrap().unwrap();
        (scope, proof)
    }

    async fn asked(&self) -> DeletionId {
        let paul = self.at_desk(self.paul).await;
        self.service.deletion_of(&paul, self.durand.id).await.unwrap().unwrap().id
    }

    /// The job that deletes, as its row says.
    async fn deleting_job(&self, deletion: DeletionId) -> JobId {
        let lease = Duration::seconds(15);
        let claimed = self.store().claim(self.durand.id, Lane::Normal, 100, lease).await.unwrap();
        let is_it = |job: &Job| *job == Job::DeleteCompany { deletion };
        claimed.iter().find(|it| is_it(&it.job)).expect("the job is due").id
    }

    async fn run(&self, job: JobId, deletion: DeletionId) -> Deleting {
        let scope = self.system().await;
        Box::pin(self.service.delete_company(&scope, job, deletion)).await.unwrap()
    }

    /// The rows that carry a company's identifier, however a database writes it.
    fn rows_of(&self, tenant: TenantId) -> Vec<String> {
        let forms = [tenant.uuid().to_string(), tenant.uuid().simple().to_string()];
        let all = self.contents().into_iter();
        let rows = all.flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}")));
        rows.filter(|row| forms.iter().any(|form| row.to_lowercase().contains(form))).collect()
    }

    fn count(&self, of: &str) -> String {
        self.sql(&format!("SELECT count(*) FROM {of}")).remove(0)
    }
}

#[tokio::test]
async fn a_company_that_leaves_lets_nobody_in_until_that_is_called_back() {
    on_each_column(|world| async move {
        let (case, _) = world.two_companies().await;
        let (service, doors) = (&world.service, world.store().doors());
        let client = world.staff_on(world.marie, &world.durand).await;

        assert!(matches!(world.asks(NAME).await, Err(Error::Invalid(_))), "a call is owed");
        service.close(&client, case.urgent).await.unwrap();
        assert!(matches!(world.asks("Canari").await, Err(Error::Invalid(_))), "another name");
        let (marie, of_marie) = world.proves_it(world.marie).await;
        let by_agent = service.ask_deletion(&of_marie, &marie, world.durand.id, NAME).await;
        assert!(matches!(by_agent, Err(Error::Forbidden)), "{by_agent:?}");
        let (paul, of_paul) = world.proves_it(world.paul).await;
        let borrowed = service.ask_deletion(&of_marie, &paul, world.durand.id, NAME).await;
        assert!(matches!(borrowed, Err(Error::Forbidden)), "the proof of another: {borrowed:?}");
        let (later, over) = world.proves_it(world.paul).await;
        world.sql("UPDATE staff SET session_epoch = session_epoch + 1");
        let stale = service.ask_deletion(&over, &later, world.durand.id, NAME).await;
        assert!(matches!(stale, Err(Error::SignInFailed)), "signed out meanwhile: {stale:?}");
        world.sql("UPDATE staff SET session_epoch = session_epoch - 1");
        let own = service.ask_deletion(&of_paul, &paul, paul.operator(), "Assistance").await;
        assert!(matches!(own, Err(Error::NotFound)), "{own:?}");
        assert_eq!(world.count("deletions"), "0");
        let recalled = service.recall_deletion(&paul, world.durand.id).await;
        assert!(matches!(recalled, Err(Error::NotFound)), "nothing was asked: {recalled:?}");

        let guest = doors.guest(world.durand.id).await.unwrap();
        let hash = sha256("severine.canari");
        let (_, person) = doors.portal(world.durand.id, &hash).await.unwrap().expect("signed in");
        world.asks(" canari &  FILS ").await.unwrap();
        assert!(matches!(world.asks(NAME).await, Err(Error::Invalid(_))), "once");
        assert!(doors.portal(world.durand.id, &hash).await.unwrap().is_none(), "sessions are over");
        assert!(doors.guest(world.durand.id).await.is_err());
        // Whoever was signing in at that moment, with what was read before or after.
        let again = world.store().read(&world.system().await).await.unwrap();
        let after = again.persons().by_id(person.id).await.unwrap();
        drop(again);
        for person in [&person, &after] {
            assert!(doors.sign_in_person(&guest, person, &sha256("late")).await.is_err());
        }
        let told = "deliveries WHERE news = 'company_leaves' AND channel = 'email'";
        let admins = world.count("staff WHERE role = 'admin' AND all_tenants AND disabled_at IS NULL");
        let readers = 2 + admins.parse::<usize>().unwrap();
        assert!(readers > 2, "nobody could call it back");
        assert_eq!(
            world.count(told),
            readers.to_string(),
            "the manager, administrators, the operator's mailbox"
        );
        assert!(doors.guest(world.nunes.id).await.is_ok());
        assert_eq!(service.leaving().await.unwrap().into_keys().collect::<Vec<_>>(), [world.durand.id]);

        let first = world.asked().await;
        let by_agent = service.recall_deletion(&marie, world.durand.id).await;
        assert!(matches!(by_agent, Err(Error::Forbidden)), "{by_agent:?}");
        service.recall_deletion(&paul, world.durand.id).await.unwrap();
        assert!(doors.guest(world.durand.id).await.is_ok());
        assert!(doors.sign_in_person(&guest, &after, &sha256("back")).await.is_ok());
        assert_eq!(world.count("deliveries WHERE news = 'company_stays'"), readers.to_string());
        assert!(service.leaving().await.unwrap().is_empty());

        // The job of what was called back finds nothing to do, also when it was asked for anew.
        world.asks(NAME).await.unwrap();
        let second = world.asked().await;
        world.clock.advance(GRACE);
        let job = world.deleting_job(first).await;
        assert_eq!(world.run(job, first).await, Deleting::Over);
        let paul = world.at_desk(world.paul).await;
        let seen = service.deletions(&paul).await.unwrap();
        assert_eq!(
            seen.iter().map(|it| (it.id, it.recalled_by, it.begun_at)).collect::<Vec<_>>(),
            [(first, Some(world.paul), None)]
        );
        assert_ne!(first, second);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_company_that_is_deleted_is_gone_from_everywhere_and_the_other_is_as_it_was() {
    on_each_column(|world| async move {
        let (case, ana) = world.two_companies().await;
        let service = &world.service;
        let client = world.staff_on(world.marie, &world.durand).await;
        service.close(&client, case.urgent).await.unwrap();
        let words = ["canari", "durand", "séverine", "claire martin", "699887766", "06.99.88.77.66"];
        let before = world.traces(&words).await;
        for table in ["tenants:", "hosts:", "persons:", "messages:", "callbacks:", "deliveries:", "files:"] {
            assert!(before.iter().any(|it| it.starts_with(table)), "{table} has nothing to be deleted");
        }
        world.sql(&format!("UPDATE tenants SET number = 9 WHERE slug = '{}'", world.durand.slug));
        world.asks(NAME).await.unwrap();
        let deletion = world.asked().await;
        let job = JobId::new(&*world.clock);
        let due = world.clock.now() + GRACE;
        assert_eq!(world.run(job, deletion).await, Deleting::Later(due));

        // Staff still work for it: a call that is owed when the time has come is waited for.
        world.clock.advance(GRACE);
        let job = world.deleting_job(deletion).await;
        let number = world.calls_again(&client, &case, "once more").await.unwrap();
        let paul = world.at_desk(world.paul).await;
        assert_eq!(service.owed_call(&paul, world.durand.id).await.unwrap(), Some(number));
        let later = Deleting::Later(world.clock.now() + Duration::hours(1));
        assert_eq!(world.run(job, deletion).await, later);
        service.close(&client, number).await.unwrap();

        let untouched = world.rows_of(world.nunes.id);
        assert!(untouched.len() > 15, "{untouched:#?}");
        let tx = world.store().snapshot(&world.system().await).await.unwrap();
        let chains = tx.chains().page(None, 100).await.unwrap();
        drop(tx);
        let end = |it: &rappel_store::chain::Chain| {
            let hash = it.links.last().unwrap().seal.unwrap().hash;
            format!("{}:{}:{hash}\n", it.ticket.uuid(), it.head.length)
        };
        let ends = chains.iter().map(end).collect::<Vec<_>>().concat();

        // A worker that dies on the way: what is gone is counted, and another one goes on.
        let scope = world.system().await;
        let tx = world.store().write(&scope).await.unwrap();
        let begun = tx.deletions().begin_deletion(deletion).await.unwrap();
        assert!(matches!(begun, Begun::Yes(_)), "{begun:?}");
        tx.commit().await.unwrap();
        let is_word = |row: &&String| row.starts_with("ticket_words: ");
        let words_of_tickets = world.rows_of(world.durand.id).iter().filter(is_word).count() as u64;
        let tx = world.store().write(&scope).await.unwrap();
        assert_eq!(tx.deletions().take_away("ticket_words", 1, job).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let is_embedded = world.column() == rappel_testkit::Column::Embedded;
        let as_hex = if is_embedded { "lower(hex(hash))" } else { "encode(hash, 'hex')" };
        let of = "JOIN tenants ON tenants.id = tenant_id WHERE tenants.leaves_at IS NOT NULL";
        let audit = world.sql(&format!("SELECT length || ' ' || {as_hex} FROM audit_heads {of}")).remove(0);
        let (hasher, tickets) = (sha256(&ends), chains.len() as u64);
        let hash = rappel_domain::chain::Hash::from_slice(&hasher).unwrap().to_string();
        let gone = world.at_desk(world.paul).await;
        assert!(gone.on(world.durand.id).is_none(), "from now on nobody works for it");
        let recalled = service.recall_deletion(&gone, world.durand.id).await;
        assert!(matches!(recalled, Err(Error::NotFound)), "{recalled:?}");
        let mut runs = 0;
        loop {
            runs += 1;
            match Box::pin(service.delete_company(&scope, job, deletion)).await.unwrap() {
                Deleting::Gone => break,
                Deleting::More if runs < 20 => {}
                other => panic!("{other:?} after {runs}"),
            }
        }
        assert_eq!(world.run(job, deletion).await, Deleting::Over, "done twice, it is done once");

        let left = world.traces(&words).await;
        assert_eq!(left, Vec::<String>::new());
        let rows = world.rows_of(world.durand.id);
        assert!(rows.len() == 1 && rows[0].starts_with("deletions: "), "{rows:#?}");
        assert_eq!(world.rows_of(world.nunes.id), untouched);
        let folder = world.folder().join("files");
        assert!(!folder.join(world.durand.id.to_string()).exists());
        assert!(folder.join(world.nunes.id.to_string()).exists());
        let tenant = world.durand.id.uuid().simple().to_string();
        assert!(
            world
                .redis_texts()
                .await
                .iter()
                .all(|(key, text)| !key.contains(&tenant) && !text.contains(&tenant))
        );

        // What is left says how much there was and where it ended, and names nobody.
        let paul = world.at_desk(world.paul).await;
        let receipt = service.deletions(&paul).await.unwrap().remove(0);
        assert!(receipt.done_at.is_some() && receipt.asked_by == world.paul);
        assert_eq!(receipt.counts["tickets"], tickets);
        assert_eq!(receipt.counts["ticket_words"], words_of_tickets);
        assert!(receipt.counts["events"] > 0 && receipt.counts["hosts"] == 1, "{:?}", receipt.counts);
        let bare = rappel_domain::chain::Hash::from_slice(&sha256(NAME)).unwrap();
        assert_ne!(receipt.name_hash, bare, "whoever guesses a name finds it");
        let seal = receipt.seal.unwrap();
        assert_eq!((seal.tickets, seal.files, seal.bytes), (tickets, 1, "content of canari".len() as u64));
        assert_eq!(seal.chains, hash);
        assert_eq!(format!("{} {}", seal.audit_length, seal.audit_head.unwrap()), audit);
        let file = service.receipts(&paul).await.unwrap().to_lowercase();
        assert!(words.iter().all(|word| !file.contains(word)), "{file}");
        let marie = world.at_desk(world.marie).await;
        assert!(matches!(service.deletions(&marie).await, Err(Error::Forbidden)));

        assert!(service.ticket_form(&ana, None).await.is_ok());
        assert_eq!(service.verify_chains(|_| ()).await.unwrap().broken, 0);
        assert_eq!(service.verify_audits().await.unwrap(), []);
        let form = TenantForm {
            name: "Durand & Fils".to_owned(),
            slug: world.durand.slug.clone(),
            brand_color: "#003189".to_owned(),
            locale: "fr".to_owned(),
            ..TenantForm::default()
        };
        let anew = service.add_tenant(&world.office, &form).await.unwrap();
        assert_eq!(anew.number, 10, "links of old lead to nobody");
    })
    .await;
}

/// Whoever still has a scope from before writes while it goes: the database keeps the company until that is gone too.
#[tokio::test]
async fn a_row_that_is_written_while_a_company_goes_goes_too() {
    on_each_column(|world| async move {
        let (case, _) = world.two_companies().await;
        let service = &world.service;
        let client = world.staff_on(world.marie, &world.durand).await;
        service.close(&client, case.urgent).await.unwrap();
        world.asks(NAME).await.unwrap();
        let deletion = world.asked().await;
        world.clock.advance(GRACE);
        let job = world.deleting_job(deletion).await;
        let scope = world.system().await;
        let tx = world.store().write(&scope).await.unwrap();
        tx.deletions().begin_deletion(deletion).await.unwrap();
        tx.deletions().seal_deletion(7, "first".to_owned()).await.unwrap();
        tx.deletions().seal_deletion(0, "overtaken".to_owned()).await.unwrap();
        let seal = tx.deletions().deletion().await.unwrap().unwrap().seal.unwrap();
        assert_eq!((seal.tickets, seal.chains.as_str()), (7, "first"), "what was noted stays");
        tx.commit().await.unwrap();
        let tx = world.store().write(&scope).await.unwrap();
        let ended = tx.deletions().end_deletion(job).await;
        assert!(ended.is_err(), "there are rows: {ended:?}");
        drop(tx);
        assert_eq!(world.count("tenants"), "3");
        let note = Note { body: "canari".to_owned(), ..Note::default() };
        let _ = service.note(&client, case.by_claire, &note, &[]).await;
        assert_eq!(world.run(job, deletion).await, Deleting::Gone);
        assert_eq!(world.count("tenants"), "2");
        let rows = world.rows_of(world.durand.id);
        assert!(rows.len() == 1 && rows[0].starts_with("deletions: "), "{rows:#?}");
    })
    .await;
}
