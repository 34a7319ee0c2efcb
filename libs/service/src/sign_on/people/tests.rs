//! Whose address a provider proves, as far as that hangs on the provider.

use rappel_oidc::Claims;
use rappel_store::identities::IdentityProvider;

use super::{super::Why, GOOGLE, address};

fn let_in(issuer: &str, hosted_domain: Option<&str>) -> Result<String, Why> {
    let provider = IdentityProvider {
        label: "Durand".to_owned(),
        issuer: issuer.to_owned(),
        client_id: "rappel".to_owned(),
        sealed_secret: Vec::new(),
        domains: vec!["durand.fr".to_owned(), "durand.example".to_owned()],
        is_on: true,
        passwords: true,
        version: 1,
    };
    let claims = Claims {
        subject: "s-1".to_owned(),
        email: Some("ada@durand.fr".to_owned()),
        email_verified: true,
        hosted_domain: hosted_domain.map(str::to_owned),
        name: None,
    };
    address(&provider, &claims).map(|address| address.lookup_key())
}

#[test]
fn googles_accounts_are_taken_of_an_allowed_organisation_alone() {
    let ada = || Ok("ada@durand.fr".to_owned());
    assert_eq!(let_in(GOOGLE, Some("durand.fr")), ada());
    assert_eq!(let_in(GOOGLE, Some("durand.example")), ada(), "another domain of the company");
    // A private account under an address of the company, and one of another organisation that has the address.
    assert_eq!(let_in(GOOGLE, None), Err(Why::Domain));
    assert_eq!(let_in(GOOGLE, Some("evil.example")), Err(Why::Domain));
    assert_eq!(let_in(GOOGLE, Some("")), Err(Why::Domain));
    assert_eq!(let_in("https://login.durand.fr", None), ada());
    assert_eq!(let_in("https://login.durand.fr", Some("evil.example")), Err(Why::Domain));
}
