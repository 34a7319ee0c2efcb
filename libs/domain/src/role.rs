//! Who may do what, as a reviewed table.

use serde::{Deserialize, Serialize};

/// Role of somebody of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonRole {
    /// Sees and writes on their own tickets.
    Member,
    /// Sees all tickets of the company, invites and removes people.
    Manager,
}

/// Role of somebody of the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffRole {
    /// Works tickets.
    Agent,
    /// Also sees deliveries, reports and rotas, and is called when nobody else answers.
    Supervisor,
    /// Also changes tenants, staff and settings.
    Admin,
}

macro_rules! text_form {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in tables, URLs and the API.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::role::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($text => Ok(Self::$variant),)* _ => Err($crate::role::UnknownWord) }
            }
        }
    };
}
pub(crate) use text_form;

/// A word that is not in the list of allowed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the allowed words")]
pub struct UnknownWord;

text_form!(PersonRole { Member = "member", Manager = "manager" });
text_form!(StaffRole { Agent = "agent", Supervisor = "supervisor", Admin = "admin" });

/// What a staff member may do besides working tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffRight {
    /// Take, answer, assign and close tickets; take callbacks.
    WorkTickets,
    /// Read the log of every message sent and send again.
    SeeDeliveries,
    /// See how long callbacks took, by client and by colleague.
    SeeReports,
    /// Change who is on call when.
    EditRotas,
    /// Add and change tenants, their people and categories.
    EditTenants,
    /// Add and change staff.
    EditStaff,
    /// Change the operator's settings.
    EditSettings,
}

impl StaffRole {
    /// Whether this role has a right.
    pub const fn may(self, right: StaffRight) -> bool {
        match right {
            StaffRight::WorkTickets => true,
            StaffRight::SeeDeliveries | StaffRight::SeeReports | StaffRight::EditRotas => {
                matches!(self, Self::Supervisor | Self::Admin)
            }
            StaffRight::EditTenants | StaffRight::EditStaff | StaffRight::EditSettings => {
                matches!(self, Self::Admin)
            }
        }
    }
}
