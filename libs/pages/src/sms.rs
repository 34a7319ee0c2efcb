//! SMS texts: one message of GSM-7 each, whatever the names; only names are cut.
//!
//! The patterns are in `locales/*/sms.ftl`. To add one: a function that lists its fixed values and its names, and a
//! line in the samples of the tests.

pub(crate) mod worst;

use chrono::{DateTime, Utc};
use rappel_domain::sms::{GsmText, ONE_SMS, Part, fit};
use serde_json::{Value, json};

use crate::{
    Reader,
    reader::phone_display,
    text::{TextError, say},
};

/// So long the link of a page may be: with a longer one, a page becomes two messages.
pub const LONGEST_PAGE_LINK: usize = 58;

/// The call that is asked of somebody.
#[derive(Debug, Clone, Copy)]
pub struct UrgentCall<'a> {
    /// Ticket.
    pub number: i64,
    /// Company.
    pub client: &'a str,
    /// Whom to ask for.
    pub person: &'a str,
    /// Number to ring, E.164.
    pub phone: &'a str,
    /// By when the client was promised a call.
    pub by: DateTime<Utc>,
    /// Link of the summons; none where nobody signs (the operator's fallback number).
    pub link: Option<&'a str>,
}

type Sms = Result<GsmText, TextError>;

/// To the person on call: ring a client back.
pub fn page(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-page", "sms-page-bare", call)
}

/// To the next person: nobody took it so far.
pub fn page_again(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-page-again", "sms-page-again-bare", call)
}

/// To supervisors and the fallback number: nobody on call could be reached.
pub fn last_resort(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-last-resort", "sms-last-resort-bare", call)
}

fn summons(reader: Reader, with_link: &'static str, without: &'static str, call: &UrgentCall<'_>) -> Sms {
    let key = if call.link.is_some() { with_link } else { without };
    let fixed = [
        ("number", json!(call.number)),
        ("phone", json!(call.phone)),
        ("by", json!(reader.clock(call.by))),
        ("link", json!(call.link.unwrap_or_default())),
    ];
    write(reader, key, &fixed, &[("client", call.client), ("person", call.person)])
}

/// Numbers that a bundle lists; the rest is counted.
const LISTED: usize = 3;

/// Several urgent requests of one company in one text. The link is of `call`, which also is the example of how one of
/// several is taken.
pub fn bundle(reader: Reader, call: &UrgentCall<'_>, others: &[i64]) -> Sms {
    let numbers: Vec<String> =
        [call.number].iter().chain(others).take(LISTED).map(|number| format!("#{number}")).collect();
    let count = others.len() + 1;
    let list = match count.saturating_sub(LISTED) {
        0 => numbers.join(", "),
        more => format!("{} +{more}", numbers.join(", ")),
    };
    let key = if call.link.is_some() { "sms-bundle" } else { "sms-bundle-bare" };
    let fixed = [
        ("count", json!(count)),
        ("numbers", json!(list)),
        ("phone", json!(call.phone)),
        ("by", json!(reader.clock(call.by))),
        ("link", json!(call.link.unwrap_or_default())),
        ("number", json!(call.number)),
    ];
    write(reader, key, &fixed, &[("client", call.client)])
}

/// To the one who took it by SMS: whom to call, and what to reply then.
pub fn taken_by_you(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-taken-by-you", "sms-taken-by-you", call)
}

/// The same, where a call of ours can connect them.
pub fn taken_by_you_connect(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-taken-by-you-connect", "sms-taken-by-you-connect", call)
}

/// To the others who were paged.
pub fn taken_by_other(reader: Reader, number: i64, name: &str, at: DateTime<Utc>) -> Sms {
    write(
        reader,
        "sms-taken-by-other",
        &[("number", json!(number)), ("at", json!(reader.clock(at)))],
        &[("name", name)],
    )
}

