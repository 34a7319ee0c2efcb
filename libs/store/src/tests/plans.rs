//! No big table is read from end to end: the real functions run on 64,000 tickets, and the server's counters tell.

use std::{cmp::Reverse, collections::HashMap};

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _,
    delivery::Recipient,
    event::Audience,
    id::{CallbackId, DeliveryId, PersonId, StaffId, SummonsId, TeamId, TenantId, TicketId},
    job::Lane,
    role::PersonRole,
    visibility::Visibility,
};
use sea_orm::{ConnectionTrait as _, prelude::Uuid};

use super::{
    database::{Bench, postgres},
    world::{now, plain_company},
};
use crate::{
    Options, Rights, Scope, Store,
    deliveries::LogFilter,
    queue::{Filter, View},
    reports::Asked,
    tenants::Tenant,
};

const COMPANIES: usize = 64;

const FILL: [&str; 17] = [
    "INSERT INTO staff (id, user_name, email, name, locale, role, all_tenants, created_at) \
     VALUES (gen_random_uuid(), 'marie', 'marie@exemple.fr', 'Marie', 'fr', 'agent', true, now())",
    "INSERT INTO categories (tenant_id, id, name_fr, name_en, position, is_urgent) \
     SELECT id, gen_random_uuid(), 'c', 'c', 1, false FROM tenants WHERE kind = 'client'",
    "INSERT INTO teams (id, name) VALUES (gen_random_uuid(), 'Réseau')",
    "UPDATE categories SET team_id = (SELECT id FROM teams) WHERE tenant_id IN (SELECT id FROM tenants ORDER BY id LIMIT 9)",
    "INSERT INTO persons (tenant_id, id, user_name, email, name, role, news_by_email, news_by_sms, created_at) \
     SELECT id, gen_random_uuid(), 'p', 'p', 'p', 'member', true, false, now() FROM tenants WHERE kind = 'client'",
    "INSERT INTO tickets (tenant_id, id, number, category_id, requester_id, is_urgent, excerpt, \
       assignee_id, status, open_status, is_closed, answered_at, closes_at, is_reminded, closed_at, closed_by, \
       opened_at, waiting_since, is_raised, queue_rank, messages, version, has_words) \
     SELECT t.id, gen_random_uuid(), n, c.id, p.id, n % 50 = 0, 'text', \
       CASE WHEN n % 15 = 0 THEN s.id END, \
       CASE WHEN n % 5 <> 0 THEN 'closed' WHEN n % 10 = 0 THEN 'answered' ELSE 'untreated' END, \
       CASE WHEN n % 10 = 0 THEN 'answered' ELSE 'untreated' END, n % 5 <> 0, \
       CASE WHEN n % 10 = 0 THEN at + interval '1 hour' END, CASE WHEN n % 10 = 0 THEN at + interval '15 days' END, \
       false, CASE WHEN n % 5 <> 0 THEN at + interval '1 day' END, CASE WHEN n % 5 <> 0 THEN '{\"kind\": \"system\"}'::jsonb END, \
       at, CASE WHEN n % 5 = 0 AND n % 10 <> 0 THEN at END, false, CASE WHEN n % 50 = 0 THEN 0 ELSE 1 END, 1, 1, true \
     FROM tenants t JOIN categories c ON c.tenant_id = t.id JOIN persons p ON p.tenant_id = t.id \
     CROSS JOIN staff s CROSS JOIN generate_series(1, 1000) n \
     CROSS JOIN LATERAL (SELECT now() - n * interval '1 hour' AS at) x",
    // A word of some, words of many, stems of many, a word of the ticket alone, and one that only one ticket of each company has.
    "INSERT INTO ticket_words (tenant_id, word, ticket_id, is_note) \
     SELECT tenant_id, word, id, false FROM tickets CROSS JOIN LATERAL (VALUES ('mot' || number % 97), \
       ('parole' || number % 89), ('w' || number), (CASE WHEN number % 7 = 0 THEN 'text' ELSE 'autre' END), \
       (CASE WHEN number % 3 = 0 THEN '~print' ELSE '~autr' END)) x (word)",
    "INSERT INTO ticket_words (tenant_id, word, ticket_id, is_note) \
     SELECT tenant_id, 'rare', id, false FROM tickets WHERE number = 525",
    "INSERT INTO messages (tenant_id, id, ticket_id, kind, author, body, created_at) \
     SELECT tenant_id, gen_random_uuid(), id, 'client', '{\"kind\": \"system\"}', 'text', opened_at FROM tickets",
    "INSERT INTO events (tenant_id, id, ticket_id, kind, audience, actor, fact, at, seq, previous, hash) \
     SELECT tenant_id, gen_random_uuid(), id, 'opened', 'client', '{\"kind\": \"system\"}', '{\"event\": \"opened\"}', \
       opened_at, 1, decode(repeat('00', 32), 'hex'), decode(repeat('01', 32), 'hex') FROM tickets",
    "INSERT INTO callbacks (tenant_id, id, ticket_id, phone, contact_name, terms, requested_at, promised_by, position, \
       generation, tries, phase, ended_at, ended_by, version) \
     SELECT tenant_id, gen_random_uuid(), id, '+33612345678', 'x', '{\"policy\": {\"steps\": [], \"repeat\": 0}, \
       \"promise_minutes\": 15}', opened_at, opened_at, 0, 0, 0, CASE WHEN number % 250 = 0 THEN 'paging' ELSE \
       'cancelled' END, CASE WHEN number % 250 <> 0 THEN opened_at END, CASE WHEN number % 250 <> 0 THEN \
       '{\"kind\": \"system\"}'::jsonb END, 1 FROM tickets WHERE is_urgent",
    "INSERT INTO events (tenant_id, id, ticket_id, callback_id, kind, audience, actor, fact, at, seq, previous, hash) \
     SELECT c.tenant_id, gen_random_uuid(), c.ticket_id, c.id, 'reached', 'client', '{\"kind\": \"system\"}', \
       jsonb_build_object('event', 'reached', 'staff', 'stf_' || replace(s.id::text, '-', '')), c.requested_at, 2, \
       decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex') FROM callbacks c, staff s",
    "INSERT INTO summons (tenant_id, id, callback_id, staff_id, channel, position, state, created_at) \
     SELECT c.tenant_id, gen_random_uuid(), c.id, s.id, 'sms', 0, 'sent', c.requested_at FROM callbacks c, staff s",
    "INSERT INTO deliveries (tenant_id, id, channel, news, payload, recipient, ticket_id, summons_id, state, attempts, \
       created_at) \
     SELECT k.tenant_id, gen_random_uuid(), 'email', 'received', '{\"news\": \"received\"}', \
       '{\"kind\": \"address\", \"to\": \"x\"}', k.id, m.id, 'delivered', 1, k.opened_at FROM tickets k \
     LEFT JOIN callbacks c ON c.tenant_id = k.tenant_id AND c.ticket_id = k.id \
     LEFT JOIN summons m ON m.tenant_id = c.tenant_id AND m.callback_id = c.id",
    "INSERT INTO jobs (tenant_id, id, lane, kind, payload, run_at, fence, attempt, state, created_at, finished_at) \
     SELECT tenant_id, gen_random_uuid(), CASE WHEN is_urgent THEN 'urgent' ELSE 'normal' END, 'late', \
       jsonb_build_object('kind', 'late', 'callback', 'cbk_' || replace(id::text, '-', '')), opened_at, 1, 1, \
       CASE WHEN number % 500 = 0 THEN 'dead' WHEN number % 50 < 2 THEN 'ready' ELSE 'done' END, opened_at, \
       CASE WHEN number % 50 >= 2 OR number % 500 = 0 THEN opened_at END FROM tickets",
    "UPDATE counters SET value = 1000",
    "ANALYZE",
];

