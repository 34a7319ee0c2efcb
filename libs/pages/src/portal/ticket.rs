//! The page of a ticket: where it stands, what was said, what can be done.

use chrono::{DateTime, Utc};
use rappel_domain::ticket::Solved;
use serde::Serialize;

use super::{Below, CallbackCard, FeedbackForm, FeedbackGiven, Followers, Follows, Status, following};
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    own_fields::{AnswerLine, sample_lines},
    page::sample_time,
    routes::portal as routes,
};

/// A file of a message.
#[derive(Debug, Clone, Serialize)]
pub struct FileLink {
    /// Name as it was given.
    pub name: String,
    /// Where it is fetched.
    pub href: String,
    /// Size in bytes.
    pub size: u64,
    /// Where a small picture of it is, if it is a picture.
    pub thumbnail: Option<String>,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Somebody of the client.
    Client,
    /// Somebody of the operator.
    Staff,
}

/// What client or staff wrote.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Who wrote it.
    pub author: String,
    /// On which side.
    pub side: Side,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub body: String,
    /// Files.
    pub files: Vec<FileLink>,
    /// Whether it is the last answer, to which the list leads.
    pub answer: bool,
    /// Whether the client had not seen it when sending a reply.
    pub unseen: bool,
}

/// Something on the timeline, oldest first.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// What somebody wrote.
    Message(Message),
    /// What happened.
    Event {
        /// When.
        at: DateTime<Utc>,
        /// What, as a text.
        text: Text,
    },
}

impl Entry {
    /// Somebody of the staff took the ticket.
    pub fn taken(at: DateTime<Utc>, name: &str) -> Self {
        Self::Event { at, text: Text::key("event-taken").with("name", name) }
    }

    /// An answer was posted.
    pub fn answered(at: DateTime<Utc>) -> Self {
        Self::Event { at, text: "event-answered".into() }
    }

    /// The ticket was closed.
    pub fn closed(at: DateTime<Utc>) -> Self {
        Self::Event { at, text: "event-closed".into() }
    }

    /// It repeats a request whose call is under way, and waits for that call.
    pub fn joined(at: DateTime<Utc>, number: i64) -> Self {
        Self::Event { at, text: Text::key("event-joined").with("number", number) }
    }

    /// The client said whether it is solved.
    pub fn feedback(at: DateTime<Utc>, solved: Solved) -> Self {
        let text = match solved {
            Solved::Yes => "event-feedback-yes",
            Solved::No => "event-feedback-no",
        };
        Self::Event { at, text: text.into() }
    }

    /// A close was taken back.
    pub fn reopened(at: DateTime<Utc>) -> Self {
        Self::Event { at, text: "event-reopened".into() }
    }
}

/// A step of the status line.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What it is called.
    pub label: Text,
    /// Whether it lies behind.
    pub done: bool,
    /// Whether the ticket stands there.
    pub current: bool,
}

/// How a ticket was closed.
#[derive(Debug, Clone, Serialize)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, in words.
    pub by: Text,
    /// Until when the reader may take it back, if the reader closed it.
    pub undo_until: Option<DateTime<Utc>>,
}

impl Closed {
    /// Closed by somebody.
    pub fn by(at: DateTime<Utc>, name: &str) -> Self {
        Self { at, by: Text::key("ticket-closed-by").with("name", name), undo_until: None }
    }

    /// Closed by itself, after our answer.
    pub fn by_system(at: DateTime<Utc>) -> Self {
        Self { at, by: "ticket-closed-by-system".into(), undo_until: None }
    }
}

/// What changes while the page is open: fetched again as a fragment.
#[derive(Debug, Clone, Serialize)]
pub struct Conversation {
    /// Number.
    pub number: i64,
    /// State.
    pub status: Status,
    /// Where it stands, in a sentence.
    pub sentence: Text,
    /// The steps of the status line.
    pub steps: Vec<Step>,
    /// When it closes by itself.
    pub closes_at: Option<DateTime<Utc>>,
    /// How it was closed.
    pub closed: Option<Closed>,
    /// The callback.
    pub callback: Option<CallbackCard>,
    /// What was said and what happened.
    pub entries: Vec<Entry>,
    /// How many messages that shows; the reply form says it, kept up to date by the script.
    pub seen: usize,
    /// Where it is fetched again, which says what stands below it.
    pub fragment_href: String,
    /// Where the page is loaded anew, when what stands below it does not fit any more.
    pub reload_href: Option<String>,
    /// Where a close is taken back.
    pub reopen_action: String,
    /// Opens a new ticket about this one.
    pub new_about_href: String,
}

