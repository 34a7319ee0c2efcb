//! A ticket as the staff works on it: what was said, what to do, with the queue beside it.

use chrono::{DateTime, Utc};
use rappel_domain::ticket::Solved;
use serde::Serialize;

use super::{Address, CallbackPanel, FactLine, QueueRows, say_fact};
use crate::{
    Page, Surface, Text,
    form::{Choice, Field, Problem, problems},
    own_fields::{AnswerLine, sample_lines},
    page::sample_time,
    portal::{FileLink, Status},
    routes::office as routes,
};

/// Who wrote a message for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The client.
    Client,
    /// Staff, for the client.
    Staff,
    /// Staff, for staff.
    Note,
}

/// Something written.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Who.
    pub author: String,
    /// For whom.
    pub side: Side,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub body: String,
    /// Files.
    pub files: Vec<FileLink>,
    /// Whether the reader had not seen it when answering.
    pub unseen: bool,
}

/// Something on the timeline, oldest first.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// Something written.
    Message(Message),
    /// Something that happened.
    Event(FactLine),
}

/// Gives the ticket to somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Assign {
    /// Where it posts.
    pub action: String,
    /// To whom.
    pub to: Field,
}

/// What can be done with an open ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Work {
    /// Where it is taken, when the reader does not have it.
    pub take_action: Option<String>,
    /// Where it is put back, when somebody has it.
    pub release_action: Option<String>,
    /// Gives it to somebody.
    pub assign: Assign,
    /// Where the answer posts.
    pub answer_action: String,
    /// The answer.
    pub answer: Field,
    /// Files of the answer.
    pub files: Field,
    /// Where the note posts.
    pub note_action: String,
    /// The note.
    pub note: Field,
    /// Whether the note is shown open.
    pub note_open: bool,
    /// Where it is closed.
    pub close_action: String,
    /// Whether closing cancels a call.
    pub close_cancels: bool,
    /// Makes two sends of the answer one message.
    pub answer_key: String,
    /// Makes two sends of the note one message.
    pub note_key: String,
    /// How many messages the page shows.
    pub seen: i32,
    /// Name under which the browser keeps a draft.
    pub draft: String,
}

impl Work {
    /// The forms of a ticket; `keys` make two sends one message.
    pub fn new(address: Address<'_>, staff: Vec<Choice>, seen: i32, keys: [String; 2]) -> Self {
        let [answer_key, note_key] = keys;
        let act = |act: &str| address.act(act);
        Self {
            take_action: Some(act("take")),
            release_action: None,
            assign: Assign { action: act("assign"), to: Field::choice("to", "office-assign-to", staff) },
            answer_action: act("answer"),
            answer: Field::text("body", "office-answer").rows(7),
            files: Field::files("files", "new-files").hint("new-files-hint"),
            note_action: act("note"),
            note: Field::text("note", "office-note").hint("office-note-hint").rows(4),
            note_open: false,
            close_action: act("close"),
            close_cancels: false,
            answer_key,
            note_key,
            seen,
            draft: format!("office-{}-{}", address.tenant, address.number),
        }
    }
}

/// How a ticket was closed.
#[derive(Debug, Clone, Serialize)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, in words.
    pub by: Text,
    /// Where the reader takes the close back, for ten minutes.
    pub undo_action: Option<String>,
}

impl Closed {
    /// Closed by somebody; by the system when the name is empty.
    pub fn new(at: DateTime<Utc>, by: &str) -> Self {
        let by = match by {
            "" => Text::key("office-closed-by-system"),
            name => Text::key("office-closed-by").with("name", name),
        };
        Self { at, by, undo_action: None }
    }
}

