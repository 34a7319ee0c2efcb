//! How long somebody stays signed in, and what ends it at once: in the database, and in Redis.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::Clock as _;
use rappel_service::{people::Disabled, sign_in::Entrance, team::StaffForm};

use super::world::{World, on_each_column};

/// The token that `World::person` signs somebody in with.
const CLAIRE: &str = "claire.martin";

impl World {
    async fn is_in(&self) -> bool {
        self.service.portal_session(self.durand.id, CLAIRE).await.unwrap().is_some()
    }

    async fn is_at_the_desk(&self, token: &str) -> bool {
        self.service.office_session(token).await.unwrap().is_some()
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_without_a_request() {
    on_each_column(|world| async move {
        world.person(&world.durand, "Claire Martin", "manager").await;
        world.clock.advance(Duration::hours(12) - Duration::seconds(1));
        assert!(world.is_in().await);
        // That was a request: another twelve hours begin.
        world.clock.advance(Duration::hours(12) - Duration::seconds(1));
        assert!(world.is_in().await);
        world.clock.advance(Duration::hours(12));
        assert!(!world.is_in().await);
        assert!(!world.is_in().await, "and asking does not bring it back");
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_after_fourteen_days_in_any_case() {
    on_each_column(|world| async move {
        world.person(&world.durand, "Claire Martin", "manager").await;
        let token = world.sign_in(world.marie).await.1;
        let ends = world.now() + Duration::days(14);
        while world.now() + Duration::hours(11) < ends {
            world.clock.advance(Duration::hours(11));
            assert!(world.is_in().await && world.is_at_the_desk(&token).await, "{}", world.now());
        }
        world.clock.advance(ends - world.now() - Duration::seconds(1));
        assert!(world.is_in().await && world.is_at_the_desk(&token).await);
        world.clock.advance(Duration::seconds(1));
        assert!(!world.is_in().await && !world.is_at_the_desk(&token).await);
    })
    .await;
}

#[tokio::test]
async fn a_request_in_flight_does_not_undo_a_sign_out() {
    on_each_column(|world| async move {
        for round in 0..20 {
            let person = world.person(&world.durand, &format!("Person {round}"), "member").await;
            let token = format!("person.{round}");
            // Late enough that each request notes that the session was used.
            world.clock.advance(Duration::minutes(6));
            let request = || world.service.portal_session(world.durand.id, &token);
            let sign_out = world.service.sign_out(world.durand.id, &token);
            let (first, second, out, third, fourth) =
                tokio::join!(request(), request(), sign_out, request(), request());
            out.unwrap();
            for request in [first, second, third, fourth] {
                request.unwrap();
            }
            assert!(request().await.unwrap().is_none(), "round {round}");
            drop(person);
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_switched_off_is_out_at_once() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        world.person(&world.durand, "Anne Durand", "manager").await;
        let scope = world.office.on(world.durand.id).unwrap();
        let person = world.service.account(&claire).await.unwrap().0.id;
        assert!(world.is_in().await);
        world.service.set_disabled(&scope, person, Disabled::Yes).await.unwrap();
        assert!(!world.is_in().await);
        // Switched on again, they have to sign in again.
        world.service.set_disabled(&scope, person, Disabled::No).await.unwrap();
        assert!(!world.is_in().await);

        let token = world.sign_in(world.marie).await.1;
        let other = world.sign_in(world.karim).await.1;
        assert!(world.is_at_the_desk(&token).await);
        let form = StaffForm {
            name: "Marie Leroy".to_owned(),
            email: "marie.leroy@office.example".to_owned(),
            role: "agent".to_owned(),
            locale: "fr".to_owned(),
            all_tenants: true,
            is_disabled: true,
            ..StaffForm::default()
        };
        world.service.save_staff(&world.office, world.marie, &form).await.unwrap();
        assert!(!world.is_at_the_desk(&token).await);
        let form = StaffForm { is_disabled: false, ..form };
        world.service.save_staff(&world.office, world.marie, &form).await.unwrap();
        assert!(!world.is_at_the_desk(&token).await);
        assert!(world.is_at_the_desk(&other).await, "the others are not disturbed");
    })
    .await;
}

#[tokio::test]
async fn narrower_rights_count_from_the_next_request_on() {
    on_each_column(|world| async move {
        let token = world.sign_in(world.marie).await.1;
        let form = StaffForm {
            name: "Marie Leroy".to_owned(),
            email: "marie.leroy@office.example".to_owned(),
            role: "agent".to_owned(),
            locale: "fr".to_owned(),
            tenants: vec![world.durand.slug.clone()],
            ..StaffForm::default()
        };
        world.service.save_staff(&world.office, world.marie, &form).await.unwrap();
        assert!(!world.is_at_the_desk(&token).await, "another list of companies ends the session");
        let token = world.sign_in(world.marie).await.1;
        let (scope, _) = world.service.office_session(&token).await.unwrap().unwrap();
        assert!(scope.on(world.durand.id).is_some() && scope.on(world.nunes.id).is_none());
        // A new name is no reason to sign in again.
        let form = StaffForm { name: "Marie Leroy-Petit".to_owned(), ..form };
        world.service.save_staff(&world.office, world.marie, &form).await.unwrap();
        assert!(world.is_at_the_desk(&token).await);
    })
    .await;
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_it() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        world.person(&world.durand, "Luc Petit", "member").await;
        let guest = world.store().doors().guest(site).await.unwrap();
        let person = service.account(&claire).await.unwrap().0;
        for token in ["phone", "office"] {
            world.clock.advance(Duration::minutes(1));
            let hash = rappel_service::sha256(token);
            world.store().doors().sign_in_person(&guest, &person, &hash).await.unwrap();
        }
        service
            .greet(site, "phone", "Mozilla/5.0 (iPhone) Safari/604.1", None, Entrance::SignIn)
            .await
            .unwrap();
        service.greet(site, "nobody", "x", None, Entrance::SignIn).await.unwrap();
        let seen = async || {
            let all = service.own_sessions(&claire, CLAIRE).await.unwrap();
            all.into_iter().map(|it| (it.browser, it.is_own)).collect::<Vec<_>>()
        };
        let phone = ("Safari · iPhone".to_owned(), false);
        assert_eq!(seen().await, [(String::new(), true), (String::new(), false), phone.clone()]);

        let all = service.own_sessions(&claire, CLAIRE).await.unwrap();
        let phones = all.iter().find(|it| it.browser == phone.0).unwrap().session;
        service.end_own_session(&claire, phones).await.unwrap();
        assert!(service.portal_session(site, "phone").await.unwrap().is_none());
        assert!(service.end_own_session(&claire, phones).await.is_err());
        // Luc's is not hers, and he is not disturbed.
        let luc = service.portal_session(site, "luc.petit").await.unwrap().unwrap().0;
        let his = service.own_sessions(&luc, "luc.petit").await.unwrap().remove(0).session;
        assert!(matches!(service.end_own_session(&claire, his).await, Err(rappel_service::Error::NotFound)));
        service.end_other_sessions(&claire, CLAIRE).await.unwrap();
        assert_eq!(seen().await, [(String::new(), true)]);
        assert!(service.portal_session(site, "office").await.unwrap().is_none());
        assert!(world.is_in().await);
        assert!(service.portal_session(site, "luc.petit").await.unwrap().is_some());

        // Those of an older password, and those that are over, are none.
        let tx = world.store().write(&guest).await.unwrap();
        tx.persons().set_password(person.id, "x").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen().await, []);
        world.clock.advance(Duration::hours(12));
        assert_eq!(service.own_sessions(&luc, "luc.petit").await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_is_new_to_somebody_is_told_to_them() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        world.person(&world.durand, "Claire Martin", "manager").await;
        world.person(&world.durand, "Luc Petit", "member").await;
        let told = || world.sql("SELECT count(*) FROM deliveries WHERE news = 'new_device'");
        let enter = async |token: &str, kept: Option<&str>| {
            service
                .greet(site, token, "Mozilla/5.0 (X11; Linux) Firefox/145.0", kept, Entrance::SignIn)
                .await
                .unwrap()
        };
        let first = enter(CLAIRE, None).await;
        assert_eq!((first.len(), told()), (64, vec!["0".to_owned()]), "nothing to compare it with");
        assert_eq!(enter(CLAIRE, Some(&first)).await, first);
        assert_eq!(told(), ["0"], "the same browser");
        let second = enter(CLAIRE, None).await;
        assert_ne!(second, first);
        assert_eq!(told(), ["1"]);
        // Luc at Claire's machine: it is his first.
        assert_eq!(enter("luc.petit", Some(&second)).await, second);
        enter(CLAIRE, Some(&second)).await;
        assert_eq!(told(), ["1"]);
        // Whoever is not signed in tells nobody anything.
        enter("nobody", None).await;
        assert_eq!(told(), ["1"]);
    })
    .await;
}

/// Whoever had the old password may have had a browser that is known: after a new one none is, but the one that chose it.
#[tokio::test]
async fn another_password_forgets_every_browser() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, &world.durand);
        let claire = world.active("Claire Martin", "manager").await.1;
        let guest = world.store().doors().guest(site.id).await.unwrap();
        let told = || world.sql("SELECT count(*) FROM deliveries WHERE news = 'new_device'").remove(0);
        let enter = async |token: &str, kept: Option<&str>, entrance: Entrance| {
            service
                .greet(site.id, token, "Mozilla/5.0 (X11; Linux) Firefox/145.0", kept, entrance)
                .await
                .unwrap()
        };
        let sign_in = async |token: &str, kept: Option<&str>| {
            let person = world.store().read(&guest).await.unwrap().persons().by_id(claire).await.unwrap();
            let hash = rappel_service::sha256(token);
            world.store().doors().sign_in_person(&guest, &person, &hash).await.unwrap();
            enter(token, kept, Entrance::SignIn).await
        };
        // Within an hour of the first password it is the person who comes back.
        world.clock.advance(Duration::minutes(59));
        let own = sign_in("own", None).await;
        assert_eq!(told(), "0");
        let thief = sign_in("thief", None).await;
        assert_eq!(told(), "1");
        sign_in("thief again", Some(&thief)).await;
        assert_eq!(told(), "1", "known by now");

        let choose = async |seed: u8| {
            let token = rappel_domain::token::Token::generate(site.number, [seed; 64]);
            let tx = world.store().write(&guest).await.unwrap();
            let later = tx.clock().now() + Duration::minutes(30);
            let purpose = rappel_store::links::Purpose::PersonPassword(claire);
            tx.links().insert(&rappel_service::sha256(token.expose()), purpose, later).await.unwrap();
            tx.commit().await.unwrap();
            match service.choose_password(site, token.expose(), "quatre mots sans rapport").await.unwrap() {
                rappel_service::links::Entered::Person(entered) => entered.whole().unwrap().token,
                rappel_service::links::Entered::Staff(other) => panic!("{other:?}"),
            }
        };
        world.clock.advance(Duration::hours(2));
        let entered = choose(1).await;
        assert_eq!(enter(&entered, Some(&own), Entrance::NewPassword).await, own);
        assert_eq!(told(), "1", "choosing is no news");
        sign_in("own again", Some(&own)).await;
        assert_eq!(told(), "1", "and the browser that chose is known");
        sign_in("thief with the new one", Some(&thief)).await;
        assert_eq!(told(), "2", "the other is not");

        // Chosen where no browser stayed: the first that comes, long after the first password, is told too.
        choose(2).await;
        sign_in("thief at once", Some(&thief)).await;
        assert_eq!(told(), "3");
    })
    .await;
}
