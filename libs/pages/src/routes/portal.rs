//! Paths of the client pages.

/// Sign-in.
pub const LOGIN: &str = "/login";
/// Asks for a link to sign in.
pub const ASK_LINK: &str = "/login/link";
/// Leads to the company's own identity provider, by POST.
pub const PROVIDER: &str = "/login/provider";
/// Shows what was typed before somebody went there.
pub const PROVIDER_ON: &str = "/login/provider/on";
/// The second step of a sign-in.
pub const SECOND_STEP: &str = "/login/step";
/// Signs in by a passkey, by POST.
pub const PASSKEY_SIGN_IN: &str = "/login/passkey";
/// What an authenticator is asked for it, by POST.
pub const BEGIN_PASSKEY_SIGN_IN: &str = "/login/passkey/begin";
/// Ends a sign-in that waits by a passkey, by POST.
pub const PASSKEY_STEP: &str = "/login/step/passkey";
/// What an authenticator is asked for it, by POST.
pub const BEGIN_PASSKEY_STEP: &str = "/login/step/passkey/begin";
/// Sign-out, by POST.
pub const LOGOUT: &str = "/logout";
/// Asks for a link to set a new password.
pub const FORGOT: &str = "/password";
/// The client's tickets.
pub const TICKETS: &str = "/tickets";
/// The client's tickets, as a table for other programs.
pub const TICKETS_CSV: &str = "/tickets/list.csv";
/// The closed ones.
pub const CLOSED_TICKETS: &str = "/tickets?tab=closed";
/// The open callbacks above the list, as a fragment.
pub const CALLBACKS_FRAGMENT: &str = "/tickets/callbacks";
/// Opens a ticket.
pub const NEW_TICKET: &str = "/tickets/new";
/// The own account.
pub const ACCOUNT: &str = "/account";
/// Saves the number of the account and sends a code to it, by POST.
pub const ACCOUNT_PHONE: &str = "/account/phone";
/// Checks the code, by POST.
pub const ACCOUNT_CODE: &str = "/account/phone/code";
/// Chooses how to be told, by POST.
pub const ACCOUNT_NEWS: &str = "/account/news";
/// Signs out in every other browser, by POST.
pub const END_SESSIONS: &str = "/account/sessions/end";
/// Puts together what is kept of the reader, by POST.
pub const ACCOUNT_EXPORT: &str = "/account/export";
/// Changes the password, by POST.
pub const ACCOUNT_PASSWORD: &str = "/account/password";
/// Asks once more who sits there.
pub const CONFIRM: &str = "/account/confirm";
/// Proves who sits there by a passkey, by POST.
pub const PASSKEY_PROOF: &str = "/account/confirm/passkey";
/// What an authenticator is asked for it, by POST.
pub const BEGIN_PASSKEY_PROOF: &str = "/account/confirm/passkey/begin";
/// The passkeys of the own account; adds one by POST.
pub const PASSKEYS: &str = "/account/passkeys";
/// What an authenticator is asked for a new one, by POST.
pub const BEGIN_PASSKEY: &str = "/account/passkeys/begin";
/// The second step of the own account.
pub const TWO_STEP: &str = "/account/two-step";
/// Makes the secret of an app, by POST.
pub const BEGIN_TWO_STEP: &str = "/account/two-step/begin";
/// Takes the first code of an app, by POST.
pub const ENROL_TWO_STEP: &str = "/account/two-step/enrol";
/// Makes other recovery codes, by POST.
pub const RECOVERY_CODES: &str = "/account/two-step/codes";
/// Takes the second step away, by POST.
pub const REMOVE_TWO_STEP: &str = "/account/two-step/remove";
/// Chooses another password.
pub const CHANGE_PASSWORD: &str = "/account/password/new";
/// The people of the company; invites by POST.
pub const PEOPLE: &str = "/people";
/// Those who cannot sign in any more.
pub const FORMER_PEOPLE: &str = "/people?tab=former";
/// Invites a pasted list, by POST.
pub const PEOPLE_LIST: &str = "/people/list";
/// What was changed about the people.
pub const PEOPLE_HISTORY: &str = "/people/history";
/// The same, as a table for other programs.
pub const PEOPLE_HISTORY_CSV: &str = "/people/history.csv";
/// The data of the company: its export, and how long its closed tickets are kept.
pub const COMPANY_DATA: &str = "/people/data";
/// A manager gives their role or their account up; asked by GET.
pub const LEAVE: &str = "/people/leave";
/// General terms of sale.
pub const TERMS: &str = "/terms";
/// Legal notice.
pub const LEGAL: &str = "/legal";
/// Accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";
/// Changes the language, by POST.
pub const LANGUAGE: &str = "/language";

/// Asks once more who sits there, before a page.
pub fn confirm(next: &str) -> String {
    format!("{CONFIRM}?next={next}")
}

