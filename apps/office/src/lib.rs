//! Pages of the staff, and the phone pages of the person on call: one file per page, each with its handlers.
//!
//! A handler asks for what it needs as parameters, calls one command or page read of `rappel-service`, and answers a
//! page or a redirection. A refused form comes back whole with status 422. What a role may not do is not shown, and
//! the service refuses it anyway.
//!
//! To add a page: its struct and template in `rappel-pages`, a file here, and a line in [`routes`].

mod desk;
mod login;
mod oncall_phone;
mod password;
mod present;
mod queue;
mod ticket;
mod words;

use poem::{Route, get, handler, post};
use rappel_pages::routes::office as paths;
use rappel_web::{OfficeSession, see_other};

/// Everything that answers on the operator's host; `more` are routes besides ours, such as those of providers.
pub fn routes(more: Route) -> Route {
    more.at("/", get(home))
        .at("/login", get(login::get).post(login::post))
        .at("/logout", post(login::logout))
        .at("/password", get(password::forgot).post(password::send))
        .at("/password/:token", get(password::show_reset).post(password::set_reset))
        .at("/invite/:token", get(password::show_invitation).post(password::set_invitation))
        .at("/queue", get(queue::get))
        .at("/queue/rows", get(queue::fragment))
        .at("/queue/:tenant/:number", get(ticket::get))
        .at("/queue/:tenant/:number/take", post(ticket::take))
        .at("/queue/:tenant/:number/release", post(ticket::release))
        .at("/queue/:tenant/:number/assign", post(ticket::assign))
        .at("/queue/:tenant/:number/close", post(ticket::close))
        .at("/queue/:tenant/:number/reopen", post(ticket::undo_close))
        .at("/queue/:tenant/:number/answer", post(ticket::answer::post))
        .at("/queue/:tenant/:number/note", post(ticket::note::post))
        .at("/queue/:tenant/:number/files/:file", get(ticket::file))
        .at("/queue/:tenant/:number/callback", get(ticket::callback::fragment))
        .at("/queue/:tenant/:number/callback/take", post(ticket::callback::take))
        .at("/queue/:tenant/:number/callback/cancel", post(ticket::callback::cancel))
        .at("/queue/:tenant/:number/callback/:outcome", post(ticket::callback::outcome))
        .at("/a/:token", get(oncall_phone::get))
        .at("/a/:token/take", post(oncall_phone::take))
        .at("/a/:token/:outcome", post(oncall_phone::outcome))
}

/// The queue is the home page; who is not signed in is led to the sign-in page.
#[handler]
fn home(_session: OfficeSession) -> poem::Response {
    see_other(paths::QUEUE)
}
