//! Reports: how long callbacks took, as charts that we draw, each with its table.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field},
    page::sample_time,
    routes::office as routes,
};

/// Lines that a chart shows; its table has them all.
const MOST_BARS: usize = 12;
/// Units of the drawing.
const WIDTH: u32 = 320;
const ROW: u32 = 36;
/// Letters of a name that fit beside its figures.
const MOST_LETTERS: usize = 24;

/// A duration in words that both languages share: `45 s`, `6 min 12 s`, `1 h 05 min`.
pub fn duration_text(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 if seconds % 60 == 0 => format!("{} min", seconds / 60),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600.. => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// What a table says of one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Callbacks.
    pub calls: usize,
    /// How many of them were measured.
    pub measured: usize,
    /// Seconds, the median.
    pub median: Option<i64>,
    /// Seconds, where the slowest tenth begins.
    pub slowest: Option<i64>,
    /// Rung by the promised time.
    pub kept: usize,
    /// Of those of which we know.
    pub due: usize,
}

/// A line of a table.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow {
    /// Whose.
    pub name: Text,
    /// Callbacks.
    pub calls: usize,
    /// How many of them were measured.
    pub measured: usize,
    /// The median, in words.
    pub median: Option<String>,
    /// The slowest tenth, in words.
    pub slowest: Option<String>,
    /// Rung by the promised time.
    pub share: Option<Text>,
    seconds: Option<(i64, i64)>,
}

impl ReportRow {
    /// A line in words.
    pub fn new(name: Text, numbers: Numbers) -> Self {
        let Numbers { calls, measured, median, slowest, kept, due } = numbers;
        let share = (due > 0).then(|| {
            Text::key("report-share").with("percent", kept * 100 / due).with("kept", kept).with("due", due)
        });
        Self {
            name,
            calls,
            measured,
            median: median.map(duration_text),
            slowest: slowest.map(duration_text),
            share,
            seconds: median.zip(slowest),
        }
    }
}

/// A line of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Whose; cut where it is long.
    pub name: Text,
    /// Median and slowest tenth, in words.
    pub figures: String,
    /// Where the words stand.
    pub text_y: u32,
    /// Where the bar begins.
    pub top: u32,
    /// How long the bar of the median is.
    pub length: u32,
    /// How far the line to the slowest tenth reaches.
    pub reach: u32,
    /// Where that line is drawn.
    pub line_y: u32,
}

/// One way to gather callbacks: a chart and its table.
#[derive(Debug, Clone, Serialize)]
pub struct ReportSection {
    /// For the ids of the page.
    pub id: &'static str,
    /// Its heading.
    pub title: Text,
    /// What the first column of the table says.
    pub column: Text,
    /// Lines of the chart.
    pub bars: Vec<Bar>,
    /// Units of the drawing.
    pub width: u32,
    /// Units of the drawing.
    pub height: u32,
    /// How many lines the table has that the chart has not.
    pub more: usize,
    /// Every line.
    pub rows: Vec<ReportRow>,
}

impl ReportSection {
    /// Draws the first lines that were measured.
    pub fn new(id: &'static str, title: &'static str, column: &'static str, rows: Vec<ReportRow>) -> Self {
        let drawn: Vec<(&ReportRow, (i64, i64))> =
            rows.iter().filter_map(|row| Some((row, row.seconds?))).take(MOST_BARS).collect();
        let longest = drawn.iter().map(|(_, (median, slowest))| *median.max(slowest)).max();
        let longest = longest.unwrap_or_default().max(1);
        let units = |seconds: i64| {
            let units = i64::from(WIDTH - 2) * seconds.max(0) / longest;
            u32::try_from(units).unwrap_or_default().max(1)
        };
        let bar = |(place, (row, (median, slowest))): (u32, &(&ReportRow, (i64, i64)))| {
            let top = place * ROW;
            Bar {
                name: cut(&row.name),
                figures: format!("{} · {}", duration_text(*median), duration_text(*slowest)),
                text_y: top + 13,
                top: top + 18,
                length: units(*median),
                reach: units(*slowest),
                line_y: top + 23,
            }
        };
        let bars: Vec<Bar> = (0..).zip(&drawn).map(bar).collect();
        let height = u32::try_from(bars.len()).unwrap_or_default() * ROW;
        let more = rows.len() - bars.len();
        Self { id, title: title.into(), column: column.into(), bars, width: WIDTH, height, more, rows }
    }
}

