//! Pages of the staff, and the phone pages of the person on call: one file per page, each with its handlers.
//!
//! A handler asks for what it needs as parameters, calls one command or page read of `rappel-service`, and answers a
//! page or a redirection. A refused form comes back whole with status 422. What a role may not do is not shown, and
//! the service refuses it anyway.
//!
//! To add a page: its struct and template in `rappel-pages`, a file here, and a line in [`routes`].

mod api_keys;
mod brand;
mod calendar;
mod callbacks;
mod categories;
mod company;
mod company_export;
mod contact_card;
mod data;
mod deliveries;
mod desk;
mod domains;
mod layer;
mod login;
mod me;
mod oncall;
mod oncall_phone;
mod open_ticket;
mod passkey;
mod password;
mod phone_test;
mod policies;
mod policy;
mod present;
mod queue;
mod readiness;
mod reports;
mod retention;
mod rota;
mod second_step;
mod settings;
mod sign_on;
mod swaps;
mod team;
mod tenant_people;
mod tenants;
mod texts;
mod ticket;
mod two_step;
mod typed;
mod when;
mod words;

use poem::{EndpointExt as _, Route, get, handler, post};
use rappel_pages::routes::office as paths;
use rappel_web::{OfficeSession, see_other};

pub use contact_card::Senders;

