//! What goes well.

use rappel_oidc::{Fault, Found, Party, Providers, Reach};
use rappel_testkit::identity::{Account, Algorithm, Flaw, Trouble};
use serde_json::{Value, json};

use crate::world::{World, asked};

#[tokio::test]
async fn a_code_becomes_claims_by_either_kind_of_key() {
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        let world = World::new(algorithm).await;
        let claims = world.sign_in().await.unwrap();
        assert_eq!(claims.subject, "subject-1");
        assert_eq!(claims.email.as_deref(), Some("Claire@durand.fr"));
        assert!(claims.email_verified);
        assert_eq!(claims.name.as_deref(), Some("Claire Durand"));
        // Without another look at the provider's other answer, which the token made needless.
        assert!(!world.provider.asked().contains(&"/userinfo".to_owned()));
    }
}

#[tokio::test]
async fn what_is_asked_holds_state_nonce_and_a_challenge_and_not_what_it_is_made_of() {
    let world = World::new(Algorithm::Es256).await;
    let asked = asked('v');
    let there = world.providers.begin(&world.party, &asked, world.now).await.unwrap();
    let said = |name: &str| there.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(said("state"), asked.state);
    assert_eq!(said("nonce"), asked.nonce);
    assert_eq!(said("redirect_uri"), asked.redirect);
    assert_eq!(said("scope"), "openid email profile");
    assert_eq!(said("code_challenge_method"), "S256");
    assert_ne!(said("code_challenge"), asked.verifier);
    assert!(!there.as_str().contains("secret"));
}

#[tokio::test]
async fn an_address_that_the_token_keeps_to_itself_is_asked_for() {
    let world = World::new(Algorithm::Es256).await;
    world.provider.trouble(Trouble { address_elsewhere: true, ..Trouble::default() });
    let claims = world.sign_in().await.unwrap();
    assert_eq!(claims.email.as_deref(), Some("Claire@durand.fr"));
    assert!(claims.email_verified);
    assert_eq!(claims.name.as_deref(), Some("Claire Durand"));
}

#[tokio::test]
async fn an_address_that_is_not_proved_is_said_not_to_be() {
    let world = World::new(Algorithm::Es256).await;
    for verified in [Some(false), None] {
        world.provider.sign_in_as(Account { verified, ..Account::new("subject-1", "a@durand.fr", "A") });
        assert!(!world.sign_in().await.unwrap().email_verified);
    }
}

#[tokio::test]
async fn what_providers_say_in_their_own_way_is_understood() {
    let world = World::new(Algorithm::Es256).await;
    let claims = async |world: &World, more: Vec<(&'static str, Value)>| {
        let account = Account { verified: None, more, ..Account::new("subject-1", "a@durand.fr", "A") };
        world.provider.sign_in_as(account);
        world.sign_in().await.unwrap()
    };
    for (more, verified) in [
        (("email_verified", json!("true")), true),
        (("email_verified", json!("false")), false),
        (("xms_edov", json!(true)), true),
        (("xms_edov", json!("1")), true),
        (("xms_edov", json!(1)), true),
        (("xms_edov", json!(false)), false),
        (("xms_edov", json!(0)), false),
        (("xms_edov", json!(["true"])), false),
    ] {
        assert_eq!(claims(&world, vec![more.clone()]).await.email_verified, verified, "{more:?}");
    }
    // What is said in the words of the protocol comes before.
    let both = vec![("email_verified", json!(false)), ("xms_edov", json!(true))];
    assert!(!claims(&world, both).await.email_verified);
    for (hd, domain) in [(json!("Durand.fr"), "durand.fr"), (json!(7), "")] {
        assert_eq!(claims(&world, vec![("hd", hd)]).await.hosted_domain.as_deref(), Some(domain));
    }
    assert_eq!(claims(&world, Vec::new()).await.hosted_domain, None);
}

#[tokio::test]
async fn what_cannot_be_read_is_not_quoted() {
    let world = World::new(Algorithm::Es256).await;
    world.provider.flaw(Some(Flaw::Garbage));
    let Err(Fault::Unreadable(found)) = world.sign_in().await else { panic!("it was read") };
    assert!(!found.contains("a.b"), "{found}");
}

#[tokio::test]
async fn another_key_is_looked_for_once_and_the_old_one_counts_no_more() {
    let world = World::new(Algorithm::Rs256).await;
    world.sign_in().await.unwrap();
    world.sign_in().await.unwrap();
    let fetched = |world: &World| world.provider.asked().iter().filter(|path| *path == "/keys").count();
    assert_eq!(fetched(&world), 1, "keys are remembered");
    world.provider.rotate(Algorithm::Es256).unwrap();
    world.sign_in().await.unwrap();
    assert_eq!(fetched(&world), 2);
    world.provider.add_key(Algorithm::Es256).unwrap();
    world.sign_in().await.unwrap();
    world.sign_in().await.unwrap();
    assert_eq!(fetched(&world), 3);
}

#[tokio::test]
async fn a_test_says_what_is_wrong() {
    let world = World::new(Algorithm::Es256).await;
    let test = async |trouble: Trouble| {
        world.provider.trouble(trouble);
        world.providers.test(&world.party.issuer, world.now).await
    };
    let found = test(Trouble::default()).await.unwrap();
    assert_eq!(found, Found { host: "127.0.0.1".to_owned(), keys: 1 });
    let other = "https://accounts.example.org".to_owned();
    let of_another = Trouble { issuer: Some(other.clone()), ..Trouble::default() };
    assert_eq!(test(of_another).await, Err(Fault::OtherIssuer(other)));
    let broken = Trouble { status: Some(500), ..Trouble::default() };
    assert_eq!(test(broken).await, Err(Fault::Status(500)));
    let without_code = Trouble { without_code: true, ..Trouble::default() };
    assert_eq!(test(without_code).await, Err(Fault::Lacks("response_type code")));
    let slashed = format!("{}/", world.party.issuer);
    world.provider.trouble(Trouble::default());
    assert_eq!(
        world.providers.test(&slashed, world.now).await,
        Err(Fault::OtherIssuer(world.party.issuer.clone())),
        "letter for letter"
    );
    let public = Providers::new(Reach::Public).unwrap();
    assert!(matches!(public.test(&world.party.issuer, world.now).await, Err(Fault::Address(_))));
}

#[tokio::test]
async fn a_wrong_secret_and_a_code_that_was_used_are_refused() {
    let world = World::new(Algorithm::Es256).await;
    let asked = asked('a');
    let there = world.providers.begin(&world.party, &asked, world.now).await.unwrap();
    let back = world.provider.visit(there.as_str());
    world.finish(&asked, &back).await.unwrap();
    assert_eq!(world.finish(&asked, &back).await, Err(Fault::Refused("invalid_grant".to_owned())));
    let party = Party { client_secret: "another".to_owned(), ..world.party.clone() };
    let world = World { party, ..world };
    assert_eq!(world.sign_in().await, Err(Fault::Refused("invalid_client".to_owned())));
}
