//! Passkeys for a host of the company's own that serves it no more.

use rappel_domain::host::{HostName, Seen, TOLERANCE};
use rappel_service::{
    Error,
    factors::passkeys::{Place, Ways, can_be_at},
    second_step::Admission,
};
use rappel_testkit::Authenticator;

use super::{BROWSER, HOST};
use crate::{factors::person::PASSWORD, world::on_each_column};

#[tokio::test]
async fn nothing_is_asked_at_a_host_that_is_no_name() {
    on_each_column(|world| async move {
        let world = &world; // all of it lives on: its folder, too
        for host in ["192.0.2.1", "durand-fils.192.0.2.1", "[2001:db8::1]", "durand_fils.example", "durand"] {
            assert!(!can_be_at(host), "{host}");
            let asked =
                world.service.begin_passkey_sign_in(world.durand.id, Place { host, browser: BROWSER });
            let asked = asked.await;
            assert!(matches!(asked, Err(Error::NotFound)), "{host}: {asked:?}");
        }
        assert!(can_be_at(HOST) && can_be_at("durand.localhost") && can_be_at("localhost"));
    })
    .await;
}

#[tokio::test]
async fn keys_for_a_host_that_serves_no_more_lead_nowhere_count_for_nothing_and_go() {
    on_each_column(|world| async move {
        let (service, office, site) = (&world.service, &world.office, world.durand.id);
        let keys = || world.sql("SELECT count(*) FROM passkeys").remove(0);
        let own = HostName::parse("support.durand.fr").unwrap();
        service.add_host(office, site, own.as_str()).await.unwrap();
        world.look(&own, Seen::There).await;
        let (_, token) = world.with_password("Luc Petit", "member").await;
        let reader = world.confirmed(&token).await;
        world.add_for(&reader, own.as_str(), &mut Authenticator::new()).await.unwrap();
        world.require_second_step().await;
        let ways = async |host: &str| {
            let half = world.half_in("luc.petit").await;
            service.ways_of_step(&service.second_step(site, &half).await.unwrap(), host).await.unwrap()
        };
        let elsewhere = vec![own.as_str().to_owned()];
        assert_eq!(ways(HOST).await, Ways { code: false, here: false, elsewhere });

        // Its record is missing: it still serves whoever is there, but nobody is led there.
        world.look(&own, Seen::Gone).await;
        assert_eq!(ways(HOST).await, Ways { code: false, here: false, elsewhere: Vec::new() });
        assert_eq!(ways(own.as_str()).await, Ways { code: false, here: true, elsewhere: Vec::new() });

        world.clock.advance(TOLERANCE);
        world.look(&own, Seen::Gone).await;
        assert_eq!((keys().as_str(), world.told_of("PasskeyHostGone")), ("0", 1));
        let Admission::Whole(entered) = world.sign_in_with("luc.petit", PASSWORD).await else {
            panic!("there is no key to ask for");
        };
        assert!(service.person_must_enrol(&entered.scope).await.unwrap());

        world.look(&own, Seen::There).await;
        let entered = world.sign_in_with("luc.petit", PASSWORD).await.whole().unwrap();
        let reader = world.confirmed(&entered.token).await;
        world.add_for(&reader, own.as_str(), &mut Authenticator::new()).await.unwrap();
        service.remove_host(office, site, &own).await.unwrap();
        assert_eq!((keys().as_str(), world.told_of("PasskeyHostGone")), ("0", 2));
        assert_eq!(service.verify_audits().await.unwrap(), []);

        // A row for a host that never was one of the company's, or is no more by another domain in the settings.
        let entered = world.sign_in_with("luc.petit", PASSWORD).await.whole().unwrap();
        let reader = world.confirmed(&entered.token).await;
        let entered = world.add_for(&reader, "elsewhere.example", &mut Authenticator::new()).await.unwrap();
        assert!(service.person_must_enrol(&entered.scope).await.unwrap(), "it opens nothing");
        assert!(matches!(world.sign_in_with("luc.petit", PASSWORD).await, Admission::Whole(_)));
    })
    .await;
}
