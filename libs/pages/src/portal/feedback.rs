//! Asks whether a closed ticket is solved, and shows what was said: on the ticket's page, and behind a link that is mailed.

use chrono::{DateTime, Utc};
use rappel_domain::ticket::Solved;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    page::sample_time,
    routes::portal as routes,
};

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackForm {
    /// Where it posts.
    pub action: String,
    /// Yes or no.
    pub solved: Field,
    /// A few words.
    pub remark: Field,
}

impl FeedbackForm {
    /// The form as it posts to `action`, with nothing chosen.
    pub fn new(action: String) -> Self {
        let choices = [(Solved::Yes, "feedback-yes"), (Solved::No, "feedback-no")]
            .map(|(solved, label)| Choice::new(solved.as_str(), label));
        Self {
            action,
            solved: Field::choice("solved", "feedback-solved", choices.into()),
            remark: Field::text("remark", "feedback-remark").hint("feedback-remark-hint").rows(3).optional(),
        }
    }

    /// What was chosen and typed; anything but yes and no chooses nothing.
    #[must_use]
    pub fn typed(self, solved: &str, remark: &str) -> Self {
        Self { solved: self.solved.value(solved), remark: self.remark.value(remark), ..self }
    }

    /// What was wrong.
    #[must_use]
    pub fn refused(self, solved: Option<Text>, remark: Option<Text>) -> Self {
        Self { solved: self.solved.error_if(solved), remark: self.remark.error_if(remark), ..self }
    }

    /// The error summary.
    pub fn problems(&self) -> Vec<Problem> {
        problems([&self.solved, &self.remark])
    }
}

/// What was said.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackGiven {
    /// Yes or no, in words.
    pub text: Text,
    /// Whether it is solved.
    pub solved: bool,
    /// A few words.
    pub remark: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl FeedbackGiven {
    /// What was said, when, and with which words.
    pub fn new(solved: Solved, remark: Option<&str>, at: DateTime<Utc>) -> Self {
        let text = match solved {
            Solved::Yes => "feedback-given-yes",
            Solved::No => "feedback-given-no",
        };
        Self { text: text.into(), solved: solved == Solved::Yes, remark: remark.map(str::to_owned), at }
    }
}

/// The page behind a link. Programs that open links send no forms.
#[derive(Debug, Clone, Serialize)]
pub struct Feedback {
    /// Number of the ticket.
    pub number: i64,
    /// What it is about.
    pub category: String,
    /// The form, until something was said.
    pub form: Option<FeedbackForm>,
    /// What was said.
    pub given: Option<FeedbackGiven>,
    /// Opens a new ticket about this one.
    pub new_about_href: String,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl Feedback {
    /// Asks.
    pub fn ask(number: i64, category: &str, form: FeedbackForm) -> Self {
        Self { errors: form.problems(), form: Some(form), ..Self::empty(number, category) }
    }

    /// Shows what was said.
    pub fn given(number: i64, category: &str, given: FeedbackGiven) -> Self {
        Self { given: Some(given), ..Self::empty(number, category) }
    }

    fn empty(number: i64, category: &str) -> Self {
        Self {
            number,
            category: category.to_owned(),
            form: None,
            given: None,
            new_about_href: routes::new_about(number),
            errors: Vec::new(),
        }
    }
}

impl Page for Feedback {
    const TEMPLATE: &'static str = "portal/feedback";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        Text::key("feedback-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        let about = (1043, "Réseau / Internet / Messagerie");
        let form = || FeedbackForm::new(routes::feedback("x"));
        let ask = |form| Self::ask(about.0, about.1, form);
        let at = sample_time("2026-11-23T08:12:00Z");
        let given = |solved, remark| Self::given(about.0, about.1, FeedbackGiven::new(solved, remark, at));
        vec![
            ask(form()),
            ask(form().typed("yes", "")),
            ask(form()
                .typed("", "x")
                .refused(Some("feedback-choose".into()), Some("remark-too-long".into()))),
            given(Solved::Yes, None),
            given(Solved::No, Some("Le message 550 revient\ndepuis ce matin.")),
        ]
    }
}
