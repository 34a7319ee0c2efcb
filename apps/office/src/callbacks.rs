//! `/callbacks` and `/callbacks/{tenant}/{id}`: promised calls, and the proof of one.

use chrono::{DateTime, Utc};
use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{
    callback::{Callback, State},
    chain,
    id::CallbackId,
};
use rappel_pages::{
    office::{
        CallbackProof, CallbackRow, Callbacks, ChainLine, ProofLine, ProofMessage, ReceiptLine, say_fact,
        unreadable, why_text,
    },
    portal::{CallbackState, Pager},
    routes::office as paths,
};
use rappel_service::{
    Tenant,
    callbacks::{CALLBACKS_PAGE, Proof, ProvedFact, ProvedMessage},
};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{deliveries, desk::Desk, present};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
}

/// The newest first, across the reader's tenants.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = &desk.session.scope;
    let before: Option<CallbackId> = asked.before.parse().ok();
    let found = desk.service().recent_callbacks(scope, before).await.map_err(Problem::from)?;
    let team = desk.service().team(scope).await.map_err(Problem::from)?;
    let tenants = desk.tenants().await?;
    let now = desk.service().clock().now();
    let row = |(callback, number): &(Callback, i64)| {
        let tenant = tenants.iter().find(|it| it.id == callback.tenant)?;
        let holder = present::holder(callback);
        let holder = team.iter().find(|it| Some(it.id) == holder).map(|it| it.name.as_str());
        Some(row(callback, *number, tenant, holder, now))
    };
    let more = u64::try_from(found.len()).is_ok_and(|count| count == CALLBACKS_PAGE);
    let last = found.last().filter(|_| more).map(|(callback, _)| callback.id);
    let pager = Pager {
        newest: before.map(|_| paths::CALLBACKS.to_owned()),
        next: last.map(|id| format!("{}?before={id}", paths::CALLBACKS)),
    };
    desk.show(paths::CALLBACKS, &Callbacks { rows: found.iter().filter_map(row).collect(), pager })
}

/// Every fact with its time and reason, every message with its tries and receipts, and whether the chain holds.
#[handler]
pub(crate) async fn show(desk: Desk, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    let (scope, tenant) = desk.on(&slug).await?;
    let id: CallbackId = id.parse().map_err(|_| Problem::not_found())?;
    let proof = desk.service().callback_proof(&scope, id).await.map_err(Problem::from)?;
    let now = desk.service().clock().now();
    let callback = &proof.callback;
    let head = &proof.head;
    let page = CallbackProof {
        list_href: paths::CALLBACKS,
        row: row(callback, proof.number, &tenant, proof.holder.as_deref(), now),
        ticket_href: paths::ticket(&slug, proof.number),
        phone: callback.phone.e164().to_owned(),
        looked_at: now,
        chain: ChainLine::new(proof.chain, head.length, head.unsealed, head.hash.to_string()),
        facts: proof.facts.iter().map(|fact| line(fact, &proof)).collect(),
        messages: (1..).zip(&proof.messages).map(|it| message(it, &tenant)).collect(),
    };
    desk.show(paths::CALLBACKS, &page)
}

fn line(fact: &ProvedFact, proof: &Proof) -> ProofLine {
    let to = fact.message.and_then(|index| proof.messages.get(index)).map(|message| message.to.as_str());
    let place = fact.seal.map(|seal| seal.position);
    let broken = match proof.chain {
        chain::State::Broken { position, .. } => Some(position),
        chain::State::Whole => None,
    };
    ProofLine {
        fact: match &fact.fact {
            Some(said) => say_fact(fact.at, said, &present::author(&fact.by), fact.staff.as_deref().or(to)),
            None => unreadable(fact.at),
        },
        why: fact.why.as_ref().map(|(why, name)| why_text(*why, name.as_deref().unwrap_or_default())),
        broken: place.is_some() && place == broken,
        place,
        message: fact.message.map(|index| index + 1),
    }
}

fn message((number, message): (usize, &ProvedMessage), tenant: &Tenant) -> ProofMessage {
    let ProvedMessage { delivery, to, attempts, receipts, as_sent } = message;
    let receipts = receipts.iter().map(|receipt| ReceiptLine {
        at: receipt.received_at,
        status: receipt.status.clone(),
        detail: receipt.detail.clone(),
    });
    let shown = ProofMessage {
        number,
        line: deliveries::line(delivery, to, &tenant.name),
        subject: delivery.subject.clone(),
        provider_id: delivery.provider_message_id.clone(),
        attempts: attempts.iter().cloned().map(deliveries::attempt).collect(),
        receipts: receipts.collect(),
        as_sent: None,
        changed: false,
    };
    shown.compared(*as_sent)
}

fn row(
    callback: &Callback,
    number: i64,
    tenant: &Tenant,
    holder: Option<&str>,
    now: DateTime<Utc>,
) -> CallbackRow {
    let state = present::call_state(callback, now);
    let ended_at = match callback.state {
        State::Reached { at, .. } | State::Cancelled { at, .. } => Some(at),
        State::Requested | State::Paging | State::Accepted { .. } => None,
    };
    CallbackRow {
        href: paths::callback(&tenant.slug, callback.id),
        tenant: tenant.name.clone(),
        number,
        contact: callback.contact_name.clone(),
        text: CallbackRow::words(state, holder.unwrap_or_default()),
        requested_at: callback.requested_at,
        promised_by: callback.promised_by,
        late: state == CallbackState::Reached && ended_at.is_some_and(|at| at > callback.promised_by),
        state,
        ended_at,
    }
}
