//! Telephone numbers: read as people write them, kept as E.164, shown as their reader dials them.

use std::fmt;

use phonenumber::{
    Metadata, Mode, ParseError, PhoneNumber, Type,
    metadata::{DATABASE, Descriptor},
};
use serde::{Deserialize, Serialize};

pub use country::{Country, UnknownCountry};

mod country;

/// A telephone number in E.164 form: `+33612345678`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads what somebody typed; a number without a country code is one of `country`.
    pub fn parse(text: &str, country: Country) -> Result<Self, PhoneRefusal> {
        let refuse = |reason| PhoneRefusal { reason, example: country.example() };
        let number = read(text, country).map_err(refuse)?;
        check(&number).map_err(refuse)?;
        Ok(Self(number.format().mode(Mode::E164).to_string()))
    }

    /// The number of a row that was parsed when it was written.
    pub fn from_e164_trusted(e164: impl Into<String>) -> Self {
        Self(e164.into())
    }

    /// E.164: a plus and up to 15 digits, what providers and `tel:` links take.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As a reader in `country` dials it: `06 12 34 56 78` at home, `+33 6 12 34 56 78` abroad.
    pub fn display_for(&self, country: Country) -> String {
        let Ok(number) = phonenumber::parse(None, &self.0) else { return self.0.clone() };
        let home = number.country().code() == country.calling_code();
        let mode = if home { Mode::National } else { Mode::International };
        number.format().mode(mode).to_string()
    }

    /// With the country code, grouped: `+33 6 12 34 56 78`.
    pub fn display_international(&self) -> String {
        match phonenumber::parse(None, &self.0) {
            Ok(number) => number.format().mode(Mode::International).to_string(),
            Err(_) => self.0.clone(),
        }
    }

    /// Whether it is a number of this country; those that share a code are told apart, as in North America.
    pub fn is_of(&self, country: Country) -> bool {
        phonenumber::parse(None, &self.0).is_ok_and(|number| number.country().id() == Some(country.id()))
    }

    /// Whether a text message may arrive. Where landlines and mobiles look alike (North America) it may.
    pub fn is_mobile_possible(&self) -> bool {
        let Ok(number) = phonenumber::parse(None, &self.0) else { return false };
        matches!(kind(&number), Type::Mobile | Type::FixedLineOrMobile)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneRefusal;

    /// Only E.164: text from outside that may be national goes through [`Phone::parse`].
    fn try_from(text: String) -> Result<Self, PhoneRefusal> {
        let phone = Self::parse(&text, Country::FRANCE)?;
        if phone.0 == text {
            Ok(phone)
        } else {
            Err(PhoneRefusal { reason: PhoneReason::NotANumber, example: Country::FRANCE.example() })
        }
    }
}

/// The text is not a number that we can ring, with one that would be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; write it like {example}")]
pub struct PhoneRefusal {
    /// What is wrong.
    pub reason: PhoneReason,
    /// A number of the country as people there write it.
    pub example: String,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneReason {
    /// Nothing was typed.
    #[error("no number was given")]
    Empty,
    /// Letters, an extension, or several numbers.
    #[error("this is not a telephone number")]
    NotANumber,
    /// Fewer digits than any number of its country.
    #[error("digits are missing")]
    TooShort,
    /// More digits than any number of its country.
    #[error("there are too many digits")]
    TooLong,
    /// The country has no such numbers.
    #[error("no such number exists")]
    NotInUse,
    /// Calling it costs more than a call.
    #[error("calls to this number are charged at a premium")]
    Premium,
    /// Pagers, voicemail boxes, short codes.
    #[error("this number cannot be called back")]
    NotCallable,
}

impl PhoneReason {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "phone-empty",
            Self::NotANumber => "phone-not-a-number",
            Self::TooShort => "phone-too-short",
            Self::TooLong => "phone-too-long",
            Self::NotInUse => "phone-not-in-use",
            Self::Premium => "phone-premium",
            Self::NotCallable => "phone-not-callable",
        }
    }
}

/// More characters than a number with every separator; what is longer is not looked at.
const LONGEST_INPUT: usize = 64;

fn read(text: &str, country: Country) -> Result<PhoneNumber, PhoneReason> {
    let dialled = clean(text)?;
    // With a default country the library strips that country's trunk zero from foreign numbers too
    // (+39 06… became +39 6…), so a number that names its country is read without a default.
    let result = match dialled.strip_prefix('+').or_else(|| country.after_exit_code(&dialled)) {
        Some(rest) => phonenumber::parse(None, format!("+{rest}")),
        None => phonenumber::parse(Some(country.id()), &dialled),
    };
    result.map_err(|error| match error {
        ParseError::TooShortNsn | ParseError::TooShortAfterIdd => PhoneReason::TooShort,
        ParseError::TooLong => PhoneReason::TooLong,
        ParseError::InvalidCountryCode => PhoneReason::NotInUse,
        _ if dialled.len() < 4 => PhoneReason::TooShort,
        _ => PhoneReason::NotANumber,
    })
}

