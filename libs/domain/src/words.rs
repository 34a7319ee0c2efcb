//! Words by which tickets are found: how a text is cut into them, and how what somebody looks for is read.
//!
//! Both sides are folded the same way, so that case, accents and ligatures make no difference. What is looked for is the beginning
//! of words, and loses its ending first: plural and feminine find singular and masculine, in French and English alike. Endings
//! are only ever cut off. A stemmer of one language, such as Snowball's, reads accents, which people leave out when they search, and its
//! stems are not the beginning of what was typed half.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Letters of a word at least; single letters are in every text.
pub const SHORTEST: usize = 2;
/// Letters of a word at most; what follows is cut.
pub const LONGEST: usize = 40;
/// Different words of one text at most, so that a pasted log fills no table.
pub const MOST: usize = 400;
/// Words that are looked for at most.
pub const MOST_SOUGHT: usize = 8;

/// The different words of a text, folded.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in cut(text) {
        found.insert(word);
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// They typed nothing: every ticket.
    Everything,
    /// What they typed has nothing that could be found.
    Nothing,
    /// Tickets to which each of these applies.
    Each(Vec<Term>),
}

/// One of several things that must apply to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// It has this number.
    Number(i64),
    /// It has a word that begins so.
    Prefix(String),
    /// One or the other.
    Either(i64, String),
}

impl Sought {
    /// Reads what was typed: words, and numbers with or without `#`.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        for typed in text.split_whitespace() {
            if let Some(number) = typed.strip_prefix('#').and_then(number) {
                terms.push(Term::Number(number));
            } else if let (Some(number), true) = (number(typed), typed.len() < SHORTEST) {
                terms.push(Term::Number(number));
            } else {
                terms.extend(cut(typed).map(|word| match number(&word) {
                    Some(number) => Term::Either(number, word),
                    None => Term::Prefix(without_ending(&word).to_owned()),
                }));
            }
        }
        let mut each: Vec<Term> = Vec::new();
        for term in terms {
            if each.len() < MOST_SOUGHT && !each.contains(&term) {
                each.push(term);
            }
        }
        if !each.is_empty() {
            Self::Each(each)
        } else if text.trim().is_empty() {
            Self::Everything
        } else {
            Self::Nothing
        }
    }
}

fn number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Runs of letters and digits. An underscore within one belongs to it: names in error messages are written so.
fn cut(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let runs = folded.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let words: Vec<String> =
        runs.filter_map(|run| fitting(run.trim_matches('_'))).map(str::to_owned).collect();
    words.into_iter()
}

/// A word cut to its length; nothing for one that is too short.
fn fitting(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(LONGEST).map_or(word.len(), |(end, _)| end);
    let word = word.get(..end).unwrap_or_default().trim_end_matches('_');
    word.chars().nth(SHORTEST - 1).map(|_| word)
}

/// Small letters without accents; ligatures as the letters they are made of.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(&mut folded, text.chars());
    folded
}

/// The same of some letters, one by one or all at once, written after a text. A mark is nothing by itself.
pub(crate) fn fold_onto(folded: &mut String, letters: impl Iterator<Item = char>) {
    let plain = letters.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let plain = plain.nfkd().filter(|letter| !is_combining_mark(*letter));
    for letter in plain {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            letter => folded.push(letter),
        }
    }
}

/// A folded word without its ending. Enough stays that it still says what it is.
///
/// After J. Savoy's light stemmers for French and English (Light stemming approaches for the French, Portuguese, German and
/// Hungarian languages, SAC 2006), with nothing put in the place of what is cut: "journaux" and "journal" meet in "journ",
/// "policies" and "policy" in "polic".
fn without_ending(word: &str) -> &str {
    /// Letters that stay at least when a plural is cut off, and when more is.
    const SHORT: usize = 4;
    const LONG: usize = 5;
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    if !word.ends_with("eaux")
        && let Some(rest) =
            ["aux", "ies", "ie", "al", "y"].iter().find_map(|ending| cut_off(word, ending, LONG))
    {
        return rest;
    }
    let mut rest = word;
    if !word.ends_with("ss") {
        rest = ["s", "x"].iter().find_map(|ending| cut_off(word, ending, SHORT)).unwrap_or(word);
    }
    while let Some(shorter) = cut_off(rest, "e", LONG) {
        rest = shorter;
    }
    rest
}

/// A word without an ending that it has, where so many letters stay.
fn cut_off<'a>(word: &'a str, ending: &str, stays: usize) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|rest| rest.len() >= stays)
}

#[cfg(test)]
mod tests;
