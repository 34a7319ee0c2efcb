//! Who may say a company's texts in other words, and what is noted of it.

use rappel_domain::{
    Locale,
    audit::Deed,
    id::StaffId,
    own_text::{OwnText, fingerprint},
    role::StaffRole,
};
use rappel_service::{Error, StaffScope, Tenant, people::Wanted, team::StaffForm};

use crate::world::{World, on_each_column};

const KEY: (Locale, &str) = (Locale::Fr, "login-title");

impl World {
    /// Adds somebody who sees Durand alone.
    async fn of_durand_alone(&self, role: StaffRole) -> StaffScope {
        let form = StaffForm {
            name: "Lucie Martin".to_owned(),
            email: format!("{}@office.example", role.as_str()),
            user_name: format!("lucie.{}", role.as_str()),
            role: role.as_str().to_owned(),
            locale: "fr".to_owned(),
            tenants: vec![self.durand.slug.clone()],
            ..StaffForm::default()
        };
        let id: StaffId = self.service.add_staff(&self.office, &form).await.unwrap();
        let staff = self.service.staff(&self.office, id).await.unwrap();
        let hash = rappel_service::sha256(&format!("{id} {}", staff.session_epoch));
        self.store().doors().sign_in_staff(&staff, &hash).await.unwrap()
    }

    async fn text_deeds(&self, tenant: &Tenant) -> Vec<Deed> {
        let scope = self.office.on(tenant.id).unwrap();
        let (history, _) = self.service.people_history(&scope, &Wanted::default(), None, 100).await.unwrap();
        let deeds = history.into_iter().map(|it| it.deed);
        deeds.filter(|deed| matches!(deed, Deed::TextChanged { .. })).collect()
    }
}

fn changed(from: Option<&str>, to: Option<&str>) -> Deed {
    let own = |words: Option<&str>| words.map(fingerprint);
    Deed::TextChanged { locale: "fr".to_owned(), key: KEY.1.to_owned(), from: own(from), to: own(to) }
}

