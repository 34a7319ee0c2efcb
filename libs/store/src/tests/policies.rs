//! The row policies themselves, asked in bare SQL with the rights of the program.

use rappel_migrations::{PARTITIONED_TABLES, PARTITIONS, TENANT_TABLES};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, TransactionTrait as _};

use super::{
    database::{Bench, postgres, texts},
    world::{Side, World},
};
use crate::{Options, Store, connect::RoleFault, identities::IdentityProvider, passkeys::Ceremony};

/// Counts rows of a table in a transaction that begins with a setting.
async fn count(db: &DatabaseConnection, setting: &str, table: &str, condition: &str) -> i64 {
    let tx = db.begin().await.unwrap();
    if !setting.is_empty() {
        tx.execute_unprepared(setting).await.unwrap();
    }
    let sql = format!("SELECT count(*) AS count FROM {table} WHERE {condition}");
    let row =
        tx.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get("", "count").unwrap()
}

/// What other tests of the same world want to be without.
async fn come_by_a_provider(store: &Store, side: &Side) {
    let provider = IdentityProvider {
        label: side.canary.to_owned(),
        issuer: "https://accounts.example.org".to_owned(),
        client_id: "rappel".to_owned(),
        sealed_secret: b"sealed".to_vec(),
        domains: vec!["example.org".to_owned()],
        is_on: true,
        passwords: true,
        version: 0,
    };
    let tx = store.write(&side.scope).await.unwrap();
    tx.identities().save_identity_provider(&provider).await.unwrap();
    tx.identities().link_identity(&provider.issuer, "subject", side.person).await.unwrap();
    let until = tx.clock().now() + chrono::Duration::minutes(10);
    tx.identities().begin_provider_sign_in(&[1; 32], &[2; 32], b"sealed", until).await.unwrap();
    tx.passkeys().begin_ceremony(Ceremony::SignIn, &[1; 32], &[2; 32], b"sealed", until).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn each_table_shows_one_tenants_rows() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let world = World::new(&bench).await;
    for side in [&world.a, &world.b] {
        come_by_a_provider(&world.store, side).await;
    }
    let (a, b) = (world.a.tenant.id.uuid(), world.b.tenant.id.uuid());
    let bare = bench.bare().await;
    let as_a = format!("SET LOCAL app.tenant_id = '{a}'");
    let as_staff = format!("SET LOCAL app.staff_tenants = '{a}'");
    for table in TENANT_TABLES {
        let theirs = format!("SELECT 'x' AS text FROM {table} WHERE tenant_id = '{b}'");
        let there = bench.column_of(&theirs, Vec::new());
        assert!(!there.await.is_empty(), "{table} has rows of B to be hidden");
        assert_eq!(count(&bare, "", table, "true").await, 0, "{table} without a setting");
        assert_eq!(
            count(&bare, "SET LOCAL app.tenant_id = ''", table, "true").await,
            0,
            "{table} with an empty one"
        );
        for setting in [&as_a, &as_staff] {
            assert!(count(&bare, setting, table, "true").await > 0, "{table} shows A: {setting}");
            let foreign = format!("tenant_id <> '{a}'");
            assert_eq!(count(&bare, setting, table, &foreign).await, 0, "{table} shows B: {setting}");
        }
        let runner = count(&bare, "SET LOCAL app.runner = 'on'", table, "true").await;
        assert_eq!(runner > 0, table == "jobs", "{table} as a runner");
    }
    for table in PARTITIONED_TABLES {
        for part in 0..PARTITIONS {
            let part = format!("{table}_{part:02}");
            assert_eq!(count(&bare, &as_a, &part, "true").await, 0, "{part} asked directly");
        }
    }
    bench.drop_database().await;
}

#[tokio::test]
async fn nothing_is_written_for_another_tenant() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let world = World::new(&bench).await;
    let (a, b) = (world.a.tenant.id.uuid(), world.b.tenant.id.uuid());
    let before = bench.rows_of(b).await;
    let bare = bench.bare().await;
    let settings = [
        format!("SET LOCAL app.tenant_id = '{a}'"),
        format!("SET LOCAL app.staff_tenants = '{a},{b}'"),
        "SET LOCAL app.runner = 'on'".to_owned(),
        String::new(),
    ];
    for setting in &settings {
        for table in TENANT_TABLES {
            // Change and remove: no row of B is seen.
            for sql in [
                format!("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{b}'"),
                format!("DELETE FROM {table} WHERE tenant_id = '{b}'"),
            ] {
                let tx = bare.begin().await.unwrap();
                tx.execute_unprepared(setting).await.unwrap();
                let done = tx.execute_unprepared(&sql).await.unwrap();
                assert_eq!(done.rows_affected(), 0, "{setting}; {sql}");
                tx.commit().await.unwrap();
            }
        }
        // Give a row away, and write one for B.
        for sql in [
            format!("UPDATE counters SET tenant_id = '{b}', name = 'given away' WHERE tenant_id = '{a}'"),
            format!("INSERT INTO counters (tenant_id, name, value) VALUES ('{b}', 'foisted', 1)"),
        ] {
            let tx = bare.begin().await.unwrap();
            tx.execute_unprepared(setting).await.unwrap();
            match tx.execute_unprepared(&sql).await {
                Ok(done) => assert_eq!(done.rows_affected(), 0, "{setting}; {sql}"),
                Err(error) => assert!(error.to_string().contains("row-level security"), "{error}"),
            }
        }
    }
    assert_eq!(bench.rows_of(b).await, before);
    let seen = texts(&bench.root, "SELECT name AS text FROM counters", Vec::new()).await.unwrap();
    assert_eq!(seen, ["ticket", "ticket"]);
    bench.drop_database().await;
}

#[tokio::test]
async fn a_role_that_passes_the_policies_is_reported() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    assert_eq!(bench.store(1).await.role_faults().await.unwrap(), []);
    let superuser = {
        let (server, _) = bench.url.rsplit_once('@').unwrap().1.split_once('/').unwrap();
        let (_, name) = bench.url.rsplit_once('/').unwrap();
        format!("postgres://postgres@{server}/{name}")
    };
    let store = Store::open(Options::new(superuser)).await.unwrap();
    let faults = store.role_faults().await.unwrap();
    assert!(
        faults.contains(&RoleFault::Superuser) && faults.contains(&RoleFault::BypassesRowPolicies),
        "{faults:?}"
    );
    drop(store);
    bench.root.execute_unprepared("ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY").await.unwrap();
    assert_eq!(bench.store(1).await.role_faults().await.unwrap(), [RoleFault::TableWithoutForcedPolicies]);
    bench.drop_database().await;
}
