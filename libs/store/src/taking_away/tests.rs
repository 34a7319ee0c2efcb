use std::collections::BTreeSet;

use super::TABLES;

#[test]
fn every_table_of_companies_is_emptied() {
    let emptied: BTreeSet<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    assert_eq!(emptied, BTreeSet::from(rappel_migrations::TENANT_TABLES));
    assert_eq!(emptied.len(), TABLES.len(), "each once");
}
