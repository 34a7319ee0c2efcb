//! What was read before somebody's sessions ended changes nothing afterwards.

use std::time::Duration;

use rappel_service::{
    Error,
    account::AccountForm,
    factors::{CONFIRMED, Confirmed, TwoStep},
    people::Disabled,
};
use rappel_store::links::Purpose;

use super::person::PASSWORD;
use crate::world::{World, on_each_column};

const OTHER: &str = "une tout autre phrase";

/// Only PostgreSQL writes at once; SQLite has one writer, which sees what the one before left.
fn is_at_once(world: &World) -> bool {
    world.column() == rappel_testkit::Column::Production
}

/// Tries everything that takes a proof; nobody is let in by any of it.
async fn nothing_works(world: &World, stale: &Confirmed) {
    let service = &world.service;
    let before = world.sql("SELECT count(*) FROM audit");
    let answers = [
        service.begin_factor(stale).await.err(),
        service.renew_recovery_codes(stale).await.err(),
        service.remove_factor(stale).await.err(),
        service.change_password(stale, "encore une autre phrase").await.err(),
    ];
    for answer in answers {
        assert!(matches!(answer, Some(Error::SignInFailed)), "{answer:?}");
    }
    assert_eq!(world.sql("SELECT count(*) FROM audit"), before);
}

#[tokio::test]
async fn a_proof_ends_with_its_session_and_its_epoch() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let luc = world.enrolled("Luc Petit", "member").await;

        // Another password ended the session in between.
        let stale = world.confirmed(&claire.token).await;
        let entered = service.change_password(&world.confirmed(&claire.token).await, OTHER).await.unwrap();
        nothing_works(&world, &stale).await;
        let answer = service.take_factor_away(&stale, luc.id).await;
        assert!(matches!(answer, Err(Error::SignInFailed)), "{answer:?}");
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        let late = service.confirm(&scope, &claire.token, &claire.codes[0]).await;
        assert!(matches!(late, Err(Error::SignInFailed)), "a session of the past: {late:?}");

        // The browser signed out in between.
        let stale = world.confirmed(&entered.token).await;
        service.sign_out(site, &entered.token).await.unwrap();
        nothing_works(&world, &stale).await;
        let answer = service.take_factor_away(&stale, luc.id).await;
        assert!(matches!(answer, Err(Error::SignInFailed)), "{answer:?}");
        let late = service.confirm(&scope, &entered.token, &claire.codes[0]).await;
        assert!(matches!(late, Err(Error::SignInFailed)), "{late:?}");
        let waiting = world.half_in_with("claire.martin", OTHER).await;
        service.take_second_step(site, &waiting, &claire.codes[0]).await.expect("the code was not used up");

        // Switched off, and on again.
        let stale = world.confirmed(&luc.token).await;
        let (anne, _) = world.active("Anne Roy", "manager").await;
        service.set_disabled(&anne, luc.id, Disabled::Yes).await.unwrap();
        nothing_works(&world, &stale).await;
        service.set_disabled(&anne, luc.id, Disabled::No).await.unwrap();
        nothing_works(&world, &stale).await;
    })
    .await;
}

/// What changes protection proves nothing anew, or a proof of ten minutes would last as long as it is used.
#[tokio::test]
async fn a_change_does_not_count_as_a_proof() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        world.clock.advance(CONFIRMED - chrono::Duration::seconds(1));
        let entered = service.change_password(&world.confirmed(&claire.token).await, OTHER).await.unwrap();
        let entered = service.remove_factor(&world.confirmed(&entered.token).await).await.unwrap();
        world.clock.advance(chrono::Duration::seconds(1));
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().expect("signed in");
        assert!(service.confirmed(&scope, &entered.token).await.unwrap().is_none());
    })
    .await;
}

/// Twice at once: the session that ends lets one in.
#[tokio::test]
async fn of_two_who_prove_with_one_session_one_is_in() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (_, mut token) = world.with_password("Claire Martin", "manager").await;
        for round in 0..4 {
            let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
            let (first, second) = tokio::join!(
                service.confirm(&scope, &token, PASSWORD),
                service.confirm(&scope, &token, PASSWORD)
            );
            assert!(first.is_ok() != second.is_ok(), "round {round}: {first:?} {second:?}");
            token = first.or(second).unwrap().token;
        }
    })
    .await;
}