/// To staff: the number to call was changed.
pub fn number_changed(reader: Reader, call: &UrgentCall<'_>) -> Sms {
    summons(reader, "sms-number-changed", "sms-number-changed", call)
}

/// To one who answered "take": somebody else has it.
pub fn already_taken(reader: Reader, number: i64, name: &str, at: DateTime<Utc>) -> Sms {
    let fixed = [("number", json!(number)), ("at", json!(reader.clock(at)))];
    write(reader, "sms-already-taken", &fixed, &[("name", name)])
}

/// To one who answered "reached": noted.
pub fn noted_reached(reader: Reader, number: i64) -> Sms {
    write(reader, "sms-noted-reached", &[("number", json!(number))], &[])
}

/// To one who answered "no answer": when to try again.
pub fn noted_no_answer(reader: Reader, number: i64, next_try: DateTime<Utc>) -> Sms {
    write(
        reader,
        "sms-noted-no-answer",
        &[("number", json!(number)), ("at", json!(reader.clock(next_try)))],
        &[],
    )
}

/// To one who says what became of a callback that nobody has taken.
pub fn not_taken(reader: Reader, number: i64) -> Sms {
    write(reader, "sms-not-taken", &[("number", json!(number))], &[])
}

/// To staff who were paged or have it: the client does not need the call any more.
pub fn not_needed(reader: Reader, number: i64, client: &str) -> Sms {
    write(reader, "sms-not-needed", &[("number", json!(number))], &[("client", client)])
}

/// To one who answered too late.
pub fn over(reader: Reader, number: i64) -> Sms {
    write(reader, "sms-over", &[("number", json!(number))], &[])
}

/// To one who answered while several are open; says as many numbers as fit.
pub fn which_one(reader: Reader, numbers: &[i64]) -> Sms {
    let list: Vec<String> = numbers.iter().take(6).map(|number| format!("#{number}")).collect();
    let first = numbers.first().copied().unwrap_or_default();
    write(reader, "sms-which-one", &[("numbers", json!(list.join(", "))), ("first", json!(first))], &[])
}

/// To one who named a number that open requests of several clients have.
pub fn which_client(reader: Reader, number: i64, clients: &str) -> Sms {
    write(reader, "sms-which-client", &[("number", json!(number))], &[("clients", clients)])
}

/// To one who named a number under which nothing of theirs is open.
pub fn nothing_open(reader: Reader, number: i64) -> Sms {
    write(reader, "sms-nothing-open", &[("number", json!(number))], &[])
}

/// To one whose answer was not understood.
pub fn not_understood(reader: Reader) -> Sms {
    write(reader, "sms-not-understood", &[], &[])
}

/// To staff: a ticket was assigned.
pub fn assigned(reader: Reader, number: i64, client: &str, link: &str) -> Sms {
    linked(reader, "sms-assigned", &[("number", json!(number))], &[("client", client)], link)
}

/// To the client: the urgent request was received, on which number (E.164) and by when we call. It may be another one than that of the
/// phone that shows this.
pub fn urgent_received(reader: Reader, number: i64, phone: &str, by: DateTime<Utc>) -> Sms {
    let fixed =
        [("number", json!(number)), ("phone", json!(phone_display(phone))), ("by", json!(reader.clock(by)))];
    write(reader, "sms-urgent-received", &fixed, &[])
}

/// To the client: who calls, and by when.
pub fn urgent_taken(reader: Reader, number: i64, name: &str, by: DateTime<Utc>) -> Sms {
    let fixed = [("number", json!(number)), ("by", json!(reader.clock(by)))];
    write(reader, "sms-urgent-taken", &fixed, &[("name", name)])
}

/// To the client: they were reached.
pub fn urgent_reached(reader: Reader, number: i64, name: &str) -> Sms {
    write(reader, "sms-urgent-reached", &[("number", json!(number))], &[("name", name)])
}

