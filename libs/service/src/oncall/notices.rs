//! Telling people of their shifts before these begin.

use rappel_domain::{
    id::RotaId,
    rota::{begin_notices, notices},
};

use crate::{Service, StaffScope, Tx, error::Result, invalid::Reason};

/// The longest lead time, in hours.
const LONGEST_LEAD: i32 = 14 * 24;

impl Service {
    /// Tells whose shift begins soon. Does nothing for another version of the rota: that has a job of its own.
    pub async fn shift_notices(&self, tx: &mut Tx, rota: RotaId, generation: i32) -> Result<()> {
        let rotas = tx.rotas().await?;
        let Some(found) = rotas.iter().find(|it| it.id == rota && it.version == generation) else {
            return Ok(());
        };
        let (leads, told) = (tx.shift_leads().await?, tx.shift_notices(rota).await?);
        let decision = notices(tx.clock(), tx.scope().tenant(), found, &leads, &told);
        Ok(tx.record(decision).await?)
    }

    /// Begins to tell people of their shifts in rotas for which nobody does: those of an earlier version of the
    /// program, and those whose job was lost. Several workers that do it at once begin one chain of jobs.
    pub async fn begin_shift_notices(&self) -> Result<()> {
        let line = self.store.doors().command_line().await;
        let line = match line {
            Ok(line) => line,
            // Before the first run is over there is no operator, and no rota.
            Err(rappel_store::StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        let office = line.office();
        let mut tx = self.store.write(&line.tenant(office.operator())).await?;
        tx.hold_rotas().await?;
        let rotas = tx.rotas_without_notices().await?;
        let decision = begin_notices(tx.clock(), office.operator(), &rotas);
        tx.record(decision).await?;
        Ok(tx.commit().await?)
    }

    /// How many hours before a shift the reader is told of it; 0 when they are not.
    pub async fn shift_lead(&self, scope: &StaffScope) -> Result<i32> {
        Ok(self.store.office(scope).await?.shift_lead(scope.staff()).await?)
    }
}

/// How many hours before a shift somebody is told of it, as it was typed.
pub(crate) fn shift_lead(typed: &str) -> std::result::Result<i32, Reason> {
    let hours: Option<i32> = typed.trim().parse().ok();
    let out_of_range = Reason::OutOfRange { least: 0, most: LONGEST_LEAD.into() };
    hours.filter(|hours| (0..=LONGEST_LEAD).contains(hours)).ok_or(out_of_range)
}
