//! A message for the next page: signed, for this host and this browser, shown once.

use rappel_domain::Locale;
use rappel_pages::{
    frame::{Flash, Tone, Undo},
    own::within,
};
use serde::{Deserialize, Serialize};

use crate::{
    context::Visit,
    cookie::Cookie,
    keys::{Keys, Purpose, decode, encode},
    problem::Problem,
};

/// More does not fit a cookie.
const LONGEST: usize = 3000;

/// The message as it travels: said in the reader's language already.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    #[serde(rename = "t")]
    tone: char,
    #[serde(rename = "s")]
    said: String,
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    undo: Option<(String, String)>,
}

/// Keeps a message for the next page that this browser asks for.
pub(crate) fn keep(keys: &Keys, visit: &Visit, locale: Locale, flash: &Flash) -> Result<(), Problem> {
    let said =
        |text: &rappel_pages::Text| within(visit.texts(), || text.say(locale)).map_err(Problem::internal);
    let note = Note {
        tone: match flash.tone {
            Tone::Success => 's',
            Tone::Notice => 'n',
            Tone::Warning => 'w',
        },
        said: said(&flash.text)?,
        undo: match &flash.undo {
            Some(undo) => Some((undo.action.clone(), said(&undo.label)?)),
            None => None,
        },
    };
    let body = serde_json::to_vec(&note).map_err(Problem::internal)?;
    let signature = keys.sign(Purpose::Flash, &[visit.authority().as_bytes(), &body]);
    let value = format!("{}.{}", encode(body), encode(signature));
    if value.len() <= LONGEST {
        visit.set_cookie(Cookie::Flash, &value, Some(std::time::Duration::from_mins(5)));
    }
    Ok(())
}

/// Takes the message that waits; the answer removes it from the browser.
pub(crate) fn take(keys: &Keys, visit: &Visit) -> Vec<Flash> {
    let Some(value) = visit.cookie(Cookie::Flash) else { return Vec::new() };
    visit.clear_cookie(Cookie::Flash);
    open(keys, visit.authority(), value).into_iter().collect()
}

fn open(keys: &Keys, authority: &str, value: &str) -> Option<Flash> {
    let (body, signature) = value.split_once('.')?;
    let (body, signature) = (decode(body)?, decode(signature)?);
    if !keys.verify(Purpose::Flash, &[authority.as_bytes(), &body], &signature) {
        return None;
    }
    let note: Note = serde_json::from_slice(&body).ok()?;
    let text = rappel_pages::Text::plain(note.said);
    let flash = match note.tone {
        's' => Flash::success(text),
        'w' => Flash::warning(text),
        _ => Flash::notice(text),
    };
    let undo = note.undo.map(|(action, label)| Undo { action, label: rappel_pages::Text::plain(label) });
    Some(Flash { undo, ..flash })
}
