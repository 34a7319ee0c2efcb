//! E-mails to staff.

use rappel_domain::delivery::{AccountChange, Channel};

use super::{Letter, client};
use crate::{Reader, Text, own_fields::AnswerLine, sms::UrgentCall};

/// Call a client back.
pub fn page(reader: Reader, name: &str, call: &UrgentCall<'_>) -> Letter {
    summons(reader, Some(name), call, "mail-page-subject", "mail-page")
}

/// A later step: nobody took it so far.
pub fn page_again(reader: Reader, name: &str, call: &UrgentCall<'_>) -> Letter {
    summons(reader, Some(name), call, "mail-page-again-subject", "mail-page-again")
}

/// To supervisors and the fallback mailbox: nobody on call could be reached.
pub fn last_resort(reader: Reader, name: Option<&str>, call: &UrgentCall<'_>) -> Letter {
    summons(reader, name, call, "mail-last-resort-subject", "mail-last-resort")
}

fn summons(
    reader: Reader,
    name: Option<&str>,
    call: &UrgentCall<'_>,
    subject: &'static str,
    text: &'static str,
) -> Letter {
    let values = |key: &'static str| {
        Text::key(key)
            .with("number", call.number)
            .with("client", call.client)
            .with("person", call.person)
            .with("by", reader.clock(call.by))
    };
    let letter = Letter::new(values(subject), name).urgent().say(values(text)).call(call.phone);
    match call.link {
        Some(link) => letter.button("mail-page-do", link).say("mail-page-then"),
        None => letter,
    }
}

/// The number to call was changed.
pub fn number_changed(reader: Reader, name: &str, call: &UrgentCall<'_>) -> Letter {
    summons(reader, Some(name), call, "mail-number-changed-subject", "mail-number-changed")
}

/// The client does not need the call any more.
pub fn not_needed(name: &str, call: &UrgentCall<'_>) -> Letter {
    let values = |key: &'static str| Text::key(key).with("number", call.number).with("client", call.client);
    Letter::new(values("mail-not-needed-subject"), Some(name)).say(values("mail-not-needed"))
}

/// What protects the account was changed, or is being tried.
pub fn account_changed(name: &str, change: AccountChange, href: &str) -> Letter {
    let letter = client::changed(name, change, "mail-staff-factor-taken");
    letter.say("mail-staff-account-then").button("mail-new-device-do", href)
}

/// A number or a mailbox refuses us, so its owner cannot be paged by that way any more.
pub fn number_refused(name: Option<&str>, owner: &str, by: Channel, detail: &str, href: &str) -> Letter {
    let values = |key: &'static str| {
        Text::key(key).with("owner", owner).with("by", by.as_str()).with("detail", detail)
    };
    Letter::new(values("mail-number-refused-subject"), name)
        .urgent()
        .say(values("mail-number-refused"))
        .button(Text::key("mail-number-refused-do").with("by", by.as_str()), href)
}

/// The operator's fallback number or mailbox refuses us, so the last resort reaches nobody by it. `name` is of whoever has one:
/// the fallback mailbox may hear of the number.
pub fn fallback_refused(name: Option<&str>, by: Channel, detail: &str, href: &str) -> Letter {
    let values = |key: &'static str| Text::key(key).with("by", by.as_str()).with("detail", detail);
    Letter::new(values("mail-fallback-refused-subject"), name)
        .urgent()
        .say(values("mail-fallback-refused"))
        .button("mail-fallback-refused-do", href)
}

/// A number refuses our text messages, told to its owner, who sent STOP.
pub fn own_number_refused(name: &str, href: &str) -> Letter {
    Letter::new(Text::key("mail-own-number-refused-subject"), Some(name))
        .urgent()
        .say(Text::key("mail-own-number-refused"))
        .button("mail-own-number-refused-do", href)
}

/// A provider refuses what we send because of our account or settings.
pub fn provider_refuses(name: &str, provider: &str, detail: &str, href: &str) -> Letter {
    let values = |key: &'static str| Text::key(key).with("provider", provider).with("detail", detail);
    Letter::new(values("mail-provider-refuses-subject"), Some(name))
        .urgent()
        .say(values("mail-provider-refuses"))
        .button("mail-provider-refuses-do", href)
}

/// How much of what is planned for a month was used.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'a> {
    /// By what.
    pub channel: Channel,
    /// The month, as in 2026-11.
    pub month: &'a str,
    /// What is planned.
    pub budget: i32,
    /// How much of it, in percent.
    pub percent: i32,
    /// How many messages that is.
    pub part: u64,
}

/// A tenant has used so much of what is planned for a month; nothing is held back.
pub fn budget_used(name: Option<&str>, client: &str, used: &Budget<'_>, href: &str) -> Letter {
    let month =
        used.month.split_once('-').map_or_else(String::new, |(year, month)| format!("{month}/{year}"));
    let values = |key: &'static str| {
        Text::key(key)
            .with("client", client)
            .with("channel", used.channel.as_str())
            .with("month", month.clone())
            .with("percent", used.percent)
            .with("used", used.part)
            .with("budget", used.budget)
    };
    Letter::new(values("mail-budget-subject"), name)
        .say(values("mail-budget"))
        .say("mail-budget-then")
        .button("mail-budget-do", href)
}

/// The others who were paged: somebody took it.
pub fn taken_by_other(reader: Reader, name: &str, call: &UrgentCall<'_>, taker: &str) -> Letter {
    let values = |key: &'static str| {
        Text::key(key)
            .with("number", call.number)
            .with("client", call.client)
            .with("taker", taker)
            .with("by", reader.clock(call.by))
    };
    Letter::new(values("mail-taken-subject"), Some(name)).say(values("mail-taken"))
}

/// A ticket was assigned.
#[derive(Debug, Clone, Copy)]
pub struct Assignment<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// Number.
    pub number: i64,
    /// Company.
    pub client: &'a str,
    /// Person who wrote.
    pub person: &'a str,
    /// The beginning of the description.
    pub excerpt: &'a str,
    /// What was answered to fields of the category.
    pub answers: &'a [AnswerLine],
    /// Address of its page.
    pub href: &'a str,
}

/// A ticket was assigned to the reader.
pub fn assigned(assignment: &Assignment<'_>) -> Letter {
    let values = |key: &'static str| {
        Text::key(key).with("number", assignment.number).with("client", assignment.client)
    };
    Letter::new(values("mail-assigned-subject"), Some(assignment.name))
        .say(values("mail-assigned"))
        .quote(assignment.person, assignment.excerpt)
        .answers(assignment.answers)
        .button("mail-open-ticket", assignment.href)
}

/// To whoever tries the settings.
pub fn test(operator: &str) -> Letter {
    let subject = Text::key("mail-test-subject").with("operator", operator);
    Letter::new(subject, None).say("mail-test")
}
