//! What was done, as the next page says it.

use crate::{
    Text,
    frame::{Flash, Undo},
    routes::office as routes,
};

/// What was done, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// A ticket was opened.
    Opened(i64),
    /// A ticket was answered.
    Answered(i64),
    /// A note was written.
    Noted,
    /// A ticket was taken.
    Taken(i64),
    /// A ticket was put back.
    Released(i64),
    /// A ticket was given to somebody.
    Assigned(i64, String),
    /// A ticket was closed; in this tenant, where that can be undone.
    Closed(i64, Option<String>),
    /// A close was taken back.
    Reopened(i64),
    /// A callback was taken.
    CallbackTaken,
    /// The outcome of a callback was noted.
    OutcomeNoted,
    /// A callback was cancelled.
    CallbackCancelled,
    /// Somebody else was faster.
    AlreadyTaken(String),
    /// Closes that stopped a callback were taken back too often.
    UndoneTooOften,
    /// Something changed meanwhile.
    TooLate,
    /// The list has no more tickets.
    QueueEmpty(i64),
    /// An invitation was mailed.
    Invited(String),
    /// An invitation was mailed again.
    InvitedAgain,
    /// An own host was added.
    DomainAdded,
    /// The record of an own host is looked for.
    DomainChecked,
    /// The deletion of a company is planned.
    DeletionAsked,
    /// It was called back.
    DeletionRecalled,
    /// Everything of a company is being put together.
    CompanyExportAsked,
    /// It is already.
    CompanyExportBusy,
    /// It was stopped or taken away.
    CompanyExportCancelled,
    /// How long closed tickets are kept was set.
    RetentionSaved,
    /// What was announced is taken back.
    RetentionUndone,
    /// Something was saved.
    Saved,
    /// Something was removed.
    Removed,
    /// An escalation was made the default.
    MadeDefault,
    /// An escalation is the default, so that it is not deleted.
    IsDefault,
    /// An escalation was chosen by these, so that it is not deleted; by clients that the reader does not see when there are
    /// no names.
    IsUsed(String),
    /// A swap was asked for.
    SwapAsked,
    /// A swap was answered.
    SwapAnswered,
    /// A swap was withdrawn.
    SwapWithdrawn,
    /// A swap cannot be answered any more.
    SwapImpossible,
    /// A message is sent again.
    SentAgain,
    /// A test is under way.
    TestSent,
    /// A test of the own phone is under way.
    PhoneTest,
    /// There is no test of the own phone: why, and what to do, in the reader's language.
    NoPhoneTest(String, String),
    /// A job is done once more.
    Revived,
    /// A link to choose another password was mailed.
    PasswordSent,
    /// A code went to the own number.
    CodeSent,
    /// A code went to it less than a minute ago.
    CodeWaits,
    /// The number was proved.
    PhoneChecked,
    /// The last one cannot be removed.
    LastOne,
    /// Two-step sign-in was turned off.
    TwoStepRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// A passkey is called otherwise.
    PasskeyRenamed,
    /// Another password was chosen, and so many passkeys remain.
    PasswordChangedKeys(usize),
    /// It was taken away from somebody who lost it.
    FactorTaken,
    /// It is forgotten who somebody is with the provider.
    Unlinked,
    /// One's own goes by another page.
    OwnFactor,
    /// The account was activated or has another password.
    Welcome,
}

