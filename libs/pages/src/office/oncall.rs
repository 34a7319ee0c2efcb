//! Who is on call: now, in four weeks, at any moment, and where nobody is.

mod calendar;

pub use calendar::{Day, DayTurn};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use rappel_domain::rota::Period;
use serde::Serialize;

use super::policies::PolicyCard;
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

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
    /// Instead of whom, when it is not everybody.
    pub instead_of: Option<String>,
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment after.
    pub to: DateTime<Utc>,
    /// Where it is taken away, for those who may.
    pub remove_action: Option<String>,
}

/// A rota with what it means for four weeks.
#[derive(Debug, Clone, Serialize)]
pub struct RotaCard {
    /// Its identifier, unique on the page.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who is on call now, by name; nothing when nobody is.
    pub now: Option<String>,
    /// Every day of the four weeks.
    pub days: Vec<Day>,
    /// The holes of the four weeks, in words.
    pub holes: Vec<SpanLine>,
    /// How many holes are not in words.
    pub more_holes: usize,
    /// Exceptions that are not over.
    pub overrides: Vec<OverrideLine>,
    /// Where it is changed, for those who may.
    pub edit_href: Option<String>,
    /// Whether no escalation names it, so that nobody is paged by it.
    pub unpaged: bool,
}

/// Who would be called at a moment.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// When, as `2026-11-29T03:00`.
    pub at: Field,
    /// What was asked, when it was.
    pub answer: Option<PreviewAnswer>,
}

/// Who would be called at the moment that was asked for.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewAnswer {
    /// When.
    pub at: DateTime<Utc>,
    /// Its day of the week.
    pub day: Text,
    /// Each rota.
    pub rotas: Vec<PreviewLine>,
}

/// Who would be called by a rota.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewLine {
    /// What people call the rota.
    pub rota: String,
    /// Who, by name; nothing when nobody would.
    pub names: Option<String>,
}

impl Preview {
    /// The form.
    pub fn new(at: &str) -> Self {
        let at = Field { kind: "datetime-local", ..Field::text("at", "oncall-preview-at") }
            .hint("oncall-preview-hint")
            .value(at);
        Self { at, answer: None }
    }

    /// The answer.
    #[must_use]
    pub fn answered(self, at: DateTime<Utc>, zone: Tz, rotas: Vec<PreviewLine>) -> Self {
        let day = Text::key(day_key(at.with_timezone(&zone).weekday()));
        Self { answer: Some(PreviewAnswer { at, day, rotas }), ..self }
    }
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
    /// Where escalations are changed, for those who may.
    pub policies_href: Option<&'static str>,
    /// The week before.
    pub previous_href: String,
    /// The week after.
    pub next_href: String,
    /// This week, from another.
    pub now_href: Option<&'static str>,
    /// Where a rota is made, for those who may.
    pub new_href: Option<&'static str>,
    /// Where this page is.
    pub action: &'static str,
    /// The first day that is shown, as `2026-11-23`.
    pub first: String,
    /// Who would be called at any moment.
    pub preview: Preview,
    /// Where swaps are.
    pub swaps_href: &'static str,
    /// How many swaps wait for the reader's answer.
    pub swaps_waiting: usize,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl OnCall {
    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        Self { errors: problems([&self.preview.at]), ..self }
    }
}

impl Page for OnCall {
    const TEMPLATE: &'static str = "office/oncall";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-on-call".into()
    }

    fn samples() -> Vec<Self> {
        let (now, zone) = (sample_time("2026-11-22T13:19:00Z"), chrono_tz::Europe::Paris);
        let span = |from: &str, to: &str, names: Option<&str>| {
            (Period { from: sample_time(from), to: sample_time(to) }, names.map(str::to_owned))
        };
        let spans = [
            span("2026-11-15T23:00:00Z", "2026-11-23T07:00:00Z", Some("Marie Leroy")),
            span("2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z", None),
            span("2026-11-24T07:00:00Z", "2026-12-13T23:00:00Z", Some("Karim Haddad, Zoé")),
        ];
        let nights = [
            span("2026-11-15T23:00:00Z", "2026-11-24T07:00:00Z", None),
            span("2026-11-24T07:00:00Z", "2026-12-13T23:00:00Z", Some("Karim Haddad")),
        ];
        let line = |(period, names): &(Period, Option<String>)| {
            SpanLine::new((period.from, period.to), names.clone(), now, zone)
        };
        let first = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap_or_default();
        let rota = RotaCard {
            id: "rot_1".to_owned(),
            name: "Semaine".to_owned(),
            now: Some("Marie Leroy".to_owned()),
            days: Day::row(&spans, (first, 28), now, zone),
            holes: vec![line(&spans[1])],
            more_holes: 2,
            overrides: vec![
                OverrideLine {
                    name: "Zoé".to_owned(),
                    instead_of: Some("Karim Haddad".to_owned()),
                    from: sample_time("2026-11-24T07:00:00Z"),
                    to: sample_time("2026-11-25T07:00:00Z"),
                    remove_action: Some(routes::remove_override("rot_1", "ovr_1")),
                },
                OverrideLine {
                    name: "Zoé".to_owned(),
                    instead_of: None,
                    from: sample_time("2026-11-26T07:00:00Z"),
                    to: sample_time("2026-11-27T07:00:00Z"),
                    remove_action: None,
                },
            ],
            edit_href: Some(routes::rota("rot_1")),
            unpaged: false,
        };
        let call = |text: Text, waits| OpenCall {
            href: routes::callback("durand", "cbk_1"),
            tenant: "Durand & Fils".to_owned(),
            contact: "Claire Martin".to_owned(),
            text,
            promised_by: sample_time("2026-11-22T13:32:00Z"),
            waits,
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
                    days: Day::row(&nights, (first, 28), now, zone),
                    now: None,
                    holes: vec![line(&nights[0])],
                    more_holes: 0,
                    overrides: Vec::new(),
                    edit_href: None,
                    unpaged: true,
                },
            ],
            policies: vec![PolicyCard::sample()],
            policies_href: Some(routes::POLICIES),
            previous_href: "/oncall?from=2026-11-15".to_owned(),
            next_href: "/oncall?from=2026-11-29".to_owned(),
            now_href: Some(routes::ON_CALL),
            new_href: Some(routes::NEW_ROTA),
            action: routes::ON_CALL,
            first: "2026-11-16".to_owned(),
            preview: Preview::new("2026-11-29T03:00").answered(
                sample_time("2026-11-29T02:00:00Z"),
                zone,
                vec![
                    PreviewLine { rota: "Semaine".to_owned(), names: Some("Karim Haddad".to_owned()) },
                    PreviewLine { rota: "Nuit".to_owned(), names: None },
                ],
            ),
            swaps_href: routes::SWAPS,
            swaps_waiting: 1,
            errors: Vec::new(),
        };
        let mut asked = full.clone();
        asked.preview = Preview::new("dimanche");
        asked.preview.at.error = Some("oncall-preview-wrong".into());
        let empty = Self {
            calls: Vec::new(),
            rotas: Vec::new(),
            policies: Vec::new(),
            policies_href: None,
            now_href: None,
            preview: Preview::new("2026-11-29T03:00"),
            swaps_waiting: 0,
            ..full.clone()
        };
        vec![full, asked.summed_up(), empty]
    }
}
