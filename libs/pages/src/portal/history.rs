//! What was changed about the people of a company: when, by whom, what.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Pager, Role};
use crate::{Page, Surface, Text, page::sample_time, routes::portal as routes};

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
    /// Tickets can be about something else too.
    CategoryAdded,
    /// What tickets can be about was changed.
    Category,
}

impl Act {
    /// What was done, in words; `person` is about whom, or which category.
    pub fn say(self, person: &str) -> Text {
        let key = match self {
            Self::Invited(Role::Member) => "history-invited-member",
            Self::Invited(Role::Manager) => "history-invited-manager",
            Self::InvitedAgain => "history-invited-again",
            Self::Role(Role::Member) => "history-role-member",
            Self::Role(Role::Manager) => "history-role-manager",
            Self::Removed => "history-removed",
            Self::Enabled => "history-enabled",
            Self::Left => "history-left",
            Self::Logo => "history-logo",
            Self::LogoRemoved => "history-logo-removed",
            Self::Follows(_) => "history-follows",
            Self::FollowsNoMore(_) => "history-follows-no-more",
            Self::Sees => "history-sees",
            Self::MembersSee => "history-members-see",
            Self::Colour => "history-colour",
            Self::CategoryAdded => "history-category-added",
            Self::Category => "history-category",
        };
        let says = Text::key(key).with("name", person);
        match self {
            Self::Follows(number) | Self::FollowsNoMore(number) => says.with("number", number),
            _ => says,
        }
    }
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
}

impl PeopleHistory {
    /// The page.
    pub const fn new(rows: Vec<ChangeRow>) -> Self {
        Self { rows, pager: Pager { newest: None, next: None }, back_href: routes::PEOPLE }
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
        };
        let some = || {
            vec![
                row("2026-11-22T10:05:00Z", "Marie Leroy", true, Act::Category, "Site web"),
                row("2026-11-22T10:00:00Z", "Marie Leroy", true, Act::CategoryAdded, "Site web"),
                row("2026-11-22T09:50:00Z", "Jean Petit", false, Act::FollowsNoMore(1043), "Jean Petit"),
                row("2026-11-22T09:45:00Z", "Claire Martin", false, Act::Follows(1043), "Jean Petit"),
                row("2026-11-22T09:40:00Z", "Marie Leroy", true, Act::MembersSee, ""),
                row("2026-11-22T09:39:00Z", "Claire Martin", false, Act::Sees, "Jean Petit"),
                row("2026-11-22T09:32:00Z", "Marie Leroy", true, Act::LogoRemoved, ""),
                row("2026-11-22T09:31:00Z", "Marie Leroy", true, Act::Colour, ""),
                row("2026-11-22T09:30:00Z", "Marie Leroy", true, Act::Logo, ""),
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
        vec![Self::new(Vec::new()), Self::new(some()), Self { pager: in_the_middle, ..Self::new(some()) }]
    }
}
