//! Forms of ours only: where a request comes from, and the token that its form carries.
//!
//! Both must hold for every unsafe method. The token is a signature over a cookie (the session's,
//! or one that binds the forms of a browser that is not signed in) and a fresh nonce, so that
//! nothing has to be stored and a compressed page does not give it away bit by bit.

use poem::{
    Request,
    http::{Method, header},
};

use crate::{
    client::Client,
    cookie::Scheme,
    keys::{Keys, Purpose, decode, encode, random},
};

/// Name of the field in every form.
pub(crate) const FIELD: &str = "csrf";

const NONCE: usize = 16;

/// The cookie that a form is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Nobody is signed in.
    Form,
    /// To a session, which was looked up when the form was shown.
    Session,
}

impl Bound {
    const fn byte(self) -> u8 {
        match self {
            Self::Form => b'f',
            Self::Session => b's',
        }
    }
}

/// Whether a method may change something.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// What a request says about the page that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One of ours, on this very host.
    Ours,
    /// Anything else, a neighbour under the same domain included.
    Foreign,
    /// The request says nothing: no browser of this decade.
    Unsaid,
}

/// Reads `Sec-Fetch-Site` and `Origin`; each must be ours where it is said.
pub(crate) fn origin(request: &Request, client: &Client, scheme: Scheme) -> Origin {
    let said = |name: &str| request.headers().get_all(name).iter().map(|value| value.to_str().unwrap_or("?"));
    let mut sites = said("sec-fetch-site").peekable();
    let mut origins = said(header::ORIGIN.as_str()).peekable();
    if sites.peek().is_none() && origins.peek().is_none() {
        return Origin::Unsaid;
    }
    let ours = client.authority.as_deref().map(|authority| format!("{}://{authority}", scheme.word()));
    let sites_fine = sites.all(|site| matches!(site, "same-origin" | "none"));
    let origins_fine = origins.all(|origin| Some(origin) == ours.as_deref());
    if sites_fine && origins_fine { Origin::Ours } else { Origin::Foreign }
}

/// A token for a form that is shown now.
pub(crate) fn token(keys: &Keys, bound: Bound, host: &str, cookie: &str) -> Result<String, getrandom::Error> {
    let nonce = random::<NONCE>()?;
    let mut bytes = vec![bound.byte()];
    bytes.extend(nonce);
    bytes.extend(keys.sign(Purpose::Form, &[&[bound.byte()], &nonce, host.as_bytes(), cookie.as_bytes()]));
    Ok(encode(bytes))
}

/// What a token is bound to, if it is genuine for this host and these cookies.
pub(crate) fn verify(
    keys: &Keys,
    token: &str,
    host: &str,
    form: Option<&str>,
    session: Option<&str>,
) -> Option<Bound> {
    let bytes = decode(token)?;
    let (kind, rest) = bytes.split_first()?;
    let (nonce, signature) = rest.split_at_checked(NONCE)?;
    let bound = [Bound::Form, Bound::Session].into_iter().find(|bound| bound.byte() == *kind)?;
    let cookie = match bound {
        Bound::Form => form,
        Bound::Session => session,
    }?;
    let parts: [&[u8]; 4] = [&[*kind], nonce, host.as_bytes(), cookie.as_bytes()];
    keys.verify(Purpose::Form, &parts, signature).then_some(bound)
}

#[cfg(test)]
mod tests;
