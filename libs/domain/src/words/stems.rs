//! Stems: what the forms of a word have in common, in French and in English.
//!
//! Nobody says in which of the two a ticket is written, and half of its words are names and terms that both use: each word has the
//! stems of both. Two words meet in one of theirs.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::is_combining_mark;

use super::{LONGEST, SHORTEST, fold};

/// Plurals that no rule leads to their singular.
const IRREGULAR: [(&str, &str); 3] = [("baux", "bail"), ("travaux", "travail"), ("vitraux", "vitrail")];
/// Endings that make a plural, or a participle that lost its accents when it was typed, with what they become.
const PLURALS: [(&str, &str); 4] = [("ees", "e"), ("ee", "e"), ("eux", "eu"), ("oux", "ou")];
/// Letters before which an `s` at the end belongs to the word: access, virus, bis, chaos, repas.
const KEEPS_S: [char; 5] = ['s', 'u', 'i', 'o', 'a'];

/// The stems of a word, folded, three at most: of the word with its accents, of its singular without, and in English. What is not
/// written in Latin letters has none, nor what has digits in it, nor what was cut to its length.
pub(super) fn of(word: &str, accented: &str) -> BTreeSet<String> {
    if word.len() <= SHORTEST || word.len() >= LONGEST || !word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return BTreeSet::new();
    }
    let french = Stemmer::create(Algorithm::French);
    let singular = singular(word);
    // A mark before it stands alone, and is no letter of it either.
    let accented = accented.trim_matches(|letter| letter == '_' || is_combining_mark(letter));
    let stems =
        [french.stem(accented), french.stem(&singular), Stemmer::create(Algorithm::English).stem(word)];
    stems.iter().map(|stem| fold(stem)).filter(|stem| stem.len() >= SHORTEST).collect()
}

/// A folded word without what Snowball leaves at it: it takes an ending off only where no other stands behind it, knows no plural in
/// `x` but those of `-al` and `-eau`, and feminines by their accents.
fn singular(word: &str) -> String {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let replaced =
        PLURALS.iter().find_map(|(ending, rest)| Some(word.strip_suffix(ending)?.to_owned() + rest));
    let without_s =
        || word.strip_suffix('s').filter(|rest| rest.len() > SHORTEST && !rest.ends_with(KEEPS_S));
    replaced.or_else(|| without_s().map(str::to_owned)).unwrap_or_else(|| word.to_owned())
}
