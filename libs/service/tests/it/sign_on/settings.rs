//! The provider of a company, as it is set, tried and taken away.

use rappel_domain::{audit::Deed, role::PersonRole};
use rappel_service::{
    Error, Fault, Providers, Reach, Reason, Service,
    people::Wanted,
    second_step::Admission,
    sign_on::{Setter, SignOnForm, Why},
};
use rappel_store::links::Purpose;
use rappel_testkit::identity::{Account, Algorithm, CLIENT_SECRET, Trouble};

use super::company::{Company, form, is_not_found, why};
use crate::{factors::person::PASSWORD, world::on_each_column};

/// Which fields must be corrected, and why.
fn refused(answer: Result<(), Error>) -> Vec<(String, Reason)> {
    match answer {
        Err(Error::Invalid(invalid)) => {
            invalid.into_iter().map(|it| (it.field.into_owned(), it.reason)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_secret_is_sealed_and_goes_to_no_other_provider() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, office, durand) = (&company.service, &world.office, world.durand.id);
        assert!(!format!("{:?}", world.contents()).contains(CLIENT_SECRET));
        let set = service.sign_on(office, durand).await.unwrap().unwrap();
        assert!(!format!("{set:?}").contains(CLIENT_SECRET));
        let save = async |form: SignOnForm| company.save(&world.durand, form).await;
        let kept = SignOnForm { client_secret: String::new(), ..form(&company.provider.issuer(), "durand.fr") };
        save(kept.clone()).await.unwrap();
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        company.comes(&world.durand).await.unwrap();
        let missing = [("client_secret".to_owned(), Reason::Missing)];
        let elsewhere = SignOnForm { issuer: "https://evil.example".to_owned(), ..kept.clone() };
        assert_eq!(refused(save(elsewhere).await), missing);
        let renamed = SignOnForm { client_id: "another".to_owned(), ..kept.clone() };
        assert_eq!(refused(save(renamed).await), missing);
        // Copied to another company it does not open.
        company.set(&world.nunes, "durand.fr").await;
        let seal = world.column() == rappel_testkit::Column::Embedded;
        if seal {
            let slug = &world.durand.slug;
            let of_durand = format!("(SELECT id FROM tenants WHERE slug = '{slug}')");
            world.tamper(&format!(
                "UPDATE identity_providers SET secret = (SELECT secret FROM identity_providers WHERE tenant_id = {of_durand})"
            ));
            let tried = service.test_sign_on(office, world.nunes.id).await;
            assert_eq!(why(tried), Why::Fault(Fault::Refused("invalid_client".to_owned())));
            service.test_sign_on(office, durand).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_is_looked_at() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, office, durand) = (&company.service, &world.office, world.durand.id);
        let blank = refused(company.save(&world.durand, SignOnForm::default()).await);
        let fields: Vec<&str> = blank.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["label", "issuer", "client_id", "domains", "client_secret"]);
        let good = form("https://login.durand.fr/realms/a", " @Durand.fr, durand.fr\nit.durand.fr ");
        for (wrong, field) in [
            (SignOnForm { issuer: "http://login.durand.fr".to_owned(), ..good.clone() }, "issuer"),
            (SignOnForm { issuer: "login.durand.fr".to_owned(), ..good.clone() }, "issuer"),
            (SignOnForm { domains: "*.durand.fr".to_owned(), ..good.clone() }, "domains"),
            (SignOnForm { domains: "fr".to_owned(), ..good.clone() }, "domains"),
            (SignOnForm { client_id: "a\u{7}b".to_owned(), ..good.clone() }, "client_id"),
        ] {
            assert_eq!(refused(company.save(&world.durand, wrong.clone()).await)[0].0, field, "{wrong:?}");
        }
        company.save(&world.durand, good.clone()).await.unwrap();
        let set = service.sign_on(office, durand).await.unwrap().unwrap();
        assert_eq!(set.domains, ["durand.fr", "it.durand.fr"]);
        let scope = office.on(durand).unwrap();
        let (history, _) = service.people_history(&scope, &Wanted::default(), None, 1).await.unwrap();
        let saved = Deed::ProviderSaved {
            issuer: good.issuer.clone(),
            client_id: good.client_id.clone(),
            domains: vec!["durand.fr".to_owned(), "it.durand.fr".to_owned()],
            another_secret: true,
            is_on: true,
            passwords: true,
        };
        assert_eq!(history[0].deed, saved);
        service.remove_sign_on(&company.setter, durand).await.unwrap();
        assert_eq!(service.sign_on(office, durand).await.unwrap(), None);
        let (history, _) = service.people_history(&scope, &Wanted::default(), None, 1).await.unwrap();
        assert_eq!(history[0].deed, Deed::ProviderRemoved);
        assert!(is_not_found(&service.test_sign_on(office, durand).await));
    })
    .await;
}

