//! What a call says, in French and English. It is heard once, half asleep: short sentences, the number digit by digit.
//!
//! The sentences are in `locales/*/voice.ftl`. To add one: a function here, and a line in the samples of the tests.

use chrono::{DateTime, Utc};
use rappel_domain::phone::{Country, Phone};
use serde_json::{Value, json};

use crate::{
    Reader,
    sms::UrgentCall,
    text::{TextError, say},
};

type Spoken = Result<String, TextError>;

/// To the person on call: ring a client back; 1 takes it, 2 passes it on, 0 repeats.
pub fn page(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-page", call)
}

/// After 1: it is theirs, and the number once more.
pub fn taken(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-taken", call)
}

/// After 2: somebody else is told.
pub fn passed_on(reader: Reader) -> Spoken {
    plain(reader, "voice-passed-on")
}

/// Somebody else has it.
pub fn taken_by(reader: Reader, name: &str, at: DateTime<Utc>) -> Spoken {
    say(
        reader.locale,
        "voice-taken-by",
        [("name", json!(name)), ("at", json!(clock(reader, at)))].into_iter(),
    )
}

/// Nobody needs it any more.
pub fn over(reader: Reader) -> Spoken {
    plain(reader, "voice-over")
}

/// No digit came.
pub fn nothing_heard(reader: Reader) -> Spoken {
    plain(reader, "voice-nothing-heard")
}

/// To the one who asked to be connected: 1 rings the client.
pub fn connect(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-connect", call)
}

/// After 1: the client's phone rings now.
pub fn connecting(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-connecting", call)
}

/// After 1, where our calls do not reach the client's country: the number to ring.
pub fn not_connectable(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-not-connectable", call)
}

/// After the call: how it went, by a digit.
pub fn how_did_it_go(reader: Reader) -> Spoken {
    plain(reader, "voice-how-did-it-go")
}

/// The digit was noted.
pub fn noted(reader: Reader) -> Spoken {
    plain(reader, "voice-noted")
}

/// To one of staff who tries whether a call reaches them: 1 confirms, 0 repeats.
pub fn test(reader: Reader, operator: &str) -> Spoken {
    say(reader.locale, "voice-test", std::iter::once(("operator", json!(operator))))
}

/// After a digit: the call was heard.
pub fn test_heard(reader: Reader) -> Spoken {
    plain(reader, "voice-test-heard")
}

/// No digit came in a test.
pub fn test_unheard(reader: Reader) -> Spoken {
    plain(reader, "voice-test-unheard")
}

/// To the operator's fallback number: ring a client back; 1 confirms, 0 repeats. Nothing can be taken there.
pub fn last_resort(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-last-resort", call)
}

/// After 1: whom to ring, once more.
pub fn last_resort_heard(reader: Reader, call: &UrgentCall<'_>) -> Spoken {
    about(reader, "voice-last-resort-heard", call)
}

/// No digit came there.
pub fn last_resort_unheard(reader: Reader) -> Spoken {
    plain(reader, "voice-last-resort-unheard")
}

fn plain(reader: Reader, key: &'static str) -> Spoken {
    say(reader.locale, key, std::iter::empty::<(&str, Value)>())
}

fn about(reader: Reader, key: &'static str, call: &UrgentCall<'_>) -> Spoken {
    let values = [
        ("number", json!(call.number.to_string())),
        ("client", json!(call.client)),
        ("person", json!(call.person)),
        ("phone", json!(digits(call.phone))),
        ("by", json!(clock(reader, call.by))),
    ];
    say(reader.locale, key, values.into_iter())
}

/// A number digit by digit, with a pause after each two: a French one as at home, another with its country code.
pub fn digits(e164: &str) -> String {
    let shown = Phone::from_e164_trusted(e164).display_for(Country::FRANCE);
    let international = shown.starts_with('+');
    let digits: Vec<char> = shown.chars().filter(char::is_ascii_digit).collect();
    let pairs: Vec<String> =
        digits.chunks(2).map(|pair| pair.iter().map(char::to_string).collect::<Vec<_>>().join(" ")).collect();
    let spoken = pairs.join(", ");
    if international { format!("plus {spoken}") } else { spoken }
}

/// `14 heures 32`, `14:32`: as a voice reads it.
fn clock(reader: Reader, at: DateTime<Utc>) -> String {
    let shown = reader.clock(at);
    let (hours, minutes) = shown.split_once(':').unwrap_or((&shown, "00"));
    let key = if minutes == "00" { "voice-full-hour" } else { "voice-hour" };
    let values = [("hours", json!(hours)), ("minutes", json!(minutes))];
    say(reader.locale, key, values.into_iter()).unwrap_or(shown)
}

#[cfg(test)]
mod tests;