#[tokio::test]
async fn no_big_table_is_read_from_end_to_end() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let store = bench.store(1).await;
    let tenants = fill(&bench, &store).await;
    let mut options = Options::new(&bench.url);
    options.connections = 1;
    let jobs = store.with_own_connections(&options).await.unwrap();
    let mut scans = Scans { bench: &bench, store: &store, found: Vec::new() };
    scans.see_a_scan().await;
    portal::lists(&mut scans, tenants[0]).await;
    portal::open_page(&mut scans, tenants[0]).await;
    ticket_by_keys(&mut scans, tenants[0]).await;
    office(&mut scans, tenants[0]).await;
    runners(&mut scans, &tenants).await;
    // Jobs run with the plans for any value.
    scans.store = &jobs;
    ticket_by_keys(&mut scans, tenants[0]).await;
    runners(&mut scans, &tenants).await;
    assert_eq!(scans.found, [""; 0], "read from end to end");
    bench.drop_database().await;
}

async fn fill(bench: &Bench, store: &Store) -> Vec<TenantId> {
    let operator = Tenant { is_operator: true, ..plain_company("Opérateur", "operateur") };
    store.insert_operator(&operator).await.unwrap();
    let line = store.doors().command_line().await.unwrap();
    let mut tx = store.office_write(&line.office()).await.unwrap();
    let mut tenants = Vec::new();
    for number in 0..COMPANIES {
        let tenant = plain_company(&format!("company {number}"), &format!("company-{number}"));
        tx.insert_tenant(&tenant).await.unwrap();
        tenants.push(tenant.id);
    }
    tx.commit().await.unwrap();
    for sql in FILL {
        bench.root.execute_unprepared(sql).await.unwrap();
    }
    // A part that chance gave to one company alone is rightly read from end to end: the fullest parts come first.
    let parts = "SELECT DISTINCT tableoid::text || ' ' || tenant_id AS text FROM tickets";
    let parts: HashMap<TenantId, String> = bench
        .column_of(parts, Vec::new())
        .await
        .iter()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(part, tenant)| (TenantId::from_uuid(tenant.parse().unwrap()), part.to_owned()))
        .collect();
    tenants.sort_by_key(|tenant| Reverse(parts.values().filter(|part| **part == parts[tenant]).count()));
    tenants
}