#[tokio::test]
async fn administrators_of_the_operator_alone_set_it() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, durand) = (&company.service, world.durand.id);
        let (agent, proof) = world.confirmed_staff(world.marie).await;
        let setter = Setter::confirmed(&agent, &proof).unwrap();
        let good = form(&company.provider.issuer(), "durand.fr");
        assert!(matches!(service.sign_on(&agent, durand).await, Err(Error::Forbidden)));
        assert!(matches!(service.save_sign_on(&setter, durand, &good).await, Err(Error::Forbidden)));
        assert!(matches!(service.remove_sign_on(&setter, durand).await, Err(Error::Forbidden)));
        assert!(matches!(service.sign_on_addresses(&agent, durand).await, Err(Error::Forbidden)));
        assert!(service.test_sign_on(&agent, durand).await.is_err());
        let operator = world.office.operator();
        let of_operator = service.save_sign_on(&company.setter, operator, &good).await;
        assert!(matches!(of_operator, Err(Error::NotFound)), "{of_operator:?}");
        let addresses = service.sign_on_addresses(&world.office, durand).await.unwrap();
        let own = format!("https://{}.support.example/login/provider/callback", world.durand.slug);
        assert_eq!(addresses, [own]);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_proves_who_they_are_and_the_managers_are_told() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, durand) = (&company.service, world.durand.id);
        world.with_password("Claire Martin", "manager").await;
        world.with_password("Luc Petit", "member").await;
        let told = || world.sql("SELECT count(*) FROM deliveries WHERE news = 'sign_on_changed'").remove(0);
        let before = told();
        let (paul, proof) = world.confirmed_staff(world.paul).await;
        let (karim, _) = world.confirmed_staff(world.karim).await;
        assert!(matches!(Setter::confirmed(&karim, &proof), Err(Error::Forbidden)), "the proof of another");
        let setter = Setter::confirmed(&paul, &proof).unwrap();
        let version = service.sign_on(&paul, durand).await.unwrap().unwrap().version;
        let kept = SignOnForm {
            client_secret: String::new(),
            version,
            ..form(&company.provider.issuer(), "durand.fr")
        };
        service.save_sign_on(&setter, durand, &kept).await.unwrap();
        assert_eq!((before.as_str(), told().as_str()), ("0", "1"), "the manager, and nobody else");
        let scope = world.office.on(durand).unwrap();
        let (history, _) = service.people_history(&scope, &Wanted::default(), None, 1).await.unwrap();
        assert!(matches!(history[0].deed, Deed::ProviderSaved { another_secret: false, .. }), "{history:?}");
        // Saved from a form that somebody else overtook.
        let late = refused(service.save_sign_on(&setter, durand, &kept).await);
        assert_eq!(late, [("version".to_owned(), Reason::Text("sign-on-version"))]);
        // Switched off meanwhile, they set nothing any more.
        let now = SignOnForm { version: version + 1, ..kept };
        let own = world.office.on(world.office.operator()).unwrap();
        let tx = world.store().write(&own).await.unwrap();
        tx.end_staff_sessions(world.paul).await.unwrap();
        tx.commit().await.unwrap();
        let gone = service.save_sign_on(&setter, durand, &now).await;
        assert!(matches!(gone, Err(Error::SignInFailed)), "{gone:?}");
        let gone = service.remove_sign_on(&setter, durand).await;
        assert!(matches!(gone, Err(Error::SignInFailed)), "{gone:?}");
        service.remove_sign_on(&company.setter, durand).await.unwrap();
        assert_eq!(told(), "2");
    })
    .await;
}

#[tokio::test]
async fn a_test_of_the_connection_says_what_is_wrong() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let test = async |service: &Service| service.test_sign_on(&world.office, world.durand.id).await;
        assert_eq!(test(&company.service).await.unwrap().keys, 1);
        company.provider.trouble(Trouble { status: Some(503), ..Trouble::default() });
        assert_eq!(why(test(&company.service).await), Why::Fault(Fault::Status(503)));
        let other = "https://accounts.example.org".to_owned();
        company.provider.trouble(Trouble { issuer: Some(other.clone()), ..Trouble::default() });
        assert_eq!(why(test(&company.service).await), Why::Fault(Fault::OtherIssuer(other)));
        company.provider.trouble(Trouble::default());
        // Sealed under another key of the installation, the secret is as good as lost.
        let another_key =
            world.with_another_key().await.with_providers(Providers::new(Reach::Inside).unwrap());
        assert_eq!(why(test(&another_key).await), Why::Fault(Fault::Refused("invalid_client".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn members_come_by_the_provider_alone_where_the_company_wants_it() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        let (service, site) = (&company.service, world.durand.id);
        let (_, _session) = world.with_password("Claire Martin", "manager").await;
        let (luc, _) = world.with_password("Luc Petit", "member").await;
        let sign_in = async |name: &str| service.sign_in_person(site, name, PASSWORD, None).await;
        assert!(sign_in("luc.petit").await.is_ok());
        let good = form(&company.provider.issuer(), "durand.fr");
        let strict = SignOnForm { passwords: false, ..good.clone() };
        let by_link = world.link(Purpose::PersonSignIn(luc)).await;
        let another = world.link(Purpose::PersonPassword(luc)).await;
        company.save(&world.durand, strict.clone()).await.unwrap();

        assert!(matches!(sign_in("luc.petit").await, Err(Error::SignInFailed)));
        assert!(matches!(service.sign_in_by_link(site, &by_link).await, Err(Error::NotFound)));
        let chosen = service.choose_password(&world.durand, &another, "une tout autre phrase").await;
        assert!(matches!(chosen, Err(Error::NotFound)), "{chosen:?}");
        let mails = || world.sql("SELECT count(*) FROM deliveries").remove(0);
        let before = mails();
        service.mail_sign_in_link(site, "luc.petit").await.unwrap();
        service.forgot_person_password(site, "luc.petit").await.unwrap();
        assert_eq!(mails(), before);
        // Managers are not shut out by a provider that fails.
        assert!(matches!(sign_in("claire.martin").await, Ok(Admission::Whole(_))));
        let scope = world.office.on(site).unwrap();
        world.service.set_role(&scope, luc, PersonRole::Manager).await.unwrap();
        assert!(sign_in("luc.petit").await.is_ok());
        world.service.set_role(&scope, luc, PersonRole::Member).await.unwrap();
        // Nor members by one that is switched off.
        company.save(&world.durand, SignOnForm { is_on: false, ..strict }).await.unwrap();
        assert!(sign_in("luc.petit").await.is_ok());
    })
    .await;
}
