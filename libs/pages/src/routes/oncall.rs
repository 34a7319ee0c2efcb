//! Paths of the person on call: the link of a summons.

/// The page behind the link.
pub fn summons(token: &str) -> String {
    format!("/a/{token}")
}

/// Takes the callback, by POST.
pub fn take(token: &str) -> String {
    format!("/a/{token}/take")
}

/// "I can't", before or after taking, by POST.
pub fn decline(token: &str) -> String {
    format!("/a/{token}/decline")
}

/// "Call me and connect me", by POST.
pub fn connect(token: &str) -> String {
    format!("/a/{token}/connect")
}

/// The client was reached, by POST.
pub fn reached(token: &str) -> String {
    format!("/a/{token}/reached")
}

/// The client did not pick up, by POST with `minutes` until the next try.
pub fn no_answer(token: &str) -> String {
    format!("/a/{token}/no-answer")
}

/// The number is wrong, by POST.
pub fn wrong_number(token: &str) -> String {
    format!("/a/{token}/wrong-number")
}
