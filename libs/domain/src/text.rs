//! What the short texts of rows have in common: parsed once, kept as a string.

/// Gives a newtype over `String` that has `parse` its text and JSON forms, and a way back from rows.
macro_rules! text_newtype {
    ($name:ident, $refusal:ident) => {
        impl $name {
            /// The value of a row that was parsed when it was written.
            pub fn from_trusted(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $refusal;
            fn from_str(text: &str) -> Result<Self, $refusal> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $refusal;
            fn try_from(text: String) -> Result<Self, $refusal> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
    };
}
pub(crate) use text_newtype;

/// Marks that change the order in which text is read: with them a name can pretend to be another.
pub(crate) fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Takes no room and shows nothing. Joiners are not among them: emoji and some scripts need them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
        || turns_text_around(c)
}
