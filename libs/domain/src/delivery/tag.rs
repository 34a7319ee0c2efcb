//! The short name of a delivery, for a provider whose own field has room for no more.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use crate::id::DeliveryId;

/// Characters in the longest tag that OVHcloud keeps.
pub const LONGEST: usize = 20;

/// Digits of the identifier: its first 84 bits, which hold its microsecond, the count of its process and some chance.
const DIGITS: usize = 14;

/// Bits of an identifier that the tag leaves out.
const LEFT_OUT: u32 = 128 - 6 * DIGITS as u32;

const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

/// The number of a tenant and the beginning of a delivery's identifier: `2.DVUgz4kR0_0W1a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    tenant: i64,
    begin: u128,
}

impl Tag {
    /// The tag of a delivery. `None` when the tenant's number leaves no room, beyond 99,999.
    pub fn new(tenant: i64, delivery: DeliveryId) -> Option<Self> {
        let tag = Self { tenant, begin: delivery.uuid().as_u128() >> LEFT_OUT };
        (tenant >= 0 && tag.to_string().len() <= LONGEST).then_some(tag)
    }

    /// Whose delivery it is, by the tenant's number.
    pub const fn tenant(&self) -> i64 {
        self.tenant
    }

    /// The first and the last identifier that begin so.
    pub const fn ids(&self) -> (DeliveryId, DeliveryId) {
        let first = self.begin << LEFT_OUT;
        let last = first | ((1 << LEFT_OUT) - 1);
        (DeliveryId::from_uuid(Uuid::from_u128(first)), DeliveryId::from_uuid(Uuid::from_u128(last)))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.tenant)?;
        for place in (0..DIGITS).rev() {
            let digit = (self.begin >> (6 * place)) & 63;
            write!(f, "{}", char::from(ALPHABET[digit as usize]))?;
        }
        Ok(())
    }
}

/// The text is no tag of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a tag of a delivery")]
pub struct InvalidTag;

impl FromStr for Tag {
    type Err = InvalidTag;

    fn from_str(text: &str) -> Result<Self, InvalidTag> {
        let (tenant, digits) = text.split_once('.').ok_or(InvalidTag)?;
        if digits.len() != DIGITS {
            return Err(InvalidTag);
        }
        let mut begin = 0;
        for digit in digits.bytes() {
            let value = ALPHABET.iter().position(|it| *it == digit).ok_or(InvalidTag)?;
            begin = begin << 6 | value as u128;
        }
        let tenant = tenant.parse().map_err(|_| InvalidTag)?;
        Ok(Self { tenant, begin })
    }
}

#[cfg(test)]
mod tests;