fn cut(name: &Text) -> Text {
    match name {
        Text::Plain { plain } if plain.chars().count() > MOST_LETTERS => {
            let letters: String = plain.chars().take(MOST_LETTERS - 1).collect();
            Text::plain(format!("{}…", letters.trim_end()))
        }
        other => other.clone(),
    }
}

/// What the clients of one company, or of all, said of closed tickets.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackRow {
    /// Whose.
    pub name: Text,
    /// Tickets that were closed.
    pub closed: usize,
    /// How many answers there are.
    pub answered: usize,
    /// How many of them say that it is solved.
    pub share: Option<Text>,
}

impl FeedbackRow {
    /// A line in words.
    pub fn new(name: Text, closed: usize, answered: usize, solved: usize) -> Self {
        let share = (solved * 100).checked_div(answered).map(|percent| {
            Text::key("report-share").with("percent", percent).with("kept", solved).with("due", answered)
        });
        Self { name, closed, answered, share }
    }
}

/// What somebody wrote of a closed ticket.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackWords {
    /// When.
    pub at: DateTime<Utc>,
    /// Of which client.
    pub tenant: String,
    /// Number of the ticket.
    pub number: i64,
    /// Its page.
    pub href: String,
    /// Whether it is solved.
    pub solved: bool,
    /// The words.
    pub words: String,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct Reports {
    /// Where the filter form leads.
    pub action: &'static str,
    /// The first day.
    pub from: Field,
    /// The last day.
    pub to: Field,
    /// One client only.
    pub tenant: Field,
    /// What the charts show.
    pub measure: Field,
    /// Tickets that were closed up to this time and went since, where the period begins before it.
    pub gone_before: Option<DateTime<Utc>>,
    /// How many went.
    pub gone_tickets: u64,
    /// Whether the days could be read.
    pub errors: Vec<crate::form::Problem>,
    /// The callbacks, as a table for other programs.
    pub csv_href: String,
    /// What the charts show, in words.
    pub shown: Text,
    /// Figures over all; empty when there was no callback.
    pub totals: Vec<ReportRow>,
    /// By week, client, category and person.
    pub sections: Vec<ReportSection>,
    /// What was said of tickets that were closed; empty when none was.
    pub feedback: Vec<FeedbackRow>,
    /// The newest words among it.
    pub words: Vec<FeedbackWords>,
    /// The same, as a table for other programs.
    pub feedback_csv_href: String,
}

impl Reports {
    /// What a measure is called.
    pub fn measure_name(measure: rappel_domain::report::Measure) -> Text {
        use rappel_domain::report::Measure;
        match measure {
            Measure::Take => "report-take",
            Measure::Call => "report-call",
            Measure::Reach => "report-reach",
        }
        .into()
    }

    /// The page with its filter, before anything was counted.
    pub fn new(tenants: Vec<Choice>, (from, to): (&str, &str), tenant: &str, measure: &str) -> Self {
        use rappel_domain::report::Measure;
        let day = |name, label: &'static str, value: &str| Field {
            kind: "date",
            ..Field::text(name, label).value(value).conditional()
        };
        let all = Choice::new("", "office-queue-all-tenants");
        let tenants = std::iter::once(all).chain(tenants).collect();
        let chosen = Measure::from_word(measure).unwrap_or(Measure::Reach);
        let measures = Measure::ALL.map(|it| Choice::new(it.as_str(), Self::measure_name(it)));
        Self {
            action: routes::REPORTS,
            from: day("from", "report-from", from),
            to: day("to", "report-to", to),
            tenant: Field::choice("tenant", "office-queue-tenant", tenants).value(tenant).conditional(),
            measure: Field::choice("measure", "report-measure", measures.into())
                .value(chosen.as_str())
                .conditional(),
            gone_before: None,
            gone_tickets: 0,
            errors: Vec::new(),
            csv_href: routes::REPORTS_CSV.to_owned(),
            shown: Self::measure_name(chosen),
            totals: Vec::new(),
            sections: Vec::new(),
            feedback: Vec::new(),
            words: Vec::new(),
            feedback_csv_href: routes::FEEDBACK_CSV.to_owned(),
        }
    }
}

