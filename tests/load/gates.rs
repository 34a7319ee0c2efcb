//! Gates: what must hold, what was measured, and whether it holds; one line each.

/// What a program of gates found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    lines: Vec<String>,
    broken: bool,
}

impl Verdict {
    /// A figure that no gate is about.
    pub(crate) fn say(&mut self, what: &str, found: &str) {
        self.lines.push(format!("{what:<46} {found}"));
    }

    /// A figure, what it must be, and whether it is.
    pub(crate) fn gate(&mut self, what: &str, found: &str, must: &str, holds: bool) {
        self.broken |= !holds;
        let word = if holds { "holds" } else { "BROKEN" };
        self.lines.push(format!("{what:<46} {found:<38} {must:<24} {word}"));
    }

    /// The table, and whether every gate holds.
    pub(crate) fn end(self) -> (Vec<String>, bool) {
        (self.lines, !self.broken)
    }
}
