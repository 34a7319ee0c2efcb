//! A rotation of a rota: who takes turns, for how long, and in which hours. One plain form.

use serde::Serialize;

use super::rota::weekdays;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    routes::office as routes,
};

/// Who takes the turn of this number.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PersonRow {
    /// Counts from 1.
    pub number: usize,
    /// Everybody; nobody in a row that is free.
    pub staff: Vec<Choice>,
}

/// Hours to which the rotation is restricted.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HoursRow {
    /// Counts from 1; names the row for those who hear it.
    pub number: usize,
    /// Days to begin on, every day among them; nothing in a row that is free.
    pub from_day: Vec<Choice>,
    /// When they begin.
    pub from_time: String,
    /// Days to end on; does not count when they are the same every day.
    pub until_day: Vec<Choice>,
    /// When they end.
    pub until_time: String,
    /// What was wrong.
    pub error: Option<Text>,
}

/// The word for hours that are the same every day.
pub const EVERY_DAY: &str = "every";

/// Days on which hours begin: none for a free row, every day, or one of the week.
pub fn hour_days(chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: &'static str| Choice {
        selected: value == chosen,
        ..Choice::new(value, Text::key(label))
    };
    let first = [choice("", "layer-hours-none"), choice(EVERY_DAY, "layer-hours-every")];
    first.into_iter().chain(weekdays(chosen)).collect()
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct LayerPage {
    /// Where the rota is.
    pub rota_href: String,
    /// What people call the rota.
    pub rota: String,
    /// The zone whose clocks it follows.
    pub zone: String,
    /// Where the form posts.
    pub action: String,
    /// Which state of the rota the form was filled from.
    pub version: Field,
    /// What people call it.
    pub name: Field,
    /// `weekly`, `daily`, `days` or `hours`.
    pub turn: Field,
    /// The day of a weekly hand-over.
    pub weekday: Field,
    /// How many days or hours.
    pub length: Field,
    /// When a turn begins.
    pub at: Field,
    /// The first day.
    pub starts_on: Field,
    /// Who, in the order of their turns, and free rows.
    pub people: Vec<PersonRow>,
    /// What was wrong with them.
    pub people_error: Option<Text>,
    /// To which hours it is restricted, and free rows.
    pub hours: Vec<HoursRow>,
    /// What was wrong with them as a whole.
    pub hours_error: Option<Text>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl LayerPage {
    /// The empty form.
    pub fn new(rota_href: String, rota: &str, zone: &str, action: String) -> Self {
        let turns = [
            Choice::new("weekly", "layer-turn-weekly"),
            Choice::new("daily", "layer-turn-daily"),
            Choice::new("days", "layer-turn-days"),
            Choice::new("hours", "layer-turn-hours"),
        ];
        Self {
            rota_href,
            rota: rota.to_owned(),
            zone: zone.to_owned(),
            action,
            version: Field::version(),
            name: Field::text("name", "office-rota-name").hint("layer-name-hint").autocomplete("off"),
            turn: Field::choice("turn", "layer-turn", turns.into()),
            weekday: Field::choice("weekday", "layer-weekday", weekdays("mon")).hint("layer-weekday-hint"),
            length: Field::number("length", "layer-length").hint("layer-length-hint").conditional(),
            at: Field { kind: "time", ..Field::text("at", "layer-at") }.hint("layer-at-hint"),
            starts_on: Field { kind: "date", ..Field::text("starts_on", "layer-starts-on") }
                .hint("layer-starts-on-hint"),
            people: Vec::new(),
            people_error: None,
            hours: Vec::new(),
            hours_error: None,
            errors: Vec::new(),
        }
    }

    /// Every field, to be filled in and marked.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        [
            &mut self.version,
            &mut self.name,
            &mut self.turn,
            &mut self.weekday,
            &mut self.length,
            &mut self.at,
            &mut self.starts_on,
        ]
        .into_iter()
    }

    /// The page with its error summary.
    #[must_use]
    pub fn summed_up(self) -> Self {
        let when = [&self.turn, &self.weekday, &self.length, &self.at, &self.starts_on];
        let mut errors = problems([&self.version, &self.name].into_iter().chain(when));
        let rows = self.hours.iter().find_map(|row| row.error.clone());
        let more = [("people", self.people_error.clone()), ("hours", self.hours_error.clone().or(rows))];
        errors.extend(
            more.into_iter().filter_map(|(field, text)| Some(Problem { field: field.into(), text: text? })),
        );
        Self { errors, ..self }
    }
}

impl Page for LayerPage {
    const TEMPLATE: &'static str = "office/layer";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "layer-title".into()
    }

    fn samples() -> Vec<Self> {
        let staff = |chosen: &str| {
            let choice = |id: &str, name: &str| Choice {
                selected: id == chosen,
                ..Choice::new(id, Text::plain(name))
            };
            vec![choice("stf_1", "Marie Leroy"), choice("stf_2", "Karim Haddad")]
        };
        let person = |(number, who): (usize, &&str)| PersonRow { number: number + 1, staff: staff(who) };
        let hours = |number, from: &str, until: &str| HoursRow {
            number,
            from_day: hour_days(from),
            from_time: "20:00".to_owned(),
            until_day: weekdays(until),
            until_time: "08:00".to_owned(),
            error: None,
        };
        let page = || {
            let action = routes::layer("rot_1", "lay_1");
            let page = Self::new(routes::rota("rot_1"), "Semaine", "Europe/Paris", action);
            Self {
                name: page.name.value("Nuits et week-ends"),
                turn: page.turn.value("weekly"),
                weekday: page.weekday.value("mon"),
                at: page.at.value("08:00"),
                starts_on: page.starts_on.value("2026-11-30"),
                people: ["stf_2", "stf_1", ""].iter().enumerate().map(person).collect(),
                hours: vec![hours(1, EVERY_DAY, "mon"), hours(2, "fri", "mon"), hours(3, "", "mon")],
                ..page
            }
        };
        let mut refused = page();
        for field in refused.each() {
            field.error = Some("invalid-missing".into());
        }
        refused.people_error = Some("rota-no-people".into());
        refused.hours_error = Some("rota-too-many-hours".into());
        if let Some(row) = refused.hours.first_mut() {
            row.error = Some("layer-hours-wrong".into());
        }
        vec![page(), refused.summed_up()]
    }
}
