//! Typed identifiers: a UUIDv7 inside, a prefixed text form outside (`tkt_0199…`, 32 hex digits).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::Clock;

/// The text is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier that begins with {expected}")]
pub struct InvalidId {
    /// Prefix of the kind that was asked for, with its underscore.
    pub expected: &'static str,
}

fn fresh(clock: &dyn Clock) -> Uuid {
    let now = clock.now();
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// What the text form begins with.
            pub const PREFIX: &'static str = concat!($prefix, "_");

            /// A new identifier, ordered by the time of `clock`.
            pub fn new(clock: &dyn Clock) -> Self {
                Self(fresh(clock))
            }

            /// The identifier of a row that exists.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for the database.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", Self::PREFIX, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let invalid = InvalidId { expected: Self::PREFIX };
                let digits = text.strip_prefix(Self::PREFIX).ok_or(invalid.clone())?;
                if digits.len() != 32 {
                    return Err(invalid);
                }
                Uuid::try_parse(digits).map(Self).map_err(|_| invalid)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    )*};
}

ids! {
    /// A client company, or the operator itself.
    TenantId = "ten";
    /// Somebody of a tenant who signs in to the portal.
    PersonId = "per";
    /// Somebody of the operator.
    StaffId = "stf";
    /// A team of staff, to which categories route.
    TeamId = "tea";
    /// What a ticket is about.
    CategoryId = "cat";
    /// One request.
    TicketId = "tkt";
    /// What client or staff wrote on a ticket.
    MessageId = "msg";
    /// A file attached to a message.
    FileId = "fil";
    /// A fact on the timeline of a ticket.
    EventId = "evt";
    /// The obligation to ring a client back.
    CallbackId = "cbk";
    /// One attempt to reach one on-call person by one channel for one step.
    SummonsId = "smn";
    /// Who is on call when.
    RotaId = "rot";
    /// An exception to a rota.
    OverrideId = "ovr";
    /// Whom to page first, then after how long whom.
    PolicyId = "pol";
    /// One message to one recipient by one channel.
    DeliveryId = "dlv";
    /// One try of a delivery at one provider.
    AttemptId = "att";
    /// One thing to do later.
    JobId = "job";
    /// A single-use or on-call link.
    LinkId = "lnk";
    /// A key of the JSON API.
    ApiKeyId = "key";
    /// A signed-in browser.
    SessionId = "ses";
}

#[cfg(test)]
mod tests;