/// To the client: we are late. `phone` is the operator's.
pub fn urgent_late(reader: Reader, number: i64, phone: &str) -> Sms {
    write(reader, "sms-urgent-late", &[("number", json!(number)), ("phone", json!(phone))], &[])
}

/// To the client: we rang several times in vain. `phone` is the operator's.
pub fn could_not_reach(reader: Reader, number: i64, phone: &str) -> Sms {
    write(reader, "sms-could-not-reach", &[("number", json!(number)), ("phone", json!(phone))], &[])
}

/// To the client: the number is wrong; the link leads to where it is corrected.
pub fn wrong_number(reader: Reader, number: i64, link: &str) -> Sms {
    linked(reader, "sms-wrong-number", &[("number", json!(number))], &[], link)
}

/// To the client: an answer was posted.
pub fn answered(reader: Reader, number: i64, link: &str) -> Sms {
    linked(reader, "sms-answered", &[("number", json!(number))], &[], link)
}

/// To the client: the ticket closes soon.
pub fn closing_soon(reader: Reader, number: i64, on: DateTime<Utc>, link: &str) -> Sms {
    let fixed = [("number", json!(number)), ("on", json!(reader.date(on)))];
    linked(reader, "sms-closing-soon", &fixed, &[], link)
}

/// To the client: the ticket was closed.
pub fn closed(reader: Reader, number: i64, link: &str) -> Sms {
    linked(reader, "sms-closed", &[("number", json!(number))], &[], link)
}

/// The code that proves a phone number.
pub fn phone_code(reader: Reader, code: &str, company: &str) -> Sms {
    write(reader, "sms-phone-code", &[("code", json!(code))], &[("company", company)])
}

/// To whoever tries the settings.
pub fn test(reader: Reader, operator: &str) -> Sms {
    write(reader, "sms-test", &[], &[("operator", operator)])
}

/// To one of staff who tries whether their own number reaches them.
pub fn phone_test(reader: Reader, operator: &str) -> Sms {
    write(reader, "sms-phone-test", &[], &[("operator", operator)])
}

/// Marks around the place of a name while the pattern is filled; in no alphabet, so in no text.
const OPEN: char = '\u{E000}';
const SHUT: char = '\u{E001}';

/// Fills a pattern; `names` are cut when the text is longer than one SMS.
/// A text with a link that is a comfort. Where hosts are so long that it would become a second message, the link leads to
/// the first page of its host, and where even that is too long it is left out.
fn linked(
    reader: Reader,
    key: &'static str,
    fixed: &[(&str, Value)],
    names: &[(&str, &str)],
    link: &str,
) -> Sms {
    let host_ends = link.find("://").map_or(0, |at| at + 3);
    let origin = link[host_ends..].find('/').map_or(link, |at| &link[..host_ends + at]);
    let mut written = write(reader, key, &[fixed, &[("link", json!(link))]].concat(), names)?;
    for shorter in [origin, ""] {
        if written.septets() > ONE_SMS {
            written = write(reader, key, &[fixed, &[("link", json!(shorter))]].concat(), names)?;
        }
    }
    Ok(written)
}

fn write(reader: Reader, key: &str, fixed: &[(&str, Value)], names: &[(&str, &str)]) -> Sms {
    let places =
        names.iter().enumerate().map(|(place, (name, _))| (*name, json!(format!("{OPEN}{place}{SHUT}"))));
    let values = fixed.iter().map(|(name, value)| (*name, value.clone()));
    let pattern = say(reader.locale, key, values.chain(places))?;
    let mut parts = Vec::new();
    for piece in pattern.split(OPEN) {
        let (place, rest) =
            piece.split_once(SHUT).map_or((None, piece), |(place, rest)| (place.parse().ok(), rest));
        parts.extend(place.and_then(|place: usize| names.get(place)).map(|(_, name)| Part::Variable(name)));
        parts.push(Part::Fixed(rest));
    }
    Ok(fit(&parts, ONE_SMS))
}

#[cfg(test)]
mod tests;
