//! Signing in with the company's own identity provider, which really signs.

mod attacks;
mod bounds;
pub(crate) mod company;
mod links;
mod settings;
mod strict;

use chrono::Duration;
use rappel_domain::{audit::Deed, role::PersonRole};
use rappel_service::{
    people::{Disabled, Wanted},
    second_step::Admission,
    sign_on::{Onward, Why},
};
use rappel_testkit::identity::{Account, Algorithm};

use self::company::{Company, why};
use crate::world::on_each_column;

#[tokio::test]
async fn whoever_comes_for_the_first_time_is_a_member_and_stays_who_they_are() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "Ada.Nouvelle@Durand.fr", "Ada Nouvelle"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await;
        assert_eq!((ada.name.as_str(), ada.email.as_str()), ("Ada Nouvelle", "ada.nouvelle@durand.fr"));
        assert_eq!((ada.role, ada.user_name.as_str()), (PersonRole::Member, "ada.nouvelle"));
        assert!(ada.activated_at.is_some() && ada.password_hash.is_none());
        let scope = world.office.on(world.durand.id).unwrap();
        let (history, _) = world.service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap();
        let deeds: Vec<Deed> = history.into_iter().map(|it| it.deed).collect();
        let linked = Deed::IdentityLinked { issuer: company.provider.issuer() };
        assert_eq!(deeds[..2], [linked, Deed::PersonJoined]);

        // Another address and another name at the provider: the subject is who they are.
        company.provider.sign_in_as(Account::new("s-1", "ada.mariee@durand.fr", "Ada Mariée"));
        let token = company.comes(&world.durand).await.unwrap();
        let again = company.reader(&world.durand, &token).await;
        assert_eq!((again.id, again.email), (ada.id, ada.email));
        assert_eq!(company.people(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_the_address_is_linked_once_and_told() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Rs256).await;
        let (claire, _) = world.with_password("Claire Martin", "manager").await;
        let scope = world.office.on(world.durand.id).unwrap();
        let before = world.store().read(&scope).await.unwrap().persons().by_id(claire).await.unwrap();
        let address = before.email.to_uppercase();
        company.allow(&world.durand, &address).await;
        company.provider.sign_in_as(Account::new("s-claire", &address, "C. Martin"));
        let token = company.comes(&world.durand).await.unwrap();
        let after = company.reader(&world.durand, &token).await;
        assert_eq!((after.id, after.role, after.name), (claire, PersonRole::Manager, before.name));
        assert_eq!(world.told_of("ProviderLinked"), 1);
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(company.reader(&world.durand, &token).await.id, claire);
        assert_eq!(world.told_of("ProviderLinked"), 1);

        // The address was given to somebody else at the provider.
        company.provider.sign_in_as(Account::new("s-other", &address, "Somebody Else"));
        assert_eq!(why(company.comes(&world.durand).await), Why::OtherAccount);
        assert_eq!(company.people(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_address_in_two_companies_is_two_people() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.set(&world.nunes, "durand.fr").await;
        company.provider.sign_in_as(Account::new("s-1", "luc@durand.fr", "Luc Petit"));
        let here = company.comes(&world.durand).await.unwrap();
        let there = company.comes(&world.nunes).await.unwrap();
        let (luc, other) =
            (company.reader(&world.durand, &here).await, company.reader(&world.nunes, &there).await);
        assert_ne!(luc.id, other.id);
        assert_eq!((&luc.email, &luc.user_name), (&other.email, &other.user_name));
        for (site, token) in [(&world.durand, &there), (&world.nunes, &here)] {
            assert!(world.service.portal_session(site.id, token).await.unwrap().is_none());
        }
        // Switched off in one, they come in to the other.
        let scope = world.office.on(world.durand.id).unwrap();
        world.service.set_disabled(&scope, luc.id, Disabled::Yes).await.unwrap();
        assert_eq!(why(company.comes(&world.durand).await), Why::Disabled);
        let again = company.comes(&world.nunes).await.unwrap();
        assert_eq!(company.reader(&world.nunes, &again).await.id, other.id);
    })
    .await;
}

#[tokio::test]
async fn two_who_come_at_once_for_the_first_time_are_one_person() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let (one, two) = tokio::join!(company.comes(&world.durand), company.comes(&world.durand));
        let one = company.reader(&world.durand, &one.unwrap()).await;
        let two = company.reader(&world.durand, &two.unwrap()).await;
        assert_eq!(one.id, two.id);
        assert_eq!(company.people(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_for_and_typed_goes_along() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let onward = Onward { next: Some("/tickets/7".to_owned()), kept: "body=Bonjour".to_owned() };
        let back = company.goes(&world.durand, "browser", onward.clone()).await;
        let (admission, came) = company.returns(&world.durand, "browser", &back).await.unwrap();
        assert!(matches!(admission, Admission::Whole(_)));
        assert_eq!(came, onward);
        let huge = Onward { kept: "x".repeat(100_000), ..onward };
        let back = company.goes(&world.durand, "browser", huge).await;
        let (_, came) = company.returns(&world.durand, "browser", &back).await.unwrap();
        assert_eq!(came.kept, "", "nobody has us keep that much for them");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_is_nobody_at_the_provider_either() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-canary-subject", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await;
        let scope = world.office.on(world.durand.id).unwrap();
        world.service.set_disabled(&scope, ada.id, Disabled::Yes).await.unwrap();
        let tx = world.store().write(&scope).await.unwrap();
        tx.erasing().begin_erasing(ada.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(why(company.comes(&world.durand).await), Why::Disabled);
        world.clock.advance(Duration::seconds(1));
        let tx = world.store().write(&scope).await.unwrap();
        tx.erasing().forget_person(ada.id, "Somebody").await.unwrap();
        tx.commit().await.unwrap();
        let left = format!("{:?}", world.contents());
        assert!(!left.contains("s-canary-subject"), "the subject is left");
        // Whoever comes again is somebody new.
        world.clock.advance(Duration::seconds(1));
        let token = company.comes(&world.durand).await.unwrap();
        assert_ne!(company.reader(&world.durand, &token).await.id, ada.id);
    })
    .await;
}
