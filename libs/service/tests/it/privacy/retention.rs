//! Closed tickets go when their time is over, with everything that hangs on them, and nothing younger, open or owed does.

use chrono::{DateTime, Duration, Months, Utc};
use rappel_domain::{
    Clock as _,
    audit::Deed,
    chain::Hash,
    retention::{EVERY, Keep, NOTICE, Next, Standing, chained},
};
use rappel_service::{
    Error, Service,
    people::Wanted,
    privacy::{Planned, Retaining},
    tenants::TenantForm,
    tickets::Note,
};
use rappel_testkit::Column;

use crate::world::{World, on_each_column};

impl World {
    async fn kept(&self) -> Standing {
        let tx = self.store().read(&self.system().await).await.unwrap();
        tx.retention().standing().await.unwrap()
    }

    async fn retains(&self) -> Retaining {
        Box::pin(self.service.retain(&self.system().await)).await.unwrap()
    }

    async fn sets(&self, own: Option<i32>) {
        let paul = self.at_desk(self.paul).await;
        Box::pin(self.service.set_retention(&paul, self.durand.id, own)).await.unwrap();
    }

    /// The clock by the calendar, so that months are over.
    fn months_pass(&self, months: u32) -> DateTime<Utc> {
        let now = self.clock.now();
        let then = now.checked_add_months(Months::new(months)).unwrap() + Duration::days(1);
        self.clock.advance(then - now);
        then
    }

    /// Whether the database refuses to do something, whoever asks.
    fn refuses(&self, statement: &str) -> bool {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.sql(statement))).is_err()
    }

    fn lines(&self, of: &str) -> usize {
        self.sql(&format!("SELECT count(*) FROM {of}")).remove(0).parse().unwrap()
    }
}

