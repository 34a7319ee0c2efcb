//! Rotas with their overrides: the operator's own.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    decision::Change,
    id::{OverrideId, RotaId, StaffId, SwapId},
    job::{Job, JobState},
    rota::{NamedRota, Override, Period, Rota, ShiftNotice},
    swap::Swap,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::{
    convert::{from_json, to_json, word},
    entities::{jobs, rota_overrides, rota_swaps, rotas, shift_notices, staff, tenants},
    error::{Result, StoreError},
    jobs::in_state,
    unit::{Guarded, OfficeTx, Tx},
};

impl Tx {
    /// Every rota, to know whom to page.
    pub async fn rotas(&self) -> Result<Vec<NamedRota>> {
        rotas_of(&self.db, self.clock.now()).await
    }
}

/// What the operator's unit of work writes of a decision about rotas.
#[derive(Debug, Default)]
pub(crate) struct RotaChanges {
    pub(crate) rota: Option<Change<NamedRota>>,
    pub(crate) exceptions: Vec<(RotaId, Override, Option<StaffId>)>,
    pub(crate) lifted: Vec<OverrideId>,
    pub(crate) swap: Option<Change<Swap>>,
    pub(crate) notices: Vec<ShiftNotice>,
}

impl Tx {
    /// A swap that somebody asked for.
    pub async fn swap(&self, id: SwapId) -> Result<Swap> {
        let row = rota_swaps::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        swap(row.ok_or(StoreError::NotFound)?)
    }

