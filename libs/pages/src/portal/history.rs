//! The log of a company: what was changed, and what the operator's staff looked at; when, by whom.

mod chain;
mod settings;

use chrono::{DateTime, Utc};
use rappel_domain::audit::{Broken, SettingsPart};
use serde::Serialize;

pub use chain::LogChain;
pub use settings::{Whose, settings_changed};

use super::{Pager, Role};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    routes::portal as routes,
};

/// A change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; the operator's program when empty.
    pub by: String,
    /// Whether it was somebody of the operator.
    pub by_staff: bool,
    /// What.
    pub says: Text,
    /// Parts of it, after the colon that it ends with.
    pub parts: Vec<Text>,
}

/// What was done to somebody, or to what the company looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Invited, to see something.
    Invited(Role),
    /// Invited once more.
    InvitedAgain,
    /// Now sees something else.
    Role(Role),
    /// Switched off.
    Removed,
    /// Switched on.
    Enabled,
    /// Left.
    Left,
    /// Has a second factor.
    FactorAdded,
    /// Has none any more, as they wanted.
    FactorRemoved,
    /// Has none any more: they lost it.
    FactorTaken,
    /// Has other recovery codes.
    RecoveryCodes,
    /// Signs in with a passkey, too.
    PasskeyAdded,
    /// Took a passkey away.
    PasskeyRemoved,
    /// The company has another logo.
    Logo,
    /// It has none any more.
    LogoRemoved,
    /// Follows the ticket of a number.
    Follows(i64),
    /// Follows it no more.
    FollowsNoMore(i64),
    /// Sees tickets of others now, or of fewer others.
    Sees,
    /// Members see tickets of others now, or their own only.
    MembersSee,
    /// It has another colour.
    Colour,
    /// Something was done with a host of its own.
    Host(HostAct),
    /// Its settings were saved.
    Settings,
    /// Tickets can be about something else too.
    CategoryAdded,
    /// What tickets can be about was changed.
    Category,
    /// Programs have another key.
    Key,
    /// Programs have a key less.
    KeyRevoked,
    /// The company's own identity provider was set.
    Provider,
    /// It has none any more.
    ProviderRemoved,
    /// Somebody came by it, who was not there before.
    Joined,
    /// Somebody signs in by it from now on.
    Linked,
    /// They are nobody there any more, as far as is known here.
    Unlinked,
    /// Somebody asked for everything that is kept of them.
    Export,
    /// It was asked to erase somebody.
    ErasureAsked,
    /// Somebody is erased.
    Erased,
    /// Somebody asked for everything of the company.
    CompanyExport,
    /// It was stopped or taken away.
    CompanyExportCancelled,
    /// Closed tickets are kept for so many months; nothing for ever.
    Retention(Option<i32>),
    /// So many closed tickets went.
    TicketsGone(u64),
    /// Everything of the company was fetched.
    CompanyExportFetched,
    /// It was asked to delete the company.
    DeletionAsked,
    /// That was called back.
    DeletionRecalled,
    /// A ticket was opened, to be read.
    TicketSeen(i64),
    /// A file of a ticket was fetched.
    FileFetched(i64),
    /// The proof of the call of a ticket was read.
    ProofSeen(i64),
    /// The list of people was read.
    PeopleSeen,
    /// The list of tickets was read.
    TicketsSeen,
    /// What the call of a ticket is about was read.
    CallSeen(i64),
    /// The list of messages was read.
    MessagesSeen,
    /// A message that was sent was read.
    MessageSeen,
    /// The company was added.
    CompanyAdded,
    /// A message that was sent goes once more.
    MessageSentAgain,
    /// Something that was given up is tried once more.
    JobRevived,
}

/// What was done with a host of the company's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostAct {
    /// It was added.
    Added,
    /// Its record was found.
    Proved,
    /// Links carry it.
    Linked,
    /// Links carry it no more.
    Unlinked,
    /// Its record was gone for too long.
    Off,
    /// It was taken away.
    Removed,
}