#[tokio::test]
async fn what_is_over_goes_from_everywhere_and_the_rest_stays() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let marie = world.staff_on(world.marie, &world.durand).await;
        // A text about the ticket was the last one to a phone of staff.
        world.sql(&format!(
            "INSERT INTO paging_windows (tenant_id, phone, channel, holder_id, gap_seconds) \
             SELECT d.tenant_id, '+33600000042', 'sms', d.id, 60 FROM deliveries d JOIN tickets t \
             ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id WHERE t.number = {} LIMIT 1",
            case.urgent
        ));
        assert_eq!(world.lines("paging_windows WHERE holder_id IS NOT NULL"), 1);
        // Whatever is left of the person themselves is not what this is about.
        let words = ["rappelle souvent", "content of canari", "cv-canari", "le poste de", "06.99.88.77.66"];
        let before = world.traces(&words).await;
        for table in ["messages:", "tickets:", "files:"] {
            assert!(before.iter().any(|it| it.starts_with(table)), "{table} has nothing to go: {before:#?}");
        }
        let ana = world.person(&world.nunes, "Ana Nunes", "manager").await;
        let theirs = world.open(&ana, false, "The islands are down", &[]).await;
        let of_nunes = world.staff_on(world.marie, &world.nunes).await;
        service.close(&of_nunes, theirs).await.unwrap();

        // Closed now; another is open, a third is closed later and continues the first.
        service.close(&marie, case.urgent).await.unwrap();
        let tx = world.store().snapshot(&world.system().await).await.unwrap();
        let chains = tx.chains().page(None, 100).await.unwrap();
        drop(tx);
        let closed_at = world.clock.now();
        world.months_pass(3);
        let claire = case.claire.clone();
        let late = world.open(&claire, false, "Toujours la même panne ici", &[]).await;
        service.close(&marie, late).await.unwrap();
        world.sql(&format!(
            "UPDATE tickets SET continues_id = (SELECT t.id FROM tickets t WHERE t.tenant_id = tickets.tenant_id \
             AND t.number = {}) WHERE number = {late} AND excerpt LIKE 'Toujours%'",
            case.urgent
        ));
        world.months_pass(4);

        let paul = world.at_desk(world.paul).await;
        let scope = service.company_of(&paul, world.durand.id).unwrap();
        let shown: Planned = service.retention_preview(&scope, Keep::Months(6)).await.unwrap();
        assert_eq!((shown.now.tickets, shown.now.files), (1, 1), "{shown:?}");
        assert_eq!(shown.now.bytes, "content of canari".len() as u64);
        assert_eq!(shown.now.messages as usize, 2, "with the note");
        assert_eq!((shown.now.oldest, shown.now.newest), (Some(closed_at), Some(closed_at)));
        assert_eq!(shown.soon, 0);
        let none = service.retention_preview(&scope, Keep::Always).await.unwrap();
        assert_eq!(none.now.tickets, 0);

        world.sets(Some(6)).await;
        let from = world.clock.now() + NOTICE;
        let next = Some(Next { months: 6, from });
        assert_eq!(world.kept().await, Standing { keep: Keep::Always, next });
        let told = "deliveries WHERE news = 'retention_shortened' AND channel = 'email'";
        assert_eq!(world.lines(told), 2, "the manager, and the operator");
        let to = world.sql("SELECT recipient FROM deliveries WHERE news = 'retention_shortened'");
        assert!(to.iter().any(|it| it.contains("astreinte@office.example")), "{to:?}");
        let said = world.sql("SELECT payload FROM deliveries WHERE news = 'retention_shortened'").remove(0);
        assert!(said.contains("tickets") && said.contains('1'), "{said}");
        assert_eq!(world.retains().await, Retaining::Later(from), "not before its notice is over");
        assert_eq!(world.lines("tickets"), 4);

        world.clock.advance(NOTICE);
        let tomorrow = world.clock.now() + EVERY;
        let before_run = world.lines("counters");
        let numbers = world.sql("SELECT value FROM counters ORDER BY value");
        assert_eq!(world.retains().await, Retaining::Later(tomorrow));
        assert_eq!(world.kept().await, Standing { keep: Keep::Months(6), next: None });
        assert_eq!(world.traces(&words).await, Vec::<String>::new());
        assert_eq!(world.lines("tickets"), 3, "one of another company, one that is open, one that is younger");
        assert_eq!(world.lines("tickets WHERE continues_id IS NOT NULL"), 0);
        let freed = "paging_windows WHERE holder_id IS NULL AND gap_seconds = 60";
        assert_eq!(world.lines(freed), 1, "the pause goes on");
        for table in ["callbacks", "summons", "files"] {
            assert_eq!(world.lines(table), 0, "{table}");
        }
        for table in ["events", "deliveries", "messages"] {
            let dangling = format!("{table} WHERE ticket_id NOT IN (SELECT id FROM tickets)");
            assert_eq!(world.lines(&dangling), 0, "{table}");
        }
        assert_eq!((world.lines("counters"), world.sql("SELECT value FROM counters ORDER BY value")), (before_run, numbers));
        assert_eq!(service.verify_audits().await.unwrap(), []);
        let tx = world.store().snapshot(&world.system().await).await.unwrap();
        assert_eq!(tx.chains().page(None, 100).await.unwrap().len(), 2);
        drop(tx);

        // The log says how many went, and where their chains ended.
        let gone = chains.iter().find(|it| it.number == case.urgent).expect("its chain was there");
        let end = gone.links.last().map(|link| link.seal.unwrap().hash);
        let (log, _) = service.people_history(&claire, &Wanted::default(), None, 20).await.unwrap();
        let deed = log.iter().find_map(|it| match &it.deed {
            Deed::TicketsTakenAway { tickets, files, closed_before, chains, .. } => {
                Some((*tickets, *files, *closed_before, chains.clone()))
            }
            _ => None,
        });
        let expected = chained(Hash::default(), gone.ticket, gone.head.length, end).to_string();
        assert_eq!(deed, Some((1, 1, closed_at, expected)));

        // Never used again, and the next day nothing is over.
        let again = world.open(&claire, false, "Encore une", &[]).await;
        assert!(again > late);
        world.clock.advance(EVERY);
        world.retains().await;
        assert_eq!(world.lines("tickets"), 4);
        let gone = service.gone_tickets(&paul).await.unwrap();
        assert_eq!((gone.len(), gone[0].tickets, gone[0].tenant), (1, 1, world.durand.id));
    })
    .await;
}

