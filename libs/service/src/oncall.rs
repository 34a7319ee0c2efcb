//! Who is on call, and who changes that.

mod calendar;
mod notices;
mod swaps;

pub use calendar::{Feed, FeedShift};
pub(crate) use notices::shift_lead;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    callback::{Callback, Team},
    display_name::{DisplayName, DisplayNameRefusal},
    id::{LayerId, OverrideId, PolicyId, RotaId, StaffId},
    policy::{Policy, Step, Target},
    role::StaffRight,
    rota::{self, Layer, NamedRota, Override, Rota, RotaPart, RotaRefusal, Span},
    swap::Swap,
};
pub use rappel_store::policies::NamedPolicy;

use crate::{
    Scope, Service, Staff, StaffScope, Tenant, Tx,
    error::{Error, Result},
    invalid::{Invalid, Reason, not_stale},
    retry::again,
};

/// How many days the calendar shows.
pub const CALENDAR_DAYS: i64 = 28;

/// How many swaps are looked at.
const MOST_SWAPS: u64 = 100;

/// Everything that the on-call page shows.
#[derive(Debug, Clone)]
pub struct OnCall {
    /// Every rota with what it means.
    pub rotas: Vec<RotaView>,
    /// Everybody who can be on call, by name.
    pub staff: Vec<Staff>,
    /// Swaps that were asked for, the newest first.
    pub swaps: Vec<Swap>,
    /// Every policy.
    pub policies: Vec<NamedPolicy>,
    /// Every team.
    pub teams: Vec<Team>,
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
    /// The same for as long as the calendar shows.
    pub weeks: Vec<Span>,
}

/// Where a layer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Over the next one.
    Higher,
    /// Under the one before.
    Lower,
    /// It is taken away.
    Nowhere,
}

impl Place {
    /// Moves an item of a list that way, past its neighbour; the last and the first stay where they are.
    pub fn apply<T>(self, list: &mut Vec<T>, at: usize) {
        match self {
            Self::Higher if at + 1 < list.len() => list.swap(at, at + 1),
            Self::Lower if (1..list.len()).contains(&at) => list.swap(at, at - 1),
            Self::Nowhere if at < list.len() => {
                list.remove(at);
            }
            Self::Higher | Self::Lower | Self::Nowhere => {}
        }
    }
}

impl OnCall {
    /// Whether some policy pages whoever is on call in a rota.
    pub fn is_paged(&self, rota: RotaId) -> bool {
        self.policies.iter().any(|it| it.policy.names(Target::OnCall(rota)))
    }
}

