//! Which issuers prove an address by the domain that an organisation owns.

use serde_json::json;

use super::More;

#[test]
fn an_issuer_of_many_organisations_proves_no_domain() {
    let said = More { xms_edov: Some(json!(true)), ..More::default() };
    let at = |part: &str| format!("https://login.microsoftonline.com/{part}/v2.0");
    assert!(said.owns_domain(&at("0f4c2a70-1111-2222-3333-444455556666")));
    for part in ["common", "organizations", "Organizations", "consumers"] {
        assert!(!said.owns_domain(&at(part)), "{part}");
    }
    assert!(!More::default().owns_domain(&at("0f4c2a70-1111-2222-3333-444455556666")));
}
