//! What an own text may hold: its variables, one line, no markup, and what an SMS can carry.

use std::{collections::BTreeSet, sync::Arc};

use fluent_bundle::FluentResource;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use rappel_domain::{
    Locale,
    sms::{GsmText, ONE_SMS},
};

use super::{Area, OwnTexts, Standard, catalogue, within};
use crate::{Text, sms::worst};

/// Characters of a subject at most.
const LONGEST_SUBJECT: usize = 150;
/// Characters of any other text: three times those of the standard one, but not fewer nor more than these.
const LONGEST: (usize, usize) = (120, 1500);
/// Braces in a text: more would be nested beyond what anybody means.
const MOST_BRACES: usize = 60;

/// Why a text cannot be a company's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is said.
    Empty,
    /// There is no such text any more, or it is the same for everybody.
    NotOffered,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It does not parse: a brace is open, or a line begins with a sign that means something.
    Syntax,
    /// It asks for something that is no variable: a function, another text.
    NotAVariable,
    /// It holds a line break, or a character that is not seen.
    Characters,
    /// It names a variable that is not one of those.
    Unknown {
        /// Which.
        variable: String,
        /// What is allowed.
        allowed: Vec<String>,
    },
    /// It leaves out what must be said whatever the case.
    Missing {
        /// What.
        needed: Vec<String>,
    },
    /// An SMS cannot hold these characters.
    NotGsm(String),
    /// An SMS chooses between wordings where the standard one does not: only those that the standard one has are measured.
    Chooses(String),
    /// With the longest values it would be so many characters, which is a second SMS.
    TwoSms(usize),
}

impl Fault {
    /// What is wrong, and what would be right.
    pub fn text(&self) -> Text {
        let listed =
            |names: &[String]| names.iter().map(|it| format!("{{ ${it} }}")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Empty => "texts-fault-empty".into(),
            Self::NotOffered => "texts-fault-not-offered".into(),
            Self::TooLong(most) => Text::key("texts-fault-too-long").with("most", *most as u64),
            Self::Syntax => "texts-fault-syntax".into(),
            Self::NotAVariable => "texts-fault-not-a-variable".into(),
            Self::Characters => "texts-fault-characters".into(),
            Self::Unknown { variable, allowed } if allowed.is_empty() => {
                Text::key("texts-fault-none-allowed").with("variable", format!("{{ ${variable} }}"))
            }
            Self::Unknown { variable, allowed } => Text::key("texts-fault-unknown")
                .with("variable", format!("{{ ${variable} }}"))
                .with("allowed", listed(allowed)),
            Self::Missing { needed } => Text::key("texts-fault-missing").with("needed", listed(needed)),
            Self::NotGsm(characters) => Text::key("texts-fault-gsm").with("found", characters.as_str()),
            Self::Chooses(variable) => {
                Text::key("texts-fault-chooses").with("variable", format!("{{ ${variable} }}"))
            }
            Self::TwoSms(length) => Text::key("texts-fault-two-sms").with("found", *length as u64),
        }
    }
}

/// Variables of a text.
#[derive(Debug, Default)]
pub(super) struct Variables {
    /// Every one.
    pub(super) all: BTreeSet<String>,
    /// Those that are said whichever wording is chosen.
    pub(super) always: BTreeSet<String>,
    /// Those by which it chooses.
    pub(super) chooses: BTreeSet<String>,
}

/// How many characters a text may have.
pub fn longest(standard: &Standard) -> usize {
    if standard.key.ends_with("-subject") {
        return LONGEST_SUBJECT;
    }
    (standard.words.chars().count() * 3).clamp(LONGEST.0, LONGEST.1)
}

/// Whether a text can take the place of the standard one.
pub fn looks_right(locale: Locale, key: &str, words: &str) -> Result<(), Fault> {
    check(locale, key, words).map(|_| ())
}

/// The text as it is said, if it can take the place of the standard one.
pub(super) fn check(locale: Locale, key: &str, words: &str) -> Result<FluentResource, Fault> {
    let standard = catalogue::find(locale, key).ok_or(Fault::NotOffered)?;
    let Ok(area) = standard.place else { return Err(Fault::NotOffered) };
    let most = longest(standard);
    if words.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if words.chars().count() > most {
        return Err(Fault::TooLong(most));
    }
    if words.matches('{').count() > MOST_BRACES {
        return Err(Fault::Syntax);
    }
    let source = message(key, words);
    {
        let parsed = parser::parse(source.as_str()).map_err(|_| Fault::Syntax)?;
        let [Entry::Message(entry)] = parsed.body.as_slice() else { return Err(Fault::Syntax) };
        let pattern = entry.value.as_ref().ok_or(Fault::Syntax)?;
        if entry.id.name != key || !entry.attributes.is_empty() {
            return Err(Fault::Syntax);
        }
        let found = variables(pattern)?;
        fits(standard, &found)?;
        let mut fixed = String::new();
        plain_words(pattern, &mut fixed)?;
        if !is_seen(pattern) {
            return Err(Fault::Empty);
        }
        if area == Area::Sms {
            in_the_alphabet(&fixed)?;
            if let Some(variable) = found.chooses.difference(&standard.chooses).next() {
                return Err(Fault::Chooses(variable.clone()));
            }
        }
    }
    let resource = || FluentResource::try_new(source.clone()).map_err(|_| Fault::Syntax);
    if area == Area::Sms {
        in_one_sms(standard, locale, resource()?)?;
    }
    resource()
}

