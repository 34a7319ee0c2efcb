//! Every check of an ID token, and what a provider says of somebody elsewhere.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, Nonce, OAuth2TokenResponse as _, SubjectIdentifier,
    UserInfoError,
    core::{CoreJwsSigningAlgorithm as Alg, CoreUserInfoClaims},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Asked, Client, IdToken, Party, TokenResponse};
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
/// Entra's issuers of everybody.
const OF_MANY: [&str; 3] = ["common", "organizations", "consumers"];
/// OpenID Connect Core, section 2: at most 255 ASCII characters.
const SUBJECT: usize = 255;

/// Claims of an ID token that the protocol does not know.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct More {
    /// Google: the domain of the organisation whose account it is. Private accounts have none, whatever their address.
    #[serde(default)]
    hd: Option<Value>,
    /// Entra: whether the domain of the address is one that the organisation proved to own.
    #[serde(default)]
    xms_edov: Option<Value>,
}

impl AdditionalClaims for More {}

impl More {
    fn hosted_domain(&self) -> Option<String> {
        // What is no text is no domain either, and not as if nothing had been said.
        self.hd.as_ref().map(|it| it.as_str().unwrap_or_default().to_lowercase())
    }

    /// Whether an organisation's provider proves an address by the domain that it owns. Of an issuer for many organisations
    /// that says nothing: anybody may own one.
    fn owns_domain(&self, issuer: &str) -> bool {
        let says_so = match &self.xms_edov {
            Some(Value::Bool(it)) => *it,
            Some(Value::Number(it)) => it.as_u64() == Some(1),
            Some(Value::String(it)) => it == "1" || it.eq_ignore_ascii_case("true"),
            _ => false,
        };
        says_so && issuer.split('/').all(|part| !OF_MANY.contains(&part.to_lowercase().as_str()))
    }
}

/// What a provider says of somebody, after every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who, with this provider and for ever. Addresses change hands; this does not.
    pub subject: String,
    /// Their address, as it was written.
    pub email: Option<String>,
    /// Whether the provider knows that they read mail there.
    pub email_verified: bool,
    /// The organisation whose account it is, by its domain in lower case, where the provider says it.
    pub hosted_domain: Option<String>,
    /// As they are called.
    pub name: Option<String>,
}

/// Checks a token: issuer, audience, party, algorithm, signature, times, nonce. Says, too, whether it tells if the address is
/// proved.
pub(super) fn check(
    client: &Client,
    party: &Party,
    asked: &Asked,
    token: &IdToken,
    now: DateTime<Utc>,
) -> Result<(Claims, bool), Token> {
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
    let more = claims.additional_claims();
    let owns_domain = claims.email_verified().is_none() && more.owns_domain(&party.issuer);
    let says_whether_verified = claims.email_verified().is_some() || owns_domain;
    let held = Claims {
        subject: subject.to_owned(),
        email: claims.email().map(|email| email.as_str().to_owned()),
        email_verified: claims.email_verified() == Some(true) || owns_domain,
        hosted_domain: more.hosted_domain(),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
    };
    Ok((held, says_whether_verified))
}

/// Asks the provider for what the token does not say: many keep addresses out of it.
pub(super) async fn ask_more(
    client: &Client,
    held: Claims,
    tokens: TokenResponse,
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
        UserInfoError::Parse(error) => Fault::Unreadable(cut(&error.path().to_string())),
        _ => Fault::Unreadable(String::new()),
    })?;
    let name = said.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    Ok(Claims {
        // Address and proof are of one answer: neither stands for that of the other.
        email: said.email().map(|email| email.as_str().to_owned()),
        email_verified: said.email_verified() == Some(true),
        hosted_domain: held.hosted_domain,
        name: held.name.or(name),
        subject: held.subject,
    })
}

#[cfg(test)]
mod tests;
