//! Tables for other programs (RFC 4180).

use std::{future::Future, io};

use futures_util::stream;
use poem::{Body, Response, http::header};

use crate::problem::Problem;

/// Lines that are read some at a time.
pub trait Lines: Send + 'static {
    /// Writes the next ones, and answers whether there may be more.
    fn next(&mut self, into: &mut String) -> impl Future<Output = rappel_service::Result<bool>> + Send;
}

/// A table as an answer, read while it is sent: all of it is never in memory. The first lines are read before the answer
/// begins, so that what is refused is refused with a status.
pub async fn stream<L: Lines>(name: &str, head: String, mut lines: L) -> Result<Response, Problem> {
    let mut first = head;
    let more = lines.next(&mut first).await?;
    let begun = (lines, Some(first), more);
    let pieces = stream::try_unfold(begun, |(mut lines, first, more)| async move {
        if let Some(first) = first {
            return Ok::<_, io::Error>(Some((first.into_bytes(), (lines, None, more))));
        }
        if !more {
            return Ok(None);
        }
        let mut piece = String::new();
        let more = lines.next(&mut piece).await.map_err(io::Error::other)?;
        Ok(Some((piece.into_bytes(), (lines, None, more))))
    });
    Ok(download(name, Body::from_bytes_stream(pieces)))
}

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
