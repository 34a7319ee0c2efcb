//! The client's tickets: the table of the 2007 guide.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{CallbackCard, Narrowed};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem},
    page::sample_time,
    routes::portal as routes,
};

/// State of a ticket as a badge shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has taken it yet.
    Untreated,
    /// Somebody works on it.
    InProgress,
    /// We answered.
    Answered,
    /// Over.
    Closed,
}

impl Status {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Untreated => "status-untreated",
            Self::InProgress => "status-in-progress",
            Self::Answered => "status-answered",
            Self::Closed => "status-closed",
        }
    }
}

/// Which tickets are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// All but the closed ones.
    Open,
    /// The closed ones.
    Closed,
}

/// A row of the list.
#[derive(Debug, Clone, Serialize)]
pub struct TicketRow {
    /// Number.
    pub number: i64,
    /// Its page.
    pub href: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// What it is about.
    pub category: String,
    /// Whether a callback belongs to it.
    pub urgent: bool,
    /// The beginning of its description.
    pub excerpt: String,
    /// Who opened it, for managers.
    pub opened_by: Option<String>,
    /// Its state.
    pub status: Status,
    /// Where the answer is, once there is one.
    pub answer_href: Option<String>,
    /// When it closes by itself.
    pub closes_at: Option<DateTime<Utc>>,
    /// Where it is closed, while it is open.
    pub close_href: Option<String>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Links to the pages around a page of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Pager {
    /// The newest ones, from an older page.
    pub newest: Option<String>,
    /// Older ones.
    pub next: Option<String>,
}

/// The list of tickets.
#[derive(Debug, Clone, Serialize)]
pub struct Tickets {
    /// Which ones are listed.
    pub tab: Tab,
    /// A number or words.
    pub q: Field,
    /// Whether only what matches is listed.
    pub searched: bool,
    /// Where the search leads.
    pub action: &'static str,
    /// The tab without what is looked for.
    pub all_href: String,
    /// What narrows it down.
    pub narrow: Narrowed,
    /// The tab without that, where it is narrowed down.
    pub wide_href: Option<String>,
    /// What was wrong.
    pub errors: Vec<Problem>,
    /// How many that match are open, as text.
    pub open_count: String,
    /// How many that match are closed, as text.
    pub closed_count: String,
    /// The rows.
    pub rows: Vec<TicketRow>,
    /// In which order.
    pub sort: Field,
    /// The order, in words.
    pub order: Text,
    /// Whether the newest stand first, so that other pages are newer and older.
    pub by_age: bool,
    /// What is listed, as a table for other programs.
    pub csv_href: String,
    /// Newer and older ones, or those before and after.
    pub pager: Pager,
    /// After how many days an answered ticket closes by itself.
    pub auto_close_days: u32,
    /// How many days before that its owner is reminded; 0 for never.
    pub reminder_days: u32,
    /// Callbacks under way.
    pub callbacks: Vec<CallbackCard>,
    /// Where the callbacks are fetched again.
    pub fragment_href: &'static str,
    /// Where a ticket is opened.
    pub new_href: &'static str,
    /// The open ones that match.
    pub open_href: String,
    /// The closed ones that match.
    pub closed_href: String,
}

impl Tickets {
    /// A page of the list: every ticket, or those that match what was typed.
    pub fn new(tab: Tab, typed: &str, rows: Vec<TicketRow>) -> Self {
        Self {
            q: Field { kind: "search", ..Field::text("q", "tickets-search-what") }.value(typed).conditional(),
            searched: !typed.is_empty(),
            action: routes::TICKETS,
            all_href: if tab == Tab::Closed { routes::CLOSED_TICKETS } else { routes::TICKETS }.to_owned(),
            narrow: Narrowed::new(tab, Vec::new(), Vec::new(), Vec::new()),
            wide_href: None,
            errors: Vec::new(),
            tab,
            open_count: "0".to_owned(),
            closed_count: "0".to_owned(),
            rows,
            sort: Field::choice("sort", "tickets-sort", Self::orders()).conditional(),
            order: "tickets-sort-number".into(),
            by_age: true,
            csv_href: routes::TICKETS_CSV.to_owned(),
            pager: Pager::default(),
            auto_close_days: 15,
            reminder_days: 3,
            callbacks: Vec::new(),
            fragment_href: routes::CALLBACKS_FRAGMENT,
            new_href: routes::NEW_TICKET,
            open_href: routes::TICKETS.to_owned(),
            closed_href: routes::CLOSED_TICKETS.to_owned(),
        }
    }
}

impl Tickets {
    /// The page in an order, by its word.
    #[must_use]
    pub fn sorted(self, word: &str) -> Self {
        let sort = self.sort.value(word);
        let chosen = sort.choices.iter().find(|choice| choice.selected);
        let order = chosen.map_or_else(|| self.order.clone(), |choice| choice.label.clone());
        Self { by_age: word.is_empty(), order, sort, ..self }
    }

