//! Who reads a message: language and time zone.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    phone::{Country, Phone},
};

use crate::{engine::day, language::hour};

/// Who reads a message.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Language.
    pub locale: Locale,
    /// Time zone: the tenant's.
    pub zone: Tz,
}

impl Reader {
    /// `14:32`.
    pub fn clock(self, at: DateTime<Utc>) -> String {
        hour(at.with_timezone(&self.zone))
    }

    /// `22/11/2026`, `22 Nov 2026`.
    pub fn date(self, at: DateTime<Utc>) -> String {
        day(at.with_timezone(&self.zone), self.locale)
    }
}

/// An E.164 number as people read it: French ones as at home, others with their country code.
pub fn phone_display(e164: &str) -> String {
    Phone::from_e164_trusted(e164).display_for(Country::FRANCE)
}
