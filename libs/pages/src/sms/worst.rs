//! How long a text becomes with the longest values that are not cut.

use rappel_domain::Locale;
use serde_json::{Value, json};

use super::{LONGEST_PAGE_LINK, write};
use crate::{Reader, own::Standard, page::sample_time, text::TextError};

/// Characters of a name that are said whatever else there is.
const NAME: usize = 20;

/// Septets of the text that is said under a key, in the words of whomever it is written for.
pub(crate) fn longest(locale: Locale, standard: &Standard) -> Result<usize, TextError> {
    let reader = Reader { locale, zone: chrono_tz::UTC };
    let values: Vec<(&str, Value)> = standard
        .variables
        .iter()
        .map(|name| {
            let value = match name.as_str() {
                "number" => json!(999_999),
                "by" | "at" => json!("23:59"),
                "on" => json!(reader.date(sample_time("2026-11-22T13:32:00Z"))),
                "phone" => json!("+496912345678901"),
                "link" => json!("x".repeat(LONGEST_PAGE_LINK)),
                _ => json!("x".repeat(NAME)),
            };
            (name.as_str(), value)
        })
        .collect();
    Ok(write(reader, &standard.key, &values, &[])?.septets())
}
