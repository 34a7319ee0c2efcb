//! Redirections after a form, never away from this host.

use poem::{
    Response,
    http::{HeaderValue, StatusCode, header},
};

/// 303 to a path of this host.
pub fn see_other(path: &str) -> Response {
    let path = local_path(path).unwrap_or("/");
    let mut response = Response::builder().status(StatusCode::SEE_OTHER).finish();
    let location = HeaderValue::try_from(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// The path, if it is one of this host: browsers read `//x` and `/\x` as other hosts, and drop tabs and
/// line ends before they look.
pub fn local_path(path: &str) -> Option<&str> {
    let mut bytes = path.bytes();
    let rooted = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (rooted && plain).then_some(path)
}

#[cfg(test)]
mod tests;
