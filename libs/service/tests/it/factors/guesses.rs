//! Codes that are wrong, used twice, or given by two at once.

use chrono::Duration;
use rappel_service::Error;

use super::person::refusal;
use crate::world::on_each_column;

/// Five codes are free; then each wrong one doubles the wait, an hour at the most. A recovery code never waits.
#[tokio::test]
async fn who_guesses_waits_longer_and_longer() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        world.clock.advance(Duration::minutes(1));
        let waiting = async || world.half_in("claire.martin").await;
        let second = async |token: &str, code: &str| service.take_second_step(site, token, code).await;
        let token = waiting().await;
        for _ in 0..5 {
            assert_eq!(world.told_of("CodesTried"), 0);
            assert_eq!(refusal(second(&token, "000000").await), "factor-code-wrong");
        }
        assert_eq!(world.told_of("CodesTried"), 1, "the person is told");
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            let wait = Duration::minutes(minutes);
            assert_eq!(refusal(second(&waiting().await, &claire.code(&world)).await), "factor-code-wait");
            world.clock.advance(wait - Duration::seconds(1));
            assert_eq!(refusal(second(&waiting().await, &claire.code(&world)).await), "factor-code-wait");
            world.clock.advance(Duration::seconds(1));
            assert_eq!(refusal(second(&waiting().await, "000000").await), "factor-code-wrong", "{minutes}");
        }
        assert_eq!(world.told_of("CodesTried"), 1, "and not flooded");
        second(&waiting().await, &claire.codes[3]).await.unwrap();
        assert_eq!(refusal(second(&waiting().await, &claire.code(&world)).await), "factor-code-wait");
        world.clock.advance(Duration::hours(1));
        second(&waiting().await, &claire.code(&world)).await.unwrap();
        // A right code forgets the wrong ones.
        world.clock.advance(Duration::minutes(1));
        assert_eq!(refusal(second(&waiting().await, "000000").await), "factor-code-wrong");
        second(&waiting().await, &claire.code(&world)).await.unwrap();
    })
    .await;
}

/// By two programs at once: one code, and one sign-in that waits, let one in.
#[tokio::test]
async fn of_two_who_use_a_code_at_once_one_is_in() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let other = world.another_process().await;
        let claire = world.enrolled("Claire Martin", "manager").await;
        for round in 0..8 {
            world.clock.advance(Duration::seconds(30));
            // Two sign-ins, one code of the app; then one of the recovery codes.
            let given = if round < 5 { claire.code(&world) } else { claire.codes[round].clone() };
            let (one, two) = (world.half_in("claire.martin").await, world.half_in("claire.martin").await);
            let (first, second) = tokio::join!(
                service.take_second_step(site, &one, &given),
                other.take_second_step(site, &two, &given)
            );
            assert!(first.is_ok() != second.is_ok(), "round {round}: {first:?} {second:?}");
        }
        for (round, pair) in claire.codes[..4].chunks(2).enumerate() {
            // One sign-in, two codes: the other code is not used up.
            world.clock.advance(Duration::seconds(30));
            let waiting = world.half_in("claire.martin").await;
            let (first, second) = tokio::join!(
                service.take_second_step(site, &waiting, &pair[0]),
                other.take_second_step(site, &waiting, &pair[1])
            );
            assert!(first.is_ok() != second.is_ok(), "round {round}: {first:?} {second:?}");
            let left = if first.is_ok() { &pair[1] } else { &pair[0] };
            let waiting = world.half_in("claire.martin").await;
            service.take_second_step(site, &waiting, left).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_until_there_are_others() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let luc = world.enrolled("Luc Petit", "member").await;
        let second = async |code: &str| {
            let waiting = world.half_in("claire.martin").await;
            service.take_second_step(site, &waiting, code).await
        };
        // As it is copied from paper.
        let copied = claire.codes[0].to_uppercase().replace('-', " ");
        let entered = second(&copied).await.unwrap();
        assert_eq!(refusal(second(&claire.codes[0]).await), "factor-code-wrong", "it served once");
        assert_eq!(refusal(second(&luc.codes[1]).await), "factor-code-wrong", "somebody else's");
        assert_eq!(world.told_of("RecoveryCodeUsed"), 1);
        let reader = world.confirmed(&entered.token).await;
        let others = service.renew_recovery_codes(&reader).await.unwrap().into_texts();
        assert_eq!(world.told_of("RecoveryCodesMade"), 1);
        assert_eq!(refusal(second(&claire.codes[1]).await), "factor-code-wrong", "of the set before");
        for code in &others {
            second(code).await.unwrap();
        }
        for code in &others {
            assert_eq!(refusal(second(code).await), "factor-code-wrong");
        }
        assert!(service.portal_session(site, &entered.token).await.unwrap().is_some(), "codes end nothing");
        let kept = world.sql("SELECT hash FROM recovery_codes");
        assert!(kept.len() == 20 && kept.iter().all(|hash| hash.starts_with("$argon2id$")), "{kept:?}");

        // Who has no app has no codes to make.
        let (_, token) = world.with_password("Anne Roy", "member").await;
        let none = service.renew_recovery_codes(&world.confirmed(&token).await).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    })
    .await;
}
