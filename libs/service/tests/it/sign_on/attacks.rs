//! What does not let anybody in: each try is refused, and leaves nobody and no session.

use chrono::Duration;
use rappel_service::{
    Fault, TokenFault as Token,
    sign_on::{Onward, Returned, Why},
};
use rappel_testkit::identity::{Account, Algorithm, Flaw, Trouble};

use super::company::{Company, form, is_not_found, why};
use crate::world::on_each_column;

#[tokio::test]
async fn no_flaw_of_a_token_lets_anybody_in() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let before = company.traces().await;
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
        for (flaw, fault) in table {
            company.provider.flaw(Some(flaw));
            assert_eq!(why(company.comes(&world.durand).await), Why::Fault(Fault::Token(fault)), "{flaw:?}");
            assert_eq!(company.traces().await, before, "{flaw:?} leaves something");
        }
        // Two keys, and a token that does not say which.
        company.provider.add_key(Algorithm::Es256).unwrap();
        company.provider.flaw(Some(Flaw::NoKid));
        assert_eq!(why(company.comes(&world.durand).await), Why::Fault(Fault::Token(Token::Signature)));
        company.provider.flaw(None);
        for trouble in [
            Trouble { named_issuer: Some("https://accounts.example.org".to_owned()), ..Trouble::default() },
            Trouble { silent_issuer: true, ..Trouble::default() },
        ] {
            company.provider.trouble(trouble);
            assert_eq!(why(company.comes(&world.durand).await), Why::Fault(Fault::Token(Token::Issuer)));
        }
        assert_eq!(company.traces().await, before);
        // The old key is shown no more, and the new one is looked for.
        company.provider.trouble(Trouble::default());
        company.provider.rotate(Algorithm::Rs256).unwrap();
        company.comes(&world.durand).await.unwrap();
        assert_ne!(company.traces().await, before, "the table would show a session");
        println!("tries: {}", table.len() + 3);
    })
    .await;
}

#[tokio::test]
async fn an_address_must_be_proved_and_of_an_allowed_domain() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let before = company.traces().await;
        let ada = || Account::new("s-1", "ada@durand.fr", "Ada");
        let accounts = [
            (Account { verified: Some(false), ..ada() }, Why::Unproved),
            (Account { verified: None, ..ada() }, Why::Unproved),
            (Account { email: None, ..ada() }, Why::Unproved),
            (Account { email: Some("no address".to_owned()), ..ada() }, Why::Unproved),
            (Account { email: Some("ada@evil.example@durand.fr".to_owned()), ..ada() }, Why::Unproved),
            (Account { email: Some("ada@evil.example".to_owned()), ..ada() }, Why::Domain),
            (Account { email: Some("ada@it.durand.fr".to_owned()), ..ada() }, Why::Domain),
            (Account { email: Some("ada@durand.fr.evil.example".to_owned()), ..ada() }, Why::Domain),
            (Account { email: Some("ada@evildurand.fr".to_owned()), ..ada() }, Why::Domain),
            // The account of another organisation, under an address of this one.
            (Account { more: vec![("hd", "evil.example".into())], ..ada() }, Why::Domain),
            (Account { more: vec![("hd", 7.into())], ..ada() }, Why::Domain),
        ];
        let tries = accounts.len();
        for (account, expected) in accounts {
            let told = format!("{account:?}");
            company.provider.sign_in_as(account);
            assert_eq!(why(company.comes(&world.durand).await), expected, "{told}");
        }
        assert_eq!(company.traces().await, before);
        // Known by their subject, they are still asked for a proved address.
        company.provider.sign_in_as(ada());
        company.comes(&world.durand).await.unwrap();
        company.provider.sign_in_as(Account { verified: Some(false), ..ada() });
        assert_eq!(why(company.comes(&world.durand).await), Why::Unproved);
        company.set(&world.durand, "durand.example").await;
        company.provider.sign_in_as(ada());
        assert_eq!(why(company.comes(&world.durand).await), Why::Domain);
        println!("tries: {}", tries + 2);
    })
    .await;
}

