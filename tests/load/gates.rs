//! Gates: what must hold, what was measured, and whether it holds; one line each, shown as soon as it is known.

/// What a program of gates found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    broken: bool,
}

impl Verdict {
    /// A figure that no gate is about.
    pub(crate) fn say(what: &str, found: &str) {
        println!("  {what:<46} {found}");
    }

    /// A figure, what it must be, and whether it is.
    pub(crate) fn gate(&mut self, what: &str, found: &str, must: &str, holds: bool) {
        self.broken |= !holds;
        let word = if holds { "holds" } else { "BROKEN" };
        println!("  {what:<46} {found:<38} {must:<24} {word}");
    }

    /// Whether every gate holds.
    pub(crate) const fn holds(&self) -> bool {
        !self.broken
    }
}
