//! What is set for a company, or by the operator for all of them: what a company does not say follows the operator.

mod written;

use serde::{Deserialize, Serialize};

pub use written::Written;

use crate::{office_hours::OfficeHours, retention::Keep};

/// Days before closing at which the person is reminded, unless the operator says otherwise.
pub const REMINDER_DAYS: i32 = 3;

/// How clients read the names of staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffNames {
    /// As they are written in the team.
    #[default]
    Full,
    /// The first name alone.
    First,
    /// Nobody's: the operator's instead.
    Operator,
}

impl StaffNames {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Full, Self::First, Self::Operator];

    /// The word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::First => "first",
            Self::Operator => "operator_name",
        }
    }

    /// The way that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// What a client reads of somebody called `name`, of the operator called `operator`.
    pub fn shown<'a>(self, name: &'a str, operator: &'a str) -> &'a str {
        match self {
            Self::Full => name,
            // A name of one word has nothing to be left out.
            Self::First => name.split_whitespace().next().unwrap_or(operator),
            Self::Operator => operator,
        }
    }
}

/// How far a portal is said to conform to what the law asks of accessibility (RGAA 4.1 in France): its audit decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conformity {
    /// Less than half of the criteria hold, or nobody has looked.
    None,
    /// At least half of them hold.
    #[default]
    Partial,
    /// All of them hold.
    Full,
}

impl Conformity {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::None, Self::Partial, Self::Full];

    /// The word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// The state that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// What a company says for itself, or the operator for all of them. Nothing said follows the operator, and there the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanySettings {
    /// Days before closing at which the person is reminded; 0 for never.
    pub reminder_days: Option<i32>,
    /// Who its people's e-mails come from.
    pub sender_name: Option<String>,
    /// Where their answers to e-mails go.
    pub reply_to: Option<String>,
    /// What stands under answers in e-mails.
    pub signature: Option<String>,
    /// How its people read the names of staff.
    pub staff_names: Option<StaffNames>,
    /// Whether everybody of it signs in with a second step.
    pub second_step: Option<bool>,
    /// When ordinary tickets are worked.
    pub hours: Option<OfficeHours>,
    /// How many months closed tickets are kept, from their closing on; 0 for ever. See [`crate::retention`].
    pub keep_months: Option<i32>,
    /// Who publishes its portal, as the law asks to be told: in the place of the usual words.
    pub legal: Written,
    /// What it declares of accessibility, in the place of the usual declaration.
    pub accessibility: Written,
    /// What that declaration comes to, which every page says: inherited with it, and of no effect without one.
    pub conformity: Conformity,
    /// Whether its language is the operator's, also when that changes.
    pub follows_language: bool,
    /// Whether its time zone is the operator's, also when that changes.
    pub follows_zone: bool,
}

impl CompanySettings {
    /// What counts: what is said here, else what `operator` says.
    #[must_use]
    pub fn or(&self, operator: &Self) -> Self {
        let Self {
            reminder_days,
            sender_name,
            reply_to,
            signature,
            staff_names,
            second_step,
            hours,
            keep_months,
            legal,
            accessibility,
            conformity,
            follows_language,
            follows_zone,
        } = self.clone();
        let declares = accessibility.says_any();
        Self {
            reminder_days: reminder_days.or(operator.reminder_days),
            sender_name: sender_name.or_else(|| operator.sender_name.clone()),
            reply_to: reply_to.or_else(|| operator.reply_to.clone()),
            signature: signature.or_else(|| operator.signature.clone()),
            staff_names: staff_names.or(operator.staff_names),
            second_step: second_step.or(operator.second_step),
            hours: hours.or_else(|| operator.hours.clone()),
            keep_months: keep_months.or(operator.keep_months),
            legal: legal.or(&operator.legal),
            accessibility: accessibility.or(&operator.accessibility),
            conformity: if declares { conformity } else { operator.conformity },
            follows_language,
            follows_zone,
        }
    }

    /// Days before closing at which the person is reminded; 0 for never.
    pub fn reminder_days(&self) -> u16 {
        u16::try_from(self.reminder_days.unwrap_or(REMINDER_DAYS)).unwrap_or_default()
    }

    /// What every page says of accessibility: what a declaration of one's own comes to, else what the usual one does.
    pub const fn conformity(&self) -> Conformity {
        if self.accessibility.says_any() { self.conformity } else { Conformity::Partial }
    }

    /// How long closed tickets are kept.
    pub fn keep(&self) -> Keep {
        Keep::of(self.keep_months)
    }

    /// How names of staff are read.
    pub fn staff_names(&self) -> StaffNames {
        self.staff_names.unwrap_or_default()
    }

    /// Whether everybody signs in with a second step.
    pub fn requires_second_step(&self) -> bool {
        self.second_step.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests;
