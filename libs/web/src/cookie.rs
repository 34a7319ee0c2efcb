//! Cookies: which there are, and how each is written.

use std::time::Duration;

use poem::http::{HeaderMap, header};

/// How browsers reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS: a first run on localhost.
    Http,
    /// With TLS, ended by a proxy.
    Https,
}

impl Scheme {
    /// As an address begins.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// Somebody of a tenant is signed in.
    Portal,
    /// Somebody of the operator is signed in.
    Office,
    /// Somebody of a tenant has given their password, or used a link, and not yet their second factor. It opens no page.
    SecondStep,
    /// Binds the forms of a browser that is not signed in.
    Form,
    /// A message for the next page.
    Flash,
    /// The language that somebody chose.
    Language,
    /// Light or dark, as somebody chose it: for pages before the sign-in.
    Scheme,
    /// Tells a browser that was signed in with before from a new one; it opens nothing.
    Device,
}

impl Cookie {
    /// The name. `__Host-` makes browsers refuse it from any other host, path or scheme; they
    /// only allow it on https.
    pub const fn name(self, scheme: Scheme) -> &'static str {
        match (scheme, self) {
            (Scheme::Https, Self::Portal) => "__Host-rappel",
            (Scheme::Https, Self::Office) => "__Host-rappel-office",
            (Scheme::Https, Self::SecondStep) => "__Host-rappel-step",
            (Scheme::Https, Self::Form) => "__Host-rappel-form",
            (Scheme::Https, Self::Flash) => "__Host-rappel-flash",
            (Scheme::Https, Self::Language) => "__Host-rappel-language",
            (Scheme::Https, Self::Scheme) => "__Host-rappel-scheme",
            (Scheme::Https, Self::Device) => "__Host-rappel-device",
            (Scheme::Http, Self::Portal) => "rappel",
            (Scheme::Http, Self::Office) => "rappel-office",
            (Scheme::Http, Self::SecondStep) => "rappel-step",
            (Scheme::Http, Self::Form) => "rappel-form",
            (Scheme::Http, Self::Flash) => "rappel-flash",
            (Scheme::Http, Self::Language) => "rappel-language",
            (Scheme::Http, Self::Scheme) => "rappel-scheme",
            (Scheme::Http, Self::Device) => "rappel-device",
        }
    }

    /// What the browser sent; nothing when it sent two, because one of them is not ours.
    pub fn read(self, scheme: Scheme, headers: &HeaderMap) -> Option<&str> {
        let name = self.name(scheme);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut found = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value);
        found.next().filter(|_| found.next().is_none())
    }

    /// A `Set-Cookie` that lasts for `age`, or until the browser is closed.
    pub fn set(self, scheme: Scheme, value: &str, age: Option<Duration>) -> String {
        let secure = match scheme {
            Scheme::Http => "",
            Scheme::Https => "; Secure",
        };
        let age = age.map_or_else(String::new, |age| format!("; Max-Age={}", age.as_secs()));
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(scheme))
    }

    /// A `Set-Cookie` that removes it.
    pub fn clear(self, scheme: Scheme) -> String {
        self.set(scheme, "", Some(Duration::ZERO))
    }
}

#[cfg(test)]
mod tests;
