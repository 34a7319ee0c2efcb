//! What is handed out of somebody and taken away, with the ids of another company.

use chrono::{DateTime, Duration};
use rappel_domain::{
    Clock as _,
    audit::Deed,
    id::{DeletionId, ExportId, StaffId},
    job::Job,
    retention::{Keep, Standing},
};

use super::{
    super::world::{Side, now},
    not_found,
};
use crate::{
    Store, StoreError,
    audit::{Wanted, What, Who},
    deletions::Begun,
    exports::Ready,
    retention::Preview,
    whole::Part,
};

pub(super) async fn privacy(store: &Store, own: &Side, other: &Side) {
    let theirs = store.read(&other.scope).await.unwrap().exports().exports_of(other.person).await.unwrap();
    let theirs = theirs[0].id;
    let tx = store.write(&own.scope).await.unwrap();
    let held = tx.categories().hold_categories().await.unwrap();
    assert!(!held.is_empty() && held.iter().all(|it| it.id != other.category), "{held:?}");
    let asked = tx.exports().ask(ExportId::new(tx.clock()), other.person).await;
    assert!(asked.is_err(), "an export here of somebody who is not: {asked:?}");
    drop(tx);
    let tx = store.read(&own.scope).await.unwrap();
    not_found("export", tx.exports().export(theirs).await);
    assert!(tx.exports().exports_of(other.person).await.unwrap().is_empty());
    assert!(tx.exports().tickets_of(other.person, None, 10).await.unwrap().is_empty());
    assert!(tx.exports().sent_to(other.person, None, 10).await.unwrap().is_empty());
    not_found("state_of", tx.erasing().state_of(other.person).await);
    assert!(tx.erasing().everybody_erased().await.unwrap().is_empty());
    assert!(!tx.erasing().owes_call(other.person).await.unwrap());
    assert!(tx.erasing().tickets_naming(&[other.canary.to_lowercase()]).await.unwrap().is_empty());
    assert!(!tx.erasing().tickets_naming(&[own.canary.to_lowercase()]).await.unwrap().is_empty());
    assert!(tx.erasing().files_by(other.ticket, other.person).await.unwrap().is_empty());
    assert_eq!(tx.erasing().files_by(own.ticket, own.person).await.unwrap(), [own.file]);
    assert!(tx.erasing().tickets_with_files_by(other.person).await.unwrap().is_empty());
    drop(tx);
    not_found("forget_sessions", store.forget_sessions(&own.scope, other.person).await);

    Box::pin(whole(store, own, other)).await;
    Box::pin(retention(store, own, other)).await;
    Box::pin(leaving(store, own, other)).await;

    let until = now().now() + Duration::days(7);
    let ready = Ready { at: now().now(), until, size: 1 };
    let gone = |_: &str| Some(String::new());
    let naming = [other.canary.to_lowercase()];
    let there = store.read(&other.scope).await.unwrap();
    let sent_there = there.erasing().sent_naming(&naming, None, 100).await.unwrap();
    drop(there);
    assert!(!sent_there.is_empty(), "nothing that names anybody was sent there");
    let mut tx = store.write(&own.scope).await.unwrap();
    not_found("set_ready", tx.exports().set_ready(theirs, ready).await);
    let ours = tx.exports().exports_of(own.person).await.unwrap()[0].id;
    tx.exports().set_ready(ours, ready).await.unwrap();
    assert_eq!(tx.exports().expired(until).await.unwrap(), [ours]);
    tx.exports().drop_export(theirs).await.unwrap();
    let begun = tx.erasing().begin_erasing(other.person).await;
    assert!(matches!(begun, Err(StoreError::Stale)), "{begun:?}");
    not_found("names", tx.erasing().names(other.ticket, &gone).await);
    assert!(tx.erasing().names(own.ticket, &gone).await.unwrap());
    not_found("rewrite_ticket", tx.erasing().rewrite_ticket(other.ticket, &gone).await);
    tx.erasing().blank_ticket(other.ticket, "x").await.unwrap();
    tx.erasing().blank_sent_to(other.person).await.unwrap();
    let sent = tx.erasing().sent_naming(&naming, None, 100).await.unwrap();
    assert!(sent.iter().all(|it| !sent_there.contains(it)), "{sent:?}");
    tx.erasing().rewrite_sent(&sent_there, &gone).await.unwrap();
    tx.erasing().rewrite_faults(&naming, &gone).await.unwrap();
    let theirs = |text: &str| text.contains(other.canary).then(String::new);
    assert!(!tx.own_texts().rewrite_own_words(&theirs).await.unwrap(), "no text of another company");
    tx.erasing().drop_file(other.file).await.unwrap();
    not_found("forget_person", tx.erasing().forget_person(other.person, "x").await);
    let seen = Deed::TicketSeen { ticket: own.ticket, number: 1 };
    for _ in 0..2 {
        tx.audit().note_once(&seen, DateTime::UNIX_EPOCH).await.unwrap();
    }
    tx = {
        tx.commit().await.unwrap();
        let there = store.read(&other.scope).await.unwrap();
        assert!(!there.exports().expired(until).await.unwrap().contains(&ours));
        drop(there);
        store.write(&own.scope).await.unwrap()
    };
    let wanted = Wanted { what: What::Looks, who: Who::Operator, ..Wanted::default() };
    assert_eq!(tx.audit().latest(&wanted, None, 10).await.unwrap().0.len(), 1, "noted once");
    let end = tx.audit().verify_end(1).await.unwrap();
    assert_eq!((end.looked_at, end.state), (1, Ok(())), "the end of the chain of this company alone");
    let people = Wanted { who: Who::People, ..wanted };
    assert!(tx.audit().latest(&people, None, 10).await.unwrap().0.is_empty());
}