impl Service {
    /// Everything that the on-call page shows, for the weeks that begin at `from`.
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
                weeks: rota.rota.spans(begin, begin + Duration::days(CALENDAR_DAYS)),
                rota,
            }
        };
        let staff = tx.staff_list().await?.into_iter().filter(|it| it.disabled_at.is_none()).collect();
        Ok(OnCall {
            rotas: rotas.into_iter().map(view).collect(),
            staff,
            swaps: tx.swaps(MOST_SWAPS).await?,
            policies: tx.policies().await?,
            teams: tx.teams().await?,
            callbacks: tx.open_callbacks(100).await?,
            tenants: tx.tenants().await?,
            now,
        })
    }

    /// Saves the name, the zone, the weekly shifts and the layers of a rota, or makes one. Its exceptions stay. Of two who save
    /// the same version `seen` the second is told: the field is `version`. Without one, nothing is compared.
    pub async fn save_rota(
        &self,
        scope: &StaffScope,
        id: Option<RotaId>,
        seen: Option<i32>,
        name: &str,
        rota: Rota,
    ) -> Result<RotaId> {
        right(scope)?;
        let name = match DisplayName::parse(name) {
            Ok(name) => name,
            Err(DisplayNameRefusal::Empty) => {
                return Err(Error::Invalid(vec![Invalid::new("name", Reason::Missing)]));
            }
            Err(refusal) => return Err(Error::Invalid(vec![Invalid::new("name", refusal.into())])),
        };
        let name = name.as_str();
        self.known(scope, &rota.people(), id).await?;
        if let Some(id) = id {
            let edit = |found: &mut NamedRota| {
                still(seen, found)?;
                let overrides = std::mem::take(&mut found.rota.overrides);
                name.clone_into(&mut found.name);
                found.rota = Rota { overrides, ..rota.clone() };
                Ok(())
            };
            self.edit_rota(scope, id, edit).await?;
            return Ok(id);
        }
        let mut tx = self.store.write(&operators(scope)?).await?;
        let rota = Rota { overrides: Vec::new(), ..rota };
        let new = NamedRota { id: RotaId::new(tx.clock()), name: name.to_owned(), rota, version: 0 };
        let id = new.id;
        let policy = first_policy(PolicyId::new(tx.clock()), id);
        let made = rota::save(tx.clock(), scope.operator(), None, new, whom(scope)).map_err(refused)?;
        tx.record(made).await?;
        // The first rota makes the first policy: whoever is on call, then the supervisors.
        tx.begin_policy(&policy).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Adds a layer over the others of a rota, or saves one in its place. A version `seen` of the rota is compared as by
    /// [`save_rota`](Self::save_rota).
    pub async fn save_layer(
        &self,
        scope: &StaffScope,
        rota: RotaId,
        seen: Option<i32>,
        layer: Layer,
    ) -> Result<()> {
        right(scope)?;
        self.known(scope, &layer.rotation.people, Some(rota)).await?;
        let name = DisplayName::parse(&layer.name).map_err(|_| refused(RotaRefusal::Name))?;
        let layer = Layer { name: name.into(), ..layer };
        self.edit_rota(scope, rota, |found| {
            still(seen, found)?;
            match found.rota.layers.iter_mut().find(|it| it.id == layer.id) {
                Some(place) => *place = layer.clone(),
                None => found.rota.layers.push(layer.clone()),
            }
            Ok(())
        })
        .await
    }

    /// Moves a layer over or under its neighbour, or takes it away.
    pub async fn place_layer(
        &self,
        scope: &StaffScope,
        rota: RotaId,
        layer: LayerId,
        place: Place,
    ) -> Result<()> {
        right(scope)?;
        self.edit_rota(scope, rota, |found| {
            let layers = &mut found.rota.layers;
            let at = layers.iter().position(|it| it.id == layer).ok_or(Error::NotFound)?;
            place.apply(layers, at);
            Ok(())
        })
        .await
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
        if from >= to || to <= self.clock().now() {
            return Err(Error::Invalid(vec![Invalid::new("to", Reason::Period)]));
        }
        self.known(scope, &[staff], None).await?;
        again(|| async {
            let mut tx = self.store.write(&operators(scope)?).await?;
            let found = rota_of(&tx, rota).await?;
            let new = Override { id: OverrideId::new(tx.clock()), staff, instead_of: None, from, to };
            let added = rota::add_override(tx.clock(), scope.operator(), found, new, whom(scope));
            tx.record(added).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes an exception away.
    pub async fn remove_override(&self, scope: &StaffScope, rota: RotaId, id: OverrideId) -> Result<()> {
        right(scope)?;
        again(|| async {
            let mut tx = self.store.write(&operators(scope)?).await?;
            let found = rota_of(&tx, rota).await?;
            if !found.rota.overrides.iter().any(|it| it.id == id) {
                return Err(Error::NotFound);
            }
            let removed = rota::remove_override(tx.clock(), scope.operator(), found, id, whom(scope));
            tx.record(removed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Changes a rota as it is now, and tells whom it concerns.
    async fn edit_rota(
        &self,
        scope: &StaffScope,
        id: RotaId,
        edit: impl Fn(&mut NamedRota) -> Result<()>,
    ) -> Result<()> {
        let edit = &edit;
        again(|| async move {
            let mut tx = self.store.write(&operators(scope)?).await?;
            let found = rota_of(&tx, id).await?;
            let mut after = found.clone();
            edit(&mut after)?;
            let saved = rota::save(tx.clock(), scope.operator(), Some(&found.rota), after, whom(scope));
            tx.record(saved.map_err(refused)?).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Refuses people who are not of the staff. Those who have left stay where a rota, `on`, names them already: whoever
    /// changes its hours need not take them out first.
    async fn known(&self, scope: &StaffScope, named: &[StaffId], on: Option<RotaId>) -> Result<()> {
        let tx = self.store.office(scope).await?;
        let staff = tx.staff_list().await?;
        let rotas = tx.rotas().await?;
        let already = rotas.iter().find(|it| Some(it.id) == on).map(|it| it.rota.people());
        let may_stay = |it: &Staff| already.as_ref().is_some_and(|people| people.contains(&it.id));
        let is_known = |it: &Staff| it.disabled_at.is_none() || may_stay(it);
        if named.iter().all(|id| staff.iter().any(|it| it.id == *id && is_known(it))) {
            return Ok(());
        }
        Err(Error::Invalid(vec![Invalid::new("staff", Reason::NotAChoice)]))
    }
}

pub(crate) fn right(scope: &StaffScope) -> Result<()> {
    if scope.may(StaffRight::EditRotas) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The right to the operator's own rows, for those who may change who is on call.
fn operators(scope: &StaffScope) -> Result<Scope> {
    scope.on(scope.operator()).ok_or(Error::Forbidden)
}

/// Who acts; nobody of the staff at the command line.
fn whom(scope: &StaffScope) -> Option<StaffId> {
    Some(scope.staff()).filter(|staff| !staff.uuid().is_nil())
}

async fn rota_of(tx: &Tx, id: RotaId) -> Result<NamedRota> {
    tx.rotas().await?.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)
}

fn refused(refusal: RotaRefusal) -> Error {
    let field = match refusal.part() {
        RotaPart::Whole => "rota",
        RotaPart::Name => "name",
        RotaPart::Turn => "length",
        RotaPart::Start => "starts_on",
        RotaPart::People => "people",
        RotaPart::Hours => "hours",
    };
    Error::Invalid(vec![Invalid::new(field, Reason::Text(refusal.key()))])
}

/// Refuses changes that were made from another version than the rota has.
fn still(seen: Option<i32>, found: &NamedRota) -> Result<()> {
    not_stale(&seen.map(|it| it.to_string()).unwrap_or_default(), found.version)
}

fn first_policy(id: PolicyId, rota: RotaId) -> NamedPolicy {
    let steps = vec![Step::usual(5, vec![Target::OnCall(rota)]), Step::usual(5, vec![Target::Supervisors])];
    let policy = Policy { steps, repeat: 1 };
    NamedPolicy { id, name: "URGENT".to_owned(), policy, is_default: true, version: 0 }
}
