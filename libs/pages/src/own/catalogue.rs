//! Which texts a company may have of its own, where each is used, and why others stay as they are.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use fluent_syntax::{ast, parser, serializer};
use rappel_domain::Locale;

use super::check;
use crate::text::book;

/// Where a text is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// SMS to clients.
    Sms,
    /// E-mails to clients.
    Mail,
    /// Around every page, and error pages.
    Around,
    /// Signing in and invitations.
    SignIn,
    /// Lists and pages of tickets, and their forms.
    Tickets,
    /// The account, and the people of a company.
    Account,
    /// What is wrong with what was typed.
    Refusals,
}

impl Area {
    /// Every area, in the order of the page.
    pub const ALL: [Self; 7] =
        [Self::Mail, Self::Sms, Self::SignIn, Self::Tickets, Self::Account, Self::Around, Self::Refusals];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
            Self::Around => "around",
            Self::SignIn => "sign-in",
            Self::Tickets => "tickets",
            Self::Account => "account",
            Self::Refusals => "refusals",
        }
    }

    /// What it is called on the page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sms => "texts-area-sms",
            Self::Mail => "texts-area-mail",
            Self::Around => "texts-area-around",
            Self::SignIn => "texts-area-sign-in",
            Self::Tickets => "texts-area-tickets",
            Self::Account => "texts-area-account",
            Self::Refusals => "texts-area-refusals",
        }
    }
}

/// Why a text is the same for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Staff read it, also the person on call, who must know what each word means whatever the company.
    Staff,
    /// It says what happened to an account, or what protects it: it must not be softened.
    Security,
    /// The law asks for what it says, or it says what is done with somebody's data.
    Law,
    /// It is a line of a log that is shown as evidence.
    Evidence,
    /// It says how the language writes days and numbers.
    Writing,
}

impl Kept {
    /// The reason in words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Staff => "texts-kept-staff",
            Self::Security => "texts-kept-security",
            Self::Law => "texts-kept-law",
            Self::Evidence => "texts-kept-evidence",
            Self::Writing => "texts-kept-writing",
        }
    }
}

/// A text as everybody has it.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Its key.
    pub key: String,
    /// Where it is used, or why it stays.
    pub place: Result<Area, Kept>,
    /// What it says, as it is written in the `.ftl` files.
    pub words: String,
    /// The variables that it may hold.
    pub variables: BTreeSet<String>,
    /// Those that it must say whatever the case.
    pub needed: BTreeSet<String>,
    /// Those by which it chooses between wordings.
    pub chooses: BTreeSet<String>,
}

/// Variables that make a text friendlier; without them it says as much.
const COURTESY: [&str; 5] = ["company", "name", "operator", "category", "staff"];

/// Every text of a language, by key.
pub fn of(locale: Locale) -> &'static [Standard] {
    static ALL: LazyLock<HashMap<Locale, Vec<Standard>>> =
        LazyLock::new(|| Locale::ALL.into_iter().map(|locale| (locale, read(locale))).collect());
    ALL.get(&locale).map_or(&[], Vec::as_slice)
}

/// One text of a language.
pub fn find(locale: Locale, key: &str) -> Option<&'static Standard> {
    let all = of(locale);
    all.binary_search_by(|it| it.key.as_str().cmp(key)).ok().and_then(|place| all.get(place))
}

fn read(locale: Locale) -> Vec<Standard> {
    // A language in one file keeps its texts where the first language has them.
    let files: HashMap<String, String> = entries(Locale::Fr).into_iter().map(|it| (it.0.key, it.1)).collect();
    let mut all: Vec<Standard> = entries(locale)
        .into_iter()
        .map(|(standard, file)| {
            let place = place(files.get(&standard.key).map_or(file.as_str(), String::as_str), &standard.key);
            Standard { place, ..standard }
        })
        .collect();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all
}

/// Every text of a language, each with the name of its file.
fn entries(locale: Locale) -> Vec<(Standard, String)> {
    let mut all = Vec::new();
    for (file, source) in book::files(locale) {
        let resource = parser::parse(source.as_str()).unwrap_or_else(|(read, _)| read);
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let Some(pattern) = &message.value else { continue };
            let found = check::variables(pattern).unwrap_or_default();
            let needed = found.always.iter().filter(|it| !COURTESY.contains(&it.as_str())).cloned().collect();
            let standard = Standard {
                key: message.id.name.to_owned(),
                place: Err(Kept::Staff),
                words: written(pattern),
                variables: found.all,
                needed,
                chooses: found.chooses,
            };
            all.push((standard, file.clone()));
        }
    }
    all
}

