//! Texts that told somebody once more of a call that they had been told of, each with its cause.

use std::collections::HashMap;

use rappel_testkit::{World, provider::Answer};

use super::{clients::Promised, judge::seconds};
use crate::firms::GUARDS;

/// How long after an attempt was noted its request may reach the provider and still be told from the next one.
const SAME: f64 = 0.5;

/// A text of a first step that the provider took.
#[derive(Debug, Clone)]
struct Text {
    sid: String,
    /// The delivery that it carries out, as its status callback names it.
    delivery: String,
    to: String,
    /// Numbers of tickets that it lists.
    numbers: Vec<String>,
    at: f64,
    answer: Answer,
}

/// A call that somebody was to be told of by the first step.
#[derive(Debug)]
struct Told {
    ticket: Promised,
    to: String,
    own: String,
    carrier: String,
}

/// A request as the worker noted it.
#[derive(Debug)]
struct Attempt {
    started_at: f64,
    outcome: String,
}

/// One call, told of by two texts.
#[derive(Debug)]
pub(super) struct Duplicate {
    /// What the provider calls the second text.
    pub(super) sid: String,
    /// Why nobody knew of the first; nothing when somebody should have.
    pub(super) cause: Option<&'static str>,
    /// All of it in words.
    pub(super) words: String,
}

/// Texts to those on call that no first step explains, and every call that was told of twice.
pub(super) fn find(world: &World) -> (Vec<String>, Vec<Duplicate>) {
    let told = told(world);
    let (known, strange): (Vec<Text>, Vec<Text>) =
        texts(world).into_iter().partition(|text| told.iter().any(|it| it.own == text.delivery));
    let lists_failed: Vec<(f64, String)> =
        world.provider.lists_failed().into_iter().map(|(at, to)| (seconds(at), to)).collect();
    let strange = strange.into_iter().map(|text| format!("{} {}", text.to, text.delivery)).collect();
    (strange, twice(&told, &known, &attempts(world), &lists_failed))
}

/// Every call of which two texts told, with why the first was not known.
fn twice(
    told: &[Told],
    texts: &[Text],
    attempts: &HashMap<String, Vec<Attempt>>,
    lists_failed: &[(f64, String)],
) -> Vec<Duplicate> {
    let mut found = Vec::new();
    for call in told {
        // A carrier may have been given up, and another text has told of it since: what a text lists is what was read.
        let is_about = |text: &&Text| {
            text.to == call.to
                && (text.delivery == call.own
                    || text.delivery == call.carrier
                    || text.numbers.contains(&call.ticket.number))
        };
        let mut about: Vec<&Text> = texts.iter().filter(is_about).collect();
        about.sort_by(|one, other| one.at.total_cmp(&other.at));
        for pair in about.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            let cause = cause(first, attempts.get(&first.delivery).map_or(&[], Vec::as_slice));
            let refused =
                lists_failed.iter().any(|(at, to)| *to == first.to && (first.at..=second.at).contains(at));
            let Promised { slug, number } = &call.ticket;
            let words = format!(
                "{slug} #{number}, by {} and {:.1} s later by {}: {}{}",
                first.delivery,
                second.at - first.at,
                second.delivery,
                cause.unwrap_or("NO CAUSE"),
                if refused { "; the list was refused" } else { "" }
            );
            found.push(Duplicate { sid: second.sid.clone(), cause, words });
        }
    }
    found
}

/// Why nobody knew that a text was taken: its attempt says no more than that it began, or that nobody knows.
fn cause(text: &Text, attempts: &[Attempt]) -> Option<&'static str> {
    let last = attempts.iter().rfind(|it| it.started_at <= text.at + SAME)?;
    match (text.answer, last.outcome.as_str()) {
        (Answer::TakenThenHang, "" | "unknown") => Some("an ambiguous time-out"),
        (Answer::TakenThenServerError(_), "" | "unknown") => Some("a 5xx after it was taken"),
        (Answer::Taken, "" | "unknown") => Some("killed before the answer was noted"),
        _ => None,
    }
}

fn texts(world: &World) -> Vec<Text> {
    let taken = world.provider.taken().into_iter().filter(|text| text.to.starts_with(GUARDS));
    taken
        .filter_map(|text| {
            let callback = text.field("StatusCallback").unwrap_or_default();
            let (_, rest) = callback.split_once("/status?d=").unwrap_or_default();
            let (_, delivery) = rest.split_once('-').unwrap_or_default();
            Some(Text {
                delivery: delivery.split('#').next().unwrap_or_default().to_owned(),
                to: text.to.clone(),
                numbers: numbers(&text.body),
                at: seconds(text.at),
                answer: text.answer,
                sid: text.sid?,
            })
        })
        .collect()
}

/// What stands behind each `#`.
fn numbers(body: &str) -> Vec<String> {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    body.split('#').skip(1).map(digits).filter(|number| !number.is_empty()).collect()
}

fn told(world: &World) -> Vec<Told> {
    let rows = world.program.parts().sql(
        "SELECT t.slug, k.number, f.phone, 'dlv_' || replace(d.id::text, '-', ''), \
         coalesce('dlv_' || replace(d.carried_by::text, '-', ''), '') \
         FROM deliveries d JOIN summons s ON s.tenant_id = d.tenant_id AND s.id = d.summons_id AND s.position = 0 \
         JOIN callbacks c ON c.tenant_id = d.tenant_id AND c.id = d.callback_id JOIN tenants t ON t.id = c.tenant_id \
         JOIN tickets k ON k.tenant_id = c.tenant_id AND k.id = c.ticket_id JOIN staff f ON f.id = s.staff_id \
         WHERE d.channel = 'sms'",
    );
    let read = |row: &String| {
        let [slug, number, to, own, carrier] =
            row.split('|').map(str::to_owned).collect::<Vec<_>>().try_into().expect("five columns");
        Told { ticket: Promised { slug, number }, to, own, carrier }
    };
    rows.iter().map(read).collect()
}

/// The attempts of each delivery, the oldest first.
fn attempts(world: &World) -> HashMap<String, Vec<Attempt>> {
    let rows = world.program.parts().sql(
        "SELECT 'dlv_' || replace(delivery_id::text, '-', ''), extract(epoch FROM started_at), coalesce(outcome, '') \
         FROM attempts ORDER BY started_at, number",
    );
    let mut found = HashMap::<String, Vec<Attempt>>::new();
    for row in &rows {
        let [delivery, started_at, outcome] =
            row.split('|').collect::<Vec<_>>().try_into().expect("three columns");
        let started_at = started_at.parse().expect("seconds");
        let attempt = Attempt { started_at, outcome: outcome.to_owned() };
        found.entry(delivery.to_owned()).or_default().push(attempt);
    }
    found
}

#[cfg(test)]
mod tests;
