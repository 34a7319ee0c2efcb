//! Pages of the clients: one file per page, each with its handlers.
//!
//! A handler asks for what it needs as parameters, calls one command or page read of `rappel-service`, and answers a
//! page or a redirection. A refused form comes back whole with status 422.
//!
//! To add a page: its struct and template in `rappel-pages`, a file here, and a line in [`routes`].

mod account;
mod documents;
mod feedback;
mod login;
mod passkey;
mod password;
mod people;
mod present;
mod provider;
mod second_step;
mod sign_in_link;
mod tickets;
mod two_step;
mod unsubscribe;
mod words;

use poem::{Route, get, handler, post};
use rappel_pages::routes::portal as paths;
use rappel_web::{PortalSession, see_other};

/// Everything that answers on a tenant's host.
pub fn routes() -> Route {
    Route::new()
        .at("/", get(home))
        .at("/login", get(login::get).post(login::post))
        .at("/login/link", get(sign_in_link::ask).post(sign_in_link::send))
        .at("/login/link/:token", get(sign_in_link::show).post(sign_in_link::enter))
        .at("/login/provider", get(provider::again).post(provider::begin))
        .at("/login/provider/callback", get(provider::end))
        .at("/login/provider/on", get(provider::on))
        .at("/login/step", get(second_step::get).post(second_step::post))
        .at("/login/step/passkey", get(passkey::step_again).post(passkey::end_step))
        .at("/login/step/passkey/begin", post(passkey::begin_step))
        .at("/login/passkey", get(passkey::again).post(passkey::sign_in))
        .at("/login/passkey/begin", post(passkey::begin))
        .at("/logout", post(login::logout))
        .at("/password", get(password::forgot).post(password::send))
        .at("/password/:token", get(password::show_reset).post(password::set_reset))
        .at("/invite/:token", get(password::show_invitation).post(password::set_invitation))
        .at("/feedback/:token", get(feedback::show).post(feedback::say))
        .at("/unsubscribe/:token", get(unsubscribe::show).post(unsubscribe::stop))
        .at("/tickets", get(tickets::list::get))
        .at("/tickets/list.csv", get(tickets::list::download))
        .at("/tickets/callbacks", get(tickets::list::callbacks))
        .at("/tickets/new", get(tickets::new::get).post(tickets::new::post))
        .at("/tickets/:number", get(tickets::show::get))
        .at("/tickets/:number/fragment", get(tickets::show::fragment))
        .at("/tickets/:number/reply", post(tickets::reply::post))
        .at("/tickets/:number/close", get(tickets::close::get).post(tickets::close::post))
        .at("/tickets/:number/reopen", post(tickets::close::reopen))
        .at("/tickets/:number/feedback", post(tickets::feedback::post))
        .at("/tickets/:number/follow", post(tickets::follow::follow))
        .at("/tickets/:number/unfollow", post(tickets::follow::unfollow))
        .at("/tickets/:number/followers", post(tickets::follow::add))
        .at("/tickets/:number/callback", get(tickets::callback::get).post(tickets::callback::post))
        .at("/tickets/:number/callback/cancel", post(tickets::callback::cancel))
        .at("/tickets/:number/files/:file", get(tickets::file::get))
        .at("/tickets/:number/files/:file/thumbnail", get(tickets::file::thumbnail))
        .at("/account", get(account::get).post(account::save_details))
        .at("/account/phone", post(account::save_phone))
        .at("/account/phone/code", post(account::check_code))
        .at("/account/news", post(account::save_news))
        .at("/account/password", post(account::mail_password_link))
        .at("/account/password/new", get(two_step::password::get).post(two_step::password::post))
        .at("/account/export", post(account::ask_export))
        .at("/account/exports/:export", get(account::fetch_export))
        .at("/account/sessions/:session/end", post(account::end_session))
        .at("/account/sessions/end", post(account::end_sessions))
        .at("/account/confirm", get(two_step::confirm::get).post(two_step::confirm::post))
        .at("/account/confirm/passkey", get(passkey::proof_again).post(passkey::prove))
        .at("/account/confirm/passkey/begin", post(passkey::begin_proof))
        .at("/account/passkeys", get(two_step::passkeys::get).post(two_step::passkeys::add))
        .at("/account/passkeys/begin", post(two_step::passkeys::begin))
        .at("/account/passkeys/:passkey/name", post(two_step::passkeys::rename))
        .at("/account/passkeys/:passkey/remove", post(two_step::passkeys::remove))
        .at("/account/two-step", get(two_step::get))
        .at("/account/two-step/begin", post(two_step::begin))
        .at("/account/two-step/enrol", post(two_step::enrol))
        .at("/account/two-step/codes", post(two_step::renew_codes))
        .at("/account/two-step/remove", post(two_step::remove))
        .at("/people", get(people::get).post(people::invite))
        .at("/people/list", get(people::get).post(people::list::post))
        .at("/people/history", get(people::history::get))
        .at("/people/history.csv", get(people::history::table))
        .at("/people/data", get(people::data::get))
        .at("/people/data/export", post(people::data::ask))
        .at("/people/data/export/cancel", post(people::data::cancel))
        .at("/people/data/exports/:company_export", get(people::data::fetch))
        .at("/people/leave", get(people::leave::get).post(people::leave::post))
        .at("/people/:person/invite", post(people::invite_again))
        .at("/people/:person/access", get(people::visibility::get).post(people::visibility::post))
        .at("/people/:person/role", post(people::set_role))
        .at("/people/:person/remove", post(people::remove))
        .at("/people/:person/enable", post(people::enable))
        .at("/people/:person/two-step", post(people::take_factor))
        .at("/people/:person/provider", post(people::unlink))
        .at("/people/:person/erase", get(people::erase::get).post(people::erase::post))
        .at("/terms", get(documents::terms))
        .at("/legal", get(documents::legal))
        .at("/accessibility", get(documents::accessibility))
}

/// The list is the home page; who is not signed in is led to the sign-in page.
#[handler]
fn home(_session: PortalSession) -> poem::Response {
    see_other(paths::TICKETS)
}

#[cfg(test)]
mod tests;
