//! One urgent ticket paged and sent, and jobs in hand and dead.

use super::*;
use crate::{Tx, factors::RecoveryCode, passkeys::Passkey};

pub(super) async fn page(
    store: &Store,
    scope: &Scope,
    ticket: TicketId,
    staff: StaffId,
) -> (CallbackId, SummonsId) {
    let mut tx = store.write(scope).await.unwrap();
    let callback = tx.callbacks().of_ticket(ticket).await.unwrap().unwrap();
    let (id, generation) = (callback.id, callback.generation);
    let who = [Reachable::Staff { staff, sms: true, email: true, call_after: None }];
    let decision = callback::page(tx.clock(), callback, generation, &who, MailAlone::IsNoHope, &[]).unwrap();
    let summons = decision.parts().summons[0].id;
    tx.record(decision).await.unwrap();
    tx.commit().await.unwrap();
    (id, summons)
}

pub(super) async fn send(
    store: &Store,
    scope: &Scope,
    canary: &str,
    summons: SummonsId,
) -> (DeliveryId, AttemptId) {
    let mut tx = store.write(scope).await.unwrap();
    let delivery = tx.deliveries().of_summons(summons).await.unwrap().id;
    let sending = Sending { provider: canary, address: canary, subject: Some(canary), body: canary };
    let attempt = tx.deliveries().begin_attempt(delivery, &sending).await.unwrap();
    let outcome = Outcome {
        word: "sent",
        detail: Some(canary),
        provider_message_id: Some(canary),
        state: DeliveryState::Sent,
    };
    tx.deliveries().close_attempt(delivery, attempt, &outcome).await.unwrap();
    tx.deliveries().note_receipt(delivery, canary, "sent", Some(canary)).await.unwrap();
    let sms = rappel_domain::delivery::Channel::Sms;
    tx.pacing().hold_window(PAGED, sms).await.unwrap();
    let now = tx.clock().now();
    let rappel_domain::pace::Turn::Now(window) = rappel_domain::pace::text(now, None, &[]) else {
        panic!("the first text goes at once")
    };
    let held = crate::pacing::Held { window: Some(window), holder: Some(delivery) };
    tx.pacing().keep_window(PAGED, sms, &held).await.unwrap();
    let found = tx.callbacks().summons_by_id(summons).await.unwrap();
    let callback = tx.callbacks().by_id(found.callback).await.unwrap();
    let decision = callback::summons_sent(tx.clock(), &callback, &found, delivery, Receipts::Expected);
    tx.record(decision).await.unwrap();
    tx.commit().await.unwrap();
    (delivery, attempt)
}

pub(super) async fn claim(store: &Store, tenant: &Tenant) -> Claimed {
    let claimed = store.claim(tenant.id, Lane::Urgent, 1, Duration::seconds(600)).await.unwrap();
    claimed.into_iter().next().unwrap()
}

pub(super) async fn kill(store: &Store, tenant: &Tenant) -> JobId {
    let claimed = claim(store, tenant).await;
    let mut tx = store.write(&store.doors().job(&claimed)).await.unwrap();
    tx.kill_job(&claimed, "dead").await.unwrap();
    tx.commit().await.unwrap();
    claimed.id
}

/// The host for which everybody has a passkey, under one name.
pub(crate) const HOST: &str = "portal.example.org";
/// What it is called, in the authenticator that holds those of both companies.
pub(crate) const CREDENTIAL: &[u8] = &[4; 32];

/// A browser that is known, an app that is enrolled, two recovery codes, and a passkey.
pub(super) async fn protect(tx: &Tx, person: PersonId, canary: &str) {
    tx.devices().meet(person, &DEVICE).await.unwrap();
    tx.factors().begin_factor(person.into(), canary.as_bytes()).await.unwrap();
    tx.factors().enrol_factor(person.into(), 7, canary.as_bytes()).await.unwrap();
    let codes = [0, 1].map(|place| RecoveryCode { place, hash: canary.to_owned() });
    tx.factors().set_recovery_codes(person.into(), &codes).await.unwrap();
    let key = Passkey {
        id: rappel_domain::id::PasskeyId::new(tx.clock()),
        subject: person.into(),
        host: HOST.to_owned(),
        credential: CREDENTIAL.to_vec(),
        handle: canary.as_bytes().to_vec(),
        public_key: canary.as_bytes().to_vec(),
        state: canary.as_bytes().to_vec(),
        name: canary.to_owned(),
        created_at: tx.clock().now(),
        used_at: None,
    };
    tx.passkeys().insert_passkey(&key).await.unwrap();
}
