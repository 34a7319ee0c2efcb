//! What carries e-mail, SMS and calls.

use std::{collections::BTreeMap, time::Duration};

use rappel_domain::phone::Phone;
use rappel_notify::{
    InvalidConfig, Pocket,
    email::{self, Address, Line, Mail, Mailbox, Smtp, SmtpConfig},
    ovh::{self, Ovh, OvhConfig},
    sms::{self, GenericHttp, GenericHttpConfig, Sms},
    twilio::{Calls, CallsConfig, Sender, Twilio, TwilioConfig},
};
use rappel_office::Senders;
use rappel_settings::{
    Secret, Settings,
    email::{EmailTransport, Tls},
    sms::SmsProvider,
    voice::VoiceProvider,
};
use secrecy::SecretString;

use crate::stop::Stop;

/// How e-mail leaves.
pub(crate) fn mail(settings: &Settings, pocket: &Pocket) -> Result<Mail, Stop> {
    let email = &settings.email;
    match email.transport {
        EmailTransport::Console => Ok(Mail::Console(email::Console::new(pocket.clone()))),
        EmailTransport::Smtp => {
            let credentials = match (&email.user, &email.password) {
                (Some(user), Some(password)) => Some((user.clone(), secret(password))),
                (None, None) => None,
                (Some(_), None) => {
                    return Err(Stop::setting("email.password", "missing, because email.user is set"));
                }
                (None, Some(_)) => {
                    return Err(Stop::setting("email.user", "missing, because email.password is set"));
                }
            };
            let config = SmtpConfig {
                host: email.host.clone(),
                port: email.port(),
                tls: match email.tls {
                    Tls::Starttls => email::Tls::StartTls,
                    Tls::Tls => email::Tls::Implicit,
                    Tls::None => email::Tls::None,
                },
                credentials,
                extra_root: None,
                hello: None,
                timeout: Duration::from_secs(email.timeout_seconds.get()),
            };
            Smtp::new(&config).map(Mail::Smtp).map_err(|error| wrong("email", &error))
        }
    }
}

/// Says that messages are only printed: with their links and codes they open accounts to whoever reads the log.
pub(crate) fn warn_of_consoles(settings: &Settings) {
    if settings.email.transport == EmailTransport::Console {
        tracing::warn!("e-mails are not sent but printed in this log, with their links: set email.transport");
    }
    if [Some(settings.sms.provider), settings.sms.second].contains(&Some(SmsProvider::Console)) {
        tracing::warn!(
            "SMS are not sent but printed in this log, with their numbers and links: set sms.provider"
        );
    }
}

/// The numbers that texts and calls come from; a name or a service of a provider is no number.
pub(crate) fn senders(settings: &Settings) -> Senders {
    let sms = &settings.sms;
    let from = |provider: SmsProvider| match provider {
        SmsProvider::Console => None,
        SmsProvider::Twilio => sms.twilio.from.clone(),
        SmsProvider::Ovh => sms.ovh.sender.clone(),
        SmsProvider::Http => Some(sms.http.from.clone()),
    };
    let texts = [Some(sms.provider), sms.second].into_iter().flatten().filter_map(from);
    let numbers = texts.chain(settings.voice.from.clone());
    Senders(numbers.filter(|number| number.starts_with('+')).collect())
}

/// Who e-mails come from: an address, or a name and an address in angle brackets.
pub(crate) fn sender(settings: &Settings) -> Result<Mailbox, Stop> {
    let from = settings.email.from.trim();
    let parsed = match from.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, address)) => address
            .parse::<Address>()
            .and_then(|address| Ok(Mailbox::named(name.trim().trim_matches('"').parse::<Line>()?, address))),
        None => from.parse::<Address>().map(Mailbox::from),
    };
    parsed.map_err(|_| {
        let allowed = "an address such as support@example.org or Support <support@example.org>";
        Stop::setting("email.from", format!("found {from:?}, allowed: {allowed}"))
    })
}

/// How SMS leave: the first provider, then the one that takes over.
pub(crate) fn sms(settings: &Settings, pocket: &Pocket) -> Result<Vec<Sms>, Stop> {
    let mut providers = vec![provider(settings, pocket, settings.sms.provider)?];
    if let Some(second) = settings.sms.second {
        if second == settings.sms.provider {
            let found = second.word();
            return Err(Stop::setting(
                "sms.second",
                format!("found {found:?} twice, allowed: another provider"),
            ));
        }
        providers.push(provider(settings, pocket, second)?);
    }
    Ok(providers)
}