/// Accepts an invitation.
pub fn invite(token: &str) -> String {
    format!("/invite/{token}")
}

/// Signs in by a link.
pub fn enter_by_link(token: &str) -> String {
    format!("{ASK_LINK}/{token}")
}

/// Sets a new password.
pub fn password(token: &str) -> String {
    format!("/password/{token}")
}

/// Signs out in a browser, by POST.
pub fn end_session(session: impl std::fmt::Display) -> String {
    format!("/account/sessions/{session}/end")
}

/// Calls a passkey otherwise, by POST.
pub fn rename_passkey(key: impl std::fmt::Display) -> String {
    format!("{PASSKEYS}/{key}/name")
}

/// Takes a passkey away, by POST.
pub fn remove_passkey(key: impl std::fmt::Display) -> String {
    format!("{PASSKEYS}/{key}/remove")
}

/// A ticket.
pub fn ticket(number: i64) -> String {
    format!("/tickets/{number}")
}

/// The answer on the page of a ticket.
pub fn answer(number: i64) -> String {
    format!("/tickets/{number}#answer")
}

/// What changes on the page of a ticket, as a fragment.
pub fn ticket_fragment(number: i64) -> String {
    format!("/tickets/{number}/fragment")
}

/// The page whose form posts to a path, where it is one in which people write at length.
pub fn form_page(path: &str) -> Option<String> {
    if path == NEW_TICKET {
        return Some(NEW_TICKET.to_owned());
    }
    let number: i64 = path.strip_prefix("/tickets/")?.strip_suffix("/reply")?.parse().ok()?;
    Some(ticket(number))
}

/// Replies, by POST.
pub fn reply(number: i64) -> String {
    format!("/tickets/{number}/reply")
}

/// Asks before closing; closes by POST.
pub fn close(number: i64) -> String {
    format!("/tickets/{number}/close")
}

/// Takes a close back, by POST.
pub fn reopen(number: i64) -> String {
    format!("/tickets/{number}/reopen")
}

/// Opens a new ticket about a closed one.
pub fn new_about(number: i64) -> String {
    format!("{NEW_TICKET}?about={number}")
}

/// Changes the number of a callback.
pub fn callback(number: i64) -> String {
    format!("/tickets/{number}/callback")
}

/// Cancels a callback, by POST.
pub fn cancel_callback(number: i64) -> String {
    format!("/tickets/{number}/callback/cancel")
}

/// A file of a ticket.
pub fn file(number: i64, file: impl std::fmt::Display) -> String {
    format!("/tickets/{number}/files/{file}")
}

/// A small picture of a file.
pub fn thumbnail(number: i64, file: impl std::fmt::Display) -> String {
    format!("/tickets/{number}/files/{file}/thumbnail")
}

/// Says by a link whether a closed ticket is solved.
pub fn feedback(token: &str) -> String {
    format!("/feedback/{token}")
}

/// Stops one kind of news by e-mail, by a link.
pub fn unsubscribe(token: &str) -> String {
    format!("/unsubscribe/{token}")
}

/// The address of such a link with a choice made; the page asks all the same.
pub fn feedback_choice(link: &str, solved: rappel_domain::ticket::Solved) -> String {
    format!("{link}?solved={}", solved.as_str())
}

/// Says on the page of a closed ticket whether it is solved, by POST.
pub fn give_feedback(number: i64) -> String {
    format!("/tickets/{number}/feedback")
}

/// Invites a person once more, by POST.
pub fn invite_again(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/invite")
}

/// Removes a person, by POST.
pub fn remove_person(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/remove")
}

/// Lets a person sign in again, by POST.
pub fn enable_person(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/enable")
}

/// Takes the second factor of a person away who lost it, by POST.
pub fn take_factor(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/two-step")
}

/// Has it forgotten who a person is with the company's identity provider, by POST.
pub fn unlink(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/provider")
}

/// Asks before a person is erased; erases by POST.
pub fn erase_person(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/erase")
}

/// What is kept of the reader, as a file.
pub fn export(export: impl std::fmt::Display) -> String {
    format!("/account/exports/{export}")
}

/// Everything of the company, as a file.
pub fn company_export(export: impl std::fmt::Display) -> String {
    format!("{COMPANY_DATA}/exports/{export}")
}

/// Follows a ticket, by POST.
pub fn follow(number: i64) -> String {
    format!("{TICKETS}/{number}/follow")
}

/// Follows it no more, by POST.
pub fn unfollow(number: i64) -> String {
    format!("{TICKETS}/{number}/unfollow")
}

/// Lets a colleague follow it, by POST.
pub fn followers(number: i64) -> String {
    format!("{TICKETS}/{number}/followers")
}

/// Whose tickets a person sees.
pub fn person_access(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/access")
}

/// Gives a person another role, by POST.
pub fn person_role(person: impl std::fmt::Display) -> String {
    format!("{PEOPLE}/{person}/role")
}
