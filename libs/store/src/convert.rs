//! Between columns and the types of `rappel-domain`.

use std::str::FromStr;

use sea_orm::{JsonValue, prelude::Uuid};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{Result, StoreError};

pub(crate) fn word<T: FromStr>(text: &str, column: &'static str) -> Result<T> {
    text.parse().map_err(|_| StoreError::Unreadable { column })
}

pub(crate) fn from_json<T: DeserializeOwned>(value: JsonValue, column: &'static str) -> Result<T> {
    serde_json::from_value(value).map_err(|_| StoreError::Unreadable { column })
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<JsonValue> {
    serde_json::to_value(value).map_err(|error| StoreError::Database(sea_orm::DbErr::Json(error.to_string())))
}

pub(crate) fn present<T>(value: Option<T>, column: &'static str) -> Result<T> {
    value.ok_or(StoreError::Unreadable { column })
}

pub(crate) fn uuids<I: Copy>(ids: &[I], uuid: fn(I) -> Uuid) -> Vec<Uuid> {
    ids.iter().map(|id| uuid(*id)).collect()
}
