//! The part of a ticket's page that says who follows it, and lets the reader follow it or add a colleague.

use serde::Serialize;

use crate::{
    Text,
    form::{Choice, Field, Problem, problems},
    routes::portal as routes,
};

/// The part.
#[derive(Debug, Clone, Serialize)]
pub struct Followers {
    /// Those who follow it, by name.
    pub names: Vec<String>,
    /// Where the reader begins to follow it; nowhere when they are told anyway.
    pub follow_action: Option<String>,
    /// Where the reader ends it.
    pub unfollow_action: Option<String>,
    /// Where a colleague is added.
    pub add_action: String,
    /// Who, when there is somebody to add.
    pub person: Option<Field>,
}

/// What the reader is to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// Its requester, who is told anyway.
    Own,
    /// Follows it.
    Yes,
    /// Could.
    No,
}

impl Followers {
    /// The part of a ticket, with those who could be added.
    pub fn new(number: i64, names: Vec<String>, reader: Follows, others: Vec<Choice>) -> Self {
        let none = Choice::new("", "answer-none");
        let others: Vec<Choice> = others.into_iter().collect();
        let person = (!others.is_empty()).then(|| {
            let choices = std::iter::once(none).chain(others).collect();
            Field::choice("person", "follow-whom", choices).hint("follow-whom-hint")
        });
        Self {
            names,
            follow_action: (reader == Follows::No).then(|| routes::follow(number)),
            unfollow_action: (reader == Follows::Yes).then(|| routes::unfollow(number)),
            add_action: routes::followers(number),
            person,
        }
    }

    /// The part with what was wrong about whom to add.
    #[must_use]
    pub fn refused(self, why: impl Into<Text>) -> Self {
        let why = why.into();
        Self { person: self.person.map(|it| it.error(why)), ..self }
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        problems(&self.person)
    }
}

pub(super) fn sample(reader: Follows) -> Followers {
    let others = vec![Choice::new("per_2", Text::plain("Jean Petit"))];
    Followers::new(1043, vec!["Anne Roy".to_owned(), "Sofia Nunes".to_owned()], reader, others)
}
