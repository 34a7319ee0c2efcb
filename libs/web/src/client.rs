//! Who asks, and for which host: headers of proxies are believed only from proxies that are listed.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use poem::{Request, http::header};

/// Who asks, and for which host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Client {
    /// Address of the browser, as far as it is known.
    pub(crate) address: IpAddr,
    /// Host and port as the browser wrote them, in lower case; nothing when there is none or more
    /// than one, or it is not a host.
    pub(crate) authority: Option<String>,
}

impl Client {
    /// Reads the request's own headers, and those of the proxy in front of us if it is in `proxies`.
    pub(crate) fn of(request: &Request, proxies: &[IpNet]) -> Self {
        let peer = request.remote_addr().as_socket_addr().map_or(IpAddr::from([0, 0, 0, 0]), SocketAddr::ip);
        let trusted =
            |address: IpAddr| proxies.iter().any(|network| network.contains(&address.to_canonical()));
        if !trusted(peer) {
            return Self { address: peer.to_canonical(), authority: own_authority(request) };
        }
        let authority = match single(request, "x-forwarded-host") {
            Named::One(host) => parse_authority(host),
            Named::None => own_authority(request),
            Named::Several => None,
        };
        // From the right: each proxy appends whom it saw, so the first one that is not ours is the
        // last that we know to be true. What stands left of it, anybody may have written.
        let hops = request.headers().get_all("x-forwarded-for").iter();
        let hops: Vec<&str> =
            hops.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).collect();
        let mut address = peer;
        for hop in hops.iter().rev() {
            let Ok(seen) = hop.trim().parse::<IpAddr>() else { break };
            address = seen;
            if !trusted(seen) {
                break;
            }
        }
        Self { address: address.to_canonical(), authority }
    }

    /// The host without its port.
    pub(crate) fn host(&self) -> Option<&str> {
        let authority = self.authority.as_deref()?;
        Some(authority.rsplit_once(':').map_or(authority, |(host, _)| host))
    }

    /// What limits count by: the address, or the /64 of an IPv6 address, which one customer holds.
    pub(crate) fn network(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

enum Named<'a> {
    None,
    One(&'a str),
    Several,
}

fn single<'a>(request: &'a Request, name: &str) -> Named<'a> {
    let mut values = request.headers().get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Named::None,
        (Some(value), None) => value.to_str().map_or(Named::Several, Named::One),
        (Some(_), Some(_)) => Named::Several,
    }
}

fn own_authority(request: &Request) -> Option<String> {
    let Named::One(host) = single(request, header::HOST.as_str()) else { return None };
    let host = parse_authority(host)?;
    // An absolute request target that names another host than the header is an attempt at something.
    match request.original_uri().authority() {
        Some(target) if parse_authority(target.as_str()).as_ref() != Some(&host) => None,
        _ => Some(host),
    }
}

/// `host` or `host:port`, nothing else: no user, no path, no brackets, no dot at the end.
fn parse_authority(text: &str) -> Option<String> {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let port_is_fine = port.is_none_or(|port| {
        !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
    });
    (host.len() <= 253 && host.split('.').all(label) && port_is_fine).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
