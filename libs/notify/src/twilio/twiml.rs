//! What Twilio does with a call, written in its XML.
//!
//! <https://www.twilio.com/docs/voice/twiml>. Everything that comes from people is escaped.

use std::fmt::Write as _;

use rappel_domain::{Locale, phone::Phone};
use rappel_pages::language::voice;

/// How long a digit is waited for after the last word, in seconds.
const PATIENCE: u8 = 6;

/// How long two people may be connected, in seconds: an hour, where Twilio would let them for four.
const LONGEST_CALL: u16 = 3600;

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb<'a> {
    /// Says a text.
    Say(&'a str),
    /// Says a text and waits for one digit, which is POSTed to `action`; without a digit the next instruction follows.
    Ask {
        /// What is said.
        text: &'a str,
        /// Where the digit goes.
        action: &'a str,
    },
    /// Connects with another phone; `action` is told how that ended.
    Dial {
        /// The other phone.
        to: &'a Phone,
        /// What it shows: a number of ours, never the caller's own.
        caller_id: &'a Phone,
        /// Where the end goes.
        action: &'a str,
    },
    /// Ends the call.
    HangUp,
}

/// The whole answer, spoken in a language.
pub fn response(locale: Locale, verbs: &[Verb<'_>]) -> String {
    let language = escape(voice(locale));
    let say = |text: &str| format!("<Say language=\"{language}\">{}</Say>", escape(text));
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>".to_owned();
    for verb in verbs {
        // Writing into a String cannot fail.
        let _ = match verb {
            Verb::Say(text) => write!(xml, "{}", say(text)),
            Verb::Ask { text, action } => write!(
                xml,
                "<Gather numDigits=\"1\" timeout=\"{PATIENCE}\" method=\"POST\" action=\"{}\">{}</Gather>",
                escape(action),
                say(text)
            ),
            Verb::Dial { to, caller_id, action } => write!(
                xml,
                "<Dial callerId=\"{}\" timeout=\"30\" timeLimit=\"{LONGEST_CALL}\" method=\"POST\" action=\"{}\"><Number>{}</Number></Dial>",
                escape(caller_id.e164()),
                escape(action),
                escape(to.e164())
            ),
            Verb::HangUp => write!(xml, "<Hangup/>"),
        };
    }
    xml.push_str("</Response>");
    xml
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // No XML 1.0 document may hold them.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
