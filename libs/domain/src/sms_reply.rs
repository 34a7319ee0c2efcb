//! Replies to our SMS, read kindly: as people write them with one thumb at night.
//!
//! Kind has a limit: a reply is a command only when it begins as one and nothing in it says no. A text
//! that might mean both is [`Reply::Unknown`], and paging goes on.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// What a reply asks for. `ticket` is the number when one was given (`1 1043`, `ok #1043`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// "1", "ok", "oui", "je prends": takes the callback.
    Take {
        /// Of which ticket.
        ticket: Option<i64>,
    },
    /// "2", "joint": the client was reached.
    Reached {
        /// Of which ticket.
        ticket: Option<i64>,
    },
    /// "3", "injoignable": the client did not pick up.
    NoAnswer {
        /// Of which ticket.
        ticket: Option<i64>,
    },
    /// "non", "je ne peux pas": somebody else has to.
    Decline {
        /// Of which ticket.
        ticket: Option<i64>,
    },
    /// "4", "appelez-moi": takes the callback if need be, and wants to be called and connected with the client.
    Connect {
        /// Of which ticket.
        ticket: Option<i64>,
    },
    /// No more texts to this number.
    Stop,
    /// Texts to this number again.
    Start,
    /// The answer to a text that tries the number.
    Test,
    /// None of these; a human should read it.
    Unknown,
}

/// Reads a reply.
pub fn read(text: &str) -> Reply {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => return Reply::Unknown,
        ["stop" | "stopall" | "arret" | "unsubscribe" | "desabonner"] | ["stop", "sms"] => {
            return Reply::Stop;
        }
        ["start" | "unstop" | "reprendre"] => return Reply::Start,
        ["test"] | ["test", "ok"] => return Reply::Test,
        _ => {}
    }
    let (number, rest) = ticket_number(&without_times(&words));
    if rest.len() > MOST_WORDS {
        return Reply::Unknown;
    }
    let Some((command, length)) = COMMANDS.iter().find_map(|(phrase, command)| {
        let length = phrase.split(' ').count();
        (rest.len() >= length && phrase.split(' ').eq(rest.iter().take(length).copied()))
            .then_some((command, length))
    }) else {
        return Reply::Unknown;
    };
    let after = rest.get(length..).unwrap_or_default();
    // "ok 1" says the same thing twice; another number says something else.
    let doubtful = |word: &&str| DOUBTS.contains(word) || (is_number(word) && Some(*word) != command.digit());
    if command.digit().is_some() && after.iter().any(doubtful) {
        return Reply::Unknown;
    }
    command.with(number)
}

/// Whether a reply names a company: the first word of its name that answers nothing else stands in it.
pub fn names(text: &str, company: &str) -> bool {
    let said_otherwise = |word: &str| {
        DOUBTS.contains(&word)
            || AROUND_A_NUMBER.contains(&word)
            || COMMANDS.iter().any(|(phrase, _)| phrase.split(' ').any(|part| part == word))
    };
    let mut own = words(company).into_iter();
    let says = |word: &String| word.chars().count() > 2 && !is_number(word) && !said_otherwise(word);
    own.find(says).is_some_and(|first| words(text).contains(&first))
}

/// Longer than this it is a message to a person, not an answer to a question.
const MOST_WORDS: usize = 12;

#[derive(Clone, Copy)]
enum Command {
    Take,
    Reached,
    NoAnswer,
    Decline,
    Connect,
}

impl Command {
    /// The digit of a command that must not be read out of a maybe.
    const fn digit(self) -> Option<&'static str> {
        match self {
            Self::Take => Some("1"),
            Self::Reached => Some("2"),
            Self::Connect => Some("4"),
            Self::NoAnswer | Self::Decline => None,
        }
    }

    const fn with(self, ticket: Option<i64>) -> Reply {
        match self {
            Self::Take => Reply::Take { ticket },
            Self::Reached => Reply::Reached { ticket },
            Self::NoAnswer => Reply::NoAnswer { ticket },
            Self::Decline => Reply::Decline { ticket },
            Self::Connect => Reply::Connect { ticket },
        }
    }
}

