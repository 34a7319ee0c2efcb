//! The e-mail of Monday: who cannot be reached, and what to do, before it matters.

use std::collections::BTreeMap;

use rappel_domain::{
    callback::Lack,
    clock::FixedClock,
    delivery::Channel,
    id::{PolicyId, RotaId, StaffId, TeamId},
    readiness::{Duty, Fault, Gap, Names, Report, Unreachable, Ways},
    rota::Period,
};

use super::Letter;
use crate::{
    Reader, Text,
    page::sample_time,
    readiness::{Advice, Called as _, say_fault, say_gap},
};

/// Lines at most; the page has them all.
const MOST_LINES: usize = 40;

/// What keeps people from being reached.
pub fn letter(reader: Reader, name: &str, report: &Report, href: &str) -> Letter {
    let said = |text: &Text| text.say(reader.locale).unwrap_or_default();
    let line = |key: &'static str, advice: &Advice| {
        Text::key(key).with("what", said(&advice.what)).with("then", said(&advice.to_do))
    };
    let faults = report
        .faults
        .iter()
        .map(|fault| line("mail-readiness-fault", &say_fault(reader, fault, &report.names)));
    let people = report.people.iter().flat_map(|person| {
        let name = report.names.name(person.staff);
        person
            .gaps
            .iter()
            .map(move |gap| line("mail-readiness-person", &say_gap(reader, gap)).with("name", name.as_str()))
    });
    let lines: Vec<Text> = faults.chain(people).collect();
    let count = report.count();
    let subject = Text::key("mail-readiness-subject").with("count", count);
    let letter = Letter::new(subject, Some(name)).say("mail-readiness");
    let left = lines.len().saturating_sub(MOST_LINES);
    let letter = lines.into_iter().take(MOST_LINES).fold(letter, Letter::say);
    let letter =
        if left > 0 { letter.say(Text::key("mail-readiness-more").with("count", left)) } else { letter };
    letter.button("mail-readiness-look", href)
}

/// A report with one of everything, as samples show it.
pub(crate) fn sample() -> Report {
    let clock = FixedClock::new(sample_time("2026-11-22T13:19:00Z"));
    let (rota, policy, team) = (RotaId::new(&clock), PolicyId::new(&clock), TeamId::new(&clock));
    let since = sample_time("2026-11-10T09:00:00Z");
    let people = [
        ("Marie Leroy", Gap::Stale { last: sample_time("2026-10-12T09:00:00Z") }),
        ("Karim Haddad", Gap::Stopped { since }),
        ("Inès Faure", Gap::Refused { since, detail: Some("21211: not a valid number".to_owned()) }),
        ("Paul Morel", Gap::Refused { since, detail: None }),
        ("Zoé Blanc", Gap::Unverified),
        ("Luc Petit", Gap::NoNumber),
        ("Anne Roy", Gap::Disabled),
        ("Hugo Blin", Gap::CallsRefused { since, detail: "21214: cannot be called".to_owned() }),
        ("Léa Roche", Gap::MailRefused { since, detail: "550: no such mailbox".to_owned() }),
    ];
    let staff: Vec<StaffId> = people.iter().map(|_| StaffId::new(&clock)).collect();
    let called = staff.iter().zip(&people).map(|(id, (name, _))| (*id, (*name).to_owned()));
    let names = Names {
        staff: called.collect(),
        rotas: BTreeMap::from([(rota, "Semaine".to_owned())]),
        policies: BTreeMap::from([(policy, "URGENT".to_owned())]),
        teams: BTreeMap::from([(team, "Réseau".to_owned())]),
    };
    let next = [Some("2026-11-22T08:00:00Z"), Some("2026-11-23T07:00:00Z"), None];
    let person = |(at, (staff, (_, gap))): (usize, (&StaffId, &(&str, Gap)))| Unreachable {
        staff: *staff,
        gaps: vec![gap.clone()],
        duties: vec![Duty::Rota(rota), Duty::Policy(policy)],
        next: next.get(at).copied().flatten().map(sample_time),
    };
    let period =
        Period { from: sample_time("2026-11-24T17:00:00Z"), to: sample_time("2026-11-25T07:00:00Z") };
    let one = staff.first().copied().unwrap_or_else(|| StaffId::new(&clock));
    let lacks = vec![
        Lack::NobodyOnCall(rota),
        Lack::NobodyInTeam(team),
        Lack::NoSupervisor,
        Lack::Unknown(one),
        Lack::Disabled(one),
        Lack::OtherClients(one),
        Lack::NoWay(one),
        Lack::NoNumber(one),
        Lack::TextsRefused(one),
        Lack::CallsRefused(one),
    ];
    Report {
        people: staff.iter().zip(&people).enumerate().map(person).collect(),
        faults: vec![
            Fault::NoRota,
            Fault::Unpaged(rota),
            Fault::Hole { rota, period },
            Fault::Step { policy, step: 2, period, lacks },
            Fault::Fallback { by: Channel::Voice, since, detail: "21211: not a valid number".to_owned() },
        ],
        ways: Ways { texts: true, calls: true },
        names,
    }
}
