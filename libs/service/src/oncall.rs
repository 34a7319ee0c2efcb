//! Who is on call, and who changes that.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    callback::Callback,
    id::{OverrideId, PolicyId, RotaId, StaffId},
    policy::{Policy, Step, Target},
    role::StaffRight,
    rota::{NamedRota, Override, Rota, Span, WeeklyShift},
};
pub use rappel_store::oncall::NamedPolicy;

use crate::{
    Service, Staff, StaffScope, Tenant,
    error::{Error, Result},
    invalid::{Invalid, Reason},
};

/// Everything that the on-call page shows.
#[derive(Debug, Clone)]
pub struct OnCall {
    /// Every rota with what it means.
    pub rotas: Vec<RotaView>,
    /// Everybody who can be on call, by name.
    pub staff: Vec<Staff>,
    /// Every policy.
    pub policies: Vec<NamedPolicy>,
    /// Open callbacks of the reader's tenants, the oldest first.
    pub callbacks: Vec<Callback>,
    /// The reader's tenants.
    pub tenants: Vec<Tenant>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A rota with what it means.
#[derive(Debug, Clone)]
pub struct RotaView {
    /// The rota.
    pub rota: NamedRota,
    /// Who is on call now.
    pub now: Vec<StaffId>,
    /// Who is on call from today until a week later, without gaps; nobody in a hole.
    pub week: Vec<Span>,
}

impl Service {
    /// Everything that the on-call page shows, for the week that begins at `from`.
    pub async fn on_call(&self, scope: &StaffScope, from: Option<DateTime<Utc>>) -> Result<OnCall> {
        let tx = self.store.office(scope).await?;
        let now = tx.clock().now();
        let rotas = tx.rotas().await?;
        let view = |rota: NamedRota| {
            let begin = from.unwrap_or_else(|| {
                let zone = rota.rota.time_zone;
                rappel_domain::calendar::start_of_day(rappel_domain::calendar::local_date(now, zone), zone)
            });
            RotaView {
                now: rota.rota.on_call_at(now),
                week: rota.rota.spans(begin, begin + Duration::days(7)),
                rota,
            }
        };
        let staff = tx.staff_list().await?.into_iter().filter(|it| it.disabled_at.is_none()).collect();
        Ok(OnCall {
            rotas: rotas.into_iter().map(view).collect(),
            staff,
            policies: tx.policies().await?,
            callbacks: tx.open_callbacks(100).await?,
            tenants: tx.tenants().await?,
            now,
        })
    }

    /// Saves the weekly shifts of a rota, or makes one.
    pub async fn save_rota(
        &self,
        scope: &StaffScope,
        id: Option<RotaId>,
        name: &str,
        rota: Rota,
    ) -> Result<RotaId> {
        right(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        let found = match id {
            Some(id) => Some(tx.rotas().await?.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)?),
            None => None,
        };
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::Invalid(vec![Invalid::new("name", Reason::Missing)]));
        }
        known(&tx.staff_list().await?, rota.shifts.iter().map(|it: &WeeklyShift| it.staff))?;
        let saved = NamedRota {
            id: id.unwrap_or_else(|| RotaId::new(tx.clock())),
            name: name.to_owned(),
            rota,
            version: found.map_or(0, |it| it.version),
        };
        tx.save_rota(&saved).await?;
        if tx.policies().await?.is_empty() {
            // The first rota makes the first policy: whoever is on call, then the supervisors.
            tx.save_policy(&first_policy(PolicyId::new(tx.clock()), saved.id)).await?;
        }
        tx.commit().await?;
        Ok(saved.id)
    }

    /// Puts somebody on call instead of whoever a rota names.
    pub async fn add_override(
        &self,
        scope: &StaffScope,
        rota: RotaId,
        staff: StaffId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<()> {
        right(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        if from >= to || to <= tx.clock().now() {
            return Err(Error::Invalid(vec![Invalid::new("to", Reason::Period)]));
        }
        if !tx.rotas().await?.iter().any(|it| it.id == rota) {
            return Err(Error::NotFound);
        }
        known(&tx.staff_list().await?, std::iter::once(staff))?;
        let new = Override { id: OverrideId::new(tx.clock()), staff, instead_of: None, from, to };
        tx.insert_override(rota, &new, Some(scope.staff())).await?;
        Ok(tx.commit().await?)
    }

    /// Takes an exception away.
    pub async fn remove_override(&self, scope: &StaffScope, id: OverrideId) -> Result<()> {
        right(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        tx.delete_override(id).await?;
        Ok(tx.commit().await?)
    }

    /// Saves a policy, or makes one. Callbacks that run keep their copy.
    pub async fn save_policy(
        &self,
        scope: &StaffScope,
        id: Option<PolicyId>,
        name: &str,
        policy: Policy,
    ) -> Result<PolicyId> {
        right(scope)?;
        let policy =
            policy.checked().map_err(|_| Error::Invalid(vec![Invalid::new("steps", Reason::NotAChoice)]))?;
        let mut tx = self.store.office_write(scope).await?;
        let all = tx.policies().await?;
        let found = match id {
            Some(id) => Some(all.iter().find(|it| it.id == id).cloned().ok_or(Error::NotFound)?),
            None => None,
        };
        let saved = NamedPolicy {
            id: id.unwrap_or_else(|| PolicyId::new(tx.clock())),
            name: name.trim().to_owned(),
            policy,
            is_default: found.as_ref().map_or(all.is_empty(), |it| it.is_default),
            version: found.map_or(0, |it| it.version),
        };
        tx.save_policy(&saved).await?;
        tx.commit().await?;
        Ok(saved.id)
    }
}

fn right(scope: &StaffScope) -> Result<()> {
    if scope.may(StaffRight::EditRotas) { Ok(()) } else { Err(Error::Forbidden) }
}

fn known(staff: &[Staff], mut named: impl Iterator<Item = StaffId>) -> Result<()> {
    if named.all(|id| staff.iter().any(|it| it.id == id)) {
        return Ok(());
    }
    Err(Error::Invalid(vec![Invalid::new("staff", Reason::NotAChoice)]))
}

fn first_policy(id: PolicyId, rota: RotaId) -> NamedPolicy {
    let steps = vec![
        Step { delay_minutes: 5, targets: vec![Target::OnCall(rota)] },
        Step { delay_minutes: 5, targets: vec![Target::Supervisors] },
    ];
    let policy = Policy { steps, repeat: 1 };
    NamedPolicy { id, name: "URGENT".to_owned(), policy, is_default: true, version: 0 }
}
