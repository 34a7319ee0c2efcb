//! French typography: what must not be torn apart at the end of a line. Texts are written with ordinary spaces.

use std::borrow::Cow;

/// Before a colon and inside quotes (Lexique des règles typographiques en usage à l’Imprimerie nationale).
const NO_BREAK: char = '\u{a0}';
/// Before the other high signs.
const NARROW: char = '\u{202f}';

/// Words that stay with the number before them.
const UNITS: [&str; 8] = ["Ko", "Mo", "Go", "o", "h", "min", "%", "€"];

/// Replaces the spaces at which a line may not end. In SMS they become ordinary spaces again: GSM-7 has no other.
pub(super) fn keep_together(text: &str) -> Cow<'_, str> {
    let mut kept = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let after = &text[at + sign.len_utf8()..];
        kept.push(match (sign, after.chars().next()) {
            (' ', Some(':' | '»')) => NO_BREAK,
            (' ', Some(';' | '!' | '?')) => NARROW,
            (' ', _) if before == Some('«') => NO_BREAK,
            // At the beginning stands the value of a variable.
            (' ', _) if before.is_none_or(|it| it.is_ascii_digit()) && begins_with_unit(after) => NO_BREAK,
            _ => sign,
        });
    }
    if kept == text { Cow::Borrowed(text) } else { Cow::Owned(kept) }
}

fn begins_with_unit(text: &str) -> bool {
    let word = text.split(|it: char| it.is_whitespace() || ",.;:)".contains(it)).next();
    word.is_some_and(|word| UNITS.contains(&word))
}

#[cfg(test)]
mod tests;
