//! Chains of facts: sealed by every decision, in order also when several are written at once, kept by the database, and
//! betrayed by any change past it.

use rappel_domain::{
    callback::{self, About, Receipts, SentMessage},
    chain::{Fault, State},
    delivery::Channel,
};
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, Column, columns},
    world::{Side, World},
};
use crate::{Store, chain::Chain};

/// Migrations before facts were chained.
const BEFORE_CHAINS: u32 = 7;

async fn chain(store: &Store, side: &Side) -> Chain {
    store.snapshot(&side.scope).await.unwrap().chains().of_ticket(side.ticket).await.unwrap()
}

#[tokio::test]
async fn facts_are_sealed_in_the_order_in_which_they_are_written() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let found = chain(&world.store, &world.a).await;
        assert!(found.head.length > 5 && found.head.unsealed == 0, "{:?}", found.head);
        assert_eq!(found.verify(), State::Whole, "{column:?}: what is read back is what was hashed");
        let places: Vec<_> = found.links.iter().map(|link| link.seal.unwrap().position).collect();
        assert_eq!(places, (1..=found.head.length).collect::<Vec<_>>());
        for pair in found.links.windows(2) {
            assert_eq!(pair[1].seal.unwrap().before, pair[0].seal.unwrap().hash);
        }
        let page = world.store.snapshot(&world.a.scope).await.unwrap().chains().page(None, 10).await.unwrap();
        assert!(page.len() == 1 && page[0].links == found.links, "{page:?}");
        bench.drop_database().await;
    }
}

/// Nothing else keeps these apart: a message that was sent changes neither the ticket nor the callback.
#[tokio::test]
async fn facts_that_are_written_at_once_stand_one_after_the_other() {
    const AT_ONCE: u32 = 16;
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let before = chain(&world.store, &world.a).await.head.length;
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..AT_ONCE {
            let (store, scope) = (world.store.clone(), world.a.scope.clone());
            let (callback, summons, delivery) = (world.a.callback, world.a.summons, world.a.delivery);
            writers.spawn(async move {
                let mut tx = store.write(&scope).await.unwrap();
                let callback = tx.callbacks().by_id(callback).await.unwrap();
                let summons = tx.callbacks().summons_by_id(summons).await.unwrap();
                let about = About { tenant: callback.tenant, ticket: callback.ticket, callback: callback.id };
                let sent = SentMessage {
                    delivery,
                    channel: Channel::Sms,
                    news: "page",
                    provider: "twilio",
                    provider_id: Some("SM1"),
                    fingerprint: "00",
                };
                let noted = callback::message_sent(tx.clock(), about, &sent);
                let sent = callback::summons_sent(tx.clock(), &callback, &summons, delivery, Receipts::None);
                tx.record(noted.and(sent)).await.unwrap();
                // Others come while this one is not yet made last.
                tokio::time::sleep(std::time::Duration::from_millis(u64::from(number % 4) * 5)).await;
                tx.commit().await.unwrap();
            });
        }
        while let Some(done) = writers.join_next().await {
            done.unwrap();
        }
        let after = chain(&world.store, &world.a).await;
        assert_eq!(after.verify(), State::Whole, "{column:?}");
        assert_eq!(after.head.length, before + 2 * i32::try_from(AT_ONCE).unwrap());
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn the_database_keeps_facts_as_they_are() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let bare = bench.bare().await;
        let tenant = literal(column, &world.a);
        let as_a = match column {
            Column::Postgres => format!("SET app.tenant_id = '{}'; ", world.a.tenant.id.uuid()),
            Column::Sqlite => String::new(),
        };
        let before = bench.rows_of(world.a.tenant.id.uuid()).await;
        let refused = async |sql: String| {
            let answer = bare.execute_unprepared(&format!("{as_a}{sql}")).await;
            let why = answer.unwrap_err().to_string();
            assert!(why.contains("append-only"), "{column:?} {sql}: {why}");
        };
        refused(format!("UPDATE events SET kind = 'x' WHERE tenant_id = {tenant}")).await;
        refused(format!("UPDATE events SET at = at WHERE tenant_id = {tenant} AND seq = 1")).await;
        refused(format!("DELETE FROM events WHERE tenant_id = {tenant} AND seq > 3")).await;
        if column == Column::Postgres {
            for table in ["events", "events_00", "events_15"] {
                refused(format!("TRUNCATE {table}")).await;
            }
        }
        assert_eq!(bench.rows_of(world.a.tenant.id.uuid()).await, before);
        let unsealed = "INSERT INTO events (tenant_id, id, ticket_id, kind, audience, actor, fact, at) \
                        SELECT tenant_id, ticket_id, ticket_id, kind, audience, actor, fact, at FROM events \
                        WHERE seq = 1";
        let answer = bare.execute_unprepared(&format!("{as_a}{unsealed}")).await.unwrap_err().to_string();
        assert!(answer.contains("seal"), "{answer}");

        // A company that is being erased takes its facts with it, and no other's.
        bare.execute_unprepared(&format!("UPDATE tenants SET erased_at = created_at WHERE id = {tenant}"))
            .await
            .unwrap();
        let erase = format!("{as_a}DELETE FROM events WHERE tenant_id = {tenant}");
        bare.execute_unprepared(&erase).await.unwrap();
        bare.close().await.unwrap();
        let gone = chain(&world.store, &world.a).await;
        assert!(gone.links.is_empty());
        assert_eq!(gone.verify(), State::Broken { position: 1, event: None, fault: Fault::Missing });
        assert_eq!(chain(&world.store, &world.b).await.verify(), State::Whole);
        bench.drop_database().await;
    }
}

