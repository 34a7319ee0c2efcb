//! Where the next page of a list begins: opaque to callers, the last row's place to us.

use std::{fmt::Display, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rappel_web::Problem;

/// The cursor behind a row.
pub(crate) fn after(place: impl Display) -> String {
    URL_SAFE_NO_PAD.encode(place.to_string())
}

/// The place that a cursor stands for; a cursor that is not ours makes no sense.
pub(crate) fn read<T: FromStr>(cursor: Option<&str>) -> Result<Option<T>, Problem> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let place = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = place.and_then(|text| text.parse().ok());
    place.map(Some).ok_or_else(|| Problem::bad_request("the cursor is not one of ours").code("bad_cursor"))
}

#[cfg(test)]
mod tests;
