//! Fields that narrow the list of tickets down.

use serde::Serialize;

use super::Tab;
use crate::form::{Choice, Field, Problem, problems};

/// The fields, folded away while they say nothing.
#[derive(Debug, Clone, Serialize)]
pub struct Narrowed {
    /// What tickets are about.
    pub category: Field,
    /// Who opened them, for who sees tickets of others.
    pub person: Option<Field>,
    /// Their state, where a tab has several.
    pub status: Option<Field>,
    /// The first day on which they were opened.
    pub from: Field,
    /// The last one.
    pub to: Field,
    /// Whether one of them says something.
    pub open: bool,
}

impl Narrowed {
    /// Fields that say nothing, for a tab; `people` has nobody for who sees their own tickets alone.
    pub fn new(tab: Tab, categories: Vec<Choice>, people: Vec<Choice>, statuses: Vec<Choice>) -> Self {
        let choice = |name: &'static str, label: &'static str, any: &'static str, choices: Vec<Choice>| {
            let choices = std::iter::once(Choice::new("", any)).chain(choices).collect();
            Field::choice(name, label, choices).conditional()
        };
        Self {
            category: choice("category", "tickets-category", "tickets-any-category", categories),
            person: (!people.is_empty())
                .then(|| choice("person", "tickets-opened-by", "tickets-any-person", people)),
            status: (tab == Tab::Open)
                .then(|| choice("status", "tickets-status", "tickets-any-status", statuses)),
            from: Field::date("from", "tickets-from").conditional(),
            to: Field::date("to", "tickets-to").conditional(),
            open: false,
        }
    }

    /// What was wrong with them.
    pub fn problems(&self) -> Vec<Problem> {
        let fields = [
            Some(&self.category),
            self.person.as_ref(),
            self.status.as_ref(),
            Some(&self.from),
            Some(&self.to),
        ];
        problems(fields.into_iter().flatten())
    }

    /// What the gallery shows.
    pub(super) fn sample(tab: Tab) -> Self {
        use crate::Text;
        let categories = ["Application développée", "Réseau / Internet / Messagerie", "URGENT"];
        let categories =
            categories.iter().enumerate().map(|(at, it)| Choice::new(format!("cat_{at}"), Text::plain(*it)));
        let people = vec![
            Choice::new("per_1", Text::plain("Claire Martin")),
            Choice::new("per_2", Text::plain("Jean Petit")),
        ];
        let statuses = [
            ("untreated", "status-untreated"),
            ("in_progress", "status-in-progress"),
            ("answered", "status-answered"),
        ];
        Self::new(
            tab,
            categories.collect(),
            people,
            statuses.map(|(word, label)| Choice::new(word, label)).into(),
        )
    }
}
