//! A pasted list of people to invite: each line is invited, or says why not.

use std::collections::HashSet;

use rappel_domain::{
    invitation_list::{self, Entry, Invitee},
    role::PersonRole,
};

use super::{InviteForm, TOO_MANY, may_manage};
use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    invalid::{Checks, Invalid, Reason},
};

/// So often somebody is tried whose user name another took at the same moment.
const TRIES: usize = 10;

/// What became of each line that was read, in the order of the list.
#[derive(Debug, Clone)]
pub struct Report {
    /// Every line that was read.
    pub lines: Vec<Line>,
    /// What stands below them, as it was pasted: more than is read at once.
    pub rest: String,
    /// How many lines that are.
    pub unread: usize,
}

/// What became of a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// As it was pasted.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An invitation was mailed.
    Invited {
        /// As they are called.
        name: String,
        /// Where it went.
        email: String,
    },
    /// The company has somebody with this address.
    There {
        /// As they are called.
        name: String,
        /// How their account stands.
        standing: Standing,
    },
    /// The same address stands further up in the list.
    Twice,
    /// Nobody could be invited.
    Wrong(Reason),
    /// The company invited as many as it may in an hour.
    Later,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Signs in.
    Active,
    /// Was invited and has not come yet.
    Invited,
    /// Was switched off.
    Disabled,
}

impl Report {
    /// The lines that are still to be done, as they were pasted.
    pub fn left(&self) -> String {
        let is_left = |line: &&Line| matches!(line.outcome, Outcome::Wrong(_) | Outcome::Later);
        let lines = self.lines.iter().filter(is_left).map(|line| line.text.as_str());
        let rest = Some(self.rest.trim()).filter(|rest| !rest.is_empty());
        lines.chain(rest).collect::<Vec<_>>().join("\n")
    }
}

impl Service {
    /// Invites everybody of a pasted list in one role. Each line is made last by itself: what was done stays done, and the same
    /// list sent again finds it there.
    pub async fn invite_list(&self, scope: &Scope, list: &str, role: &str) -> Result<Report> {
        may_manage(scope)?;
        let mut checks = Checks::default();
        let role = checks.take("list_role", role.parse::<PersonRole>().map_err(|_| Reason::NotAChoice));
        let list = invitation_list::read(list);
        if list.entries.is_empty() {
            checks.refuse("list", Reason::Missing);
        }
        let role = checks.done(role)?;
        let (rest, unread) = (list.rest.to_owned(), list.unread());
        let mut seen = HashSet::new();
        let mut lines: Vec<Line> = Vec::with_capacity(list.entries.len());
        for Entry { text, invitee } in list.entries {
            let is_full = lines.last().is_some_and(|line| line.outcome == Outcome::Later);
            let outcome = match invitee {
                _ if is_full => Outcome::Later,
                Err(refusal) => Outcome::Wrong(Reason::Text(refusal.key())),
                Ok(found) if !seen.insert(found.email.lookup_key()) => Outcome::Twice,
                Ok(found) => self.invite_one(scope, &found, role).await?,
            };
            lines.push(Line { text, outcome });
        }
        Ok(Report { lines, rest, unread })
    }

    async fn invite_one(&self, scope: &Scope, invitee: &Invitee, role: PersonRole) -> Result<Outcome> {
        let email = invitee.email.lookup_key();
        if let Some(person) = self.store.read(scope).await?.persons().by_login(&email).await? {
            return Ok(there(person));
        }
        let name = invitee.name.to_string();
        let form = InviteForm {
            name: name.clone(),
            email: email.clone(),
            role: role.as_str().to_owned(),
            ..InviteForm::default()
        };
        for _ in 0..TRIES {
            match self.invite(scope, &form).await {
                Ok(_) => return Ok(Outcome::Invited { name, email }),
                Err(Error::Invalid(invalid)) => {
                    match invalid.into_iter().find(|it| it.reason != Reason::Taken) {
                        Some(Invalid { reason: TOO_MANY, .. }) => return Ok(Outcome::Later),
                        Some(other) => return Ok(Outcome::Wrong(other.reason)),
                        None => {}
                    }
                }
                Err(other) => return Err(other),
            }
            // Somebody invited them, or another with the same word before the @, at the same moment.
            if let Some(person) = self.store.read(scope).await?.persons().by_login(&email).await? {
                return Ok(there(person));
            }
        }
        Ok(Outcome::Wrong(Reason::Taken))
    }
}

fn there(person: Person) -> Outcome {
    let standing = match (person.disabled_at, person.activated_at) {
        (Some(_), _) => Standing::Disabled,
        (None, Some(_)) => Standing::Active,
        (None, None) => Standing::Invited,
    };
    Outcome::There { name: person.name, standing }
}
