//! What providers tell us: receipts, and texts that phones sent. What is signed is believed, and of what is not the
//! provider is asked; a repeated message changes nothing twice.

mod generic;
pub(crate) mod ovh;
mod twilio;
mod voice;

use poem::{EndpointExt as _, Route, get, post};
use rappel_domain::id::DeliveryId;
use rappel_notify::{Class, Failure};
use rappel_service::sending::Fault;
use rappel_settings::Settings;
use rappel_web::Problem;
use serde::Deserialize;

use crate::backends::Backends;

/// Which delivery a receipt is about: `{tenant number}-{delivery}`, as the address that the provider was given says.
#[derive(Debug, Deserialize)]
struct About {
    d: String,
}

impl About {
    fn parse(&self) -> Result<(i64, DeliveryId), Problem> {
        let parts = self
            .d
            .split_once('-')
            .and_then(|(tenant, delivery)| Some((tenant.parse().ok()?, delivery.parse().ok()?)));
        parts.ok_or_else(Problem::not_found)
    }
}

/// Whose fault it was that a message did not arrive.
fn fault(failure: &Failure) -> Fault {
    match failure.class {
        Class::Recipient => Fault::Number,
        Class::Configuration => Fault::Account,
        Class::NotProcessed | Class::Carrier | Class::Unknown => Fault::Road,
    }
}

/// Adds the routes below `/hooks`. A provider that is not set up has none: its address is a 404 like any other.
pub(crate) fn add(mut routes: Route, settings: &Settings, backends: &Backends) -> Route {
    if let Some(hook) = twilio::Hook::new(settings, backends) {
        routes = routes
            .at("/hooks/twilio/sms", post(twilio::inbound).data(hook.clone()))
            .at("/hooks/twilio/status", post(twilio::receipt).data(hook.clone()));
        if let Some(calls) = &backends.calls {
            let hook = voice::Hook { twilio: hook, from: calls.from().clone() };
            routes = routes
                .at("/hooks/twilio/voice", post(voice::answered).data(hook.clone()))
                .at("/hooks/twilio/voice/notice", post(voice::notice::answered).data(hook.clone()))
                .at("/hooks/twilio/voice/heard", post(voice::notice::digit).data(hook.clone()))
                .at("/hooks/twilio/voice/digit", post(voice::digit).data(hook.clone()))
                .at("/hooks/twilio/voice/connect", post(voice::connect).data(hook.clone()))
                .at("/hooks/twilio/voice/connected", post(voice::connected).data(hook.clone()))
                .at("/hooks/twilio/voice/outcome", post(voice::outcome).data(hook.clone()))
                .at("/hooks/twilio/voice/status", post(voice::ended).data(hook));
        }
    }
    if let Some(hook) = ovh::Hook::new(settings, backends) {
        let told = get(ovh::receipt).post(ovh::receipt).data(hook);
        routes = routes.at(ovh::PATH, told);
    }
    if let Some(hook) = generic::Hook::new(settings, backends) {
        routes = routes
            .at("/hooks/sms/inbound", post(generic::inbound).data(hook.clone()))
            .at("/hooks/sms/status", post(generic::receipt).data(hook));
    }
    routes
}

#[cfg(test)]
mod tests;
