//! The keys of the schema: every key of a tenant's table begins with the tenant.

use super::database::{Bench, postgres};

#[tokio::test]
async fn every_key_carries_the_tenant() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let tables = "SELECT relname AS text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                  AND a.attname = 'tenant_id' AND NOT a.attisdropped \
                  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace";
    let mut found = bench.column_of(tables, Vec::new()).await;
    found.retain(|table| table != "hosts" && table != "staff_tenants");
    found.sort_unstable();
    let mut listed = rappel_migrations::TENANT_TABLES.map(str::to_owned).to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed, "tables with a tenant that get no row policies");

    let unique = "SELECT i.indexrelid::regclass::text AS text FROM pg_index i \
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'tenant_id' \
                  WHERE i.indisunique AND i.indrelid::regclass::text NOT IN ('hosts', 'staff_tenants') \
                  AND i.indkey[0] <> a.attnum \
                  AND i.indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)";
    assert_eq!(
        bench.column_of(unique, Vec::new()).await,
        [""; 0],
        "unique without the tenant tells that an id exists"
    );

    // What names a row is held to it.
    let free = "SELECT a.attname || ' of ' || c.relname AS text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace \
                AND a.attname LIKE '%\\_id' AND a.atttypid = 'uuid'::regtype AND NOT EXISTS ( \
                  SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey))";
    assert_eq!(bench.column_of(free, Vec::new()).await, [""; 0], "a column that may name what is not there");

    // A foreign key between two tables with tenants pairs tenant_id with tenant_id.
    let foreign = "SELECT c.conname || ' of ' || c.conrelid::regclass AS text FROM pg_constraint c \
                   JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attname = 'tenant_id' \
                   JOIN pg_attribute theirs ON theirs.attrelid = c.confrelid AND theirs.attname = 'tenant_id' \
                   WHERE c.contype = 'f' AND NOT EXISTS ( \
                     SELECT 1 FROM unnest(c.conkey, c.confkey) AS pair (one, other) \
                     WHERE pair.one = own.attnum AND pair.other = theirs.attnum)";
    assert_eq!(bench.column_of(foreign, Vec::new()).await, [""; 0], "a key across tenants");
    let paired = "SELECT count(*)::text AS text FROM pg_constraint c WHERE c.contype = 'f' AND array_length(c.conkey, 1) > 1";
    assert!(
        bench.column_of(paired, Vec::new()).await[0].parse::<i64>().unwrap() >= 10,
        "the query above sees keys"
    );
    bench.drop_database().await;
}