/// Whoever has the database can change a row, and is betrayed.
#[tokio::test]
async fn a_change_past_the_database_shows_where_it_was_made() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let tenant = literal(column, &world.a);
        let unguarded = match column {
            Column::Postgres => "SET session_replication_role = replica; ",
            Column::Sqlite => "DROP TRIGGER IF EXISTS events_unchanged; DROP TRIGGER IF EXISTS events_kept; ",
        };
        let json = if column == Column::Postgres { "::jsonb" } else { "" };
        let length = chain(&world.store, &world.a).await.head.length;
        let event = async |place: i32| {
            let found = chain(&world.store, &world.a).await;
            found.links.iter().find(|link| link.seal.unwrap().position == place).map(|link| link.entry.id)
        };
        let run = async |sql: &str| {
            bench.root.execute_unprepared(&format!("{unguarded}{sql}")).await.unwrap();
        };
        let third = event(3).await;
        let at = format!("WHERE tenant_id = {tenant} AND seq = 3");
        run(&format!("CREATE TABLE kept AS SELECT * FROM events {at}")).await;
        run(&format!("UPDATE events SET actor = '{{\"kind\": \"system\"}}'{json}, kind = 'x' {at}")).await;
        let broken = chain(&world.store, &world.a).await.verify();
        assert_eq!(broken, State::Broken { position: 3, event: third, fault: Fault::Changed }, "{column:?}");
        // As it was, it holds again.
        run(&format!("DELETE FROM events {at}; INSERT INTO events SELECT * FROM kept")).await;
        assert_eq!(chain(&world.store, &world.a).await.verify(), State::Whole);
        run(&format!("UPDATE events SET hash = previous {at}")).await;
        let broken = chain(&world.store, &world.a).await.verify();
        assert!(matches!(broken, State::Broken { position: 3, fault: Fault::Changed, .. }), "{broken:?}");
        run(&format!("DELETE FROM events {at}; INSERT INTO events SELECT * FROM kept")).await;
        run(&format!("DELETE FROM events WHERE tenant_id = {tenant} AND seq = {length}")).await;
        let broken = chain(&world.store, &world.a).await.verify();
        assert_eq!(broken, State::Broken { position: length, event: None, fault: Fault::Missing });
        assert_eq!(chain(&world.store, &world.b).await.verify(), State::Whole, "of another company");
        bench.drop_database().await;
    }
}

