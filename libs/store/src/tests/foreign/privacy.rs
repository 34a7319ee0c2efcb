//! What is handed out of somebody and taken away, with the ids of another company.

use chrono::{DateTime, Duration};
use rappel_domain::{
    Clock as _,
    audit::Deed,
    id::{DeletionId, StaffId},
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
};

pub(super) async fn privacy(store: &Store, own: &Side, other: &Side) {
    let theirs = store.read(&other.scope).await.unwrap().exports().exports_of(other.person).await.unwrap();
    let theirs = theirs[0].id;
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
    tx.exports().drop_export(theirs).await.unwrap();
    let begun = tx.erasing().begin_erasing(other.person).await;
    assert!(matches!(begun, Err(StoreError::Stale)), "{begun:?}");
    not_found("rewrite_ticket", tx.erasing().rewrite_ticket(other.ticket, &gone).await);
    tx.erasing().blank_ticket(other.ticket, "x").await.unwrap();
    tx.erasing().blank_sent_to(other.person).await.unwrap();
    let sent = tx.erasing().sent_naming(&naming, None, 100).await.unwrap();
    assert!(sent.iter().all(|it| !sent_there.contains(it)), "{sent:?}");
    tx.erasing().rewrite_sent(&sent_there, &gone).await.unwrap();
    tx.erasing().rewrite_faults(&naming, &gone).await.unwrap();
    tx.erasing().drop_file(other.file).await.unwrap();
    not_found("forget_person", tx.erasing().forget_person(other.person, "x").await);
    let seen = Deed::TicketSeen { ticket: own.ticket, number: 1 };
    for _ in 0..2 {
        tx.audit().note_once(&seen, DateTime::UNIX_EPOCH).await.unwrap();
    }
    tx = {
        tx.commit().await.unwrap();
        store.write(&own.scope).await.unwrap()
    };
    let wanted = Wanted { what: What::Looks, who: Who::Operator, ..Wanted::default() };
    assert_eq!(tx.audit().latest(&wanted, None, 10).await.unwrap().0.len(), 1, "noted once");
    let people = Wanted { who: Who::People, ..wanted };
    assert!(tx.audit().latest(&people, None, 10).await.unwrap().0.is_empty());
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
