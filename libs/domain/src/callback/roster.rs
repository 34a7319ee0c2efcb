//! Who is meant by a step of a policy at a moment, and who of them cannot be reached.
//!
//! Paging and the dry run of a policy both ask here: what a dry run says is what happens.

use chrono::{DateTime, Duration, Utc};

use super::{Callback, Due, MailAlone, Reachable, Summons};
use crate::{
    id::{RotaId, StaffId, TeamId},
    policy::{Policy, Step, Target},
    role::StaffRole,
    rota::NamedRota,
};

/// Whether somebody of staff may be paged for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may.
    Pageable,
    /// They are switched off.
    Disabled,
    /// They see other clients and not this one.
    OtherClients,
}

/// Somebody of staff, as paging sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub staff: StaffId,
    /// What they may do.
    pub role: StaffRole,
    /// Whether they may be paged for this client.
    pub standing: Standing,
    /// Has a number.
    pub number: bool,
    /// The number takes text messages; one that refuses them can still be called.
    pub sms: bool,
    /// The number takes calls, where calls are set up.
    pub calls: bool,
    /// Has an e-mail address.
    pub email: bool,
}

/// People who work together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// What people call it.
    pub name: String,
    /// Who is in it.
    pub members: Vec<StaffId>,
}

/// Everybody who could be paged for a client, and everything that says who is.
#[derive(Debug, Clone)]
pub struct Roster {
    /// All of the staff.
    pub colleagues: Vec<Colleague>,
    /// Their teams.
    pub teams: Vec<Team>,
    /// Who is on call when.
    pub rotas: Vec<NamedRota>,
    /// The operator's fallback number and mailbox.
    pub fallback: Vec<Reachable>,
    /// How long after the text somebody is called; `None` where calls are not set up.
    pub call_after: Option<Duration>,
}

/// Whom a position names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Those who can be reached by some channel, each once.
    pub reachable: Vec<Reachable>,
    /// Who cannot be reached, or not by everything, and why.
    pub lacks: Vec<Lack>,
    /// Whether an e-mail alone may be waited for.
    pub mail: MailAlone,
}

/// Why somebody is not paged, or not by everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A rota has a hole.
    NobodyOnCall(RotaId),
    /// A team has no members.
    NobodyInTeam(TeamId),
    /// There is neither a supervisor nor an administrator for this client.
    NoSupervisor,
    /// A person is no longer there.
    Unknown(StaffId),
    /// A person is switched off.
    Disabled(StaffId),
    /// A person does not see this client.
    OtherClients(StaffId),
    /// A person has neither number nor address.
    NoWay(StaffId),
    /// A person has no number, so only an address is left.
    NoNumber(StaffId),
    /// A person's number refuses our texts.
    TextsRefused(StaffId),
    /// A person's number refuses our calls.
    CallsRefused(StaffId),
}

impl Roster {
    /// Whom the due position of a callback names; `before` are the summons so far.
    pub fn due(&self, callback: &Callback, at: DateTime<Utc>, before: &[Summons]) -> Named {
        let mut named = match callback.due() {
            Due::Step { step, .. } => self.named(step, at),
            Due::LastResort => self.last_resort(),
        };
        // Nobody is on call: the fallback hears it now, once, and not only when every step has been gone through.
        if named.reachable.is_empty() && before.iter().all(|it| it.staff.is_some()) {
            named.reachable.clone_from(&self.fallback);
        }
        named
    }

    /// Whether a step names somebody on call, or by name, who can be paged at a moment. Supervisors are the way out when
    /// nobody is on call, so they do not count.
    pub fn covers(&self, policy: &Policy, at: DateTime<Utc>) -> bool {
        policy.steps.iter().any(|step| {
            let targets = step.targets.iter().copied().filter(|it| *it != Target::Supervisors).collect();
            let named = self.named(&Step { targets, ..step.clone() }, at);
            named.reachable.iter().any(|it| it.is_worth_waiting_for(&step.channels, named.mail))
        })
    }

    /// Supervisors (administrators where there are none).
    pub fn supervisors(&self) -> impl Iterator<Item = StaffId> {
        supervisors(self.pageable().map(|it| (it.staff, it.role)))
    }

