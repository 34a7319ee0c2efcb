//! Asks the DNS for TXT records. What counts here is the difference between "there is none" and "nobody answered".

use std::{fmt, net::SocketAddr, time::Duration};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{DnsError, NetError, runtime::TokioRuntimeProvider},
    proto::{op::ResponseCode, rr::RData},
};

/// Nobody answered, or with a fault: that says nothing of what is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no answer from the DNS: {0}")]
pub struct NoAnswer(pub String);

/// What answers questions for TXT records.
#[async_trait::async_trait]
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// The texts of the TXT records of a name; none when the DNS says that there are none.
    async fn texts(&self, name: &str) -> Result<Vec<String>, NoAnswer>;
}

/// The name servers of the settings, or of the system.
#[derive(Clone)]
pub struct Dns(Result<TokioResolver, String>);

impl fmt::Debug for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dns")
    }
}

/// For one try at one server; a second try follows.
const PATIENCE: Duration = Duration::from_secs(3);

impl Dns {
    /// Asks these servers, or those of the system when there are none. A system without any is no reason not to start: every
    /// question is then without an answer, with that as its reason.
    pub fn new(servers: &[SocketAddr]) -> Self {
        let builder = if servers.is_empty() {
            TokioResolver::builder_tokio()
        } else {
            let servers = servers.iter().map(server).collect();
            let config = ResolverConfig::from_name_servers(servers);
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        };
        let built = builder.and_then(|mut builder| {
            let options = builder.options_mut();
            options.timeout = PATIENCE;
            options.attempts = 2;
            // Whoever asks has changed something, or comes once a day.
            options.cache_size = 0;
            builder.build()
        });
        Self(built.map_err(|error| error.to_string()))
    }
}

fn server(address: &SocketAddr) -> NameServerConfig {
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    let at = |connection: &mut ConnectionConfig| connection.port = address.port();
    server.connections.iter_mut().for_each(at);
    server
}

#[async_trait::async_trait]
impl Resolve for Dns {
    async fn texts(&self, name: &str) -> Result<Vec<String>, NoAnswer> {
        let resolver = self.0.as_ref().map_err(|error| NoAnswer(error.clone()))?;
        // The dot at the end: the system's search list is for names that people type.
        match resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => {
                let records = found.answers().iter();
                let texts = records.filter_map(|record| match &record.data {
                    RData::TXT(text) => Some(text.txt_data.concat()),
                    _ => None,
                });
                Ok(texts.map(|text| String::from_utf8_lossy(&text).into_owned()).collect())
            }
            Err(error) if says_there_are_none(&error) => Ok(Vec::new()),
            Err(error) => Err(NoAnswer(error.to_string())),
        }
    }
}

/// A server that only names others, as one does that knows nothing of the domain, says nothing of its records.
fn says_there_are_none(error: &NetError) -> bool {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => {
            let refers = none.ns.is_some() && none.soa.is_none();
            match none.response_code {
                ResponseCode::NXDomain => true,
                ResponseCode::NoError => !refers,
                _ => false,
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