impl From<Done> for Flash {
    fn from(done: Done) -> Self {
        let of = |key: &'static str, number: i64| Self::success(Text::key(key).with("number", number));
        match done {
            Done::Opened(number) => of("office-done-opened", number),
            Done::Answered(number) => of("office-done-answered", number),
            Done::Noted => Self::success("office-done-noted"),
            Done::Taken(number) => of("office-done-taken", number),
            Done::Released(number) => of("office-done-released", number),
            Done::Assigned(number, name) => {
                let text = Text::key("office-done-assigned").with("number", number).with("name", name);
                Self::success(text)
            }
            Done::Closed(number, None) => of("office-done-closed", number),
            Done::Closed(number, Some(tenant)) => {
                let action = routes::ticket_act(&tenant, number, "reopen");
                let undo = Undo { action, label: "office-undo".into() };
                Self { undo: Some(undo), ..of("office-done-closed", number) }
            }
            Done::Reopened(number) => of("office-done-reopened", number),
            Done::CallbackTaken => Self::success("office-done-callback-taken"),
            Done::OutcomeNoted => Self::success("office-done-outcome"),
            Done::CallbackCancelled => Self::success("office-done-cancelled"),
            Done::AlreadyTaken(name) => {
                Self::warning(Text::key("office-done-already-taken").with("name", name))
            }
            Done::UndoneTooOften => Self::warning("office-done-undone-too-often"),
            Done::TooLate => Self::warning("office-done-too-late"),
            Done::QueueEmpty(number) => of("office-done-queue-empty", number),
            Done::Invited(name) => Self::success(Text::key("office-done-invited").with("name", name)),
            Done::InvitedAgain => Self::success("office-done-invited-again"),
            Done::DomainAdded => Self::success("domain-done-added"),
            Done::DomainChecked => Self::success("domain-done-checked"),
            Done::DeletionAsked => Self::success("leave-done-asked"),
            Done::DeletionRecalled => Self::success("leave-done-kept"),
            Done::CompanyExportAsked => Self::success("company-export-asked"),
            Done::CompanyExportBusy => Self::warning("company-export-busy"),
            Done::CompanyExportCancelled => Self::success("company-export-cancelled"),
            Done::RetentionSaved => Self::success("retention-saved"),
            Done::RetentionUndone => Self::success("retention-undone"),
            Done::Saved => Self::success("office-done-saved"),
            Done::Removed => Self::success("office-done-removed"),
            Done::MadeDefault => Self::success("policy-done-default"),
            Done::IsDefault => Self::warning("policy-done-is-default"),
            Done::IsUsed(names) if names.is_empty() => Self::warning("policy-done-used-elsewhere"),
            Done::IsUsed(names) => Self::warning(Text::key("policy-done-used").with("names", names)),
            Done::SwapAsked => Self::success("swap-done-asked"),
            Done::SwapAnswered => Self::success("swap-done-answered"),
            Done::SwapWithdrawn => Self::success("swap-done-withdrawn"),
            Done::SwapImpossible => Self::warning("swap-done-impossible"),
            Done::SentAgain => Self::success("office-done-sent-again"),
            Done::TestSent => Self::success("office-done-test"),
            Done::PhoneTest => Self::success("phone-test-done"),
            Done::NoPhoneTest(what, then) => {
                Self::warning(Text::key("phone-test-not-done").with("what", what).with("then", then))
            }
            Done::Revived => Self::success("office-done-revived"),
            Done::PasswordSent => Self::success("office-done-password-sent"),
            Done::CodeSent => Self::success("account-code-sent"),
            Done::CodeWaits => Self::warning("account-code-wait"),
            Done::PhoneChecked => Self::success("account-phone-checked"),
            Done::LastOne => Self::warning("office-done-last-one"),
            Done::TwoStepRemoved => Self::success("two-step-removed"),
            Done::PasskeyAdded => Self::success("done-passkey-added"),
            Done::PasskeyRemoved => Self::success("done-passkey-removed"),
            Done::PasskeyRenamed => Self::success("done-passkey-renamed"),
            Done::PasswordChangedKeys(count) => {
                Self::warning(Text::key("done-password-keys").with("count", count as i64))
            }
            Done::FactorTaken => Self::success("office-done-factor-taken"),
            Done::Unlinked => Self::success("done-unlinked"),
            Done::OwnFactor => Self::warning("refused-own-factor"),
            Done::Welcome => Self::success("office-done-welcome"),
        }
    }
}
