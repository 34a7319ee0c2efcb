//! The timeline of a ticket: messages and facts, with names.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    event::{Audience, Fact},
    id::{MessageId, PersonId, StaffId, TicketId},
    message::{MessageKind, StoredFile},
};
use rappel_store::{
    Tx,
    tickets::{EventRow, MessageRow},
};

use crate::{error::Result, settings::Effective};

/// Who did something, as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub actor: Actor,
    /// Their name; empty for the system and for programs.
    pub name: String,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub enum Entry {
    /// Something written.
    Message(MessageEntry),
    /// Something that happened.
    Fact(FactEntry),
}

impl Entry {
    /// Whether it belongs to a callback of the ticket rather than to the ticket.
    pub const fn is_of_callback(&self) -> bool {
        match self {
            Self::Message(_) => false,
            Self::Fact(entry) => entry.fact.is_of_callback(),
        }
    }
}

/// Something written.
#[derive(Debug, Clone)]
pub struct MessageEntry {
    /// Its identifier.
    pub id: MessageId,
    /// Who wrote it for whom.
    pub kind: MessageKind,
    /// Who.
    pub by: Author,
    /// Plain text.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its files.
    pub files: Vec<StoredFile>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct FactEntry {
    /// Who did it.
    pub by: Author,
    /// The staff member that the fact names, by name.
    pub staff: Option<String>,
    /// What.
    pub fact: Fact,
    /// When.
    pub at: DateTime<Utc>,
}

/// Names of the people on a timeline.
#[derive(Debug, Default)]
pub(crate) struct Names {
    persons: HashMap<PersonId, String>,
    staff: HashMap<StaffId, String>,
}

impl Names {
    /// Names as readers may read them: what clients see of staff is what is set for their company.
    pub(crate) async fn read(
        tx: &Tx,
        persons: &[PersonId],
        staff: &[StaffId],
        audience: Audience,
    ) -> Result<Self> {
        let mut names = tx.staff_names(staff).await?;
        if audience == Audience::Client && !names.is_empty() {
            let settings = Effective::read(tx).await?;
            for name in names.values_mut() {
                *name = settings.staff_name(name).to_owned();
            }
        }
        Ok(Self { persons: tx.persons().names(persons).await?, staff: names })
    }

    pub(crate) fn author(&self, actor: Actor) -> Author {
        let name = match actor {
            Actor::Person(id) => self.persons.get(&id).cloned(),
            Actor::Staff(id) => self.staff.get(&id).cloned(),
            Actor::ApiKey(_) | Actor::System => None,
        };
        Author { actor, name: name.unwrap_or_default() }
    }

    pub(crate) fn person(&self, id: PersonId) -> String {
        self.persons.get(&id).cloned().unwrap_or_default()
    }

    pub(crate) fn staff(&self, id: StaffId) -> String {
        self.staff.get(&id).cloned().unwrap_or_default()
    }
}

pub(crate) struct Timeline {
    pub(crate) entries: Vec<Entry>,
    pub(crate) names: Names,
}

/// Reads a ticket's timeline in order, with the names of everybody on it and of `also`.
pub(crate) async fn read(
    tx: &Tx,
    ticket: TicketId,
    audience: Audience,
    also: (&[PersonId], &[StaffId]),
) -> Result<Timeline> {
    let messages = tx.tickets().messages(ticket, audience).await?;
    let events = tx.tickets().events(ticket, audience).await?;
    let mut on_it = OnIt { persons: also.0.to_vec(), staff: also.1.to_vec(), audience };
    for message in &messages {
        on_it.actor(message.by);
    }
    for event in &events {
        on_it.fact(event);
    }
    let names = on_it.names(tx).await?;
    let mut entries: Vec<(DateTime<Utc>, Entry)> = Vec::with_capacity(messages.len() + events.len());
    entries.extend(messages.into_iter().map(|it| (it.at, Entry::Message(message(&names, it)))));
    let told = events.into_iter().filter(|it| is_told(&it.fact));
    entries.extend(told.map(|it| (it.at, Entry::Fact(fact(&names, it)))));
    entries.sort_by_key(|(at, _)| *at);
    Ok(Timeline { entries: entries.into_iter().map(|(_, entry)| entry).collect(), names })
}

/// Reads the facts of several tickets, each in order, with the names of everybody on them and of `also`: in as many questions
/// as for one.
pub(crate) async fn facts(
    tx: &Tx,
    tickets: &[TicketId],
    audience: Audience,
    also: &[StaffId],
) -> Result<(HashMap<TicketId, Vec<FactEntry>>, Names)> {
    let events = tx.tickets().events_of(tickets, audience).await?;
    let mut on_it = OnIt { persons: Vec::new(), staff: also.to_vec(), audience };
    for (_, event) in &events {
        on_it.fact(event);
    }
    let names = on_it.names(tx).await?;
    let mut found: HashMap<TicketId, Vec<FactEntry>> = HashMap::new();
    for (ticket, event) in events.into_iter().filter(|(_, it)| is_told(&it.fact)) {
        found.entry(ticket).or_default().push(fact(&names, event));
    }
    for facts in found.values_mut() {
        facts.sort_by_key(|it| it.at);
    }
    Ok((found, names))
}

/// Whose names are needed.
struct OnIt {
    persons: Vec<PersonId>,
    staff: Vec<StaffId>,
    audience: Audience,
}

impl OnIt {
    fn actor(&mut self, actor: Actor) {
        match actor {
            Actor::Person(id) => self.persons.push(id),
            Actor::Staff(id) => self.staff.push(id),
            Actor::ApiKey(_) | Actor::System => {}
        }
    }

    fn fact(&mut self, event: &EventRow) {
        self.actor(event.by);
        self.staff.extend(staff_of(&event.fact));
    }

    async fn names(mut self, tx: &Tx) -> Result<Names> {
        self.persons.sort_unstable();
        self.persons.dedup();
        self.staff.sort_unstable();
        self.staff.dedup();
        Names::read(tx, &self.persons, &self.staff, self.audience).await
    }
}

const fn is_told(fact: &Fact) -> bool {
    !says_no_more_than_its_message(fact) && !fact.is_evidence()
}

fn message(names: &Names, row: MessageRow) -> MessageEntry {
    let MessageRow { id, kind, by, body, at, files } = row;
    MessageEntry { id, kind, by: names.author(by), body, at, files }
}

fn fact(names: &Names, row: EventRow) -> FactEntry {
    let staff = staff_of(&row.fact).map(|id| names.staff(id));
    FactEntry { by: names.author(row.by), staff, fact: row.fact, at: row.at }
}

const fn says_no_more_than_its_message(fact: &Fact) -> bool {
    matches!(fact, Fact::ClientWrote { .. } | Fact::Noted { .. } | Fact::Answered { .. } | Fact::Opened)
}

/// The staff member that a fact names.
pub(crate) const fn staff_of(fact: &Fact) -> Option<StaffId> {
    match fact {
        Fact::Taken { staff }
        | Fact::Assigned { staff }
        | Fact::CallbackTaken { staff, .. }
        | Fact::CallbackDeclined { staff }
        | Fact::PromisePassed { staff }
        | Fact::NoAnswer { staff, .. }
        | Fact::Called { staff, .. }
        | Fact::Reached { staff }
        | Fact::WrongNumber { staff }
        | Fact::Pressed { staff, .. }
        | Fact::Replied { staff, .. } => Some(*staff),
        Fact::Summoned { staff, .. }
        | Fact::SummonsSent { staff, .. }
        | Fact::SummonsFailed { staff, .. } => *staff,
        _ => None,
    }
}