    /// Everybody whom a step names at a moment, each once.
    pub(crate) fn named(&self, step: &Step, at: DateTime<Utc>) -> Named {
        let mut found = Found::default();
        for target in &step.targets {
            match target {
                Target::Staff(id) => found.add(*id),
                Target::Supervisors => found.add_all(self.supervisors(), Lack::NoSupervisor),
                Target::Team(id) => {
                    let team = self.teams.iter().find(|it| it.id == *id);
                    let members = team.map(|it| it.members.as_slice()).unwrap_or_default();
                    found.add_all(members.iter().copied(), Lack::NobodyInTeam(*id));
                }
                Target::OnCall(id) => {
                    let rota = self.rotas.iter().find(|it| it.id == *id);
                    let on_call = rota.map(|it| it.rota.on_call_at(at)).unwrap_or_default();
                    found.add_all(on_call.into_iter(), Lack::NobodyOnCall(*id));
                }
            }
        }
        let by_phone = self.pageable().any(|it| it.sms);
        let mail = if by_phone { MailAlone::IsNoHope } else { MailAlone::Counts };
        self.reached(found, mail)
    }

    /// Supervisors, and the operator's fallback.
    fn last_resort(&self) -> Named {
        let mut found = Found::default();
        found.add_all(self.supervisors(), Lack::NoSupervisor);
        let mut named = self.reached(found, MailAlone::Counts);
        named.reachable.extend(self.fallback.iter().cloned());
        named
    }

    fn reached(&self, found: Found, mail: MailAlone) -> Named {
        let Found { staff, mut lacks } = found;
        let mut reachable = Vec::new();
        for id in staff {
            let colleague = self.colleagues.iter().find(|it| it.staff == id);
            lacks.extend(colleague.map_or(Some(Lack::Unknown(id)), Colleague::lack));
            reachable.extend(colleague.and_then(|it| it.reachable(self.call_after)));
        }
        Named { reachable, lacks, mail }
    }

    fn pageable(&self) -> impl Iterator<Item = &Colleague> + Clone {
        self.colleagues.iter().filter(|it| it.standing == Standing::Pageable)
    }
}

/// Supervisors among people who can be paged (administrators where there are none).
pub fn supervisors(all: impl Iterator<Item = (StaffId, StaffRole)> + Clone) -> impl Iterator<Item = StaffId> {
    let has_supervisor = all.clone().any(|(_, role)| role == StaffRole::Supervisor);
    let wanted = if has_supervisor { StaffRole::Supervisor } else { StaffRole::Admin };
    all.filter(move |(_, role)| *role == wanted).map(|(staff, _)| staff)
}

impl Colleague {
    fn reachable(&self, call_after: Option<Duration>) -> Option<Reachable> {
        let call_after = call_after.filter(|_| self.number && self.calls);
        let Self { staff, sms, email, .. } = *self;
        let found = Reachable::Staff { staff, sms, email, call_after };
        let some = sms || email || call_after.is_some();
        (self.standing == Standing::Pageable && some).then_some(found)
    }

    fn lack(&self) -> Option<Lack> {
        match self.standing {
            Standing::Disabled => Some(Lack::Disabled(self.staff)),
            Standing::OtherClients => Some(Lack::OtherClients(self.staff)),
            Standing::Pageable if !self.number && !self.email => Some(Lack::NoWay(self.staff)),
            Standing::Pageable if !self.number => Some(Lack::NoNumber(self.staff)),
            Standing::Pageable if !self.sms => Some(Lack::TextsRefused(self.staff)),
            Standing::Pageable => (!self.calls).then_some(Lack::CallsRefused(self.staff)),
        }
    }
}

/// People as they are named, each once.
#[derive(Debug, Default)]
struct Found {
    staff: Vec<StaffId>,
    lacks: Vec<Lack>,
}

impl Found {
    fn add(&mut self, id: StaffId) {
        if !self.staff.contains(&id) {
            self.staff.push(id);
        }
    }

    /// Adds everybody, or notes that there is nobody.
    fn add_all(&mut self, all: impl Iterator<Item = StaffId>, otherwise: Lack) {
        let mut nobody = true;
        for id in all {
            nobody = false;
            self.add(id);
        }
        if nobody {
            self.lacks.push(otherwise);
        }
    }
}

#[cfg(test)]
mod tests;
