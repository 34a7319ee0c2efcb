//! Passkeys of staff: among the operator's rows, for the host of the back office, and as good as the app that is required of them.

use rappel_service::{
    factors::{ProofOf, passkeys::Place},
    team::StaffForm,
};
use rappel_testkit::{Authenticator, authenticator::Lie};

use super::{HOST, refused};
use crate::{
    factors::person::{PASSWORD, refusal},
    world::on_each_column,
};

const OFFICE: &str = "office.example";
const ORIGIN: &str = "https://office.example";

#[tokio::test]
async fn a_passkey_of_staff_is_both_factors_and_the_password_alone_opens_nothing_any_more() {
    on_each_column(|world| async move {
        let (service, operator) = (&world.service, world.operator().await);
        let token = world.staff_with_password(world.marie, PASSWORD).await;
        let (scope, _) = service.office_session(&token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap());
        let mut phone = Authenticator::new();
        let entered = world.add_for(&world.proof(&token).await, OFFICE, &mut phone).await.unwrap();
        assert!(world.own_account(&token).await.is_none(), "every session ends");
        let (scope, _) = service.office_session(&entered.token).await.unwrap().unwrap();
        assert!(!service.must_enrol(&scope).await.unwrap(), "it is a second step");
        assert_eq!(world.told_of("PasskeyAdded"), 1);
        let deeds = world.sql("SELECT CAST(deed AS TEXT) FROM audit");
        assert!(deeds.iter().any(|deed| deed.contains("\"staff_passkey_added\"")), "{deeds:?}");

        let by_key = world.with_passkey_of(&operator, OFFICE, &mut phone, &[]).await.unwrap();
        let (_, staff) = service.office_session(&by_key.token).await.unwrap().unwrap();
        assert_eq!(staff.id, world.marie);
        assert!(service.portal_session(world.durand.id, &by_key.token).await.unwrap().is_none());

        // Beside the password it is asked for.
        let half = world.staff_half_in(&staff.user_name, PASSWORD).await;
        let waits = Place { host: OFFICE, browser: &half };
        assert!(service.take_second_step(operator.id, &half, "000000").await.is_err(), "there is no app");
        let asked = service.begin_passkey_step(operator.id, waits).await.unwrap();
        let signed = phone.sign(&asked, ORIGIN, &[]).unwrap();
        let entered = service.take_second_step_by_passkey(operator.id, waits, &signed).await.unwrap();

        // And as a proof, which the password is not.
        let own = world.own_account(&entered.token).await.unwrap();
        assert_eq!(service.proof_of(&own).await.unwrap(), ProofOf::Passkey);
        assert!(!service.sign_in_proves(&own).await.unwrap());
        assert_eq!(refusal(service.confirm(&own, &entered.token, PASSWORD).await), "passkey-refused");
        let here = Place { host: OFFICE, browser: &entered.token };
        let asked = service.begin_passkey_proof(&own, here).await.unwrap();
        let signed = phone.sign(&asked, ORIGIN, &[]).unwrap();
        let proved = service.confirm_by_passkey(&own, here, &signed).await.unwrap();

        // Whoever takes the last one away sets a second step up first.
        let key = service.passkeys(&own).await.unwrap().remove(0);
        let left = service.remove_passkey(&world.proof(&proved.token).await, key.id).await.unwrap();
        let (scope, _) = service.office_session(&left.token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap());
        refused(world.with_passkey_of(&operator, OFFICE, &mut phone, &[]).await, "it was taken away");
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn keys_of_staff_and_of_clients_open_nothing_of_each_other() {
    on_each_column(|world| async move {
        let operator = world.operator().await;
        let token = world.staff_with_password(world.marie, PASSWORD).await;
        let mut hers = Authenticator::new();
        world.add_for(&world.proof(&token).await, OFFICE, &mut hers).await.unwrap();
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut client = Authenticator::new();
        world.add_passkey(&token, &mut client).await;
        // Each is the only one that its authenticator has, and signs what the other site asks.
        for (phone, tenant, host) in [(&mut hers, &world.durand, HOST), (&mut client, &operator, OFFICE)] {
            let place = Place { host, browser: super::BROWSER };
            let asked = world.service.begin_passkey_sign_in(tenant.id, place).await.unwrap();
            let lies = [Lie::Site(host.to_owned())];
            let signed = phone.latest().sign_all(&asked, &format!("https://{host}"), &lies).unwrap();
            refused(world.service.sign_in_by_passkey(tenant.id, place, &signed).await, host);
        }
        world.with_passkey_of(&operator, OFFICE, &mut hers, &[]).await.unwrap();
        world.with_passkey(&mut client, &[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_colleague_who_was_switched_off_or_lost_it_comes_in_by_no_key() {
    on_each_column(|world| async move {
        let (service, operator) = (&world.service, world.operator().await);
        let (admin, by_admin) = world.confirmed_staff(world.paul).await;
        let mut phones = Vec::new();
        for staff in [world.marie, world.karim] {
            let token = world.staff_with_password(staff, PASSWORD).await;
            let mut phone = Authenticator::new();
            world.add_for(&world.proof(&token).await, OFFICE, &mut phone).await.unwrap();
            phones.push(phone);
        }
        let enrolled = service.enrolled_staff(&admin).await.unwrap();
        assert_eq!(enrolled, [world.marie, world.karim].into());

        service.take_staff_factor_away(&by_admin, &admin, world.marie).await.unwrap();
        refused(world.with_passkey_of(&operator, OFFICE, &mut phones[0], &[]).await, "taken away");
        let name = world.name_of(world.marie).await;
        let whole = service.sign_in_staff(&name, PASSWORD).await.unwrap().whole().unwrap();
        let (scope, _) = service.office_session(&whole.token).await.unwrap().unwrap();
        assert!(service.must_enrol(&scope).await.unwrap(), "another one is set up first");

        let gone = service.staff(&world.office, world.karim).await.unwrap();
        let form = StaffForm {
            name: gone.name.clone(),
            email: gone.email.clone(),
            user_name: gone.user_name.clone(),
            role: gone.role.as_str().to_owned(),
            locale: gone.locale.tag().to_owned(),
            all_tenants: gone.all_tenants,
            is_disabled: true,
            ..StaffForm::default()
        };
        service.save_staff(&world.office, world.karim, &form).await.unwrap();
        refused(world.with_passkey_of(&operator, OFFICE, &mut phones[1], &[]).await, "switched off");
    })
    .await;
}
