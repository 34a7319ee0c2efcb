//! How much of a password somebody would have to guess.

use std::collections::HashSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words of which many passwords are made, in French and English, one a line.
const COMMON: &str = include_str!("common.txt");

/// Rows and columns of the keyboards of this country and others; read in both directions.
const KEYBOARDS: [&str; 12] = [
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1aqw2zsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1a2z3e4r5t6y7u8i9o0p",
];

/// A run, a repeat or a name of fewer characters is worth its characters.
const SHORTEST: usize = 3;

/// The characters of a password, counting one for each word, run along the alphabet or a keyboard, and
/// repeat of what came before.
pub(super) fn worth(password: &str, words: &[String]) -> usize {
    let typed: Vec<char> = plain(password).filter(|c| !is_separator(*c)).collect();
    let repeats = repeats(&typed);
    let read: Vec<char> = typed.iter().map(|c| letter_behind(*c)).collect();
    let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();

    // The cheapest way to have said everything up to each position.
    let mut cost = vec![usize::MAX; typed.len() + 1];
    cost[0] = 0;
    for at in 0..typed.len() {
        let next = cost[at] + 1;
        let longest = run(&typed[at..]).max(along_keyboard(&typed[at..])).max(repeats[at]);
        let reach = if longest >= SHORTEST { longest } else { 1 };
        for length in 1..=reach {
            cost[at + length] = cost[at + length].min(next);
        }
        for word in &words {
            if typed[at..].starts_with(word) || read[at..].starts_with(word) {
                cost[at + word.len()] = cost[at + word.len()].min(next);
            }
        }
    }
    cost[typed.len()]
}

/// The common words, folded like the password.
pub(super) fn common_words() -> Vec<String> {
    let years = (1940..=2039).map(|year| year.to_string());
    COMMON
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|word| plain(word).collect())
        .chain(years)
        .collect()
}

/// The words of which names are made, and the names as a whole.
pub(super) fn words_of(names: &[&str]) -> Vec<String> {
    let mut words = HashSet::new();
    for name in names {
        let name: String = plain(name).collect();
        let parts = name.split(|c: char| !c.is_alphanumeric());
        let whole: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        words.extend(parts.map(str::to_owned).chain([whole]).filter(|word| word.chars().count() >= SHORTEST));
    }
    words.into_iter().collect()
}

/// Small letters without accents.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
}

/// What people put between words; nobody has to guess it.
const fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '.')
}

/// p4$$w0rd is password.
const fn letter_behind(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// How many characters at the beginning are the same, or each the next in the alphabet, or each the one before.
fn run(text: &[char]) -> usize {
    let step = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    let Some(first) = text.windows(2).next().map(step) else { return 1 };
    if !(-1..=1).contains(&first) {
        return 1;
    }
    1 + text.windows(2).take_while(|pair| step(pair) == first).count()
}

/// How many characters at the beginning lie side by side on a keyboard.
fn along_keyboard(text: &[char]) -> usize {
    let along = |row: &str| {
        let there: Vec<char> = row.chars().collect();
        let back: Vec<char> = row.chars().rev().collect();
        common_beginning(text, &there).max(common_beginning(text, &back))
    };
    KEYBOARDS.iter().map(|row| along(row)).max().unwrap_or(1)
}

/// The longest beginning of `text` that is a part of `row`.
fn common_beginning(text: &[char], row: &[char]) -> usize {
    let from = |start: usize| row[start..].iter().zip(text).take_while(|(a, b)| a == b).count();
    (0..row.len()).map(from).max().unwrap_or(0)
}

/// For each position, how many characters from there on were there before; a repeat may run into itself
/// (`abcabcabc`).
fn repeats(text: &[char]) -> Vec<usize> {
    let mut longest = vec![0; text.len()];
    // For the position behind, how far it agrees with each earlier one.
    let mut agree_behind = vec![0; text.len() + 1];
    for at in (0..text.len()).rev() {
        let mut agree = vec![0; text.len() + 1];
        for earlier in 0..at {
            if text[earlier] == text[at] {
                agree[earlier] = agree_behind[earlier + 1] + 1;
                longest[at] = longest[at].max(agree[earlier]);
            }
        }
        agree_behind = agree;
    }
    longest
}
