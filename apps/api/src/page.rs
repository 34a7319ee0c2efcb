//! A page of a list.

use poem_openapi::{
    Object,
    types::{ParseFromJSON, ToJSON, Type},
};

/// Rows of a page when the caller does not say.
pub(crate) const fn usual() -> u64 {
    50
}

/// A page of a list, the newest first.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Page<T: ParseFromJSON + ToJSON + Type> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// Send it as `cursor` for the next page; absent on the last one.
    pub(crate) next_cursor: Option<String>,
}

impl<T: ParseFromJSON + ToJSON + Type> Page<T> {
    /// The first `limit` rows of one more than that; `place` names where a row stands.
    pub(crate) fn cut<R>(
        mut rows: Vec<R>,
        limit: u64,
        place: impl Fn(&R) -> String,
        show: impl Fn(R) -> T,
    ) -> Self {
        let more = rows.len() as u64 > limit;
        rows.truncate(limit as usize);
        let next_cursor = more.then(|| rows.last().map(place)).flatten();
        Self { items: rows.into_iter().map(show).collect(), next_cursor }
    }
}