impl Conversation {
    /// What is shown of a ticket; `holder` is who of the staff works on it.
    pub fn new(number: i64, status: Status, holder: Option<&str>, entries: Vec<Entry>) -> Self {
        let sentence = match (status, holder) {
            (Status::Untreated, _) => Text::key("ticket-untreated"),
            (Status::InProgress, Some(name)) => Text::key("ticket-held").with("name", name),
            (Status::InProgress, None) => Text::key("ticket-in-progress"),
            (Status::Answered, _) => Text::key("ticket-answered"),
            (Status::Closed, _) => Text::key("ticket-closed"),
        };
        let order = [Status::Untreated, Status::InProgress, Status::Answered, Status::Closed];
        let position = order.iter().position(|step| *step == status).unwrap_or_default();
        let labels = ["step-received", "status-in-progress", "status-answered", "status-closed"];
        // One that was closed before anybody answered has no such step behind it.
        let answered = entries
            .iter()
            .any(|entry| matches!(entry, Entry::Message(message) if message.side == Side::Staff));
        let was = |step: Status| match step {
            Status::InProgress => answered || holder.is_some(),
            Status::Answered => answered,
            Status::Untreated | Status::Closed => true,
        };
        let steps = labels.into_iter().enumerate().map(|(index, label)| Step {
            label: label.into(),
            done: index < position && (status != Status::Closed || was(order[index])),
            current: index == position,
        });
        Self {
            number,
            status,
            sentence,
            steps: steps.collect(),
            closes_at: None,
            closed: None,
            callback: None,
            seen: entries.iter().filter(|entry| matches!(entry, Entry::Message(_))).count(),
            entries,
            fragment_href: routes::ticket_fragment(number),
            reload_href: None,
            reopen_action: routes::reopen(number),
            new_about_href: routes::new_about(number),
        }
    }

    /// With what the state lets stand below it, on a page that was made with `shown` there; the page itself is made with what fits.
    #[must_use]
    pub fn below(self, fits: Below, shown: Option<Below>) -> Self {
        let is_stale = shown.is_some_and(|shown| shown != fits);
        let stands = shown.unwrap_or(fits).word();
        Self {
            fragment_href: format!("{}?below={stands}", routes::ticket_fragment(self.number)),
            reload_href: is_stale.then(|| routes::ticket(self.number)),
            ..self
        }
    }
}

impl Page for Conversation {
    const TEMPLATE: &'static str = "portal/conversation";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        Text::key("ticket-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        let closed = sample(Status::Closed, None).conversation.below(Below::Feedback, Some(Below::Reply));
        TicketPage::samples().into_iter().map(|page| page.conversation).chain([closed]).collect()
    }
}

/// The reply form of an open ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Reply {
    /// Where it posts.
    pub action: String,
    /// The words.
    pub body: Field,
    /// Files.
    pub files: Field,
    /// Makes two sends of the form one message.
    pub key: String,
    /// The last event that the reader saw.
    pub last_seen: String,
    /// Name under which the browser keeps a draft.
    pub draft: String,
    /// Asks before closing.
    pub close_href: String,
}

