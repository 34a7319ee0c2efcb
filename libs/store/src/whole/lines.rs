//! Rows as they are handed out to their company. Each column is named: what is left out is left out on purpose.
#![expect(clippy::unnecessary_wraps, reason = "one shape for every table")]

use rappel_domain::{
    Actor,
    chain::Hash,
    id::{
        ApiKeyId, CallbackId, CategoryId, DeliveryId, EventId, FileId, MessageId, PersonId, StaffId, TicketId,
    },
};
use sea_orm::{JsonValue, prelude::Uuid};
use serde_json::{Value, json};

use super::Line;
use crate::{
    convert::from_json,
    entities::{
        api_keys, audit, audit_heads, callbacks, categories, deliveries, events, files, followers, hosts,
        identities, identity_providers, messages, own_texts, persons, tenants, tickets,
    },
    error::Result,
};

/// What opens something, or proves who somebody is: that it was sent is handed out, and not what it said.
const OPENING: [&str; 4] = ["invitation", "password_reset", "sign_in_link", "phone_code"];

pub(super) fn company(
    row: tenants::Model,
    hosts: Vec<hosts::Model>,
    provider: Option<identity_providers::Model>,
    texts: Vec<own_texts::Model>,
    head: Option<audit_heads::Model>,
) -> Value {
    let tenants::Model {
        id: _,
        number: _,
        kind: _,
        slug,
        name,
        locale,
        time_zone,
        country,
        brand_color,
        phone,
        promise_minutes,
        close_after_days,
        // Where the operator is reached as the last resort, and what it plans to spend.
        fallback_phone: _,
        fallback_email: _,
        terms_fr,
        terms_en,
        created_at,
        disabled_at,
        version: _,
        sms_budget: _,
        call_budget: _,
        // Escalations are the operator's.
        policy_id: _,
        logo,
        members_see,
        settings,
        erased_at: _,
        leaves_at,
        texts_version: _,
    } = row;
    let hosts = hosts.into_iter().map(|it| {
        json!({ "host": it.host, "in_links": it.is_primary, "added_at": it.added_at, "proved_at": it.proved_at })
    });
    let provider = provider.map(|it| {
        let identity_providers::Model {
            tenant_id: _,
            label,
            issuer,
            client_id,
            secret: _,
            domains,
            is_on,
            passwords,
            version: _,
        } = it;
        json!({
            "label": label, "issuer": issuer, "client_id": client_id, "domains": domains, "is_on": is_on,
            "passwords": passwords,
        })
    });
    let texts = texts.into_iter().map(|it| {
        let own_texts::Model { tenant_id: _, locale, key, words } = it;
        json!({ "language": locale, "key": key, "words": words })
    });
    let head = head.map(|it| json!({ "length": it.length, "hash": hash(Some(it.hash)) }));
    json!({
        "name": name, "short_name": slug, "language": locale, "time_zone": time_zone, "country": country,
        "colour": brand_color, "logo": logo, "phone": phone, "call_within_minutes": promise_minutes,
        "close_after_days": close_after_days, "terms_fr": terms_fr, "terms_en": terms_en,
        "members_see": members_see, "settings": settings, "created_at": created_at, "disabled_at": disabled_at,
        "deleted_on": leaves_at, "hosts": hosts.collect::<Vec<_>>(), "identity_provider": provider,
        "texts": texts.collect::<Vec<_>>(),
        "audit_ends": head,
    })
}

pub(super) fn person(row: persons::Model) -> Result<(Uuid, Line)> {
    let persons::Model {
        tenant_id: _,
        id,
        user_name,
        email,
        name,
        phone,
        phone_verified_at,
        phone_code_hash: _,
        phone_code_expires_at: _,
        phone_code_tries: _,
        locale,
        role,
        news_by_email,
        news_by_sms,
        closing_by_email,
        closing_by_sms,
        calls_by_email,
        calls_by_sms,
        quiet_from,
        quiet_until,
        time_zone,
        colour_scheme,
        password_hash: _,
        session_epoch: _,
        created_at,
        activated_at,
        disabled_at,
        last_sign_in_at,
        version: _,
        erasing_at: _,
        erased_at,
        visibility,
    } = row;
    let value = json!({
        "id": PersonId::from_uuid(id), "name": name, "user_name": user_name, "email": email, "phone": phone,
        "phone_proved_at": phone_verified_at, "language": locale, "role": role, "sees": visibility,
        "told_by": {
            "answers": { "email": news_by_email, "sms": news_by_sms },
            "closing": { "email": closing_by_email, "sms": closing_by_sms },
            "calls": { "email": calls_by_email, "sms": calls_by_sms },
        },
        "quiet_from": quiet_from, "quiet_until": quiet_until, "time_zone": time_zone,
        "colour_scheme": colour_scheme, "created_at": created_at, "activated_at": activated_at,
        "disabled_at": disabled_at, "last_sign_in_at": last_sign_in_at, "erased_at": erased_at,
    });
    Ok((id, plain(value)))
}

