//! Who may change a second factor, and what it takes.

use chrono::Duration;
use rappel_domain::{Refusal, audit::Deed};
use rappel_service::{Error, factors::CONFIRMED, people::Wanted, second_step::Admission};
use rappel_store::links::Purpose;

use super::person::{PASSWORD, refusal};
use crate::world::on_each_column;

#[tokio::test]
async fn a_proof_counts_for_ten_minutes_and_begins_another_session() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        world.clock.advance(CONFIRMED - Duration::seconds(1));
        assert!(service.confirmed(&scope, &token).await.unwrap().is_some());
        world.clock.advance(Duration::seconds(1));
        assert!(service.confirmed(&scope, &token).await.unwrap().is_none());
        let (_, other) = world.with_password("Luc Petit", "member").await;
        assert!(service.confirmed(&scope, &other).await.unwrap().is_none(), "the session of another");
        assert!(service.confirmed(&scope, "x").await.unwrap().is_none());

        let wrong = service.confirm(&scope, &token, "autre chose entièrement").await;
        assert_eq!(refusal(wrong), "confirm-password-wrong");
        assert!(service.confirmed(&scope, &token).await.unwrap().is_none());
        let entered = service.confirm(&scope, &token, PASSWORD).await.unwrap();
        assert!(service.portal_session(site, &token).await.unwrap().is_none(), "a new id");
        assert!(service.confirmed(&scope, &entered.token).await.unwrap().is_some());

        // Where there is an app, its code is what proves, and no password.
        let zoe = world.enrolled("Zoe Blanc", "member").await;
        let (scope, _) = service.portal_session(site, &zoe.token).await.unwrap().unwrap();
        world.clock.advance(CONFIRMED);
        let wrong = service.confirm(&scope, &zoe.token, PASSWORD).await;
        assert_eq!(refusal(wrong), "factor-code-wrong");
        let entered = service.confirm(&scope, &zoe.token, &zoe.code(&world)).await.unwrap();
        let again = service.confirm(&scope, &entered.token, &zoe.code(&world)).await;
        assert_eq!(refusal(again), "factor-code-used");
        service.confirm(&scope, &entered.token, &zoe.codes[0]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_turns_it_off_needs_the_password_alone() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let waiting = world.half_in("claire.martin").await;
        let entered = service.remove_factor(&world.confirmed(&claire.token).await).await.unwrap();
        assert!(service.portal_session(site, &claire.token).await.unwrap().is_none());
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        world.clock.advance(Duration::seconds(30));
        for given in [&claire.code(&world), &claire.codes[0]] {
            let gone = service.take_second_step(site, &waiting, given).await;
            assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        }
        world.sign_in_with("claire.martin", PASSWORD).await.whole().unwrap();
        assert_eq!(world.told_of("FactorRemoved"), 1);
        assert_eq!(world.sql("SELECT count(*) FROM recovery_codes"), ["0"]);
        let history = service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap().0;
        assert_eq!(history[0].deed, Deed::FactorRemoved);
        let again = service.remove_factor(&world.confirmed(&entered.token).await).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_manager_or_the_operator_takes_away_what_somebody_lost() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let luc = world.enrolled("Luc Petit", "member").await;
        let (claire_id, claire) = world.with_password("Claire Martin", "manager").await;
        let (_, anne) = world.with_password("Anne Roy", "member").await;
        let by = async |token: &str| world.confirmed(token).await;

        let answer = service.take_factor_away(&by(&anne).await, luc.id).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        let answer = service.take_factor_away(&by(&claire).await, claire_id).await;
        assert!(matches!(answer, Err(Error::Refused(Refusal::NotAllowed))), "{answer:?}");
        let (scope, _) = service.portal_session(site, &claire).await.unwrap().unwrap();
        let answer = service.take_factor_away_by_staff(&by(&claire).await, &scope, luc.id).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "a manager: {answer:?}");
        let (desk, agent) = world.confirmed_staff(world.marie).await;
        let on = desk.on(site).unwrap();
        let answer = service.take_factor_away_by_staff(&agent, &on, luc.id).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "an agent: {answer:?}");
        let (desk, admin) = world.confirmed_staff(world.paul).await;
        let elsewhere = desk.on(world.nunes.id).unwrap();
        let answer = service.take_factor_away_by_staff(&admin, &elsewhere, luc.id).await;
        assert!(matches!(answer, Err(Error::NotFound)), "of another company: {answer:?}");
        let answer = service.take_factor_away_by_staff(&agent, &desk.on(site).unwrap(), luc.id).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "the proof of another: {answer:?}");
        let answer = service.take_factor_away(&admin, luc.id).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "by the door of managers: {answer:?}");
        assert_eq!(service.enrolled_people(&scope).await.unwrap().into_iter().collect::<Vec<_>>(), [luc.id]);

        let waiting = world.half_in("luc.petit").await;
        service.take_factor_away(&by(&claire).await, luc.id).await.unwrap();
        assert!(service.portal_session(site, &luc.token).await.unwrap().is_none(), "sessions end");
        let gone = service.take_second_step(site, &waiting, &luc.codes[0]).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        assert!(matches!(world.sign_in_with("luc.petit", PASSWORD).await, Admission::Whole(_)));
        assert_eq!(world.told_of("FactorTakenAway"), 1);
        // Once more changes nothing and tells nobody.
        service.take_factor_away(&by(&claire).await, luc.id).await.unwrap();
        assert_eq!(world.told_of("FactorTakenAway"), 1);
        let history = service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap().0;
        let first = &history[0];
        assert_eq!((first.by.name.as_str(), &first.deed), ("Claire Martin", &Deed::FactorTakenAway));
        assert_eq!(first.person.as_deref(), Some("Luc Petit"));

        let zoe = world.enrolled("Zoe Blanc", "member").await;
        service.take_factor_away_by_staff(&admin, &desk.on(site).unwrap(), zoe.id).await.unwrap();
        let history = service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap().0;
        assert_eq!((history[0].by.name.as_str(), &history[0].deed), ("Paul Admin", &Deed::FactorTakenAway));
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn another_password_ends_what_the_old_one_let_in() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let (waiting, reset) =
            (world.half_in("claire.martin").await, world.link(Purpose::PersonPassword(claire.id)).await);
        let reader = world.confirmed(&claire.token).await;
        let short = service.change_password(&reader, "court").await;
        assert!(
            matches!(&short, Err(Error::Invalid(invalid)) if invalid[0].field == "password"),
            "{short:?}"
        );
        assert_eq!(world.told_of("Password"), 0);
        let entered = service.change_password(&reader, "une tout autre phrase").await.unwrap();
        assert_eq!(world.told_of("Password"), 1);
        assert!(service.portal_session(site, &claire.token).await.unwrap().is_none());
        assert!(service.portal_session(site, &entered.token).await.unwrap().is_some());
        let gone = service.take_second_step(site, &waiting, &claire.codes[0]).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        let gone = service.password_link(&world.durand, &reset).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        let old = service.sign_in_person(site, "claire.martin", PASSWORD, None).await;
        assert!(matches!(old, Err(Error::SignInFailed)), "{old:?}");
        let waiting = world.half_in_with("claire.martin", "une tout autre phrase").await;
        service.take_second_step(site, &waiting, &claire.codes[0]).await.unwrap();
    })
    .await;
}

/// The key of the installation was lost: apps are refused, recovery codes still work, and nothing else breaks.
#[tokio::test]
async fn under_another_key_recovery_codes_still_work() {
    on_each_column(|world| async move {
        let site = world.durand.id;
        let claire = world.enrolled("Claire Martin", "manager").await;
        world.clock.advance(Duration::seconds(30));
        let other = world.with_another_key().await;
        let waiting = world.half_in("claire.martin").await;
        let refused = other.take_second_step(site, &waiting, &claire.code(&world)).await;
        assert_eq!(refusal(refused), "factor-code-wrong");
        other.take_second_step(site, &waiting, &claire.codes[0]).await.unwrap();
    })
    .await;
}
