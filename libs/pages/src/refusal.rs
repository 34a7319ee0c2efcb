//! What the rules refuse, in words that say what is right.

use rappel_domain::{
    brand::NotAColour, description::DescriptionRefusal, display_name::DisplayNameRefusal,
    email_address::EmailAddressRefusal, password::PasswordRefusal, phone::PhoneRefusal,
    policy::PolicyRefusal, slug::SlugRefusal, ticket::RemarkTooLong, user_name::UserNameRefusal,
};

use crate::Text;

impl From<PhoneRefusal> for Text {
    fn from(refusal: PhoneRefusal) -> Self {
        Self::key(refusal.reason.key()).with("example", refusal.example)
    }
}

impl From<PasswordRefusal> for Text {
    fn from(refusal: PasswordRefusal) -> Self {
        let least = match refusal {
            PasswordRefusal::TooShort { least } => least,
            _ => 15,
        };
        Self::key(refusal.key()).with("least", least)
    }
}

impl From<PolicyRefusal> for Text {
    fn from(refusal: PolicyRefusal) -> Self {
        let step = refusal.step().unwrap_or_default();
        Self::key(refusal.key()).with("step", step)
    }
}

macro_rules! by_key {
    ($($refusal:ty),*) => {$(
        impl From<$refusal> for Text {
            fn from(refusal: $refusal) -> Self {
                Self::key(refusal.key())
            }
        }
    )*};
}

by_key!(
    NotAColour,
    DescriptionRefusal,
    DisplayNameRefusal,
    EmailAddressRefusal,
    RemarkTooLong,
    SlugRefusal,
    UserNameRefusal
);

/// A refused number for samples.
pub(crate) fn sample_phone() -> Text {
    use rappel_domain::phone::{Country, Phone};
    Phone::parse("12", Country::FRANCE).map_or_else(Text::from, |phone| Text::plain(phone.e164()))
}
