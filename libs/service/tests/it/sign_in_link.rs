//! A link to sign in: once, also of two who use it at the same moment by two programs; of its company and person alone.

use chrono::Duration;
use rappel_domain::{id::PersonId, token::Token};
use rappel_service::{Error, people::Disabled, sha256};
use rappel_store::links::Purpose;

use crate::world::{World, on_each_column};

async fn link(world: &World, seed: u8, person: PersonId) -> String {
    let token = Token::generate(world.durand.number, [seed; 64]);
    let guest = world.store().doors().guest(world.durand.id).await.unwrap();
    let tx = world.store().write(&guest).await.unwrap();
    let later = tx.clock().now() + Duration::minutes(15);
    tx.links().insert(&sha256(token.expose()), Purpose::PersonSignIn(person), later).await.unwrap();
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_is_in() {
    on_each_column(|world| async move {
        let (_, claire) = world.active("Claire Martin", "manager").await;
        let other = world.another_process().await;
        for round in 1..=12 {
            let token = link(&world, round, claire).await;
            let site = world.durand.id;
            let (one, two) = tokio::join!(
                world.service.sign_in_by_link(site, &token),
                other.sign_in_by_link(site, &token)
            );
            assert!(one.is_ok() != two.is_ok(), "round {round}: {one:?} {two:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_is_of_one_company_one_person_and_a_quarter_of_an_hour() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (manager, _) = world.active("Claire Martin", "manager").await;
        let (_, luc) = world.active("Luc Petit", "member").await;
        let site = world.durand.id;
        let token = link(&world, 1, luc).await;
        let not_found = |answer: Result<_, Error>| matches!(answer, Err(Error::NotFound));
        assert!(not_found(service.sign_in_link(world.nunes.id, &token).await));
        let elsewhere = service.sign_in_by_link(world.nunes.id, &token).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{:?}", elsewhere.is_ok());
        world.clock.advance(Duration::minutes(15) - Duration::seconds(1));
        let found = service.sign_in_link(site, &token).await.unwrap();
        assert_eq!((found.person.id, found.tenant.id), (luc, site));
        world.clock.advance(Duration::seconds(1));
        assert!(not_found(service.sign_in_link(site, &token).await));

        // Who was switched off and on again has to ask anew.
        let token = link(&world, 2, luc).await;
        service.set_disabled(&manager, luc, Disabled::Yes).await.unwrap();
        assert!(not_found(service.sign_in_link(site, &token).await));
        service.set_disabled(&manager, luc, Disabled::No).await.unwrap();
        assert!(not_found(service.sign_in_link(site, &token).await));

        // A link of another kind signs nobody in.
        let token = Token::generate(world.durand.number, [9; 64]);
        let tx = world.store().write(&manager).await.unwrap();
        let later = tx.clock().now() + Duration::days(1);
        for purpose in [Purpose::PersonPassword(luc)] {
            tx.links().insert(&sha256(token.expose()), purpose, later).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(not_found(service.sign_in_link(site, token.expose()).await));

        // Asked for by somebody unknown, nothing is written; by somebody who never came, it is their invitation.
        world.person(&world.durand, "Anne Roy", "member").await;
        // The one that she was mailed just now is on its way.
        world.clock.advance(Duration::minutes(1));
        for (login, expected) in [("personne", "0 0"), ("luc.petit", "1 0"), ("anne.roy", "1 1")] {
            let news = |word: &str| {
                world.sql(&format!("SELECT count(*) FROM deliveries WHERE news = '{word}'")).remove(0)
            };
            let before = (news("sign_in_link"), news("invitation"));
            service.mail_sign_in_link(site, login).await.unwrap();
            let count = |text: &str| text.parse::<i32>().unwrap();
            let after = (news("sign_in_link"), news("invitation"));
            let more = format!("{} {}", count(&after.0), count(&after.1) - count(&before.1));
            assert_eq!(more, expected, "{login}");
        }
    })
    .await;
}

/// Whoever asks, by two programs at once too: one a minute, five in a quarter of an hour, of each kind and to each person.
#[tokio::test]
async fn nobody_is_flooded_with_links_by_strangers() {
    on_each_column(|world| async move {
        let service = &world.service;
        let other = world.another_process().await;
        let site = world.durand.id;
        world.active("Claire Martin", "manager").await;
        world.active("Luc Petit", "member").await;
        let count = |news: &str| {
            let rows = world.sql(&format!("SELECT count(*) FROM deliveries WHERE news = '{news}'"));
            rows[0].parse::<usize>().unwrap()
        };
        let ask = async || {
            let address = "claire.martin@durand-fils.example";
            let (one, two) = tokio::join!(
                service.mail_sign_in_link(site, "claire.martin"),
                other.mail_sign_in_link(site, address)
            );
            one.and(two).unwrap();
            service.forgot_person_password(site, address).await.unwrap();
        };
        Box::pin(ask()).await;
        assert_eq!((count("sign_in_link"), count("password_reset")), (1, 1), "one of each kind");
        service.mail_sign_in_link(site, "luc.petit").await.unwrap();
        assert_eq!(count("sign_in_link"), 2, "another person has their own");
        world.clock.advance(Duration::seconds(59));
        Box::pin(ask()).await;
        assert_eq!((count("sign_in_link"), count("password_reset")), (2, 1), "younger than a minute");
        for _ in 0..8 {
            world.clock.advance(Duration::minutes(1));
            Box::pin(ask()).await;
        }
        assert_eq!((count("sign_in_link"), count("password_reset")), (6, 5));
        world.clock.advance(Duration::minutes(15));
        Box::pin(ask()).await;
        assert_eq!((count("sign_in_link"), count("password_reset")), (7, 6));

        let staff = service.forgot_staff_password("marie.leroy").await;
        staff.unwrap();
        let first = count("password_reset") + count("invitation");
        service.forgot_staff_password("marie.leroy").await.unwrap();
        assert_eq!(count("password_reset") + count("invitation"), first);
        world.clock.advance(Duration::minutes(1));
        service.forgot_staff_password("marie.leroy").await.unwrap();
        assert_eq!(count("password_reset") + count("invitation"), first + 1);
    })
    .await;
}