impl Act {
    /// What was done, in words; `name` is that of the person, of the host, or of the category.
    pub fn say(self, name: &str) -> Text {
        let key = match self {
            Self::Invited(Role::Member) => "history-invited-member",
            Self::Invited(Role::Manager) => "history-invited-manager",
            Self::InvitedAgain => "history-invited-again",
            Self::Role(Role::Member) => "history-role-member",
            Self::Role(Role::Manager) => "history-role-manager",
            Self::Removed => "history-removed",
            Self::Enabled => "history-enabled",
            Self::Left => "history-left",
            Self::FactorAdded => "history-factor-added",
            Self::FactorRemoved => "history-factor-removed",
            Self::FactorTaken => "history-factor-taken",
            Self::RecoveryCodes => "history-recovery-codes",
            Self::PasskeyAdded => "history-passkey-added",
            Self::PasskeyRemoved => "history-passkey-removed",
            Self::Logo => "history-logo",
            Self::LogoRemoved => "history-logo-removed",
            Self::Follows(_) => "history-follows",
            Self::FollowsNoMore(_) => "history-follows-no-more",
            Self::Sees => "history-sees",
            Self::MembersSee => "history-members-see",
            Self::Colour => "history-colour",
            Self::Host(HostAct::Added) => "history-host-added",
            Self::Host(HostAct::Proved) => "history-host-proved",
            Self::Host(HostAct::Linked) => "history-host-linked",
            Self::Host(HostAct::Unlinked) => "history-host-unlinked",
            Self::Host(HostAct::Off) => "history-host-off",
            Self::Host(HostAct::Removed) => "history-host-removed",
            Self::Settings => "history-settings",
            Self::CategoryAdded => "history-category-added",
            Self::Category => "history-category",
            Self::Key => "history-key",
            Self::KeyRevoked => "history-key-revoked",
            Self::Provider => "history-provider",
            Self::ProviderRemoved => "history-provider-removed",
            Self::Joined => "history-joined",
            Self::Linked => "history-linked",
            Self::Unlinked => "history-unlinked",
            Self::Export => "history-export",
            Self::ErasureAsked => "history-erasure-asked",
            Self::Erased => "history-erased",
            Self::CompanyExport => "history-company-export",
            Self::CompanyExportCancelled => "history-company-export-cancelled",
            Self::CompanyExportFetched => "history-company-export-fetched",
            Self::Retention(None) => "history-retention-always",
            Self::Retention(Some(months)) => {
                return Text::key("history-retention-months").with("months", months);
            }
            Self::TicketsGone(number) => return Text::key("history-tickets-gone").with("number", number),
            Self::DeletionAsked => "history-deletion-asked",
            Self::DeletionRecalled => "history-deletion-recalled",
            Self::TicketSeen(number) => return Text::key("history-ticket-seen").with("number", number),
            Self::FileFetched(number) => return Text::key("history-file-fetched").with("number", number),
            Self::ProofSeen(number) => return Text::key("history-proof-seen").with("number", number),
            Self::PeopleSeen => "history-people-seen",
            Self::TicketsSeen => "history-tickets-seen",
            Self::CallSeen(number) => return Text::key("history-call-seen").with("number", number),
            Self::MessagesSeen => "history-messages-seen",
            Self::MessageSeen => "history-message-seen",
            Self::CompanyAdded => "history-company-added",
            Self::MessageSentAgain => "history-message-sent-again",
            Self::JobRevived => "history-job-revived",
        };
        let says = Text::key(key).with("name", name);
        match self {
            Self::Follows(number) | Self::FollowsNoMore(number) => says.with("number", number),
            _ => says,
        }
    }
}

