//! Writing a decision: the changed row where its version is still the one that was read, with its
//! facts, messages and jobs, in one transaction.

use rappel_domain::{
    Decision,
    decision::{Change, Parts},
    delivery::NewDelivery,
    job::{Lane, NewJob},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{
    convert::to_json,
    entities::{deliveries, jobs},
    error::{Result, StoreError},
    oncall::RotaChanges,
    unit::Tx,
};

impl Tx {
    /// Writes a decision, once. [`StoreError::Stale`] when somebody else changed the row since it was read.
    pub async fn record(&mut self, decision: Decision) -> Result<()> {
        if decision.parts().tenant != self.tenant {
            return Err(StoreError::Forbidden);
        }
        let parts = Box::pin(self.with_followers(decision)).await?.into_parts();
        let chains = self.hold_chains(&parts.events).await?;
        let Parts { ticket, message, callback, summons, marks, silence, .. } = parts;
        let Parts { rota, exceptions, lifted, swap, notices, events, deliveries, jobs, .. } = parts;
        self.change_rotas(RotaChanges { rota, exceptions, lifted, swap, notices }).await?;
        match ticket {
            Some(Change::New(ticket)) => self.tickets().insert(&ticket).await?,
            Some(Change::Changed(ticket)) => self.tickets().update(&ticket).await?,
            None => {}
        }
        if let Some(message) = &message {
            self.tickets().insert_message(message).await?;
        }
        match callback {
            Some(Change::New(callback)) => self.callbacks().insert(&callback).await?,
            Some(Change::Changed(callback)) => self.callbacks().update(&callback).await?,
            None => {}
        }
        if let Some(callback) = silence {
            self.callbacks().silence(callback).await?;
        }
        self.callbacks().insert_summons(&summons).await?;
        for (summons, state) in marks {
            self.callbacks().mark(summons, state).await?;
        }
        self.insert_events(&events, chains).await?;
        self.insert_deliveries(&deliveries).await?;
        self.insert_jobs(&jobs).await
    }

    async fn insert_deliveries(&self, new: &[NewDelivery]) -> Result<()> {
        let rows = new.iter().map(|delivery| self.delivery_row(delivery)).collect::<Result<Vec<_>>>()?;
        if !rows.is_empty() {
            deliveries::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

    fn delivery_row(&self, delivery: &NewDelivery) -> Result<deliveries::ActiveModel> {
        Ok(deliveries::ActiveModel {
            tenant_id: Set(self.tenant.uuid()),
            id: Set(delivery.id.uuid()),
            channel: Set(delivery.channel.as_str().to_owned()),
            news: Set(delivery.news.kind().to_owned()),
            payload: Set(to_json(&delivery.news)?),
            recipient: Set(to_json(&delivery.to)?),
            ticket_id: Set(delivery.ticket.map(rappel_domain::id::TicketId::uuid)),
            callback_id: Set(delivery.callback.map(rappel_domain::id::CallbackId::uuid)),
            summons_id: Set(delivery.news.summons().map(rappel_domain::id::SummonsId::uuid)),
            state: Set("waiting".to_owned()),
            address: Set(None),
            subject: Set(None),
            body: Set(None),
            provider: Set(None),
            provider_message_id: Set(None),
            attempts: Set(0),
            last_error: Set(None),
            created_at: Set(self.clock.now()),
            sent_at: Set(None),
            settled_at: Set(None),
            carried_by: Set(None),
        })
    }

    pub(crate) async fn insert_jobs(&mut self, new: &[NewJob]) -> Result<()> {
        let trace = (self.trace)();
        let now = self.clock.now();
        let rows = new
            .iter()
            .map(|job| {
                Ok(jobs::ActiveModel {
                    tenant_id: Set(self.tenant.uuid()),
                    id: Set(job.id.uuid()),
                    lane: Set(job.lane.as_str().to_owned()),
                    kind: Set(job.job.kind().to_owned()),
                    payload: Set(to_json(&job.job)?),
                    run_at: Set(job.run_at),
                    lease_until: Set(None),
                    fence: Set(0),
                    attempt: Set(0),
                    state: Set("ready".to_owned()),
                    last_error: Set(None),
                    trace: Set(trace.clone()),
                    created_at: Set(now),
                    finished_at: Set(None),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        if rows.is_empty() {
            return Ok(());
        }
        jobs::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        for lane in Lane::ALL.iter().copied() {
            if new.iter().any(|job| job.lane == lane && job.run_at <= now) {
                self.wakes.push(lane);
            }
        }
        Ok(())
    }
}
