//! What attackers try with passkeys. Each try begins a ceremony of its own, so that nothing but the lie is wrong.

use chrono::Duration;
use rappel_service::factors::passkeys::Place;
use rappel_testkit::{Authenticator, authenticator::Lie};

use super::{BROWSER, HOST, ORIGIN, place, refused};
use crate::{
    factors::person::refusal,
    world::{World, on_each_column},
};

/// Lies about which no answer may be believed, whether a key is made or used.
fn lies() -> Vec<(&'static str, Lie)> {
    let origin = |text: &str| Lie::Origin(text.to_owned());
    vec![
        ("another site", origin("https://durand.example")),
        ("not encrypted", origin("http://durand-fils.support.example")),
        ("another port", origin("https://durand-fils.support.example:8443")),
        ("the port said", origin("https://durand-fils.support.example:443")),
        ("a name below", origin("https://x.durand-fils.support.example")),
        ("the name above", origin("https://support.example")),
        ("longer", origin("https://durand-fils.support.example.evil.example")),
        ("another company", origin("https://nunes-travel.support.example")),
        ("no origin", origin("null")),
        ("nothing", origin("")),
        ("the hash of another site", Lie::Site("durand.example".to_owned())),
        ("the hash of another company", Lie::Site("nunes-travel.support.example".to_owned())),
        ("another challenge", Lie::Challenge("AAAAAAAAAAAAAAAAAAAAAA".to_owned())),
        ("no challenge", Lie::Challenge(String::new())),
        ("in a frame", Lie::CrossOrigin),
        ("the owner not verified", Lie::NotVerified),
        ("nobody there", Lie::NotPresent),
        ("another credential", Lie::Credential(vec![7; 32])),
        ("too long a credential", Lie::Credential(vec![7; 2000])),
        ("an empty credential", Lie::Credential(Vec::new())),
        ("too long", Lie::Longer(64 * 1024)),
    ]
}

#[tokio::test]
async fn no_lie_signs_anybody_in() {
    on_each_column(|world| async move {
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        world.add_passkey(&token, &mut phone).await;
        let handle = phone.latest().handle.clone();
        let mut changed = handle.clone();
        changed[0] ^= 1;
        let mut lies = lies();
        lies.extend([
            ("made, not signed", Lie::Kind("webauthn.create")),
            ("a signature of other words", Lie::Signature),
            ("another account", Lie::Handle(changed)),
            ("half an account", Lie::Handle(handle[..32].to_vec())),
            ("no account", Lie::Handle(Vec::new())),
        ]);
        let mut tries = 0;
        for (why, lie) in lies {
            refused(world.with_passkey(&mut phone, &[lie]).await, why);
            tries += 1;
        }
        for (why, answer) in [
            ("nothing", String::new()),
            ("no object", "[]".to_owned()),
            ("an empty one", "{}".to_owned()),
            ("brackets", "[".repeat(12_000)),
            ("too long", " ".repeat(1024 * 1024)),
        ] {
            let answer = world.service.sign_in_by_passkey(world.durand.id, place(BROWSER), &answer).await;
            refused(answer, why);
            tries += 1;
        }
        world.with_passkey(&mut phone, &[]).await.unwrap();
        println!("tries: {tries}");
    })
    .await;
}

#[tokio::test]
async fn no_lie_adds_a_key() {
    on_each_column(|world| async move {
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let reader = world.confirmed(&token).await;
        let mut lies = lies();
        lies.push(("signed, not made", Lie::Kind("webauthn.get")));
        let count = lies.len();
        for (why, lie) in lies {
            let options = world.service.begin_passkey(&reader, HOST).await.unwrap();
            let made = Authenticator::new().make(&options, ORIGIN, &[lie]).unwrap();
            let added = world.service.add_passkey(&reader, HOST, "x", &made).await;
            assert_eq!(refusal(added), "passkey-not-made", "{why}");
        }
        assert_eq!(world.sql("SELECT count(*) FROM passkeys"), ["0"]);
        println!("tries: {count}");
    })
    .await;
}

