//! Fields of the account: ways of news, zones, times of day.

use crate::{
    Text,
    form::{Choice, Field},
    zones::ZONES,
};

/// The ways of one kind of news; SMS only with a number that was proved, or where it was chosen before.
pub(super) fn ways(by_sms: bool, none: &'static str) -> Vec<Choice> {
    let mut ways = vec![Choice::new("email", "news-email")];
    if by_sms {
        ways.push(Choice::new("sms", "news-sms"));
        ways.push(Choice::new("both", "news-both"));
    }
    ways.push(Choice::new("none", "news-none").hint(none));
    ways
}

pub(super) fn zones(chosen: &str) -> Field {
    let company = std::iter::once(Choice::new("", "account-zone-company"));
    let other = Some(chosen).filter(|zone| !zone.is_empty() && !ZONES.contains(zone));
    let zones = ZONES.into_iter().chain(other).map(|zone| Choice::new(zone, Text::plain(zone)));
    Field::choice("time_zone", "account-zone", company.chain(zones).collect())
        .hint("account-zone-hint")
        .value(chosen)
        .conditional()
}

pub(super) fn time(name: &'static str, label: &'static str) -> Field {
    Field { kind: "time", ..Field::text(name, label) }.optional()
}
