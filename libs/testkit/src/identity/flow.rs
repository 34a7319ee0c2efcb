//! The code flow with PKCE: what is asked is checked as strictly as the protocol allows.

use std::{collections::HashMap, io};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use chrono::Duration;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::{Account, CLIENT_ID, CLIENT_SECRET, Flaw, State, sign::encoded};

/// What a code stands for.
#[derive(Debug)]
pub(crate) struct Grant {
    account: Account,
    nonce: Option<String>,
    challenge: String,
    redirect: String,
}

pub(super) fn fields(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

pub(super) fn document(state: &State) -> Value {
    let issuer = state.issuer();
    let flows = if state.trouble.without_code { json!(["id_token"]) } else { json!(["code"]) };
    json!({
        "issuer": state.trouble.issuer.as_ref().unwrap_or(&issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": flows,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

/// The sign-in page: where the browser is sent back to, or why it is not.
pub(super) fn authorize(state: &mut State, query: &str) -> Result<String, &'static str> {
    let asked = fields(query);
    let said = |name: &str| asked.get(name).map_or("", String::as_str);
    if said("client_id") != CLIENT_ID || said("response_type") != "code" {
        return Err("unknown client, or another flow");
    }
    if !said("scope").split(' ').any(|scope| scope == "openid") || said("state").len() < 32 {
        return Err("no openid, or a state that can be guessed");
    }
    if said("code_challenge_method") != "S256" || said("code_challenge").len() != 43 {
        return Err("no PKCE");
    }
    let back = |pairs: &[(&str, &str)]| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs).append_pair("state", said("state"));
        format!("{}?{}", said("redirect_uri"), query.finish())
    };
    if let Some(error) = &state.trouble.denies {
        return Ok(back(&[("error", error)]));
    }
    let code = state.fresh("code");
    let grant = Grant {
        account: state.account.clone(),
        nonce: asked.get("nonce").cloned(),
        challenge: said("code_challenge").to_owned(),
        redirect: said("redirect_uri").to_owned(),
    };
    state.codes.insert(code.clone(), grant);
    let issuer = state.trouble.named_issuer.clone().unwrap_or_else(|| state.issuer());
    Ok(if state.trouble.silent_issuer {
        back(&[("code", &code)])
    } else {
        back(&[("code", &code), ("iss", &issuer)])
    })
}

/// A code for tokens; status and body.
pub(super) fn tokens(state: &mut State, authorization: Option<&str>, body: &str) -> io::Result<(u16, Value)> {
    let asked = fields(body);
    let said = |name: &str| asked.get(name).map_or("", String::as_str);
    let refused = |status, error: &str| Ok((status, json!({ "error": error })));
    if !is_client(authorization) {
        return refused(401, "invalid_client");
    }
    if said("grant_type") != "authorization_code" {
        return refused(400, "unsupported_grant_type");
    }
    // Single use, whatever comes of it.
    let Some(grant) = state.codes.remove(said("code")) else { return refused(400, "invalid_grant") };
    let challenge = encoded(digest(&SHA256, said("code_verifier").as_bytes()));
    if grant.redirect != said("redirect_uri") || grant.challenge != challenge {
        return refused(400, "invalid_grant");
    }
    let access = state.fresh("access");
    let mut answer = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 60 });
    match state.flaw {
        Some(Flaw::NoToken) => {}
        Some(Flaw::Garbage) => answer["id_token"] = json!("a.b"),
        flaw => answer["id_token"] = json!(state.keys[0].token(&claims(state, &grant), flaw)?),
    }
    state.access.insert(access, grant.account);
    Ok((200, answer))
}

fn claims(state: &State, grant: &Grant) -> Value {
    let (now, hour) = (state.now(), Duration::hours(1));
    let (made, over) = match state.flaw {
        Some(Flaw::Expired) => (now - hour, now - Duration::minutes(30)),
        Some(Flaw::Kept) => (now - hour, now + hour),
        Some(Flaw::OfTomorrow) => (now + hour, now + hour * 2),
        _ => (now, now + hour),
    };
    let mut claims = json!({
        "iss": state.issuer(),
        "sub": grant.account.subject,
        "aud": CLIENT_ID,
        "exp": over.timestamp(),
        "iat": made.timestamp(),
    });
    if let Some(nonce) = &grant.nonce {
        claims["nonce"] = json!(nonce);
    }
    match state.flaw {
        Some(Flaw::WrongNonce) => claims["nonce"] = json!("0123456789abcdef0123456789abcdef"),
        Some(Flaw::WrongAudience) => claims["aud"] = json!("another"),
        Some(Flaw::ManyAudiences) => claims["aud"] = json!([CLIENT_ID, "another"]),
        Some(Flaw::OtherParty) => claims["azp"] = json!("another"),
        Some(Flaw::OtherIssuer) => claims["iss"] = json!("https://accounts.example.org"),
        Some(Flaw::NoSubject) => claims["sub"] = json!(""),
        Some(Flaw::NoNonce) => {
            claims.as_object_mut().expect("an object").remove("nonce");
        }
        _ => {}
    }
    if !state.trouble.address_elsewhere {
        describe(&mut claims, &grant.account);
    }
    claims
}

fn describe(claims: &mut Value, account: &Account) {
    if let Some(email) = &account.email {
        claims["email"] = json!(email);
    }
    if let Some(verified) = account.verified {
        claims["email_verified"] = json!(verified);
    }
    if let Some(name) = &account.name {
        claims["name"] = json!(name);
    }
    for (claim, value) in &account.more {
        claims[*claim] = value.clone();
    }
}

/// What the provider says of whoever an access token is of.
pub(super) fn user(state: &State, authorization: Option<&str>) -> (u16, Value) {
    let token = authorization.and_then(|text| text.strip_prefix("Bearer "));
    let Some(account) = token.and_then(|token| state.access.get(token)) else {
        return (401, json!({ "error": "invalid_token" }));
    };
    let subject = if state.flaw == Some(Flaw::OtherPerson) { "somebody-else" } else { &account.subject };
    let mut said = json!({ "sub": subject });
    describe(&mut said, account);
    (200, said)
}

fn is_client(authorization: Option<&str>) -> bool {
    let sent = authorization.and_then(|text| text.strip_prefix("Basic "));
    let sent = sent.and_then(|text| BASE64_STANDARD.decode(text).ok());
    let sent = sent.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    // RFC 6749, section 2.3.1: both are encoded as in a form.
    let plain = |text: &str| fields(&format!("x={text}")).remove("x").unwrap_or_default();
    sent.split_once(':').is_some_and(|(id, secret)| plain(id) == CLIENT_ID && plain(secret) == CLIENT_SECRET)
}
