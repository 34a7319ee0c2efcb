//! Passkeys: added, used, lost, and what attackers try with them. The authenticator is one in software, with real keys.

mod attacks;
mod bounds;
mod hosts;
mod second;
mod staff;

use chrono::Duration;
use rappel_domain::audit::Deed;
use rappel_service::{
    Error, Scope, Tenant,
    factors::{
        Confirmed,
        passkeys::{PASSKEYS, Place},
    },
    people::{Disabled, Wanted},
    sign_in::SignedIn,
};
use rappel_testkit::{Authenticator, authenticator::Lie};

use crate::{factors::person::refusal, world::World, world::on_each_column};

/// The host of Durand that it always has.
pub(crate) const HOST: &str = "durand-fils.support.example";
pub(crate) const ORIGIN: &str = "https://durand-fils.support.example";
/// What a browser holds in the cookie of its forms.
pub(crate) const BROWSER: &str = "a browser";

pub(crate) const fn place(browser: &str) -> Place<'_> {
    Place { host: HOST, browser }
}

impl World {
    /// Has somebody who has just signed in add a passkey. Answers the token of the session that this began.
    pub(crate) async fn add_passkey(&self, token: &str, phone: &mut Authenticator) -> String {
        let reader = self.confirmed(token).await;
        self.add_for(&reader, HOST, phone).await.unwrap().token
    }

    pub(crate) async fn add_for(
        &self,
        reader: &Confirmed,
        host: &str,
        phone: &mut Authenticator,
    ) -> Result<SignedIn<Scope>, Error> {
        let options = self.service.begin_passkey(reader, host).await?;
        let made = phone.make(&options, &format!("https://{host}"), &[]).unwrap();
        self.service.add_passkey(reader, host, "Téléphone", &made).await
    }

    /// Has somebody sign in to Durand with the latest passkey for its host.
    pub(crate) async fn with_passkey(
        &self,
        phone: &mut Authenticator,
        lies: &[Lie],
    ) -> Result<SignedIn<Scope>, Error> {
        self.with_passkey_of(&self.durand, HOST, phone, lies).await
    }

    pub(crate) async fn with_passkey_of(
        &self,
        tenant: &Tenant,
        host: &str,
        phone: &mut Authenticator,
        lies: &[Lie],
    ) -> Result<SignedIn<Scope>, Error> {
        let place = Place { host, browser: BROWSER };
        let options = self.service.begin_passkey_sign_in(tenant.id, place).await?;
        let signed = phone.sign(&options, &format!("https://{host}"), lies).unwrap();
        self.service.sign_in_by_passkey(tenant.id, place, &signed).await
    }
}

#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(answer: Result<T, Error>, why: &str) {
    assert!(matches!(answer, Err(Error::SignInFailed)), "{why}: {answer:?}");
}