fn provider(settings: &Settings, pocket: &Pocket, provider: SmsProvider) -> Result<Sms, Stop> {
    let timeout = Duration::from_secs(settings.sms.timeout_seconds.get());
    match provider {
        SmsProvider::Console => Ok(Sms::Console(sms::Console::new(pocket.clone()))),
        SmsProvider::Twilio => {
            let twilio = &settings.sms.twilio;
            let token = twilio.auth_token.as_ref();
            let token = token.ok_or_else(|| Stop::setting("sms.twilio.auth_token", "missing"))?;
            let sender = match (&twilio.from, &twilio.messaging_service_sid) {
                (Some(from), None) => Sender::From(from.clone()),
                (None, Some(service)) => Sender::MessagingService(service.clone()),
                (from, _) => {
                    let found = if from.is_some() { "both" } else { "neither" };
                    let allowed = "sms.twilio.from or sms.twilio.messaging_service_sid, one of them";
                    return Err(Stop::setting(
                        "sms.twilio.from",
                        format!("found {found}, allowed: {allowed}"),
                    ));
                }
            };
            let config = TwilioConfig {
                base_url: twilio.base_url.clone(),
                account_sid: twilio.account_sid.clone(),
                auth_token: secret(token),
                sender,
                timeout,
            };
            Twilio::new(&config).map(Sms::Twilio).map_err(|error| wrong("sms.twilio", &error))
        }
        SmsProvider::Ovh => {
            let ovh = &settings.sms.ovh;
            let missing = |key: &str| Stop::setting(&format!("sms.ovh.{key}"), "missing");
            let config = OvhConfig {
                base_url: ovh.base_url.clone(),
                application_key: ovh.application_key.clone(),
                application_secret: secret(
                    ovh.application_secret.as_ref().ok_or_else(|| missing("application_secret"))?,
                ),
                consumer_key: secret(ovh.consumer_key.as_ref().ok_or_else(|| missing("consumer_key"))?),
                service_name: ovh.service_name.clone(),
                sender: ovh.sender.clone().map_or(ovh::Sender::ShortNumber, ovh::Sender::Name),
                timeout,
            };
            Ovh::new(&config).map(Sms::Ovh).map_err(|error| wrong("sms.ovh", &error))
        }
        SmsProvider::Http => {
            let http = &settings.sms.http;
            let mut headers: BTreeMap<String, SecretString> =
                http.headers.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
            if let Some(authorization) = &http.authorization {
                headers.insert("Authorization".to_owned(), secret(authorization));
            }
            let config = GenericHttpConfig {
                url: http.url.clone(),
                headers,
                body: http.body.clone(),
                from: http.from.clone(),
                id_pointer: Some(http.id_pointer.clone()).filter(|pointer| !pointer.is_empty()),
                timeout,
            };
            let made = GenericHttp::new(&config).map_err(|error| wrong("sms.http", &error))?;
            Ok(Sms::GenericHttp(Box::new(made)))
        }
    }
}

/// How calls are made, when they are.
pub(crate) fn calls(settings: &Settings) -> Result<Option<Calls>, Stop> {
    if settings.voice.provider == VoiceProvider::None {
        return Ok(None);
    }
    let twilio = &settings.sms.twilio;
    let token = twilio.auth_token.as_ref();
    let token =
        token.ok_or_else(|| Stop::setting("sms.twilio.auth_token", "missing, because calls need it"))?;
    let from = settings.voice.from.as_ref().or(twilio.from.as_ref()).map_or("", String::as_str);
    if !from.starts_with('+') || !from[1..].bytes().all(|byte| byte.is_ascii_digit()) || from.len() < 8 {
        let allowed = "allowed: a number such as +33123456789";
        return Err(Stop::setting("voice.from", format!("found {from:?}, {allowed}")));
    }
    let config = CallsConfig {
        base_url: twilio.base_url.clone(),
        account_sid: twilio.account_sid.clone(),
        auth_token: secret(token),
        from: Phone::from_e164_trusted(from),
        timeout: Duration::from_secs(settings.sms.timeout_seconds.get()),
    };
    Calls::new(&config).map(Some).map_err(|error| wrong("sms.twilio", &error))
}

fn secret(secret: &Secret) -> SecretString {
    SecretString::from(secret.expose().to_owned())
}

fn wrong(section: &str, error: &InvalidConfig) -> Stop {
    Stop::setting(&format!("{section}.{}", error.key), &error.problem)
}
