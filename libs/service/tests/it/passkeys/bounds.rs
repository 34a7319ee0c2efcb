//! What is kept of ceremonies, and how many.

use rappel_service::factors::passkeys::Place;
use rappel_store::passkeys::{Ceremony, OF_BROWSER, UNDER_WAY};
use rappel_testkit::Authenticator;

use super::{BROWSER, HOST, ORIGIN, place, refused};
use crate::world::{World, on_each_column};

#[tokio::test]
async fn ceremonies_are_bounded_for_a_browser_and_for_a_company() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        world.add_passkey(&token, &mut phone).await;
        let rows = || world.sql("SELECT count(*) FROM passkey_ceremonies").remove(0).parse::<u64>().unwrap();
        let first = service.begin_passkey_sign_in(site, place(BROWSER)).await.unwrap();
        for _ in 0..OF_BROWSER {
            world.clock.advance(chrono::Duration::seconds(1));
            service.begin_passkey_sign_in(site, place(BROWSER)).await.unwrap();
        }
        assert_eq!(rows(), OF_BROWSER as u64);
        let signed = phone.sign(&first, ORIGIN, &[]).unwrap();
        refused(service.sign_in_by_passkey(site, place(BROWSER), &signed).await, "the oldest is gone");

        world.begin_many(Ceremony::SignIn).await;
        assert!(rows() <= UNDER_WAY, "{}", rows());
        // Whoever begins now and comes back soon still gets in, and another company is not touched.
        world.clock.advance(chrono::Duration::seconds(1));
        let late = service.begin_passkey_sign_in(site, place(BROWSER)).await.unwrap();
        let signed = phone.sign(&late, ORIGIN, &[]).unwrap();
        service.sign_in_by_passkey(site, place(BROWSER), &signed).await.unwrap();
        assert!(rows() <= UNDER_WAY);
        world.clock.advance(chrono::Duration::minutes(5));
        service.begin_passkey_sign_in(site, Place { host: HOST, browser: "late" }).await.unwrap();
        assert_eq!(rows(), 1, "what is over is forgotten");
    })
    .await;
}

impl World {
    /// Begins as many ceremonies of Durand as may be under way, each in a browser of its own.
    async fn begin_many(&self, kind: Ceremony) {
        let guest = self.store().doors().guest(self.durand.id).await.unwrap();
        for count in 0..UNDER_WAY {
            let mut hash = [1; 32];
            hash[..8].copy_from_slice(&count.to_be_bytes());
            let tx = self.store().write(&guest).await.unwrap();
            let until = tx.clock().now() + chrono::Duration::minutes(4);
            tx.passkeys().begin_ceremony(kind, &hash, &hash, b"sealed", until).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn whoever_begins_many_sign_ins_ends_no_ceremony_of_somebody_who_is_known() {
    on_each_column(|world| async move {
        let (service, site) = (&world.service, world.durand.id);
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        let mut phone = Authenticator::new();
        let token = world.add_passkey(&token, &mut phone).await;
        let (scope, _) = service.portal_session(site, &token).await.unwrap().unwrap();
        let here = place(&token);
        let asked = service.begin_passkey_proof(&scope, here).await.unwrap();
        world.clock.advance(chrono::Duration::seconds(70));
        world.begin_many(Ceremony::SignIn).await;
        let signed = phone.sign(&asked, ORIGIN, &[]).unwrap();
        service.confirm_by_passkey(&scope, here, &signed).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_lies_in_the_database_opens_nothing() {
    on_each_column(|world| async move {
        let options = world.service.begin_passkey_sign_in(world.durand.id, place(BROWSER)).await.unwrap();
        let options: serde_json::Value = serde_json::from_str(&options).unwrap();
        assert_eq!(options["timeout"], 300_000);
        assert_eq!((&options["rpId"], &options["userVerification"]), (&HOST.into(), &"required".into()));
        let challenge = options["challenge"].as_str().unwrap().to_owned();
        assert!(challenge.len() >= 22, "128 bits: {challenge}");
        let rows = world.contents().remove("passkey_ceremonies").unwrap().join(" ");
        assert!(!rows.contains(&challenge) && !rows.contains(BROWSER), "{rows}");
        // Another installation's secret opens none of it.
        let mut phone = Authenticator::new();
        let (_, token) = world.with_password("Claire Martin", "manager").await;
        world.add_passkey(&token, &mut phone).await;
        let options = world.service.begin_passkey_sign_in(world.durand.id, place(BROWSER)).await.unwrap();
        let signed = phone.sign(&options, ORIGIN, &[]).unwrap();
        let other = world.with_another_key().await;
        refused(other.sign_in_by_passkey(world.durand.id, place(BROWSER), &signed).await, "another key");
    })
    .await;
}
