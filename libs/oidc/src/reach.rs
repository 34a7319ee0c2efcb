//! Which addresses requests may go to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::fault::{Fault, cut};

/// How far requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses, by https.
    Public,
    /// The inside too, by https; this very machine also by http.
    Inside,
}

/// Longest address that is taken.
const LONGEST: usize = 500;

impl Reach {
    /// An issuer as it is typed: an address without anything behind its path.
    pub(crate) fn issuer(self, typed: &str) -> Result<Url, Fault> {
        let refused = || Fault::Address(cut(typed));
        let url = Url::parse(typed).map_err(|_| refused())?;
        let is_plain = url.query().is_none() && url.fragment().is_none();
        if !is_plain || typed.len() > LONGEST || typed.trim() != typed {
            return Err(refused());
        }
        self.check(&url)?;
        Ok(url)
    }

    /// Whether an address may be asked at all. A name is looked at again when it is resolved.
    pub(crate) fn check(self, url: &Url) -> Result<(), Fault> {
        let refused = || Fault::Address(cut(url.as_str()));
        let host = url.host().ok_or_else(refused)?;
        let is_this_machine = match &host {
            Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        let by_http = url.scheme() == "http" && self == Self::Inside && is_this_machine;
        if (url.scheme() != "https" && !by_http) || !url.username().is_empty() || url.password().is_some() {
            return Err(refused());
        }
        let address = match host {
            Host::Domain(_) => return Ok(()),
            Host::Ipv4(ip) => IpAddr::V4(ip),
            Host::Ipv6(ip) => IpAddr::V6(ip),
        };
        if self.allows(address) { Ok(()) } else { Err(Fault::Inside) }
    }

    /// Whether a connection may be made to an address.
    pub(crate) fn allows(self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::Inside, _) => true,
            (Self::Public, IpAddr::V4(ip)) => is_public_v4(ip),
            (Self::Public, IpAddr::V6(ip)) => is_public_v6(ip),
        }
    }
}

/// IANA's registry of special-purpose addresses (RFC 6890), and multicast.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

/// Global unicast alone, without what leads to an IPv4 address, which would have to be looked at in its turn.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [first, second, ..] = ip.segments();
    let is_global = (0x2000..=0x3fff).contains(&first);
    // 2001::/23 is for protocols (Teredo among them), 2001:db8::/32 and 3fff::/20 for examples, 2002::/16 holds IPv4 addresses.
    let is_special = match first {
        0x2001 => second < 0x0200 || second == 0x0db8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => false,
    };
    is_global && !is_special
}

#[cfg(test)]
mod tests;