/// What a company consists of says nothing of another one, and its file is nobody else's.
async fn whole(store: &Store, own: &Side, other: &Side) {
    let tx = store.read(&other.scope).await.unwrap();
    let theirs = tx.company_exports().company_export().await.unwrap().unwrap().id;
    drop(tx);
    let tx = store.read(&own.scope).await.unwrap();
    let ours = tx.company_exports().company_export().await.unwrap().unwrap().id;
    assert_ne!(ours, theirs);
    other.is_absent("company_line", &tx.whole().company_line().await.unwrap().to_string());
    for part in Part::ALL {
        let mut after = None;
        let mut found = Vec::new();
        loop {
            let (lines, last) = tx.whole().lines_of(part, after.as_ref(), 1).await.unwrap();
            if lines.is_empty() {
                break;
            }
            found.extend(lines);
            after = last;
        }
        let all: Vec<String> = found.iter().map(|line| line.value.to_string()).collect();
        other.is_absent(part.as_str(), &all.concat());
        let (at_once, _) = tx.whole().lines_of(part, None, 1000).await.unwrap();
        assert_eq!(found, at_once, "{part:?}: one by one, each is there once");
    }
    // What people of the company do not read, and what opens something, is in no part.
    let (messages, _) = tx.whole().lines_of(Part::Messages, None, 1000).await.unwrap();
    assert!(!messages.is_empty() && messages.iter().all(|line| line.value["kind"] != "note"));
    let (files, _) = tx.whole().lines_of(Part::Files, None, 1000).await.unwrap();
    let sizes = files.iter().filter_map(|line| line.value["size"].as_u64());
    assert_eq!(tx.whole().bytes_of_contents().await.unwrap(), sizes.sum::<u64>(), "of ours alone");
    let (people, _) = tx.whole().lines_of(Part::People, None, 1000).await.unwrap();
    assert!(people.iter().all(|line| !line.value.to_string().contains("password")));
    drop(tx);

    let tx = store.write(&own.scope).await.unwrap();
    assert_eq!(tx.company_exports().hold_company_export().await.unwrap().unwrap().id, ours);
    assert!(!tx.company_exports().is_written(theirs).await.unwrap());
    assert!(!tx.has_ready_job(&Job::CompanyExport { export: theirs }).await.unwrap());
    assert!(tx.exports().is_any_written(DateTime::UNIX_EPOCH).await.unwrap());
    let ready = Ready { at: now().now(), until: now().now(), size: 1 };
    not_found("note_progress", tx.company_exports().note_progress(theirs, "people", 1).await);
    let set = tx.company_exports().set_company_export_ready(theirs, ready, 1).await;
    not_found("set_company_export_ready", set);
    assert!(!tx.company_exports().drop_company_export(theirs).await.unwrap());
}

