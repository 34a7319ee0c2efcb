//! Who could not be reached when it is their turn, and where nobody would be told: said before it matters.
//!
//! Rotas and steps are asked by the rules of paging (`callback/roster.rs`); there is no second text of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use crate::{
    callback::{Lack, Roster},
    delivery::Channel,
    id::{PolicyId, RotaId, StaffId, TeamId},
    policy::{Policy, Target},
    rota::{NamedRota, Period},
};

mod weekly;

pub use weekly::{begin_weekly, due_week, next_weekly, weekly, weekly_job, weekly_mail};

/// So long a proof that a number reaches its owner is believed.
pub const PROOF_LASTS: Duration = Duration::days(30);
/// Whoever is on call by an exception within this time is looked at.
pub const PEOPLE_AHEAD: Duration = Duration::weeks(4);
/// So far ahead rotas and steps are looked at.
pub const FAULTS_AHEAD: Duration = Duration::weeks(1);

/// By what this installation can make a phone ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// Texts leave.
    pub texts: bool,
    /// Calls are made.
    pub calls: bool,
}

/// What is known of somebody's phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub staff: StaffId,
    /// Their account is switched off.
    pub is_disabled: bool,
    /// They have a number.
    pub has_number: bool,
    /// When they proved it by a code.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it last reached them: a text arrived, a call or a text was answered.
    pub reached_at: Option<DateTime<Utc>>,
    /// Since when it takes no texts, and what was said then.
    pub refused: Option<(DateTime<Utc>, Option<String>)>,
    /// Since when it takes no calls, and what was said then.
    pub calls_refused: Option<(DateTime<Utc>, String)>,
    /// Since when their mailbox takes no e-mails, and what was said then.
    pub mail_refused: Option<(DateTime<Utc>, String)>,
}

/// Why somebody cannot be reached, or perhaps not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The account is switched off: they are not told at all.
    Disabled,
    /// There is no number.
    NoNumber,
    /// They sent STOP.
    Stopped {
        /// When.
        since: DateTime<Utc>,
    },
    /// The provider or the carrier refuses the number.
    Refused {
        /// When it did.
        since: DateTime<Utc>,
        /// What it said, when that is known.
        detail: Option<String>,
    },
    /// The provider refuses to call the number.
    CallsRefused {
        /// When it did.
        since: DateTime<Utc>,
        /// What it said.
        detail: String,
    },
    /// The mail server refuses the mailbox.
    MailRefused {
        /// When it did.
        since: DateTime<Utc>,
        /// What it said.
        detail: String,
    },
    /// Nobody has shown that the number is theirs.
    Unverified,
    /// Nothing has reached them for longer than a proof is believed.
    Stale {
        /// When something last did.
        last: DateTime<Utc>,
    },
}

/// Where somebody is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// In a rota.
    Rota(RotaId),
    /// By an escalation, by name, as one of a team or as a supervisor.
    Policy(PolicyId),
}

/// Somebody who is counted on and cannot be reached, or perhaps not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreachable {
    /// Who.
    pub staff: StaffId,
    /// Why.
    pub gaps: Vec<Gap>,
    /// Where they are counted on.
    pub duties: Vec<Duty>,
    /// When they are next on call, within the weeks looked at.
    pub next: Option<DateTime<Utc>>,
}

/// What is wrong with a rota or an escalation as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no rota.
    NoRota,
    /// No escalation names a rota: whoever is on call in it is not told.
    Unpaged(RotaId),
    /// Nobody is on call, and nobody else is told in that step.
    Hole {
        /// In which rota.
        rota: RotaId,
        /// When.
        period: Period,
    },
    /// A step reaches nobody, for other reasons than a hole.
    Step {
        /// Of which escalation.
        policy: PolicyId,
        /// Which, from 1.
        step: usize,
        /// When.
        period: Period,
        /// Why.
        lacks: Vec<Lack>,
    },
    /// The operator's fallback number or mailbox refuses us: the last resort reaches nobody by it.
    Fallback {
        /// By which way.
        by: Channel,
        /// When it did.
        since: DateTime<Utc>,
        /// What was said.
        detail: String,
    },
}