#[tokio::test]
async fn a_challenge_serves_once_in_its_browser_for_its_purpose_and_for_five_minutes() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        let token = world.add_passkey(&claire.token, &mut phone).await;
        let begin = async || service.begin_passkey_sign_in(site, place(BROWSER)).await.unwrap();

        let signed = phone.sign(&begin().await, ORIGIN, &[]).unwrap();
        service.sign_in_by_passkey(site, place(BROWSER), &signed).await.unwrap();
        refused(service.sign_in_by_passkey(site, place(BROWSER), &signed).await, "a second time");

        let signed = phone.sign(&begin().await, ORIGIN, &[]).unwrap();
        let elsewhere = service.sign_in_by_passkey(site, place("another browser"), &signed).await;
        refused(elsewhere, "another browser");
        // Who brought it in vain used nothing up.
        service.sign_in_by_passkey(site, place(BROWSER), &signed).await.unwrap();

        let signed = phone.sign(&begin().await, ORIGIN, &[]).unwrap();
        let there = Place { host: "support.durand.fr", browser: BROWSER };
        refused(service.sign_in_by_passkey(site, there, &signed).await, "another host");
        refused(service.sign_in_by_passkey(site, place(BROWSER), &signed).await, "and then it is gone");

        let signed = phone.sign(&begin().await, ORIGIN, &[]).unwrap();
        world.clock.advance(Duration::minutes(5));
        refused(service.sign_in_by_passkey(site, place(BROWSER), &signed).await, "too late");
        let signed = phone.sign(&begin().await, ORIGIN, &[]).unwrap();
        world.clock.advance(Duration::seconds(299));
        service.sign_in_by_passkey(site, place(BROWSER), &signed).await.unwrap();

        // What was begun for one purpose ends no other, by the same browser.
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        let here = Place { host: HOST, browser: &token };
        let proof =
            phone.sign(&service.begin_passkey_proof(&scope, here).await.unwrap(), ORIGIN, &[]).unwrap();
        refused(service.sign_in_by_passkey(site, here, &proof).await, "a proof is no sign-in");
        let sign_in = service.begin_passkey_sign_in(site, here).await.unwrap();
        let sign_in = phone.sign(&sign_in, ORIGIN, &[]).unwrap();
        assert_eq!(refusal(service.confirm_by_passkey(&scope, here, &sign_in).await), "passkey-refused");
        let half = world.half_in("claire.martin").await;
        let waits = Place { host: HOST, browser: &half };
        let sign_in = service.begin_passkey_sign_in(site, waits).await.unwrap();
        let sign_in = phone.sign(&sign_in, ORIGIN, &[]).unwrap();
        let step = service.take_second_step_by_passkey(site, waits, &sign_in).await;
        assert_eq!(refusal(step), "passkey-refused");
        let step = phone.sign(&service.begin_passkey_step(site, waits).await.unwrap(), ORIGIN, &[]).unwrap();
        service.take_second_step_by_passkey(site, waits, &step).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_in_by_the_key_of_somebody_else() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (claire, token) = world.with_password("Claire Martin", "manager").await;
        let mut hers = Authenticator::new();
        world.add_passkey(&token, &mut hers).await;
        let luc = world.enrolled("Luc Petit", "member").await;
        let mut his = Authenticator::new();
        world.add_passkey(&luc.token, &mut his).await;
        let (her_handle, her_name) = (hers.latest().handle.clone(), hers.latest().credential.clone());
        assert_ne!(her_handle, his.latest().handle);

        // His key with her account, his signature under her key's name, and both.
        let (account, key) = (Lie::Handle(her_handle), Lie::Credential(her_name));
        for lies in [vec![account.clone()], vec![key.clone()], vec![account, key]] {
            refused(world.with_passkey(&mut his, &lies).await, "half hers");
        }
        // Nobody ends with their own key what somebody else began.
        let half = world.half_in("luc.petit").await;
        let waits = Place { host: HOST, browser: &half };
        let options = service.begin_passkey_step(site, waits).await.unwrap();
        let signed = hers.sign(&options, ORIGIN, &[]).unwrap();
        let step = service.take_second_step_by_passkey(site, waits, &signed).await;
        assert_eq!(refusal(step), "passkey-refused");

        // The key of another company is none here, wherever it is used: the same authenticator may hold both.
        let there = "nunes-travel.support.example";
        let signed = {
            let options =
                service.begin_passkey_sign_in(world.nunes.id, Place { host: there, browser: BROWSER });
            let options = options.await.unwrap();
            hers.latest().sign_all(&options, "https://nunes-travel.support.example", &[]).unwrap()
        };
        let elsewhere = Place { host: there, browser: BROWSER };
        refused(service.sign_in_by_passkey(world.nunes.id, elsewhere, &signed).await, "of another company");
        for host in [HOST, there] {
            let place = Place { host, browser: BROWSER };
            let options = service.begin_passkey_sign_in(world.durand.id, place).await.unwrap();
            let signed = hers.latest().sign_all(&options, &format!("https://{host}"), &[]).unwrap();
            refused(
                service.sign_in_by_passkey(world.nunes.id, place, &signed).await,
                "a challenge of another",
            );
        }
        let entered = world.with_passkey(&mut hers, &[]).await.unwrap();
        let (_, person) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        assert_eq!(person.id, claire);
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_and_told() {
    on_each_column(|world| async move {
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        world.add_passkey(&token, &mut phone).await;
        world.with_passkey(&mut phone, &[Lie::Count(41)]).await.unwrap();
        for count in [41, 40, 1, 0] {
            refused(world.with_passkey(&mut phone, &[Lie::Count(count)]).await, "a copy");
        }
        assert_eq!(world.told_of("PasskeyRefused"), 4);
        for _ in 0..4 {
            refused(world.with_passkey(&mut phone, &[Lie::Count(41)]).await, "again and again");
        }
        assert!(world.told_of("PasskeyRefused") <= 5, "it is told, but not without end");
        // A lie with an old counter is a lie: nobody is told of what strangers send.
        refused(world.with_passkey(&mut phone, &[Lie::Count(1), Lie::Signature]).await, "not signed");
        world.with_passkey(&mut phone, &[Lie::Count(42)]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn authenticators_that_do_not_count_are_taken() {
    on_each_column(|world: World| async move {
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        world.add_passkey(&token, &mut phone).await;
        for _ in 0..3 {
            world.with_passkey(&mut phone, &[Lie::Count(0)]).await.unwrap();
        }
        assert_eq!(world.told_of("PasskeyRefused"), 0);
    })
    .await;
}