/// How answers begin, longest first where one begins like another; without accents, apostrophes as spaces.
const COMMANDS: [(&str, Command); 70] = [
    ("1", Command::Take),
    ("2", Command::Reached),
    ("3", Command::NoAnswer),
    ("ok", Command::Take),
    ("okay", Command::Take),
    ("oki", Command::Take),
    ("oui", Command::Take),
    ("ouais", Command::Take),
    ("yes", Command::Take),
    ("yep", Command::Take),
    ("y", Command::Take),
    ("d accord", Command::Take),
    ("daccord", Command::Take),
    ("dac", Command::Take),
    ("je prends", Command::Take),
    ("je prend", Command::Take),
    ("je le prends", Command::Take),
    ("je la prends", Command::Take),
    ("je m en occupe", Command::Take),
    ("je rappelle", Command::Take),
    ("je l appelle", Command::Take),
    ("je l ai", Command::Take),
    ("j y vais", Command::Take),
    ("j ai pris", Command::Take),
    ("pris", Command::Take),
    ("prendre", Command::Take),
    ("c est pour moi", Command::Take),
    ("i take it", Command::Take),
    ("i ll take it", Command::Take),
    ("i got it", Command::Take),
    ("got it", Command::Take),
    ("on it", Command::Take),
    ("mine", Command::Take),
    ("take it", Command::Take),
    ("take", Command::Take),
    ("client joint", Command::Reached),
    ("client reached", Command::Reached),
    ("joint", Command::Reached),
    ("reached", Command::Reached),
    ("done", Command::Reached),
    ("c est fait", Command::Reached),
    ("fait", Command::Reached),
    ("client injoignable", Command::NoAnswer),
    ("injoignable", Command::NoAnswer),
    ("pas de reponse", Command::NoAnswer),
    ("ne repond pas", Command::NoAnswer),
    ("repond pas", Command::NoAnswer),
    ("il ne repond pas", Command::NoAnswer),
    ("elle ne repond pas", Command::NoAnswer),
    ("no answer", Command::NoAnswer),
    ("not reached", Command::NoAnswer),
    ("je ne peux pas", Command::Decline),
    ("je peux pas", Command::Decline),
    ("peux pas", Command::Decline),
    ("non", Command::Decline),
    ("no", Command::Decline),
    ("i can t", Command::Decline),
    ("i cannot", Command::Decline),
    ("can t", Command::Decline),
    ("cannot", Command::Decline),
    ("impossible", Command::Decline),
    ("4", Command::Connect),
    ("appelez moi", Command::Connect),
    ("appelle moi", Command::Connect),
    ("mettez moi en relation", Command::Connect),
    ("mets moi en relation", Command::Connect),
    ("connectez moi", Command::Connect),
    ("connecte moi", Command::Connect),
    ("call me", Command::Connect),
    ("connect me", Command::Connect),
];

/// After a yes, each of these may take it back: "ok mais je ne peux pas avant 16 h".
const DOUBTS: [&str; 17] = [
    "ne", "pas", "non", "no", "not", "n", "mais", "but", "peux", "t", "cannot", "sauf", "except", "si", "if",
    "qui", "who",
];

/// Words around a number that say nothing else.
const AROUND_A_NUMBER: [&str; 13] =
    ["ticket", "le", "la", "du", "pour", "numero", "num", "no", "n", "number", "for", "demande", "request"];

fn is_number(word: &str) -> bool {
    word.len() < 10 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Leaves out "dans 10 minutes", "in 5 min", "à 14 h": their numbers are no tickets.
fn without_times<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let is_time = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let introduced =
            matches!(before, Some(&("dans" | "in" | "a" | "at" | "vers" | "avant" | "by" | "sous")));
        let measured = matches!(
            words.get(at + 1),
            Some(&("min" | "mn" | "minutes" | "minute" | "h" | "heure" | "heures"))
        );
        introduced || measured
    };
    let kept = words.iter().enumerate().filter(|(at, word)| !(is_number(word) && is_time(*at)));
    kept.map(|(_, word)| *word).collect()
}

/// Finds the number of the ticket: after a "#", or the one number that is not the command. Answers it and
/// the other words.
fn ticket_number<'a>(words: &[&'a str]) -> (Option<i64>, Vec<&'a str>) {
    let Some(at) = position_of_number(words) else { return (None, words.to_vec()) };
    let number = words.get(at).and_then(|word| word.trim_start_matches('#').parse().ok());
    let mut before = words.get(..at).unwrap_or_default();
    while let [shorter @ .., last] = before
        && !shorter.is_empty()
        && AROUND_A_NUMBER.contains(last)
    {
        before = shorter;
    }
    let after = words.get(at + 1..).unwrap_or_default();
    (number, before.iter().chain(after).copied().collect())
}

fn position_of_number(words: &[&str]) -> Option<usize> {
    let marked = words
        .iter()
        .position(|word| word.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && is_number(rest)));
    if marked.is_some() {
        return marked;
    }
    let is_command = |at: usize| matches!(words.get(at), Some(&("1" | "2" | "3" | "4")));
    let last = words.len().checked_sub(1)?;
    let command = [0, last].into_iter().find(|at| is_command(*at));
    let mut numbers =
        (0..=last).filter(|at| Some(*at) != command && words.get(*at).is_some_and(|word| is_number(word)));
    let found = numbers.next()?;
    numbers.next().is_none().then_some(found)
}

/// Lower case, no accents, no punctuation but "#"; a thumb up is an "ok". Quoted lines of an answer by mail are left out.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim_start().starts_with('>')) {
        for c in line.nfkd().filter(|c| !is_combining_mark(*c)) {
            match c {
                '👍' | '👌' | '✅' => plain.push_str(" ok "),
                '#' => plain.push_str(" #"),
                c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
                // Joiners, variation selectors and skin tones belong to the sign before them.
                '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => {}
                _ => plain.push(' '),
            }
        }
        plain.push(' ');
    }
    let mut words: Vec<String> = Vec::new();
    for word in plain.split_whitespace() {
        // "# 1043" is "#1043".
        match words.last_mut() {
            Some(last) if last == "#" => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests;
