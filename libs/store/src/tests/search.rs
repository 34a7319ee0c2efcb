//! What the fields above the queue and above a client's list find, and by what.

use chrono::Duration;
use rappel_domain::{
    id::PersonId,
    role::PersonRole,
    ticket::{self, Answer},
    words::Sought,
};
use sea_orm::{ConnectionTrait as _, prelude::Uuid};

use super::{
    database::{Bench, Column, columns},
    world::{World, intake, new_person, now},
};
use crate::{
    Scope, Store,
    queue::{Filter, View},
    tickets::Closed,
};

#[tokio::test]
async fn words_and_numbers_are_found_together_and_signs_are_letters() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let long = format!("{} la fin", "mot ".repeat(1_000));
        for text in ["L'imprimante a 100% de papier", "Le fichier a_b est vide", long.as_str()] {
            let mut tx = store.write(&a.scope).await.unwrap();
            let number = tx.tickets().next_number().await.unwrap();
            let mut new = intake(a.tenant.id, number, a.category, a.person, a.canary);
            new.description = text.to_owned();
            new.files.clear();
            let opened = rappel_domain::ticket::open(tx.clock(), new).unwrap();
            tx.record(opened).await.unwrap();
            tx.commit().await.unwrap();
        }
        let scope = world.office_of_a().await;
        let tx = store.office(&scope).await.unwrap();
        let found = async |text: &str| {
            let filter = Filter {
                view: View::Todo,
                staff: world.staff,
                tenant: None,
                teams: None,
                text: text.to_owned(),
            };
            let rows = tx.queue(&filter, None, 100).await.unwrap();
            rows.iter().map(|row| row.ticket.number).collect::<Vec<_>>()
        };
        assert_eq!(found("#2 imprimante").await, [2]);
        assert_eq!(found("imprimante 2").await, [2]);
        assert_eq!(found("#3 imprimante").await, [0_i64; 0]);
        assert_eq!(found("100%").await, [2]);
        assert_eq!(found("%").await, [0_i64; 0], "a sign, not any text");
        assert_eq!(found("1%0").await, [0_i64; 0]);
        assert_eq!(found("a_b").await, [3]);
        assert_eq!(found("v_de").await, [0_i64; 0], "a sign, not any letter");
        assert_eq!(found("\\").await, [0_i64; 0]);
        assert_eq!(found("fin").await, [4], "to the end of a long text");
        assert_eq!(found("IMPRI").await, [2], "the beginning of a word");
        assert_eq!(found("imprimantes papiers").await, [2], "number makes no difference");
        assert_eq!(found("primante").await, [0_i64; 0]);
        assert_eq!(found("imprimante fichier").await, [0_i64; 0], "words of two tickets");
        drop(tx);
        bench.drop_database().await;
    }
}

/// Numbers of the open tickets that a scope finds.
async fn found(store: &Store, scope: &Scope, typed: &str) -> Vec<i64> {
    let tx = store.read(scope).await.unwrap();
    let sought = Sought::parse(typed);
    let rows = tx.tickets().list(Closed::No, &sought, None, 100).await.unwrap();
    assert_eq!(tx.tickets().count(Closed::No, &sought, 100).await.unwrap(), rows.len() as u64);
    rows.iter().map(|ticket| ticket.number).collect()
}

#[tokio::test]
async fn notes_are_found_by_staff_only_and_members_find_their_own_tickets() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let doors = store.doors();
        let (manager, _) = doors.portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
        let luc = PersonId::new(&now());
        let mut new = new_person(luc, a.canary);
        new.user_name = "luc".to_owned();
        new.email = "luc@exemple.fr".to_owned();
        new.role = PersonRole::Member;
        let mut tx = store.write(&a.scope).await.unwrap();
        tx.persons().insert(&new).await.unwrap();
        let luc = tx.persons().by_id(luc).await.unwrap();
        let number = tx.tickets().next_number().await.unwrap();
        let mut new = intake(a.tenant.id, number, a.category, luc.id, a.canary);
        new.files.clear();
        new.description = "Le scanner est en panne".to_owned();
        tx.record(ticket::open(tx.clock(), new).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let guest = doors.guest(a.tenant.id).await.unwrap();
        let member = doors.sign_in_person(&guest, &luc, &[83; 32]).await.unwrap();

        // The first ticket has its word in a note, the answers are for everybody.
        assert_eq!(found(store, &a.scope, "aaa").await, [1]);
        assert_eq!(found(store, &manager, "aaa").await, [0_i64; 0], "a note is for staff");
        assert_eq!(found(store, &manager, "answer").await, [1]);
        assert_eq!(found(store, &manager, "").await, [2, 1]);
        assert_eq!(found(store, &manager, "panne").await, [2]);
        assert_eq!(found(store, &member, "").await, [2]);
        assert_eq!(found(store, &member, "scan").await, [2]);
        for typed in ["answer", "#1", "1", "canary", "%"] {
            assert_eq!(found(store, &member, typed).await, [0_i64; 0], "{typed} of another's ticket");
            assert_eq!(found(store, &guest, typed).await, [0_i64; 0], "{typed}, a guest");
        }

        // A word of a note that is then said to the client is found by both; once more, it stays so.
        for _ in 0..2 {
            let mut tx = store.write(&a.scope).await.unwrap();
            let ticket = tx.tickets().by_id(a.ticket).await.unwrap();
            let text = Answer { body: "AAA, donc".to_owned(), files: Vec::new(), seen: None };
            let closing = rappel_domain::calendar::Closing {
                remind_at: None,
                close_at: tx.clock().now() + Duration::days(15),
            };
            let contact = tx.persons().by_id(ticket.requester).await.unwrap().contact();
            let answer = ticket::answer(tx.clock(), ticket, world.staff, text, closing, &contact).unwrap();
            tx.record(answer).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(found(store, &manager, "aaa").await, [1]);
        assert_eq!(found(store, &a.scope, "aaa").await, [1]);
        bench.drop_database().await;
    }
}