#[tokio::test]
async fn another_password_forgets_an_app_that_was_begun() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (id, token) = world.with_password("Claire Martin", "manager").await;
        let begun = || world.sql("SELECT count(*) FROM factors").remove(0);
        let reader = world.confirmed(&token).await;
        service.begin_factor(&reader).await.unwrap();
        assert_eq!(begun(), "1");
        let entered = service.change_password(&reader, OTHER).await.unwrap();
        assert_eq!(begun(), "0");
        let reader = world.confirmed(&entered.token).await;
        assert!(matches!(service.two_step(&reader).await.unwrap(), TwoStep::Off));
        service.begin_factor(&reader).await.unwrap();
        let link = world.link(Purpose::PersonPassword(id)).await;
        service.choose_password(&world.durand, &link, PASSWORD).await.unwrap();
        assert_eq!(begun(), "0");
        // One that is enrolled stays.
        let luc = world.enrolled("Luc Petit", "member").await;
        service.change_password(&world.confirmed(&luc.token).await, OTHER).await.unwrap();
        world.half_in_with("luc.petit", OTHER).await;
    })
    .await;
}

/// A link is used while its person is being changed: it waits for the person first and for its own row after.
#[tokio::test]
async fn whoever_chooses_a_password_waits_for_the_person_before_the_link() {
    on_each_column(|world| async move {
        if !is_at_once(&world) {
            return;
        }
        let (id, token) = world.with_password("Claire Martin", "manager").await;
        let link = world.link(Purpose::PersonPassword(id)).await;
        let guest = world.store().doors().guest(world.durand.id).await.unwrap();
        let change = world.store().write(&guest).await.unwrap();
        change.persons().hold(id).await.unwrap();
        let (service, site) = (world.service.clone(), world.durand.clone());
        let chooses = tokio::spawn(async move { service.choose_password(&site, &link, OTHER).await });
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!chooses.is_finished(), "it waits");
        let revoked = change.links().revoke(Purpose::PersonPassword(id)).await.unwrap();
        assert_eq!(revoked, 1, "nobody holds the link");
        change.commit().await.unwrap();
        let late = chooses.await.unwrap();
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
        world.sign_in_with("claire.martin", PASSWORD).await.whole().expect("the password is as it was");
        assert!(world.service.portal_session(world.durand.id, &token).await.unwrap().is_some());
    })
    .await;
}

/// An account that is saved while another password is chosen does not bring the sessions of the old one back.
#[tokio::test]
async fn a_saved_account_does_not_undo_ended_sessions() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let other = world.another_process().await;
        let (id, mut token) = world.with_password("Claire Martin", "manager").await;
        for round in 0..6 {
            let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
            let form = AccountForm { name: format!("Claire {round}"), ..AccountForm::default() };
            let link = world.link(Purpose::PersonPassword(id)).await;
            let (chosen, saved) = tokio::join!(
                service.choose_password(&world.durand, &link, OTHER),
                other.save_account(&scope, &form)
            );
            saved.unwrap();
            let rappel_service::links::Entered::Person(entered) = chosen.unwrap() else { panic!("staff") };
            assert!(service.portal_session(site, &token).await.unwrap().is_none(), "round {round}");
            token = entered.whole().unwrap().token;
            let (_, person) = service.portal_session(site, &token).await.unwrap().expect("signed in");
            assert_eq!(person.name, form.name);
        }
    })
    .await;
}

/// Two sign-ins that wait, and two recovery codes at once: neither is undone for the other.
#[tokio::test]
async fn two_recovery_codes_at_once_wait_for_each_other_in_one_order() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let other = world.another_process().await;
        let claire = world.enrolled("Claire Martin", "manager").await;
        for pair in claire.codes.chunks(2) {
            let (one, two) = (world.half_in("claire.martin").await, world.half_in("claire.martin").await);
            let (first, second) = tokio::join!(
                service.take_second_step(site, &one, &pair[0]),
                other.take_second_step(site, &two, &pair[1])
            );
            // The first uses every sign-in up that waits; the second is told that its own is over.
            let lost = match (first, second) {
                (Ok(_), Err(lost)) | (Err(lost), Ok(_)) => lost,
                both => panic!("{both:?}"),
            };
            assert!(matches!(lost, Error::NotFound), "{lost:?}");
        }
    })
    .await;
}
