//! What was done, as the next page says it.

use crate::{Text, frame::Flash, reader::phone_display};

/// What was done, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A ticket was opened.
    Opened(i64),
    /// An urgent ticket was opened.
    UrgentOpened(i64),
    /// A reply was sent.
    Replied,
    /// A ticket was closed.
    Closed(i64),
    /// A close was taken back.
    Reopened,
    /// It was said whether the ticket is solved.
    FeedbackGiven,
    /// The number of a callback was changed.
    NumberChanged,
    /// A callback was cancelled.
    CallbackCancelled,
    /// Somebody was invited.
    Invited,
    /// Somebody was removed.
    Removed,
    /// Somebody may sign in again.
    Enabled,
    /// Somebody has another role.
    RoleChanged,
    /// Somebody sees tickets of others, or of fewer others.
    VisibilityChanged,
    /// The reader follows a ticket.
    Followed,
    /// The reader follows it no more.
    Unfollowed,
    /// A colleague follows it.
    FollowerAdded,
    /// The reader gave their role up.
    RoleLeft,
    /// The reader gave their account up.
    Left,
    /// The account was activated.
    Welcome,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// A passkey is called otherwise.
    PasskeyRenamed,
    /// The password was changed.
    PasswordChanged,
    /// The password was changed, and so many passkeys remain.
    PasswordChangedKeys(usize),
    /// A link to choose another password was mailed.
    PasswordSent,
    /// The account was saved.
    Saved,
    /// A code was sent to the number.
    CodeSent,
    /// A code was sent a moment ago.
    CodeWaits,
    /// The number was verified.
    PhoneChecked,
    /// The number was removed.
    PhoneRemoved,
    /// Another browser is signed out.
    SessionEnded,
    /// The second step is off.
    TwoStepRemoved,
    /// The second factor of somebody who lost it is taken away.
    FactorTaken,
    /// It is forgotten who somebody is with the provider.
    Unlinked,
    /// One's own second factor is turned off elsewhere.
    OwnFactor,
    /// What is kept of the reader is being put together.
    ExportAsked,
    /// It is already, or was not long ago.
    ExportWaits,
    /// Everything of the company is being put together.
    CompanyExportAsked,
    /// It is already.
    CompanyExportBusy,
    /// It was stopped or taken away.
    CompanyExportCancelled,
    /// Somebody is being erased.
    ErasureAsked,
    /// Something changed meanwhile.
    TooLate,
    /// The last manager cannot be removed.
    LastManager,
}

impl From<Done> for Flash {
    fn from(done: Done) -> Self {
        match done {
            Done::Opened(number) => Self::success(Text::key("done-opened").with("number", number)),
            Done::UrgentOpened(number) => {
                Self::success(Text::key("done-opened-urgent").with("number", number))
            }
            Done::Replied => Self::success("done-replied"),
            Done::Closed(number) => Self::success(Text::key("done-closed").with("number", number)),
            Done::Reopened => Self::success("done-reopened"),
            Done::FeedbackGiven => Self::success("feedback-thanks"),
            Done::NumberChanged => Self::success("done-number"),
            Done::CallbackCancelled => Self::success("done-cancelled"),
            Done::Invited => Self::success("done-invited"),
            Done::Removed => Self::success("done-removed"),
            Done::Enabled => Self::success("done-enabled"),
            Done::RoleChanged => Self::success("done-role"),
            Done::VisibilityChanged => Self::success("done-visibility"),
            Done::Followed => Self::success("done-followed"),
            Done::Unfollowed => Self::success("done-unfollowed"),
            Done::FollowerAdded => Self::success("done-follower"),
            Done::RoleLeft => Self::success("done-role-left"),
            Done::Left => Self::success("done-left"),
            Done::Welcome => Self::success("done-welcome"),
            Done::PasskeyAdded => Self::success("done-passkey-added"),
            Done::PasskeyRemoved => Self::success("done-passkey-removed"),
            Done::PasskeyRenamed => Self::success("done-passkey-renamed"),
            Done::PasswordChanged => Self::success("done-password"),
            Done::PasswordChangedKeys(count) => {
                Self::warning(Text::key("done-password-keys").with("count", count as i64))
            }
            Done::PasswordSent => Self::success("account-password-sent"),
            Done::Saved => Self::success("account-saved"),
            Done::CodeSent => Self::success("account-code-sent"),
            Done::CodeWaits => Self::warning("account-code-wait"),
            Done::PhoneChecked => Self::success("account-phone-checked"),
            Done::PhoneRemoved => Self::success("account-phone-removed"),
            Done::SessionEnded => Self::success("sessions-ended"),
            Done::TwoStepRemoved => Self::success("two-step-removed"),
            Done::FactorTaken => Self::success("done-factor-taken"),
            Done::Unlinked => Self::success("done-unlinked"),
            Done::OwnFactor => Self::warning("refused-own-factor"),
            Done::ExportAsked => Self::success("export-asked"),
            Done::ExportWaits => Self::warning("export-waits"),
            Done::CompanyExportAsked => Self::success("company-export-asked"),
            Done::CompanyExportBusy => Self::warning("company-export-busy"),
            Done::CompanyExportCancelled => Self::success("company-export-cancelled"),
            Done::ErasureAsked => Self::success("erase-asked"),
            Done::TooLate => Self::warning("refused-late"),
            Done::LastManager => Self::warning("refused-last-manager"),
        }
    }
}

/// A close that stopped a callback is not taken back any more; the way out is our own number.
pub fn undone_too_often(operator: Option<&str>) -> Flash {
    Flash::warning(match operator {
        Some(phone) => Text::key("refused-undone-call").with("phone", phone_display(phone)),
        None => Text::key("refused-undone"),
    })
}

#[cfg(test)]
mod tests;
