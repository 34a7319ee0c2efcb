//! E-mails to clients.

use chrono::{DateTime, Utc};
use rappel_domain::{delivery::AccountChange, ticket::Solved};

use super::Letter;
use crate::{Reader, Text, reader::phone_display, routes::portal as routes};

/// The ticket that an e-mail is about.
#[derive(Debug, Clone, Copy)]
pub struct AboutTicket<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// Number.
    pub number: i64,
    /// What it is about.
    pub category: &'a str,
    /// Address of its page.
    pub href: &'a str,
    /// Where the reader chooses what news to get.
    pub choose_href: &'a str,
}

impl AboutTicket<'_> {
    fn letter(&self, subject: &'static str) -> Letter {
        let subject = Text::key(subject).with("number", self.number).with("category", self.category);
        Letter::new(subject, Some(self.name))
    }

    fn text(&self, key: &'static str) -> Text {
        Text::key(key).with("number", self.number).with("category", self.category)
    }

    fn open(&self, letter: Letter) -> Letter {
        letter.button("mail-open-ticket", self.href)
    }
}

/// The ticket was received.
pub fn received(about: &AboutTicket<'_>, body: &str) -> Letter {
    let letter =
        about.letter("mail-received-subject").say(about.text("mail-received")).quote(about.name, body);
    about.open(letter)
}

/// The answer that was posted.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// Who answered.
    pub author: &'a str,
    /// The words.
    pub body: &'a str,
    /// What stands under it.
    pub signature: Option<&'a str>,
    /// When the ticket closes by itself.
    pub closes_at: Option<DateTime<Utc>>,
}

/// An answer was posted.
pub fn answered(reader: Reader, about: &AboutTicket<'_>, answer: &Answer<'_>) -> Letter {
    let letter = about
        .letter("mail-answered-subject")
        .say(about.text("mail-answered"))
        .quote(answer.author, answer.body)
        .signed(answer.signature);
    let letter = about.open(letter);
    let letter = match answer.closes_at {
        Some(at) => letter.say(Text::key("mail-answered-closes").with("on", reader.date(at))),
        None => letter,
    };
    letter.choose(about.choose_href)
}

/// The ticket closes soon.
pub fn closing_soon(reader: Reader, about: &AboutTicket<'_>, on: DateTime<Utc>) -> Letter {
    let date = reader.date(on);
    let mut letter = about.letter("mail-closing-subject");
    letter.subject = letter.subject.with("on", date.clone());
    let letter = letter.say(about.text("mail-closing").with("on", date)).say("mail-closing-then");
    about.open(letter).choose(about.choose_href)
}

/// Who closed a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// Somebody of client or staff.
    Somebody,
    /// The system, after our answer stayed without news.
    System,
}

/// The ticket was closed; `new_href` opens a new one about it, `link` asks whether it is solved.
pub fn closed(about: &AboutTicket<'_>, by: ClosedBy, new_href: &str, link: Option<&str>) -> Letter {
    let key = match by {
        ClosedBy::Somebody => "mail-closed",
        ClosedBy::System => "mail-closed-system",
    };
    let letter = about.letter("mail-closed-subject").say(about.text(key));
    let letter = match link {
        Some(link) => letter
            .say("mail-closed-solved")
            .button("mail-closed-yes", &routes::feedback_choice(link, Solved::Yes))
            .button("mail-closed-no", &routes::feedback_choice(link, Solved::No)),
        None => letter,
    };
    letter.say("mail-closed-then").button("mail-new-about", new_href).choose(about.choose_href)
}

/// The urgent ticket was received: on which number and by when we call.
pub fn urgent_received(reader: Reader, about: &AboutTicket<'_>, phone: &str, by: DateTime<Utc>) -> Letter {
    let text =
        about.text("mail-urgent-received").with("phone", phone_display(phone)).with("by", reader.clock(by));
    let letter =
        about.letter("mail-urgent-received-subject").urgent().say(text).say("mail-urgent-received-then");
    letter.button("mail-follow", about.href)
}

/// Somebody took the request and will call.
pub fn urgent_taken(
    reader: Reader,
    about: &AboutTicket<'_>,
    staff: &str,
    phone: &str,
    by: DateTime<Utc>,
) -> Letter {
    let values = |text: Text| {
        text.with("staff", staff).with("phone", phone_display(phone)).with("by", reader.clock(by))
    };
    let mut letter = about.letter("mail-urgent-taken-subject").urgent();
    letter.subject = values(letter.subject);
    letter.say(values(about.text("mail-urgent-taken"))).button("mail-follow", about.href)
}

/// The request repeats `number`, whose call is under way: on which number and by when we call for both.
pub fn urgent_joined(
    reader: Reader,
    about: &AboutTicket<'_>,
    number: i64,
    phone: &str,
    by: DateTime<Utc>,
) -> Letter {
    let values = |text: Text| {
        text.with("other", number).with("phone", phone_display(phone)).with("by", reader.clock(by))
    };
    let mut letter = about.letter("mail-urgent-joined-subject").urgent();
    letter.subject = values(letter.subject);
    letter.say(values(about.text("mail-urgent-joined"))).button("mail-follow", about.href)
}

/// The client was reached by `staff`.
pub fn urgent_reached(about: &AboutTicket<'_>, staff: &str) -> Letter {
    let mut letter = about.letter("mail-urgent-reached-subject");
    letter.subject = letter.subject.with("staff", staff);
    let letter =
        letter.say(about.text("mail-urgent-reached").with("staff", staff)).say("mail-urgent-reached-then");
    about.open(letter).choose(about.choose_href)
}