/// What was written before there were words: its tickets have none. `migrate` leaves them, the workers note them.
#[tokio::test]
async fn the_words_of_older_tickets_are_noted_afterwards() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let store = &world.store;
        let count = async || {
            let rows = "SELECT CAST(count(*) AS TEXT) AS text FROM ticket_words";
            bench.column_of(rows, Vec::new()).await[0].parse::<usize>().unwrap()
        };
        // More than are noted in one transaction, of a company that has more than one message.
        for number in 2..130 {
            let a = &world.a;
            let mut tx = store.write(&a.scope).await.unwrap();
            let mut new = intake(a.tenant.id, number, a.category, a.person, a.canary);
            (new.urgent, new.files) = (None, Vec::new());
            new.description = format!("Le poste p{number} ne démarre plus");
            tx.record(ticket::open(tx.clock(), new).unwrap()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let before = count().await;
        for sql in ["DELETE FROM ticket_words", "UPDATE tickets SET has_words = false"] {
            bench.root.execute_unprepared(sql).await.unwrap();
        }
        assert_eq!(found(store, &world.a.scope, "canary").await, [0_i64; 0]);
        crate::migrate(&bench.url).await.unwrap();
        assert_eq!(count().await, 0, "nobody waits for them at the start");
        // What is written meanwhile has its words at once, and is found.
        let mut tx = store.write(&world.a.scope).await.unwrap();
        let mut new = intake(world.a.tenant.id, 130, world.a.category, world.a.person, world.a.canary);
        (new.urgent, new.files) = (None, Vec::new());
        new.description = "Inoubliable2026".to_owned();
        tx.record(ticket::open(tx.clock(), new).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(store, &world.a.scope, "inoubliable2026").await, [130]);
        // A ticket that somebody changes just now holds nobody up: its turn comes with the next ones.
        let held = match bench.column {
            Column::Postgres => Some(store.write(&world.a.scope).await.unwrap()),
            Column::Sqlite => None,
        };
        if let Some(held) = &held {
            let ticket = held.tickets().by_id(world.a.ticket).await.unwrap();
            held.tickets().update(&ticket).await.unwrap();
        }
        let release = async {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            drop(held);
        };
        // Two workers at once.
        let (first, second, ()) =
            tokio::join!(store.note_missing_words(), store.note_missing_words(), release);
        first.unwrap();
        second.unwrap();
        assert_eq!(count().await, before + 1);
        assert_eq!(found(store, &world.a.scope, "canary").await, [1]);
        assert_eq!(found(store, &world.a.scope, "demarre p129").await, [129]);
        let tx = store.read(&world.a.scope).await.unwrap();
        for (text, most, count) in [("", 100, 100), ("demarre", 100, 100), ("demarre", 1_000, 128)] {
            let counted = tx.tickets().count(Closed::No, &Sought::parse(text), most).await.unwrap();
            assert_eq!(counted, count, "{text:?} up to {most}");
        }
        drop(tx);
        assert_eq!(found(store, &world.b.scope, "bbb").await, [1]);
        assert_eq!(found(store, &world.b.scope, "aaa").await, [0_i64; 0]);
        let missing = "SELECT CAST(count(*) AS TEXT) AS text FROM tickets WHERE NOT has_words";
        assert_eq!(bench.column_of(missing, Vec::new()).await, ["0"]);
        let (manager, _) =
            store.doors().portal(world.a.tenant.id, &world.a.session_hash).await.unwrap().unwrap();
        assert_eq!(found(store, &manager, "aaa").await, [0_i64; 0], "notes stay notes");
        store.note_missing_words().await.unwrap();
        assert_eq!(count().await, before + 1, "once is enough");
        bench.drop_database().await;
    }
}

