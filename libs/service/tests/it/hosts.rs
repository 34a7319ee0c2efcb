//! Own hosts of companies: who may have which name, and which of them links carry.

use chrono::Duration;
use rappel_domain::{
    audit::Deed,
    host::{HostName, OwnHost, Seen, TOLERANCE},
    role::StaffRole,
};
use rappel_service::{Error, Invalid, Reason, StaffScope, Tenant, people::Wanted, team::StaffForm};

use crate::world::{World, on_each_column};

fn name(text: &str) -> HostName {
    HostName::parse(text).unwrap()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Error>, why: &'static str) {
    match answer {
        Err(Error::Invalid(invalid)) => assert_eq!(invalid, [Invalid::new("host", Reason::Text(why))]),
        other => panic!("{why}: {other:?}"),
    }
}

impl World {
    async fn own(&self, host: &HostName) -> OwnHost {
        let all = self.service.own_hosts(&self.office, self.durand.id).await.unwrap();
        all.into_iter().find(|it| it.host == *host).unwrap()
    }

    /// A look at the record when it is due, as the job takes it.
    pub(crate) async fn look(&self, host: &HostName, seen: Seen) {
        let own = self.own(host).await;
        let wait = own.next_check_at - self.store().clock().now();
        self.clock.advance(wait.max(Duration::zero()));
        let scope = self.store().doors().command_line().await.unwrap().tenant(self.durand.id);
        let mut tx = self.store().write(&scope).await.unwrap();
        self.service.host_looked(&mut tx, host, &own.token, seen).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn portal(&self) -> String {
        self.service.portal_origin(&self.durand).await.unwrap()
    }

    /// The hosts at which the portal of Durand is served.
    async fn served(&self) -> Vec<String> {
        let all = self.service.hosts().await.unwrap();
        all.into_iter().filter(|(_, it)| it.id == self.durand.id).map(|(host, _)| host.host).collect()
    }

    async fn host_deeds(&self, tenant: &Tenant) -> Vec<Deed> {
        let scope = self.office.on(tenant.id).unwrap();
        let (history, _) = self.service.people_history(&scope, &Wanted::default(), None, 100).await.unwrap();
        let mut deeds: Vec<Deed> =
            history.into_iter().map(|it| it.deed).filter(|it| it.host().is_some()).collect();
        deeds.reverse();
        deeds
    }

    async fn admin_of_durand(&self, role: StaffRole) -> StaffScope {
        let form = StaffForm {
            name: "Lucie Martin".to_owned(),
            email: format!("{}@office.example", role.as_str()),
            user_name: format!("lucie.{}", role.as_str()),
            role: role.as_str().to_owned(),
            locale: "fr".to_owned(),
            tenants: vec![self.durand.slug.clone()],
            ..StaffForm::default()
        };
        let id = self.service.add_staff(&self.office, &form).await.unwrap();
        let staff = self.service.staff(&self.office, id).await.unwrap();
        self.store().doors().sign_in_staff(&staff, &rappel_service::sha256(role.as_str())).await.unwrap()
    }
}

#[tokio::test]
async fn a_name_is_one_company_s_however_it_is_written() {
    on_each_column(|world| async move {
        let (service, office) = (&world.service, &world.office);
        let (durand, nunes) = (world.durand.id, world.nunes.id);
        assert_eq!(service.add_host(office, durand, "Société.fr").await.unwrap(), name("xn--socit-esab.fr"));
        for typed in ["société.fr", "SOCIÉTÉ.FR.", "xn--socit-esab.fr", "XN--SOCIT-ESAB.fr."] {
            refused(service.add_host(office, nunes, typed).await, "host-taken");
            refused(service.add_host(office, durand, typed).await, "host-taken");
        }
        // The operator's own, and what is below its domain: that is where portals are.
        for typed in [
            "support.example",
            "Office.Example",
            "s.example.",
            "durand.support.example",
            "a.b.support.example",
        ] {
            refused(service.add_host(office, durand, typed).await, "host-operator");
        }
        refused(service.add_host(office, durand, "https://support.durand.fr").await, "host-form");
        for number in 0..9 {
            service.add_host(office, durand, &format!("h{number}.durand.fr")).await.unwrap();
        }
        refused(service.add_host(office, durand, "h9.durand.fr").await, "host-too-many");
        service.remove_host(office, durand, &name("h0.durand.fr")).await.unwrap();
        service.add_host(office, durand, "h9.durand.fr").await.unwrap();
        // Taken away, it is another's to have.
        service.remove_host(office, durand, &name("société.fr")).await.unwrap();
        service.add_host(office, nunes, "société.fr").await.unwrap();
        assert_eq!(world.served().await, ["durand-fils.support.example"], "none is proved");
    })
    .await;
}

#[tokio::test]
async fn links_carry_a_host_that_was_chosen_while_it_is_proved() {
    on_each_column(|world| async move {
        let (service, office, durand) = (&world.service, &world.office, world.durand.id);
        let (first, second) = (name("support.durand.fr"), name("aide.durand.fr"));
        let by_slug = "https://durand-fils.support.example";
        service.add_host(office, durand, first.as_str()).await.unwrap();
        refused(service.link_by_host(office, durand, &first).await, "host-not-proved");
        world.look(&first, Seen::There).await;
        assert_eq!(world.served().await, ["support.durand.fr", "durand-fils.support.example"]);
        assert_eq!(
            world.portal().await,
            by_slug,
            "its certificate, and whether it points to us, nobody has tried"
        );
        service.link_by_host(office, durand, &first).await.unwrap();
        service.link_by_host(office, durand, &first).await.unwrap();
        assert_eq!(world.portal().await, "https://support.durand.fr");
        service.add_host(office, durand, second.as_str()).await.unwrap();
        world.look(&second, Seen::There).await;
        service.link_by_host(office, durand, &second).await.unwrap();
        assert_eq!(world.portal().await, "https://aide.durand.fr");
        assert!(!world.own(&first).await.is_primary);
        service.unlink_host(office, durand, &second).await.unwrap();
        assert_eq!(world.portal().await, by_slug);
        service.link_by_host(office, durand, &first).await.unwrap();

        // Silence for a week changes nothing.
        for _ in 0..168 {
            world.look(&first, Seen::NoAnswer).await;
        }
        assert_eq!(world.portal().await, "https://support.durand.fr");
        world.look(&first, Seen::Gone).await;
        assert_eq!(world.portal().await, by_slug, "whoever has the name by now must not get what links open");
        assert!(world.served().await.contains(&"support.durand.fr".to_owned()));
        world.clock.advance(TOLERANCE);
        world.look(&first, Seen::Gone).await;
        assert!(!world.served().await.contains(&"support.durand.fr".to_owned()));
        world.look(&first, Seen::There).await;
        assert!(world.served().await.contains(&"support.durand.fr".to_owned()));
        assert_eq!(world.portal().await, by_slug);
        service.remove_host(office, durand, &first).await.unwrap();
        assert!(!world.served().await.contains(&"support.durand.fr".to_owned()));

        let (one, other) = (|| first.clone(), || second.clone());
        assert_eq!(
            world.host_deeds(&world.durand).await,
            [
                Deed::HostAdded { host: one() },
                Deed::HostProved { host: one() },
                Deed::HostLinked { host: one() },
                Deed::HostAdded { host: other() },
                Deed::HostProved { host: other() },
                Deed::HostLinked { host: other() },
                Deed::HostUnlinked { host: other() },
                Deed::HostLinked { host: one() },
                Deed::HostOff { host: one() },
                Deed::HostProved { host: one() },
                Deed::HostRemoved { host: one() },
            ]
        );
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_seen_of_a_host_that_was_added_anew_says_nothing_of_it() {
    on_each_column(|world| async move {
        let (service, office, durand) = (&world.service, &world.office, world.durand.id);
        let host = name("support.durand.fr");
        service.add_host(office, durand, host.as_str()).await.unwrap();
        let old = world.own(&host).await.token;
        service.remove_host(office, durand, &host).await.unwrap();
        let scope = world.store().doors().command_line().await.unwrap().tenant(durand);
        for added in [false, true] {
            if added {
                service.add_host(office, durand, host.as_str()).await.unwrap();
                assert_ne!(world.own(&host).await.token, old);
            }
            let mut tx = world.store().write(&scope).await.unwrap();
            service.host_looked(&mut tx, &host, &old, Seen::There).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(world.served().await, ["durand-fils.support.example"]);
        // Whoever asks for a look again and again gets one.
        assert!(!service.check_host(office, durand, &host).await.unwrap(), "there is one to come");
        world.look(&host, Seen::Gone).await;
        assert!(!service.check_host(office, durand, &host).await.unwrap(), "there was one just now");
        world.clock.advance(Duration::seconds(6));
        assert!(service.check_host(office, durand, &host).await.unwrap());
        assert!(!service.check_host(office, durand, &host).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_or_sees_it_not_changes_no_host() {
    on_each_column(|world| async move {
        let (service, durand, nunes) = (&world.service, world.durand.id, world.nunes.id);
        let host = name("support.durand.fr");
        service.add_host(&world.office, durand, host.as_str()).await.unwrap();
        world.look(&host, Seen::There).await;
        service.add_host(&world.office, nunes, "help.nunes.example").await.unwrap();
        let tries = async |who: &StaffScope, tenant, host: &HostName| {
            [
                service.own_hosts(who, tenant).await.map(|_| ()),
                service.add_host(who, tenant, "x.durand.fr").await.map(|_| ()),
                service.check_host(who, tenant, host).await.map(|_| ()),
                service.link_by_host(who, tenant, host).await,
                service.unlink_host(who, tenant, host).await,
                service.remove_host(who, tenant, host).await,
            ]
        };
        let agent = world.admin_of_durand(StaffRole::Agent).await;
        for answer in tries(&agent, durand, &host).await {
            assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        }
        let admin = world.admin_of_durand(StaffRole::Admin).await;
        for tenant in [nunes, world.office.operator()] {
            for answer in tries(&admin, tenant, &name("help.nunes.example")).await {
                assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
            }
        }
        // Another company's, by way of one's own: as if it were nobody's.
        for foreign in ["help.nunes.example", "nobody.example"] {
            let [_, _, rest @ ..] = tries(&admin, durand, &name(foreign)).await;
            for answer in rest {
                assert!(matches!(answer, Err(Error::NotFound)), "{foreign}: {answer:?}");
            }
        }
        let left = service.own_hosts(&world.office, nunes).await.unwrap();
        assert_eq!(left.len(), 1);
        assert!(world.own(&host).await.is_served());
    })
    .await;
}
