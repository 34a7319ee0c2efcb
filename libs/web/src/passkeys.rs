//! What both sites do alike with passkeys: where a ceremony takes place, what its script is sent, what comes back by a form, and
//! the rows of the page of one's own passkeys.

use poem::Response;
use rappel_domain::id::PasskeyId;
use rappel_pages::portal::KeyRow;
use rappel_service::factors::passkeys::{Key, Place};
use serde::Deserialize;

use crate::{Problem, Visit};

/// The form with what the authenticator answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answered {
    /// As the browser writes it, JSON.
    pub answer: String,
    /// The page to go on to.
    pub next: String,
    /// What was typed before the session ended, encoded as a form.
    pub kept: String,
}

/// What an authenticator is asked, for the script.
pub fn options(text: String) -> Response {
    Response::builder().content_type("application/json").body(text)
}

/// Where a ceremony takes place: forms came with what `browser` holds, or they are of no page of ours.
pub fn here<'a>(visit: &'a Visit, browser: Option<&'a str>) -> Result<Place<'a>, Problem> {
    let browser = browser.ok_or_else(|| Problem::forbidden("the browser holds nothing of ours"))?;
    Ok(Place { host: visit.host(), browser })
}

/// The rows of `keys` for somebody who is on `host`; `rename` and `remove` are where the forms of one go.
pub fn rows(
    keys: Vec<Key>,
    host: &str,
    rename: impl Fn(PasskeyId) -> String,
    remove: impl Fn(PasskeyId) -> String,
) -> Vec<KeyRow> {
    let row = |it: Key| KeyRow {
        id: it.id.to_string(),
        here: it.host == host,
        typed: it.name.clone(),
        name: it.name,
        host: it.host,
        created_at: it.created_at,
        used_at: it.used_at,
        rename_action: rename(it.id),
        remove_action: remove(it.id),
    };
    keys.into_iter().map(row).collect()
}