/// Keeps the digits and a leading plus; drops what people and address books put between them.
fn clean(text: &str) -> Result<String, PhoneReason> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let text = text.strip_prefix("tel:").unwrap_or(text);
    if text.is_empty() {
        return Err(PhoneReason::Empty);
    }
    if text.chars().count() > LONGEST_INPUT {
        return Err(PhoneReason::TooLong);
    }
    let mut dialled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => dialled.push(c),
            '+' | '＋' if dialled.is_empty() => dialled.push('+'),
            '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if c.is_whitespace() || is_invisible(c) => {}
            _ => return Err(PhoneReason::NotANumber),
        }
    }
    if dialled.trim_start_matches('+').is_empty() { Err(PhoneReason::NotANumber) } else { Ok(dialled) }
}

/// Marks of writing direction and joiners that come along when a number is pasted.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Satellite networks, universal personal numbers and the international premium rate: a call costs euros a
/// minute (ITU-T E.164 list of assigned codes).
const COSTLY_CODES: [u16; 8] = [808, 870, 878, 881, 882, 883, 888, 979];

fn check(number: &PhoneNumber) -> Result<(), PhoneReason> {
    if COSTLY_CODES.contains(&number.country().code()) {
        return Err(PhoneReason::Premium);
    }
    match kind(number) {
        Type::FixedLine
        | Type::Mobile
        | Type::FixedLineOrMobile
        | Type::Voip
        | Type::TollFree
        | Type::Uan => Ok(()),
        Type::PremiumRate | Type::SharedCost | Type::PersonalNumber => Err(PhoneReason::Premium),
        Type::Unknown => Err(length_of(number)),
        _ => Err(PhoneReason::NotCallable),
    }
}

/// Why a number fits no pattern of its country: its length beside that of its landlines and mobiles, or the
/// range.
fn length_of(number: &PhoneNumber) -> PhoneReason {
    let digits = number.national().to_string().len();
    let ordinary = |meta: &'static Metadata| {
        let all = meta.descriptors();
        [all.fixed_line(), all.mobile()].into_iter().flatten().flat_map(Descriptor::possible_length).copied()
    };
    let lengths = || regions(number).flat_map(ordinary);
    match (lengths().min(), lengths().max()) {
        (Some(least), _) if digits < usize::from(least) => PhoneReason::TooShort,
        (_, Some(most)) if digits > usize::from(most) => PhoneReason::TooLong,
        _ => PhoneReason::NotInUse,
    }
}

/// The type of a number in the first region of its calling code that knows it. (The library's own
/// look-up drops leading zeros, so Italian landlines would be unknown.)
fn kind(number: &PhoneNumber) -> Type {
    let national = number.national().to_string();
    regions(number)
        .map(|meta| kind_in(meta, &national))
        .find(|kind| *kind != Type::Unknown)
        .unwrap_or(Type::Unknown)
}

fn regions(number: &PhoneNumber) -> impl Iterator<Item = &'static Metadata> {
    DATABASE.by_code(&number.country().code()).into_iter().flatten()
}

fn kind_in(meta: &Metadata, national: &str) -> Type {
    let all = meta.descriptors();
    let matches = |descriptor: Option<&Descriptor>| descriptor.is_some_and(|d| d.is_match(national));
    if !all.general().is_match(national) {
        return Type::Unknown;
    }
    let special = [
        (all.premium_rate(), Type::PremiumRate),
        (all.toll_free(), Type::TollFree),
        (all.shared_cost(), Type::SharedCost),
        (all.personal_number(), Type::PersonalNumber),
        (all.pager(), Type::Pager),
        (all.uan(), Type::Uan),
        (all.voicemail(), Type::Voicemail),
        (all.voip(), Type::Voip),
    ];
    for (descriptor, kind) in special {
        if matches(descriptor) {
            return kind;
        }
    }
    match (matches(all.fixed_line()), matches(all.mobile())) {
        (true, true) => Type::FixedLineOrMobile,
        (true, false) => Type::FixedLine,
        (false, true) => Type::Mobile,
        (false, false) => Type::Unknown,
    }
}

#[cfg(test)]
mod tests;
