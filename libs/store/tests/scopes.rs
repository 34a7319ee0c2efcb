//! The first wall: programs that reach a tenant's rows without a scope from a door do not build.

#[test]
fn nobody_reaches_rows_without_a_door() {
    trybuild::TestCases::new().compile_fail("tests/scopes/*.rs");
}
