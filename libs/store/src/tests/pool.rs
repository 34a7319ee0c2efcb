//! A pool of two connections, fifty companies, five thousand reads at once: a setting that outlived its transaction
//! would show one company's rows to the next. The second wall is down, so that only the setting decides.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, columns, texts},
    world::{category, now},
};
use crate::{Scope, Store, tenants::Tenant, tickets::Closed};

const COMPANIES: usize = 50;
const READS: usize = 5_000;
const AT_ONCE: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interleaved_reads_never_meet() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let scopes = Arc::new(companies(&bench.store(2).await).await);
        let store = bench.store(2).await;
        // On SQLite the second wall is the last.
        let store =
            if column == super::database::Column::Postgres { store.without_tenant_filter() } else { store };
        let mut readers = tokio::task::JoinSet::new();
        for reader in 0..AT_ONCE {
            let (store, scopes) = (store.clone(), Arc::clone(&scopes));
            readers.spawn(async move {
                for turn in 0..READS / AT_ONCE {
                    // A walk that meets every company in every order.
                    let which = (reader * 31 + turn * (2 * reader + 1)) % COMPANIES;
                    read(&store, &scopes[which], which, turn).await;
                }
            });
        }
        let mut done = 0;
        while let Some(result) = readers.join_next().await {
            result.unwrap();
            done += READS / AT_ONCE;
        }
        assert_eq!(done, READS);
        if column == super::database::Column::Postgres {
            nothing_is_left_behind(&store).await;
        }
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn who_finds_no_connection_waits_as_long_as_is_set() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let mut options = crate::Options::new(&bench.url);
        (options.connections, options.acquire) = (1, Duration::from_millis(300));
        let store = Store::open(options).await.unwrap();
        let began = Instant::now();
        let held = store.reference(crate::unit::Writes::No).await.unwrap();
        let refused = store.reference(crate::unit::Writes::No).await;
        assert!(refused.is_err(), "there is one connection, and it is held");
        // Well below the ten seconds that hold where nothing is set.
        assert!((300..5_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
        drop(held);
        store.ping().await.unwrap();
        bench.drop_database().await;
    }
}

async fn companies(store: &Store) -> Vec<Scope> {
    let operator = Tenant { is_operator: true, ..super::world::plain_company("Opérateur", "operateur") };
    store.insert_operator(&operator).await.unwrap();
    let mut scopes = Vec::new();
    for number in 0..COMPANIES {
        let line = store.doors().command_line().await.unwrap();
        let tenant = super::world::plain_company(&format!("company {number}"), &format!("company-{number}"));
        let mut tx = store.office_write(&line.office()).await.unwrap();
        tx.insert_tenant(&tenant).await.unwrap();
        tx.commit().await.unwrap();
        let scope = line.tenant(tenant.id);
        let tx = store.write(&scope).await.unwrap();
        let id = rappel_domain::id::CategoryId::new(&now());
        tx.categories().insert(&category(id, &format!("category {number}"), false)).await.unwrap();
        tx.commit().await.unwrap();
        scopes.push(scope);
    }
    scopes
}

async fn read(store: &Store, scope: &Scope, which: usize, turn: usize) {
    // Some requests are cut off in the middle, some end in an error, some write; each gives its connection back.
    match turn % 7 {
        0 => {
            let began = store.read(scope);
            let _ = tokio::time::timeout(Duration::from_micros(300), began).await;
        }
        1 => {
            let tx = store.write(scope).await.unwrap();
            let _ = tx.db.execute_unprepared("SELECT nonsense").await;
            assert!(tx.commit().await.is_err(), "a unit of work in which a statement failed");
        }
        2 => {
            let tx = store.write(scope).await.unwrap();
            tx.tickets().next_number().await.unwrap();
            tx.commit().await.unwrap();
        }
        _ => {}
    }
    let tx = store.read(scope).await.unwrap();
    let categories = tx.categories().list().await.unwrap();
    let names: Vec<_> = categories.iter().map(|it| it.name_fr.as_str()).collect();
    assert_eq!(names, [format!("category {which}")], "rows of another company, or none");
    assert_eq!(
        tx.tickets().count(Closed::No, &rappel_domain::words::Sought::Everything, 100).await.unwrap(),
        0
    );
}

/// Both connections of the pool, outside of any transaction.
async fn nothing_is_left_behind(store: &Store) {
    let settings = "SELECT coalesce(current_setting('app.tenant_id', true), '') \
                    || coalesce(current_setting('app.staff_tenants', true), '') \
                    || coalesce(current_setting('app.runner', true), '') \
                    || (SELECT count(*) FROM categories) AS text, pg_sleep(0.2)";
    let (one, other) =
        tokio::join!(texts(&store.db, settings, Vec::new()), texts(&store.db, settings, Vec::new()));
    assert_eq!([one.unwrap(), other.unwrap()], [["0"], ["0"]]);
}

/// Whoever reads long lists may take every connection of the pages, and none of the jobs.
#[tokio::test]
async fn own_connections_wait_for_nobody_else() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let mut options = crate::Options::new(&bench.url);
        (options.connections, options.acquire) = (1, Duration::from_millis(300));
        let pages = Store::open(options.clone()).await.unwrap();
        // What must be had may take as long as the machine needs.
        options.acquire = Duration::from_secs(30);
        let jobs = pages.with_own_connections(&options).await.unwrap();
        let _held = pages.reference(crate::unit::Writes::No).await.unwrap();
        assert!(pages.reference(crate::unit::Writes::No).await.is_err(), "the pages have one");
        jobs.reference(crate::unit::Writes::No).await.unwrap();
        assert!(Arc::ptr_eq(&pages.clock, &jobs.clock), "one clock for both");
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn who_sleeps_in_a_unit_of_work_loses_its_locks() {
    let Some(column) = super::database::postgres() else { return };
    let bench = Bench::new(column).await;
    let store = bench.store(1).await;
    let told = "SELECT current_setting('idle_in_transaction_session_timeout') AS text";
    assert_eq!(texts(&store.db, told, Vec::new()).await.unwrap(), ["1min"]);
    drop(store);
    bench.drop_database().await;
}
