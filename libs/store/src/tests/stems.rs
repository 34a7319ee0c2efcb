//! Other forms of the words of tickets, in French and in English: by what is noted of them, and who finds what.

use rappel_domain::{
    id::TenantId,
    ticket::{self, Answer},
    words::Sought,
};
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, Column, columns},
    world::{Side, World, intake, plain_operator},
};
use crate::{
    Scope, Store,
    queue::{Filter, View},
    tickets::Closed,
};

/// Migrations before stems were noted.
const BEFORE_STEMS: u32 = 34;

async fn open(store: &Store, side: &Side, text: &str) -> i64 {
    let mut tx = store.write(&side.scope).await.unwrap();
    let number = tx.tickets().next_number().await.unwrap();
    let mut new = intake(side.tenant.id, number, side.category, side.person, side.canary);
    (new.urgent, new.files) = (None, Vec::new());
    new.description = text.to_owned();
    tx.record(ticket::open(tx.clock(), new).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    number
}

async fn found(store: &Store, scope: &Scope, typed: &str) -> Vec<i64> {
    let tx = store.read(scope).await.unwrap();
    let sought = Sought::parse(typed);
    let rows = tx.tickets().list(Closed::No, &sought, None, 100).await.unwrap();
    assert_eq!(tx.tickets().count(Closed::No, &sought, 100).await.unwrap(), rows.len() as u64);
    rows.iter().map(|ticket| ticket.number).collect()
}

#[tokio::test]
async fn clients_and_staff_find_tickets_by_other_forms_of_their_words() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let (manager, _) = store.doors().portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
        let texts = [
            "Impossible d'imprimer sur le poste du hall",
            "Ma clé est refusée, le mot de passe aussi",
            "Travail suspendu : l'app a un bug",
            "The printer keeps crashing",
        ];
        for (text, number) in texts.into_iter().zip(2..) {
            assert_eq!(open(store, a, text).await, number);
        }
        let late = (0..600).map(|line| format!("line{line} ok")).collect::<Vec<_>>().join("\n") + "\nbloquée";
        assert_eq!(open(store, a, &late).await, 6);
        open(store, &world.b, "Impossible d'imprimer").await;
        let office = world.office_of_a().await;
        for (typed, numbers) in [
            ("imprimé", &[2][..]),
            ("imprimantes", &[2]),
            ("IMPRIMEES", &[2]),
            ("postal", &[]),
            ("clés", &[3]),
            ("mots de passe", &[3]),
            ("travaux", &[4]),
            ("apps bugs", &[4]),
            ("printed", &[5]),
            ("printing crashes", &[5]),
            ("bloquer", &[6]),
            ("#2 imprimantes", &[2]),
            ("imprimantes clés", &[]),
        ] {
            assert_eq!(found(store, &manager, typed).await, numbers, "{column:?}: {typed}");
            let filter = Filter {
                view: View::Todo,
                staff: world.staff,
                tenant: None,
                teams: None,
                text: typed.to_owned(),
            };
            let tx = store.office(&office).await.unwrap();
            let rows = tx.queue(&filter, None, 100).await.unwrap();
            assert_eq!(tx.queue_count(&filter, 100).await.unwrap(), rows.len() as u64, "{typed}");
            let mut rows: Vec<i64> = rows.iter().map(|row| row.ticket.number).collect();
            rows.sort_unstable();
            assert_eq!(rows, numbers, "{column:?}: {typed}, in the queue");
        }
        bench.drop_database().await;
    }
}

/// A stem is as much of a note as the word that it is of.
#[tokio::test]
async fn other_forms_of_words_of_notes_are_found_by_staff_only() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let (manager, _) = store.doors().portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
        let mut tx = store.write(&a.scope).await.unwrap();
        let row = tx.tickets().by_id(a.ticket).await.unwrap();
        let text = Answer { body: "Facture impayée".to_owned(), files: Vec::new(), seen: None };
        let note = ticket::note(tx.clock(), row, world.staff, text).unwrap();
        tx.record(note).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(store, &a.scope, "facturation").await, [1]);
        assert_eq!(found(store, &manager, "facturation").await, [0_i64; 0]);
        bench.drop_database().await;
    }
}

/// Words that were noted before stems were stay, tickets are found by them meanwhile, and workers note the rest.
#[tokio::test]
async fn tickets_from_before_stems_are_found_before_and_after_they_are_noted_anew() {
    for column in columns() {
        let bench = Bench::of_version(column, BEFORE_STEMS).await;
        let id = |number: u8| match column {
            Column::Postgres => format!("'01990000-0000-7000-8000-0000000000{number:02x}'"),
            Column::Sqlite => format!("X'019900000000700080000000000000{number:02x}'"),
        };
        let (time, system) = ("'2026-11-01T10:00:00+00:00'", r#"'{"kind": "system"}'"#);
        let (tenant, category, person, ticket, message) = (id(1), id(2), id(3), id(4), id(5));
        for sql in [
            format!(
                "INSERT INTO tenants (id, number, kind, slug, name, locale, time_zone, country, brand_color, created_at) \
                 VALUES ({tenant}, 1, 'client', 'a', 'A', 'fr', 'Europe/Paris', 'FR', '#0b5d4e', {time})"
            ),
            format!(
                "INSERT INTO categories (tenant_id, id, name_fr, name_en, position, is_urgent) \
                 VALUES ({tenant}, {category}, 'c', 'c', 1, false)"
            ),
            format!(
                "INSERT INTO persons (tenant_id, id, user_name, email, name, role, news_by_email, news_by_sms, created_at) \
                 VALUES ({tenant}, {person}, 'p', 'p', 'p', 'member', true, false, {time})"
            ),
            format!(
                "INSERT INTO tickets (tenant_id, id, number, category_id, requester_id, is_urgent, excerpt, status, \
                 open_status, is_closed, is_reminded, opened_at, is_raised, queue_rank, messages, version, has_words) VALUES \
                 ({tenant}, {ticket}, 1, {category}, {person}, false, 't', 'untreated', 'untreated', false, false, {time}, \
                 false, 1, 1, 1, true)"
            ),
            format!(
                "INSERT INTO messages (tenant_id, id, ticket_id, kind, author, body, created_at) VALUES \
                 ({tenant}, {message}, {ticket}, 'client', {system}, 'Travaux finis', {time})"
            ),
            format!(
                "INSERT INTO ticket_words (tenant_id, word, ticket_id, is_note) VALUES \
                 ({tenant}, 'travaux', {ticket}, false), ({tenant}, 'finis', {ticket}, false)"
            ),
        ] {
            bench.root.execute_unprepared(&sql).await.unwrap();
        }
        crate::migrate(&bench.url).await.unwrap();
        let store = bench.store(2).await;
        store.insert_operator(&plain_operator()).await.unwrap();
        let tenant = TenantId::from_uuid("01990000-0000-7000-8000-000000000001".parse().unwrap());
        let scope = store.doors().command_line().await.unwrap().tenant(tenant);
        assert_eq!(found(&store, &scope, "travaux").await, [1]);
        assert_eq!(found(&store, &scope, "travail").await, [0_i64; 0]);
        store.note_missing_words().await.unwrap();
        for typed in ["travaux", "travail", "travail fini"] {
            assert_eq!(found(&store, &scope, typed).await, [1], "{column:?}: {typed}");
        }
        bench.drop_database().await;
    }
}
