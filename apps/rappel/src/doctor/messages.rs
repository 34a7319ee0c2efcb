//! E-mail and SMS: whether anything leaves, and the ways are open.

use std::time::Duration;

use rappel_settings::{Settings, email::EmailTransport, sms::SmsProvider, voice::VoiceProvider};
use tokio::{net::TcpStream, time::timeout};

use super::Finding;
use crate::{backends::Backends, hooks, key};

const PATIENCE: Duration = Duration::from_secs(5);

/// The number of a company in three signs, and the random part.
const LONGEST_TOKEN: usize = "zzz-AbCdEfGhIjKlMnOpQrStUv".len();

/// Whether messages can leave.
pub(super) async fn look(settings: &Settings, backends: &Backends) -> Vec<Finding> {
    let mut findings = vec![email(settings).await];
    findings.push(sms(settings, backends).await);
    findings.extend(ovh(settings, backends).await);
    if settings.sms.second.is_none() && settings.sms.provider != SmsProvider::Console {
        findings.push(Finding::careful(
            "There is one SMS provider: when it is down, nobody is paged by SMS.",
            "Set sms.second to another provider; it takes over within ten seconds.",
        ));
    }
    findings.extend(long_links(settings));
    findings.push(voice(backends));
    findings.extend(hooks(settings));
    findings
}

/// A page with too long a link is two messages.
fn long_links(settings: &Settings) -> Option<Finding> {
    let server = &settings.server;
    let length = server.origin(server.short_host()).len() + "/a/".len() + LONGEST_TOKEN;
    (length > rappel_pages::sms::LONGEST_PAGE_LINK).then(|| {
        Finding::careful(
            format!(
                "The links in pages by SMS have {length} characters; with more than {} a page becomes two messages.",
                rappel_pages::sms::LONGEST_PAGE_LINK
            ),
            "Set server.short_host to a short name of this server.",
        )
    })
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
            match &backends.calls {
                Some(_) => {
                    "No SMS provider is set: pages go by e-mail and by call only. SMS are printed in the log, no number can be \
                     verified, and nobody can answer by SMS."
                }
                None => {
                    "No SMS provider is set: pages go by e-mail only. SMS are printed in the log, and an e-mail wakes nobody: \
                     whoever is on call has to read their mail day and night."
                }
            },
            "Set sms.provider = \"twilio\", \"ovh\" or \"http\" with its section.",
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

/// Credits below which an operator should buy more: a page is one, a bad night is a few dozen.
const FEW_CREDITS: f64 = 100.0;

/// Whether OVHcloud knows the keys and the account, and where it tells receipts.
async fn ovh(settings: &Settings, backends: &Backends) -> Vec<Finding> {
    let Some(ovh) = hooks::ovh::account(backends) else { return Vec::new() };
    let name = &settings.sms.ovh.service_name;
    let account = match ovh.account().await {
        Ok(account) => account,
        Err(failure) => {
            return vec![Finding::broken(
                format!("OVHcloud does not show the SMS account {name}: {failure}"),
                "Check the keys of [sms.ovh] and the name of the account; the keys need GET and POST on /sms/*.",
            )];
        }
    };
    let mut findings = vec![match account.credits_left {
        Some(few) if few < FEW_CREDITS => Finding::careful(
            format!("The SMS account {name} at OVHcloud has {few} credits left."),
            "Buy credits, or let OVHcloud buy them by itself: without any, nobody is paged by SMS.",
        ),
        Some(credits) => {
            Finding::fine(format!("The SMS account {name} at OVHcloud has {credits} credits left."))
        }
        None => Finding::fine(format!("OVHcloud shows the SMS account {name}.")),
    }];
    if let Ok(key) = key::of(settings) {
        let address = hooks::ovh::address(settings, &key);
        findings.push(match account.call_back {
            Some(callback) if callback == address => Finding::fine("OVHcloud tells receipts as they come."),
            _ => Finding::careful(
                "OVHcloud tells receipts elsewhere or nowhere: they are asked for after 60 and 90 seconds.",
                format!(
                    "Enter {address} as the callback of the SMS account; whoever knows it can make us ask."
                ),
            ),
        });
    }
    if !ovh.takes_replies() {
        findings.push(Finding::careful(
            "Texts come from a name at OVHcloud, which nobody can answer: a page is then taken by its link only.",
            "Leave sms.ovh.sender out to send from a short number, or let the other provider come first.",
        ));
    }
    findings
}

/// Whether somebody who does not hear a text is called.
fn voice(backends: &Backends) -> Finding {
    match &backends.calls {
        Some(calls) => Finding::fine(format!("Calls are made from {}.", calls.from().e164())),
        None => Finding::careful(
            "Nobody is called: whoever sleeps through a text is not woken.",
            "Set voice.provider = \"twilio\" with [sms.twilio], and a number of its own as voice.from.",
        ),
    }
}

/// Without the way back, replies by SMS and receipts are lost.
fn hooks(settings: &Settings) -> Option<Finding> {
    let server = &settings.server;
    let uses_http = [Some(settings.sms.provider), settings.sms.second].contains(&Some(SmsProvider::Http));
    let uses_twilio = [Some(settings.sms.provider), settings.sms.second].contains(&Some(SmsProvider::Twilio))
        || settings.voice.provider == VoiceProvider::Twilio;
    if uses_http && settings.sms.http.inbound_secret.is_none() {
        return Some(Finding::careful(
            "Replies by SMS and receipts of the generic provider are refused: there is no secret to check them with.",
            "Set sms.http.inbound_secret, and give it to the provider (or to what stands between).",
        ));
    }
    (uses_twilio && server.domain == "localhost").then(|| {
        Finding::broken(
            "Twilio cannot reach this machine at localhost: receipts, replies by SMS and digits of calls are lost.",
            "Set server.domain and server.office_host to names that the internet knows.",
        )
    })
}