impl Page for Reports {
    const TEMPLATE: &'static str = "office/reports";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-reports".into()
    }

    fn samples() -> Vec<Self> {
        use rappel_domain::report::Measure;
        let tenants = || vec![Choice::new("durand", Text::plain("Durand & Fils"))];
        let numbers = |calls: usize, median: i64, slowest: i64| Numbers {
            calls,
            measured: calls,
            median: Some(median),
            slowest: Some(slowest),
            kept: calls - calls / 8,
            due: calls,
        };
        let plain = |name: &str, numbers| ReportRow::new(Text::plain(name), numbers);
        let week = |day: &str, numbers| ReportRow::new(Text::key("report-week").with("day", day), numbers);
        let weeks = (1..=14).map(|n: usize| {
            let seconds = i64::try_from(n * 37 % 400).unwrap_or_default() + 180;
            week(&format!("{n:02}/11/2026"), numbers(n + 3, seconds, seconds * 3))
        });
        let nothing = Numbers { calls: 2, ..Numbers::default() };
        let long = "Association départementale des équipements collectifs";
        let sections = vec![
            ReportSection::new("weeks", "report-by-week", "report-column-week", weeks.collect()),
            ReportSection::new(
                "tenants",
                "report-by-tenant",
                "office-queue-tenant",
                vec![
                    plain("Durand & Fils", numbers(48, 372, 1_330)),
                    plain(long, numbers(9, 45, 3_912)),
                    plain("Stone Ltd", nothing),
                ],
            ),
            ReportSection::new(
                "categories",
                "report-by-category",
                "report-column-category",
                vec![plain("URGENT – Durand & Fils", numbers(57, 372, 1_330))],
            ),
            ReportSection::new(
                "people",
                "report-by-person",
                "report-column-person",
                vec![
                    plain("Marie Leroy", numbers(40, 240, 900)),
                    plain("Paul Morel", numbers(8, 3_600, 7_260)),
                ],
            ),
        ];
        let total = |measure| ReportRow::new(Self::measure_name(measure), numbers(57, 372, 1_330));
        let days = ("2026-09-01", "2026-11-22");
        let words = |number, solved, words: &str| FeedbackWords {
            at: sample_time("2026-11-20T09:11:00Z"),
            tenant: "Durand & Fils".to_owned(),
            number,
            href: routes::ticket("durand", number),
            solved,
            words: words.to_owned(),
        };
        let wrong = Self::new(tenants(), ("2026-13-01", "2026-11-22"), "", "take");
        let from = wrong.from.error("report-wrong-day");
        vec![
            Self {
                totals: Measure::ALL.map(total).into(),
                sections,
                feedback: vec![
                    FeedbackRow::new("office-queue-all-tenants".into(), 61, 12, 9),
                    FeedbackRow::new(Text::plain("Durand & Fils"), 52, 12, 9),
                    FeedbackRow::new(Text::plain(long), 9, 0, 0),
                ],
                words: vec![
                    words(1043, true, "Merci pour votre rapidité !"),
                    words(
                        1031,
                        false,
                        "Le message revient chaque matin, il faut redémarrer le poste et relancer la messagerie.",
                    ),
                ],
                ..Self::new(tenants(), days, "", "reach")
            },
            Self {
                gone_before: Some(sample_time("2026-10-01T08:00:00Z")),
                gone_tickets: 31,
                feedback: vec![FeedbackRow::new(Text::plain("Durand & Fils"), 3, 1, 1)],
                ..Self::new(tenants(), days, "durand", "take")
            },
            Self {
                errors: crate::form::problems([&from]),
                from,
                ..Self::new(tenants(), ("2026-13-01", "2026-11-22"), "", "take")
            },
        ]
    }
}

#[cfg(test)]
mod tests;
