//! The rows of the queue: beside a ticket, or alone.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field},
    page::sample_time,
    portal::{CallbackState, Status},
    routes::office as routes,
};

/// A view of the queue.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub text: Text,
    /// How many rows it has, when they are counted: `12`, `999+`.
    pub count: Option<String>,
    /// Whether it is shown.
    pub current: bool,
}

/// A ticket in the queue.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow {
    /// Its page.
    pub href: String,
    /// Number within its tenant.
    pub number: i64,
    /// Client company.
    pub tenant: String,
    /// Who asked.
    pub requester: String,
    /// What it is about.
    pub category: String,
    /// Which team works that.
    pub team: Option<String>,
    /// The beginning of its description.
    pub excerpt: String,
    /// Whether a callback belongs to it.
    pub urgent: bool,
    /// Whether it was raised to the top: a client whom we could not reach.
    pub raised: bool,
    /// Its state.
    pub status: Status,
    /// Since when the client waits for us, or the time by which the view is sorted.
    pub since: DateTime<Utc>,
    /// Whether `since` is how long the client waits.
    pub waiting: bool,
    /// Who has it.
    pub holder: Option<String>,
    /// What becomes of its open callback.
    pub callback: Option<Text>,
    /// Whether the callback waits for somebody to take it.
    pub callback_waits: bool,
    /// By when the client was promised a call, while it is open.
    pub promised_by: Option<DateTime<Utc>>,
    /// Whether it is shown beside the list.
    pub current: bool,
}

/// The list with its tabs and filters.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRows {
    /// The views.
    pub tabs: Vec<Tab>,
    /// The word of the view shown.
    pub view: &'static str,
    /// One tenant only.
    pub tenant: Field,
    /// What one team works only, where there are teams.
    pub team: Option<Field>,
    /// A number or words.
    pub q: Field,
    /// Whether the rows are filtered by tenant, team or words.
    pub filtered: bool,
    /// Where the filter is taken back.
    pub all_href: String,
    /// Where the filter form leads.
    pub action: &'static str,
    /// Opens a ticket for a client.
    pub open_href: &'static str,
    /// The rows.
    pub rows: Vec<QueueRow>,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// Where the rows are fetched again; nothing on later pages.
    pub fragment_href: Option<String>,
}

impl QueueRows {
    /// The list of a view.
    pub fn new(view: &'static str, tenants: Vec<Choice>, tenant: &str, q: &str, rows: Vec<QueueRow>) -> Self {
        let all = std::iter::once(Choice::new("", "office-queue-all-tenants"));
        Self {
            tabs: Vec::new(),
            view,
            tenant: Field::choice("tenant", "office-queue-tenant", all.chain(tenants).collect())
                .value(tenant)
                .conditional(),
            team: None,
            q: Field { kind: "search", ..Field::text("q", "office-queue-search") }.value(q).conditional(),
            filtered: !tenant.is_empty() || !q.is_empty(),
            all_href: format!("{}?view={view}", routes::QUEUE),
            action: routes::QUEUE,
            open_href: routes::OPEN_TICKET,
            rows,
            first: None,
            next: None,
            fragment_href: None,
        }
    }

    /// The list with a choice of teams, where there are any.
    #[must_use]
    pub fn with_teams(self, teams: Vec<Choice>, chosen: &str) -> Self {
        if teams.is_empty() {
            return self;
        }
        let all = std::iter::once(Choice::new("", "office-queue-all-teams"));
        let team = Field::choice("team", "office-queue-team", all.chain(teams).collect());
        Self {
            team: Some(team.value(chosen).conditional()),
            filtered: self.filtered || !chosen.is_empty(),
            ..self
        }
    }

