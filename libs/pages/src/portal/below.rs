//! What stands below the conversation of a ticket.

/// The form below a conversation, which is not fetched again with it: somebody may be typing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// The reply form of an open ticket.
    Reply,
    /// Whether it is solved, for a while after it was closed.
    Feedback,
    /// None.
    Nothing,
}

impl Below {
    /// What the address of a fragment says.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Reply, Self::Feedback, Self::Nothing].into_iter().find(|it| it.word() == word)
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Feedback => "feedback",
            Self::Nothing => "nothing",
        }
    }
}
