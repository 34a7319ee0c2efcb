use std::collections::BTreeSet;

use super::TABLES;
use crate::tests::database::{Bench, Column, columns};

#[test]
fn every_table_of_companies_is_emptied() {
    let emptied: BTreeSet<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    assert_eq!(emptied, BTreeSet::from(rappel_migrations::TENANT_TABLES));
    assert_eq!(emptied.len(), TABLES.len(), "each once");
}

#[tokio::test]
async fn rows_are_told_apart_by_the_key_of_their_table() {
    for column in columns() {
        let bench = Bench::new(column).await;
        for (table, listed) in TABLES {
            let key = match column {
                Column::Sqlite => {
                    format!("SELECT name AS text FROM pragma_table_info('{table}') WHERE pk > 0")
                }
                Column::Postgres => format!(
                    "SELECT a.attname AS text FROM pg_index i JOIN pg_attribute a \
                     ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) \
                     WHERE i.indisprimary AND i.indrelid = '{table}'::regclass"
                ),
            };
            let key: BTreeSet<String> = bench.column_of(&key, Vec::new()).await.into_iter().collect();
            let mut told: BTreeSet<String> = listed.split(", ").map(str::to_owned).collect();
            told.insert("tenant_id".to_owned());
            assert_eq!(told, key, "{table} on {column:?}");
        }
        bench.drop_database().await;
    }
}

/// The database looks for rows that refer to one that goes: without an index that is the whole table for each row.
#[tokio::test]
async fn rows_that_refer_to_their_own_table_are_found_by_an_index() {
    for column in columns() {
        let bench = Bench::new(column).await;
        for (table, tie) in super::TIES {
            let written = match column {
                Column::Sqlite => {
                    format!(
                        "SELECT sql AS text FROM sqlite_master WHERE tbl_name = '{table}' AND type = 'index' AND sql <> ''"
                    )
                }
                Column::Postgres => {
                    format!("SELECT indexdef AS text FROM pg_indexes WHERE tablename = '{table}'")
                }
            };
            let indexes = bench.column_of(&written, Vec::new()).await;
            let of_it = format!("(tenant_id, {tie}) WHERE");
            assert!(
                indexes.iter().any(|it| it.contains(&of_it)),
                "{table}.{tie} on {column:?}: {indexes:#?}"
            );
        }
        bench.drop_database().await;
    }
}
