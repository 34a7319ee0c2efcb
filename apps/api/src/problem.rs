//! What went wrong, as RFC 9457 says it: the one place where the service's errors and poem's become problems.

use std::marker::PhantomData;

use poem::error::MethodNotAllowedError;
use poem_openapi::{
    ApiResponse, Object,
    error::{ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError},
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};
use rappel_domain::Refusal;
use rappel_service::{Error, Invalid};
use rappel_web::{
    Problem,
    problem::{FieldFault, Kind},
};

use crate::key;

/// Characters at most that a message repeats of what was sent.
const LONGEST_DETAIL: usize = 300;

/// A problem (RFC 9457).
#[derive(Debug, Object)]
#[oai(rename = "Problem")]
pub(crate) struct Document {
    /// Always `about:blank`: `status` and `code` say it all.
    r#type: String,
    /// The words of the HTTP status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// A word that programs may rely on, such as `already_taken` or `idempotency_key_misused`.
    code: String,
    /// What to do about it, for the people who write programs. Its words may change.
    detail: Option<String>,
    /// The fields to correct, with status 422.
    errors: Option<Vec<Field>>,
    /// `urn:request:` and what our log calls this request.
    instance: String,
}

/// A field to correct.
#[derive(Debug, Object)]
#[oai(rename = "FieldProblem")]
pub(crate) struct Field {
    /// Its name.
    field: String,
    /// Why, as a word that programs may rely on, such as `description-empty` or `phone-too-short`.
    code: String,
}

/// What can go wrong with an operation, for the document.
pub(crate) trait Statuses: Send + Sync {
    /// Status and what it means here.
    const LIST: &'static [(u16, &'static str)];
}

const UNREADABLE: (u16, &str) = (400, "The request cannot be read; `detail` says where.");
const NO_KEY: (u16, &str) = (401, "No key, or one that is refused.");
const FORBIDDEN: (u16, &str) =
    (403, "The key lacks the scope (`scope_missing`), or is not a staff member's (`staff_only`).");
const NOT_FOUND: (u16, &str) = (404, "Nothing is here, or nothing that this key may know of.");
const TOO_MANY: (u16, &str) = (429, "Too often; `Retry-After` says when to come back, in seconds.");
const UNAVAILABLE: (u16, &str) =
    (503, "For a moment we cannot; `Retry-After` says when to come back, in seconds.");

/// Reads a list.
pub(crate) struct Lists;
impl Statuses for Lists {
    const LIST: &'static [(u16, &'static str)] = &[UNREADABLE, NO_KEY, FORBIDDEN, TOO_MANY, UNAVAILABLE];
}

/// Reads one thing.
pub(crate) struct Reads;
impl Statuses for Reads {
    const LIST: &'static [(u16, &'static str)] =
        &[UNREADABLE, NO_KEY, FORBIDDEN, NOT_FOUND, TOO_MANY, UNAVAILABLE];
}

/// Changes something.
pub(crate) struct Writes;
impl Statuses for Writes {
    const LIST: &'static [(u16, &'static str)] = &[
        UNREADABLE,
        NO_KEY,
        FORBIDDEN,
        NOT_FOUND,
        (409, "The state does not allow it, such as `ticket_closed` or `already_taken`."),
        (413, "The body is larger than 256 KiB."),
        (415, "The body is not `application/json`, or is compressed."),
        (
            422,
            "Fields must be corrected (`invalid`, see `errors`), or the idempotency key was used for something else (`idempotency_key_misused`).",
        ),
        TOO_MANY,
        UNAVAILABLE,
    ];
}

/// A problem as the answer of an operation.
#[derive(Debug)]
pub(crate) struct Failure<S>(Problem, PhantomData<S>);

impl<S> From<Problem> for Failure<S> {
    fn from(problem: Problem) -> Self {
        Self(problem, PhantomData)
    }
}

impl<S> From<Error> for Failure<S> {
    fn from(error: Error) -> Self {
        of(error).into()
    }
}

impl<S> From<Failure<S>> for poem::Error {
    fn from(failure: Failure<S>) -> Self {
        failure.0.into()
    }
}

impl<S: Statuses> ApiResponse for Failure<S> {
    fn meta() -> MetaResponses {
        let response = |(status, description): &(u16, &'static str)| MetaResponse {
            description,
            status: Some(*status),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: "application/problem+json",
                schema: Document::schema_ref(),
            }],
            headers: Vec::new(),
        };
        MetaResponses { responses: S::LIST.iter().map(response).collect() }
    }

    fn register(registry: &mut Registry) {
        Document::register(registry);
    }
}

