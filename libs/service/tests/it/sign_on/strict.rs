//! "By the provider alone" has no way around: neither what was signed in before, nor a proof in between.

use chrono::Duration;
use rappel_domain::{
    delivery::News,
    job::{Job, Lane},
    role::PersonRole,
};
use rappel_service::{
    Error,
    factors::ProofOf,
    people::InviteForm,
    second_step::Admission,
    sending::Ready,
    sign_on::{Onward, SignOnForm},
};
use rappel_store::{links::Purpose, sessions::ABSOLUTE};
use rappel_testkit::identity::{Account, Algorithm};

use super::company::{Company, form};
use crate::{factors::person::PASSWORD, world::on_each_column};

#[tokio::test]
async fn whoever_came_in_otherwise_is_signed_out_but_managers() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let (_, manager) = world.with_password("Claire Martin", "manager").await;
        let (luc, member) = world.with_password("Luc Petit", "member").await;
        let zoe = world.enrolled("Zoe Blanc", "member").await;
        let anne = world.enrolled("Anne Roy", "manager").await;
        world.clock.advance(Duration::seconds(30));
        let halves = [world.half_in("zoe.blanc").await, world.half_in("anne.roy").await];
        let link = world.link(Purpose::PersonPassword(luc)).await;
        company.be_strict().await;
        let opens = async |token: &str| service.portal_session(site, token).await.unwrap().is_some();
        assert!(opens(&manager).await, "managers are not shut out");
        assert!(!opens(&member).await && !opens(&zoe.token).await);
        let second = async |half: &str, code: &str| service.take_second_step(site, half, code).await;
        let late = second(&halves[0], &zoe.code(&world)).await;
        assert!(matches!(late, Err(Error::NotFound)), "a password was the first factor: {late:?}");
        assert!(second(&halves[1], &anne.code(&world)).await.is_ok());
        // Not even once passwords are on again.
        let lax = form(&company.provider.issuer(), "durand.fr");
        company.save(&world.durand, lax.clone()).await.unwrap();
        let chosen = service.choose_password(&world.durand, &link, "une tout autre phrase").await;
        assert!(matches!(chosen, Err(Error::NotFound)), "{chosen:?}");

        // Saved once more as it is, it signs nobody out; another issuer does.
        let Admission::Whole(entered) = world.sign_in_with("luc.petit", PASSWORD).await else { panic!() };
        company.save(&world.durand, lax.clone()).await.unwrap();
        assert!(opens(&entered.token).await);
        let other = SignOnForm { issuer: "https://login.durand.fr".to_owned(), ..lax };
        company.save(&world.durand, other).await.unwrap();
        assert!(!opens(&entered.token).await && opens(&manager).await);
    })
    .await;
}

#[tokio::test]
async fn a_proof_by_an_old_password_lasts_no_longer_than_the_session() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let (luc, _) = world.with_password("Luc Petit", "member").await;
        let scope = world.office.on(site).unwrap();
        let email = world.store().read(&scope).await.unwrap().persons().by_id(luc).await.unwrap().email;
        let domain = email.split_once('@').unwrap().1.to_owned();
        let strict = SignOnForm { passwords: false, ..form(&company.provider.issuer(), &domain) };
        company.save(&world.durand, strict).await.unwrap();
        company.provider.sign_in_as(Account::new("s-luc", &email, "Luc Petit"));
        let begun = world.now_and(Duration::zero());
        let mut token = company.comes(&world.durand).await.unwrap();
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        assert_eq!(service.proof_of(&scope).await.unwrap(), ProofOf::NewSession);
        // As often as the password is given, each of which begins another session.
        while world.now_and(Duration::hours(10)) < begun + ABSOLUTE {
            world.clock.advance(Duration::hours(10));
            token = service.confirm(&scope, &token, PASSWORD).await.unwrap().token;
            assert!(service.confirmed(&scope, &token).await.unwrap().is_some(), "it is a proof");
        }
        assert!(service.portal_session(site, &token).await.unwrap().is_some());
        world.clock.advance(Duration::hours(10));
        assert!(service.portal_session(site, &token).await.unwrap().is_none(), "fourteen days are over");
        // Where passwords count, a proof is as good as a sign-in.
        company.allow(&world.durand, &email).await;
        let Admission::Whole(entered) = world.sign_in_with("luc.petit", PASSWORD).await else { panic!() };
        world.clock.advance(Duration::hours(10));
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        let again = service.confirm(&scope, &entered.token, PASSWORD).await.unwrap().token;
        let session = rappel_service::sha256(&again);
        let standing = world.store().session_standing(&scope, &session).await.unwrap().unwrap();
        assert_eq!(standing.until, world.now_and(ABSOLUTE));
    })
    .await;
}