struct Scans<'a> {
    bench: &'a Bench,
    store: &'a Store,
    found: Vec<String>,
}

/// Runs something often enough that the server goes over to its plan for any value, and notes whether a big table was
/// read from end to end.
macro_rules! watch {
    ($scans:expr, $what:expr, $body:expr) => {{
        let before = $scans.count().await;
        for _ in 0..7 {
            let _ = $body;
        }
        let after = $scans.count().await;
        if after != before {
            let parts = after.iter().filter(|part| !before.contains(part)).cloned().collect::<Vec<_>>();
            $scans.found.push(format!("{}: {}", $what, parts.join(", ")));
        }
    }};
    // In a unit of work of its own each time: the server counts when a transaction has ended.
    ($scans:expr, $what:expr, $begin:expr, |$tx:ident| $body:expr) => {
        watch!($scans, $what, {
            let $tx = $begin.await.unwrap();
            $body
        })
    };
}

// After the macro, which it uses.
mod portal;

impl Scans<'_> {
    /// How often each big part of a big table was read from end to end so far.
    async fn count(&self) -> Vec<String> {
        // The connections tell their counts at once instead of within ten seconds: the store's one, and our own, whose scans
        // would be taken for what is watched then.
        for db in [&self.store.db, &self.bench.root] {
            db.execute_unprepared("SELECT pg_stat_force_next_flush()").await.unwrap();
        }
        let counts = "SELECT s.relname || ' ' || s.seq_scan AS text FROM pg_stat_user_tables s \
                      JOIN pg_class c ON c.oid = s.relid WHERE c.reltuples > 1000 \
                      AND s.relname ~ '^(tickets|ticket_words|messages|events|deliveries|jobs)' ORDER BY 1";
        self.bench.column_of(counts, Vec::new()).await
    }

    /// A test that cannot fail proves nothing.
    async fn see_a_scan(&mut self) {
        let parts = self.count().await;
        assert!(parts.len() > 50, "{parts:?}");
        let scope = Scope::new(TenantId::from_uuid(Uuid::nil()), Actor::System, Rights::System);
        let sql = "SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; \
                   SET LOCAL enable_bitmapscan = off; SELECT count(*) FROM tickets";
        watch!(self, "scan", self.store.read(&scope), |tx| tx.db.execute_unprepared(sql).await.unwrap());
        let found = std::mem::take(&mut self.found);
        assert!(
            found.len() == 1 && found[0].starts_with("scan: tickets_"),
            "the counters do not count: {found:?}"
        );
    }

    async fn id(&self, table: &str, tenant: TenantId) -> Uuid {
        // An urgent ticket has more to read than others.
        let (table, column) = if table == "tickets" { ("callbacks", "ticket_id") } else { (table, "id") };
        let sql =
            format!("SELECT max({column}::text) AS text FROM {table} WHERE tenant_id = '{}'", tenant.uuid());
        self.bench.column_of(&sql, Vec::new()).await[0].parse().unwrap()
    }
}