pub(super) fn category(row: categories::Model) -> Result<(Uuid, Line)> {
    let categories::Model {
        tenant_id: _,
        id,
        name_fr,
        name_en,
        hint_fr,
        hint_en,
        position,
        is_urgent,
        // Teams and escalations are the operator's.
        team_id: _,
        archived_at,
        policy_id: _,
        own_fields,
    } = row;
    let value = json!({
        "id": CategoryId::from_uuid(id), "name_fr": name_fr, "name_en": name_en, "hint_fr": hint_fr,
        "hint_en": hint_en, "position": position, "urgent": is_urgent, "fields": own_fields,
        "archived_at": archived_at,
    });
    Ok((id, plain(value)))
}

pub(super) fn ticket(row: tickets::Model) -> Result<(Uuid, Line)> {
    let tickets::Model {
        tenant_id: _,
        id,
        number,
        category_id,
        requester_id,
        is_urgent,
        excerpt: _,
        continues_id,
        assignee_id,
        status,
        open_status: _,
        is_closed: _,
        answered_at,
        closes_at,
        is_reminded: _,
        closed_at,
        closed_by,
        opened_at,
        // How the operator works its queue.
        waiting_since: _,
        is_raised: _,
        queue_rank: _,
        messages: _,
        version: _,
        joined_id,
        chain_unsealed,
        chain_length,
        chain_hash,
        has_words: _,
        is_solved,
        feedback_words,
        feedback_by,
        feedback_at,
        answers,
        going_at: _,
    } = row;
    let feedback = feedback_at.map(
        |at| json!({ "solved": is_solved, "words": feedback_words, "by": feedback_by.clone(), "at": at }),
    );
    let mut staff: Vec<StaffId> = assignee_id.map(StaffId::from_uuid).into_iter().collect();
    staff.extend(staff_of(closed_by.as_ref()));
    staff.extend(staff_of(feedback_by.as_ref()));
    let value = json!({
        "id": TicketId::from_uuid(id), "number": number, "category": CategoryId::from_uuid(category_id),
        "requester": PersonId::from_uuid(requester_id), "urgent": is_urgent, "status": status,
        "continues": continues_id.map(TicketId::from_uuid), "joined_call": joined_id.map(CallbackId::from_uuid),
        "worked_by": assignee_id.map(StaffId::from_uuid), "opened_at": opened_at, "answered_at": answered_at,
        "closes_at": closes_at, "closed_at": closed_at, "closed_by": closed_by, "answers": answers,
        "feedback": feedback,
        "chain": { "length": chain_length, "hash": hash(chain_hash), "unsealed": chain_unsealed },
    });
    Ok((id, Line { value, staff, file: None }))
}

pub(super) fn message(row: messages::Model) -> Result<(Uuid, Line)> {
    let messages::Model { tenant_id: _, id, ticket_id, kind, author, body, created_at } = row;
    let staff = staff_of(Some(&author)).into_iter().collect();
    let value = json!({
        "id": MessageId::from_uuid(id), "ticket": TicketId::from_uuid(ticket_id), "kind": kind, "by": author,
        "at": created_at, "text": body,
    });
    Ok((id, Line { value, staff, file: None }))
}

pub(super) fn file(row: files::Model) -> Result<(Uuid, Line)> {
    let files::Model { tenant_id: _, id, ticket_id, message_id, name, media_type, size, created_at } = row;
    let value = json!({
        "id": FileId::from_uuid(id), "ticket": TicketId::from_uuid(ticket_id),
        "message": MessageId::from_uuid(message_id), "name": name, "media_type": media_type, "size": size,
        "at": created_at,
    });
    Ok((id, Line { value, staff: Vec::new(), file: Some((FileId::from_uuid(id), name)) }))
}

pub(super) fn follower(row: followers::Model) -> Line {
    let followers::Model { tenant_id: _, ticket_id, person_id, since } = row;
    plain(json!({
        "ticket": TicketId::from_uuid(ticket_id), "person": PersonId::from_uuid(person_id), "since": since,
    }))
}

