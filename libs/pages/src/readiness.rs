//! Who cannot be reached, in words: what is so, and what to do about it. The page and the e-mail of Monday say the same.

use rappel_domain::{
    callback::Lack,
    id::{PolicyId, RotaId, StaffId, TeamId},
    readiness::{Duty, Fault, Gap, Names, Unreachable},
};
use serde::Serialize;

use crate::{Reader, Text, mail::duty::when};

/// What is so, and what to do about it.
#[derive(Debug, Clone, Serialize)]
pub struct Advice {
    /// What is so.
    pub what: Text,
    /// What to do.
    pub to_do: Text,
}

/// Names of what a report speaks of; a question mark for what is gone.
pub(crate) trait Called<Id> {
    fn name(&self, id: Id) -> String;
}

macro_rules! called {
    ($($id:ident in $place:ident),*) => {$(
        impl Called<$id> for Names {
            fn name(&self, id: $id) -> String {
                self.$place.get(&id).cloned().unwrap_or_else(|| "?".to_owned())
            }
        }
    )*};
}
called!(StaffId in staff, RotaId in rotas, PolicyId in policies, TeamId in teams);

/// Why somebody cannot be reached.
pub fn say_gap(reader: Reader, gap: &Gap) -> Advice {
    let of = |what: Text, to_do: &'static str| Advice { what, to_do: to_do.into() };
    let day = |key: &'static str, at| Text::key(key).with("day", reader.date(at));
    match gap {
        Gap::Disabled => of("readiness-disabled".into(), "readiness-disabled-then"),
        Gap::NoNumber => of("readiness-no-number".into(), "readiness-no-number-then"),
        Gap::Unverified => of("readiness-unverified".into(), "readiness-unverified-then"),
        Gap::Stopped { since } => of(day("readiness-stopped", *since), "readiness-stopped-then"),
        Gap::Refused { since, detail: None } => {
            of(day("readiness-refused", *since), "readiness-refused-then")
        }
        Gap::Refused { since, detail: Some(detail) } => {
            let what = day("readiness-refused-why", *since).with("detail", detail.as_str());
            of(what, "readiness-refused-then")
        }
        Gap::CallsRefused { since, detail } => {
            let what = day("readiness-calls-refused", *since).with("detail", detail.as_str());
            of(what, "readiness-calls-refused-then")
        }
        Gap::MailRefused { since, detail } => {
            let what = day("readiness-mail-refused", *since).with("detail", detail.as_str());
            of(what, "readiness-mail-refused-then")
        }
        Gap::Stale { last } => of(day("readiness-stale", *last), "readiness-stale-then"),
    }
}

/// What is wrong with a rota or an escalation.
pub fn say_fault(reader: Reader, fault: &Fault, names: &Names) -> Advice {
    let of = |what: Text, to_do: &'static str| Advice { what, to_do: to_do.into() };
    match fault {
        Fault::NoRota => of("readiness-no-rota".into(), "readiness-no-rota-then"),
        Fault::Unpaged(rota) => {
            let what = Text::key("readiness-unpaged").with("rota", names.name(*rota));
            of(what, "readiness-unpaged-then")
        }
        Fault::Hole { rota, period } => {
            let what = Text::key("readiness-hole")
                .with("rota", names.name(*rota))
                .with("from", when(reader, period.from))
                .with("to", when(reader, period.to));
            of(what, "readiness-hole-then")
        }
        Fault::Fallback { by, since, detail } => {
            let what = Text::key("readiness-fallback")
                .with("by", by.as_str())
                .with("day", reader.date(*since))
                .with("detail", detail.as_str());
            of(what, "readiness-fallback-then")
        }
        Fault::Step { policy, step, period, lacks } => {
            let why: Vec<String> = lacks
                .iter()
                .map(|lack| say_lack(*lack, names, Of::Everybody).say(reader.locale).unwrap_or_default())
                .collect();
            let what = Text::key("readiness-step")
                .with("policy", names.name(*policy))
                .with("step", *step)
                .with("from", when(reader, period.from))
                .with("to", when(reader, period.to))
                .with("why", why.join(" "));
            of(what, "readiness-step-then")
        }
    }
}

/// Where somebody is counted on.
pub fn say_duty(duty: Duty, names: &Names) -> Text {
    match duty {
        Duty::Rota(rota) => Text::key("readiness-of-rota").with("name", names.name(rota)),
        Duty::Policy(policy) => Text::key("readiness-of-policy").with("name", names.name(policy)),
    }
}

/// When somebody is next on call; nothing for whoever is not, in the weeks that are looked at.
pub fn say_next(reader: Reader, person: &Unreachable, now: chrono::DateTime<chrono::Utc>) -> Option<Text> {
    let at = person.next?;
    Some(if at <= now {
        "readiness-on-call-now".into()
    } else {
        Text::key("readiness-on-call-from").with("at", when(reader, at))
    })
}

/// Of whom something is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Of all clients together.
    Everybody,
    /// Of one client.
    Client,
}

/// Why somebody is not paged, or not by everything.
pub fn say_lack(lack: Lack, names: &Names, of: Of) -> Text {
    let person = |key: &'static str, id: StaffId| Text::key(key).with("name", names.name(id));
    match lack {
        Lack::NobodyOnCall(rota) => Text::key("policy-lack-rota").with("name", names.name(rota)),
        Lack::NobodyInTeam(team) => Text::key("policy-lack-team").with("name", names.name(team)),
        Lack::NoSupervisor => match of {
            Of::Everybody => "readiness-no-supervisor",
            Of::Client => "policy-lack-supervisor",
        }
        .into(),
        Lack::Unknown(_) => "policy-lack-unknown".into(),
        Lack::Disabled(id) => person("policy-lack-disabled", id),
        Lack::OtherClients(id) => person("policy-lack-other-clients", id),
        Lack::NoWay(id) => person("policy-lack-no-way", id),
        Lack::NoNumber(id) => person("policy-lack-no-number", id),
        Lack::TextsRefused(id) => person("policy-lack-texts-refused", id),
        Lack::CallsRefused(id) => person("policy-lack-calls-refused", id),
    }
}