/// A text of the company's own was changed: `from` a fingerprint of its own words to another; `None` is the standard text.
pub fn text_changed(language: &str, key: &str, from: Option<&str>, to: Option<&str>) -> Text {
    let says = match (from, to) {
        (None, _) => "history-text-own",
        (Some(_), None) => "history-text-standard",
        (Some(_), Some(_)) => "history-text-other",
    };
    Text::key(says).with("key", key).with("language", language)
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct PeopleHistory {
    /// The changes, the newest first.
    pub rows: Vec<ChangeRow>,
    /// Where the newest and the older ones are.
    pub pager: Pager,
    /// Where the people are.
    pub back_href: &'static str,
    /// Where the filter is sent.
    pub action: &'static str,
    /// What was done.
    pub what: Field,
    /// By whom.
    pub who: Field,
    /// From which day on.
    pub from: Field,
    /// Until which day, that one too.
    pub to: Field,
    /// Whether something is left out.
    pub filtered: bool,
    /// The same as a table for other programs.
    pub csv_href: String,
    /// Where its chain ends; beside the newest rows alone.
    pub chain: Option<LogChain>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl PeopleHistory {
    /// The page with its filter as it was sent: `what` is empty, `changes` or `looks`, `who` empty, `people` or `operator`.
    pub fn new(rows: Vec<ChangeRow>, what: &str, who: &str, (from, to): (&str, &str)) -> Self {
        let day = |name, label: &'static str, value: &str| Field {
            kind: "date",
            ..Field::text(name, label).value(value).conditional()
        };
        let whats = vec![
            Choice::new("", "history-what-all"),
            Choice::new("changes", "history-what-changes"),
            Choice::new("looks", "history-what-looks"),
        ];
        let whos = vec![
            Choice::new("", "history-who-all"),
            Choice::new("people", "history-who-people"),
            Choice::new("operator", "history-who-operator"),
        ];
        Self {
            rows,
            pager: Pager { newest: None, next: None },
            back_href: routes::PEOPLE,
            action: routes::PEOPLE_HISTORY,
            what: Field::choice("what", "history-filter-what", whats).value(what).conditional(),
            who: Field::choice("who", "history-by", whos).value(who).conditional(),
            from: day("from", "history-from", from),
            to: day("to", "history-to", to),
            filtered: [what, who, from, to].iter().any(|it| !it.is_empty()),
            csv_href: routes::PEOPLE_HISTORY_CSV.to_owned(),
            chain: None,
            errors: Vec::new(),
        }
    }

    /// The page with a day that cannot be read.
    #[must_use]
    pub fn refused(self) -> Self {
        let from = self.from.error("history-wrong-day");
        Self { errors: problems([&from]), from, ..self }
    }
}

impl Page for PeopleHistory {
    const TEMPLATE: &'static str = "portal/people-history";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "history-title".into()
    }

    fn samples() -> Vec<Self> {
        let row = |at: &str, by: &str, by_staff, act: Act, person: &str| ChangeRow {
            at: sample_time(at),
            by: by.to_owned(),
            by_staff,
            says: act.say(person),
            parts: Vec::new(),
        };
        let settings = |at, whose, changed: &[SettingsPart]| {
            let (says, parts) = settings_changed(whose, changed);
            ChangeRow { says, parts, ..row(at, "Marie Leroy", true, Act::Settings, "") }
        };
        let some = || {
            let host = |at, act| row(at, "Marie Leroy", true, Act::Host(act), "support.durand.fr");
            vec![
                host("2026-11-22T10:04:00Z", HostAct::Removed),
                row("2026-11-22T10:03:00Z", "", true, Act::Host(HostAct::Off), "support.durand.fr"),
                host("2026-11-22T10:02:00Z", HostAct::Unlinked),
                host("2026-11-22T10:01:00Z", HostAct::Linked),
                row("2026-11-22T10:00:00Z", "", true, Act::Host(HostAct::Proved), "support.durand.fr"),
                host("2026-11-22T09:50:00Z", HostAct::Added),
                row("2026-11-22T10:06:00Z", "Marie Leroy", true, Act::TicketSeen(1043), ""),
                row("2026-11-22T10:05:00Z", "Marie Leroy", true, Act::FileFetched(1043), ""),
                row("2026-11-22T10:04:00Z", "Marie Leroy", true, Act::ProofSeen(1043), ""),
                row("2026-11-22T10:03:00Z", "Marie Leroy", true, Act::PeopleSeen, ""),
                row("2026-11-22T10:02:50Z", "Marie Leroy", true, Act::TicketsSeen, ""),
                row("2026-11-22T10:02:45Z", "Marie Leroy", true, Act::CallSeen(1043), ""),
                row("2026-11-22T10:02:40Z", "Marie Leroy", true, Act::MessagesSeen, ""),
                row("2026-11-22T10:02:35Z", "Marie Leroy", true, Act::MessageSeen, ""),
                row("2026-11-22T10:02:36Z", "Marie Leroy", true, Act::MessageSentAgain, ""),
                row("2026-11-22T10:02:37Z", "Marie Leroy", true, Act::JobRevived, ""),
                row("2026-11-01T08:00:00Z", "Marie Leroy", true, Act::CompanyAdded, ""),
                row("2026-11-22T10:02:30Z", "", true, Act::Erased, "Personne effacée"),
                row("2026-11-22T10:02:20Z", "Claire Martin", false, Act::ErasureAsked, "Personne effacée"),
                row("2026-11-22T10:02:10Z", "Claire Martin", false, Act::Export, "Claire Martin"),
                row("2026-11-22T10:02:09Z", "Claire Martin", false, Act::CompanyExport, ""),
                row("2026-11-22T10:02:08Z", "Claire Martin", false, Act::CompanyExportCancelled, ""),
                row("2026-11-22T10:02:07Z", "Marie Leroy", true, Act::CompanyExportFetched, ""),
                row("2026-11-22T10:02:06Z", "Marie Leroy", true, Act::Retention(Some(12)), ""),
                row("2026-11-22T10:02:05Z", "Marie Leroy", true, Act::Retention(None), ""),
                row("2026-11-22T10:02:04Z", "", true, Act::TicketsGone(31), ""),
                settings("2026-11-22T10:02:00Z", Whose::Own, &SettingsPart::ALL),
                settings("2026-11-22T10:01:00Z", Whose::Followed, &[SettingsPart::SecondStep]),
                settings("2026-11-22T10:00:30Z", Whose::Own, &[]),
                row("2026-11-22T10:00:00Z", "Marie Leroy", true, Act::Key, ""),
                row("2026-11-22T09:59:00Z", "Marie Leroy", true, Act::KeyRevoked, ""),
                row("2026-11-22T09:58:00Z", "Marie Leroy", true, Act::Category, "Site web"),
                row("2026-11-22T09:57:00Z", "Marie Leroy", true, Act::CategoryAdded, "Site web"),
                row("2026-11-22T09:50:00Z", "Jean Petit", false, Act::FollowsNoMore(1043), "Jean Petit"),
                row("2026-11-22T09:45:00Z", "Claire Martin", false, Act::Follows(1043), "Jean Petit"),
                row("2026-11-22T09:40:00Z", "Marie Leroy", true, Act::MembersSee, ""),
                row("2026-11-22T09:39:00Z", "Claire Martin", false, Act::Sees, "Jean Petit"),
                ChangeRow {
                    says: text_changed("fr", "login-title", Some("Entrer"), Some("Se connecter ici")),
                    ..row("2026-11-22T09:35:00Z", "Marie Leroy", true, Act::Settings, "")
                },
                ChangeRow {
                    says: text_changed("fr", "login-title", None, Some("Entrer")),
                    ..row("2026-11-22T09:34:00Z", "Marie Leroy", true, Act::Settings, "")
                },
                ChangeRow {
                    says: text_changed("en", "login-title", Some("Enter"), None),
                    ..row("2026-11-22T09:33:00Z", "Marie Leroy", true, Act::Settings, "")
                },
                row("2026-11-22T09:32:00Z", "Marie Leroy", true, Act::LogoRemoved, ""),
                row("2026-11-22T09:31:00Z", "Marie Leroy", true, Act::Colour, ""),
                row("2026-11-22T09:30:00Z", "Marie Leroy", true, Act::Logo, ""),
                row("2026-11-22T09:20:00Z", "Claire Martin", false, Act::FactorTaken, "Jean Petit"),
                row("2026-11-22T09:10:00Z", "Jean Petit", false, Act::FactorAdded, "Jean Petit"),
                row("2026-11-22T08:20:00Z", "Paul Blanc", false, Act::Left, "Paul Blanc"),
                row("2026-11-22T08:12:00Z", "Claire Martin", false, Act::Role(Role::Member), "Jean Petit"),
                row("2026-11-21T16:00:00Z", "Marie Leroy", true, Act::Enabled, "Jean Petit"),
                row("2026-11-21T15:00:00Z", "Claire Martin", false, Act::Removed, "Jean Petit"),
                row("2026-11-20T10:01:00Z", "Claire Martin", false, Act::InvitedAgain, "Sofia Nunes"),
                row(
                    "2026-11-20T10:00:00Z",
                    "Claire Martin",
                    false,
                    Act::Invited(Role::Member),
                    "Sofia Nunes",
                ),
                row("2026-11-19T10:00:00Z", "Claire Martin", false, Act::Role(Role::Manager), "Anne Roy"),
                row("2026-11-18T10:00:00Z", "", true, Act::Invited(Role::Manager), "Claire Martin"),
            ]
        };
        let at = |place: &str| Some(format!("{}{place}", routes::PEOPLE_HISTORY));
        let in_the_middle = Pager { newest: at(""), next: at("?before=101") };
        let all = |rows| Self::new(rows, "", "", ("", ""));
        let chain = |looked_at, state| LogChain::new(4_031, looked_at, state, "0f1e2d3c".repeat(8));
        let broken = Err(Broken { position: 3_977, fault: rappel_domain::chain::Fault::Changed });
        vec![
            all(Vec::new()),
            Self { chain: chain(4_031, Ok(())), ..all(some()) },
            Self { chain: chain(1_000, Ok(())), ..all(some()) },
            Self { chain: chain(1_000, broken), ..all(some()) },
            Self { pager: in_the_middle, ..all(some()) },
            Self::new(Vec::new(), "looks", "operator", ("2026-11-01", "2026-11-02")),
            Self::new(Vec::new(), "", "", ("2026-11-31", "")).refused(),
        ]
    }
}
