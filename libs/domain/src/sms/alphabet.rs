//! The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1), and the way into them.

use deunicode::deunicode_char;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How many septets a character takes, when the alphabet has it.
pub fn septets(c: char) -> Option<usize> {
    match c {
        // The basic table; its code 0x1B is the escape to the other and no character.
        ' '..='_' | 'a'..='z' if !matches!(c, '[' | '\\' | ']' | '^') => Some(1),
        '\n' | '\r' | '£' | '¥' | '¤' | '§' | '¡' | '¿' | 'è' | 'é' | 'ù' | 'ì' | 'ò' | 'à' | 'Ç' | 'É'
        | 'Ø' | 'ø' | 'Å' | 'å' | 'Æ' | 'æ' | 'ß' | 'Ä' | 'Ö' | 'Ñ' | 'Ü' | 'ä' | 'ö' | 'ñ' | 'ü' | 'Δ'
        | 'Φ' | 'Γ' | 'Λ' | 'Ω' | 'Π' | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' => Some(1),
        // The extension table.
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        _ => None,
    }
}

/// Writes a text over into the alphabet: ç→c, ê→e, œ→oe, ’→', …→... What has no letters behind it
/// (emoji, marks, controls) is dropped; nothing ever becomes a question mark.
pub fn to_gsm(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    // Composed first, so that e + ´ is the é that the alphabet has.
    for c in text.nfc() {
        write_over(c, &mut written);
    }
    written
}

fn write_over(c: char, written: &mut String) {
    if septets(c).is_some() && !matches!(c, '\r' | '\u{c}') {
        written.push(c);
    } else if c.is_whitespace() {
        written.push(' ');
    } else if let Some(plain) = punctuation(c) {
        written.push_str(plain);
    } else if let Some(letters) = decomposed(c) {
        written.push_str(&letters);
    } else if c.is_alphanumeric() {
        let sounds = deunicode_char(c).unwrap_or_default().trim_end();
        written.extend(sounds.chars().filter(|sound| *sound != '?' && septets(*sound).is_some()));
    }
}

/// What typographers write otherwise than typewriters.
fn punctuation(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʻ' | '′' | '‹' | '›' | '`' | '´' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => "-",
        '…' => "...",
        '×' => "x",
        '÷' | '⁄' => "/",
        '°' | 'º' => "o",
        'œ' => "oe",
        'Œ' => "OE",
        '©' => "(c)",
        '®' => "(R)",
        '™' => "TM",
        _ => return None,
    })
}

/// The base letters of an accented letter, a ligature or a styled letter, when the alphabet has them all.
fn decomposed(c: char) -> Option<String> {
    let mut letters = String::new();
    for base in c.nfkd().filter(|base| !is_combining_mark(*base)) {
        match base {
            _ if septets(base).is_some() => letters.push(base),
            _ => letters.push_str(punctuation(base)?),
        }
    }
    if letters.is_empty() || letters.contains('?') { None } else { Some(letters) }
}