#[tokio::test]
async fn the_word_of_a_provider_is_no_proof_for_whoever_has_another() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let proved = async |token: &str| {
            let (scope, _) = service.portal_session(site, token).await.unwrap().unwrap();
            (
                service.proof_of(&scope).await.unwrap(),
                service.confirmed(&scope, token).await.unwrap().is_some(),
            )
        };
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let ada = company.comes(&world.durand).await.unwrap();
        assert_eq!(proved(&ada).await, (ProofOf::NewSession, true), "they have nothing else");
        world.clock.advance(Duration::minutes(10));
        assert_eq!(proved(&ada).await, (ProofOf::NewSession, false));

        let (claire, _) = world.with_password("Claire Martin", "manager").await;
        let scope = world.office.on(site).unwrap();
        let person = world.store().read(&scope).await.unwrap().persons().by_id(claire).await.unwrap();
        assert_eq!(person.role, PersonRole::Manager);
        company.allow(&world.durand, &person.email).await;
        company.provider.sign_in_as(Account::new("s-claire", &person.email, "Claire"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(
            proved(&token).await,
            (ProofOf::Password, false),
            "the provider may have asked for nothing"
        );
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        let token = service.confirm(&scope, &token, PASSWORD).await.unwrap().token;
        assert_eq!(proved(&token).await, (ProofOf::Password, true));

        // A code of an app was asked for here.
        let zoe = world.enrolled("Zoe Blanc", "member").await;
        let person = world.store().read(&scope).await.unwrap().persons().by_id(zoe.id).await.unwrap();
        company.provider.sign_in_as(Account::new("s-zoe", &person.email, "Zoe"));
        let back = company.goes(&world.durand, "browser", Onward::default()).await;
        let (admission, _) = company.returns(&world.durand, "browser", &back).await.unwrap();
        let Admission::SecondStep(waiting) = admission else { panic!("no second step") };
        world.clock.advance(Duration::seconds(30));
        let entered = service.take_second_step(site, &waiting.token, &zoe.code(&world)).await.unwrap();
        assert_eq!(proved(&entered.token).await, (ProofOf::Code, true));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_carries_no_link_that_would_open_nothing() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let scope = world.office.on(world.durand.id).unwrap();
        for (strict, role, expected) in [
            (false, "member", (None, true)),
            (true, "member", (Some("Durand"), false)),
            (true, "manager", (None, true)),
        ] {
            if strict {
                company.be_strict().await;
            }
            let form = InviteForm {
                name: "Luc".to_owned(),
                email: format!("luc-{role}-{strict}@durand.fr"),
                role: role.to_owned(),
                ..InviteForm::default()
            };
            company.service.invite(&scope, &form).await.unwrap();
            let mut invitations = 0;
            let lease = Duration::seconds(15);
            for job in world.store().claim(world.durand.id, Lane::Normal, 20, lease).await.unwrap() {
                let Job::Deliver { delivery } = job.job else { continue };
                let here = world.store().doors().job(&job);
                let Ready::Send(out) = company.service.outgoing(&here, delivery).await.unwrap() else {
                    continue;
                };
                if out.delivery.news == News::Invitation {
                    invitations += 1;
                    let link = company.service.new_link(&out).unwrap();
                    assert_eq!((out.provider.as_deref(), link.is_some()), expected, "{role} {strict}");
                }
            }
            assert_eq!(invitations, 1);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_came_by_a_provider_goes_with_it() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let (_, claire) = world.with_password("Claire Martin", "manager").await;
        let opens = async |token: &str| service.portal_session(site, token).await.unwrap().is_some();
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await.id;
        let scope = world.office.on(site).unwrap();
        world.service.set_role(&scope, ada, PersonRole::Manager).await.unwrap();
        assert!(opens(&token).await);
        let on = form(&company.provider.issuer(), "durand.fr");
        company.save(&world.durand, SignOnForm { is_on: false, ..on.clone() }).await.unwrap();
        assert!(!opens(&token).await && opens(&claire).await, "a manager too, and nobody else");
        company.save(&world.durand, on).await.unwrap();
        let token = company.comes(&world.durand).await.unwrap();
        assert!(opens(&token).await);
        service.remove_sign_on(&company.setter, site).await.unwrap();
        assert!(!opens(&token).await && opens(&claire).await);
    })
    .await;
}

#[tokio::test]
async fn a_manager_who_is_made_a_member_comes_by_the_provider_from_then_on() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        world.with_password("Claire Martin", "manager").await;
        let (luc, token) = world.with_password("Luc Petit", "manager").await;
        let anne = world.enrolled("Anne Roy", "manager").await;
        world.clock.advance(Duration::seconds(30));
        let scope = world.office.on(site).unwrap();
        let demote = async |id| world.service.set_role(&scope, id, PersonRole::Member).await.unwrap();
        let promote = async |id| world.service.set_role(&scope, id, PersonRole::Manager).await.unwrap();
        let opens = async |token: &str| service.portal_session(site, token).await.unwrap().is_some();
        demote(luc).await;
        assert!(opens(&token).await, "where members have passwords it is no reason to sign out");
        promote(luc).await;
        company.be_strict().await;
        let half = world.half_in("anne.roy").await;
        demote(luc).await;
        demote(anne.id).await;
        assert!(!opens(&token).await && !opens(&anne.token).await);
        let late = service.take_second_step(site, &half, &anne.code(&world)).await;
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    })
    .await;
}
