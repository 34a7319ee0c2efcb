//! Passkeys where a second step is asked for, as a proof, and beside the company's own provider.

use rappel_service::{
    Error,
    factors::{ProofOf, passkeys::Place},
    second_step::Admission,
};
use rappel_testkit::{Authenticator, identity::Algorithm};

use super::{HOST, ORIGIN, refused};
use crate::{
    factors::person::{PASSWORD, refusal},
    sign_on::company::Company,
    world::on_each_column,
};

#[tokio::test]
async fn where_a_second_step_is_required_a_passkey_is_one_and_the_password_is_not_enough() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (_, token) = world.with_password("Luc Petit", "member").await;
        let mut phone = Authenticator::new();
        let token = world.add_passkey(&token, &mut phone).await;
        // Where none is required, the password is as it was.
        assert!(matches!(world.sign_in_with("luc.petit", PASSWORD).await, Admission::Whole(_)));
        world.require_second_step().await;
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        assert!(!service.person_must_enrol(&scope).await.unwrap(), "they have one");
        let half = world.half_in("luc.petit").await;
        let waits = Place { host: HOST, browser: &half };
        assert!(service.take_second_step(site, &half, "000000").await.is_err(), "there is no app");
        let signed =
            phone.sign(&service.begin_passkey_step(site, waits).await.unwrap(), ORIGIN, &[]).unwrap();
        let entered = service.take_second_step_by_passkey(site, waits, &signed).await.unwrap();
        assert!(service.portal_session(site, &entered.token).await.unwrap().is_some());
        let again = service.begin_passkey_step(site, waits).await;
        assert!(matches!(again, Err(Error::NotFound)), "it served: {again:?}");

        // The password proves nothing any more either; the key does, in the session that asks.
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        assert_eq!(service.proof_of(&scope).await.unwrap(), ProofOf::Passkey);
        assert!(!service.sign_in_proves(&scope).await.unwrap(), "that asks for the key, too");
        assert_eq!(refusal(service.confirm(&scope, &entered.token, PASSWORD).await), "passkey-refused");
        let here = Place { host: HOST, browser: &entered.token };
        let signed =
            phone.sign(&service.begin_passkey_proof(&scope, here).await.unwrap(), ORIGIN, &[]).unwrap();
        let proved = service.confirm_by_passkey(&scope, here, &signed).await.unwrap();
        assert!(service.portal_session(site, &entered.token).await.unwrap().is_none(), "in its place");
        let reader = world.confirmed(&proved.token).await;
        // Without the key a second step is to be set up first, as for everybody.
        let key = service.passkeys(&scope).await.unwrap().remove(0);
        let left = service.remove_passkey(&reader, key.id).await.unwrap();
        let (scope, _) = service.portal_session(site, &left.token).await.unwrap().unwrap();
        assert!(service.person_must_enrol(&scope).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn where_members_come_by_the_provider_alone_a_passkey_lets_none_of_them_in() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (_, token) = world.with_password("Luc Petit", "member").await;
        let mut his = Authenticator::new();
        let his_token = world.add_passkey(&token, &mut his).await;
        let (scope, _) = world.service.portal_session(world.durand.id, &his_token).await.unwrap().unwrap();
        assert!(world.service.passkeys_sign_in(&scope).await.unwrap());
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut hers = Authenticator::new();
        world.add_passkey(&token, &mut hers).await;
        company.be_strict().await;
        refused(world.with_passkey(&mut his, &[]).await, "by the provider alone");
        world.with_passkey(&mut hers, &[]).await.expect("managers are not shut out");
        // What he has confirms who he is, and nothing else would.
        assert_eq!(world.service.proof_of(&scope).await.unwrap(), ProofOf::Passkey);
        assert!(!world.service.passkeys_sign_in(&scope).await.unwrap());
        assert!(
            !world.service.sign_in_proves(&scope).await.unwrap(),
            "the provider's proves nobody who has a key"
        );
    })
    .await;
}
