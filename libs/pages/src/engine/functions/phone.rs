//! Phone numbers as people read them.

use super::{Answer, Call};
use crate::reader::phone_display;

/// `{{phone number}}`: an E.164 number, grouped, with spaces that do not break.
pub(super) fn phone(call: &Call<'_, '_>) -> Result<Answer, String> {
    Ok(Answer::Markup(shown(call.text(0)?)))
}

/// `{{tel number}}`: a link that dials.
pub(super) fn tel(call: &Call<'_, '_>) -> Result<Answer, String> {
    let number = call.text(0)?;
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    Ok(Answer::Markup(format!("<a class=\"tel\" href=\"tel:{dialled}\">{}</a>", shown(number))))
}

fn shown(number: &str) -> String {
    handlebars::html_escape(&phone_display(number)).replace(' ', "&nbsp;").replace('-', "&#8209;")
}