#[tokio::test]
async fn what_is_announced_is_taken_back_and_a_longer_time_counts_at_once() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let paul = world.at_desk(world.paul).await;
        let marie = world.at_desk(world.marie).await;
        let refused = Box::pin(service.set_retention(&marie, world.durand.id, Some(6))).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let own = Box::pin(service.set_retention(&paul, paul.operator(), Some(6))).await;
        assert!(matches!(own, Err(Error::NotFound)), "{own:?}");
        for typed in ["5", "121", "-6", "x"] {
            assert!(matches!(Service::retention_typed(typed), Err(Error::Invalid(_))), "{typed}");
        }
        assert_eq!(Service::retention_typed(" 6 ").unwrap(), Some(6));
        assert_eq!(Service::retention_typed("").unwrap(), None);

        assert!(matches!(
            Box::pin(service.undo_retention(&paul, world.durand.id)).await,
            Err(Error::NotFound)
        ));
        world.sets(Some(12)).await;
        assert!(world.kept().await.next.is_some());
        assert_eq!(world.lines("jobs WHERE kind = 'retain' AND state = 'ready'"), 1);
        Box::pin(service.undo_retention(&paul, world.durand.id)).await.unwrap();
        assert_eq!(world.kept().await, Standing::FIRST);
        assert_eq!(service.kept(&claire).await.unwrap().own, None);

        world.sets(Some(12)).await;
        world.clock.advance(NOTICE);
        world.retains().await;
        assert_eq!(world.kept().await.keep, Keep::Months(12));
        world.sets(Some(24)).await;
        assert_eq!(world.kept().await, Standing { keep: Keep::Months(24), next: None });
        // Settings that are saved on their own page change nothing of it.
        let form = TenantForm { name: "Durand".to_owned(), locale: "fr".to_owned(), ..TenantForm::default() };
        service.save_tenant(&paul, &world.durand.slug, &form).await.unwrap();
        assert_eq!(service.kept(&claire).await.unwrap().own, Some(24));
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_time_of_the_operators_is_announced_to_each_that_follows() {
    on_each_column(|world| async move {
        let service = &world.service;
        world.person(&world.durand, "Claire Martin", "manager").await;
        // The other one has no manager: the operator is told.
        let paul = world.at_desk(world.paul).await;
        world.sets(Some(0)).await;
        let planned = Box::pin(service.operators_retention_preview(&paul, Keep::Months(12))).await.unwrap();
        assert_eq!(planned.companies, 1, "but the one that says something itself");
        Box::pin(service.set_operators_retention(&paul, Some(12))).await.unwrap();
        assert_eq!(world.lines("deliveries WHERE news = 'retention_shortened'"), 1);
        assert_eq!(world.kept().await, Standing::FIRST, "for ever, as it says itself");
        // The round does it once, and makes a job again that was lost.
        world.sql("DELETE FROM jobs WHERE kind = 'retain'");
        service.begin_retention().await.unwrap();
        service.begin_retention().await.unwrap();
        assert_eq!(world.lines("jobs WHERE kind = 'retain'"), 1);
        assert_eq!(world.lines("deliveries WHERE news = 'retention_shortened'"), 1);
    })
    .await;
}