/// A pattern as one types it, without its key and the indentation that the key brings.
fn written(pattern: &ast::Pattern<&str>) -> String {
    let message = ast::Message {
        id: ast::Identifier { name: "k" },
        value: Some(pattern.clone()),
        attributes: Vec::new(),
        comment: None,
    };
    let text = serializer::serialize(&ast::Resource { body: vec![ast::Entry::Message(message)] });
    let text = text.strip_prefix("k =").unwrap_or(&text).trim();
    text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What clients read of files that are the staff's otherwise.
const READ_BY_CLIENTS: [&str; 5] =
    ["hours-title", "hours-lead", "hours-closed", "hours-zone", "hours-holidays"];

/// E-mails and SMS that go to clients, by how their keys begin.
const TO_CLIENTS: [&str; 18] = [
    "mail-greeting",
    "mail-signature",
    "mail-choose",
    "mail-open-ticket",
    "mail-follow",
    "mail-change-number",
    "mail-new-about",
    "mail-received",
    "mail-answered",
    "mail-closing",
    "mail-closed",
    "mail-urgent-",
    "mail-could-not-reach",
    "mail-wrong-number",
    "mail-invitation",
    "sms-urgent-",
    "sms-could-not-reach",
    "sms-wrong-number",
];
const SMS_TO_CLIENTS: [&str; 3] = ["sms-answered", "sms-closing-soon", "sms-closed"];

fn place(file: &str, key: &str) -> Result<Area, Kept> {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|it| key.starts_with(it));
    match file {
        _ if READ_BY_CLIENTS.contains(&key) => Ok(Area::Tickets),
        "language" => Err(Kept::Writing),
        "two-step" | "sign-on" | "passkeys" => Err(Kept::Security),
        "documents" | "leaving" | "company-data" => Err(Kept::Law),
        "proof" => Err(Kept::Evidence),
        "common" if begins(&["size-"]) => Err(Kept::Writing),
        "common" if begins(&["footer-terms", "footer-legal", "footer-accessibility"]) => Err(Kept::Law),
        "common" => Ok(Area::Around),
        "fields" if begins(&["history-"]) => Err(Kept::Evidence),
        "fields" if begins(&["visibility-", "done-visibility"]) => Ok(Area::Account),
        "fields" if begins(FIELDS) => Ok(Area::Tickets),
        "portal" if IN_PASSING.contains(&key) => Ok(Area::Tickets),
        "portal" if begins(&["history-", "callback-fact-", "event-"]) => Err(Kept::Evidence),
        "portal" if UNDER_WAY.contains(&key) => Ok(Area::Account),
        "portal" if begins(&["export-", "erase-", "unsubscribe", "cookies-", "people-eras"]) => {
            Err(Kept::Law)
        }
        // Whose account a link opens, and what a right gives.
        "portal" if begins(&["sessions-", "enter-lead", "people-make-manager", "people-make-member"]) => {
            Err(Kept::Security)
        }
        "portal" if begins(SIGN_IN) => Ok(Area::SignIn),
        "portal" if begins(ACCOUNT) => Ok(Area::Account),
        "portal" => Ok(Area::Tickets),
        "refusals" if begins(&["policy-", "slug-", "brand-", "invalid-colour", "invalid-period"]) => {
            Err(Kept::Staff)
        }
        "refusals" => Ok(Area::Refusals),
        "mail" if begins(&["mail-password", "mail-sign-in", "mail-new-device", "mail-invitation-valid"]) => {
            Err(Kept::Security)
        }
        "mail" if key == "mail-colon" => Err(Kept::Writing),
        "mail" if begins(&["mail-unsubscribe"]) => Err(Kept::Law),
        "mail" if begins(&TO_CLIENTS) => Ok(Area::Mail),
        "sms" if begins(&["sms-phone-code"]) => Err(Kept::Security),
        "sms" if begins(&TO_CLIENTS) || SMS_TO_CLIENTS.contains(&key) => Ok(Area::Sms),
        _ => Err(Kept::Staff),
    }
}

/// Files of which [`place`] knows what is in them; a test names one that is not here.
#[cfg(test)]
pub(super) fn is_known(file: &str) -> bool {
    let told = [
        "language",
        "two-step",
        "sign-on",
        "passkeys",
        "documents",
        "leaving",
        "company-data",
        "proof",
        "common",
        "fields",
        "portal",
        "refusals",
        "mail",
        "sms",
        "texts",
    ];
    // Files that clients never read.
    let of_staff = [
        "brand",
        "company",
        "demo",
        "domains",
        "office",
        "oncall",
        "phone-test",
        "policies",
        "readiness",
        "reports",
        "rota",
        "voice",
    ];
    told.contains(&file) || of_staff.contains(&file)
}

/// Lines of timelines that name a step and say nothing of how a promise was kept, nor what a client answered: those are what a client
/// holds us to, and stay.
const IN_PASSING: &[&str] = &[
    "event-taken",
    "event-answered",
    "event-closed",
    "event-reopened",
    "event-joined",
    "callback-fact-received",
    "callback-fact-taken",
    "callback-fact-also",
    "callback-fact-number-changed",
    "callback-fact-cancelled",
];
/// How far a file of one's data is, and why an erasure does not begin: beside what the law grants, which is not said here.
const UNDER_WAY: &[&str] = &[
    "export-under-way",
    "export-fetch",
    "export-until",
    "export-asked",
    "export-waits",
    "erase-not",
    "erase-wrong-name",
    "erase-owes-call",
    "erase-has-access",
];
/// What clients read of `fields.ftl`: own fields, followers and whom a ticket is for.
const FIELDS: &[&str] = &[
    "answer-",
    "ask-legend",
    "tickets-answers",
    "new-for",
    "follow",
    "colleagues-",
    "done-follow",
    "done-unfollowed",
];
const SIGN_IN: &[&str] = &[
    "login-",
    "session-",
    "ask-link-",
    "enter-",
    "link-expired-",
    "back-to-login",
    "forgot-",
    "password-",
    "invitation-",
    "done-welcome",
    "done-password",
];
const ACCOUNT: &[&str] = &[
    "nav-yours",
    "nav-account",
    "nav-people",
    "account-",
    "news-",
    "people-",
    "list-",
    "leave-",
    "role-",
    "save",
    "closing-none",
    "calls-none",
    "done-invited",
    "done-removed",
    "done-enabled",
    "done-role",
    "done-left",
    "refused-last-manager",
];
