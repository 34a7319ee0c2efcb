//! The end of a page of the list as a word in the address: what its order needs, and the number.

use chrono::DateTime;
use rappel_service::tickets::{Mark, Sort};

pub(super) fn word(mark: Mark) -> String {
    match mark {
        Mark::Number(number) => number.to_string(),
        Mark::Opened(at, number) => format!("{}.{number}", at.timestamp_micros()),
        Mark::Status(status, number) => format!("{}.{number}", status.as_str()),
        Mark::Category(category, number) => format!("{category}.{number}"),
    }
}

/// The mark of an order; nothing for a word that is none, or one of another order.
pub(super) fn read(sort: Sort, word: &str) -> Option<Mark> {
    if matches!(sort, Sort::NumberDown | Sort::NumberUp) {
        return word.parse().ok().map(Mark::Number);
    }
    let (first, number) = word.split_once('.')?;
    let number = number.parse().ok()?;
    match sort {
        Sort::NumberDown | Sort::NumberUp => Some(Mark::Number(number)),
        Sort::DateDown | Sort::DateUp => {
            Some(Mark::Opened(DateTime::from_timestamp_micros(first.parse().ok()?)?, number))
        }
        Sort::Status => Some(Mark::Status(first.parse().ok()?, number)),
        Sort::Category => Some(Mark::Category(first.parse().ok()?, number)),
    }
}

#[cfg(test)]
mod tests;
