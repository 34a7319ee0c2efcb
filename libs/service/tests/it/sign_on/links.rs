//! Who is who with the provider: linked, forgotten, and found out anew.

use chrono::Duration;
use rappel_domain::audit::Deed;
use rappel_service::{
    Error,
    people::{Disabled, Wanted},
    sign_on::{SignOnForm, Why},
};
use rappel_testkit::identity::{Account, Algorithm};

use super::company::{Company, form, why};
use crate::world::on_each_column;

const LINKS: &str = "SELECT count(*) FROM identities";

#[tokio::test]
async fn a_link_is_forgotten_by_whoever_proved_who_they_are() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let (_, claire) = world.with_password("Claire Martin", "manager").await;
        let (_, luc) = world.with_password("Luc Petit", "member").await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await.id;
        let (manager, member) = (world.confirmed(&claire).await, world.confirmed(&luc).await);
        let (paul, proof) = world.confirmed_staff(world.paul).await;
        let (marie, of_marie) = world.confirmed_staff(world.marie).await;
        let here = paul.on(site).unwrap();
        assert!(matches!(service.unlink(&member, ada).await, Err(Error::Forbidden)));
        assert!(matches!(service.unlink(&proof, ada).await, Err(Error::Forbidden)));
        let agent = service.unlink_by_staff(&of_marie, &marie.on(site).unwrap(), ada).await;
        assert!(matches!(agent, Err(Error::Forbidden)), "{agent:?}");
        let of_another = service.unlink_by_staff(&of_marie, &here, ada).await;
        assert!(matches!(of_another, Err(Error::Forbidden)), "{of_another:?}");
        let elsewhere = service.unlink_by_staff(&proof, &paul.on(world.nunes.id).unwrap(), ada).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        assert_eq!(world.sql(LINKS), ["1"]);

        let scope = world.office.on(site).unwrap();
        assert!(service.linked_people(&scope).await.unwrap().contains(&ada));
        service.unlink(&manager, ada).await.unwrap();
        assert_eq!((world.sql(LINKS).remove(0).as_str(), world.told_of("ProviderUnlinked")), ("0", 1));
        assert!(service.portal_session(site, &token).await.unwrap().is_none(), "they are signed out");
        let (history, _) = service.people_history(&scope, &Wanted::default(), None, 1).await.unwrap();
        assert_eq!(history[0].deed, Deed::IdentityUnlinked);
        // Once is enough, and whoever has the address now is linked.
        service.unlink(&manager, ada).await.unwrap();
        assert_eq!(world.told_of("ProviderUnlinked"), 1);
        company.provider.sign_in_as(Account::new("s-2", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(company.reader(&world.durand, &token).await.id, ada);
        service.unlink_by_staff(&proof, &here, ada).await.unwrap();
        assert_eq!(world.told_of("ProviderUnlinked"), 2);
        // Whoever signed out proves nothing any more.
        service.sign_out(site, &claire).await.unwrap();
        assert!(matches!(service.unlink(&manager, ada).await, Err(Error::SignInFailed)));
    })
    .await;
}

#[tokio::test]
async fn another_provider_links_anew_but_whoever_is_switched_off_stays_out() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let scope = world.office.on(site).unwrap();
        let mut people = Vec::new();
        for (subject, email) in [("s-1", "ada@durand.fr"), ("s-2", "luc@durand.fr")] {
            company.provider.sign_in_as(Account::new(subject, email, "Somebody"));
            let token = company.comes(&world.durand).await.unwrap();
            people.push(company.reader(&world.durand, &token).await.id);
        }
        world.service.set_disabled(&scope, people[1], Disabled::Yes).await.unwrap();
        let (paul, proof) = world.confirmed_staff(world.paul).await;
        let off = service.unlink_by_staff(&proof, &paul.on(site).unwrap(), people[1]).await;
        assert!(matches!(off, Err(Error::NotFound)), "{off:?}");
        // The same subject under another address.
        company.provider.sign_in_as(Account::new("s-2", "lucien@durand.fr", "Luc"));
        assert_eq!(why(company.comes(&world.durand).await), Why::Disabled);

        let good = form(&company.provider.issuer(), "durand.fr");
        company.save(&world.durand, good.clone()).await.unwrap();
        assert_eq!(world.sql(LINKS), ["2"], "nothing that counts was changed");
        let renamed = SignOnForm { client_id: "another".to_owned(), ..good.clone() };
        company.save(&world.durand, renamed).await.unwrap();
        assert_eq!(world.sql(LINKS), ["1"], "that of whoever is switched off");
        company.save(&world.durand, good.clone()).await.unwrap();
        for email in ["lucien@durand.fr", "luc@durand.fr"] {
            company.provider.sign_in_as(Account::new("s-2", email, "Luc"));
            assert_eq!(why(company.comes(&world.durand).await), Why::Disabled, "{email}");
        }
        company.provider.sign_in_as(Account::new("s-3", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(company.reader(&world.durand, &token).await.id, people[0]);
        service.remove_sign_on(&company.setter, site).await.unwrap();
        assert_eq!(world.sql(LINKS), ["1"]);
        world.clock.advance(Duration::seconds(1));
        company.save(&world.durand, good).await.unwrap();
        company.provider.sign_in_as(Account::new("s-4", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        assert_eq!(company.reader(&world.durand, &token).await.id, people[0]);
    })
    .await;
}
