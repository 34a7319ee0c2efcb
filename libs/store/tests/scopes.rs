//! The first wall: programs that reach a tenant's rows without a scope from a door do not build.

#[test]
fn nobody_reaches_rows_without_a_door() {
    rappel_compilefail::must_not_build("scopes", &["rappel_domain", "rappel_store", "chrono"]);
}