#[tokio::test]
async fn every_change_is_noted_without_its_words_and_told_by_the_version() {
    on_each_column(|world| async move {
        let (service, durand) = (&world.service, world.durand.id);
        let lucie = world.of_durand_alone(StaffRole::Admin).await;
        assert!(service.texts_versions().await.unwrap().is_empty());
        service.save_own_words(&lucie, durand, KEY, Some(" Entrer\r\n"), None).await.unwrap();
        let first = service.texts_versions().await.unwrap();
        // The same again is no change.
        service.save_own_words(&lucie, durand, KEY, Some("Entrer"), None).await.unwrap();
        assert_eq!(service.texts_versions().await.unwrap(), first);
        service.save_own_words(&lucie, durand, KEY, Some("Ouvrir"), None).await.unwrap();
        service.save_own_words(&lucie, durand, (Locale::En, KEY.1), Some("Enter"), None).await.unwrap();
        let own = |locale, words: &str| OwnText { locale, key: KEY.1.to_owned(), words: words.to_owned() };
        let expected = [own(Locale::En, "Enter"), own(Locale::Fr, "Ouvrir")];
        assert_eq!(service.own_words(&lucie, durand).await.unwrap(), expected);
        assert_eq!(service.own_words_of(durand).await.unwrap(), expected);
        assert!(service.own_words_of(world.nunes.id).await.unwrap().is_empty());

        service.save_own_words(&lucie, durand, KEY, None, None).await.unwrap();
        service.save_own_words(&lucie, durand, KEY, None, None).await.unwrap();
        assert_eq!(service.own_words(&lucie, durand).await.unwrap(), expected[..1]);
        let versions = service.texts_versions().await.unwrap();
        assert_eq!(versions.keys().collect::<Vec<_>>(), [&durand]);
        assert_eq!(versions[&durand], first[&durand] + 3);

        let mut deeds = world.text_deeds(&world.durand).await;
        let english = deeds.remove(1);
        assert!(matches!(english, Deed::TextChanged { locale, .. } if locale == "en"));
        assert_eq!(
            deeds,
            [
                changed(Some("Ouvrir"), None),
                changed(Some("Entrer"), Some("Ouvrir")),
                changed(None, Some("Entrer"))
            ]
        );
        assert_eq!(world.text_deeds(&world.nunes).await, []);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_or_sees_it_not_changes_nothing_and_reads_nothing() {
    on_each_column(|world| async move {
        let (service, durand, nunes) = (&world.service, world.durand.id, world.nunes.id);
        let admin = world.of_durand_alone(StaffRole::Admin).await;
        let agent = world.of_durand_alone(StaffRole::Agent).await;
        service.save_own_words(&world.office, nunes, KEY, Some("Viagens"), None).await.unwrap();
        let answers = async |who: &StaffScope, tenant| {
            [
                service.own_words(who, tenant).await.map(|_| ()),
                service.save_own_words(who, tenant, KEY, Some("Entrer"), None).await,
                service.save_own_words(who, tenant, KEY, None, None).await,
            ]
        };
        for answer in answers(&agent, durand).await {
            assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        }
        // Another's company and the operator are answered alike.
        for tenant in [nunes, admin.operator()] {
            for answer in answers(&admin, tenant).await {
                assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
            }
        }
        for (key, words) in [
            ("Login", "a"),
            ("login-title", ""),
            ("login-title", "a\u{0}b"),
            ("login-title", &"x".repeat(1_501)),
        ] {
            let refused = service.save_own_words(&admin, durand, (Locale::Fr, key), Some(words), None).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{key} {refused:?}");
        }
        assert_eq!(service.own_words_of(nunes).await.unwrap().len(), 1);
        assert!(service.own_words_of(durand).await.unwrap().is_empty());
    })
    .await;
}

/// Two at once follow each other: what the later one notes as before is what the other said.
#[tokio::test(flavor = "multi_thread")]
async fn two_changes_at_once_follow_each_other() {
    on_each_column(|world| async move {
        let (service, durand) = (&world.service, world.durand.id);
        let save =
            |words: &'static str| service.save_own_words(&world.office, durand, KEY, Some(words), None);
        let (one, other) = tokio::join!(save("Entrer"), save("Ouvrir"));
        one.unwrap();
        other.unwrap();
        let deeds = world.text_deeds(&world.durand).await;
        let either = [
            [changed(Some("Entrer"), Some("Ouvrir")), changed(None, Some("Entrer"))],
            [changed(Some("Ouvrir"), Some("Entrer")), changed(None, Some("Ouvrir"))],
        ];
        assert!(either.iter().any(|expected| deeds == *expected), "{deeds:?}");
    })
    .await;
}

/// Two have the same page before them: what the first saved is not lost to the second, nor to a way back.
#[tokio::test]
async fn nothing_is_saved_over_words_that_were_not_seen() {
    on_each_column(|world| async move {
        let (service, durand) = (&world.service, world.durand.id);
        let save = async |words: Option<&str>, seen: &str| {
            service.save_own_words(&world.office, durand, KEY, words, Some(seen)).await
        };
        save(Some("Entrer"), "").await.unwrap();
        let version = service.texts_versions().await.unwrap();
        for words in [Some("Ouvrir"), None] {
            for seen in ["", "x", &fingerprint("Ouvrir")] {
                let refused = save(words, seen).await;
                assert!(matches!(refused, Err(Error::Conflict)), "{words:?} {refused:?}");
            }
        }
        // Who wants what is there has it.
        save(Some("Entrer"), "").await.unwrap();
        assert_eq!(service.own_words_of(durand).await.unwrap()[0].words, "Entrer");
        assert_eq!(service.texts_versions().await.unwrap(), version);
        assert_eq!(world.text_deeds(&world.durand).await.len(), 1);
        save(Some("Ouvrir"), &fingerprint("Entrer")).await.unwrap();
        save(None, &fingerprint("Ouvrir")).await.unwrap();
        assert!(service.own_words_of(durand).await.unwrap().is_empty());
    })
    .await;
}