/// Everything that is wrong, with what things are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who cannot be reached.
    pub people: Vec<Unreachable>,
    /// What is wrong with rotas and escalations.
    pub faults: Vec<Fault>,
    /// By what a phone can be made to ring.
    pub ways: Ways,
    /// Names.
    pub names: Names,
}

/// What people call people and things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Staff.
    pub staff: BTreeMap<StaffId, String>,
    /// Rotas.
    pub rotas: BTreeMap<RotaId, String>,
    /// Escalations.
    pub policies: BTreeMap<PolicyId, String>,
    /// Teams.
    pub teams: BTreeMap<TeamId, String>,
}

impl Report {
    /// How many things are wrong.
    pub const fn count(&self) -> usize {
        self.people.len() + self.faults.len()
    }
}

/// Why somebody cannot be reached, or not by everything; empty for somebody who can. Where no phone can be made to ring,
/// numbers do not matter.
pub fn gaps(known: &Known, ways: Ways, now: DateTime<Utc>) -> Vec<Gap> {
    if known.is_disabled {
        return vec![Gap::Disabled];
    }
    let mut gaps = phone_gaps(known, ways, now);
    if let Some((since, detail)) = known.calls_refused.clone().filter(|_| ways.calls && known.has_number) {
        gaps.push(Gap::CallsRefused { since, detail });
    }
    if let Some((since, detail)) = known.mail_refused.clone() {
        gaps.push(Gap::MailRefused { since, detail });
    }
    gaps
}

/// Why texts do not reach somebody, or perhaps not.
fn phone_gaps(known: &Known, ways: Ways, now: DateTime<Utc>) -> Vec<Gap> {
    if !ways.texts && !ways.calls {
        return Vec::new();
    }
    if !known.has_number {
        return vec![Gap::NoNumber];
    }
    if !ways.texts {
        return Vec::new();
    }
    if let Some((since, said)) = &known.refused {
        let since = *since;
        let is_stop = said.as_deref().is_some_and(is_stop);
        return vec![if is_stop {
            Gap::Stopped { since }
        } else {
            Gap::Refused { since, detail: said.clone() }
        }];
    }
    let Some(verified_at) = known.verified_at else {
        return vec![Gap::Unverified];
    };
    let last = known.reached_at.map_or(verified_at, |reached| reached.max(verified_at));
    if now - last > PROOF_LASTS { vec![Gap::Stale { last }] } else { Vec::new() }
}

/// Whether what was said means that its owner wants no more texts: their own STOP, or Twilio's word for one that it took.
pub fn is_stop(said: &str) -> bool {
    said == STOP || said.starts_with("21610")
}

/// What is kept of a STOP that came as a reply.
pub const STOP: &str = "STOP";

/// Everybody who is counted on and cannot be reached: whoever is on call soonest first, then by their identifiers.
pub fn unreachable(
    known: &[Known],
    roster: &Roster,
    policies: &[(PolicyId, &Policy)],
    ways: Ways,
    now: DateTime<Utc>,
) -> Vec<Unreachable> {
    let mut duties: BTreeMap<StaffId, Vec<Duty>> = BTreeMap::new();
    let mut next: BTreeMap<StaffId, DateTime<Utc>> = BTreeMap::new();
    for rota in &roster.rotas {
        for staff in on(rota, now) {
            duties.entry(staff).or_default().push(Duty::Rota(rota.id));
        }
        for span in rota.rota.spans(now, now + PEOPLE_AHEAD) {
            for staff in span.staff {
                let soonest = next.entry(staff).or_insert(span.from);
                *soonest = span.from.min(*soonest);
            }
        }
    }
    for (id, policy) in policies {
        let mut named: Vec<StaffId> = Vec::new();
        for target in policy.steps.iter().flat_map(|step| &step.targets) {
            match target {
                Target::OnCall(_) => {}
                Target::Staff(staff) => named.push(*staff),
                Target::Supervisors => named.extend(roster.supervisors()),
                Target::Team(team) => {
                    let team = roster.teams.iter().find(|it| it.id == *team);
                    named.extend(team.map(|it| it.members.as_slice()).unwrap_or_default());
                }
            }
        }
        named.sort_unstable();
        named.dedup();
        for staff in named {
            duties.entry(staff).or_default().push(Duty::Policy(*id));
        }
    }
    let one = |known: &Known| {
        let gaps = gaps(known, ways, now);
        let duties = duties.get(&known.staff).filter(|_| !gaps.is_empty())?.clone();
        Some(Unreachable { staff: known.staff, gaps, duties, next: next.get(&known.staff).copied() })
    };
    let mut found: Vec<Unreachable> = known.iter().filter_map(one).collect();
    found.sort_by_key(|it| (it.next.is_none(), it.next, it.staff));
    found
}