    /// How long before a shift each of the staff wants to be told of it; who does not want to is left out.
    pub async fn shift_leads(&self) -> Result<Vec<(StaffId, Duration)>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::DisabledAt.is_null())
            .filter(staff::Column::ShiftNoticeHours.gt(0))
            .all(&self.db)
            .await?;
        let lead =
            |row: staff::Model| (StaffId::from_uuid(row.id), Duration::hours(row.shift_notice_hours.into()));
        Ok(rows.into_iter().map(lead).collect())
    }

    /// Shifts of a rota that begin from now on, of which people were told; those that are past are forgotten.
    pub async fn shift_notices(&mut self, rota: RotaId) -> Result<Vec<ShiftNotice>> {
        let now = self.clock.now();
        shift_notices::Entity::delete_many()
            .filter(shift_notices::Column::RotaId.eq(rota.uuid()))
            .filter(shift_notices::Column::StartsAt.lt(now))
            .exec(&self.db)
            .await?;
        let of = shift_notices::Entity::find().filter(shift_notices::Column::RotaId.eq(rota.uuid()));
        let notice = |row: shift_notices::Model| ShiftNotice {
            rota: RotaId::from_uuid(row.rota_id),
            staff: StaffId::from_uuid(row.staff_id),
            starts_at: row.starts_at,
        };
        Ok(of.all(&self.db).await?.into_iter().map(notice).collect())
    }

    /// Holds the rotas until this unit of work ends: two who look at once for what nobody looks after do it one after the
    /// other, so that each sees what the other began.
    pub async fn hold_rotas(&mut self) -> Result<()> {
        rotas::Entity::find()
            .order_by_asc(rotas::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&self.db)
            .await?;
        Ok(())
    }

    /// Rotas for which no job tells people of their shifts.
    pub async fn rotas_without_notices(&self) -> Result<Vec<NamedRota>> {
        let waiting = self
            .of::<jobs::Entity>()
            .filter(in_state(JobState::Ready))
            .filter(jobs::Column::Kind.eq("shift_notices"))
            .all(&self.db)
            .await?;
        let jobs = waiting.into_iter().map(|row| from_json::<Job>(row.payload, "jobs.payload"));
        let jobs = jobs.collect::<Result<Vec<_>>>()?;
        let seen =
            |rota: &NamedRota| jobs.contains(&Job::ShiftNotices { rota: rota.id, generation: rota.version });
        Ok(self.rotas().await?.into_iter().filter(|rota| !seen(rota)).collect())
    }

    pub(crate) async fn change_rotas(&self, changes: RotaChanges) -> Result<()> {
        let RotaChanges { rota, exceptions, lifted, swap, notices } = changes;
        if rota.is_none()
            && swap.is_none()
            && notices.is_empty()
            && exceptions.is_empty()
            && lifted.is_empty()
        {
            return Ok(());
        }
        self.must_be_operators().await?;
        match rota {
            Some(Change::New(rota)) => self.insert_rota(&rota).await?,
            Some(Change::Changed(rota)) => self.update_rota(&rota).await?,
            None => {}
        }
        for (rota, new, by) in &exceptions {
            self.insert_override(*rota, new, *by).await?;
        }
        for id in lifted {
            let done = rota_overrides::Entity::delete_by_id(id.uuid()).exec(&self.db).await?;
            if done.rows_affected != 1 {
                return Err(StoreError::NotFound);
            }
        }
        match swap {
            Some(Change::New(swap)) => self.insert_swap(&swap).await?,
            Some(Change::Changed(swap)) => self.update_swap(&swap).await?,
            None => {}
        }
        let rows = notices.iter().map(|notice| shift_notices::ActiveModel {
            rota_id: Set(notice.rota.uuid()),
            staff_id: Set(notice.staff.uuid()),
            starts_at: Set(notice.starts_at),
        });
        if !notices.is_empty() {
            shift_notices::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

    /// Rotas are the operator's own: no unit of work on a client's rows changes them.
    pub(crate) async fn must_be_operators(&self) -> Result<()> {
        let row = tenants::Entity::find_by_id(self.tenant.uuid()).one(&self.db).await?;
        if row.is_some_and(|row| row.kind == "operator") { Ok(()) } else { Err(StoreError::Forbidden) }
    }

    async fn insert_rota(&self, rota: &NamedRota) -> Result<()> {
        let row = rotas::ActiveModel {
            id: Set(rota.id.uuid()),
            created_at: Set(self.clock.now()),
            ..rota_columns(rota)?
        };
        rotas::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    async fn update_rota(&self, rota: &NamedRota) -> Result<()> {
        let done = rotas::Entity::update_many()
            .set(rota_columns(rota)?)
            .filter(rotas::Column::Id.eq(rota.id.uuid()))
            .filter(rotas::Column::Version.eq(rota.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    async fn insert_override(&self, rota: RotaId, new: &Override, by: Option<StaffId>) -> Result<()> {
        let row = rota_overrides::ActiveModel {
            id: Set(new.id.uuid()),
            rota_id: Set(rota.uuid()),
            staff_id: Set(new.staff.uuid()),
            replaces_id: Set(new.instead_of.map(StaffId::uuid)),
            starts_at: Set(new.from),
            ends_at: Set(new.to),
            created_by: Set(by.map(StaffId::uuid)),
        };
        rota_overrides::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    async fn insert_swap(&self, swap: &Swap) -> Result<()> {
        let row = rota_swaps::ActiveModel {
            id: Set(swap.id.uuid()),
            rota_id: Set(swap.rota.uuid()),
            asker_id: Set(swap.asker.uuid()),
            asked_id: Set(swap.asked.uuid()),
            gives_from: Set(swap.gives.from),
            gives_to: Set(swap.gives.to),
            takes_from: Set(swap.takes.map(|it| it.from)),
            takes_to: Set(swap.takes.map(|it| it.to)),
            state: Set(swap.state.as_str().to_owned()),
            asked_at: Set(swap.asked_at),
            ended_by: Set(None),
            ended_at: Set(None),
            version: Set(1),
        };
        rota_swaps::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    async fn update_swap(&self, swap: &Swap) -> Result<()> {
        let row = rota_swaps::ActiveModel {
            state: Set(swap.state.as_str().to_owned()),
            ended_by: Set(swap.ended.map(|(by, _)| by.uuid())),
            ended_at: Set(swap.ended.map(|(_, at)| at)),
            version: Set(swap.version + 1),
            ..Default::default()
        };
        let done = rota_swaps::Entity::update_many()
            .set(row)
            .filter(rota_swaps::Column::Id.eq(swap.id.uuid()))
            .filter(rota_swaps::Column::Version.eq(swap.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }
}

impl OfficeTx {
    /// Every rota, by name.
    pub async fn rotas(&self) -> Result<Vec<NamedRota>> {
        rotas_of(&self.db, self.clock.now()).await
    }

    /// Swaps, the newest first.
    pub async fn swaps(&self, limit: u64) -> Result<Vec<Swap>> {
        let rows = rota_swaps::Entity::find().order_by_desc(rota_swaps::Column::Id).limit(limit);
        rows.all(&self.db).await?.into_iter().map(swap).collect()
    }

    /// How many hours before a shift somebody is told of it; 0 when they are not.
    pub async fn shift_lead(&self, id: StaffId) -> Result<i32> {
        let row = staff::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        Ok(row.ok_or(StoreError::NotFound)?.shift_notice_hours)
    }

    /// Says how many hours before a shift somebody is told of it; 0 when they are not.
    pub async fn set_shift_lead(&mut self, id: StaffId, hours: i32) -> Result<()> {
        let row = staff::ActiveModel { shift_notice_hours: Set(hours), ..Default::default() };
        let found = staff::Entity::update_many().set(row).filter(staff::Column::Id.eq(id.uuid()));
        let done = found.exec(&self.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

async fn rotas_of(db: &Guarded, now: DateTime<Utc>) -> Result<Vec<NamedRota>> {
    let rows = rotas::Entity::find().order_by_asc(rotas::Column::Name).all(db).await?;
    // In the order in which they were made: of two that replace the same person the later one counts.
    let overrides = rota_overrides::Entity::find()
        .filter(rota_overrides::Column::EndsAt.gt(now))
        .order_by_asc(rota_overrides::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let own = overrides.iter().filter(|it| it.rota_id == row.id).map(exception).collect();
            Ok(NamedRota {
                id: RotaId::from_uuid(row.id),
                name: row.name,
                rota: Rota {
                    time_zone: word(&row.time_zone, "rotas.time_zone")?,
                    shifts: from_json(row.shifts, "rotas.shifts")?,
                    layers: from_json(row.layers, "rotas.layers")?,
                    overrides: own,
                },
                version: row.version,
            })
        })
        .collect()
}

fn exception(row: &rota_overrides::Model) -> Override {
    Override {
        id: OverrideId::from_uuid(row.id),
        staff: StaffId::from_uuid(row.staff_id),
        instead_of: row.replaces_id.map(StaffId::from_uuid),
        from: row.starts_at,
        to: row.ends_at,
    }
}

fn rota_columns(rota: &NamedRota) -> Result<rotas::ActiveModel> {
    Ok(rotas::ActiveModel {
        name: Set(rota.name.clone()),
        time_zone: Set(rota.rota.time_zone.name().to_owned()),
        shifts: Set(to_json(&rota.rota.shifts)?),
        layers: Set(to_json(&rota.rota.layers)?),
        version: Set(rota.version + 1),
        ..Default::default()
    })
}

fn swap(row: rota_swaps::Model) -> Result<Swap> {
    let takes = row.takes_from.zip(row.takes_to);
    let ended = row.ended_by.zip(row.ended_at);
    Ok(Swap {
        id: SwapId::from_uuid(row.id),
        rota: RotaId::from_uuid(row.rota_id),
        asker: StaffId::from_uuid(row.asker_id),
        asked: StaffId::from_uuid(row.asked_id),
        gives: Period { from: row.gives_from, to: row.gives_to },
        takes: takes.map(|(from, to)| Period { from, to }),
        state: word(&row.state, "rota_swaps.state")?,
        asked_at: row.asked_at,
        ended: ended.map(|(by, at)| (StaffId::from_uuid(by), at)),
        version: row.version,
    })
}