#[tokio::test]
async fn an_open_ticket_an_owed_call_and_an_export_under_way_are_waited_for() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let marie = world.staff_on(world.marie, &world.durand).await;
        world.sets(Some(6)).await;
        world.months_pass(13);
        // As if a call were still owed on a ticket that was closed.
        service.close(&marie, case.by_claire).await.unwrap();
        world.retains().await;
        assert_eq!(world.lines("tickets"), 2, "both are young, or open");
        world.months_pass(7);
        world.retains().await;
        assert_eq!(world.lines("tickets"), 1, "the open one is kept, with its call");
        assert_eq!(world.lines("callbacks"), 1);

        // The database itself refuses to let facts of such a ticket go.
        let note = Note { body: "Toujours là".to_owned(), ..Note::default() };
        service.note(&marie, case.urgent, &note, &[]).await.unwrap();
        assert!(world.refuses("UPDATE tickets SET going_at = opened_at"), "an open ticket");
        service.close(&marie, case.urgent).await.unwrap();
        let closed_at = world.clock.now();
        assert!(world.refuses("UPDATE tickets SET going_at = closed_at"), "one that was closed a moment ago");
        assert!(world.refuses("DELETE FROM events"), "facts of a ticket that is kept");

        world.months_pass(7);
        let hugo = world.person(&world.durand, "Hugo Blanc", "manager").await;
        let proof = service.confirmed(&hugo, "hugo.blanc").await.unwrap().unwrap();
        service.ask_company_export(&proof, &hugo).await.unwrap();
        let waits = world.retains().await;
        assert_eq!(waits, Retaining::Later(world.clock.now() + Duration::hours(1)), "an export is written");
        assert_eq!(world.lines("tickets"), 1);
        service.cancel_company_export(&hugo).await.unwrap();

        // A worker that died between marking and taking away: the next one goes on.
        let tx = world.store().write(&world.system().await).await.unwrap();
        let before = Keep::Months(6).closed_before(world.clock.now()).unwrap();
        assert_eq!(tx.retention().mark_going(before, 10).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        // Also when nothing goes any more by what is set since, and its job was lost.
        world.sets(Some(0)).await;
        world.sql("DELETE FROM jobs WHERE kind = 'retain'");
        service.begin_retention().await.unwrap();
        assert_eq!(world.lines("jobs WHERE kind = 'retain' AND state = 'ready'"), 1);
        assert_eq!(world.retains().await, Retaining::Over);
        assert_eq!(world.lines("tickets"), 0);
        assert_eq!(world.lines("events"), 0);
        let (log, _) = service.people_history(&hugo, &Wanted::default(), None, 20).await.unwrap();
        let last = log.iter().find_map(|it| match &it.deed {
            Deed::TicketsTakenAway { closed_before, .. } => Some(*closed_before),
            _ => None,
        });
        assert_eq!(last, Some(closed_at), "when it was closed, not what is set now");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_goes_however_much_was_sent_about_it() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        world.service.close(&marie, case.urgent).await.unwrap();
        world.sets(Some(6)).await;
        // More than a statement can name.
        let id = if world.column() == Column::Embedded { "randomblob(16)" } else { "gen_random_uuid()" };
        world.sql(&format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 33000) \
             INSERT INTO deliveries (tenant_id, id, channel, news, payload, recipient, ticket_id, state, attempts, created_at) \
             SELECT d.tenant_id, {id}, d.channel, d.news, d.payload, d.recipient, d.ticket_id, 'cancelled', 0, d.created_at \
             FROM n, (SELECT d.* FROM deliveries d JOIN tickets t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id \
             WHERE t.number = {} LIMIT 1) d",
            case.urgent
        ));
        assert!(world.lines("deliveries") > 33_000);
        world.months_pass(7);
        world.retains().await;
        assert_eq!(world.lines(&format!("tickets WHERE number = {}", case.urgent)), 0);
        assert!(world.lines("deliveries") < 1_000);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_whose_call_is_joined_by_one_that_goes_is_announced_with_it() {
    on_each_column(|world| async move {
        let case = world.case().await;
        let service = &world.service;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let joined = world.open(&case.severine, true, "Toujours en panne, encore", &[]).await;
        assert_eq!(service.ticket(&marie, joined).await.unwrap().joined, Some(case.urgent));
        for number in [joined, case.urgent] {
            service.close(&marie, number).await.unwrap();
        }
        world.months_pass(7);
        let paul = world.at_desk(world.paul).await;
        let scope = service.company_of(&paul, world.durand.id).unwrap();
        let shown = service.retention_preview(&scope, Keep::Months(6)).await.unwrap();
        assert_eq!((shown.now.tickets, shown.now.files), (2, 1), "{shown:?}");

        // While the one that joined is kept, the other one is, too.
        let late = world.open(&case.claire, false, "Une tout autre panne, fermée plus tard", &[]).await;
        service.close(&marie, late).await.unwrap();
        let closed = "UPDATE tickets SET closed_at = (SELECT t.closed_at FROM tickets t WHERE t.number =";
        let before = world.sql(&format!("SELECT closed_at FROM tickets WHERE number = {joined}")).remove(0);
        world.sql(&format!("{closed} {late}) WHERE number = {joined}"));
        let shown = service.retention_preview(&scope, Keep::Months(6)).await.unwrap();
        assert_eq!(shown.now.tickets, 0, "{shown:?}");
        world.sql(&format!("UPDATE tickets SET closed_at = '{before}' WHERE number = {joined}"));

        world.sets(Some(6)).await;
        world.clock.advance(NOTICE);
        world.retains().await;
        let left = world.lines(&format!("tickets WHERE number IN ({joined}, {})", case.urgent));
        assert_eq!(left, 0, "what was announced goes");
    })
    .await;
}