    /// The page with what narrows it down.
    #[must_use]
    pub fn narrowed(self, narrow: Narrowed) -> Self {
        Self { errors: narrow.problems(), narrow, ..self }
    }

    fn orders() -> Vec<Choice> {
        [
            ("", "tickets-sort-number"),
            ("number-up", "tickets-sort-number-up"),
            ("date", "tickets-sort-date"),
            ("date-up", "tickets-sort-date-up"),
            ("status", "tickets-sort-status"),
            ("category", "tickets-sort-category"),
        ]
        .map(|(word, label)| Choice::new(word, label))
        .into()
    }
}

impl Page for Tickets {
    const TEMPLATE: &'static str = "portal/tickets";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "tickets-title".into()
    }

    fn samples() -> Vec<Self> {
        let open = vec![
            row(1043, "URGENT", Status::InProgress),
            row(1042, "Réseau / Internet / Messagerie", Status::Untreated),
            row(1041, "Application développée", Status::Answered),
            row(1038, "Site web", Status::InProgress),
        ];
        let closed = vec![
            row(1021, "Facturation / administratif", Status::Closed),
            row(1019, "Autre", Status::Closed),
        ];
        let wide = || Some(routes::TICKETS.to_owned());
        let narrow = Narrowed::sample(Tab::Open);
        let wrong = Narrowed {
            category: narrow.category.clone().error("tickets-wrong-category"),
            person: narrow.person.clone().map(|it| it.error("tickets-wrong-person")),
            status: narrow.status.clone().map(|it| it.error("tickets-wrong-status")),
            from: narrow.from.clone().value("2026-13-01").error("tickets-wrong-day"),
            to: narrow.to.clone().error(Text::key("tickets-wrong-order").with("day", "30/11/2026")),
            open: true,
        };
        let narrow = Narrowed { category: narrow.category.value("cat_1"), open: true, ..narrow };
        let counted = |page: Self| Self { open_count: "4".into(), closed_count: "999+".into(), ..page };
        vec![
            counted(
                Self {
                    callbacks: vec![CallbackCard::sample_taken()],
                    ..Self::new(Tab::Open, "", open.clone())
                }
                .narrowed(Narrowed::sample(Tab::Open)),
            ),
            counted(Self {
                wide_href: wide(),
                ..Self::new(Tab::Open, "", open.clone()).narrowed(narrow.clone())
            }),
            counted(Self::new(Tab::Open, "", open).narrowed(wrong)),
            Self { wide_href: wide(), ..Self::new(Tab::Open, "factur", Vec::new()).narrowed(narrow) },
            counted(Self {
                pager: Pager {
                    newest: Some("/tickets?tab=closed".into()),
                    next: Some("/tickets?tab=closed&after=x".into()),
                },
                ..Self::new(Tab::Closed, "", closed.clone())
            }),
            Self::new(Tab::Open, "", Vec::new()),
            Self { open_count: "2".into(), ..Self::new(Tab::Closed, "", Vec::new()) },
            Self {
                closed_count: "2".into(),
                pager: Pager {
                    newest: Some("/tickets?tab=closed&sort=category".into()),
                    next: Some("/tickets?tab=closed&sort=category&after=x".into()),
                },
                ..Self::new(Tab::Closed, "factur", closed).sorted("category")
            },
            Self { closed_count: "2".into(), ..Self::new(Tab::Open, "factur", Vec::new()) },
        ]
    }
}

fn row(number: i64, category: &str, status: Status) -> TicketRow {
    let closed = status == Status::Closed;
    let answered = matches!(status, Status::Answered | Status::Closed);
    TicketRow {
        number,
        href: routes::ticket(number),
        opened_at: sample_time("2026-11-20T09:11:00Z"),
        category: category.to_owned(),
        urgent: category == "URGENT",
        excerpt: "Impossible d’envoyer un message depuis ce matin, erreur 550 à chaque essai".to_owned(),
        opened_by: (number % 2 == 0).then(|| "Jean Petit".to_owned()),
        status,
        answer_href: answered.then(|| routes::answer(number)),
        closes_at: (status == Status::Answered).then(|| sample_time("2026-12-06T23:00:00Z")),
        close_href: (!closed).then(|| routes::close(number)),
        closed_at: closed.then(|| sample_time("2026-11-19T16:02:00Z")),
    }
}