/// What a page of one ticket reads, and a job.
async fn ticket_by_keys(scans: &mut Scans<'_>, tenant: TenantId) {
    let store = scans.store;
    let person = PersonId::from_uuid(scans.id("persons", tenant).await);
    let ticket = TicketId::from_uuid(scans.id("tickets", tenant).await);
    let callback = CallbackId::from_uuid(scans.id("callbacks", tenant).await);
    let summons = SummonsId::from_uuid(scans.id("summons", tenant).await);
    let since = now().now() - Duration::minutes(10);
    let of = |role, sees| Rights::Person { person, role, sees, second_step: false };
    for rights in [
        Rights::System,
        of(PersonRole::Manager, Visibility::Company),
        of(PersonRole::Member, Visibility::Own),
        of(PersonRole::Member, Visibility::Colleagues(vec![PersonId::new(&now())])),
    ] {
        let scope = Scope::new(tenant, Actor::System, rights);
        watch!(scans, "tickets.urgent_of", store.read(&scope), |tx| tx
            .tickets()
            .urgent_of(person, since)
            .await
            .unwrap());
        watch!(scans, "tickets.joined_to", store.read(&scope), |tx| tx
            .tickets()
            .joined_to(callback)
            .await
            .unwrap());
        watch!(scans, "tickets.by_number", store.read(&scope), |tx| tx
            .tickets()
            .by_number(500)
            .await
            .unwrap());
        watch!(scans, "tickets.messages", store.read(&scope), |tx| tx
            .tickets()
            .messages(ticket, Audience::Client)
            .await
            .unwrap());
        watch!(scans, "tickets.events", store.read(&scope), |tx| tx
            .tickets()
            .events(ticket, Audience::Client)
            .await
            .unwrap());
        watch!(scans, "tickets.events_of", store.read(&scope), |tx| tx
            .tickets()
            .events_of(&[ticket; 100], Audience::Client)
            .await
            .unwrap());
        watch!(scans, "tickets.numbers", store.read(&scope), |tx| tx
            .tickets()
            .numbers(&[ticket; 100])
            .await
            .unwrap());
        watch!(scans, "callbacks.of_ticket", store.read(&scope), |tx| tx
            .callbacks()
            .of_ticket(ticket)
            .await
            .unwrap());
        let waits = store.read(&scope).await.unwrap().callbacks().by_id(callback).await.unwrap();
        watch!(scans, "callbacks.due_at", store.read(&scope), |tx| tx
            .callbacks()
            .due_at(&waits)
            .await
            .unwrap());
        watch!(scans, "callbacks.summons", store.read(&scope), |tx| tx
            .callbacks()
            .summons(callback)
            .await
            .unwrap());
        watch!(scans, "deliveries.of_ticket", store.read(&scope), |tx| tx
            .deliveries()
            .of_ticket(ticket)
            .await
            .unwrap());
        watch!(scans, "deliveries.of_summons", store.read(&scope), |tx| tx
            .deliveries()
            .of_summons(summons)
            .await
            .unwrap());
    }
}

