//! What went wrong, in one place: `application/problem+json` (RFC 9457) for programs, a branded page
//! for people. What a fault of ours says stays in the log, once, with the request id that the page
//! shows.

mod answer;
mod service;

use std::{borrow::Cow, error::Error as StdError, time::Duration};

use poem::{
    error::ResponseError,
    http::{HeaderName, HeaderValue, StatusCode},
};
use serde::Serialize;

use crate::accept::BodyRefused;

pub(crate) use answer::{Reader, answer, bare_page};

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request makes no sense.
    BadRequest,
    /// Nobody is signed in: people are led to the sign-in page.
    SignedOut,
    /// Staff have to set their second factor up before anything else: they are led to its page.
    MustEnrol,
    /// Not allowed, or the form is too old.
    Forbidden,
    /// Nothing is here, or nothing that this reader may know of.
    NotFound,
    /// The address is right, the method is not.
    MethodNotAllowed,
    /// The request came too slowly.
    TooSlow,
    /// Somebody was faster.
    Conflict,
    /// Larger than we take.
    TooLarge,
    /// A body that we do not read.
    UnsupportedMedia,
    /// Understood, and refused by a rule.
    Unprocessable,
    /// Too often.
    TooMany,
    /// Our fault.
    Internal,
    /// For a moment we cannot.
    Unavailable,
    /// For a moment we cannot, as too many ask at once: no fault, and said by whoever counts them.
    Busy,
}

impl Kind {
    /// The status, and the word that programs may rely on.
    const fn facts(self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out"),
            Self::MustEnrol => (StatusCode::FORBIDDEN, "must_enrol"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too_slow"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::UnsupportedMedia => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media"),
            Self::Unprocessable => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            Self::Unavailable | Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        }
    }

    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        self.facts().0
    }

    /// A word that programs may rely on.
    pub const fn code(self) -> &'static str {
        self.facts().1
    }

    fn of_status(status: StatusCode) -> Self {
        const ALL: [Kind; 13] = [
            Kind::BadRequest,
            Kind::SignedOut,
            Kind::Forbidden,
            Kind::NotFound,
            Kind::MethodNotAllowed,
            Kind::TooSlow,
            Kind::Conflict,
            Kind::TooLarge,
            Kind::UnsupportedMedia,
            Kind::Unprocessable,
            Kind::TooMany,
            Kind::Internal,
            Kind::Unavailable,
        ];
        let exact = ALL.into_iter().find(|kind| kind.status() == status);
        exact.unwrap_or(if status.is_client_error() { Self::BadRequest } else { Self::Internal })
    }
}

type Cause = Box<dyn StdError + Send + Sync>;

/// A field of a request that must be corrected, for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// Its name.
    pub field: Cow<'static, str>,
    /// Why, as a word that programs may rely on.
    pub code: &'static str,
}

/// Something went wrong. Handlers answer `Result<_, Problem>`, or `poem::Result`, which takes it.
#[derive(Debug)]
pub struct Problem {
    pub(crate) kind: Kind,
    /// For programs and for the log; people read the sentence of the kind.
    pub(crate) detail: Option<String>,
    pub(crate) typed: Option<String>,
    pub(crate) cause: Option<Cause>,
    pub(crate) retry_after: Option<Duration>,
    /// In a box, so that a `Result` stays small.
    more: Option<Box<More>>,
}

/// What only programs are told.
#[derive(Debug, Default)]
struct More {
    /// A rule's own word instead of the kind's.
    code: Option<&'static str>,
    fields: Vec<FieldFault>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of a kind.
    pub const fn new(kind: Kind) -> Self {
        Self { kind, detail: None, typed: None, cause: None, retry_after: None, more: None }
    }

    /// The request makes no sense.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest).detail(detail)
    }

    /// A second factor has to be set up first.
    pub const fn must_enrol() -> Self {
        Self::new(Kind::MustEnrol)
    }

    /// Nobody is signed in.
    pub const fn signed_out() -> Self {
        Self::new(Kind::SignedOut)
    }

    /// Not allowed.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden).detail(detail)
    }

    /// Nothing is here.
    pub const fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// Somebody was faster.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(Kind::Conflict).detail(detail)
    }

    /// Larger than we take.
    pub const fn too_large() -> Self {
        Self::new(Kind::TooLarge)
    }

    /// Too often; come back after `wait`.
    pub fn too_many(wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..Self::new(Kind::TooMany) }
    }

    /// Our fault.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(Kind::Internal) }
    }

    /// For a moment we cannot.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(Kind::Unavailable) }
    }

    /// A body that ended early, came too slowly or was too large.
    pub fn unreadable_body(error: &(dyn StdError + 'static)) -> Self {
        match BodyRefused::inside(error) {
            Some(BodyRefused::TooLarge) => Self::too_large(),
            Some(BodyRefused::TooSlow) => Self::new(Kind::TooSlow),
            None => Self::bad_request(format!("the body cannot be read: {error}")),
        }
    }

    /// Says more, for programs.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// Keeps what the person had typed, so that the page gives it back.
    #[must_use]
    pub fn typed(self, typed: Option<String>) -> Self {
        Self { typed, ..self }
    }

    /// A word for programs that says more than the kind's.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.more.get_or_insert_default().code = Some(code);
        self
    }

    /// Names the fields to correct, for programs.
    #[must_use]
    pub fn fields(mut self, fields: Vec<FieldFault>) -> Self {
        self.more.get_or_insert_default().fields = fields;
        self
    }

    /// Brings a header with the answer to a program, such as `Allow`.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.get_or_insert_default().headers.push((name, value));
        self
    }

    fn word(&self) -> &'static str {
        self.more.as_ref().and_then(|more| more.code).unwrap_or(self.kind.code())
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What poem answered: our own problems as they are, its own by their status.
    pub fn from_poem(error: poem::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(problem) => return problem,
            Err(error) => error,
        };
        let body = error.downcast_ref::<poem::error::ReadBodyError>();
        if let Some(refused) = body.and_then(|error| BodyRefused::inside(error)) {
            return Self::unreadable_body(&std::io::Error::other(refused));
        }
        let kind = Kind::of_status(error.status());
        match kind {
            Kind::Internal | Kind::Unavailable => {
                Self { cause: Some(error.to_string().into()), ..Self::new(kind) }
            }
            _ => Self::new(kind).detail(error.to_string()),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())?;
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        // The whole chain in one line: the log shows a fault once.
        let mut next = self.cause.as_ref().map(|cause| &**cause as &(dyn StdError + 'static));
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

impl StdError for Problem {}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.kind.status()
    }
}
