//! Texts: `{{t "key" name=value}}`, and what somebody wrote as paragraphs.

use serde_json::{Value, json};

use super::{Answer, Call, markup, plain};
use crate::{
    language::decimal,
    markdown::{Medium, render},
};

/// `{{t "key" name=value}}` or `{{t text}}`: a text in the reader's language. Values are escaped, markup of ours is not.
pub(super) fn t(call: &Call<'_, '_>) -> Result<Answer, String> {
    let text = call.param(0)?;
    let named = call.named()?;
    if let Some(words) = text.get("plain").and_then(Value::as_str) {
        return Ok(Answer::Markup(handlebars::html_escape(words)));
    }
    if text.get("html").is_some() {
        return Ok(Answer::Markup(markup(text)));
    }
    let key = text.get("key").unwrap_or(text).as_str().ok_or("the text is neither a key nor words")?;
    let own = text.get("args").and_then(Value::as_object).into_iter().flatten();
    let args = own.map(|(name, value)| (name.as_str(), value)).chain(named);
    let args = args.map(|(name, value)| {
        let safe = if value.is_number() { value.clone() } else { json!(markup(value)) };
        (name, safe)
    });
    // The standard texts hold no markup (a test sees to it), so only the values need escaping.
    crate::text::say_markup(call.locale(), key, args).map(Answer::Markup).map_err(|error| error.to_string())
}

/// `{{written body}}`: what somebody wrote in a ticket, with links and code.
pub(super) fn written(call: &Call<'_, '_>) -> Result<Answer, String> {
    Ok(Answer::Markup(render(call.text(0)?, Medium::Page)))
}

/// `{{written-mail body}}`: the same for an e-mail.
pub(super) fn written_mail(call: &Call<'_, '_>) -> Result<Answer, String> {
    Ok(Answer::Markup(render(call.text(0)?, Medium::Mail)))
}

/// `{{paragraphs body}}`: a document of ours, as paragraphs and line breaks.
pub(super) fn paragraphs(call: &Call<'_, '_>) -> Result<Answer, String> {
    let text = call.text(0)?.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let html =
        paragraphs.map(|part| format!("<p>{}</p>", handlebars::html_escape(part).replace('\n', "<br>")));
    Ok(Answer::Markup(html.collect()))
}

/// `(concat "a" b)`: joins texts.
pub(super) fn concat(call: &Call<'_, '_>) -> Result<Answer, String> {
    let mut joined = String::new();
    for position in 0..call.helper.params().len() {
        joined.push_str(&plain(call.param(position)?));
    }
    Ok(Answer::Value(Value::String(joined)))
}

/// `{{initials name}}`: the first letters of the first and last word.
pub(super) fn initials(call: &Call<'_, '_>) -> Result<Answer, String> {
    Ok(Answer::Value(Value::String(crate::brand::initials(call.text(0)?))))
}

/// `{{ratio contrast}}`: a contrast as people read it, never rounded up to what it is not.
pub(super) fn ratio(call: &Call<'_, '_>) -> Result<Answer, String> {
    let contrast = call.param(0)?.as_f64().ok_or("a contrast is a number")?;
    let shown = format!("{:.1}", (contrast * 10.0).floor() / 10.0);
    let args = [("ratio", Value::String(decimal(&shown, call.locale())))].into_iter();
    crate::text::say_markup(call.locale(), "brand-ratio", args)
        .map(Answer::Markup)
        .map_err(|error| error.to_string())
}

/// `{{size bytes}}`: a file's size as people read it.
pub(super) fn size(call: &Call<'_, '_>) -> Result<Answer, String> {
    let bytes = call.param(0)?.as_u64().ok_or("a size is a number of bytes")?;
    let (key, amount) = match bytes {
        // A number, so that one byte is no plural.
        0..1_000 => ("size-bytes", Value::from(bytes)),
        1_000..1_000_000 => ("size-kilobytes", Value::from((bytes / 1_000).to_string())),
        _ => {
            let megabytes = format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
            ("size-megabytes", Value::from(decimal(&megabytes, call.locale())))
        }
    };
    let args = [("amount", amount)].into_iter();
    crate::text::say_markup(call.locale(), key, args).map(Answer::Markup).map_err(|error| error.to_string())
}
