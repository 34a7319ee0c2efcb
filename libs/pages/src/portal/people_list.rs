//! What became of a pasted list of people, line by line.

use serde::Serialize;

use super::State;
use crate::Text;

/// The lines of the list, with how many came to what.
#[derive(Debug, Clone, Serialize)]
pub struct ListReport {
    /// Each line.
    pub lines: Vec<ListLine>,
    /// How many were invited.
    pub invited: usize,
    /// How many are still to be done.
    pub left: usize,
    /// How many of those were not read yet: more than are read at once.
    pub unread: usize,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub struct ListLine {
    /// As it was pasted.
    pub text: String,
    /// Whether an invitation left.
    pub invited: bool,
    /// Whether something is to be done about it.
    pub left: bool,
    /// What became of it, in words.
    pub says: Text,
}

/// What became of a line.
#[derive(Debug, Clone)]
pub enum Fate {
    /// An invitation left, to a name at an address.
    Invited(String, String),
    /// The company has this person already.
    There(String, State),
    /// It stands further up in the list.
    Twice,
    /// It names nobody.
    Wrong(Text),
    /// The company invited as many as it may in an hour.
    Later,
}

impl ListLine {
    /// A line and what became of it.
    pub fn new(text: &str, fate: Fate) -> Self {
        let invited = matches!(fate, Fate::Invited(..));
        let left = matches!(fate, Fate::Wrong(_) | Fate::Later);
        let says = match fate {
            Fate::Invited(name, email) => {
                Text::key("people-list-invited").with("name", name).with("email", email)
            }
            Fate::There(name, State::Active) => Text::key("people-list-there").with("name", name),
            Fate::There(name, State::Invited) => Text::key("people-list-waiting").with("name", name),
            Fate::There(name, State::Disabled) => Text::key("people-list-former").with("name", name),
            Fate::Twice => "people-list-twice".into(),
            Fate::Wrong(why) => why,
            Fate::Later => "invitations-too-many".into(),
        };
        Self { text: text.to_owned(), invited, left, says }
    }
}

impl ListReport {
    /// The report of some lines.
    pub fn new(lines: Vec<ListLine>) -> Self {
        let count = |which: fn(&ListLine) -> bool| lines.iter().filter(|line| which(line)).count();
        let (invited, left) = (count(|line| line.invited), count(|line| line.left));
        Self { lines, invited, left, unread: 0 }
    }

    /// The same with what was not read, as one line.
    #[must_use]
    pub fn unread(self, unread: usize) -> Self {
        Self { left: self.left + unread, unread, ..self }
    }
}
