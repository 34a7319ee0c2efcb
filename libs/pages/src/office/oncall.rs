//! Who is on call: now, this week, and where nobody is.

use chrono::{DateTime, Datelike as _, Utc, Weekday};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time, routes::office as routes};

/// The same people on call for a while; a hole when there is nobody.
#[derive(Debug, Clone, Serialize)]
pub struct SpanLine {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
    /// Its day of the week.
    pub from_day: Text,
    /// Its day of the week.
    pub to_day: Text,
    /// Who, by name; nothing in a hole.
    pub names: Option<String>,
    /// Whether it is now.
    pub now: bool,
}

impl SpanLine {
    /// A span as a calendar in `zone` shows it.
    pub fn new(
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        names: Option<String>,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> Self {
        let day = |at: DateTime<Utc>| Text::key(day_key(at.with_timezone(&zone).weekday()));
        Self { from, to, from_day: day(from), to_day: day(to), names, now: from <= now && now < to }
    }
}

/// What a day of the week is called.
pub(crate) const fn day_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "day-mon",
        Weekday::Tue => "day-tue",
        Weekday::Wed => "day-wed",
        Weekday::Thu => "day-thu",
        Weekday::Fri => "day-fri",
        Weekday::Sat => "day-sat",
        Weekday::Sun => "day-sun",
    }
}

/// An exception to a rota.
#[derive(Debug, Clone, Serialize)]
pub struct OverrideLine {
    /// Who.
    pub name: String,
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
    /// Where it is taken away, for those who may.
    pub remove_action: Option<String>,
}

/// A rota with what it means for a week.
#[derive(Debug, Clone, Serialize)]
pub struct RotaCard {
    /// Its identifier, unique on the page.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who is on call now, by name; nothing when nobody is.
    pub now: Option<String>,
    /// The week without gaps.
    pub week: Vec<SpanLine>,
    /// How many holes the week has.
    pub holes: usize,
    /// Exceptions that are not over.
    pub overrides: Vec<OverrideLine>,
    /// Where it is changed, for those who may.
    pub edit_href: Option<String>,
}

/// A step of an escalation, in words.
#[derive(Debug, Clone, Serialize)]
pub struct StepLine {
    /// Who is told: names of rotas and people.
    pub who: String,
    /// Whether the supervisors are among them.
    pub supervisors: bool,
    /// Minutes until the next step.
    pub minutes: u8,
}

/// An escalation, in words.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyCard {
    /// What people call it.
    pub name: String,
    /// Its steps.
    pub steps: Vec<StepLine>,
    /// How often they are gone through again.
    pub repeat: u8,
}

/// A callback that is open.
#[derive(Debug, Clone, Serialize)]
pub struct OpenCall {
    /// Its proof.
    pub href: String,
    /// Client company.
    pub tenant: String,
    /// Whom to ask for.
    pub contact: String,
    /// How it stands.
    pub text: Text,
    /// By when we promised to call.
    pub promised_by: DateTime<Utc>,
    /// Whether nobody has it.
    pub waits: bool,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct OnCall {
    /// Callbacks that are open.
    pub calls: Vec<OpenCall>,
    /// Every rota.
    pub rotas: Vec<RotaCard>,
    /// Every escalation.
    pub policies: Vec<PolicyCard>,
    /// The week before.
    pub previous_href: String,
    /// The week after.
    pub next_href: String,
    /// This week, from another.
    pub now_href: Option<&'static str>,
    /// Where a rota is made, for those who may.
    pub new_href: Option<&'static str>,
}

impl Page for OnCall {
    const TEMPLATE: &'static str = "office/oncall";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-on-call".into()
    }

    fn samples() -> Vec<Self> {
        let span = |from: &str, to: &str, names: Option<&str>| {
            let now = sample_time("2026-11-22T13:19:00Z");
            let when = (sample_time(from), sample_time(to));
            SpanLine::new(when, names.map(str::to_owned), now, chrono_tz::Europe::Paris)
        };
        let rota = RotaCard {
            id: "rot_1".to_owned(),
            name: "Semaine".to_owned(),
            now: Some("Marie Leroy".to_owned()),
            week: vec![
                span("2026-11-21T23:00:00Z", "2026-11-23T07:00:00Z", Some("Marie Leroy")),
                span("2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z", None),
                span("2026-11-24T07:00:00Z", "2026-11-28T23:00:00Z", Some("Karim Haddad, Zoé")),
            ],
            holes: 1,
            overrides: vec![OverrideLine {
                name: "Zoé".to_owned(),
                from: sample_time("2026-11-24T07:00:00Z"),
                to: sample_time("2026-11-25T07:00:00Z"),
                remove_action: Some(routes::remove_override("rot_1", "ovr_1")),
            }],
            edit_href: Some(routes::rota("rot_1")),
        };
        let call = |text: Text, waits| OpenCall {
            href: routes::callback("durand", "cbk_1"),
            tenant: "Durand & Fils".to_owned(),
            contact: "Claire Martin".to_owned(),
            text,
            promised_by: sample_time("2026-11-22T13:32:00Z"),
            waits,
        };
        let policy = PolicyCard {
            name: "URGENT".to_owned(),
            steps: vec![
                StepLine { who: "Semaine".to_owned(), supervisors: false, minutes: 5 },
                StepLine { who: String::new(), supervisors: true, minutes: 5 },
            ],
            repeat: 1,
        };
        let full = Self {
            calls: vec![
                call("office-row-waits".into(), true),
                call(Text::key("office-row-taken").with("name", "Marie Leroy"), false),
            ],
            rotas: vec![
                rota.clone(),
                RotaCard {
                    id: "rot_2".to_owned(),
                    name: "Nuit".to_owned(),
                    now: None,
                    holes: 0,
                    overrides: Vec::new(),
                    edit_href: None,
                    ..rota
                },
            ],
            policies: vec![policy],
            previous_href: "/oncall?from=2026-11-15".to_owned(),
            next_href: "/oncall?from=2026-11-29".to_owned(),
            now_href: Some(routes::ON_CALL),
            new_href: Some(routes::NEW_ROTA),
        };
        let empty = Self {
            calls: Vec::new(),
            rotas: Vec::new(),
            policies: Vec::new(),
            now_href: None,
            ..full.clone()
        };
        vec![full, empty]
    }
}