/// Measured with the text in its place, as it would be sent.
fn in_one_sms(standard: &Standard, locale: Locale, resource: FluentResource) -> Result<(), Fault> {
    let texts = Arc::new(OwnTexts::of_checked(vec![(locale, resource)]));
    let longest = within(Some(&texts), || worst::longest(locale, standard));
    match longest {
        Ok(length) if length <= ONE_SMS => Ok(()),
        Ok(length) => Err(Fault::TwoSms(length)),
        Err(_) => Err(Fault::Syntax),
    }
}

/// The text as a line of a `.ftl` file; every further line is indented, so that none is another text.
fn message(key: &str, words: &str) -> String {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = words.trim().lines().collect();
    format!("{key} = {}\n", lines.join("\n    "))
}

fn fits(standard: &Standard, found: &Variables) -> Result<(), Fault> {
    if let Some(variable) = found.all.iter().find(|it| !standard.variables.contains(*it)) {
        let allowed = standard.variables.iter().cloned().collect();
        return Err(Fault::Unknown { variable: variable.clone(), allowed });
    }
    let needed: Vec<String> = standard.needed.difference(&found.always).cloned().collect();
    if needed.is_empty() { Ok(()) } else { Err(Fault::Missing { needed }) }
}

/// The variables of a pattern; refuses what is none.
pub(super) fn variables(pattern: &Pattern<&str>) -> Result<Variables, Fault> {
    let mut found = Variables::default();
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inner = of_expression(expression)?;
        found.all.extend(inner.all);
        found.always.extend(inner.always);
        found.chooses.extend(inner.chooses);
    }
    Ok(found)
}

fn of_expression(expression: &Expression<&str>) -> Result<Variables, Fault> {
    match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => of_expression(expression),
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            let one = BTreeSet::from([id.name.to_owned()]);
            Ok(Variables { all: one.clone(), always: one, chooses: BTreeSet::new() })
        }
        Expression::Inline(
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. },
        ) => Ok(Variables::default()),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let by = id.name.to_owned();
            let mut found = Variables {
                all: BTreeSet::from([by.clone()]),
                always: BTreeSet::new(),
                chooses: BTreeSet::from([by]),
            };
            let mut always: Option<BTreeSet<String>> = None;
            for variant in variants {
                let inner = variables(&variant.value)?;
                found.all.extend(inner.all);
                found.chooses.extend(inner.chooses);
                always = Some(match always {
                    Some(so_far) => so_far.intersection(&inner.always).cloned().collect(),
                    None => inner.always,
                });
            }
            found.always = always.unwrap_or_default();
            Ok(found)
        }
        Expression::Inline(_) | Expression::Select { .. } => Err(Fault::NotAVariable),
    }
}

/// Whether something is seen whichever wording is chosen: a letter, a sign, or the value of a variable.
fn is_seen(pattern: &Pattern<&str>) -> bool {
    pattern.elements.iter().any(|element| match element {
        PatternElement::TextElement { value } => has_visible(value),
        PatternElement::Placeable { expression } => is_expression_seen(expression),
    })
}

fn is_expression_seen(expression: &Expression<&str>) -> bool {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => has_visible(value),
        Expression::Inline(InlineExpression::Placeable { expression }) => is_expression_seen(expression),
        Expression::Inline(_) => true,
        Expression::Select { variants, .. } => variants.iter().all(|variant| is_seen(&variant.value)),
    }
}

fn has_visible(text: &str) -> bool {
    // Marks that choose a variant of the sign before them are nothing by themselves.
    let is_mark = |it: char| matches!(it, '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}');
    text.chars().any(|it| !it.is_whitespace() && !is_refused(it) && !is_mark(it))
}

/// What is said besides variables; refuses what would break a line or is not seen.
fn plain_words(pattern: &Pattern<&str>, into: &mut String) -> Result<(), Fault> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                if value.chars().any(is_refused) {
                    return Err(Fault::Characters);
                }
                into.push_str(value);
            }
            PatternElement::Placeable { expression } => of_words(expression, into)?,
        }
    }
    Ok(())
}

fn of_words(expression: &Expression<&str>, into: &mut String) -> Result<(), Fault> {
    match expression {
        // Quoted words are put in as they are, not escaped: so they hold nothing that would need it.
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            if value.chars().any(|it| is_refused(it) || "\\<>&\"'".contains(it)) {
                return Err(Fault::Characters);
            }
            into.push_str(value);
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => of_words(expression, into)?,
        Expression::Inline(_) => {}
        Expression::Select { variants, .. } => {
            for variant in variants {
                plain_words(&variant.value, into)?;
            }
        }
    }
    Ok(())
}

/// Line breaks, control characters, marks that turn the direction of writing or join, signs that are blank, and what has no
/// meaning of its own.
fn is_refused(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(it, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200c}' | '\u{200d}')
        || matches!(it, '\u{2800}' | '\u{3164}' | '\u{ffa0}')
        || matches!(it, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..)
}

/// Every word in the alphabet of SMS; spaces that do not break become ordinary ones there.
fn in_the_alphabet(fixed: &str) -> Result<(), Fault> {
    let is_space = |it: char| matches!(it, '\u{a0}' | '\u{202f}');
    let foreign: BTreeSet<char> = fixed
        .chars()
        .filter(|it| !is_space(*it) && GsmText::new(&it.to_string()).as_str() != it.to_string())
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    Err(Fault::NotGsm(foreign.into_iter().map(String::from).collect::<Vec<_>>().join(" ")))
}
