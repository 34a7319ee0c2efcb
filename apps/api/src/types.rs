//! Values as the API writes them: identifiers with their prefix, times in RFC 3339.

use std::{borrow::Cow, fmt::Display, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use rappel_domain::id::{
    CallbackId, CategoryId, DeliveryId, FieldId, FileId, MessageId, PersonId, StaffId, TicketId,
};
use serde_json::Value;

/// A kind of identifier.
pub(crate) trait Kind: Copy + FromStr<Err: Display> + Display + Send + Sync {
    /// Its name in messages.
    const NAME: &'static str;
    /// What its text form looks like.
    const PATTERN: &'static str;
}

macro_rules! kinds {
    ($($id:ident = $prefix:literal),*) => {$(
        impl Kind for $id {
            const NAME: &'static str = stringify!($id);
            const PATTERN: &'static str = concat!("^", $prefix, "_[0-9a-f]{32}$");
        }
    )*};
}
kinds!(
    CallbackId = "cbk",
    CategoryId = "cat",
    DeliveryId = "dlv",
    FieldId = "fld",
    FileId = "fil",
    MessageId = "msg",
    PersonId = "per",
    StaffId = "stf",
    TicketId = "tkt"
);

/// An identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id<T>(pub(crate) T);

/// A moment: UTC with microseconds when written, any offset when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) DateTime<Utc>);

impl Moment {
    fn read(text: &str) -> ParseResult<Self> {
        let time = DateTime::parse_from_rfc3339(text).map_err(ParseError::custom)?;
        Ok(Self(rappel_domain::clock::to_microseconds(time.to_utc())))
    }

    fn write(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }
}

impl<T: Kind> Id<T> {
    fn read(text: &str) -> ParseResult<Self> {
        text.parse().map(Self).map_err(ParseError::custom)
    }

    fn write(self) -> String {
        self.0.to_string()
    }
}

macro_rules! a_string {
    ([$($generics:tt)*] $type:ty, $name:expr, $schema:expr) => {
        impl<$($generics)*> Type for $type {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                $name.into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new($schema))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl<$($generics)*> ParseFromJSON for $type {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value.unwrap_or_default() {
                    Value::String(text) => Self::read(&text),
                    other => Err(ParseError::expected_type(other)),
                }
            }
        }

        impl<$($generics)*> ParseFromParameter for $type {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                Self::read(text)
            }
        }

        impl<$($generics)*> ToJSON for $type {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.write()))
            }
        }
    };
}
a_string!([T: Kind] Id<T>, T::NAME, MetaSchema {
    pattern: Some(T::PATTERN.to_owned()),
    ..MetaSchema::new("string")
});
a_string!([] Moment, "time", MetaSchema::new_with_format("string", "date-time"));

#[cfg(test)]
mod tests;
