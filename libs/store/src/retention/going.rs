//! Tickets that are marked, taken away with everything that hangs on them, in one transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rappel_domain::{
    chain::Hash,
    id::TicketId,
    job::{Job, JobState},
    retention::chained,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid, sea_query::LockType,
};

use super::Retention;
use crate::{
    convert::from_json,
    entities::{
        attempts, callbacks, deliveries, events, files, followers, jobs, links, messages, paging_windows,
        receipts, retentions, summons, ticket_words, tickets,
    },
    error::Result,
    jobs::in_state,
};

/// Rows that a statement names: a database takes only so many values with one.
const AT_ONCE: usize = 500;

impl Retention<'_> {
    /// Takes those of these tickets away that are marked, and notes how many, when the last of them was closed, and where their chains
    /// ended. How many that were.
    pub async fn take_tickets(&self, these: &[TicketId]) -> Result<u64> {
        let tx = self.0;
        // Held in one order, and before anything goes: whoever writes on one at this moment was first, or finds none.
        let marked = tx
            .of::<tickets::Entity>()
            .filter(tickets::Column::Id.is_in(these.iter().map(|it| it.uuid())))
            .filter(tickets::Column::GoingAt.is_not_null())
            .order_by_asc(tickets::Column::Id)
            .lock(LockType::Update)
            .all(&tx.db)
            .await?;
        let ids: Vec<Uuid> = marked.iter().map(|row| row.id).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        // Not what is set now: they may have been marked under a shorter time.
        let last: Option<DateTime<Utc>> = marked.iter().filter_map(|row| row.closed_at).max();
        let row = self.hold().await?;
        let mut chains = Hash::from_slice(&row.run_chains).unwrap_or_default();
        for ticket in &marked {
            let end = ticket.chain_hash.as_deref().and_then(Hash::from_slice);
            chains = chained(chains, TicketId::from_uuid(ticket.id), ticket.chain_length, end);
        }
        let written = messages::Column::TicketId.is_in(ids.iter().copied());
        let written = tx.of::<messages::Entity>().filter(written).count(&tx.db).await?;
        let sent = files::Column::TicketId.is_in(ids.iter().copied());
        let sent = tx.of::<files::Entity>().filter(sent).count(&tx.db).await?;
        self.take_rows(&ids).await?;
        let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
        let gone = ids.len() as u64;
        let changed = retentions::ActiveModel {
            run_before: Set(row.run_before.max(last)),
            run_tickets: Set(row.run_tickets + number(gone)),
            run_messages: Set(row.run_messages + number(written)),
            run_files: Set(row.run_files + number(sent)),
            run_chains: Set(chains.to_vec()),
            gone_tickets: Set(row.gone_tickets + number(gone)),
            gone_before: Set(row.gone_before.max(last)),
            ..Default::default()
        };
        self.save(changed).await?;
        Ok(gone)
    }

    /// In an order in which nothing refers to what is gone.
    async fn take_rows(&self, ids: &[Uuid]) -> Result<()> {
        let tx = self.0;
        let all = || ids.iter().copied();
        let calls: Vec<Uuid> = tx
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::TicketId.is_in(all()))
            .select_only()
            .column(callbacks::Column::Id)
            .into_tuple()
            .all(&tx.db)
            .await?;
        let calls = || calls.iter().copied();
        let about = Condition::any()
            .add(deliveries::Column::TicketId.is_in(all()))
            .add(deliveries::Column::CallbackId.is_in(calls()));
        let news: Vec<(Uuid, Option<Uuid>)> = tx
            .of::<deliveries::Entity>()
            .filter(about)
            .select_only()
            .column(deliveries::Column::Id)
            .column(deliveries::Column::CarriedBy)
            .into_tuple()
            .all(&tx.db)
            .await?;
        self.take_news(&news).await?;
        tx.remove::<events::Entity>().filter(events::Column::TicketId.is_in(all())).exec(&tx.db).await?;
        tx.remove::<summons::Entity>()
            .filter(summons::Column::CallbackId.is_in(calls()))
            .exec(&tx.db)
            .await?;
        let untied = tickets::ActiveModel { joined_id: Set(None), ..Default::default() };
        let joined = tickets::Column::JoinedId.is_in(calls());
        tx.change::<tickets::Entity>().set(untied).filter(joined).exec(&tx.db).await?;
        tx.remove::<callbacks::Entity>()
            .filter(callbacks::Column::TicketId.is_in(all()))
            .exec(&tx.db)
            .await?;
        tx.remove::<files::Entity>().filter(files::Column::TicketId.is_in(all())).exec(&tx.db).await?;
        tx.remove::<messages::Entity>().filter(messages::Column::TicketId.is_in(all())).exec(&tx.db).await?;
        let words = ticket_words::Column::TicketId.is_in(all());
        tx.remove::<ticket_words::Entity>().filter(words).exec(&tx.db).await?;
        tx.remove::<followers::Entity>()
            .filter(followers::Column::TicketId.is_in(all()))
            .exec(&tx.db)
            .await?;
        let opening = links::Column::Object.is_in(all().chain(calls()));
        tx.remove::<links::Entity>().filter(opening).exec(&tx.db).await?;
        let sent: BTreeSet<Uuid> = news.iter().map(|(id, _)| *id).collect();
        self.take_jobs(&|job| match job {
            Job::Deliver { delivery } | Job::CheckReceipt { delivery, .. } => sent.contains(&delivery.uuid()),
            Job::Page { callback, .. } | Job::Promise { callback, .. } | Job::Late { callback } => {
                calls().any(|it| it == callback.uuid())
            }
            Job::RemindClosing { ticket, .. } | Job::CloseAnswered { ticket, .. } => {
                ids.contains(&ticket.uuid())
            }
            _ => false,
        })
        .await?;
        let untied = tickets::ActiveModel { continues_id: Set(None), ..Default::default() };
        let continued = tickets::Column::ContinuesId.is_in(all());
        tx.change::<tickets::Entity>().set(untied).filter(continued).exec(&tx.db).await?;
        tx.remove::<tickets::Entity>().filter(tickets::Column::Id.is_in(all())).exec(&tx.db).await?;
        Ok(())
    }

    /// What was sent, with what carried it.
    async fn take_news(&self, news: &[(Uuid, Option<Uuid>)]) -> Result<()> {
        let tx = self.0;
        // First nothing refers to any of them any more.
        for some in news.chunks(AT_ONCE) {
            let sent = || some.iter().map(|(id, _)| *id);
            // A text that told of several tickets stays with those that stay, and what it said goes.
            let carriers = some.iter().filter_map(|(_, carrier)| *carrier);
            let blank = deliveries::ActiveModel { subject: Set(None), body: Set(None), ..Default::default() };
            let carriers = deliveries::Column::Id.is_in(carriers);
            tx.change::<deliveries::Entity>().set(blank).filter(carriers).exec(&tx.db).await?;
            let alone = deliveries::ActiveModel {
                carried_by: Set(None),
                // It was part of a text that goes, with the texts of others.
                subject: Set(None),
                body: Set(None),
                ..Default::default()
            };
            let carried = deliveries::Column::CarriedBy.is_in(sent());
            tx.change::<deliveries::Entity>().set(alone).filter(carried).exec(&tx.db).await?;
            // The pause after a text to somebody of staff goes on; which text that was is not known any more.
            let freed = paging_windows::ActiveModel { holder_id: Set(None), ..Default::default() };
            let held = paging_windows::Column::HolderId.is_in(sent());
            tx.change::<paging_windows::Entity>().set(freed).filter(held).exec(&tx.db).await?;
        }
        for some in news.chunks(AT_ONCE) {
            let sent = || some.iter().map(|(id, _)| *id);
            let of_sent = receipts::Column::DeliveryId.is_in(sent());
            tx.remove::<receipts::Entity>().filter(of_sent).exec(&tx.db).await?;
            let of_sent = attempts::Column::DeliveryId.is_in(sent());
            tx.remove::<attempts::Entity>().filter(of_sent).exec(&tx.db).await?;
            tx.remove::<deliveries::Entity>()
                .filter(deliveries::Column::Id.is_in(sent()))
                .exec(&tx.db)
                .await?;
        }
        Ok(())
    }

    /// Jobs that were given up say what went wrong, which may name somebody. Those that are done are swept with the others.
    async fn take_jobs(&self, is_of: &(dyn Fn(&Job) -> bool + Send + Sync)) -> Result<()> {
        let tx = self.0;
        let dead = tx.of::<jobs::Entity>().filter(in_state(JobState::Dead)).select_only();
        let dead = dead.column(jobs::Column::Id).column(jobs::Column::Payload);
        let dead: Vec<(Uuid, sea_orm::JsonValue)> = dead.into_tuple().all(&tx.db).await?;
        let theirs = dead.into_iter().filter_map(|(id, payload)| {
            let job: Job = from_json(payload, "jobs.payload").ok()?;
            is_of(&job).then_some(id)
        });
        let theirs: Vec<Uuid> = theirs.collect();
        for some in theirs.chunks(AT_ONCE) {
            let some = jobs::Column::Id.is_in(some.iter().copied());
            tx.remove::<jobs::Entity>().filter(some).exec(&tx.db).await?;
        }
        Ok(())
    }
}
