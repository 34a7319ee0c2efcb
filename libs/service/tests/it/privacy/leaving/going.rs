//! While a company goes: who asks for something is refused, not noted and then forgotten; what is in the way is waited for; a job that
//! was lost is made again.

use chrono::Duration;
use rappel_domain::{
    Clock as _, Locale,
    contact::Topic,
    decision::announce,
    delivery::{Channel, News, Recipient, ReplyOutcome},
    id::DeletionId,
    job::{Job, Lane},
    leaving::GRACE,
};
use rappel_service::{Error, Scope, intake::Draft, leaving::Deleting, sending::Ready};
use rappel_store::deletions::Begun;

use super::{super::Case, NAME};
use crate::world::{World, on_each_column};

impl World {
    /// Staff open an urgent ticket for somebody of the company.
    pub(super) async fn calls_again(&self, client: &Scope, case: &Case, key: &str) -> Result<i64, Error> {
        let form = self.service.ticket_form(client, None).await?;
        let draft = Draft {
            category: form.categories.iter().find(|it| it.is_urgent).unwrap().id.to_string(),
            description: "Encore une fois".to_owned(),
            phone: "06 99 88 77 66".to_owned(),
            requester: Some(case.id),
            idempotency_key: key.to_owned(),
            ..Draft::default()
        };
        Ok(self.service.open_ticket(client, &draft, &[]).await?.number)
    }

    async fn begins(&self, deletion: DeletionId) -> Begun {
        let tx = self.store().write(&self.system().await).await.unwrap();
        let begun = tx.deletions().begin_deletion(deletion).await.unwrap();
        tx.commit().await.unwrap();
        begun
    }

    /// A company whose grace period is over, with the scope of one of staff from before.
    async fn due(&self) -> (Case, Scope, DeletionId) {
        let (case, _) = Box::pin(self.two_companies()).await;
        let client = self.staff_on(self.marie, &self.durand).await;
        Box::pin(self.service.close(&client, case.urgent)).await.unwrap();
        Box::pin(self.asks(NAME)).await.unwrap();
        let deletion = self.asked().await;
        self.clock.advance(GRACE);
        (case, client, deletion)
    }

    fn open_calls(&self) -> String {
        self.count("callbacks WHERE ended_at IS NULL")
    }
}