/// We are late; `phone` is the operator's.
pub fn urgent_late(about: &AboutTicket<'_>, phone: Option<&str>) -> Letter {
    let letter = about.letter("mail-urgent-late-subject").urgent().say(about.text("mail-urgent-late"));
    let letter = match phone {
        Some(phone) => letter.say("mail-urgent-late-call").call(phone),
        None => letter,
    };
    letter.button("mail-follow", about.href)
}

/// We rang several times in vain; `phone` is the operator's.
pub fn could_not_reach(about: &AboutTicket<'_>, called: &str, phone: Option<&str>) -> Letter {
    let text = about.text("mail-could-not-reach").with("phone", phone_display(called));
    let letter = about.letter("mail-could-not-reach-subject").urgent().say(text);
    let letter = match phone {
        Some(phone) => letter.say("mail-could-not-reach-call").call(phone),
        None => letter,
    };
    letter.button("mail-change-number", about.href)
}

/// The number is wrong; the page of `change_href` corrects it.
pub fn wrong_number(about: &AboutTicket<'_>, called: &str, change_href: &str) -> Letter {
    let text = about.text("mail-wrong-number").with("phone", phone_display(called));
    about.letter("mail-wrong-number-subject").urgent().say(text).button("mail-change-number", change_href)
}

/// The account that an e-mail is about.
#[derive(Debug, Clone, Copy)]
pub struct AboutAccount<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// User name.
    pub username: &'a str,
    /// Company, or the operator for staff.
    pub company: &'a str,
    /// The link, good once.
    pub link: &'a str,
}

/// Choose a password and begin.
pub fn invitation(account: &AboutAccount<'_>) -> Letter {
    let subject = Text::key("mail-invitation-subject").with("company", account.company);
    let text =
        Text::key("mail-invitation").with("company", account.company).with("username", account.username);
    Letter::new(subject, Some(account.name))
        .say(text)
        .button("mail-invitation-do", account.link)
        .say("mail-invitation-valid")
}

/// Choose another password.
pub fn password(account: &AboutAccount<'_>) -> Letter {
    let subject = Text::key("mail-password-subject").with("company", account.company);
    let text = Text::key("mail-password").with("company", account.company).with("username", account.username);
    Letter::new(subject, Some(account.name))
        .say(text)
        .button("mail-password-do", account.link)
        .say("mail-password-valid")
}

/// Sign in by a link.
pub fn sign_in(account: &AboutAccount<'_>) -> Letter {
    let subject = Text::key("mail-sign-in-subject").with("company", account.company);
    let text = Text::key("mail-sign-in").with("company", account.company).with("username", account.username);
    Letter::new(subject, Some(account.name))
        .say(text)
        .button("mail-sign-in-do", account.link)
        .say("mail-sign-in-valid")
}

/// The account was entered with a browser that is new; its page signs it out.
pub fn new_device(reader: Reader, about: &AboutTicket<'_>, browser: &str, at: DateTime<Utc>) -> Letter {
    let key = if browser.is_empty() { "mail-new-device-unknown" } else { "mail-new-device" };
    let text =
        Text::key(key).with("on", reader.date(at)).with("at", reader.clock(at)).with("browser", browser);
    Letter::new("mail-new-device-subject".into(), Some(about.name))
        .say(text)
        .say("mail-new-device-then")
        .button("mail-new-device-do", about.choose_href)
}

/// What protects the account was changed, or is being tried.
pub fn account_changed(about: &AboutTicket<'_>, change: AccountChange) -> Letter {
    let letter = changed(about.name, change, "mail-account-factor-taken");
    let then = match change {
        // Another password alone leaves a key that is not theirs.
        AccountChange::PasskeyAdded | AccountChange::PasskeyRemoved => "mail-account-passkey-then",
        AccountChange::PasskeyRefused => "mail-account-passkey-refused-then",
        AccountChange::PasskeyHostGone => "mail-account-passkey-host-then",
        _ => "mail-account-then",
    };
    letter.say(then).button("mail-new-device-do", about.choose_href)
}

/// What became of an account; `taken` says who may have taken a factor away.
pub(super) fn changed(name: &str, change: AccountChange, taken: &'static str) -> Letter {
    let subject = match change {
        AccountChange::CodesTried => "mail-account-tried-subject",
        _ => "mail-account-subject",
    };
    let text: Text = match change {
        AccountChange::Password => "mail-account-password".into(),
        AccountChange::FactorAdded => "mail-account-factor-added".into(),
        AccountChange::FactorRemoved => "mail-account-factor-removed".into(),
        AccountChange::FactorTakenAway => taken.into(),
        AccountChange::RecoveryCodesMade => "mail-account-codes-made".into(),
        AccountChange::RecoveryCodeUsed { left } => Text::key("mail-account-code-used").with("left", left),
        AccountChange::PasskeyAdded => "mail-account-passkey-added".into(),
        AccountChange::PasskeyRemoved => "mail-account-passkey-removed".into(),
        AccountChange::PasskeyHostGone => "mail-account-passkey-host".into(),
        AccountChange::PasskeyRefused => "mail-account-passkey-refused".into(),
        AccountChange::NumberChanged => "mail-account-number".into(),
        AccountChange::NumberRemoved => "mail-account-number-removed".into(),
        AccountChange::ProviderLinked => "mail-account-provider".into(),
        AccountChange::ProviderUnlinked => "mail-account-provider-unlinked".into(),
        AccountChange::CodesTried => "mail-account-tried".into(),
    };
    Letter::new(subject.into(), Some(name)).say(text)
}
