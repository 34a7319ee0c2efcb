//! Fields that must be corrected, with reasons that have a translation.

use std::borrow::Cow;

use rappel_domain::{
    description::DescriptionRefusal, display_name::DisplayNameRefusal, email_address::EmailAddressRefusal,
    office_hours::OfficeHoursRefusal, own_field::AnswerRefusal, password::PasswordRefusal,
    phone::PhoneRefusal, policy::PolicyRefusal, slug::SlugRefusal, ticket::RemarkTooLong,
    user_name::UserNameRefusal,
};

use crate::error::{Error, Result};

/// A field that must be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Its name in the form and in the API.
    pub field: Cow<'static, str>,
    /// Why.
    pub reason: Reason,
}

/// Why a field must be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was given.
    Missing,
    /// Something else has it.
    Taken,
    /// Not one of the choices.
    NotAChoice,
    /// Not the code that was sent, or it is too late.
    WrongCode,
    /// A number outside the limits.
    OutOfRange {
        /// The smallest that is allowed.
        least: i64,
        /// The largest that is allowed.
        most: i64,
    },
    /// A time that ends before it begins, or lies in the past.
    Period,
    /// Not a time of day, `22:00`.
    NotATime,
    /// A span whose two times are the same.
    SameTime,
    /// Not `#rrggbb`.
    Colour,
    /// The text was refused; the key names the translation.
    Text(&'static str),
    /// The number was refused.
    Phone(PhoneRefusal),
    /// The escalation was refused.
    Policy(PolicyRefusal),
}

impl Reason {
    /// Names the reason in the translations: `invalid-…`, or the key of the refusal.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Missing => "invalid-missing",
            Self::Taken => "invalid-taken",
            Self::NotAChoice => "invalid-choice",
            Self::WrongCode => "invalid-code",
            Self::OutOfRange { .. } => "invalid-range",
            Self::Period => "invalid-period",
            Self::NotATime => "invalid-time-of-day",
            Self::SameTime => "invalid-same-time",
            Self::Colour => "invalid-colour",
            Self::Text(key) => key,
            Self::Phone(refusal) => refusal.reason.key(),
            Self::Policy(refusal) => refusal.key(),
        }
    }
}

/// Refuses a form that was filled from another state than the one that is `saved`: who saves it would undo, unseen, what
/// somebody else has done. One that does not say from which, since nobody has looked at any, is not compared.
pub(crate) fn not_stale(seen: &str, saved: i32) -> Result<()> {
    if seen.is_empty() || seen == saved.to_string() {
        return Ok(());
    }
    Err(Error::Invalid(vec![Invalid::new("version", Reason::Text("form-stale"))]))
}

impl Invalid {
    /// A field and its reason.
    pub fn new(field: impl Into<Cow<'static, str>>, reason: Reason) -> Self {
        Self { field: field.into(), reason }
    }

    pub(crate) fn taken(field: &'static str) -> Self {
        Self::new(field, Reason::Taken)
    }
}

macro_rules! text_reasons {
    ($($refusal:ty),*) => {$(
        impl From<$refusal> for Reason {
            fn from(refusal: $refusal) -> Self {
                Self::Text(refusal.key())
            }
        }
    )*};
}
text_reasons!(
    AnswerRefusal,
    DescriptionRefusal,
    DisplayNameRefusal,
    EmailAddressRefusal,
    OfficeHoursRefusal,
    PasswordRefusal,
    RemarkTooLong,
    SlugRefusal,
    UserNameRefusal
);

impl From<PhoneRefusal> for Reason {
    fn from(refusal: PhoneRefusal) -> Self {
        Self::Phone(refusal)
    }
}

/// Collects every invalid field, so that a form is corrected in one go.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Invalid>);

impl Checks {
    /// Keeps the value, or notes why not.
    pub(crate) fn take<T, R: Into<Reason>>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        value: std::result::Result<T, R>,
    ) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(reason) => {
                self.0.push(Invalid::new(field, reason.into()));
                None
            }
        }
    }

    pub(crate) fn refuse(&mut self, field: impl Into<Cow<'static, str>>, reason: Reason) {
        self.0.push(Invalid::new(field, reason));
    }

    /// The values, or everything that must be corrected.
    pub(crate) fn done<T>(self, values: Option<T>) -> Result<T> {
        match values {
            Some(values) if self.0.is_empty() => Ok(values),
            _ => Err(Error::Invalid(self.0)),
        }
    }
}
