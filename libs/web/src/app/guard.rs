//! What may come in: no packed bodies; from a browser, only forms that our own pages sent.

use poem::{
    Request,
    http::{Method, header},
};

use crate::{
    context::Visit,
    cookie::Cookie,
    csrf::{self, Bound, Origin},
    form::{self, Disk, Sent},
    problem::{Kind, Problem},
    web::Web,
};

/// What shows that a request is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// Programs bring a key or a signature, and no cookie of ours counts for them.
    OwnCredentials,
    /// The address itself is the secret: the person on call must get through from any phone.
    SecretAddress,
    /// The address is signed for one person and one thing. A mail program that knows it posts one field and no cookie (RFC 8058);
    /// people get there by a form of ours.
    OneClick,
    /// Everything else: a cookie, so that the form must be ours.
    Token,
}

impl Proof {
    fn of_path(path: &str) -> Self {
        if path.starts_with("/api/") || path.starts_with("/hooks/") {
            Self::OwnCredentials
        } else if path.starts_with("/a/") {
            Self::SecretAddress
        } else if path.starts_with("/unsubscribe/") {
            Self::OneClick
        } else {
            Self::Token
        }
    }
}

/// Lets a request in, with the form that it brings already read.
pub(super) async fn admit(web: &Web, visit: &Visit, mut request: Request) -> Result<Request, Problem> {
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        // Unpacking without a bound is how a small request fills a memory.
        return Err(Problem::new(Kind::UnsupportedMedia).detail("a request body must not be compressed"));
    }
    let proof = Proof::of_path(request.uri().path());
    if !csrf::is_unsafe(request.method()) || proof == Proof::OwnCredentials {
        return Ok(request);
    }
    let scheme = web.options().scheme;
    let origin = csrf::origin(&request, visit.client(), scheme);
    let meant = match origin {
        Origin::Ours => true,
        // Whoever posts there by one click knows the signed address, wherever they are; the form is looked at below.
        Origin::Foreign => proof == Proof::OneClick,
        Origin::Unsaid => matches!(proof, Proof::SecretAddress | Proof::OneClick),
    };
    if !meant {
        return Err(Problem::forbidden("the request does not come from a page of ours"));
    }
    if *request.method() != Method::POST {
        return Err(Problem::new(Kind::MethodNotAllowed));
    }

    let audience = [Cookie::Portal, Cookie::Office].map(|cookie| visit.cookie(cookie));
    let session = match visit.site() {
        Some(crate::hosts::Site::Portal(_)) => audience[0],
        _ => audience[1],
    };
    let bound = |token: &str| {
        csrf::verify(&web.options().keys, token, visit.authority(), visit.form_cookie(), session)
    };
    let sent = read(web, &mut request, proof, |token| bound(token) == Some(Bound::Session)).await?;
    visit.set_sent(sent.clone());
    let of_ours = || origin == Origin::Ours && sent.field(csrf::FIELD).and_then(bound).is_some();
    let is_meant = match proof {
        Proof::Token => of_ours(),
        Proof::OneClick => is_one_click(&sent) || of_ours(),
        Proof::SecretAddress | Proof::OwnCredentials => true,
    };
    if !is_meant {
        return Err(Problem::forbidden("the form is too old, or not ours"));
    }
    if sent.is_too_early() {
        return Err(Problem::forbidden("a file came before the token"));
    }
    request.extensions_mut().insert(sent);
    Ok(request)
}

/// The one field that RFC 8058 has a mail program send.
fn is_one_click(sent: &Sent) -> bool {
    sent.field("List-Unsubscribe") == Some("One-Click")
}

async fn read(
    web: &Web,
    request: &mut Request,
    proof: Proof,
    token_opens_disk: impl Fn(&str) -> bool,
) -> Result<Sent, Problem> {
    let content_type = request.content_type().unwrap_or_default().to_owned();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = request.take_body();
    match kind.as_str() {
        "multipart/form-data" => {
            let boundary = multer::parse_boundary(&content_type)
                .map_err(|_| Problem::bad_request("a multipart form without a boundary"))?;
            let disk = match proof {
                Proof::Token => Disk::Folder(&web.options().upload_folder),
                Proof::SecretAddress | Proof::OneClick | Proof::OwnCredentials => Disk::None,
            };
            form::read_multipart(body, boundary, disk, token_opens_disk).await
        }
        "application/x-www-form-urlencoded" => form::read_urlencoded(body).await,
        "" if body.is_empty() => Ok(Sent::default()),
        _ => Err(Problem::new(Kind::UnsupportedMedia).detail("a form is expected")),
    }
}