/// Everybody whom a rota names: always, by a rotation, or by an exception that begins soon.
fn on(rota: &NamedRota, now: DateTime<Utc>) -> Vec<StaffId> {
    let mut soon = rota.rota.clone();
    soon.overrides.retain(|it| it.from < now + PEOPLE_AHEAD && it.to > now);
    soon.people()
}

/// What is wrong with rotas and escalations within a week.
pub fn faults(roster: &Roster, policies: &[(PolicyId, &Policy)], now: DateTime<Utc>) -> Vec<Fault> {
    let until = now + FAULTS_AHEAD;
    let mut faults = Vec::new();
    if roster.rotas.is_empty() {
        faults.push(Fault::NoRota);
    }
    let is_named = |id| policies.iter().any(|(_, policy)| policy.names(Target::OnCall(id)));
    faults.extend(roster.rotas.iter().filter(|it| !is_named(it.id)).map(|it| Fault::Unpaged(it.id)));

    let mut moments: Vec<DateTime<Utc>> = vec![now];
    for rota in roster.rotas.iter().filter(|it| is_named(it.id)) {
        moments.extend(rota.rota.spans(now, until).iter().map(|span| span.from));
    }
    moments.sort_unstable();
    moments.dedup();
    let ends = moments.iter().skip(1).copied().chain([until]);
    let mut holes: Vec<(RotaId, Period)> = Vec::new();
    let mut steps: Vec<(PolicyId, usize, Vec<Lack>, Period)> = Vec::new();
    for (from, to) in moments.iter().copied().zip(ends) {
        let period = Period { from, to };
        for (policy, index, step) in policies
            .iter()
            .flat_map(|(id, policy)| policy.steps.iter().enumerate().map(|(index, step)| (*id, index, step)))
        {
            let named = roster.named(step, from);
            if !named.reachable.is_empty() {
                continue;
            }
            let empty = named.lacks.iter().map(|lack| match lack {
                Lack::NobodyOnCall(rota) => Some(*rota),
                _ => None,
            });
            let rotas = empty.collect::<Option<Vec<RotaId>>>();
            if let Some(rotas) = rotas.filter(|it| !it.is_empty()) {
                for rota in rotas {
                    lengthen(&mut holes, rota, period);
                }
                continue;
            }
            let same = steps.iter_mut().rev().find(|(id, at, ..)| (*id, *at) == (policy, index));
            match same {
                Some((.., lacks, last)) if last.to == from && *lacks == named.lacks => last.to = to,
                _ => steps.push((policy, index, named.lacks, period)),
            }
        }
    }
    holes.sort_unstable_by_key(|(rota, period)| (period.from, *rota));
    faults.extend(holes.into_iter().map(|(rota, period)| Fault::Hole { rota, period }));
    faults.extend(steps.into_iter().map(|(policy, index, lacks, period)| Fault::Step {
        policy,
        step: index + 1,
        period,
        lacks,
    }));
    faults
}

/// Notes a hole, once however many steps fall into it.
fn lengthen(holes: &mut Vec<(RotaId, Period)>, rota: RotaId, period: Period) {
    match holes.iter_mut().rev().find(|(id, _)| *id == rota) {
        Some((_, last)) if last.to >= period.from => last.to = last.to.max(period.to),
        _ => holes.push((rota, period)),
    }
}

#[cfg(test)]
mod tests;
