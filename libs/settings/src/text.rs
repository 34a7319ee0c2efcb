//! Values written as text: addresses, networks, lists.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use ipnet::IpNet;
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// The sentence of every refused value: what was found and what is allowed.
pub(crate) fn refused<E: Error>(found: &str, allowed: &str) -> E {
    E::custom(format_args!("found {found:?}, allowed: {allowed}"))
}

/// `127.0.0.1:8080`, `[::]:80`.
pub(crate) fn socket<'de, D: Deserializer<'de>>(input: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(input)?;
    text.parse().map_err(|_| refused(&text, "an address and a port, such as 127.0.0.1:8080 or [::]:80"))
}

/// The same, where nothing stands for no socket.
pub(crate) fn optional_socket<'de, D: Deserializer<'de>>(input: D) -> Result<Option<SocketAddr>, D::Error> {
    socket(input).map(Some)
}

/// A list of addresses with ports; in a variable they are separated by commas.
pub(crate) fn sockets<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<SocketAddr>, D::Error> {
    list(input)?
        .iter()
        .map(|text| text.parse().map_err(|_| refused(text, "addresses with ports, such as 9.9.9.9:53")))
        .collect()
}

/// A list of networks; in a variable they are separated by commas.
pub(crate) fn networks<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<IpNet>, D::Error> {
    list(input)?
        .iter()
        .map(|text| {
            text.parse::<IpNet>()
                .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| refused(text, "addresses and networks, such as 10.0.0.7 or 10.0.0.0/8"))
        })
        .collect()
}

/// A host name without scheme, port or path, in lower case.
pub(crate) fn host<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let text = String::deserialize(input)?;
    if is_host(&text) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(refused(&text, "a host name without scheme, port or path, such as support.example.org"))
    }
}

/// The same, where nothing stands for "as usual".
pub(crate) fn optional_host<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    host(input).map(Some)
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// An address of the web; nothing stands for none.
pub(crate) fn optional_address<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(input)?;
    let host = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    if host.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) {
        return Ok(Some(text));
    }
    Err(refused(&text, "an address that begins with https:// or http://"))
}

/// A list of how numbers begin, such as `+33`; in a variable they are separated by commas.
pub(crate) fn calling_codes<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    let codes = list(input)?;
    let is_code = |text: &str| {
        let digits = text.strip_prefix('+').unwrap_or_default();
        (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match codes.iter().find(|code| !is_code(code)) {
        Some(wrong) => Err(refused(wrong, "how numbers begin, such as +33 or +1514")),
        None => Ok(codes),
    }
}

/// A list of texts; in a variable they are separated by commas.
pub(crate) fn list<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    struct ListVisitor;

    impl<'de> Visitor<'de> for ListVisitor {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list, or one text with commas")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(list)
        }
    }

    input.deserialize_any(ListVisitor)
}