/// What the service answered.
pub(crate) fn of(error: Error) -> Problem {
    match error {
        Error::NotFound => Problem::not_found(),
        Error::Forbidden => Problem::forbidden("the role does not allow it"),
        Error::Conflict => Problem::conflict(error.to_string()).code("changed_meanwhile"),
        Error::KeyMisused => {
            Problem::new(Kind::Unprocessable).code("idempotency_key_misused").detail(error.to_string())
        }
        Error::Invalid(fields) => invalid(&fields),
        Error::Refused(refusal) => refused(&refusal),
        Error::SignInFailed => key::refused(),
        Error::Busy => Problem::unavailable(error),
        Error::Store(store) if store.is_transient() => Problem::unavailable(store),
        Error::Store(store) => Problem::internal(store),
        Error::Files(files) => Problem::internal(files),
    }
}

/// Fields that must be corrected.
pub(crate) fn invalid(fields: &[Invalid]) -> Problem {
    let names: Vec<&str> = fields.iter().map(|it| &*it.field).collect();
    let fields =
        fields.iter().map(|it| FieldFault { field: it.field.clone(), code: it.reason.key() }).collect();
    Problem::new(Kind::Unprocessable)
        .code("invalid")
        .detail(format!("to be corrected: {}", names.join(", ")))
        .fields(fields)
}

fn refused(refusal: &Refusal) -> Problem {
    let (kind, code) = match refusal {
        Refusal::TicketClosed => (Kind::Conflict, "ticket_closed"),
        Refusal::TicketOpen => (Kind::Conflict, "ticket_open"),
        Refusal::FeedbackGiven => (Kind::Conflict, "feedback_given"),
        Refusal::FeedbackOver => (Kind::Conflict, "feedback_over"),
        Refusal::UndoOver => (Kind::Conflict, "undo_over"),
        Refusal::UnseenMessage => (Kind::Conflict, "unseen_message"),
        Refusal::AlreadyTaken { .. } => (Kind::Conflict, "already_taken"),
        Refusal::NotYours => (Kind::Conflict, "not_yours"),
        Refusal::CallbackOver => (Kind::Conflict, "callback_over"),
        Refusal::NotAllowed => (Kind::Forbidden, "forbidden"),
        Refusal::EmptyText => (Kind::Unprocessable, "empty_text"),
        Refusal::TimeOutOfRange => (Kind::Unprocessable, "time_out_of_range"),
        Refusal::SameNumber => (Kind::Unprocessable, "same_number"),
        Refusal::NumberChangedTooOften => (Kind::Conflict, "number_changed_too_often"),
        Refusal::UndoneTooOften => (Kind::Conflict, "undone_too_often"),
        Refusal::ConnectedTooOften => (Kind::Conflict, "connected_too_often"),
        Refusal::NotConnectable => (Kind::Unprocessable, "not_connectable"),
        Refusal::NumberMissing => (Kind::Unprocessable, "number_missing"),
    };
    Problem::new(kind).code(code).detail(refusal.to_string())
}

/// What poem answered. `allow` names the methods of the address, for a wrong one.
pub(crate) fn of_poem(error: poem::Error, allow: Option<poem::http::HeaderValue>) -> Problem {
    // An identifier that cannot be one is as unknown as any other.
    if error.is::<ParsePathError>() {
        return Problem::not_found();
    }
    if error.is::<MethodNotAllowedError>() {
        let problem = Problem::new(Kind::MethodNotAllowed);
        return match allow {
            Some(allow) => problem.header(poem::http::header::ALLOW, allow),
            None => problem,
        };
    }
    if let Some(error) = error.downcast_ref::<ParseParamError>() {
        return Problem::bad_request(cut(&format!("{}: {}", error.name, error.reason))).code("bad_parameter");
    }
    if let Some(error) = error.downcast_ref::<ParseRequestPayloadError>() {
        return Problem::bad_request(cut(&error.reason)).code("bad_body");
    }
    if error.is::<ContentTypeError>() {
        return Problem::new(Kind::UnsupportedMedia).detail("send application/json");
    }
    if error.is::<poem::error::NotFoundError>() {
        return Problem::not_found();
    }
    Problem::from_poem(error)
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_DETAIL).collect()
}

#[cfg(test)]
mod tests;
