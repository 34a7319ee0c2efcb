use std::sync::Arc;

use rappel_domain::{Clock as _, clock::FixedClock, ticket::Status};
use rappel_service::{Closed, Files, Hasher, Origins, Service, View, queue::Ask};
use rappel_store::{Options, Store, migrate};

use super::seed::{PASSWORD, seed, sign_ins};

#[tokio::test]
async fn the_demo_has_tickets_in_every_state_and_everybody_can_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/demo.sqlite", folder.path().display());
    migrate(&url).await.unwrap();
    let clock = Arc::new(FixedClock::at("2026-11-23T10:00:00Z"));
    let now = clock.now();
    let store = Store::open(Options { clock: Some(clock.clone()), ..Options::new(url) }).await.unwrap();
    let origins = Origins {
        scheme: "http".to_owned(),
        port: Some(8080),
        domain: "localhost".to_owned(),
        office: "localhost".to_owned(),
        short: "localhost".to_owned(),
    };
    let files = Files::Folder(folder.path().join("files"));
    let service = Service::new(store, files, Hasher::new(2, 64).unwrap(), origins);
    seed(&service, &clock, now).await.unwrap();
    assert_eq!(clock.now(), now);

    let mut statuses = Vec::new();
    let mut tickets = 0;
    let tenants = service.store().tenants().await.unwrap();
    for somebody in sign_ins() {
        match &somebody.tenant {
            None => {
                let entered = service.sign_in_staff(somebody.user_name, PASSWORD).await.unwrap();
                let ask = Ask { view: View::Todo, tenant: String::new(), text: String::new(), after: None };
                assert!(service.queue(&entered.scope, &ask).await.unwrap().rows.len() > 5);
            }
            Some(slug) => {
                let tenant = tenants.iter().find(|it| it.slug == *slug).unwrap();
                let entered = service.sign_in_person(tenant.id, somebody.user_name, PASSWORD).await.unwrap();
                for closed in [Closed::No, Closed::Yes] {
                    let list = service.ticket_list(&entered.scope, closed, None).await.unwrap();
                    statuses.extend(list.rows.iter().map(|it| it.ticket.status()));
                }
                tickets =
                    tickets.max(service.ticket_list(&entered.scope, Closed::No, None).await.unwrap().open);
            }
        }
    }
    for status in Status::ALL {
        assert!(statuses.contains(status), "{status:?} is missing");
    }
    assert!(tickets > 5);
    // Nothing is left to send when the demo begins.
    let lanes = service.lanes().await.unwrap();
    assert!(lanes.iter().all(|it| it.count == 0), "{lanes:?}");
}