#[tokio::test]
async fn what_comes_back_counts_once_in_its_browser_in_its_company_in_time() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.set(&world.nunes, "durand.fr").await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let before = company.traces().await;
        let goes = async || company.goes(&world.durand, "mine", Onward::default()).await;

        let back = goes().await;
        assert_eq!(why(company.returns(&world.durand, "theirs", &back).await), Why::Over, "another browser");
        assert_eq!(why(company.returns(&world.nunes, "mine", &back).await), Why::Over, "another company");
        let guessed = Returned { state: "0".repeat(64), ..back.clone() };
        assert_eq!(why(company.returns(&world.durand, "mine", &guessed).await), Why::Over, "another state");
        assert_eq!(company.traces().await, before);
        // None of which ended it for whom it is.
        assert!(company.returns(&world.durand, "mine", &back).await.is_ok());
        assert_eq!(why(company.returns(&world.durand, "mine", &back).await), Why::Over, "twice");

        let back = goes().await;
        let (one, two) = tokio::join!(
            company.returns(&world.durand, "mine", &back),
            company.returns(&world.durand, "mine", &back)
        );
        assert!(one.is_ok() != two.is_ok(), "of two at once one is in: {one:?} {two:?}");

        let back = goes().await;
        world.clock.advance(Duration::minutes(10));
        assert_eq!(why(company.returns(&world.durand, "mine", &back).await), Why::Over, "late");

        // The code of one sign-in with the state of another.
        let (first, second) = (goes().await, goes().await);
        let mixed = Returned { code: second.code.clone(), ..first };
        let refused = why(company.returns(&world.durand, "mine", &mixed).await);
        assert_eq!(refused, Why::Fault(Fault::Refused("invalid_grant".to_owned())));

        // A refusal of the provider uses it up too.
        company.provider.trouble(Trouble { denies: Some("access_denied".to_owned()), ..Trouble::default() });
        let back = goes().await;
        assert_eq!(why(company.returns(&world.durand, "mine", &back).await), Why::Denied);
        assert_eq!(why(company.returns(&world.durand, "mine", &back).await), Why::Over);
        println!("tries: 9");
    })
    .await;
}

#[tokio::test]
async fn another_provider_is_another_world() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await;

        // The company changes its provider while somebody is away: what they bring back is of the former one.
        let back = company.goes(&world.durand, "browser", Onward::default()).await;
        let other = rappel_testkit::IdentityProvider::start(Algorithm::Es256).await.unwrap();
        let changed = form(&other.issuer(), "durand.fr");
        company.save(&world.durand, changed.clone()).await.unwrap();
        assert_eq!(why(company.returns(&world.durand, "browser", &back).await), Why::Over);

        // The same subject with the new one is not who they were: the address says it, once.
        let company = Company { provider: other, ..company };
        company.provider.sign_in_as(Account::new("s-1", "luc@durand.fr", "Luc"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_ne!(company.reader(&world.durand, &token).await.id, ada.id);
        company.provider.sign_in_as(Account::new("s-2", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(company.reader(&world.durand, &token).await.id, ada.id);

        // Switched off, or not there: nobody goes anywhere.
        let off = rappel_service::sign_on::SignOnForm { is_on: false, ..changed };
        let back = company.goes(&world.durand, "browser", Onward::default()).await;
        company.save(&world.durand, off).await.unwrap();
        assert_eq!(why(company.returns(&world.durand, "browser", &back).await), Why::Over);
        let (service, onward) = (&company.service, Onward::default);
        let begun = service.begin_sign_on(world.durand.id, "https://a.example", "browser", onward()).await;
        assert!(is_not_found(&begun), "{begun:?}");
        let begun = service.begin_sign_on(world.nunes.id, "https://a.example", "browser", onward()).await;
        assert!(is_not_found(&begun), "{begun:?}");
        assert_eq!(service.sign_on_offer(world.durand.id).await.unwrap(), None);
    })
    .await;
}