pub(super) fn callback(row: callbacks::Model) -> Result<(Uuid, Line)> {
    let callbacks::Model {
        tenant_id: _,
        id,
        ticket_id,
        phone,
        contact_name,
        // Whom the operator pages in which order.
        terms: _,
        requested_at,
        promised_by,
        position: _,
        generation: _,
        tries,
        wrong_number_at,
        late_at,
        phase,
        holder_id,
        accepted_at,
        until,
        ended_at,
        ended_by,
        version: _,
    } = row;
    let mut staff: Vec<StaffId> = holder_id.map(StaffId::from_uuid).into_iter().collect();
    staff.extend(staff_of(ended_by.as_ref()));
    let value = json!({
        "id": CallbackId::from_uuid(id), "ticket": TicketId::from_uuid(ticket_id), "phone": phone,
        "name": contact_name, "requested_at": requested_at, "promised_by": promised_by, "tries": tries,
        "wrong_number_at": wrong_number_at, "late_at": late_at, "state": phase,
        "taken_by": holder_id.map(StaffId::from_uuid), "taken_at": accepted_at, "calls_before": until,
        "ended_at": ended_at, "ended_by": ended_by,
    });
    Ok((id, Line { value, staff, file: None }))
}

/// Facts that are for staff are links of the chain all the same: place and hashes are handed out, and not what they say.
pub(super) fn event(row: events::Model) -> Result<(Uuid, Line)> {
    let events::Model {
        tenant_id: _,
        id,
        ticket_id,
        callback_id,
        kind,
        audience,
        actor,
        fact,
        at,
        seq,
        previous,
        hash: own,
    } = row;
    let is_shown = audience == "client";
    let staff = staff_of(Some(&actor)).into_iter().filter(|_| is_shown).collect();
    let shown = |value: JsonValue| if is_shown { value } else { Value::Null };
    let value = json!({
        "id": EventId::from_uuid(id), "ticket": TicketId::from_uuid(ticket_id),
        "call": callback_id.map(CallbackId::from_uuid), "place": seq, "kind": shown(kind.into()),
        "by": shown(actor), "fact": shown(fact), "at": at, "for_staff": !is_shown,
        "previous": hash(previous), "hash": hash(own),
    });
    Ok((id, Line { value, staff, file: None }))
}

pub(super) fn delivery(row: deliveries::Model) -> Result<(Uuid, Line)> {
    let deliveries::Model {
        tenant_id: _,
        id,
        channel,
        news,
        // What the text was written from: it may hold a code.
        payload: _,
        recipient,
        ticket_id,
        callback_id: _,
        summons_id: _,
        state,
        address,
        subject,
        body,
        provider: _,
        provider_message_id: _,
        attempts,
        last_error: _,
        created_at,
        sent_at,
        settled_at,
        carried_by: _,
    } = row;
    let opens = OPENING.contains(&news.as_str());
    let value = json!({
        "id": DeliveryId::from_uuid(id), "channel": channel, "about": news, "to": recipient,
        "ticket": ticket_id.map(TicketId::from_uuid), "address": address,
        "subject": subject.filter(|_| !opens), "text": body.filter(|_| !opens), "state": state,
        "tries": attempts, "decided_at": created_at, "sent_at": sent_at, "settled_at": settled_at,
    });
    Ok((id, plain(value)))
}

pub(super) fn identity(row: identities::Model) -> Line {
    let identities::Model { tenant_id: _, issuer, subject, person_id, linked_at, used_at } = row;
    plain(json!({
        "person": PersonId::from_uuid(person_id), "issuer": issuer, "subject": subject,
        "linked_at": linked_at, "used_at": used_at,
    }))
}

pub(super) fn key(row: api_keys::Model) -> Result<(Uuid, Line)> {
    let api_keys::Model {
        tenant_id: _,
        id,
        name,
        secret_hash: _,
        scopes,
        staff_id,
        created_at,
        last_used_at,
        revoked_at,
    } = row;
    let staff = staff_id.map(StaffId::from_uuid);
    let value = json!({
        "id": ApiKeyId::from_uuid(id), "name": name, "may": scopes, "acts_as": staff,
        "created_at": created_at, "last_used_at": last_used_at, "revoked_at": revoked_at,
    });
    Ok((id, Line { value, staff: staff.into_iter().collect(), file: None }))
}

pub(super) fn deed(row: audit::Model) -> Line {
    let audit::Model { tenant_id: _, seq, actor, kind: _, deed, person_id, at, previous, hash: own } = row;
    let staff = staff_of(Some(&actor)).into_iter().collect();
    let value = json!({
        "place": seq, "by": actor, "deed": deed, "person": person_id.map(PersonId::from_uuid), "at": at,
        "previous": hash(Some(previous)), "hash": hash(Some(own)),
    });
    Line { value, staff, file: None }
}

fn plain(value: Value) -> Line {
    Line { value, staff: Vec::new(), file: None }
}

fn staff_of(actor: Option<&JsonValue>) -> Option<StaffId> {
    match from_json::<Actor>(actor?.clone(), "actor") {
        Ok(Actor::Staff(id)) => Some(id),
        _ => None,
    }
}

fn hash(bytes: Option<Vec<u8>>) -> Option<String> {
    Hash::from_slice(&bytes?).map(|hash| hash.to_string())
}