#[tokio::test]
async fn a_passkey_is_added_signs_in_is_renamed_and_taken_away() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (id, token) = world.with_password("Claire Martin", "manager").await;
        let other = world.sign_in_with("claire.martin", crate::factors::person::PASSWORD).await;
        let other = other.whole().unwrap().token;
        let mut phone = Authenticator::new();
        let token_after = world.add_passkey(&token, &mut phone).await;
        for gone in [&token, &other] {
            assert!(service.portal_session(site, gone).await.unwrap().is_none(), "every session ends");
        }
        let (scope, _) = service.portal_session(site, &token_after).await.unwrap().unwrap();
        let key = service.passkeys(&scope).await.unwrap().remove(0);
        assert_eq!((key.name.as_str(), key.host.as_str(), key.used_at), ("Téléphone", HOST, None));
        // What the authenticator knows the account by tells nothing of it.
        let handle = phone.latest().handle.clone();
        assert_eq!(handle.len(), 64);
        assert!(!handle.windows(16).any(|part| part == id.uuid().as_bytes()));

        world.clock.advance(Duration::minutes(30));
        let entered = world.with_passkey(&mut phone, &[]).await.unwrap();
        let (scope, person) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        assert_eq!(person.id, id);
        let used = service.passkeys(&scope).await.unwrap().remove(0).used_at;
        assert_eq!(used, Some(world.now_and(Duration::zero())));
        // A sign-in with it is a proof of who sits there.
        let reader = world.confirmed(&entered.token).await;
        service.rename_passkey(&reader, key.id, "  Mon   téléphone ").await.unwrap();
        assert_eq!(service.passkeys(&scope).await.unwrap()[0].name, "Mon téléphone");
        assert!(matches!(service.rename_passkey(&reader, key.id, " ").await, Err(Error::Invalid(_))));

        // The same authenticator is not asked for a second one; another one is, under the same account.
        let options = service.begin_passkey(&reader, HOST).await.unwrap();
        assert!(phone.make(&options, ORIGIN, &[]).is_none(), "it has one");
        let mut computer = Authenticator::new();
        let made = computer.make(&options, ORIGIN, &[]).unwrap();
        assert_eq!(computer.latest().handle, handle);
        let entered = service.add_passkey(&reader, HOST, "Ordinateur", &made).await.unwrap();
        let reader = world.confirmed(&entered.token).await;
        assert_eq!(service.passkeys(&scope).await.unwrap().len(), 2);

        let entered = service.remove_passkey(&reader, key.id).await.unwrap();
        refused(world.with_passkey(&mut phone, &[]).await, "it was taken away");
        world.with_passkey(&mut computer, &[]).await.unwrap();
        assert!(
            matches!(service.remove_passkey(&reader, key.id).await, Err(Error::SignInFailed)),
            "another epoch"
        );
        let reader = world.confirmed(&entered.token).await;
        assert!(matches!(service.remove_passkey(&reader, key.id).await, Err(Error::NotFound)), "once");
        assert_eq!((world.told_of("PasskeyAdded"), world.told_of("PasskeyRemoved")), (2, 1));
        let (scope, _) = service.portal_session(site, &entered.token).await.unwrap().unwrap();
        let history = service.people_history(&scope, &Wanted::default(), None, 10).await.unwrap().0;
        let deeds: Vec<_> = history.iter().map(|it| &it.deed).take(3).collect();
        assert_eq!(deeds, [&Deed::PasskeyRemoved, &Deed::PasskeyAdded, &Deed::PasskeyAdded]);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn it_is_both_factors_and_nobody_gets_in_who_may_not() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.enrolled("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        world.add_passkey(&claire.token, &mut phone).await;
        // No code is asked for, and none is used up.
        let entered = world.with_passkey(&mut phone, &[]).await.unwrap();
        assert!(service.portal_session(world.durand.id, &entered.token).await.unwrap().is_some());

        // Who is switched off is told what whoever is unknown is told.
        let (anne, _) = world.active("Anne Roy", "manager").await;
        service.set_disabled(&anne, claire.id, Disabled::Yes).await.unwrap();
        refused(world.with_passkey(&mut phone, &[]).await, "switched off");
        service.set_disabled(&anne, claire.id, Disabled::No).await.unwrap();
        world.with_passkey(&mut phone, &[]).await.unwrap();

        // Whoever lost it: a manager takes it away with the app.
        let (_, manager) = world.with_password("Luc Petit", "manager").await;
        let manager = world.confirmed(&manager).await;
        assert!(service.enrolled_people(&anne).await.unwrap().contains(&claire.id));
        service.take_factor_away(&manager, claire.id).await.unwrap();
        refused(world.with_passkey(&mut phone, &[]).await, "taken away");
        assert!(!service.enrolled_people(&anne).await.unwrap().contains(&claire.id));
        assert_eq!(world.told_of("FactorTakenAway"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_lost_is_taken_away_without_an_app_too() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (zoe, token) = world.with_password("Zoe Blanc", "member").await;
        let mut phone = Authenticator::new();
        let token = world.add_passkey(&token, &mut phone).await;
        let (anne, manager) = world.with_password("Luc Petit", "manager").await;
        assert_ne!(zoe, anne);
        let manager = world.confirmed(&manager).await;
        service.take_factor_away(&manager, zoe).await.unwrap();
        assert!(service.portal_session(world.durand.id, &token).await.unwrap().is_none(), "signed out");
        refused(world.with_passkey(&mut phone, &[]).await, "taken away");
        service.take_factor_away(&manager, zoe).await.unwrap();
        assert_eq!(world.told_of("FactorTakenAway"), 1, "once more changes nothing");
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_of_the_host_that_it_was_made_for() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        let token = world.add_passkey(&token, &mut phone).await;
        let own = "support.durand.fr";
        // The browser has none to offer there; one that lies gets no further.
        let there = Place { host: own, browser: BROWSER };
        let options = service.begin_passkey_sign_in(world.durand.id, there).await.unwrap();
        assert!(phone.sign(&options, "https://support.durand.fr", &[]).is_none());
        let signed = phone.latest().sign_all(&options, "https://support.durand.fr", &[]).unwrap();
        refused(service.sign_in_by_passkey(world.durand.id, there, &signed).await, "made for the other host");
        let options = service.begin_passkey_sign_in(world.durand.id, there).await.unwrap();
        let lie = [Lie::Site(own.to_owned())];
        let signed = phone.latest().sign_all(&options, "https://support.durand.fr", &lie).unwrap();
        refused(service.sign_in_by_passkey(world.durand.id, there, &signed).await, "that says so itself");

        // Both are kept, each for its host, and the same authenticator may hold both.
        let reader = world.confirmed(&token).await;
        let entered = world.add_for(&reader, own, &mut phone).await.unwrap();
        let (scope, _) = service.portal_session(world.durand.id, &entered.token).await.unwrap().unwrap();
        let hosts: Vec<_> = service.passkeys(&scope).await.unwrap().into_iter().map(|it| it.host).collect();
        assert_eq!(hosts, [HOST, own]);
        world.with_passkey(&mut phone, &[]).await.unwrap();
        world.with_passkey_of(&world.durand, own, &mut phone, &[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_has_more_than_twenty() {
    on_each_column(|world| async move {
        let (_, mut token) = world.with_password("Claire Martin", "manager").await;
        for _ in 0..PASSKEYS {
            token = world.add_passkey(&token, &mut Authenticator::new()).await;
        }
        let reader = world.confirmed(&token).await;
        assert_eq!(refusal(world.service.begin_passkey(&reader, HOST).await), "passkey-too-many");
    })
    .await;
}