async fn office(scans: &mut Scans<'_>, company: TenantId) {
    let store = scans.store;
    let line = store.doors().command_line().await.unwrap();
    let scope = line.office();
    let staff: Uuid =
        scans.bench.column_of("SELECT id::text AS text FROM staff", Vec::new()).await[0].parse().unwrap();
    let staff = StaffId::from_uuid(staff);
    for view in View::ALL {
        for tenant in [None, Some(company)] {
            let filter = Filter { view, staff, tenant, teams: None, text: String::new() };
            let what = format!("queue {view:?}, {}", if tenant.is_some() { "one company" } else { "all" });
            let rows = store.office(&scope).await.unwrap().queue(&filter, None, 50).await.unwrap();
            assert!(!rows.is_empty(), "{what}");
            watch!(scans, what, store.office(&scope), |tx| tx.queue(&filter, None, 50).await.unwrap());
            let place = rows[rows.len() / 2].place;
            watch!(scans, format!("{what}, beyond"), store.office(&scope), |tx| tx
                .queue(&filter, Some(place), 50)
                .await
                .unwrap());
            watch!(scans, format!("{what}, count"), store.office(&scope), |tx| tx
                .queue_count(&filter, 100)
                .await
                .unwrap());
        }
    }
    let team =
        scans.bench.column_of("SELECT id::text AS text FROM teams", Vec::new()).await[0].parse().unwrap();
    for view in View::ALL {
        let teams = Some(vec![TeamId::from_uuid(team)]);
        let filter = Filter { view, staff, tenant: None, teams, text: String::new() };
        let what = format!("queue {view:?} of a team");
        watch!(scans, &what, store.office(&scope), |tx| tx.queue(&filter, None, 50).await.unwrap());
        watch!(scans, format!("{what}, count"), store.office(&scope), |tx| tx
            .queue_count(&filter, 1_000)
            .await
            .unwrap());
    }
    let one = [("#500", Some(company)), ("rare", Some(company)), ("printed", Some(company))];
    let all =
        ["text", "rare", "500", "#500", "text mot7", "printed", "printed rares"].map(|text| (text, None));
    for view in View::ALL {
        for (text, tenant) in one.into_iter().chain(all) {
            let filter = Filter { view, staff, tenant, teams: None, text: text.to_owned() };
            let what = format!(
                "queue {view:?} with {text:?}, {}",
                if tenant.is_some() { "one company" } else { "all" }
            );
            let rows = store.office(&scope).await.unwrap().queue(&filter, None, 50).await.unwrap();
            assert!(!rows.is_empty() || text != "text", "{what}");
            watch!(scans, &what, store.office(&scope), |tx| tx.queue(&filter, None, 50).await.unwrap());
            if let ("text", Some(row)) = (text, rows.first()) {
                watch!(scans, format!("{what}, beyond"), store.office(&scope), |tx| tx
                    .queue(&filter, Some(row.place), 50)
                    .await
                    .unwrap());
            }
            watch!(scans, format!("{what}, count"), store.office(&scope), |tx| tx
                .queue_count(&filter, 100)
                .await
                .unwrap());
        }
    }
    watch!(scans, "open_callbacks", store.office(&scope), |tx| tx.open_callbacks(50).await.unwrap());
    watch!(scans, "recent_callbacks", store.office(&scope), |tx| tx
        .recent_callbacks(None, 50)
        .await
        .unwrap());
    let year = Asked { from: now().now() - Duration::days(365), to: now().now(), tenant: None };
    let first = store.office(&scope).await.unwrap().measured_calls(year, None, 100).await.unwrap();
    assert!(first.len() == 100 && first[0].call.reached.is_some(), "{:?}", first.first());
    let after = first.last().map(|last| (last.call.requested_at, last.id));
    for tenant in [None, Some(company)] {
        let asked = Asked { tenant, ..year };
        watch!(scans, "measured_calls", store.office(&scope), |tx| tx
            .measured_calls(asked, after, 100)
            .await
            .unwrap());
    }
    let today = Asked { from: now().now() - Duration::days(1), ..year };
    watch!(scans, "feedback_counts", store.office(&scope), |tx| tx.feedback_counts(today).await.unwrap());
    watch!(scans, "feedback_words", store.office(&scope), |tx| tx.feedback_words(today, 20).await.unwrap());
    watch!(scans, "callbacks_of_staff", store.office(&scope), |tx| tx
        .callbacks_of_staff(staff)
        .await
        .unwrap());
    watch!(scans, "deliveries", store.office(&scope), |tx| tx
        .deliveries(&LogFilter::default(), None, 50)
        .await
        .unwrap());
    let one = LogFilter { tenant: Some(company), ..LogFilter::default() };
    watch!(scans, "deliveries of one company", store.office(&scope), |tx| tx
        .deliveries(&one, None, 50)
        .await
        .unwrap());
}

/// What those who run jobs ask, and what they note before they send.
async fn runners(scans: &mut Scans<'_>, tenants: &[TenantId]) {
    let store = scans.store;
    for lane in Lane::ALL.iter().copied() {
        watch!(scans, format!("tenants_due {lane:?}"), store.tenants_due(lane, 100).await.unwrap());
        watch!(scans, format!("next_due {lane:?}"), store.next_due(lane).await.unwrap());
        watch!(
            scans,
            format!("claim {lane:?}"),
            store.claim(tenants[1], lane, 2, Duration::seconds(15)).await.unwrap()
        );
    }
    let whole = Scope::new(tenants[0], Actor::System, Rights::System);
    let marie = Recipient::Staff(StaffId::from_uuid(Uuid::nil()));
    watch!(scans, "waiting_pages", store.write(&whole), |tx| tx
        .pacing()
        .waiting_pages(&marie, 20)
        .await
        .unwrap());
    let carrier = DeliveryId::from_uuid(Uuid::nil());
    watch!(scans, "let_go", store.write(&whole), |tx| tx.pacing().let_go(carrier).await.unwrap());
    watch!(scans, "carried_by", store.write(&whole), |tx| tx.pacing().carried_by(carrier).await.unwrap());
    let ticket = TicketId::from_uuid(scans.id("tickets", tenants[0]).await);
    watch!(scans, "chains.of_ticket", store.snapshot(&whole), |tx| tx
        .chains()
        .of_ticket(ticket)
        .await
        .unwrap());
    watch!(scans, "chains.page", store.snapshot(&whole), |tx| tx.chains().page(None, 100).await.unwrap());
    watch!(scans, "lane_gauges", store.lane_gauges().await.unwrap());
    watch!(scans, "dead_jobs", store.dead_jobs(50).await.unwrap());
    let old = now().now() - Duration::days(40);
    watch!(scans, "sweep_jobs", store.sweep_jobs(tenants[1], old).await.unwrap());
}
