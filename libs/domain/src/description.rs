//! What people write at length: the description of a ticket, a reply, a note.

use serde::{Deserialize, Serialize};

use crate::text::{is_invisible, text_newtype, turns_text_around};

/// 1 to 20,000 characters; lines end in `\n`; no control characters but that and the tab.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

text_newtype!(Description, DescriptionRefusal);

/// The text cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionRefusal {
    /// Nothing that can be seen.
    #[error("nothing was written")]
    Empty,
    /// Longer than we keep.
    #[error("the text has {characters} characters, at most {} are kept", Description::LONGEST)]
    TooLong {
        /// How long it is.
        characters: usize,
    },
}

impl DescriptionRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "description-empty",
            Self::TooLong { .. } => "description-too-long",
        }
    }
}

impl Description {
    /// Characters at most.
    pub const LONGEST: usize = 20_000;

    /// Reads what somebody typed or pasted. Blank lines around it and spaces at its end are dropped,
    /// the indentation of a pasted error message stays.
    pub fn parse(text: &str) -> Result<Self, DescriptionRefusal> {
        let mut kept = String::with_capacity(text.len());
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\r' => {
                    let _ = characters.next_if_eq(&'\n');
                    kept.push('\n');
                }
                '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
                '\n' | '\t' => kept.push(c),
                c if c.is_control() || turns_text_around(c) => {}
                c => kept.push(c),
            }
        }
        let nothing_to_see = |c: char| c.is_whitespace() || is_invisible(c);
        let end = kept.trim_end_matches(nothing_to_see).len();
        kept.truncate(end);
        let first = kept.find(|c| !nothing_to_see(c)).ok_or(DescriptionRefusal::Empty)?;
        let start = kept.get(..first).and_then(|blank| blank.rfind('\n')).map_or(0, |newline| newline + 1);
        kept.drain(..start);
        match kept.chars().count() {
            characters if characters > Self::LONGEST => Err(DescriptionRefusal::TooLong { characters }),
            _ => Ok(Self(kept)),
        }
    }
}

#[cfg(test)]
mod tests;
