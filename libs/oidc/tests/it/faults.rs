//! Each flaw of a token, and what it is called.

use rappel_oidc::{Fault, Token};
use rappel_testkit::identity::{Algorithm, Flaw, Trouble};

use crate::world::{World, asked};

#[tokio::test]
async fn no_token_with_a_flaw_is_taken() {
    let table = [
        (Flaw::WrongNonce, Token::Nonce),
        (Flaw::NoNonce, Token::Nonce),
        (Flaw::WrongAudience, Token::Audience),
        (Flaw::ManyAudiences, Token::Audience),
        (Flaw::OtherParty, Token::Audience),
        (Flaw::Expired, Token::Expired),
        (Flaw::Kept, Token::Expired),
        (Flaw::OfTomorrow, Token::Expired),
        (Flaw::OtherIssuer, Token::Issuer),
        (Flaw::BadSignature, Token::Signature),
        (Flaw::ForeignKey, Token::Signature),
        (Flaw::AlgNone, Token::Signature),
        (Flaw::AlgSecret, Token::Signature),
        (Flaw::AlgPublicKey, Token::Signature),
        (Flaw::Changed, Token::Signature),
        (Flaw::NoSubject, Token::Subject),
        (Flaw::NoToken, Token::Missing),
    ];
    let mut tries = 0;
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        let world = World::new(algorithm).await;
        for (flaw, why) in table {
            world.provider.flaw(Some(flaw));
            assert_eq!(world.sign_in().await, Err(Fault::Token(why)), "{algorithm:?} {flaw:?}");
            tries += 1;
        }
        world.provider.flaw(Some(Flaw::Garbage));
        assert!(matches!(world.sign_in().await, Err(Fault::Unreadable(_))));
        world.provider.flaw(None);
        world.sign_in().await.unwrap();
        tries += 1;
    }
    println!("tries: {tries}");
}

#[tokio::test]
async fn a_token_that_does_not_name_its_key_is_taken_only_where_there_is_one() {
    let world = World::new(Algorithm::Es256).await;
    world.provider.flaw(Some(Flaw::NoKid));
    world.sign_in().await.unwrap();
    world.provider.add_key(Algorithm::Es256).unwrap();
    assert_eq!(world.sign_in().await, Err(Fault::Token(Token::Signature)));
    world.provider.flaw(None);
    world.sign_in().await.unwrap();
}

#[tokio::test]
async fn the_other_answer_must_be_about_the_same_person() {
    let world = World::new(Algorithm::Es256).await;
    world.provider.trouble(Trouble { address_elsewhere: true, ..Trouble::default() });
    world.provider.flaw(Some(Flaw::OtherPerson));
    assert_eq!(world.sign_in().await, Err(Fault::Token(Token::Subject)));
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_not_changed_for_tokens() {
    let world = World::new(Algorithm::Es256).await;
    world.sign_in().await.unwrap();
    let changed = |world: &World| world.provider.asked().iter().filter(|path| *path == "/token").count();
    for trouble in [
        Trouble { named_issuer: Some("https://accounts.example.org".to_owned()), ..Trouble::default() },
        Trouble { silent_issuer: true, ..Trouble::default() },
    ] {
        world.provider.trouble(trouble);
        assert_eq!(world.sign_in().await, Err(Fault::Token(Token::Issuer)));
    }
    assert_eq!(changed(&world), 1, "the code of another provider is not handed on");
}

#[tokio::test]
async fn an_answer_to_another_sign_in_is_refused() {
    let world = World::new(Algorithm::Es256).await;
    let (mine, theirs) = (asked('a'), asked('b'));
    let there = world.providers.begin(&world.party, &theirs, world.now).await.unwrap();
    let back = world.provider.visit(there.as_str());
    // The code was made for another challenge: the provider itself refuses it.
    assert_eq!(world.finish(&mine, &back).await, Err(Fault::Refused("invalid_grant".to_owned())));
}
