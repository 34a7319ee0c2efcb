//! Finds in texts what tells who somebody is, and puts a mark in its place.
//!
//! Only what an account holds is known: name, address, what they sign in with, number. A name is found however its accents are
//! written or left out, with its parts in any order that begins anew (surname first, with a comma or without), and with hyphens,
//! spaces and apostrophes of any kind. What else a text gives away, and other spellings, are for people to find.

use unicode_normalization::char::is_combining_mark;

use crate::words::fold_onto;

/// What stands where something was.
pub const MARK: &str = "[…]";

/// Parts of a name that are shorter are words of many texts.
const SHORTEST_PART: usize = 3;

/// Letters that bear marks in the languages around us: whoever has one in their name is often written without, and the other way.
const OFTEN_MARKED: &str = "aceinouy";

/// What is written small within a name.
const PARTICLES: [&str; 28] = [
    "al", "bin", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e",
    "el", "ibn", "l", "la", "le", "les", "ten", "ter", "van", "von", "y", "zu",
];

/// What tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Found everywhere, the longest first. In a name, a space stands for what is between its words, and a comma for the same with
    /// a comma before it or not.
    whole: Vec<String>,
    /// What a database looks for, which folds no letters; a space stands for anything.
    loosely: Vec<String>,
    /// Parts of the name.
    parts: Vec<String>,
    /// The number as it may be dialled, digits only.
    numbers: Vec<String>,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On a ticket of theirs, where parts of their name mean them.
    Theirs,
    /// Elsewhere, where a first name may be that of another.
    Elsewhere,
}

impl Identity {
    /// What an account says. The number is E.164.
    pub fn new(name: &str, email: &str, user_name: &str, phone: Option<&str>) -> Self {
        let words = name.split_whitespace().map(|it| it.trim_matches(|c| c == ',' || is_hyphen(c)));
        let words: Vec<&str> = words.filter(|it| it.contains(char::is_alphanumeric)).collect();
        let is_part = |it: &&str| it.chars().count() >= SHORTEST_PART;
        let parts = words.iter().copied().filter(is_part).map(|it| folded(it).replace('-', " ")).collect();
        let mut whole = vec![email.to_owned()];
        // What is a plain word is not taken for a user name.
        if user_name.contains(|c: char| !c.is_alphabetic()) {
            whole.push(user_name.to_owned());
        }
        let mut loosely: Vec<String> = whole.iter().map(|it| sought_of(it, |_| false)).collect();
        let mut whole: Vec<String> = whole.iter().map(|it| folded(it)).filter(|it| !it.is_empty()).collect();
        // A single name is a part of one.
        let orders = if words.len() > 1 { words.len() } else { 0 };
        for first in 0..orders {
            let (given, surname) = words.split_at(first);
            let order = [surname, given].map(|it| it.join(" "));
            loosely.push(sought_of(&order.join(" "), |letter| OFTEN_MARKED.contains(letter)));
            let [surname, given] = order.map(|it| folded(&it).replace('-', " "));
            whole.push(match (given.as_str(), name.contains(',')) {
                ("", true) => surname.replace(' ', ","),
                ("", false) => surname,
                (given, _) => format!("{surname},{given}"),
            });
        }
        whole.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let mut numbers = Vec::new();
        if digits.len() >= 8 {
            for code in 1..=3 {
                numbers.push(format!("0{}", &digits[code..]));
                numbers.push(format!("{}0{}", &digits[..code], &digits[code..]));
            }
            numbers.push(format!("00{digits}"));
            numbers.push(digits);
        }
        Self { whole, loosely, parts, numbers }
    }