/// Everything that answers on the operator's host; `more` are routes besides ours, such as those of providers.
pub fn routes(more: Route, senders: Senders) -> Route {
    more.at("/", get(home))
        .at("/login", get(login::get).post(login::post))
        .at("/login/step", get(second_step::get).post(second_step::post))
        .at("/login/step/passkey", get(passkey::step_again).post(passkey::end_step))
        .at("/login/step/passkey/begin", post(passkey::begin_step))
        .at("/login/passkey", get(passkey::again).post(passkey::sign_in))
        .at("/login/passkey/begin", post(passkey::begin))
        .at("/logout", post(login::logout))
        .at("/password", get(password::forgot).post(password::send))
        .at("/password/:token", get(password::show_reset).post(password::set_reset))
        .at("/invite/:token", get(password::show_invitation).post(password::set_invitation))
        .at("/queue", get(queue::get))
        .at("/queue/rows", get(queue::fragment))
        .at("/queue/new", get(open_ticket::get).post(open_ticket::post))
        .at("/queue/:tenant/:number", get(ticket::get))
        .at("/queue/:tenant/:number/take", post(ticket::take))
        .at("/queue/:tenant/:number/release", post(ticket::release))
        .at("/queue/:tenant/:number/assign", post(ticket::assign))
        .at("/queue/:tenant/:number/close", post(ticket::close))
        .at("/queue/:tenant/:number/reopen", post(ticket::undo_close))
        .at("/queue/:tenant/:number/answer", post(ticket::answer::post))
        .at("/queue/:tenant/:number/note", post(ticket::note::post))
        .at("/queue/:tenant/:number/files/:file", get(ticket::file))
        .at("/queue/:tenant/:number/files/:file/thumbnail", get(ticket::thumbnail))
        .at("/queue/:tenant/:number/callback", get(ticket::callback::fragment))
        .at("/queue/:tenant/:number/callback/take", post(ticket::callback::take))
        .at("/queue/:tenant/:number/callback/cancel", post(ticket::callback::cancel))
        .at("/queue/:tenant/:number/callback/:outcome", post(ticket::callback::outcome))
        .at("/tenants", get(tenants::get).post(tenants::add))
        .at("/tenants/:tenant", get(tenants::show).post(tenants::save))
        .at("/tenants/:tenant/brand", get(brand::get).post(brand::save))
        .at("/tenants/:tenant/brand/pairs", get(brand::pairs))
        .at("/tenants/:tenant/logo", get(brand::picture).post(brand::upload))
        .at("/tenants/:tenant/logo/remove", post(brand::remove))
        .at("/tenants/:tenant/texts", get(texts::get))
        .at("/tenants/:tenant/texts/:locale/:text", get(texts::show).post(texts::save))
        .at("/tenants/:tenant/domains", get(domains::get).post(domains::add))
        .at("/tenants/:tenant/domains/:host/:act", post(domains::act))
        .at("/tenants/:tenant/sign-in", get(sign_on::get).post(sign_on::save))
        .at("/tenants/:tenant/sign-in/:act", post(sign_on::act))
        .at("/tenants/:tenant/people", get(tenant_people::get).post(tenant_people::invite))
        .at("/tenants/:tenant/people/:person/:act", post(tenant_people::act))
        .at("/tenants/:tenant/categories", get(categories::get).post(categories::add))
        .at("/tenants/:tenant/categories/:category", get(categories::show).post(categories::save))
        .at("/tenants/:tenant/keys", get(api_keys::get).post(api_keys::add))
        .at("/tenants/:tenant/keys/:key/revoke", post(api_keys::revoke))
        .at("/tenants/:tenant/data", get(data::get))
        .at("/tenants/:tenant/data/export", post(company_export::ask))
        .at("/tenants/:tenant/data/export/cancel", post(company_export::cancel))
        .at("/tenants/:tenant/data/exports/:company_export", get(company_export::fetch))
        .at("/tenants/:tenant/data/retention", get(retention::preview).post(retention::save))
        .at("/tenants/:tenant/data/retention/undo", post(retention::undo))
        .at("/tenants/:tenant/data/delete", post(data::delete))
        .at("/tenants/:tenant/data/keep", post(data::keep))
        .at("/deletions", get(data::list))
        .at("/deletions/receipts.json", get(data::file))
        .at("/team", get(team::get).post(team::add))
        .at("/team/:staff", get(team::show).post(team::save))
        .at("/team/:staff/invite", post(team::invite))
        .at("/team/:staff/two-step", post(team::take_factor))
        .at("/oncall", get(oncall::get))
        .at("/readiness", get(readiness::get))
        .at("/oncall/rotas/new", get(rota::begin).post(rota::add))
        .at("/oncall/rotas/:rota", get(rota::show).post(rota::save))
        .at("/oncall/rotas/:rota/overrides", post(rota::add_override))
        .at("/oncall/rotas/:rota/overrides/:override/remove", post(rota::remove_override))
        .at("/oncall/rotas/:rota/layers/new", get(layer::begin).post(layer::add))
        .at("/oncall/rotas/:rota/layers/:layer", get(layer::show).post(layer::save))
        .at("/oncall/rotas/:rota/layers/:layer/:act", post(layer::act))
        .at("/oncall/swaps", get(swaps::get).post(swaps::ask))
        .at("/oncall/swaps/:swap/:act", post(swaps::act))
        .at("/policies", get(policies::get))
        .at("/policies/new", get(policy::begin).post(policy::add))
        .at("/policies/:policy", get(policy::show).post(policy::save))
        .at("/policies/:policy/:act", post(policy::act))
        .at("/callbacks", get(callbacks::get))
        .at("/callbacks/:tenant/:callback", get(callbacks::show))
        .at("/deliveries", get(deliveries::get))
        .at("/deliveries/:tenant/:delivery", get(deliveries::show))
        .at("/deliveries/:tenant/:delivery/again", post(deliveries::again))
        .at("/jobs/:tenant/:job/again", post(deliveries::revive))
        .at("/reports", get(reports::get))
        .at("/reports/callbacks.csv", get(reports::download))
        .at("/reports/feedback.csv", get(reports::download_feedback))
        .at("/settings", get(settings::get).post(settings::save))
        .at("/settings/retention", get(retention::for_all).post(retention::save_for_all))
        .at("/settings/test", post(settings::test))
        .at("/settings/logo", post(settings::upload_logo))
        .at("/settings/logo/remove", post(settings::remove_logo))
        .at("/me", get(me::get).post(me::save))
        .at("/me/phone", post(me::send_code))
        .at("/me/phone/code", post(me::check_code))
        .at("/me/phone/test", post(phone_test::post))
        .at("/me/password", post(me::password))
        .at("/me/confirm", get(two_step::confirm::get).post(two_step::confirm::post))
        .at("/me/confirm/passkey", get(passkey::proof_again).post(passkey::prove))
        .at("/me/confirm/passkey/begin", post(passkey::begin_proof))
        .at("/me/passkeys", get(two_step::passkeys::get).post(two_step::passkeys::add))
        .at("/me/passkeys/begin", post(two_step::passkeys::begin))
        .at("/me/passkeys/:passkey/name", post(two_step::passkeys::rename))
        .at("/me/passkeys/:passkey/remove", post(two_step::passkeys::remove))
        .at("/me/two-step", get(two_step::get))
        .at("/me/two-step/begin", post(two_step::begin))
        .at("/me/two-step/enrol", post(two_step::enrol))
        .at("/me/two-step/codes", post(two_step::renew_codes))
        .at("/me/two-step/remove", post(two_step::remove))
        .at("/me/calendar", post(calendar::make))
        .at("/me/calendar/revoke", post(calendar::revoke))
        .at("/me/contact.vcf", get(contact_card::get).data(senders))
        .at("/calendar/:calendar", get(calendar::get))
        .at("/a/:token", get(oncall_phone::get))
        .at("/a/:token/take", post(oncall_phone::take))
        .at("/a/:token/:outcome", post(oncall_phone::outcome))
}

/// The queue is the home page; who is not signed in is led to the sign-in page.
#[handler]
fn home(_session: OfficeSession) -> poem::Response {
    see_other(paths::QUEUE)
}
