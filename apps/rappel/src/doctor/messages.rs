//! E-mail and SMS: whether anything leaves, and the ways are open.

use std::time::Duration;

use rappel_settings::{Settings, email::EmailTransport, sms::SmsProvider};
use tokio::{net::TcpStream, time::timeout};

use super::Finding;
use crate::backends::Backends;

const PATIENCE: Duration = Duration::from_secs(5);

/// Whether messages can leave.
pub(super) async fn look(settings: &Settings, backends: &Backends) -> Vec<Finding> {
    let mut findings = vec![email(settings).await];
    findings.push(sms(settings, backends).await);
    if settings.sms.second.is_none() && settings.sms.provider != SmsProvider::Console {
        findings.push(Finding::careful(
            "There is one SMS provider: when it is down, nobody is paged by SMS.",
            "Set sms.second to another provider; it takes over within ten seconds.",
        ));
    }
    findings.extend(hooks(settings));
    findings
}

async fn email(settings: &Settings) -> Finding {
    let email = &settings.email;
    if email.transport == EmailTransport::Console {
        return Finding::careful(
            "E-mail is printed in the log and does not leave.",
            "Set email.transport = \"smtp\" with email.host and the rest.",
        );
    }
    let server = format!("{}:{}", email.host, email.port());
    match timeout(PATIENCE, TcpStream::connect((email.host.as_str(), email.port()))).await {
        Ok(Ok(_)) => Finding::fine(format!(
            "The mail server {server} accepts connections; the back office can send a test mail (Réglages)."
        )),
        Ok(Err(error)) => Finding::broken(
            format!("The mail server {server} cannot be reached: {error}"),
            "Check email.host, email.port and the firewall.",
        ),
        Err(_) => Finding::broken(
            format!("The mail server {server} does not answer within {} s.", PATIENCE.as_secs()),
            "Check email.host, email.port and the firewall: many networks block port 25.",
        ),
    }
}

async fn sms(settings: &Settings, backends: &Backends) -> Finding {
    let names: Vec<&str> = backends.sms.iter().map(rappel_notify::sms::Sms::name).collect();
    if names == ["console"] {
        return Finding::careful(
            "SMS are printed in the log and do not leave: nobody is paged by SMS.",
            "Set sms.provider = \"twilio\" or \"http\" with its section.",
        );
    }
    let operator = backends.service.operator().await.ok().flatten();
    if operator.is_none_or(|operator| operator.fallback_phone.is_none()) {
        return Finding::careful(
            format!("SMS leave by {}, but there is no fallback number.", names.join(", then ")),
            "Set the fallback number in the back office (Réglages): it is paged when nobody else can be.",
        );
    }
    let sender = settings.sms.twilio.from.as_deref().unwrap_or("a messaging service");
    Finding::fine(match settings.sms.provider {
        SmsProvider::Twilio => format!("SMS leave by {} from {sender}.", names.join(", then ")),
        _ => format!("SMS leave by {}.", names.join(", then ")),
    })
}

/// Without the way back, replies by SMS and receipts are lost.
fn hooks(settings: &Settings) -> Option<Finding> {
    let server = &settings.server;
    let uses_http = [Some(settings.sms.provider), settings.sms.second].contains(&Some(SmsProvider::Http));
    let uses_twilio = [Some(settings.sms.provider), settings.sms.second].contains(&Some(SmsProvider::Twilio));
    if uses_http && settings.sms.http.inbound_secret.is_none() {
        return Some(Finding::careful(
            "Replies by SMS and receipts of the generic provider are refused: there is no secret to check them with.",
            "Set sms.http.inbound_secret, and give it to the provider (or to what stands between).",
        ));
    }
    (uses_twilio && server.domain == "localhost").then(|| {
        Finding::broken(
            "Twilio cannot reach this machine at localhost: receipts and replies by SMS are lost.",
            "Set server.domain and server.office_host to names that the internet knows.",
        )
    })
}
