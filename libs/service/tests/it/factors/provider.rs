//! The identity provider of the company is a first factor, and no way around the second.

use rappel_domain::role::PersonRole;
use rappel_service::{second_step::Admission, sign_on::Onward};
use rappel_testkit::identity::{Account, Algorithm};

use crate::{sign_on::company::Company, world::on_each_column};

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
        for _ in 0..2 {
            let back = company.goes(&world.durand, "browser", Onward::default()).await;
            let (admission, _) = company.returns(&world.durand, "browser", &back).await.unwrap();
            let Admission::SecondStep(waiting) = admission else { panic!("the provider is enough") };
            let opened = company.service.portal_session(world.durand.id, &waiting.token).await.unwrap();
            assert!(opened.is_none());
            world.clock.advance(chrono::Duration::seconds(30));
            let code = claire.code(&world);
            let entered = company.service.take_second_step(world.durand.id, &waiting.token, &code).await;
            let reader = company.reader(&world.durand, &entered.unwrap().token).await;
            assert_eq!((reader.id, reader.role), (claire.id, PersonRole::Manager));
        }
    })
    .await;
}
