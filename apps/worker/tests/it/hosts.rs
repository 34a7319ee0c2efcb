//! A company's own host is proved by its record, looked for daily, and switched off with notice when the record is gone.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rappel_domain::host::{HostName, OwnHost, Standing, record_value};

use crate::world::{Carriers, Said, World, on_each_column};

const HOST: &str = "support.durand.example";
const RECORD: &str = "_rappel.support.durand.example";
const OWN: &str = "https://support.durand.example";
const BY_SLUG: &str = "https://durand-fils.support.example";

impl World {
    async fn own_host(&self) -> OwnHost {
        self.service.own_hosts(&self.office().await, self.durand.id).await.unwrap().remove(0)
    }

    /// The host once it was asked for after a time.
    async fn asked_after(&self, time: Option<DateTime<Utc>>) -> OwnHost {
        // Longer than the patience with a resolver.
        for _ in 0..800 {
            let own = self.own_host().await;
            if own.asked_at > time {
                return own;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nobody asks: {:?}", self.parts.sql("SELECT kind, state, last_error FROM jobs"));
    }

    /// Comes back when the next look is over, that much later.
    async fn after(&self, by: TimeDelta) -> OwnHost {
        let before = self.own_host().await.asked_at;
        // What is being sent when hours pass would lose its lease, and go twice.
        self.leap(by).await;
        self.asked_after(before).await
    }

    async fn links(&self) -> String {
        self.service.portal_origin(&self.durand).await.unwrap()
    }

    async fn is_served(&self) -> bool {
        self.service.hosts().await.unwrap().iter().any(|(host, _)| host.host == HOST)
    }

    /// Who was written to about the host, in order of their mailboxes, once there are so many e-mails.
    async fn told(&self, subject: &str, count: usize) -> Vec<(String, String)> {
        let found = || {
            let all = self.sink.received();
            let about = all.into_iter().filter(|it| it.subject().contains(subject));
            let mut about: Vec<_> = about.map(|it| (it.to.join(","), it.text())).collect();
            about.sort();
            about
        };
        for _ in 0..300 {
            if found().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        found()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_served_by_its_record_and_switched_off_without_it() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            let office = world.office().await;
            world.parts.sql("UPDATE persons SET role = 'manager'");
            let host = HostName::parse(HOST).unwrap();
            world.service.add_host(&office, world.durand.id, "Support.DURAND.example.").await.unwrap();
            let own = world.asked_after(None).await;
            assert_eq!((own.standing, own.answered_at), (Standing::Waiting, own.asked_at));
            assert!(!world.is_served().await);

            // Somebody puts another record there, then the right one.
            let value = record_value(&own.token);
            world.names.put(RECORD, Said::Texts(vec!["rappel-verification=other".to_owned()]));
            assert_eq!(world.after(TimeDelta::hours(1)).await.standing, Standing::Waiting);
            world.names.put(RECORD, Said::Texts(vec!["v=spf1 -all".to_owned(), value.clone()]));
            world.leap(TimeDelta::seconds(10)).await;
            let before = world.own_host().await.asked_at;
            assert!(world.service.check_host(&office, world.durand.id, &host).await.unwrap());
            let own = world.asked_after(before).await;
            assert!(matches!(own.standing, Standing::Proved { .. }), "{own:?}");
            assert!(world.is_served().await);
            world.service.link_by_host(&office, world.durand.id, &host).await.unwrap();
            assert_eq!(world.links().await, OWN);

            // A resolver that has a fault, and one that says nothing.
            for said in [Said::Fault, Said::Silence] {
                world.names.put(RECORD, said.clone());
                let own = world.after(TimeDelta::days(1)).await;
                assert!(own.carries_links() && own.answered_at < own.asked_at, "{said:?}: {own:?}");
                assert_eq!(world.links().await, OWN, "{said:?}");
            }

            world.names.put(RECORD, Said::Texts(Vec::new()));
            let own = world.after(TimeDelta::hours(1)).await;
            let until = own.served_until().unwrap();
            assert!(world.is_served().await);
            assert_eq!(world.links().await, BY_SLUG);
            let told = world.told("l’enregistrement DNS a disparu", 3).await;
            let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
            assert_eq!(
                to,
                ["astreinte@office.example", "claire@durand.example", "paul.admin@office.example"]
            );
            for (to, text) in &told {
                assert!(text.contains(&value) && text.contains(RECORD), "{to}: {text}");
                let is_staff = to.ends_with("@office.example");
                assert_eq!(
                    text.contains("https://office.example/tenants/durand-fils/domains"),
                    is_staff,
                    "{to}"
                );
                assert!(text.contains(BY_SLUG), "{to}: {text}");
            }

            // Looked for each hour, told once, and not switched off by silence.
            world.after(TimeDelta::hours(1)).await;
            world.names.put(RECORD, Said::Fault);
            world.after(until - own.asked_at.unwrap()).await;
            assert!(world.is_served().await);
            assert_eq!(world.told("l’enregistrement DNS a disparu", 4).await.len(), 3);

            world.names.put(RECORD, Said::Texts(Vec::new()));
            let own = world.after(TimeDelta::hours(1)).await;
            assert!(matches!(own.standing, Standing::Off { .. }), "{own:?}");
            assert!(!world.is_served().await);
            let told = world.told("ne montre plus le portail", 3).await;
            assert_eq!(told.len(), 3);

            // Everybody could read the old record: whoever has the name now may publish it.
            world.names.put(RECORD, Said::Texts(vec![value.clone()]));
            let own = world.after(TimeDelta::days(1)).await;
            assert!(!own.is_served(), "{own:?}");
            let another = record_value(&own.token);
            assert_ne!(another, value);
            world.names.put(RECORD, Said::Texts(vec![another]));
            let own = world.after(TimeDelta::days(1)).await;
            assert!(own.is_served() && !own.is_primary, "{own:?}");
            assert_eq!(world.links().await, BY_SLUG);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_whose_job_was_lost_is_begun_again() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            world.service.add_host(&world.office().await, world.durand.id, HOST).await.unwrap();
            let own = world.asked_after(None).await;
            world
                .eventually("SELECT count(*) FROM jobs WHERE kind = 'check_host' AND state = 'ready'", &["1"])
                .await;
            world.parts.sql("DELETE FROM jobs WHERE kind = 'check_host'");
            world.leap(TimeDelta::hours(2)).await;
            world.service.begin_host_checks().await.unwrap();
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_eq!(world.own_host().await.asked_at, own.asked_at, "it may only be late");
            world.leap(TimeDelta::hours(2)).await;
            // Two workers that look at it at once.
            let begun = tokio::join!(world.service.begin_host_checks(), world.service.begin_host_checks());
            assert!(begun.0.is_ok() && begun.1.is_ok(), "{begun:?}");
            let again = world.asked_after(own.asked_at).await;
            world
                .eventually("SELECT count(*) FROM jobs WHERE kind = 'check_host' AND state = 'ready'", &["1"])
                .await;
            assert_eq!(world.own_host().await, again, "once");
        })
    })
    .await;
}