    pub(crate) fn sample(current: Option<i64>) -> Self {
        let tenants = vec![
            Choice::new("durand", Text::plain("Durand & Fils")),
            Choice::new("helios", Text::plain("Hélios Conseil")),
        ];
        let teams =
            vec![Choice::new("mine", "office-queue-own-team"), Choice::new("team_1", Text::plain("Réseau"))];
        let rows = vec![
            QueueRow {
                urgent: true,
                ..row(
                    1043,
                    "URGENT",
                    "Serveur de caisse arrêté, plus aucune vente possible",
                    Status::Untreated,
                )
            }
            .with_call(CallbackState::Requested, "", sample_time("2026-11-22T13:32:00Z")),
            QueueRow {
                urgent: true,
                holder: Some("Karim Haddad".to_owned()),
                ..row(87, "URGENT", "Plus d’accès à Internet dans les bureaux", Status::InProgress)
            }
            .with_call(CallbackState::Taken, "Karim Haddad", sample_time("2026-11-22T13:40:00Z")),
            QueueRow {
                raised: true,
                team: Some("Réseau".to_owned()),
                holder: Some("Marie Leroy".to_owned()),
                ..row(1041, "Réseau / Internet / Messagerie", "550 5.7.1 relay denied", Status::InProgress)
            },
            row(
                1040,
                "Site web",
                "La page d’accueil montre encore les prix de l’an dernier",
                Status::Untreated,
            ),
            QueueRow {
                waiting: false,
                ..row(
                    1036,
                    "Application développée",
                    "Export de la balance : une colonne manque",
                    Status::Answered,
                )
            },
        ];
        let rows = rows.into_iter().map(|row| QueueRow { current: Some(row.number) == current, ..row });
        let tab = |text: &'static str, view: &str, count: Option<&str>, current| Tab {
            href: format!("{}?view={view}", routes::QUEUE),
            text: text.into(),
            count: count.map(str::to_owned),
            current,
        };
        Self {
            tabs: vec![
                tab("office-view-todo", "todo", Some("25"), true),
                tab("office-view-mine", "mine", Some("4"), false),
                tab("office-view-urgent", "urgent", Some("2"), false),
                tab("office-view-waiting", "waiting", Some("999+"), false),
                tab("office-view-closed", "closed", None, false),
            ],
            next: Some("/queue?view=todo&after=x".to_owned()),
            fragment_href: Some("/queue/rows?view=todo".to_owned()),
            ..Self::new("todo", tenants, "", "", rows.collect()).with_teams(teams, "")
        }
    }
}

fn row(number: i64, category: &str, excerpt: &str, status: Status) -> QueueRow {
    QueueRow {
        href: routes::ticket("durand", number),
        number,
        tenant: "Durand & Fils".to_owned(),
        requester: "Claire Martin".to_owned(),
        category: category.to_owned(),
        team: None,
        excerpt: excerpt.to_owned(),
        urgent: false,
        raised: false,
        status,
        since: sample_time("2026-11-22T13:17:00Z"),
        waiting: true,
        holder: None,
        callback: None,
        callback_waits: false,
        promised_by: None,
        current: false,
    }
}

impl QueueRow {
    /// The row with what becomes of its callback; nothing for one that is over.
    #[must_use]
    pub fn with_call(self, state: CallbackState, holder: &str, promised_by: DateTime<Utc>) -> Self {
        let named = |key: &'static str| Text::key(key).with("name", holder);
        let text = match state {
            CallbackState::Requested | CallbackState::Late => Text::key("office-row-waits"),
            CallbackState::Taken => named("office-row-taken"),
            CallbackState::NoAnswer => named("office-row-retry"),
            CallbackState::WrongNumber => Text::key("office-callback-wrong-number"),
            CallbackState::Reached | CallbackState::Cancelled => return self,
        };
        Self {
            callback: Some(text),
            callback_waits: matches!(state, CallbackState::Requested | CallbackState::Late),
            promised_by: Some(promised_by),
            ..self
        }
    }
}

impl Page for QueueRows {
    const TEMPLATE: &'static str = "office/queue-rows";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "office-queue-title".into()
    }

    fn samples() -> Vec<Self> {
        let empty = Self { rows: Vec::new(), next: None, ..Self::sample(None) };
        let later =
            Self { first: Some("/queue?view=todo".to_owned()), fragment_href: None, ..Self::sample(None) };
        vec![Self::sample(Some(1041)), later, Self { filtered: true, ..empty.clone() }, empty]
    }
}
