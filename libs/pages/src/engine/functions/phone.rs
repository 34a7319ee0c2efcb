//! Phone numbers as people read them.

use super::{Answer, Call};

/// `{{phone number}}`: an E.164 number, grouped, with spaces that do not break.
pub(super) fn phone(call: &Call<'_, '_>) -> Result<Answer, String> {
    Ok(Answer::Markup(grouped(call.text(0)?).replace(' ', "&nbsp;")))
}

/// `{{tel number}}`: a link that dials.
pub(super) fn tel(call: &Call<'_, '_>) -> Result<Answer, String> {
    let number = call.text(0)?;
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let shown = grouped(number).replace(' ', "&nbsp;");
    Ok(Answer::Markup(format!("<a class=\"tel\" href=\"tel:{dialled}\">{shown}</a>")))
}

/// A French number as `06 12 34 56 78`, others in groups after the plus.
pub(crate) fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    if number.starts_with("+33") && digits.len() == 11 {
        let national: Vec<char> = std::iter::once('0').chain(digits[2..].iter().copied()).collect();
        return national.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    }
    handlebars::html_escape(number)
}
