//! Tables for other programs (RFC 4180).

use poem::{Body, Response, http::header};

/// A table as an answer, to be saved under a name of ours: letters, digits, hyphens and dots.
pub fn download(name: &str, lines: Body) -> Response {
    Response::builder()
        .content_type("text/csv; charset=utf-8; header=present")
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(lines)
}

/// One line, with its end.
pub fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A cell that would be a formula to a spreadsheet begins with a quote, which makes it text there. One in French takes a
/// semicolon for the end of a cell, so that what follows it counts too.
fn cell(text: &str) -> String {
    let mut cells = text.split(';').map(|part| {
        let formula = part.trim_start_matches(['"', ' ']).starts_with(['=', '+', '-', '@', '\t', '\r']);
        if formula { format!("'{part}") } else { part.to_owned() }
    });
    let first = cells.next().unwrap_or_default();
    let text = cells.fold(first, |line, part| format!("{line};{part}"));
    if text.contains([',', ';', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
