//! `[server]`: addresses, hosts, deadlines.

use std::{
    net::{Ipv4Addr, SocketAddr},
    num::{NonZeroU64, NonZeroUsize},
};

use ipnet::IpNet;
use serde::Deserialize;

use crate::{
    choice::choice,
    text::{host, networks, optional_host, optional_socket, socket},
};

choice! {
    /// How browsers reach us.
    Scheme {
        /// Without TLS: a first run on localhost.
        Http = "http",
        /// Behind a proxy that ends TLS.
        Https = "https",
    }
}

/// Addresses, hosts, deadlines.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port of the socket.
    #[serde(deserialize_with = "socket")]
    pub listen: SocketAddr,
    /// Address and port of a second socket, with health and metrics only.
    #[serde(deserialize_with = "optional_socket")]
    pub admin_listen: Option<SocketAddr>,
    /// Portals are `{slug}.{domain}`.
    #[serde(deserialize_with = "host")]
    pub domain: String,
    /// Host of the back office; see [`Server::office_host`].
    #[serde(deserialize_with = "optional_host")]
    pub office_host: Option<String>,
    /// Host of the links in SMS; see [`Server::short_host`].
    #[serde(deserialize_with = "optional_host")]
    pub short_host: Option<String>,
    /// How browsers reach us.
    pub scheme: Scheme,
    /// Port in links; see [`Server::public_port`].
    pub public_port: Option<u16>,
    /// Proxies whose `X-Forwarded-*` is believed.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Connections open at once.
    pub max_connections: NonZeroUsize,
    /// Seconds until the first byte of a request.
    pub first_byte_seconds: NonZeroU64,
    /// Seconds for the head of a request.
    pub header_seconds: NonZeroU64,
    /// Seconds for the body of a request.
    pub body_seconds: NonZeroU64,
    /// Bytes in the body of a request.
    pub max_body_bytes: NonZeroUsize,
    /// Seconds that open requests get when the program stops.
    pub stop_seconds: NonZeroU64,
    /// Address that security researchers may write to.
    pub security_contact: Option<String>,
}

impl Server {
    /// Host of the back office.
    pub fn office_host(&self) -> &str {
        self.office_host.as_deref().unwrap_or(&self.domain)
    }

    /// Host of the links in SMS.
    pub fn short_host(&self) -> &str {
        self.short_host.as_deref().unwrap_or_else(|| self.office_host())
    }

    /// Port that links show; none when it is the scheme's own.
    pub fn public_port(&self) -> Option<u16> {
        let port = match self.public_port {
            Some(port) => port,
            None if self.domain == "localhost" => self.listen.port(),
            None => return None,
        };
        let usual = match self.scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        (port != usual).then_some(port)
    }

    /// `https://host`, with the port where it is needed and no slash at the end.
    pub fn origin(&self, host: &str) -> String {
        let scheme = self.scheme.word();
        self.public_port()
            .map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}"))
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            admin_listen: None,
            domain: "localhost".to_owned(),
            office_host: None,
            short_host: None,
            scheme: Scheme::Http,
            public_port: None,
            trusted_proxies: Vec::new(),
            max_connections: const { NonZeroUsize::new(2048).expect("not zero") },
            first_byte_seconds: const { NonZeroU64::new(30).expect("not zero") },
            header_seconds: const { NonZeroU64::new(10).expect("not zero") },
            body_seconds: const { NonZeroU64::new(60).expect("not zero") },
            max_body_bytes: const { NonZeroUsize::new(53 * 1024 * 1024).expect("not zero") },
            stop_seconds: const { NonZeroU64::new(20).expect("not zero") },
            security_contact: None,
        }
    }
}
