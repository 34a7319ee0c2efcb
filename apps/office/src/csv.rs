//! Lines of a table for other programs (RFC 4180).

/// One line, with its end.
pub(crate) fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
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
