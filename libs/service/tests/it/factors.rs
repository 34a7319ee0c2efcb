//! The second step of a sign-in: set up, asked for wherever somebody comes in, lost and taken away.

mod changes;
mod guesses;
pub(crate) mod person;
mod provider;
mod staff;
mod stale;

use chrono::Duration;
use rappel_domain::audit::Deed;
use rappel_service::{
    Error,
    factors::{CODES, TwoStep},
    links::Entered,
    people::{Disabled, Wanted},
    second_step::Admission,
};
use rappel_store::links::Purpose;
use rappel_testkit::Column;

use self::person::{PASSWORD, code, refusal};
use crate::world::on_each_column;

#[tokio::test]
async fn nothing_opens_before_the_second_step() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        assert_eq!(claire.codes.len(), CODES);
        let waiting = world.half_in("claire.martin").await;
        assert!(service.portal_session(site, &waiting).await.unwrap().is_none(), "no session");
        let second = async |token: &str, code: &str| service.take_second_step(site, token, code).await;

        // The code that enrolled the app is used up, and so is each that signed in.
        let used = second(&waiting, &claire.code(&world)).await;
        assert_eq!(refusal(used), "factor-code-used");
        assert_eq!(refusal(second(&waiting, "000000").await), "factor-code-wrong");
        world.clock.advance(Duration::seconds(30));
        let now = claire.code(&world);
        let token = second(&waiting, &now).await.unwrap().token;
        assert!(service.portal_session(site, &token).await.unwrap().is_some());
        assert!(matches!(second(&waiting, &now).await, Err(Error::NotFound)), "it served once");
        let waiting = world.half_in("claire.martin").await;
        assert_eq!(refusal(second(&waiting, &now).await), "factor-code-used");

        // A clock that goes wrong by half a minute is no matter, and an older code than the last is none.
        let ahead = code(&claire.secret, world.now_and(Duration::seconds(30)));
        second(&waiting, &ahead).await.unwrap();
        let waiting = world.half_in("claire.martin").await;
        world.clock.advance(Duration::seconds(15));
        let behind = code(&claire.secret, world.now_and(Duration::seconds(-30)));
        assert_eq!(refusal(second(&waiting, &behind).await), "factor-code-used");

        // It waits ten minutes, in its own company.
        world.clock.advance(Duration::seconds(60));
        let elsewhere = service.take_second_step(world.nunes.id, &waiting, &claire.code(&world)).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        world.clock.advance(Duration::minutes(9));
        assert!(matches!(second(&waiting, &claire.code(&world)).await, Err(Error::NotFound)));
        // What waits is no link of another kind, and none of another kind is it.
        let waiting = world.half_in("claire.martin").await;
        assert!(matches!(service.sign_in_link(site, &waiting).await, Err(Error::NotFound)));
        assert!(matches!(service.password_link(&world.durand, &waiting).await, Err(Error::NotFound)));
        let link = world.link(Purpose::PersonSignIn(claire.id)).await;
        assert!(matches!(second(&link, &claire.code(&world)).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn it_is_asked_for_after_a_link_and_after_another_password_too() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let claire = world.enrolled("Claire Martin", "manager").await;
        let sessions =
            || world.sql("SELECT count(*) FROM links WHERE purpose = 'person_second_step'").remove(0);
        let link = world.link(Purpose::PersonSignIn(claire.id)).await;
        let Admission::SecondStep(by_link) = service.sign_in_by_link(site, &link).await.unwrap() else {
            panic!("a link is enough");
        };
        assert_eq!(sessions(), "1");
        world.clock.advance(Duration::seconds(30));
        service.take_second_step(site, &by_link.token, &claire.code(&world)).await.unwrap();

        // Another password takes back what waits, and waits itself.
        let before = world.half_in("claire.martin").await;
        let link = world.link(Purpose::PersonPassword(claire.id)).await;
        let chosen = service.choose_password(&world.durand, &link, "une tout autre phrase").await.unwrap();
        let Entered::Person(Admission::SecondStep(chosen)) = chosen else { panic!("{chosen:?}") };
        world.clock.advance(Duration::seconds(30));
        let code = claire.code(&world);
        assert!(matches!(service.take_second_step(site, &before, &code).await, Err(Error::NotFound)));
        service.take_second_step(site, &chosen.token, &code).await.unwrap();
        assert_eq!(world.told_of("Password"), 1);

        // Who is switched off waits in vain.
        let waiting = world.half_in_with("claire.martin", "une tout autre phrase").await;
        let (anne, _) = world.active("Anne Roy", "manager").await;
        service.set_disabled(&anne, claire.id, Disabled::Yes).await.unwrap();
        world.clock.advance(Duration::seconds(30));
        let gone = service.take_second_step(site, &waiting, &claire.code(&world)).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        service.set_disabled(&anne, claire.id, Disabled::No).await.unwrap();
        let gone = service.take_second_step(site, &waiting, &claire.code(&world)).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn an_app_is_enrolled_by_its_first_code_within_a_quarter_of_an_hour() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (id, token) = world.with_password("Claire Martin", "manager").await;
        let reader = world.confirmed(&token).await;
        assert!(matches!(service.two_step(&reader).await.unwrap(), TwoStep::Off));
        let late = service.enrol_factor(&reader, "000000").await;
        assert_eq!(refusal(late), "factor-begin-again", "nothing was begun");
        service.begin_factor(&reader).await.unwrap();
        let TwoStep::Begun(first) = service.two_step(&reader).await.unwrap() else { panic!("not begun") };
        assert!(first.address.contains("Durand%20%26%20Fils:claire.martin"), "{}", first.address);
        // Whoever else knows the password reads nothing of it, and cannot have it enrolled for them.
        let stranger = world.sign_in_with("claire.martin", PASSWORD).await.whole().unwrap().token;
        let stranger = world.confirmed(&stranger).await;
        assert!(matches!(service.two_step(&stranger).await.unwrap(), TwoStep::Off), "another session");
        let theirs = code(&first.secret, world.now_and(Duration::zero()));
        assert_eq!(refusal(service.enrol_factor(&stranger, &theirs).await), "factor-begin-again");
        // Nothing is asked for before the first code.
        world.sign_in_with("claire.martin", PASSWORD).await.whole().unwrap();
        assert_eq!(refusal(service.enrol_factor(&reader, "000000").await), "factor-code-not-yet");

        world.clock.advance(Duration::minutes(15));
        assert!(matches!(service.two_step(&reader).await.unwrap(), TwoStep::Off), "too late");
        let late = service.enrol_factor(&reader, &code(&first.secret, world.now_and(Duration::zero()))).await;
        assert_eq!(refusal(late), "factor-begin-again");
        service.begin_factor(&reader).await.unwrap();
        let TwoStep::Begun(second) = service.two_step(&reader).await.unwrap() else { panic!("not begun") };
        assert_ne!(first, second);
        let old = service.enrol_factor(&reader, &code(&first.secret, world.now_and(Duration::zero()))).await;
        assert_eq!(refusal(old), "factor-code-not-yet", "the secret that was shown before");

        let other = world.sign_in_with("claire.martin", PASSWORD).await.whole().unwrap().token;
        let now = code(&second.secret, world.now_and(Duration::zero()));
        let (codes, entered) = service.enrol_factor(&reader, &now).await.unwrap();
        let codes = codes.into_texts();
        assert_eq!(codes.len(), CODES);
        for gone in [&token, &other] {
            assert!(service.portal_session(site, gone).await.unwrap().is_none(), "every session ends");
        }
        let (scope, person) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        assert_eq!(person.id, id);
        assert!(service.has_second_factor(&scope).await.unwrap());
        // Nothing was proved anew: it counts as long as the session before would have.
        assert!(service.confirmed(&scope, &entered.token).await.unwrap().is_none());
        let proved = service.confirm(&scope, &entered.token, &codes[0]).await.unwrap();
        let reader = world.confirmed(&proved.token).await;
        assert!(matches!(service.begin_factor(&reader).await, Err(Error::Invalid(_))), "one is enrolled");
        let TwoStep::On { codes_left, .. } = service.two_step(&reader).await.unwrap() else { panic!("off") };
        assert_eq!(codes_left, 9);
        assert_eq!(world.told_of("FactorAdded"), 1);
        let history = service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap().0;
        assert_eq!(history[0].deed, Deed::FactorAdded);
        assert_eq!(service.verify_audits().await.unwrap(), []);

        // What lies in the database is of no use to who reads it.
        let kept = match world.column() {
            Column::Embedded => world.sql("SELECT hex(secret) FROM factors").remove(0),
            Column::Production => world.sql("SELECT encode(secret, 'hex') FROM factors").remove(0),
        };
        let plain = totp_rs::Secret::try_from_base32(&second.secret).unwrap();
        let hex = plain.as_bytes().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"));
        assert!(!kept.to_uppercase().contains(&hex) && kept.len() > hex.len(), "{kept}");
    })
    .await;
}