    /// Words, one of which occurs in whatever is to be redacted elsewhere, in much else too, and in small letters; a space in one stands
    /// for anything. A number only as it is dialled.
    pub fn sought(&self) -> Vec<String> {
        let plain = self.numbers.iter().filter(|it| it.starts_with('0') && !it.starts_with("00"));
        let spaced = plain.clone().map(|it| pairs(it, ' ')).chain(plain.clone().map(|it| pairs(it, '.')));
        let plus = self.numbers.last().cloned();
        // `+33 6 12 34 56 78`: the code may have one to three digits.
        let abroad = plus.iter().flat_map(|it| {
            (1..=3).map(move |code| {
                let (alone, rest) = it[code..].split_at((it.len() - code) % 2);
                [&it[..code], alone, &pairs(rest, ' ')].join(" ").replace("  ", " ")
            })
        });
        let abroad: Vec<String> = abroad.collect();
        let whole = self.whole.iter().map(|it| it.replace(',', " "));
        let names = self.loosely.iter().cloned().chain(whole);
        let mut all: Vec<String> =
            names.chain(plain.cloned()).chain(spaced).chain(plus).chain(abroad).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The text without what tells who they are; `None` where nothing does.
    pub fn redact(&self, text: &str, place: Place) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut before, mut found) = (text, None::<char>, false);
        while let Some(next) = rest.chars().next() {
            let begins = before.is_none_or(|it| !it.is_alphanumeric());
            let length = if begins { self.length(rest, before, place) } else { None };
            if let Some(length) = length {
                out.push_str(MARK);
                before = rest[..length].chars().next_back();
                rest = &rest[length..];
                found = true;
            } else {
                out.push(next);
                // A mark belongs to the letter before it.
                before = if is_combining_mark(next) { before } else { Some(next) };
                rest = &rest[next.len_utf8()..];
            }
        }
        found.then_some(out)
    }

    /// How many bytes at the beginning tell who they are.
    fn length(&self, rest: &str, before: Option<char>, place: Place) -> Option<usize> {
        // A name may be a phrase, where somebody chose it so: elsewhere it is one where it is written as one.
        let is_meant = |word: &str, length: usize| {
            place == Place::Theirs || !word.contains([' ', ',']) || is_written_as_a_name(&rest[..length])
        };
        let found = |word: &String| matched(rest, word).filter(|length| is_meant(word, *length));
        let whole = self.whole.iter().find_map(found);
        let parts = || {
            // Written as a name is: `Petit`, not `petit`.
            let is_name = place == Place::Theirs && rest.starts_with(char::is_uppercase);
            self.parts.iter().filter(|_| is_name).find_map(|word| matched(rest, word))
        };
        whole.or_else(parts).or_else(|| self.dialled(rest, before))
    }

    /// A number, however its digits are grouped.
    fn dialled(&self, rest: &str, before: Option<char>) -> Option<usize> {
        if before == Some('+') || !rest.starts_with(|c: char| c == '+' || c.is_ascii_digit()) {
            return None;
        }
        let mut digits = String::new();
        for (at, c) in rest.char_indices() {
            let grouping = matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}' | '\u{202f}');
            if c.is_ascii_digit() {
                digits.push(c);
            } else if !(grouping || at == 0) {
                return None;
            }
            let ends = !rest[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
            if c.is_ascii_digit() && ends && self.numbers.contains(&digits) {
                return Some(at + c.len_utf8());
            }
            if digits.len() > 18 {
                return None;
            }
        }
        None
    }
}

/// `0612345678` as `06 12 34 56 78`.
fn pairs(digits: &str, between: char) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 2 == 0 {
            out.push(between);
        }
        out.push(digit);
    }
    out
}

/// Letters as they are compared: apostrophes and hyphens are of one kind, too.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        fold_letter(&mut folded, letter);
    }
    folded
}

fn fold_letter(folded: &mut String, letter: char) {
    match letter {
        letter if is_apostrophe(letter) => folded.push('\''),
        letter if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        letter if is_hyphen(letter) => folded.push('-'),
        letter => fold_onto(folded, std::iter::once(letter)),
    }
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '´' | '‘' | '’' | 'ʼ' | '′')
}

const fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '−')
}

/// A word for a database: a space for each letter that may be written otherwise.
fn sought_of(word: &str, or: impl Fn(char) -> bool) -> String {
    let may_differ = |letter: char| {
        !letter.is_ascii() || is_apostrophe(letter) || is_hyphen(letter) || or(letter.to_ascii_lowercase())
    };
    // `ß` is two letters to whoever has none.
    let words = word.replace("ss", " ").replace("SS", " ");
    let letter = |letter: char| if may_differ(letter) { ' ' } else { letter.to_ascii_lowercase() };
    let words: String = words.chars().map(letter).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether each word of it is, but for those that are written small in names.
fn is_written_as_a_name(text: &str) -> bool {
    let between = |c: char| c.is_whitespace() || c == ',' || is_hyphen(c) || is_apostrophe(c);
    let words = text.split(between).filter(|it| !it.is_empty());
    let mut names = words.filter(|it| !PARTICLES.contains(&folded(it).as_str())).peekable();
    names.peek().is_some() && names.all(|it| !it.starts_with(char::is_lowercase))
}

/// How much of the text a folded word is, if it begins with it and the word ends there. Between words of a name stands white space or
/// a hyphen, where the name has a comma also a comma.
fn matched(text: &str, word: &str) -> Option<usize> {
    let mut letters = word.chars().peekable();
    let mut at = 0;
    let mut chars = text.char_indices().peekable();
    let mut folded = String::new();
    while let Some(wanted) = letters.peek().copied() {
        let (place, c) = chars.next()?;
        at = place + c.len_utf8();
        let is_comma = wanted == ',' && c == ',';
        if matches!(wanted, ' ' | ',') && (is_comma || c.is_whitespace() || is_hyphen(c)) {
            letters.next();
            while !is_hyphen(c) && chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else {
            folded.clear();
            fold_letter(&mut folded, c);
            for low in folded.chars() {
                if letters.next() != Some(low) {
                    return None;
                }
            }
        }
    }
    // A mark is of the letter before it.
    while let Some((place, mark)) = chars.next_if(|(_, c)| is_combining_mark(*c)) {
        at = place + mark.len_utf8();
    }
    let ends = chars.peek().is_none_or(|(_, c)| !c.is_alphanumeric());
    ends.then_some(at)
}

#[cfg(test)]
mod tests;
