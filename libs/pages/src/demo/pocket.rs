//! Where to look, the phone in the pocket, and the list of mails.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time};

/// Everything that a newcomer needs on one page.
#[derive(Debug, Clone, Serialize)]
pub struct Pocket {
    /// Portals, then the back office.
    pub places: Vec<Place>,
    /// Everybody's password.
    pub password: String,
    /// The phone, as it was fetched last.
    pub screen: Screen,
    /// The mails, as they were fetched last.
    pub mailbox: Mailbox,
    /// Folder with the demo's data.
    pub folder: String,
}

/// A site to visit.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// Name of the company.
    pub name: String,
    /// Its address.
    pub href: String,
    /// The same, as people read it.
    pub address: String,
    /// Who may sign in.
    pub sign_ins: Vec<SignIn>,
}

/// Somebody who may sign in.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Who they are, in a few words.
    pub name: String,
    /// What they type.
    pub user: String,
}

/// One phone, with a way to look at the others.
#[derive(Debug, Clone, Serialize)]
pub struct Screen {
    /// Every phone that got a message.
    pub phones: Vec<Phone>,
    /// Number of the phone shown, E.164.
    pub number: Option<String>,
    /// Its messages, oldest first.
    pub messages: Vec<Sms>,
}

/// A phone that got a message.
#[derive(Debug, Clone, Serialize)]
pub struct Phone {
    /// Its number, E.164.
    pub number: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// Where it is shown.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// How many messages it got.
    pub count: u64,
}

/// One text message.
#[derive(Debug, Clone, Serialize)]
pub struct Sms {
    /// When.
    pub at: DateTime<Utc>,
    /// What it says, before its link.
    pub before: String,
    /// Its link.
    pub link: Option<String>,
    /// What it says after its link.
    pub after: String,
    /// Whether the owner of the phone wrote it.
    pub is_reply: bool,
}

/// The newest mails.
#[derive(Debug, Clone, Serialize)]
pub struct Mailbox {
    /// Newest first.
    pub mails: Vec<MailLine>,
}

/// A line of the mailbox.
#[derive(Debug, Clone, Serialize)]
pub struct MailLine {
    /// Where it opens.
    pub href: String,
    /// When.
    pub at: DateTime<Utc>,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
}

impl Sms {
    /// Finds the link in a text.
    pub fn new(at: DateTime<Utc>, text: &str) -> Self {
        let begin = text.find("http://").or_else(|| text.find("https://"));
        let (before, rest) = text.split_at(begin.unwrap_or(text.len()));
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (link, after) = rest.split_at(end);
        Self {
            at,
            before: before.to_owned(),
            link: (!link.is_empty()).then(|| link.to_owned()),
            after: after.to_owned(),
            is_reply: false,
        }
    }

    /// A text whose link works no more.
    pub fn expired(at: DateTime<Utc>, text: &str) -> Self {
        Self { is_reply: false, ..Self::reply(at, text) }
    }

    /// What the owner of the phone answered.
    pub fn reply(at: DateTime<Utc>, text: &str) -> Self {
        Self { at, before: text.to_owned(), link: None, after: String::new(), is_reply: true }
    }
}

impl Page for Pocket {
    const TEMPLATE: &'static str = "demo/pocket";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "demo-title".into()
    }

    fn samples() -> Vec<Self> {
        let place = |name: &str, host: &str, sign_ins| Place {
            name: name.to_owned(),
            href: format!("http://{host}:8080/"),
            address: format!("{host}:8080"),
            sign_ins,
        };
        let portal = vec![SignIn { name: "Claire Martin".to_owned(), user: "claire".to_owned() }];
        let office = vec![SignIn { name: "Marie Leroy, agent".to_owned(), user: "marie".to_owned() }];
        let places = vec![
            place("Durand & Fils", "durand.localhost", portal),
            place("Atelier Support", "localhost", office),
        ];
        let screens = Screen::samples();
        let mailboxes = Mailbox::samples();
        screens
            .into_iter()
            .zip(mailboxes)
            .map(|(screen, mailbox)| Self {
                places: places.clone(),
                password: "une-phrase-pour-essayer".to_owned(),
                screen,
                mailbox,
                folder: "rappel-demo".to_owned(),
            })
            .collect()
    }
}

impl Page for Screen {
    const TEMPLATE: &'static str = "demo/screen";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "demo-phone".into()
    }

    fn samples() -> Vec<Self> {
        let at = sample_time("2026-11-22T13:17:00Z");
        let text = "URGENT #1043 Durand & Fils. Rappeler Claire Martin +33612345678 avant 14:32. \
                    Prendre: http://localhost:8080/a/2-k3Fz9QwL2x ou rep. 1";
        let phone = |number: &str, owner: Option<&str>, current| Phone {
            number: number.to_owned(),
            owner: owner.map(str::to_owned),
            href: format!("/demo?phone=%2B{}", &number[1..]),
            current,
            count: 2,
        };
        vec![
            Self {
                phones: vec![
                    phone("+33639980001", Some("Marie Leroy"), true),
                    phone("+33639980002", None, false),
                ],
                number: Some("+33639980001".to_owned()),
                messages: vec![Sms::new(at, text), Sms::reply(at, "ok je prends")],
            },
            Self { phones: Vec::new(), number: None, messages: Vec::new() },
        ]
    }
}

impl Page for Mailbox {
    const TEMPLATE: &'static str = "demo/mailbox";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "demo-mailbox".into()
    }

    fn samples() -> Vec<Self> {
        let line = MailLine {
            href: "/demo/mail/1".to_owned(),
            at: sample_time("2026-11-22T13:17:00Z"),
            to: "Claire Martin <claire@durand.example>".to_owned(),
            subject: "[#1043] Votre demande est enregistrée".to_owned(),
        };
        vec![Self { mails: vec![line] }, Self { mails: Vec::new() }]
    }
}

#[cfg(test)]
mod tests;
