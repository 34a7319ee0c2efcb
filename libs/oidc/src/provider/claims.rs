//! Every check of an ID token, and what a provider says of somebody elsewhere.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use openidconnect::{
    ClaimsVerificationError, Nonce, OAuth2TokenResponse as _, SubjectIdentifier, UserInfoError,
    core::{CoreIdToken, CoreJwsSigningAlgorithm as Alg, CoreTokenResponse, CoreUserInfoClaims},
};

use super::{Asked, Client, Party};
use crate::{
    fault::{Fault, Token, cut},
    http::Http,
};

/// How tokens may be signed: by a key that the provider alone has. A secret that both have, or none, proves nothing.
pub(super) const ALGORITHMS: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// A token that is older was kept by somebody.
const FRESH: Duration = Duration::minutes(15);
/// So much clocks may differ.
const SKEW: Duration = Duration::minutes(2);
/// OpenID Connect Core, section 2: at most 255 ASCII characters.
const SUBJECT: usize = 255;

/// What a provider says of somebody, after every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who, with this provider and for ever. Addresses change hands; this does not.
    pub subject: String,
    /// Their address, as it was written.
    pub email: Option<String>,
    /// Whether the provider knows that they read mail there.
    pub email_verified: bool,
    /// As they are called.
    pub name: Option<String>,
    pub(super) says_whether_verified: bool,
}

/// Checks a token: issuer, audience, party, algorithm, signature, times, nonce.
pub(super) fn check(
    client: &Client,
    party: &Party,
    asked: &Asked,
    token: &CoreIdToken,
    now: DateTime<Utc>,
) -> Result<Claims, Token> {
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(HashSet::from(ALGORITHMS))
        .set_time_fn(move || now - SKEW)
        .set_issue_time_verifier_fn(move |issued| {
            let is_of_now = issued <= now + SKEW && issued >= now - FRESH;
            if is_of_now { Ok(()) } else { Err("issued at another time".to_owned()) }
        })
        .set_other_audience_verifier_fn(|_| false);
    let claims = token.claims(&verifier, &Nonce::new(asked.nonce.clone())).map_err(|error| match error {
        ClaimsVerificationError::Expired(_) => Token::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Token::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Token::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Token::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Token::Subject,
        ClaimsVerificationError::SignatureVerification(_) => Token::Signature,
        _ => Token::Missing,
    })?;
    if claims.authorized_party().is_some_and(|to| to.as_str() != party.client_id) {
        return Err(Token::Audience);
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > SUBJECT || subject.chars().any(char::is_control) {
        return Err(Token::Subject);
    }
    Ok(Claims {
        subject: subject.to_owned(),
        email: claims.email().map(|email| email.as_str().to_owned()),
        email_verified: claims.email_verified() == Some(true),
        says_whether_verified: claims.email_verified().is_some(),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
    })
}

/// Asks the provider for what the token does not say: many keep addresses out of it.
pub(super) async fn ask_more(
    client: &Client,
    held: Claims,
    tokens: CoreTokenResponse,
    http: &Http,
) -> Result<Claims, Fault> {
    let subject = SubjectIdentifier::new(held.subject.clone());
    let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject)) else {
        return Ok(held);
    };
    let said: CoreUserInfoClaims = request.request_async(http).await.map_err(|error| match error {
        UserInfoError::Request(fault) => fault,
        UserInfoError::Response(status, ..) => Fault::Status(status.as_u16()),
        UserInfoError::ClaimsVerification(_) => Token::Subject.into(),
        UserInfoError::Parse(error) => Fault::Unreadable(cut(&error.to_string())),
        _ => Fault::Unreadable(String::new()),
    })?;
    let name = said.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    Ok(Claims {
        // Address and proof are of one answer: neither stands for that of the other.
        email: said.email().map(|email| email.as_str().to_owned()),
        email_verified: said.email_verified() == Some(true),
        says_whether_verified: said.email_verified().is_some(),
        name: held.name.or(name),
        subject: held.subject,
    })
}