/// What was there before is outside the chain, is counted, and cannot grow.
#[tokio::test]
async fn facts_from_before_the_chains_stay_outside() {
    for column in columns() {
        let bench = Bench::of_version(column, BEFORE_CHAINS).await;
        let id = |number: u8| match column {
            Column::Postgres => format!("'01990000-0000-7000-8000-0000000000{number:02x}'"),
            Column::Sqlite => format!("X'019900000000700080000000000000{number:02x}'"),
        };
        let time = "'2026-11-01T10:00:00+00:00'";
        let old = [
            format!(
                "INSERT INTO tenants (id, number, kind, slug, name, locale, time_zone, country, brand_color, created_at) \
                 VALUES ({}, 1, 'client', 'a', 'A', 'fr', 'Europe/Paris', 'FR', '#0b5d4e', {time})",
                id(1)
            ),
            format!(
                "INSERT INTO categories (tenant_id, id, name_fr, name_en, position, is_urgent) \
                 VALUES ({}, {}, 'c', 'c', 1, false)",
                id(1),
                id(2)
            ),
            format!(
                "INSERT INTO persons (tenant_id, id, user_name, email, name, role, news_by_email, news_by_sms, created_at) \
                 VALUES ({}, {}, 'p', 'p', 'p', 'member', true, false, {time})",
                id(1),
                id(3)
            ),
            format!(
                "INSERT INTO tickets (tenant_id, id, number, category_id, requester_id, is_urgent, excerpt, search_text, \
                 status, open_status, is_closed, is_reminded, opened_at, is_raised, queue_rank, messages, version) VALUES \
                 ({}, {}, 1, {}, {}, false, 't', 't', 'untreated', 'untreated', false, false, {time}, false, 1, 1, 1)",
                id(1),
                id(4),
                id(2),
                id(3)
            ),
        ];
        let event = |number: u8| {
            format!(
                "INSERT INTO events (tenant_id, id, ticket_id, kind, audience, actor, fact, at) VALUES \
                 ({}, {}, {}, 'opened', 'client', '{{\"kind\": \"system\"}}', '{{\"event\": \"opened\"}}', {time})",
                id(1),
                id(number),
                id(4)
            )
        };
        for sql in old.into_iter().chain([event(5), event(6)]) {
            bench.root.execute_unprepared(&sql).await.unwrap();
        }
        crate::migrate(&bench.url).await.unwrap();
        let store = bench.store(2).await;
        store.insert_operator(&super::world::plain_operator()).await.unwrap();
        let tenant =
            rappel_domain::id::TenantId::from_uuid("01990000-0000-7000-8000-000000000001".parse().unwrap());
        let scope = store.doors().command_line().await.unwrap().tenant(tenant);
        let read =
            async || store.snapshot(&scope).await.unwrap().chains().page(None, 9).await.unwrap().remove(0);
        let found = read().await;
        assert_eq!((found.head.unsealed, found.head.length, found.verify()), (2, 0, State::Whole));

        let mut tx = store.write(&scope).await.unwrap();
        let ticket = tx.tickets().by_number(1).await.unwrap();
        let closed = rappel_domain::ticket::close(
            tx.clock(),
            ticket,
            rappel_domain::Actor::System,
            None,
            &tx.persons().list().await.unwrap()[0].contact(),
        );
        tx.record(closed.unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let found = read().await;
        assert_eq!((found.head.unsealed, found.head.length, found.verify()), (2, 1, State::Whole));

        // One more of them, past the guard, is not old.
        let unguarded = match column {
            Column::Postgres => "ALTER TABLE events DROP CONSTRAINT events_sealed",
            Column::Sqlite => "DROP TRIGGER events_sealed",
        };
        bench.root.execute_unprepared(unguarded).await.unwrap();
        bench.root.execute_unprepared(&event(7)).await.unwrap();
        assert!(matches!(
            read().await.verify(),
            State::Broken { position: 0, event: Some(_), fault: Fault::Unsealed }
        ));
        bench.drop_database().await;
    }
}

fn literal(column: Column, side: &Side) -> String {
    let id = side.tenant.id.uuid();
    match column {
        Column::Postgres => format!("'{id}'"),
        Column::Sqlite => format!("X'{}'", id.simple()),
    }
}
