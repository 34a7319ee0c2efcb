use std::sync::Arc;

use rappel_domain::{Clock as _, clock::FixedClock, ticket::Status};
use rappel_pages::Pages;
use rappel_service::{Closed, View, queue::Ask, tickets::Asked};

use super::{
    archive::{Archive, What},
    seed::{PASSWORD, seed, sign_ins},
};
use crate::{
    backends::{self, Circumstances},
    cli, serve,
};

#[tokio::test]
async fn the_demo_has_tickets_in_every_state_and_everybody_can_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let demo =
        cli::Demo { fresh: false, data: folder.path().to_owned(), listen: ([127, 0, 0, 1], 8080).into() };
    let settings = super::settings(&demo, std::iter::empty()).unwrap();
    rappel_store::migrate(settings.database.url.expose()).await.unwrap();
    let clock = Arc::new(FixedClock::at("2026-11-23T10:00:00Z"));
    let now = clock.now();
    let circumstances = Circumstances { clock: Some(clock.clone()) };
    let backends = super::shown(backends::open(&settings, circumstances).await.unwrap());
    let service = backends.service.clone();
    let pocket = backends.pocket.clone();
    let worker = serve::worker(&settings, backends, Pages::new().unwrap()).unwrap();
    Box::pin(seed(&service, &worker, &clock, now)).await.unwrap();
    assert_eq!(clock.now(), now);

    let mut statuses = Vec::new();
    let mut tickets = 0;
    let tenants = service.store().tenants().await.unwrap();
    for somebody in sign_ins() {
        match &somebody.tenant {
            None => {
                let entered = service.sign_in_staff(somebody.user_name, PASSWORD).await.unwrap();
                let ask = Ask {
                    view: View::Todo,
                    tenant: String::new(),
                    team: String::new(),
                    text: String::new(),
                    after: None,
                };
                let token = entered.whole().unwrap().token;
                let (scope, _) = service.office_session(&token).await.unwrap().unwrap();
                assert!(!service.must_enrol(&scope).await.unwrap(), "the demo opens with a password");
                assert!(service.queue(&scope, &ask).await.unwrap().rows.len() > 5);
            }
            Some(slug) => {
                let tenant = tenants.iter().find(|it| it.slug == *slug).unwrap();
                let entered =
                    service.sign_in_person(tenant.id, somebody.user_name, PASSWORD, None).await.unwrap();
                let entered = entered.whole().unwrap();
                for closed in [Closed::No, Closed::Yes] {
                    let list = service.ticket_list(&entered.scope, &Asked::all(closed), None).await.unwrap();
                    statuses.extend(list.rows.iter().map(|it| it.ticket.status()));
                }
                tickets = tickets.max(
                    service.ticket_list(&entered.scope, &Asked::all(Closed::No), None).await.unwrap().open,
                );
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

    // What was sent is on the phone and in the mailbox, with its links, and survives the process.
    let path = folder.path().join("messages.jsonl");
    super::archive::keep(&path, &pocket).unwrap();
    let sent = Archive::open(path.clone(), &rappel_notify::Pocket::new(clock.clone())).all();
    let pages = sent.iter().filter(|kept| {
        matches!(&kept.what, What::Sms { text, .. } if text.starts_with("URGENT #") && text.contains("http://localhost:8080/a/"))
    });
    assert!(pages.count() >= 3);
    let mails = sent.iter().filter(|kept| matches!(&kept.what, What::Mail { html: Some(_), .. }));
    assert!(mails.count() > 50);
    let archive = Archive::open(path.clone(), &pocket);
    archive.reply(now, "+33639980001", "ok");
    let again = Archive::open(path, &rappel_notify::Pocket::new(clock.clone())).all();
    assert_eq!(
        again.last().map(|kept| &kept.what),
        Some(&What::Reply { phone: "+33639980001".to_owned(), text: "ok".to_owned() })
    );
}

#[test]
fn only_what_a_demo_made_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["demo.sqlite", "demo.sqlite-wal", "messages.jsonl"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    super::clear(folder.path()).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    std::fs::write(folder.path().join("thesis.txt"), "").unwrap();
    let refused = super::clear(folder.path()).unwrap_err().to_string();
    assert!(refused.contains("thesis.txt") && folder.path().join("thesis.txt").exists(), "{refused}");
}

#[test]
fn columns_are_two_spaces_apart_and_stand_below_each_other() {
    let table = super::aligned("Who  Where  User\nClaire  http://x  c\nPhone  http://y");
    assert_eq!(table, "Who     Where     User\nClaire  http://x  c\nPhone   http://y");
}
