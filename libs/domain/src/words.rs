//! Words by which tickets are found: how a text is cut into them, and how what somebody looks for is read.
//!
//! Both sides are folded the same way, so that case, accents and ligatures make no difference. What is looked for is the beginning
//! of a word, for people search while they type; it loses its ending first. Or it is another form of a word, in French or in
//! English: beside its words a text is noted with their stems (`words/stems.rs`), taken with the accents that it has, for a stemmer
//! reads them, and without, for people leave them out when they search.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

mod stems;

/// Letters of a word at least; single letters are in every text.
pub const SHORTEST: usize = 2;
/// Letters of a word at most; what follows is cut.
pub const LONGEST: usize = 40;
/// Different words of one text at most, their stems not counted. More than a log has that fills a message, so that its last line is
/// found like its first; fewer than somebody could make up to fill a table.
pub const MOST: usize = 2_000;
/// Words that are looked for at most.
pub const MOST_SOUGHT: usize = 8;
/// Stands before what is noted of a stem: no word has it, so that a stem is never taken for the beginning of one.
pub const STEM: char = '~';

/// What a text is found by: its different words, folded, and those of their stems that are no words of it themselves, marked.
pub fn noted(text: &str) -> BTreeSet<String> {
    let words = different(text);
    let stems: BTreeSet<String> =
        words.iter().flat_map(|(word, accented)| stems::of(word, accented)).collect();
    let marked: Vec<String> =
        stems.iter().filter(|it| !words.contains_key(*it)).map(|it| marked(it)).collect();
    words.into_keys().chain(marked).collect()
}

fn marked(stem: &str) -> String {
    format!("{STEM}{stem}")
}

/// The different words of a text, each with the accents that it has where it comes first.
fn different(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for Cut { word, accented } in cut(text) {
        found.entry(word).or_insert(accented);
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
    /// It has this word.
    Word(Word),
    /// One or the other.
    Either(i64, Word),
}

/// A word that is looked for: a ticket has it that has a word which begins so, or another form of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What one of its words begins with.
    pub begins: String,
    /// What is noted of a ticket that has another form of the word: one of these.
    pub forms: Vec<String>,
}

impl Word {
    /// Digits and the like, which have no other form.
    fn of_digits(word: String) -> Self {
        Self { begins: word, forms: Vec::new() }
    }

    fn of(cut: &Cut) -> Self {
        let stems = stems::of(&cut.word, &cut.accented);
        // Where the stem is itself a word of the ticket it is not noted a second time.
        let forms = stems.into_iter().flat_map(|stem| [marked(&stem), stem]).collect();
        Self { begins: without_ending(&cut.word).to_owned(), forms }
    }
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
                terms.extend(cut(typed).into_iter().map(|cut| match number(&cut.word) {
                    Some(number) => Term::Either(number, Word::of_digits(cut.word)),
                    None => Term::Word(Word::of(&cut)),
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

/// Whether each part of what somebody typed, between its spaces, occurs in one of some texts, whatever case and accents they have.
pub fn occur<'a>(typed: &str, texts: impl IntoIterator<Item = &'a str>) -> bool {
    let texts: Vec<String> = texts.into_iter().map(fold).collect();
    typed.split_whitespace().map(fold).all(|part| texts.iter().any(|text| text.contains(&part)))
}

fn number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A word as it is noted, and as it was written, for the stemmers: in small letters, with its accents.
struct Cut {
    word: String,
    accented: String,
}

/// Runs of letters and digits. An underscore within one belongs to it: names in error messages are written so.
fn cut(text: &str) -> Vec<Cut> {
    let small: String = small(text).collect();
    let runs = small
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_' && !is_combining_mark(letter))
        .filter_map(|run| {
            let folded = folded(run.chars());
            let word = fitting(folded.trim_matches('_'))?.to_owned();
            Some(Cut { word, accented: spelled(run.nfc()) })
        });
    runs.collect()
}

/// A word cut to its length; nothing for one that is too short.
fn fitting(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(LONGEST).map_or(word.len(), |(end, _)| end);
    let word = word.get(..end).unwrap_or_default().trim_end_matches('_');
    word.chars().nth(SHORTEST - 1).map(|_| word)
}

/// Small letters without accents; ligatures as the letters they are made of.
fn fold(text: &str) -> String {
    folded(small(text))
}

/// The same of some letters, one by one or all at once, written after a text. A mark is nothing by itself.
pub(crate) fn fold_onto(folded: &mut String, letters: impl Iterator<Item = char>) {
    spell_onto(folded, without_marks(smallest(letters)));
}

/// Small letters, their accents apart.
fn small(text: &str) -> impl Iterator<Item = char> {
    smallest(text.chars())
}

fn smallest(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    letters.nfkd().flat_map(char::to_lowercase).nfkd()
}

fn without_marks(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    letters.filter(|letter| !is_combining_mark(*letter))
}

fn folded(small: impl Iterator<Item = char>) -> String {
    spelled(without_marks(small))
}

/// Ligatures as the letters they are made of, and letters that are written in two ways in one.
fn spelled(letters: impl Iterator<Item = char>) -> String {
    let mut spelled = String::new();
    spell_onto(&mut spelled, letters);
    spelled
}

fn spell_onto(spelled: &mut String, letters: impl Iterator<Item = char>) {
    for letter in letters {
        match letter {
            'œ' => spelled.push_str("oe"),
            'æ' => spelled.push_str("ae"),
            'ß' => spelled.push_str("ss"),
            'þ' => spelled.push_str("th"),
            'ø' => spelled.push('o'),
            'ł' => spelled.push('l'),
            'đ' | 'ð' => spelled.push('d'),
            'ı' => spelled.push('i'),
            'ς' => spelled.push('σ'),
            letter => spelled.push(letter),
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
