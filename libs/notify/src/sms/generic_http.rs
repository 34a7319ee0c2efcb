//! Any provider that takes an HTTP POST: address, headers and JSON body are the operator's.

use std::{collections::BTreeMap, time::Duration};

use handlebars::Handlebars;
use rappel_domain::phone::Phone;
use reqwest::{
    Client,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::{Accepted, Class, Failure, InvalidConfig, Outcome, http, sms::Message};

/// How to talk to the provider.
#[derive(Debug, Clone)]
pub struct GenericHttpConfig {
    /// Where to POST.
    pub url: String,
    /// Headers of each request; the values may hold keys.
    pub headers: BTreeMap<String, SecretString>,
    /// JSON in which `{{to}}`, `{{text}}`, `{{from}}`, `{{reference}}` and `{{status_callback}}` become JSON
    /// strings, quotes included.
    pub body: String,
    /// Sender, for `{{from}}`.
    pub from: String,
    /// JSON pointer (RFC 6901) to the provider's message id in its answer, e.g. `/messages/0/id`.
    pub id_pointer: Option<String>,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// A provider described by [`GenericHttpConfig`]. Success is any 2xx; it tells no receipts.
#[derive(Debug)]
pub struct GenericHttp {
    client: Client,
    url: Url,
    headers: HeaderMap,
    template: Handlebars<'static>,
    from: String,
    id_pointer: Option<String>,
}

/// The values a body template may name.
#[derive(Serialize)]
struct Values<'a> {
    to: &'a str,
    text: &'a str,
    from: &'a str,
    reference: &'a str,
    status_callback: &'a str,
}

const TEMPLATE: &str = "body";

impl GenericHttp {
    /// Checks everything that can be checked without the provider.
    pub fn new(config: &GenericHttpConfig) -> Result<Self, InvalidConfig> {
        let url = http::address("url", &config.url, &config.url)?;
        if let Some(pointer) = config.id_pointer.as_deref().filter(|pointer| !pointer.starts_with('/')) {
            let allowed = "a JSON pointer such as /id or /messages/0/id";
            return Err(InvalidConfig::found("id_pointer", pointer, allowed));
        }
        let generic = Self {
            client: http::client(config.timeout)?,
            url,
            headers: headers(&config.headers)?,
            template: template(&config.body)?,
            from: config.from.clone(),
            id_pointer: config.id_pointer.clone(),
        };
        // A value that breaks an unescaped template shows it now and not on a bad night.
        let hostile = Message {
            to: Phone::from_e164_trusted("+33612345678"),
            body: "\" \\ \n é".into(),
            reference: "dlv_0".into(),
            tag: None,
            status_callback: None,
            validity: None,
        };
        let body = generic.render(&hostile).map_err(|error| InvalidConfig::because("body", &error.detail))?;
        serde_json::from_str::<Value>(&body)
            .map_err(|error| InvalidConfig::because("body", format!("it makes no JSON: {error}")))?;
        Ok(generic)
    }

    pub(super) async fn send(&self, message: &Message) -> Outcome {
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .headers(self.headers.clone())
            .body(self.render(message)?);
        let response = request.send().await.map_err(|error| http::no_answer(&error))?;
        if !response.status().is_success() {
            let retry_after = http::retry_after(&response);
            return Err(Failure { retry_after, ..http::by_status(response.status()) });
        }
        // Taken, whatever the body looks like: the id is only a convenience here.
        let body = http::body(response).await.unwrap_or_default();
        Ok(Accepted { provider_id: self.provider_id(&body) })
    }

    fn provider_id(&self, body: &[u8]) -> Option<String> {
        let answer: Value = serde_json::from_slice(body).ok()?;
        match answer.pointer(self.id_pointer.as_deref()?)? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }

    fn render(&self, message: &Message) -> Result<String, Failure> {
        let values = Values {
            to: message.to.e164(),
            text: &message.body,
            from: &self.from,
            reference: &message.reference,
            status_callback: message.status_callback.as_deref().unwrap_or_default(),
        };
        self.template
            .render(TEMPLATE, &values)
            .map_err(|error| Failure::new(Class::Configuration, format!("body template: {error}")))
    }
}

fn template(source: &str) -> Result<Handlebars<'static>, InvalidConfig> {
    let mut template = Handlebars::new();
    template.set_strict_mode(true);
    template.register_escape_fn(as_json);
    template
        .register_template_string(TEMPLATE, source)
        .map_err(|error| InvalidConfig::because("body", error))?;
    Ok(template)
}

/// A JSON string, with its quotes.
fn as_json(text: &str) -> String {
    Value::from(text).to_string()
}

fn headers(given: &BTreeMap<String, SecretString>) -> Result<HeaderMap, InvalidConfig> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let name: HeaderName = name.parse().map_err(|error| InvalidConfig::because("headers", error))?;
        let mut value = HeaderValue::from_str(value.expose_secret())
            .map_err(|error| InvalidConfig::because("headers", error))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests;
