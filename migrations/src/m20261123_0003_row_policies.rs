//! The third wall: row policies on PostgreSQL, for the tables' owner too.

use sea_orm_migration::prelude::*;

use crate::{
    PARTITIONS,
    dialect::{Dialect, run},
    m20261123_0002_tenant_tables::FIRST_PARTITIONED,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if Dialect::of(manager) == Dialect::Sqlite {
            return Ok(());
        }
        for table in FIRST_TABLES {
            guard(manager, table).await?;
        }
        for table in FIRST_PARTITIONED {
            for part in 0..PARTITIONS {
                // A partition asked directly answers nothing: it has no policy of its own.
                run(manager, &protect(&format!("{table}_{part:02}"))).await?;
            }
        }
        // The runners' look for tenants with due work.
        run(
            manager,
            "CREATE POLICY runner_reads ON jobs FOR SELECT \
             USING (current_setting('app.runner', true) = 'on')",
        )
        .await
    }
}

/// The tables that there were then; each later one brings its policies itself.
const FIRST_TABLES: [&str; 17] = [
    "counters",
    "categories",
    "persons",
    "sessions",
    "links",
    "api_keys",
    "tickets",
    "messages",
    "files",
    "callbacks",
    "summons",
    "events",
    "deliveries",
    "attempts",
    "receipts",
    "jobs",
    "idempotency",
];

/// Row policies for a table, on PostgreSQL.
pub(crate) async fn guard(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    run(manager, &protect(table)).await?;
    run(manager, &policies(table)).await
}

/// Turns row policies on for a table; without any, it shows nothing.
pub(crate) fn protect(table: &str) -> String {
    format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
}

fn policies(table: &str) -> String {
    let tenant = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid";
    let tenants = "tenant_id = ANY (string_to_array(NULLIF(current_setting('app.staff_tenants', true), ''), ',')::uuid[])";
    format!(
        "CREATE POLICY tenant_rows ON {table} USING ({tenant}) WITH CHECK ({tenant}); \
         CREATE POLICY staff_reads ON {table} FOR SELECT USING ({tenants})"
    )
}
