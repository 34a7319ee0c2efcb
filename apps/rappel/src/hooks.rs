//! What providers tell us: receipts, and texts that phones sent. Everything is signed; a repeated message changes
//! nothing twice.

mod generic;
mod twilio;

use poem::{EndpointExt as _, Route, post};
use rappel_settings::Settings;

use crate::backends::Backends;

/// Adds the routes below `/hooks`. A provider that is not set up has none: its address is a 404 like any other.
pub(crate) fn add(mut routes: Route, settings: &Settings, backends: &Backends) -> Route {
    if let Some(hook) = twilio::Hook::new(settings, backends) {
        routes = routes
            .at("/hooks/twilio/sms", post(twilio::inbound).data(hook.clone()))
            .at("/hooks/twilio/status/:tenant/:delivery", post(twilio::receipt).data(hook));
    }
    if let Some(hook) = generic::Hook::new(settings, backends) {
        routes = routes.at("/hooks/sms/inbound", post(generic::inbound).data(hook));
    }
    routes
}
