//! A provider, as its discovery document describes it: the way to its sign-in page, and a code for claims that hold.

mod claims;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError,
    Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType,
        CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
        CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
        CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

pub use self::claims::Claims;
use crate::{
    fault::{Fault, Token, cut},
    http::Http,
    reach::Reach,
};

/// So long a discovery document and its keys are believed; a key that is not among them has both fetched anew.
const BELIEVED: Duration = Duration::minutes(10);
/// More issuers than anybody has companies are not remembered.
const REMEMBERED: usize = 1000;

/// What the document may say besides the first edition of the protocol.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct More {
    /// RFC 9207: each answer names its issuer.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// RFC 8414.
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type IdToken = openidconnect::IdToken<
    claims::More,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type TokenResponse = StandardTokenResponse<
    IdTokenFields<
        claims::More,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Client = openidconnect::Client<
    claims::More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A document with its keys, and when they were fetched.
type Known = (DateTime<Utc>, Arc<Metadata>);

/// What a provider knows us as.
#[derive(Clone)]
pub struct Party {
    /// Its address, as it calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What it knows us by.
    pub client_secret: String,
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Party").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// What one sign-in is known by: fresh chance each, and where the provider sends the browser back to.
#[derive(Clone, Serialize, Deserialize)]
pub struct Asked {
    /// Comes back with the answer.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// PKCE: what the challenge was made of, 43 to 128 letters and digits.
    pub verifier: String,
    /// The address of ours, as the provider knows it.
    pub redirect: String,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("redirect", &self.redirect).finish_non_exhaustive()
    }
}

/// What a browser brings back.
#[derive(Clone)]
pub struct Answer<'a> {
    /// What is changed for tokens.
    pub code: &'a str,
    /// The issuer, where the provider names itself (RFC 9207).
    pub issuer: Option<&'a str>,
}

impl std::fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// A provider that works, as far as that can be told without signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The host of its sign-in page.
    pub host: String,
    /// Public keys that it signs with.
    pub keys: usize,
}

/// All providers that are asked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Providers {
    http: Http,
    known: Arc<Mutex<HashMap<String, Known>>>,
}

impl Providers {
    /// Makes the client of HTTP.
    pub fn new(reach: Reach) -> Result<Self, Fault> {
        let http = Http::new(reach).map_err(|_| Fault::Unreachable)?;
        Ok(Self { http, known: Arc::default() })
    }

    /// Whether an issuer can be one, by its form.
    pub fn check_issuer(&self, typed: &str) -> Result<(), Fault> {
        self.http.reach().issuer(typed).map(|_| ())
    }

    /// Fetches a provider's document and keys, and looks whether people can sign in with it.
    pub async fn test(&self, issuer: &str, now: DateTime<Utc>) -> Result<Found, Fault> {
        let metadata = self.fetch(issuer, now).await?;
        let page = metadata.authorization_endpoint().url();
        let host = page.host_str().unwrap_or_default().to_owned();
        Ok(Found { host, keys: metadata.jwks().keys().len() })
    }

