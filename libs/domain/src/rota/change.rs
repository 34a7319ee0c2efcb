//! Changing who is on call: whoever is on call at other times than before is told.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::{NamedRota, Override, Period, Rota, RotaRefusal};
use crate::{
    Clock, Decision,
    decision::Change,
    delivery::{Channel, News, Recipient},
    id::{OverrideId, RotaId, StaffId, TenantId},
    job::{Job, Lane},
};

/// How far ahead people are told that their shifts changed.
pub const HORIZON: Duration = Duration::weeks(8);

/// Periods that a message lists at most; the calendar shows them all.
const MOST_LISTED: usize = 10;

/// A shift of which somebody was told before it began; they are told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShiftNotice {
    /// Which rota.
    pub rota: RotaId,
    /// Who.
    pub staff: StaffId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
}

/// Makes a rota (version 0), or saves one. `before` is what everybody knows.
pub fn save(
    clock: &dyn Clock,
    operator: TenantId,
    before: Option<&Rota>,
    after: NamedRota,
    by: Option<StaffId>,
) -> Result<Decision, RotaRefusal> {
    after.rota.validate()?;
    Ok(changed(clock, operator, before, after, by))
}

/// Puts somebody on call as an exception.
pub fn add_override(
    clock: &dyn Clock,
    operator: TenantId,
    rota: NamedRota,
    new: Override,
    by: Option<StaffId>,
) -> Decision {
    let before = rota.rota.clone();
    let (id, mut after) = (rota.id, rota);
    after.rota.overrides.push(new.clone());
    let mut decision = changed(clock, operator, Some(&before), after, by);
    decision.except(id, new, by);
    decision
}

/// Takes an exception away.
pub fn remove_override(
    clock: &dyn Clock,
    operator: TenantId,
    rota: NamedRota,
    id: OverrideId,
    by: Option<StaffId>,
) -> Decision {
    let before = rota.rota.clone();
    let mut after = rota;
    after.rota.overrides.retain(|it| it.id != id);
    let mut decision = changed(clock, operator, Some(&before), after, by);
    decision.lift(id);
    decision
}

/// Saves a rota, tells everybody but the one who did it what changed for them, and looks at once whose shift
/// begins soon.
fn changed(
    clock: &dyn Clock,
    operator: TenantId,
    before: Option<&Rota>,
    after: NamedRota,
    by: Option<StaffId>,
) -> Decision {
    let mut decision = Decision::new(operator);
    let now = clock.now();
    for (staff, change) in differences(before, &after.rota, now) {
        if Some(staff) != by {
            let news = change.news(after.id);
            decision.tell(clock, Lane::Normal, Recipient::Staff(staff), Channel::Email, news, (None, None));
        }
    }
    put(&mut decision, clock, after);
    decision
}

/// Saves a rota and begins to look after its notices anew.
pub(crate) fn put(decision: &mut Decision, clock: &dyn Clock, rota: NamedRota) {
    let job = Job::ShiftNotices { rota: rota.id, generation: rota.version + 1 };
    decision.later(clock, Lane::Normal, clock.now(), job);
    decision.set_rota(if rota.version == 0 { Change::New(rota) } else { Change::Changed(rota) });
}

/// What changed for one person.
#[derive(Debug, Default, PartialEq, Eq)]
struct Difference {
    gained: Vec<Period>,
    lost: Vec<Period>,
}

impl Difference {
    fn news(mut self, rota: RotaId) -> News {
        let all = self.gained.len() + self.lost.len();
        self.gained.truncate(MOST_LISTED);
        self.lost.truncate(MOST_LISTED);
        let more = all - self.gained.len() - self.lost.len();
        News::ShiftsChanged { rota, gained: self.gained, lost: self.lost, more }
    }
}

fn differences(before: Option<&Rota>, after: &Rota, now: DateTime<Utc>) -> BTreeMap<StaffId, Difference> {
    let until = now + HORIZON;
    let known = |rota: &Rota| {
        let people = rota.people().into_iter();
        people.map(|staff| (staff, rota.periods_of(staff, now, until))).collect::<BTreeMap<_, _>>()
    };
    let (old, new) = (before.map(known).unwrap_or_default(), known(after));
    let nothing = Vec::new();
    let mut differences = BTreeMap::new();
    for staff in old.keys().chain(new.keys()) {
        let (old, new) = (old.get(staff).unwrap_or(&nothing), new.get(staff).unwrap_or(&nothing));
        let difference = Difference { gained: without(new, old), lost: without(old, new) };
        if difference != Difference::default() {
            differences.insert(*staff, difference);
        }
    }
    differences
}

/// The moments of `all` that lie in none of `taken`; both in order and without overlaps.
fn without(all: &[Period], taken: &[Period]) -> Vec<Period> {
    let mut rest = Vec::new();
    for period in all {
        let mut from = period.from;
        for other in taken.iter().filter(|other| other.overlaps(period)) {
            if from < other.from {
                rest.push(Period { from, to: other.from });
            }
            from = other.to;
        }
        if from < period.to {
            rest.push(Period { from, to: period.to });
        }
    }
    rest
}

/// How often a rota is looked at, so that what people change of their own comes to count.
const LOOK_AGAIN: Duration = Duration::hours(1);

/// Tells everybody whose shift begins within their lead time, once, and when to look again. `leads` are those
/// who want to be told, `told` what they were told of.
pub fn notices(
    clock: &dyn Clock,
    operator: TenantId,
    rota: &NamedRota,
    leads: &[(StaffId, Duration)],
    told: &[ShiftNotice],
) -> Decision {
    let mut decision = Decision::new(operator);
    let now = clock.now();
    let mut again = now + LOOK_AGAIN;
    for (staff, lead) in leads {
        // What is running began before it could be seen from here, so it does not begin now.
        let shifts = rota.rota.periods_of(*staff, now - Duration::minutes(1), now + *lead + HORIZON);
        for shift in shifts.into_iter().filter(|shift| shift.from > now) {
            if shift.from > now + *lead {
                again = again.min(shift.from - *lead);
                continue;
            }
            let notice = ShiftNotice { rota: rota.id, staff: *staff, starts_at: shift.from };
            if !told.contains(&notice) {
                let news = News::ShiftSoon { rota: rota.id, shift };
                let to = Recipient::Staff(*staff);
                decision.tell(clock, Lane::Normal, to, Channel::Email, news, (None, None));
                decision.note_shift(notice);
            }
        }
    }
    let job = Job::ShiftNotices { rota: rota.id, generation: rota.version };
    decision.later(clock, Lane::Normal, again, job);
    decision
}

/// Begins to look after the notices of rotas that nobody looks after.
pub fn begin_notices(clock: &dyn Clock, operator: TenantId, rotas: &[NamedRota]) -> Decision {
    let mut decision = Decision::new(operator);
    for rota in rotas {
        let job = Job::ShiftNotices { rota: rota.id, generation: rota.version };
        decision.later(clock, Lane::Normal, clock.now(), job);
    }
    decision
}

#[cfg(test)]
mod tests;
