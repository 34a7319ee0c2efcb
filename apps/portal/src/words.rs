//! What the service refuses, in words.

use rappel_pages::Text;
use rappel_service::{Invalid, Reason};

/// Characters of a password that stands alone, as each does once its second factor is taken away.
const LEAST: usize = 15;

/// Why a field was refused, if it was.
pub(crate) fn word_for(invalid: &[Invalid], field: &str) -> Option<Text> {
    invalid.iter().find(|one| one.field == field).map(|one| words(&one.reason))
}

/// Why a field was refused; the first reason of any field when it was another one.
pub(crate) fn word_of(invalid: &[Invalid], field: &str) -> Text {
    let any = || invalid.first().map(|one| words(&one.reason));
    word_for(invalid, field).or_else(any).unwrap_or_else(|| Text::key("invalid-missing"))
}

/// Why, in words.
pub(crate) fn words(reason: &Reason) -> Text {
    match reason {
        Reason::Phone(refusal) => refusal.clone().into(),
        Reason::OutOfRange { least, most } => {
            Text::key(reason.key()).with("least", *least).with("most", *most)
        }
        Reason::Text(key) => Text::key(key).with("least", LEAST),
        _ => Text::key(reason.key()),
    }
}