/// How long another company keeps its tickets is neither read nor changed from here, and none of them goes.
async fn retention(store: &Store, own: &Side, other: &Side) {
    let office = store.doors().command_line().await.unwrap().office();
    assert_eq!(store.office(&office).await.unwrap().gone_tickets().await.unwrap(), []);
    let theirs = store.read(&other.scope).await.unwrap().retention().standing().await.unwrap();
    let Keep::Months(months) = theirs.keep else { panic!("{theirs:?}") };
    let tx = store.write(&own.scope).await.unwrap();
    let ours = tx.retention();
    let keep = Standing { keep: Keep::Months(months + 12), next: None };
    ours.save_standing(&keep).await.unwrap();
    assert_eq!(ours.standing().await.unwrap(), keep);
    assert_eq!(ours.hold_standing().await.unwrap(), keep);
    let ahead = now().now() + Duration::days(4000);
    assert_eq!(ours.preview(ahead).await.unwrap(), Preview::default(), "no ticket is closed");
    assert!(ours.mark_going(ahead, 10).await.unwrap().is_empty());
    assert!(ours.going(10).await.unwrap().is_empty());
    assert!(ours.files_of_going(&[other.ticket]).await.unwrap().is_empty());
    assert_eq!(ours.take_tickets(&[other.ticket]).await.unwrap(), 0);
    assert_eq!(ours.end_run().await.unwrap(), None);
    tx.commit().await.unwrap();
    let there = store.read(&other.scope).await.unwrap();
    assert_eq!(there.retention().standing().await.unwrap(), theirs);
    there.tickets().by_id(other.ticket).await.unwrap();
}

/// The deletion of another company neither begins, goes on nor ends from here, and nothing of ours goes because of it.
async fn leaving(store: &Store, own: &Side, other: &Side) {
    let (theirs, staff) = (DeletionId::new(&now()), StaffId::new(&now()));
    let tx = store.write(&other.scope).await.unwrap();
    tx.deletions().ask_deletion(theirs, staff, DateTime::UNIX_EPOCH, [1; 32]).await.unwrap();
    let twice = tx.deletions().ask_deletion(DeletionId::new(&now()), staff, now().now(), [1; 32]).await;
    assert!(matches!(twice, Err(StoreError::Stale)), "{twice:?}");
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let ours = tx.deletions();
    assert_eq!(ours.deletion().await.unwrap(), None);
    assert_eq!(ours.leaves_at().await.unwrap(), None);
    not_found("recall_deletion", ours.recall_deletion(staff).await);
    assert_eq!(ours.begin_deletion(theirs).await.unwrap(), Begun::Not);
    not_found("seal_deletion", ours.seal_deletion(1, String::new()).await);
    let ends: Vec<_> = ours.chain_ends(None, 10).await.unwrap().iter().map(|end| end.ticket).collect();
    assert_eq!(ends, [own.ticket]);
    let open = tx.callbacks().of_ticket(own.ticket).await.unwrap().is_some_and(|it| it.is_open());
    assert_eq!(ours.owed_call().await.unwrap().is_some(), open);
    assert_eq!(ours.forget_company_in_replies(other.canary, None, 10).await.unwrap(), None);
    assert!(!ours.has_lost_job(theirs).await.unwrap());
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    not_found("take_away", tx.deletions().take_away("files", 10, own.dead_job).await.map(|_| ()));
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    not_found("end_deletion", tx.deletions().end_deletion(own.dead_job).await);
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    tx.deletions().untie(10).await.unwrap();
    drop(tx);
    store.forget_all_sessions(&own.scope).await.unwrap();

    let tx = store.write(&other.scope).await.unwrap();
    tx.deletions().recall_deletion(staff).await.unwrap();
    tx.commit().await.unwrap();
}
