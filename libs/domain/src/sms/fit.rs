//! Makes a text of fixed and variable parts fit: only the variable ones are cut, the longest first.

use super::{
    GsmText,
    alphabet::{septets, to_gsm},
};

/// A piece of an SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A number, a deadline, a link, a reply code, the words around them: never cut.
    Fixed(&'a str),
    /// A name: cut when the text is too long.
    Variable(&'a str),
}

/// Below this many septets the beginning of a name says nothing any more: rather none, and more of another.
const USEFUL: usize = 6;

/// Writes the parts over into GSM-7, one after the other, in at most `limit` septets.
///
/// When even without its variable parts the text is longer, it is longer: a link or number that was
/// cut is worse than a second SMS.
pub fn fit(parts: &[Part<'_>], limit: usize) -> GsmText {
    let mut pieces: Vec<Piece> = parts.iter().map(Piece::new).collect();
    let total: usize = pieces.iter().map(Piece::length).sum();
    if total > limit {
        cut_to(&mut pieces, limit);
    }
    GsmText(join(&pieces))
}

struct Piece {
    text: String,
    is_name: bool,
}

impl Piece {
    fn new(part: &Part<'_>) -> Self {
        match part {
            Part::Fixed(text) => Self { text: to_gsm(text), is_name: false },
            Part::Variable(text) => {
                // A name is one line, whatever somebody pasted into it.
                let words: Vec<_> = text.split_whitespace().map(to_gsm).collect();
                let words: Vec<_> = words.iter().flat_map(|word| word.split_whitespace()).collect();
                Self { text: words.join(" "), is_name: true }
            }
        }
    }

    fn length(&self) -> usize {
        length(&self.text)
    }
}

fn length(text: &str) -> usize {
    text.chars().filter_map(septets).sum()
}

/// Gives every name the same room, and what short names leave over to the longer ones.
fn cut_to(pieces: &mut [Piece], limit: usize) {
    let fixed: usize = pieces.iter().filter(|piece| !piece.is_name).map(Piece::length).sum();
    let mut room = limit.saturating_sub(fixed);
    let mut names: Vec<&mut Piece> = pieces.iter_mut().filter(|piece| piece.is_name).collect();
    names.sort_by_key(|name| name.length());
    let mut left = names.len();
    for name in names {
        let share = room / left.max(1);
        if name.length() > share {
            name.text = cut(&name.text, share);
        }
        room -= name.length();
        left -= 1;
    }
}

/// The beginning of a name in at most `room` septets: whole words when enough of it stays,
/// else the beginning of a word and a full stop.
fn cut(name: &str, room: usize) -> String {
    if room < USEFUL {
        return String::new();
    }
    let mut used = 0;
    let mut end = 0;
    let mut abbreviated_end = 0;
    for (at, c) in name.char_indices() {
        used += septets(c).unwrap_or(0);
        if used > room {
            break;
        }
        end = at + c.len_utf8();
        if used < room {
            abbreviated_end = end;
        }
    }
    let (kept, rest) = name.split_at(end);
    let whole_words =
        if rest.starts_with(' ') { kept } else { kept.rsplit_once(' ').map_or("", |(words, _)| words) };
    let whole_words = tidy_end(whole_words);
    if length(whole_words) >= USEFUL.max(room / 2) {
        return whole_words.to_owned();
    }
    let begun = name.get(..abbreviated_end).unwrap_or_default();
    // One letter of the next word is a mess, not an abbreviation.
    let begun = match begun.rsplit_once(' ') {
        Some((words, last)) if last.chars().count() < 2 => words,
        _ => begun,
    };
    match tidy_end(begun) {
        "" => String::new(),
        begun => format!("{begun}."),
    }
}

/// Drops what joins a name to the words that were cut off: "Durand &", "Cabinet de la".
fn tidy_end(mut text: &str) -> &str {
    const JOINING: [&str; 17] = [
        "et", "and", "de", "des", "du", "d'", "la", "le", "les", "l'", "of", "the", "von", "van", "und", "y",
        "&",
    ];
    loop {
        let trimmed = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '"' | '\''));
        match trimmed.rsplit_once(' ') {
            Some((words, last)) if JOINING.contains(&last.to_lowercase().as_str()) => text = words,
            _ => return trimmed,
        }
    }
}

/// A name that is empty leaves one space between its neighbours, not two; one that ends in a full stop
/// does not get a second.
fn join(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut after_name = false;
    for piece in pieces {
        let at_gap = text.is_empty() || text.ends_with(' ');
        let at_stop = after_name && text.ends_with('.');
        let rest = match piece.text.chars().next() {
            Some(' ') if at_gap => piece.text.get(1..),
            Some('.') if at_stop => piece.text.get(1..),
            _ => None,
        };
        text.push_str(rest.unwrap_or(&piece.text));
        after_name = piece.is_name;
    }
    text.truncate(text.trim_end().len());
    text
}
