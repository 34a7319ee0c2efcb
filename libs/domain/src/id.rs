//! Typed identifiers: a UUIDv7 inside, a prefixed text form outside (`tkt_0199…`, 32 hex digits).

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicU16, Ordering},
};

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::clock::Clock;

/// The text is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier that begins with {expected}")]
pub struct InvalidId {
    /// Prefix of the kind that was asked for, with its underscore.
    pub expected: &'static str,
}

/// Counts the identifiers of this process, so that those of one moment keep their order.
static COUNTER: AtomicU16 = AtomicU16::new(0);

/// A UUIDv7 (RFC 9562) that sorts by microsecond and then by the order in which this process asked: the
/// events of one decision stay in their order. 48 bits are random.
fn fresh(clock: &dyn Clock) -> Uuid {
    let now = clock.now();
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let micros = (now.timestamp_subsec_micros() % 1000) as u16;
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let mut bytes: [u8; 10] = Uuid::new_v4().into_bytes()[6..].try_into().unwrap_or_default();
    // The upper four bits of the first two bytes give way to the version, the upper two of the third to the variant.
    bytes[..2].copy_from_slice(&(micros << 2 | count >> 14).to_be_bytes());
    bytes[2..4].copy_from_slice(&(count & 0x3FFF).to_be_bytes());
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
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
    /// A field of a category's own.
    FieldId = "fld";
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
    /// A rotation of a rota.
    LayerId = "lay";
    /// A swap of shifts that somebody asked for.
    SwapId = "swp";
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
    /// A passkey of somebody, for one host.
    PasskeyId = "pky";
    /// What is kept of somebody, handed out to them.
    ExportId = "exp";
    /// Everything of a company, handed out to it.
    CompanyExportId = "cex";
    /// The deletion of a company.
    DeletionId = "del";
}

#[cfg(test)]
mod tests;