#[tokio::test]
async fn a_call_that_is_asked_for_is_waited_for_or_refused() {
    on_each_column(|world| async move {
        let (case, client, deletion) = world.due().await;
        let service = &world.service;
        let office = world.at_desk(world.paul).await;

        // Before it begins: a new call, and one that comes back.
        let number = world.calls_again(&client, &case, "new").await.unwrap();
        assert_eq!(world.begins(deletion).await, Begun::OwesCall);
        service.close(&client, number).await.unwrap();
        service.undo_close(&client, number).await.unwrap();
        assert_eq!(world.begins(deletion).await, Begun::OwesCall);
        service.close(&client, number).await.unwrap();
        assert!(service.may_undo_close(&client, number).await.unwrap());

        // After it has begun, by those who were let in before.
        assert!(matches!(world.begins(deletion).await, Begun::Yes(_)));
        let (tickets, hosts) = (world.count("tickets"), world.count("hosts"));
        let asked = world.calls_again(&client, &case, "too late").await;
        assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
        let undone = service.undo_close(&client, number).await;
        assert!(matches!(undone, Err(Error::NotFound)), "{undone:?}");
        let host = service.add_host(&office, world.durand.id, "tard.canari.example").await;
        assert!(matches!(host, Err(Error::NotFound)), "{host:?}");
        assert_eq!(world.open_calls(), "0");
        assert_eq!((world.count("tickets"), world.count("hosts")), (tickets, hosts));

        // Others go on.
        service.add_host(&office, world.nunes.id, "aide.nunes.example").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_a_call_and_a_deletion_at_one_moment_one_waits_for_the_other() {
    on_each_column(|world| async move {
        let (case, client, deletion) = world.due().await;
        let (asked, begun) = tokio::join!(world.calls_again(&client, &case, "new"), world.begins(deletion));
        match (&asked, &begun) {
            (Ok(_), Begun::OwesCall) => assert_eq!(world.open_calls(), "1"),
            (Err(Error::NotFound), Begun::Yes(_)) => assert_eq!(world.open_calls(), "0"),
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_in_the_way_of_the_end_is_waited_for_and_a_host_is_not() {
    on_each_column(|world| async move {
        let (_, _, deletion) = world.due().await;
        let office = world.at_desk(world.paul).await;
        world.service.add_host(&office, world.nunes.id, "aide.nunes.example").await.unwrap();
        let job = world.deleting_job(deletion).await;
        assert!(matches!(world.begins(deletion).await, Begun::Yes(_)));
        let durand = format!("(SELECT id FROM tenants WHERE slug = '{}')", world.durand.slug);
        world.sql(&format!("UPDATE hosts SET tenant_id = {durand}"));
        // A table that this version does not know.
        let is_embedded = world.column() == rappel_testkit::Column::Embedded;
        let id = if is_embedded { "BLOB" } else { "uuid" };
        world.sql(&format!("CREATE TABLE of_later (tenant_id {id} NOT NULL REFERENCES tenants (id))"));
        world.sql(&format!("INSERT INTO of_later SELECT id FROM tenants WHERE id = {durand}"));
        let later = Deleting::Later(world.clock.now() + Duration::minutes(1));
        assert_eq!(world.run(job, deletion).await, later);
        assert_eq!(world.count("jobs WHERE kind = 'delete_company'"), "1", "its job is there still");
        world.sql("DELETE FROM of_later");
        assert_eq!(world.run(job, deletion).await, Deleting::Gone);
        assert_eq!(world.count("tenants"), "2");
        world.sql("DROP TABLE of_later");
    })
    .await;
}

#[tokio::test]
async fn a_deletion_whose_job_was_lost_has_another_one_and_no_more_than_that() {
    on_each_column(|world| async move {
        let (case, _) = world.two_companies().await;
        let service = &world.service;
        let client = world.staff_on(world.marie, &world.durand).await;
        service.close(&client, case.urgent).await.unwrap();
        let jobs = || world.count("jobs WHERE kind = 'delete_company' AND state = 'ready'");
        service.begin_lost_deletions().await.unwrap();
        assert_eq!(jobs(), "0", "nothing was asked");
        world.asks(NAME).await.unwrap();
        service.begin_lost_deletions().await.unwrap();
        assert_eq!(jobs(), "1", "it is there");
        for lost in ["DELETE FROM jobs", "UPDATE jobs SET state = 'dead', finished_at = created_at"] {
            world.sql(&format!("{lost} WHERE kind = 'delete_company'"));
            assert_eq!(jobs(), "0");
            let twice = tokio::join!(service.begin_lost_deletions(), service.begin_lost_deletions());
            assert!(twice.0.is_ok() && twice.1.is_ok(), "{twice:?}");
            assert_eq!(jobs(), "1", "{lost}");
        }
        let early = world.store().claim(world.durand.id, Lane::Normal, 100, Duration::seconds(15)).await;
        let deletes = early.unwrap().iter().any(|it| matches!(it.job, Job::DeleteCompany { .. }));
        assert!(!deletes, "not before its time");
        let deletion = world.asked().await;
        world.clock.advance(GRACE);
        let job = world.deleting_job(deletion).await;
        assert_eq!(world.run(job, deletion).await, Deleting::Gone);
        service.begin_lost_deletions().await.unwrap();
        assert_eq!(jobs(), "0", "it is done");
    })
    .await;
}

#[tokio::test]
async fn a_company_that_leaves_is_told_of_nothing_else_and_may_stop_its_mail() {
    on_each_column(|world| async move {
        let (case, _) = world.two_companies().await;
        let service = &world.service;
        let client = world.staff_on(world.marie, &world.durand).await;
        service.close(&client, case.urgent).await.unwrap();
        let scope = world.system().await;
        assert_eq!(service.waits_for_leaver(&scope).await.unwrap(), None);
        let token = service.unsubscribe_token(world.durand.id, case.id, Topic::Answers).unwrap();
        let mut wanted = Vec::new();
        for id in world.sent_to(case.id).await {
            if matches!(service.outgoing(&scope, id).await.unwrap(), Ready::Send(_) | Ready::Wait { .. }) {
                wanted.push(id);
            }
        }
        assert!(!wanted.is_empty(), "there is news on its way");

        world.asks(NAME).await.unwrap();
        let until = world.clock.now() + Duration::hours(1);
        assert_eq!(service.waits_for_leaver(&scope).await.unwrap(), Some(until));
        for id in wanted {
            let ready = service.outgoing(&scope, id).await.unwrap();
            assert!(matches!(ready, Ready::Nobody), "{ready:?}");
        }
        let tx = world.store().read(&scope).await.unwrap();
        let managers = tx.persons().list().await.unwrap();
        drop(tx);
        let manager = managers.iter().find(|it| it.role == rappel_domain::role::PersonRole::Manager).unwrap();
        let mut told = 0;
        for id in world.sent_to(manager.id).await {
            if let Ready::Send(out) = service.outgoing(&scope, id).await.unwrap() {
                assert_eq!(out.delivery.news.kind(), "company_leaves");
                told += 1;
            }
        }
        assert_eq!(told, 1);

        assert!(service.unsubscribing(world.durand.id, &token).await.unwrap().is_subscribed());
        service.unsubscribe(world.durand.id, &token).await.unwrap();
        assert!(!service.unsubscribing(world.durand.id, &token).await.unwrap().is_subscribed());
        let paul = world.at_desk(world.paul).await;
        service.recall_deletion(&paul, world.durand.id).await.unwrap();
        assert_eq!(service.waits_for_leaver(&scope).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn settings_of_the_operator_reach_those_that_follow_and_not_what_is_going() {
    on_each_column(|world| async move {
        let (_, _, deletion) = world.due().await;
        assert!(matches!(world.begins(deletion).await, Begun::Yes(_)));
        let line = world.store().doors().command_line().await.unwrap();
        for tenant in [&world.durand, &world.nunes] {
            let scope = line.tenant(tenant.id);
            let mut followed = world.store().read(&scope).await.unwrap().tenant().await.unwrap();
            followed.settings.follows_language = true;
            let mut tx = world.store().office_write(&line.office()).await.unwrap();
            tx.update_tenant(&followed).await.unwrap();
            tx.commit().await.unwrap();
        }
        let version = |slug: &str| world.sql(&format!("SELECT version FROM tenants WHERE slug = '{slug}'"));
        let (before, others) = (version(&world.durand.slug), version(&world.nunes.slug));
        let mut operator = line.operator().clone();
        let nunes = world.store().read(&line.tenant(world.nunes.id)).await.unwrap().tenant().await.unwrap();
        operator.locale = if nunes.locale == Locale::Fr { Locale::En } else { Locale::Fr };
        let mut tx = world.store().office_write(&line.office()).await.unwrap();
        tx.have_followers_follow(&operator).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(version(&world.durand.slug), before);
        assert_ne!(version(&world.nunes.slug), others);
    })
    .await;
}

#[tokio::test]
async fn replies_that_name_a_company_say_nothing_any_more_and_those_about_its_namesake_do() {
    on_each_column(|world| async move {
        let (_, _, deletion) = world.due().await;
        let line = world.store().doors().command_line().await.unwrap();
        let own = line.tenant(line.operator().id);
        let lists = [vec!["Nunes", NAME], vec!["Canari & Fils Frères"], vec!["Canari", "Nunes"]];
        for clients in &lists {
            let clients = clients.iter().map(|&it| it.to_owned()).collect();
            let news = News::ReplyOutcome { outcome: ReplyOutcome::WhichClient { number: 7, clients } };
            let mut tx = world.store().write(&own).await.unwrap();
            let to = Recipient::Staff(world.marie);
            let decision = announce(tx.clock(), own.tenant(), to, Channel::Sms, news);
            tx.record(decision).await.unwrap();
            tx.commit().await.unwrap();
            world.clock.advance(Duration::seconds(1));
        }
        // As it left: letters that a text message does not have were written over.
        world.sql(
            "UPDATE deliveries SET body = 'CANARI ET FILS', last_error = 'no' WHERE news = 'reply_outcome'",
        );
        let (mut after, mut pages) = (None, 0);
        loop {
            let tx = world.store().write(&own).await.unwrap();
            after = tx.deletions().forget_company_in_replies("Nobody", after, 1).await.unwrap();
            tx.commit().await.unwrap();
            pages += 1;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(pages, lists.len() + 1, "a row at a time, and an end");
        let bodies = || world.count("deliveries WHERE news = 'reply_outcome' AND body IS NOT NULL");
        assert_eq!(bodies(), "3");
        let job = world.deleting_job(deletion).await;
        assert_eq!(world.run(job, deletion).await, Deleting::Gone);
        let left = world.sql("SELECT payload FROM deliveries WHERE news = 'reply_outcome' ORDER BY id");
        assert!(left[0].contains("Nunes") && !left[0].contains("Canari"), "{left:?}");
        assert!(left[1].contains("Canari & Fils Frères"), "{left:?}");
        assert!(left[2].contains("Canari"), "{left:?}");
        assert_eq!(bodies(), "2");
        assert_eq!(world.count("deliveries WHERE news = 'reply_outcome' AND last_error IS NULL"), "1");
    })
    .await;
}
