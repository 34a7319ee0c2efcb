//! Finds in texts what tells who somebody is, and puts a mark in its place.
//!
//! Only what an account holds is known: name, address, what they sign in with, number. What else a text gives away, and
//! other spellings, are for people to find.

/// What stands where something was.
pub const MARK: &str = "[…]";

/// Parts of a name that are shorter are words of many texts.
const SHORTEST_PART: usize = 3;

/// What tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Found everywhere, the longest first.
    whole: Vec<String>,
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
        let mut whole: Vec<String> = vec![email.to_owned()];
        let parts: Vec<String> =
            name.split_whitespace().filter(|it| it.chars().count() >= SHORTEST_PART).map(folded).collect();
        // A single name is a part of one, and what is a plain word is not taken for a user name.
        if name.split_whitespace().count() > 1 {
            whole.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        if user_name.contains(|c: char| !c.is_alphabetic()) {
            whole.push(user_name.to_owned());
        }
        let mut whole: Vec<String> = whole.iter().map(|it| folded(it)).filter(|it| !it.is_empty()).collect();
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
        Self { whole, parts, numbers }
    }

    /// Folded words, one of which occurs in whatever is to be redacted elsewhere; a number only as it is dialled.
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
        self.whole.iter().cloned().chain(plain.cloned()).chain(spaced).chain(plus).chain(abroad).collect()
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
                before = Some(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        found.then_some(out)
    }

    /// How many bytes at the beginning tell who they are.
    fn length(&self, rest: &str, before: Option<char>, place: Place) -> Option<usize> {
        // A name may be a phrase, where somebody chose it so: elsewhere it is one where it is written as one.
        let is_meant = |word: &str, length: usize| {
            let written = rest[..length].split_whitespace();
            place == Place::Theirs
                || !word.contains(' ')
                || written.clone().all(|it| !it.starts_with(char::is_lowercase))
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

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// How much of the text a folded word is, if it begins with it and the word ends there. A space is any white space.
fn matched(text: &str, word: &str) -> Option<usize> {
    let mut letters = word.chars().peekable();
    let mut at = 0;
    let mut chars = text.char_indices().peekable();
    while let Some(wanted) = letters.peek().copied() {
        let (place, c) = chars.next()?;
        if wanted == ' ' && c.is_whitespace() {
            letters.next();
            while chars.peek().is_some_and(|(_, c)| c.is_whitespace()) {
                chars.next();
            }
        } else {
            for low in c.to_lowercase() {
                if letters.next() != Some(low) {
                    return None;
                }
            }
        }
        at = place + c.len_utf8();
    }
    let ends = chars.peek().is_none_or(|(_, c)| !c.is_alphanumeric());
    ends.then_some(at)
}

#[cfg(test)]
mod tests;