/// What the client said once it was closed.
#[derive(Debug, Clone, Serialize)]
pub struct Feedback {
    /// Yes or no, in words.
    pub text: Text,
    /// Whether it is solved.
    pub solved: bool,
    /// A few words.
    pub remark: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Feedback {
    /// What was said, when, and with which words.
    pub fn new(solved: Solved, remark: Option<&str>, at: DateTime<Utc>) -> Self {
        let text = match solved {
            Solved::Yes => "office-fact-feedback-yes",
            Solved::No => "office-fact-feedback-no",
        };
        Self { text: text.into(), solved: solved == Solved::Yes, remark: remark.map(str::to_owned), at }
    }
}

/// The ticket.
#[derive(Debug, Clone, Serialize)]
pub struct TicketView {
    /// Number within its tenant.
    pub number: i64,
    /// Client company.
    pub tenant: String,
    /// Its tickets in the queue.
    pub tenant_href: String,
    /// What it is about.
    pub category: String,
    /// Whether a callback belongs to it.
    pub urgent: bool,
    /// Its state.
    pub status: Status,
    /// Who asked.
    pub requester: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Who has it.
    pub holder: Option<String>,
    /// Whether the reader has it.
    pub mine: bool,
    /// When it closes by itself.
    pub closes_at: Option<DateTime<Utc>>,
    /// What was answered to the fields of its category.
    pub answers: Vec<AnswerLine>,
    /// The ticket that it continues.
    pub continues: Option<crate::portal::About>,
    /// How it was closed.
    pub closed: Option<Closed>,
    /// What the client said of that.
    pub feedback: Option<Feedback>,
    /// Its latest callback.
    pub callback: Option<CallbackPanel>,
    /// What was said and what happened.
    pub entries: Vec<Entry>,
    /// What can be done with it, while it is open.
    pub work: Option<Work>,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct TicketPage {
    /// The queue beside it.
    pub list: QueueRows,
    /// Where the queue is, with its filters.
    pub list_href: String,
    /// The ticket.
    pub ticket: TicketView,
    /// Whether an answer was stopped because of a message that was not seen.
    pub stopped: bool,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TicketPage {
    /// The page with an answer that was not sent, whole.
    #[must_use]
    pub fn answer_refused(self, typed: &str, key: &str, why: Option<Text>, files: Option<Text>) -> Self {
        self.with_work(|work| Work {
            answer: work.answer.value(typed).error_if(why),
            files: work.files.error_if(files),
            answer_key: key.to_owned(),
            ..work
        })
    }

    /// The page with a note that was not written, whole.
    #[must_use]
    pub fn note_refused(self, typed: &str, key: &str, why: Option<Text>) -> Self {
        self.with_work(|work| Work {
            note: work.note.value(typed).error_if(why),
            note_open: true,
            note_key: key.to_owned(),
            ..work
        })
    }

    /// The page of an answer that was stopped: messages beyond the first `seen` are marked.
    #[must_use]
    pub fn stopped(mut self, seen: i32) -> Self {
        let messages = self.ticket.entries.iter_mut().filter_map(|entry| match entry {
            // A note is not counted: it stops nobody from writing.
            Entry::Message(message) if message.side != Side::Note => Some(message),
            Entry::Message(_) | Entry::Event(_) => None,
        });
        for message in messages.skip(usize::try_from(seen).unwrap_or_default()) {
            message.unseen = true;
        }
        Self { stopped: true, ..self }
    }

    fn with_work(self, change: impl FnOnce(Work) -> Work) -> Self {
        let work = self.ticket.work.map(change);
        let fields = work.iter().flat_map(|work| [&work.answer, &work.files, &work.note]);
        Self { errors: problems(fields), ticket: TicketView { work, ..self.ticket }, ..self }
    }
}

impl Page for TicketPage {
    const TEMPLATE: &'static str = "office/ticket";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("office-ticket-title")
            .with("number", self.ticket.number)
            .with("tenant", self.ticket.tenant.as_str())
    }

    fn samples() -> Vec<Self> {
        let panels = CallbackPanel::samples();
        let mut samples: Vec<Self> =
            panels.into_iter().map(|panel| sample(Status::InProgress, Some(panel))).collect();
        samples.push(sample(Status::Untreated, None));
        samples.push(sample(Status::Answered, None));
        let empty = Text::key("description-empty");
        samples.push(sample(Status::InProgress, None).answer_refused("", "k", Some(empty.clone()), None));
        samples.push(sample(Status::InProgress, None).note_refused("", "k", Some(empty)));
        let typed = "Bonjour,\n\nle quota est relevé.";
        samples.push(sample(Status::InProgress, None).answer_refused(typed, "k", None, None).stopped(1));
        for (by, undo) in [("Marie Leroy", Some("/queue/durand/1041/reopen".to_owned())), ("", None)] {
            let mut page = sample(Status::Closed, None);
            let closed = Closed::new(sample_time("2026-11-22T13:19:00Z"), by);
            page.ticket.closed = Some(Closed { undo_action: undo, ..closed });
            page.ticket.work = None;
            let at = sample_time("2026-11-23T08:12:00Z");
            let (solved, remark) = if by.is_empty() {
                (Solved::Yes, None)
            } else {
                (Solved::No, Some("Le message 550 revient."))
            };
            page.ticket.feedback = Some(Feedback::new(solved, remark, at));
            samples.push(page);
        }
        samples
    }
}

fn sample(status: Status, callback: Option<CallbackPanel>) -> TicketPage {
    use rappel_domain::{event::Fact, id::StaffId};
    let message = |author: &str, side, at: &str, body: &str| {
        Entry::Message(Message {
            author: author.to_owned(),
            side,
            at: sample_time(at),
            body: body.to_owned(),
            files: Vec::new(),
            unseen: false,
        })
    };
    let question = "Bonjour,\n\nplus aucun message ne part depuis ce matin.\n550 5.7.1 relay denied";
    let staff = StaffId::new(&rappel_domain::clock::FixedClock::at("2026-11-22T08:00:00Z"));
    let mut entries = vec![message("Claire Martin", Side::Client, "2026-11-22T08:02:00Z", question)];
    if let Some(Entry::Message(first)) = entries.first_mut() {
        let href = routes::file("durand", 1041, "fil_1");
        let thumbnail = Some(routes::thumbnail("durand", 1041, "fil_1"));
        first.files.push(FileLink { name: "erreur-550.png".to_owned(), href, size: 184_320, thumbnail });
    }
    if status != Status::Untreated {
        let taken = Fact::Taken { staff };
        let at = sample_time("2026-11-22T08:10:00Z");
        entries.push(Entry::Event(say_fact(at, &taken, "Marie Leroy", Some("Marie Leroy"))));
        let note = "Quota dépassé côté hébergeur.";
        entries.push(message("Marie Leroy", Side::Note, "2026-11-22T08:12:00Z", note));
        let answer = "Bonjour,\n\nle quota était dépassé, c’est corrigé. Pouvez-vous réessayer ?\n\nMarie";
        entries.push(message("Marie Leroy", Side::Staff, "2026-11-22T08:41:00Z", answer));
    }
    let address = Address { tenant: "durand", number: 1041, query: "view=todo" };
    let choices = ["Karim Haddad", "Marie Leroy"].map(|name| Choice::new(name, Text::plain(name)));
    let mine = status == Status::InProgress;
    let work = Work::new(address, choices.into(), 3, ["a1".to_owned(), "n1".to_owned()]);
    let work = Work {
        take_action: work.take_action.filter(|_| !mine),
        release_action: mine.then(|| address.act("release")),
        close_cancels: callback.is_some(),
        ..work
    };
    TicketPage {
        list: QueueRows::sample(Some(1041)),
        list_href: "/queue?view=todo".to_owned(),
        ticket: TicketView {
            number: 1041,
            tenant: "Durand & Fils".to_owned(),
            tenant_href: "/queue?tenant=durand".to_owned(),
            category: if callback.is_some() { "URGENT" } else { "Réseau / Internet / Messagerie" }.to_owned(),
            urgent: callback.is_some(),
            status,
            requester: "Claire Martin".to_owned(),
            opened_at: sample_time("2026-11-22T08:02:00Z"),
            holder: (status != Status::Untreated).then(|| "Marie Leroy".to_owned()),
            mine,
            closes_at: (status == Status::Answered).then(|| sample_time("2026-12-07T08:41:00Z")),
            continues: (status == Status::Untreated)
                .then(|| crate::portal::About { number: 1021, href: routes::ticket("durand", 1021) }),
            answers: sample_lines(),
            closed: None,
            feedback: None,
            callback,
            entries,
            work: Some(work),
        },
        stopped: false,
        errors: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
