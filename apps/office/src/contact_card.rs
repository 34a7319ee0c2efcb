//! `/me/contact.vcf`: the numbers that our messages and calls come from, as a contact (vCard 3.0, RFC 2426, which every
//! phone reads), so that a phone lets them through at night.

use poem::{Response, Result, handler, http::header, web::Data};
use rappel_domain::phone::Phone;
use rappel_web::Problem;

use crate::desk::Desk;

/// The numbers that our texts and calls come from, E.164; names that are no number are not among them.
#[derive(Debug, Clone, Default)]
pub struct Senders(pub Vec<String>);

/// The contact.
#[handler]
pub(crate) async fn get(desk: Desk, Data(senders): Data<&Senders>) -> Result<Response> {
    let operator = desk.service().operator().await.map_err(Problem::from)?.ok_or_else(Problem::not_found)?;
    let own = operator.phone.as_ref().map(Phone::e164);
    let mut numbers: Vec<&str> = senders.0.iter().map(String::as_str).chain(own).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Err(Problem::not_found().into());
    }
    Ok(Response::builder()
        .content_type("text/vcard; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"rappel.vcf\"")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(card(&operator.name, &numbers)))
}

fn card(name: &str, numbers: &[&str]) -> String {
    let name = escaped(name);
    let mut lines = vec![
        "BEGIN:VCARD".to_owned(),
        "VERSION:3.0".to_owned(),
        format!("N:{name};;;;"),
        format!("FN:{name}"),
        format!("ORG:{name}"),
    ];
    lines.extend(numbers.iter().map(|number| format!("TEL;TYPE=WORK,VOICE:{number}")));
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Commas and semicolons part values; a line break would begin another line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A line of at most 75 bytes, the rest on lines that begin with a space.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests;
