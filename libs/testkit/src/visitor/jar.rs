//! Cookies by host, as far as a test needs them: name, value, removal.

use std::collections::BTreeMap;

/// The cookies of one browser.
#[derive(Debug, Clone, Default)]
pub struct Jar {
    hosts: BTreeMap<String, BTreeMap<String, String>>,
}

impl Jar {
    /// The value of a cookie.
    pub fn get(&self, host: &str, name: &str) -> Option<&str> {
        self.hosts.get(host)?.get(name).map(String::as_str)
    }

    /// Puts a cookie in, for instance one that was stolen.
    pub fn put(&mut self, host: &str, name: &str, value: &str) {
        self.hosts.entry(host.to_owned()).or_default().insert(name.to_owned(), value.to_owned());
    }

    /// Names and values for this host.
    pub fn all(&self, host: &str) -> Vec<(String, String)> {
        let cookies = self.hosts.get(host).into_iter().flatten();
        cookies.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Keeps what a `Set-Cookie` header says.
    pub(super) fn keep(&mut self, host: &str, header: &str) {
        let (pair, attributes) = header.split_once(';').unwrap_or((header, ""));
        let Some((name, value)) = pair.split_once('=') else { return };
        let over = attributes.split(';').any(|part| part.trim().eq_ignore_ascii_case("max-age=0"));
        if over || value.is_empty() {
            self.hosts.entry(host.to_owned()).or_default().remove(name.trim());
        } else {
            self.put(host, name.trim(), value.trim());
        }
    }

    /// The `Cookie` header for this host.
    pub(super) fn header(&self, host: &str) -> Option<String> {
        let cookies = self.hosts.get(host).filter(|cookies| !cookies.is_empty())?;
        Some(cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; "))
    }
}
