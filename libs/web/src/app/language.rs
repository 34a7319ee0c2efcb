//! The switch of languages, on every page: a form with one button.

use poem::{Response, http::Method};
use rappel_domain::Locale;

use crate::{
    context::Visit,
    problem::{Kind, Problem},
    redirect::see_other,
};

pub(super) const PATH: &str = rappel_pages::routes::portal::LANGUAGE;

/// Remembers the language in this browser and goes back to the page.
pub(super) fn choose(visit: &Visit, method: &Method) -> Result<Response, Problem> {
    if *method != Method::POST {
        return Err(Problem::new(Kind::MethodNotAllowed));
    }
    let sent = visit.sent().ok_or_else(|| Problem::bad_request("no form was sent"))?;
    let locale: Locale = sent
        .field("locale")
        .and_then(|tag| tag.parse().ok())
        .ok_or_else(|| Problem::bad_request("this language is not offered"))?;
    visit.keep_language(Some(locale));
    Ok(see_other(sent.field("next").unwrap_or("/")))
}
