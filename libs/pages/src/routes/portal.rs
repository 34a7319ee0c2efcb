//! Paths of the client pages.

/// Sign-in.
pub const LOGIN: &str = "/login";
/// Sign-out, by POST.
pub const LOGOUT: &str = "/logout";
/// Asks for a link to set a new password.
pub const FORGOT: &str = "/password";
/// The client's tickets.
pub const TICKETS: &str = "/tickets";
/// Opens a ticket.
pub const NEW_TICKET: &str = "/tickets/new";
/// The own account.
pub const ACCOUNT: &str = "/account";
/// The people of the company.
pub const PEOPLE: &str = "/people";
/// General terms of sale.
pub const TERMS: &str = "/terms";
/// Legal notice.
pub const LEGAL: &str = "/legal";
/// Accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";
/// Changes the language, by POST.
pub const LANGUAGE: &str = "/language";
