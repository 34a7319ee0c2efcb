//! What a command or a page read answered, as a problem.

use rappel_domain::Refusal;
use rappel_service::Error;

use super::{Kind, Problem};

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::Forbidden => Self::forbidden("the role does not allow it"),
            Error::Conflict => Self::conflict(error.to_string()),
            Error::Refused(refusal) => refused(&refusal),
            Error::Invalid(_) | Error::KeyMisused | Error::SignInFailed => {
                Self::new(Kind::Unprocessable).detail(error.to_string())
            }
            Error::Busy => Self::new(Kind::Busy).detail("too much of this at once"),
            Error::Store(store) if store.is_transient() => Self::unavailable(store),
            Error::Store(store) => Self::internal(store),
            Error::Files(files) => Self::internal(files),
        }
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let kind = match refusal {
        Refusal::NotAllowed | Refusal::NotYours => Kind::Forbidden,
        Refusal::UnseenMessage | Refusal::AlreadyTaken { .. } | Refusal::CallbackOver => Kind::Conflict,
        _ => Kind::Unprocessable,
    };
    Problem::new(kind).detail(refusal.to_string())
}
