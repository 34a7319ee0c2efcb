//! The weekly shifts of a rota, and its exceptions: plain forms.

use chrono::Weekday;
use serde::Serialize;

use super::oncall::{OverrideLine, day_key};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// A shift as a row of the form: days are `mon` to `sun`, times `08:00`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ShiftRow {
    /// Counts from 1; names the row for those who hear it.
    pub number: usize,
    /// Days to begin on.
    pub from_day: Vec<Choice>,
    /// When it begins.
    pub from_time: String,
    /// Days to end on.
    pub until_day: Vec<Choice>,
    /// When it ends.
    pub until_time: String,
    /// Who; nobody in the row for a new shift.
    pub staff: Vec<Choice>,
    /// Whether the row is for a new shift.
    pub fresh: bool,
    /// What was wrong.
    pub error: Option<Text>,
}

/// The days of a week as choices.
pub fn weekdays(chosen: &str) -> Vec<Choice> {
    let days =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    days.into_iter()
        .map(|day| {
            let value = day_word(day);
            Choice { selected: value == chosen, ..Choice::new(value, day_key(day)) }
        })
        .collect()
}

/// The word for a day in forms.
pub const fn day_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

/// An exception to add.
#[derive(Debug, Clone, Serialize)]
pub struct OverrideForm {
    /// Where it posts.
    pub action: String,
    /// Who.
    pub staff: Field,
    /// The first moment, as `2026-11-24T08:00` on the rota's clocks.
    pub from: Field,
    /// The first moment after.
    pub to: Field,
}

impl OverrideForm {
    /// The empty form.
    pub fn new(rota: &str, staff: Vec<Choice>) -> Self {
        let moment = |name, label: &'static str| Field { kind: "datetime-local", ..Field::text(name, label) };
        Self {
            action: routes::overrides(rota),
            staff: Field::choice("staff", "office-override-staff", staff),
            from: moment("from", "office-override-from"),
            to: moment("to", "office-override-to"),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct RotaPage {
    /// Where the list is.
    pub list_href: &'static str,
    /// Where the shifts post.
    pub action: String,
    /// What people call it.
    pub name: Field,
    /// The zone whose clocks it follows.
    pub zone: String,
    /// Its shifts, and rows for new ones.
    pub shifts: Vec<ShiftRow>,
    /// Exceptions that are not over.
    pub overrides: Vec<OverrideLine>,
    /// An exception to add; nothing for a rota that is being made.
    pub exception: Option<OverrideForm>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl RotaPage {
    /// The page of a rota, or of a new one without an exception to add.
    pub fn new(action: String, name: &str, zone: &str, shifts: Vec<ShiftRow>) -> Self {
        Self {
            list_href: routes::ON_CALL,
            action,
            name: Field::text("name", "office-rota-name").hint("office-rota-name-hint").value(name),
            zone: zone.to_owned(),
            shifts,
            overrides: Vec::new(),
            exception: None,
            errors: Vec::new(),
        }
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let exception = self.exception.iter().flat_map(|form| [&form.staff, &form.from, &form.to]);
        let mut errors = problems([&self.name].into_iter().chain(exception));
        if let Some(why) = self.shifts.iter().find_map(|row| row.error.clone()) {
            errors.push(Problem { field: "shifts", text: why });
        }
        Self { errors, ..self }
    }
}

impl Page for RotaPage {
    const TEMPLATE: &'static str = "office/rota";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-rota-title".into()
    }

    fn samples() -> Vec<Self> {
        let staff = |chosen: &str| {
            let choice = |id: &str, name: &str| Choice {
                selected: id == chosen,
                ..Choice::new(id, Text::plain(name))
            };
            vec![choice("stf_1", "Marie Leroy"), choice("stf_2", "Karim Haddad")]
        };
        let shift = |number, from: &str, until: &str, who: &str| ShiftRow {
            number,
            from_day: weekdays(from),
            from_time: "08:00".to_owned(),
            until_day: weekdays(until),
            until_time: "08:00".to_owned(),
            staff: staff(who),
            fresh: who.is_empty(),
            error: None,
        };
        let rows = || {
            vec![shift(1, "mon", "fri", "stf_1"), shift(2, "fri", "mon", "stf_2"), shift(3, "mon", "mon", "")]
        };
        let page = || Self::new(routes::rota("rot_1"), "Semaine", "Europe/Paris", rows());
        let saved = Self {
            overrides: vec![OverrideLine {
                name: "Karim Haddad".to_owned(),
                from: sample_time("2026-11-24T07:00:00Z"),
                to: sample_time("2026-11-25T07:00:00Z"),
                remove_action: Some(routes::remove_override("rot_1", "ovr_1")),
            }],
            exception: Some(OverrideForm::new("rot_1", staff(""))),
            ..page()
        };
        let mut refused = saved.clone();
        refused.name.error = Some("invalid-missing".into());
        if let Some(row) = refused.shifts.first_mut() {
            row.error = Some("office-shift-wrong".into());
        }
        if let Some(form) = &mut refused.exception {
            form.to.error = Some("invalid-period".into());
        }
        vec![saved, refused.summed_up(), Self { action: routes::NEW_ROTA.to_owned(), ..page() }]
    }
}
