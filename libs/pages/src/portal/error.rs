//! Something went wrong: a plain sentence, what to do, a reference, the operator's number.

use serde::Serialize;

use crate::{Page, Surface, Text};

/// What went wrong, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 400: the request makes no sense.
    BadRequest,
    /// 403: not allowed, or the form is too old.
    Forbidden,
    /// 404: nothing is here.
    NotFound,
    /// 405: the page cannot do that.
    MethodNotAllowed,
    /// 409: somebody was faster.
    Conflict,
    /// 413: too large.
    TooLarge,
    /// 422: the form was refused.
    Unprocessable,
    /// 429: too many requests.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: for a moment we cannot.
    Unavailable,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 10] = [
        Self::BadRequest,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::TooLarge,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The fault that stands for an HTTP status; 500 for one that is unknown.
    pub fn of_status(status: u16) -> Self {
        Self::ALL.into_iter().find(|fault| fault.status() == status).unwrap_or(Self::Internal)
    }

    /// HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// What happened and what to do.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::BadRequest => ("error-bad-request", "error-bad-request-do"),
            Self::Forbidden => ("error-forbidden", "error-forbidden-do"),
            Self::NotFound => ("error-not-found", "error-not-found-do"),
            Self::MethodNotAllowed => ("error-method", "error-method-do"),
            Self::Conflict => ("error-conflict", "error-conflict-do"),
            Self::TooLarge => ("error-too-large", "error-too-large-do"),
            Self::Unprocessable => ("error-unprocessable", "error-unprocessable-do"),
            Self::TooMany => ("error-too-many", "error-too-many-do"),
            Self::Internal => ("error-internal", "error-internal-do"),
            Self::Unavailable => ("error-unavailable", "error-unavailable-do"),
        }
    }
}

/// The error page.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// HTTP status.
    pub status: u16,
    /// What happened.
    pub what: Text,
    /// What to do.
    pub then: Text,
    /// The request id, which the log also has.
    pub reference: Option<String>,
    /// What the person had typed, so that nothing is lost.
    pub typed: Option<String>,
}

impl ErrorPage {
    /// The page of a fault.
    pub fn new(fault: Fault, reference: Option<String>) -> Self {
        let (what, then) = fault.texts();
        Self { status: fault.status(), what: what.into(), then: then.into(), reference, typed: None }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "portal/error";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        self.what.clone()
    }

    fn samples() -> Vec<Self> {
        let all = Fault::ALL.into_iter();
        let mut samples: Vec<Self> =
            all.map(|fault| Self::new(fault, Some("7f3a-19c2".to_owned()))).collect();
        samples.push(Self {
            typed: Some("Bonjour,\nplus rien ne part.".to_owned()),
            ..Self::new(Fault::Forbidden, None)
        });
        samples
    }
}
