//! The text of an SMS: the GSM-7 alphabet, how long a text is in it, and how to make one fit.
//!
//! One character outside the alphabet turns the whole SMS into UCS-2 and more than doubles its
//! price (3GPP TS 23.038), so texts are written over into the alphabet first.

use std::fmt;

pub use alphabet::{septets, to_gsm};
pub use fit::{Part, fit};

mod alphabet;
mod fit;

/// Septets in an SMS that is not split.
pub const ONE_SMS: usize = 160;

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// Seven bits a character, two for the extension table.
    Gsm7,
    /// Sixteen bits a unit.
    Ucs2,
}

/// A text that holds only characters of GSM-7.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GsmText(String);

impl GsmText {
    /// Writes any text over into the alphabet.
    pub fn new(text: &str) -> Self {
        Self(to_gsm(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Its length: 160 fit into one SMS.
    pub fn septets(&self) -> usize {
        self.0.chars().filter_map(septets).sum()
    }

    /// How many SMS are paid for.
    pub fn segments(&self) -> usize {
        segments(&self.0)
    }
}

impl fmt::Display for GsmText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a provider will send `text`.
pub fn coding(text: &str) -> Coding {
    if text.chars().all(|c| septets(c).is_some()) { Coding::Gsm7 } else { Coding::Ucs2 }
}

/// How many SMS are paid for: 160 septets in one, 153 in each part of several; in UCS-2 70 and 67.
/// An empty text is still one.
pub fn segments(text: &str) -> usize {
    match coding(text) {
        Coding::Gsm7 => parts(text.chars().filter_map(septets), ONE_SMS, 153),
        Coding::Ucs2 => parts(text.chars().map(char::len_utf16), 70, 67),
    }
}

/// A character of two units is never split between two parts: the first part then stays one shorter.
fn parts(units: impl Iterator<Item = usize>, alone: usize, each: usize) -> usize {
    let (mut total, mut parts, mut used) = (0, 1, 0);
    for size in units {
        total += size;
        if used + size > each {
            parts += 1;
            used = 0;
        }
        used += size;
    }
    if total <= alone { 1 } else { parts }
}

#[cfg(test)]
mod tests;
