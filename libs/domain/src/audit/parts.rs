//! What changed of something that has many parts: an audit says which, never what they held.

use serde::{Deserialize, Serialize};

use crate::{id::TenantId, role::StaffRole};

/// What changed of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryPart {
    /// What it is called.
    Name,
    /// Its hint.
    Hint,
    /// Its place in the list.
    Place,
    /// Whether its tickets make sure of a call.
    Urgency,
    /// Which team works it.
    Team,
    /// Which escalation its tickets follow.
    Policy,
    /// What it asks in fields of its own.
    Fields,
    /// It is not offered any more.
    Archived,
    /// It is offered again.
    Offered,
}

/// What changed of settings. Colour, logo, visibility and retention have deeds of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsPart {
    /// What the company is called.
    Name,
    /// What its people read.
    Language,
    /// Whose clocks times are shown by.
    TimeZone,
    /// The number that clients may call.
    Phone,
    /// Who is told as the last resort.
    LastResort,
    /// By when somebody calls.
    Promise,
    /// After how many days an answered ticket closes.
    Closing,
    /// How long before that the person is reminded.
    Reminder,
    /// What is planned to be sent in a month.
    Budgets,
    /// Which escalation urgent tickets follow.
    Policy,
    /// Who e-mails come from.
    Sender,
    /// Where answers to them go.
    ReplyTo,
    /// What stands under answers.
    Signature,
    /// How names of staff are read.
    StaffNames,
    /// Whether everybody signs in with a second step.
    SecondStep,
    /// When ordinary tickets are worked.
    Hours,
    /// The general terms.
    Terms,
    /// The legal notice.
    Legal,
    /// The declaration of accessibility.
    Accessibility,
}

impl SettingsPart {
    /// Every part.
    pub const ALL: [Self; 19] = [
        Self::Name,
        Self::Language,
        Self::TimeZone,
        Self::Phone,
        Self::LastResort,
        Self::Promise,
        Self::Closing,
        Self::Reminder,
        Self::Budgets,
        Self::Policy,
        Self::Sender,
        Self::ReplyTo,
        Self::Signature,
        Self::StaffNames,
        Self::SecondStep,
        Self::Hours,
        Self::Terms,
        Self::Legal,
        Self::Accessibility,
    ];
}

/// What somebody of staff may do, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMay {
    /// What their role lets them do.
    pub role: StaffRole,
    /// Whether they see every company.
    pub all_companies: bool,
    /// Which companies they see otherwise.
    pub companies: Vec<TenantId>,
    /// Whether they cannot sign in.
    pub is_disabled: bool,
}