impl Reply {
    /// The empty form.
    pub fn new(number: i64, key: String, last_seen: String) -> Self {
        Self {
            action: routes::reply(number),
            body: Field::text("body", "ticket-reply").hint("ticket-reply-hint").rows(6),
            files: Field::files("files", "new-files").hint("new-files-hint"),
            key,
            last_seen,
            draft: format!("ticket-{number}"),
            close_href: routes::close(number),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct TicketPage {
    /// Number.
    pub number: i64,
    /// What it is about.
    pub category: String,
    /// Whether it is urgent.
    pub urgent: bool,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Who opened it.
    pub opened_by: String,
    /// The ticket it continues.
    pub about: Option<super::About>,
    /// What was answered to the fields of its category.
    pub answers: Vec<AnswerLine>,
    /// What changes.
    pub conversation: Conversation,
    /// The reply form, while it is open.
    pub reply: Option<Reply>,
    /// Who follows it, while it is open.
    pub following: Option<Followers>,
    /// Asks whether it is solved, for a while after it was closed.
    pub feedback: Option<FeedbackForm>,
    /// What was said of that.
    pub feedback_given: Option<FeedbackGiven>,
    /// Where the list is.
    pub list_href: &'static str,
    /// Whether a reply was stopped because of a message that was not seen.
    pub stopped: bool,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TicketPage {
    /// The page with a reply that was refused, whole.
    #[must_use]
    pub fn refused(self, typed: &str, body: Option<Text>, files: Option<Text>) -> Self {
        let reply = self.reply.map(|reply| Reply {
            body: reply.body.value(typed).error_if(body),
            files: reply.files.error_if(files),
            ..reply
        });
        let errors = reply.iter().flat_map(|reply| problems([&reply.body, &reply.files])).collect();
        Self { reply, errors, ..self }
    }

    /// The page with what was wrong about whom to add.
    #[must_use]
    pub fn follower_refused(self, why: impl Into<Text>) -> Self {
        let following = self.following.map(|it| it.refused(why));
        Self { errors: following.iter().flat_map(Followers::problems).collect(), following, ..self }
    }

    /// The page with what was said of the close refused, whole.
    #[must_use]
    pub fn feedback_refused(self, form: FeedbackForm) -> Self {
        Self { errors: form.problems(), feedback: self.feedback.map(|_| form), ..self }
    }
}

impl Page for TicketPage {
    const TEMPLATE: &'static str = "portal/ticket";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        Text::key("ticket-title").with("number", self.number)
    }

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> =
            CallbackCard::samples().into_iter().map(|card| sample(Status::InProgress, Some(card))).collect();
        samples.push(sample(Status::Untreated, None));
        samples.push(sample(Status::InProgress, None).follower_refused("invalid-choice"));
        let mut answered = sample(Status::Answered, None);
        answered.conversation.closes_at = Some(sample_time("2026-12-06T23:00:00Z"));
        samples.push(answered.clone());
        samples.push(Self { stopped: true, ..answered.refused("Merci, mais", None, None) });
        samples.push(sample(Status::InProgress, None).refused("", Some("ticket-reply-missing".into()), None));
        for (by, undo_until) in [
            (
                Text::key("ticket-closed-by").with("name", "Claire Martin"),
                Some(sample_time("2026-11-22T13:29:00Z")),
            ),
            ("ticket-closed-by-system".into(), None),
        ] {
            let mut closed = sample(Status::Closed, None);
            closed.conversation.closed =
                Some(Closed { at: sample_time("2026-11-22T13:19:00Z"), by, undo_until });
            let at = sample_time("2026-11-23T08:12:00Z");
            let given = FeedbackGiven::new(Solved::No, Some("Le message 550 revient."), at);
            let (feedback, feedback_given) = match undo_until {
                Some(_) => (Some(FeedbackForm::new(routes::give_feedback(1043))), None),
                None => (None, Some(given)),
            };
            samples.push(Self { reply: None, feedback, feedback_given, ..closed });
        }
        samples
    }
}

fn sample(status: Status, callback: Option<CallbackCard>) -> TicketPage {
    let urgent = callback.is_some();
    let message = |author: &str, side, at: &str, body: &str| Message {
        author: author.to_owned(),
        side,
        at: sample_time(at),
        body: body.to_owned(),
        files: Vec::new(),
        answer: side == Side::Staff,
        unseen: false,
    };
    let file = FileLink {
        name: "erreur-550.png".to_owned(),
        href: routes::file(1043, "fil_1"),
        size: 184_320,
        thumbnail: Some(routes::thumbnail(1043, "fil_1")),
    };
    let question = Message {
        files: vec![file],
        ..message(
            "Claire Martin",
            Side::Client,
            "2026-11-22T08:02:00Z",
            "Bonjour,\n\nplus aucun message ne part depuis ce matin.\n550 5.7.1 relay denied",
        )
    };
    let mut entries = vec![Entry::Message(question)];
    if status != Status::Untreated {
        entries.push(Entry::taken(sample_time("2026-11-22T08:10:00Z"), "Marie Leroy"));
    }
    if matches!(status, Status::Answered | Status::Closed) {
        let body = "Bonjour,\n\nle quota était dépassé, c’est corrigé (`550 relay denied`) :\n\n```\n\
                    postfix/smtp[2210]: 4F1: status=bounced\n  (host mx.durand.example said: 550)\n```\n\
                    Pouvez-vous réessayer ? Le détail est sur https://durand.example/aide\n\nMarie";
        entries.push(Entry::Message(message("Marie Leroy", Side::Staff, "2026-11-22T08:41:00Z", body)));
        entries.push(Entry::answered(sample_time("2026-11-22T08:41:00Z")));
    }
    let conversation =
        Conversation { callback, ..Conversation::new(1043, status, Some("Marie Leroy"), entries) };
    TicketPage {
        number: 1043,
        category: if urgent { "URGENT" } else { "Réseau / Internet / Messagerie" }.to_owned(),
        urgent,
        opened_at: sample_time("2026-11-22T08:02:00Z"),
        opened_by: "Claire Martin".to_owned(),
        about: (status == Status::Untreated)
            .then(|| super::About { number: 1021, href: routes::ticket(1021) }),
        following: (status != Status::Closed).then(|| {
            let reader = match status {
                Status::Untreated => Follows::Own,
                Status::InProgress => Follows::No,
                Status::Answered | Status::Closed => Follows::Yes,
            };
            following::sample(reader)
        }),
        answers: sample_lines(),
        conversation,
        reply: Some(Reply::new(1043, "k3Fz9".to_owned(), "evt_1".to_owned())),
        feedback: None,
        feedback_given: None,
        list_href: routes::TICKETS,
        stopped: false,
        errors: Vec::new(),
    }
}