    /// The address of the provider's sign-in page for one sign-in.
    pub async fn begin(&self, party: &Party, asked: &Asked, now: DateTime<Utc>) -> Result<Url, Fault> {
        let metadata = self.metadata(&party.issuer, now).await?;
        let client = client(&metadata, party, asked)?;
        let (state, nonce) = (CsrfToken::new(asked.state.clone()), Nonce::new(asked.nonce.clone()));
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(asked.verifier.clone()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, ..) = client
            .authorize_url(flow, move || state, move || nonce)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url)
    }

    /// Changes a code for claims, each of which was checked.
    pub async fn finish(
        &self,
        party: &Party,
        asked: &Asked,
        answer: &Answer<'_>,
        now: DateTime<Utc>,
    ) -> Result<Claims, Fault> {
        let mut metadata = self.metadata(&party.issuer, now).await?;
        let names_itself = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match answer.issuer {
            // Of another provider: its code must not be handed to this one, nor the other way round.
            Some(named) if named != party.issuer => return Err(Token::Issuer.into()),
            None if names_itself => return Err(Token::Issuer.into()),
            Some(_) | None => {}
        }
        let tokens = self.tokens(&client(&metadata, party, asked)?, asked, answer.code).await?;
        let token = tokens.id_token().ok_or(Token::Missing)?;
        let (held, says_whether_verified) =
            match claims::check(&client(&metadata, party, asked)?, party, asked, token, now) {
                // Signed with a key that is younger than what we know.
                Err(Token::Signature) => {
                    metadata = self.fetch(&party.issuer, now).await?;
                    claims::check(&client(&metadata, party, asked)?, party, asked, token, now)?
                }
                checked => checked?,
            };
        if held.email.is_some() && says_whether_verified {
            return Ok(held);
        }
        let client = client(&metadata, party, asked)?;
        claims::ask_more(&client, held, tokens, &self.http).await
    }

    async fn tokens(&self, client: &Client, asked: &Asked, code: &str) -> Result<TokenResponse, Fault> {
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Fault::Lacks("token_endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()));
        request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::Request(fault) => fault,
            RequestTokenError::ServerResponse(said) => Fault::Refused(cut(said.error().as_ref())),
            // Where, and not what: the message of a parser quotes what it read, which may be a token.
            RequestTokenError::Parse(error, _) => Fault::Unreadable(cut(&error.path().to_string())),
            RequestTokenError::Other(error) => Fault::Unreadable(cut(&error)),
        })
    }

    async fn metadata(&self, issuer: &str, now: DateTime<Utc>) -> Result<Arc<Metadata>, Fault> {
        let known = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(issuer).filter(|(at, _)| now - *at < BELIEVED).map(|(_, found)| Arc::clone(found))
        };
        match known {
            Some(known) => Ok(known),
            None => self.fetch(issuer, now).await,
        }
    }

    async fn fetch(&self, issuer: &str, now: DateTime<Utc>) -> Result<Arc<Metadata>, Fault> {
        let reach = self.http.reach();
        reach.issuer(issuer)?;
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|_| Fault::Address(cut(issuer)))?;
        let found = Metadata::discover_async(url, &self.http).await.map_err(|error| match error {
            DiscoveryError::Request(fault) => fault,
            DiscoveryError::Response(status, ..) if status.as_u16() != 200 => Fault::Status(status.as_u16()),
            DiscoveryError::Response(_, _, why) => Fault::Unreadable(cut(&why)),
            DiscoveryError::Validation(why) => {
                // "unexpected issuer URI `…` (expected `…`)"
                Fault::OtherIssuer(cut(why.split('`').nth(1).unwrap_or_default()))
            }
            DiscoveryError::Parse(error) => Fault::Unreadable(cut(&error.path().to_string())),
            _ => Fault::Unreadable(String::new()),
        })?;
        // Browsers are sent there, and nobody asks that address here.
        reach.check(found.authorization_endpoint().url())?;
        if found.token_endpoint().is_none() {
            return Err(Fault::Lacks("token_endpoint"));
        }
        if !found.response_types_supported().iter().any(|set| set.as_slice() == [CoreResponseType::Code]) {
            return Err(Fault::Lacks("response_type code"));
        }
        let methods = found.additional_metadata().code_challenge_methods_supported.as_ref();
        if methods.is_some_and(|methods| methods.iter().all(|method| method != "S256")) {
            return Err(Fault::Lacks("PKCE S256"));
        }
        if !found.id_token_signing_alg_values_supported().iter().any(|alg| claims::ALGORITHMS.contains(alg)) {
            return Err(Fault::Lacks("RS256, ES256"));
        }
        let found = Arc::new(found);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(issuer.to_owned(), (now, Arc::clone(&found)));
        Ok(found)
    }
}

fn client(metadata: &Metadata, party: &Party, asked: &Asked) -> Result<Client, Fault> {
    let redirect =
        RedirectUrl::new(asked.redirect.clone()).map_err(|_| Fault::Address(cut(&asked.redirect)))?;
    let methods = metadata.token_endpoint_auth_methods_supported();
    let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
    let by_post =
        takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
    let client = openidconnect::Client::from_provider_metadata(
        metadata.clone(),
        ClientId::new(party.client_id.clone()),
        Some(ClientSecret::new(party.client_secret.clone())),
    );
    let way = if by_post { AuthType::RequestBody } else { AuthType::BasicAuth };
    Ok(client.set_auth_type(way).set_redirect_uri(redirect))
}
