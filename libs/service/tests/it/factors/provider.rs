//! The identity provider of the company is a first factor, and no way around the second.

use rappel_domain::role::PersonRole;
use rappel_service::{
    Error,
    second_step::Admission,
    sign_on::{Onward, SignOnForm},
};
use rappel_testkit::identity::{Account, Algorithm};

use crate::{
    sign_on::company::{Company, form},
    world::on_each_column,
};

#[tokio::test]
async fn whoever_enrolled_an_app_is_asked_for_its_code_after_the_provider_too() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let claire = world.enrolled("Claire Martin", "manager").await;
        let scope = world.office.on(world.durand.id).unwrap();
        let email = world.store().read(&scope).await.unwrap().persons().by_id(claire.id).await.unwrap().email;
        company.allow(&world.durand, &email).await;
        company.provider.sign_in_as(Account::new("s-1", &email, "Claire Martin"));
        // The first time, when they are linked, and each time after.
        for first in [true, false] {
            let back = company.goes(&world.durand, "browser", Onward::default()).await;
            let (admission, _) = company.returns(&world.durand, "browser", &back).await.unwrap();
            let Admission::SecondStep(waiting) = admission else { panic!("the provider is enough") };
            let links =
                || (world.sql("SELECT count(*) FROM identities").remove(0), world.told_of("ProviderLinked"));
            let before = links();
            if first {
                assert_eq!(before, ("0".to_owned(), 0), "an address alone links nobody who has an app");
            }
            let wrong = company.service.take_second_step(world.durand.id, &waiting.token, "000000").await;
            assert!(wrong.is_err());
            assert_eq!(links(), before, "whoever is stopped here leaves no link");
            let opened = company.service.portal_session(world.durand.id, &waiting.token).await.unwrap();
            assert!(opened.is_none());
            world.clock.advance(chrono::Duration::seconds(30));
            let code = claire.code(&world);
            let entered = company.service.take_second_step(world.durand.id, &waiting.token, &code).await;
            let reader = company.reader(&world.durand, &entered.unwrap().token).await;
            assert_eq!((reader.id, reader.role), (claire.id, PersonRole::Manager));
            assert_eq!(links(), ("1".to_owned(), 1));
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_is_not_linked_to_a_provider_that_was_changed() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let scope = world.office.on(site).unwrap();
        let email = world.store().read(&scope).await.unwrap().persons().by_id(claire.id).await.unwrap().email;
        company.allow(&world.durand, &email).await;
        company.provider.sign_in_as(Account::new("s-1", &email, "Claire Martin"));
        let domain = email.split_once('@').unwrap().1;
        let good = form(&company.provider.issuer(), domain);
        for changed in [
            SignOnForm { issuer: "https://login.durand.fr".to_owned(), ..good.clone() },
            SignOnForm { client_id: "another".to_owned(), ..good.clone() },
            SignOnForm { is_on: false, ..good.clone() },
        ] {
            company.save(&world.durand, good.clone()).await.unwrap();
            let back = company.goes(&world.durand, "browser", Onward::default()).await;
            let (admission, _) = company.returns(&world.durand, "browser", &back).await.unwrap();
            let Admission::SecondStep(waiting) = admission else { panic!("the provider is enough") };
            company.save(&world.durand, changed.clone()).await.unwrap();
            world.clock.advance(chrono::Duration::seconds(30));
            let entered = service.take_second_step(site, &waiting.token, &claire.code(&world)).await;
            assert!(matches!(entered, Err(Error::NotFound)), "{changed:?} {entered:?}");
            assert_eq!(world.sql("SELECT count(*) FROM identities"), ["0"]);
        }
        // Of two that wait, one links; somebody else's account comes too late.
        company.save(&world.durand, good).await.unwrap();
        let mut halves = Vec::new();
        for subject in ["s-1", "s-2"] {
            company.provider.sign_in_as(Account::new(subject, &email, "Claire Martin"));
            let back = company.goes(&world.durand, "browser", Onward::default()).await;
            let (admission, _) = company.returns(&world.durand, "browser", &back).await.unwrap();
            let Admission::SecondStep(waiting) = admission else { panic!("the provider is enough") };
            halves.push(waiting.token);
        }
        for half in &halves {
            world.clock.advance(chrono::Duration::seconds(30));
            let entered = service.take_second_step(site, half, &claire.code(&world)).await;
            assert_eq!(entered.is_ok(), half == &halves[0], "{entered:?}");
        }
        assert_eq!(world.sql("SELECT subject FROM identities"), ["s-1"]);
    })
    .await;
}
