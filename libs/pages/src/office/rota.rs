//! A rota: its weekly shifts, its rotations and its exceptions, as plain forms.

use chrono::Weekday;
use rappel_domain::rota::Turn;
use serde::Serialize;

use super::{
    oncall::{OverrideLine, day_key},
    tenants::{with_zone, zone_field},
};
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

/// How long a turn lasts and when it begins, in words.
pub fn turn_text(turn: Turn, at: &str) -> Text {
    match turn {
        Turn::Weekly(day) => Text::key("layer-weekly").with("day", day_word(day)),
        Turn::Days(days) => Text::key("layer-days").with("count", days),
        Turn::Hours(hours) => Text::key("layer-hours").with("count", hours),
    }
    .with("at", at)
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

/// A rotation as a line of the page, the one that counts most first.
#[derive(Debug, Clone, Serialize)]
pub struct LayerLine {
    /// What people call it.
    pub name: String,
    /// How long a turn lasts and when it begins.
    pub turn: Text,
    /// The day on which it begins, as `30/11/2026`.
    pub starts_on: String,
    /// Who, in the order of their turns.
    pub people: String,
    /// To how many spans of hours it is restricted.
    pub hours: usize,
    /// Where it is changed.
    pub href: String,
    /// Where it is put over the next one; nothing for the highest.
    pub higher_action: Option<String>,
    /// Where it is put under the one before; nothing for the lowest.
    pub lower_action: Option<String>,
    /// Where it is taken away.
    pub remove_action: String,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct RotaPage {
    /// Where the list is.
    pub list_href: &'static str,
    /// Where the shifts post.
    pub action: String,
    /// Which state of it the form was filled from; nothing for a rota that is being made.
    pub version: Option<Field>,
    /// What people call it.
    pub name: Field,
    /// The zone whose clocks it follows.
    pub time_zone: Field,
    /// The same in words.
    pub zone: String,
    /// Its shifts, and rows for new ones.
    pub shifts: Vec<ShiftRow>,
    /// Its rotations, the one that counts most first.
    pub layers: Vec<LayerLine>,
    /// Where a rotation is added; nothing for a rota that is being made.
    pub new_layer_href: Option<String>,
    /// Where escalations are, when none names this rota, so that nobody is paged by it.
    pub unpaged_href: Option<&'static str>,
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
            version: None,
            name: Field::text("name", "office-rota-name").hint("office-rota-name-hint").value(name),
            time_zone: with_zone(zone_field(), zone),
            zone: zone.to_owned(),
            shifts,
            layers: Vec::new(),
            new_layer_href: None,
            unpaged_href: None,
            overrides: Vec::new(),
            exception: None,
            errors: Vec::new(),
        }
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let exception = self.exception.iter().flat_map(|form| [&form.staff, &form.from, &form.to]);
        let fields = self.version.iter().chain([&self.name, &self.time_zone]);
        let mut errors = problems(fields.chain(exception));
        if let Some(why) = self.shifts.iter().find_map(|row| row.error.clone()) {
            errors.push(Problem { field: "shifts".into(), text: why });
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
        let layer = |name: &str, turn: Text, hours| LayerLine {
            name: name.to_owned(),
            turn,
            starts_on: "30/11/2026".to_owned(),
            people: "Marie Leroy, Karim Haddad".to_owned(),
            hours,
            href: routes::layer("rot_1", "lay_1"),
            higher_action: None,
            lower_action: Some(routes::layer_act("rot_1", "lay_1", "lower")),
            remove_action: routes::layer_act("rot_1", "lay_1", "remove"),
        };
        let weekly = turn_text(Turn::Weekly(Weekday::Mon), "08:00");
        let lower = LayerLine {
            higher_action: Some(routes::layer_act("rot_1", "lay_2", "higher")),
            lower_action: None,
            ..layer("Semaine", weekly, 0)
        };
        let daily = turn_text(Turn::Days(1), "20:00");
        let saved = Self {
            layers: vec![layer("Nuits", daily, 2), lower],
            new_layer_href: Some(routes::new_layer("rot_1")),
            unpaged_href: Some(routes::POLICIES),
            overrides: vec![OverrideLine {
                name: "Karim Haddad".to_owned(),
                instead_of: None,
                from: sample_time("2026-11-24T07:00:00Z"),
                to: sample_time("2026-11-25T07:00:00Z"),
                remove_action: Some(routes::remove_override("rot_1", "ovr_1")),
            }],
            exception: Some(OverrideForm::new("rot_1", staff(""))),
            ..page()
        };
        let mut refused = saved.clone();
        refused.name.error = Some("invalid-missing".into());
        refused.time_zone.error = Some("invalid-choice".into());
        if let Some(row) = refused.shifts.first_mut() {
            row.error = Some("office-shift-wrong".into());
        }
        if let Some(form) = &mut refused.exception {
            form.to.error = Some("invalid-period".into());
        }
        vec![saved, refused.summed_up(), Self { action: routes::NEW_ROTA.to_owned(), ..page() }]
    }
}