/// What a process of the version before writes while the new one is being rolled out: it names the column with which it found
/// tickets, and knows nothing of words.
#[tokio::test]
async fn processes_of_the_version_before_still_write() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let a = &world.a;
        let id = |uuid: Uuid| match bench.column {
            Column::Sqlite => format!("x'{}'", uuid.simple()),
            Column::Postgres => format!("'{uuid}'"),
        };
        let (tenant, ticket) = (a.tenant.id.uuid(), Uuid::from_u128(7));
        let insert = format!(
            "INSERT INTO tickets (tenant_id, id, number, category_id, requester_id, is_urgent, excerpt, search_text, \
             status, open_status, is_closed, is_reminded, opened_at, is_raised, queue_rank, messages, version) VALUES \
             ({}, {}, 7, {}, {}, false, 't', 'vieux', 'untreated', 'untreated', false, false, \
             '2026-11-28 10:00:00+00:00', false, 1, 1, 1)",
            id(tenant),
            id(ticket),
            id(a.category.uuid()),
            id(a.person.uuid()),
        );
        bench.root.execute_unprepared(&insert).await.unwrap();
        let found = "SELECT search_text AS text FROM tickets ORDER BY number DESC LIMIT 2";
        assert_eq!(bench.column_of(found, Vec::new()).await, ["vieux", ""]);
        let message = format!(
            "INSERT INTO messages (tenant_id, id, ticket_id, kind, author, body, created_at) VALUES \
             ({}, {}, {}, 'client', '{{\"kind\": \"system\"}}', 'Le vieux poste', '2026-11-28 10:00:00+00:00')",
            id(tenant),
            id(Uuid::from_u128(8)),
            id(ticket),
        );
        bench.root.execute_unprepared(&message).await.unwrap();
        world.store.note_missing_words().await.unwrap();
        let tx = world.store.read(&a.scope).await.unwrap();
        let listed = tx.tickets().list(Closed::No, &Sought::parse("vieux poste"), None, 10).await.unwrap();
        assert_eq!(listed.iter().map(|it| it.number).collect::<Vec<_>>(), [7]);
        drop(tx);
        bench.drop_database().await;
    }
}

/// SQLite tells how it goes about a question; for PostgreSQL its counters tell, in `plans.rs`.
#[tokio::test]
async fn words_are_looked_up_in_their_index() {
    let bench = Bench::new(Column::Sqlite).await;
    let world = World::new(&bench).await;
    often(&bench, &world).await;
    let tx = world.store.office(&world.office_of_a().await).await.unwrap();
    for view in View::ALL {
        for text in ["canary", "canary marche", "#1 canary", "often", "often canary", "marches"] {
            for tenant in [None, Some(world.a.tenant.id)] {
                let filter = Filter { view, staff: world.staff, tenant, teams: None, text: text.to_owned() };
                let plan = tx.queue_plan(&filter).await.unwrap();
                let is_there = |step: &str| plan.iter().any(|it| it.contains(step));
                let whole = plan.iter().any(|it| it == "SCAN tickets" || it.starts_with("SCAN ticket_words"));
                assert!(!whole, "{filter:?}: {plan:#?}");
                let of_ticket =
                    "INDEX ticket_words_of_ticket (tenant_id=? AND ticket_id=? AND word>? AND word<?)";
                assert!(is_there(of_ticket), "{filter:?}: {plan:#?}");
                let by_word = "PRIMARY KEY (tenant_id=? AND word>? AND word<?)";
                assert!(is_there(by_word) || text.starts_with('#'), "{filter:?}: {plan:#?}");
            }
        }
    }
    drop(tx);
    bench.drop_database().await;
}

/// Gives the first ticket of A so many words that begin alike that they are looked for ticket by ticket.
async fn often(bench: &Bench, world: &World) {
    let columns = "INSERT INTO ticket_words (tenant_id, word, ticket_id, is_note)";
    let numbers = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300)";
    let (tenant, ticket) = (world.a.tenant.id.uuid().simple(), world.a.ticket.uuid().simple());
    let sql = match bench.column {
        Column::Sqlite => {
            format!("{columns} {numbers} SELECT x'{tenant}', 'often' || n, x'{ticket}', false FROM n")
        }
        Column::Postgres => {
            format!("{columns} {numbers} SELECT '{tenant}', 'often' || n, '{ticket}', false FROM n")
        }
    };
    bench.root.execute_unprepared(&sql).await.unwrap();
}

#[tokio::test]
async fn what_is_on_many_tickets_and_what_is_on_few_are_found_alike() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        often(&bench, &world).await;
        let tx = world.store.office(&world.office_of_a().await).await.unwrap();
        for (text, count) in [
            ("often", 1),
            ("often300", 1),
            ("often often2 often3", 1),
            ("often canary", 1),
            ("often #1", 1),
            ("often 1", 1),
            ("often #2", 0),
            ("often 22", 0),
            ("often bbb", 0),
            ("often nowhere", 0),
        ] {
            let filter = Filter {
                view: View::Urgent,
                staff: world.staff,
                tenant: None,
                teams: None,
                text: text.to_owned(),
            };
            let rows = tx.queue(&filter, None, 100).await.unwrap();
            assert_eq!(rows.len(), count, "{text}");
            assert_eq!(tx.queue_count(&filter, 100).await.unwrap(), count as u64, "{text}");
            assert!(rows.iter().all(|row| row.ticket.id == world.a.ticket));
        }
        drop(tx);
        bench.drop_database().await;
    }
}
