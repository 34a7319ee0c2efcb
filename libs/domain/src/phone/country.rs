//! The country whose numbers are written without a country code.

use std::{fmt, str::FromStr};

use phonenumber::{
    Metadata, Mode,
    country::Id,
    metadata::{DATABASE, Descriptor},
};
use serde::{Deserialize, Serialize};

/// A country with a numbering plan, by its ISO 3166 code: `FR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(Id);

/// No country with a numbering plan has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a country is two letters, such as FR")]
pub struct UnknownCountry;

impl Country {
    /// France.
    pub const FRANCE: Self = Self(Id::FR);

    /// ISO 3166 alpha-2, upper case.
    pub fn code(&self) -> &str {
        self.0.as_ref()
    }

    /// What comes after the plus: 33.
    pub fn calling_code(self) -> u16 {
        self.meta().map_or(0, Metadata::country_code)
    }

    /// A number of this country as people there write it; a mobile one where there is an example.
    pub fn example(self) -> String {
        let Some(meta) = self.meta() else { return "+33 6 12 34 56 78".to_owned() };
        let all = meta.descriptors();
        let national = all
            .mobile()
            .and_then(Descriptor::example)
            .or_else(|| all.fixed_line().and_then(Descriptor::example))
            .unwrap_or_default();
        match phonenumber::parse(None, format!("+{}{national}", meta.country_code())) {
            Ok(number) => number.format().mode(Mode::National).to_string(),
            Err(_) => format!("+{}{national}", meta.country_code()),
        }
    }

    pub(super) const fn id(self) -> Id {
        self.0
    }

    /// What follows the digits that begin an international call from here (00 in France, 011 in the United
    /// States); none when `dialled` does not begin with them.
    pub(super) fn after_exit_code(self, dialled: &str) -> Option<&str> {
        let found = self.meta()?.international_prefix()?.find(dialled)?;
        if found.start() == 0 { dialled.get(found.end()..) } else { None }
    }

    fn meta(self) -> Option<&'static Metadata> {
        DATABASE.by_id(self.code())
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;
    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        let country = Self(text.to_ascii_uppercase().parse().map_err(|_| UnknownCountry)?);
        // The numbering plans of the world take a tenth of a second to read: a command that only reads its settings has no need of them.
        if country == Self::FRANCE || country.meta().is_some() { Ok(country) } else { Err(UnknownCountry) }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;
    fn try_from(text: String) -> Result<Self, UnknownCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.code().to_owned()
    }
}
