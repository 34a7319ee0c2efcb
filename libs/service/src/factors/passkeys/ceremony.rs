//! What is asked of an authenticator, and whether what it answers holds: `webauthn_rp` does each check, this says which.
//!
//! User verification is required, the key must be one that the authenticator finds by itself, the origin is compared letter for
//! letter, and nothing is taken that another site had in a frame. Attestation is not asked for: whoever adds a key has proved who
//! they are, and any authenticator will do. The time that the library reads from the machine is made to matter to nobody: a ceremony
//! ends by the clock of the database.

use std::num::NonZeroU32;

use rappel_domain::host::HostName;
use rappel_store::passkeys::Passkey;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
    bin::{Decode as _, Encode as _},
    request::{
        AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId, TimedCeremony as _,
        auth::{AuthenticationVerificationOptions, AuthenticatorAttachmentEnforcement},
        register::{
            CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
            UserHandle64, Username,
        },
    },
    response::{
        AuthTransports, CredentialId, SentChallenge,
        auth::error::AuthCeremonyErr,
        register::{DynamicState, StaticState},
    },
};

use super::CEREMONY;
use crate::error::{Error, Result};

/// Bytes of what an authenticator knows an account by.
pub(super) const HANDLE: usize = 64;
/// Longest answer that is read. Those of authenticators have a few kilobytes with the longest keys there are.
const LONGEST: usize = 16 * 1024;
/// Longer than any ceremony of ours takes, in milliseconds: the database says when one is over.
const NEVER: NonZeroU32 = NonZeroU32::new(24 * 3600 * 1000).expect("not zero");

/// A ceremony that begins.
pub(super) struct Begun {
    /// SHA-256 of the challenge.
    pub(super) challenge: [u8; 32],
    /// What its end is judged by.
    pub(super) state: Vec<u8>,
    /// What the browser hands to the authenticator, as JSON.
    pub(super) options: String,
}

/// For whom a key is made.
pub(super) struct Account<'a> {
    pub(super) user_name: &'a str,
    pub(super) name: &'a str,
    pub(super) handle: [u8; HANDLE],
}

/// Why an answer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Something of it does not hold.
    Wrong,
    /// All of it holds, but the counter of signatures went back: there may be a copy of the key.
    Counter,
}

/// A key that an authenticator made.
pub(super) struct Made {
    pub(super) credential: Vec<u8>,
    pub(super) handle: Vec<u8>,
    pub(super) public_key: Vec<u8>,
    pub(super) state: Vec<u8>,
}

/// Asks for any key of ours on a host.
pub(super) fn ask(host: &str) -> Result<Begun> {
    let site = site(host)?;
    let mut options = DiscoverableCredentialRequestOptions::passkey(&site);
    options.0.timeout = NEVER;
    let (server, client) = options.start_ceremony().map_err(failed)?;
    Ok(Begun {
        challenge: hash(server.sent_challenge()),
        state: server.encode().map_err(failed)?,
        options: options_text(&client)?,
    })
}

/// Asks for a new key, of an authenticator that has none of those.
pub(super) fn ask_new(host: &str, account: &Account<'_>, those: &[Passkey]) -> Result<Begun> {
    let site = site(host)?;
    let Ok(handle) = UserHandle64::decode(account.handle);
    // Its rules for names are narrower than ours; what it does not take, nobody needs to see in an authenticator.
    let plain: String = account
        .user_name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || ".-_@".contains(*letter))
        .collect();
    let user_name = Username::try_from(account.user_name).or_else(|_| Username::try_from(plain));
    let user = PublicKeyCredentialUserEntity {
        name: user_name.or_else(|_| Username::try_from(host)).map_err(failed)?,
        id: &handle,
        display_name: Nickname::try_from(account.name).ok(),
    };
    let known = those.iter().filter_map(|it| {
        let id = CredentialId::<Vec<u8>>::decode(it.credential.clone()).ok()?;
        // None: wherever it is.
        let transports = AuthTransports::decode(0).ok()?;
        Some(PublicKeyCredentialDescriptor { id, transports })
    });
    let mut options = PublicKeyCredentialCreationOptions::passkey(&site, user, known.collect());
    options.timeout = NEVER;
    // Asked for, not insisted on: phones that know nothing of it would make no key. Each answer has to show the verification anyway.
    options.extensions.cred_protect =
        CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (server, client) = options.start_ceremony().map_err(failed)?;
    Ok(Begun {
        challenge: hash(server.sent_challenge()),
        state: server.encode().map_err(failed)?,
        options: options_text(&client)?,
    })
}

/// What an authenticator signed.
pub(super) struct Signed(DiscoverableAuthentication64);

impl Signed {
    /// Reads it, with the hash of the challenge that it answers.
    pub(super) fn read(answer: &str) -> Option<(Self, [u8; 32])> {
        if answer.len() > LONGEST {
            return None;
        }
        let signed = DiscoverableAuthentication64::from_json_relaxed(answer.as_bytes()).ok()?;
        let challenge = signed.challenge_relaxed().ok()?;
        Some((Self(signed), hash(challenge)))
    }

    /// What the authenticator calls the key.
    pub(super) fn credential(&self) -> &[u8] {
        self.0.raw_id().into_inner()
    }

    /// Judges it by the key and by what was asked. Answers what changed of the key.
    pub(super) fn verify(
        &self,
        state: &[u8],
        (host, origin): (&str, &str),
        key: &Passkey,
    ) -> std::result::Result<Vec<u8>, Fault> {
        let site = site(host).map_err(|_| Fault::Wrong)?;
        let state = DiscoverableAuthenticationServerState::decode(state).map_err(|_| Fault::Wrong)?;
        let handle: [u8; HANDLE] = key.handle.as_slice().try_into().map_err(|_| Fault::Wrong)?;
        let Ok(handle) = UserHandle64::decode(handle);
        let id = CredentialId::<&[u8]>::decode(&key.credential).map_err(|_| Fault::Wrong)?;
        let fixed = StaticState::decode(key.public_key.as_slice()).map_err(|_| Fault::Wrong)?;
        let moving: [u8; 7] = key.state.as_slice().try_into().map_err(|_| Fault::Wrong)?;
        let moving = DynamicState::decode(moving).map_err(|_| Fault::Wrong)?;
        let mut key = AuthenticatedCredential::new(id, &handle, fixed, moving).map_err(|_| Fault::Wrong)?;
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &[origin],
            // Password managers say more than they were asked, and a synced key is now in the machine, now in a telephone.
            error_on_unsolicited_extensions: false,
            auth_attachment_enforcement: AuthenticatorAttachmentEnforcement::Ignore(false),
            ..AuthenticationVerificationOptions::default()
        };
        match state.verify(&site, &self.0, &mut key, &options) {
            Ok(_) => {
                let Ok(now) = key.dynamic_state().encode();
                Ok(now.to_vec())
            }
            Err(AuthCeremonyErr::SignatureCounter) => Err(Fault::Counter),
            Err(_) => Err(Fault::Wrong),
        }
    }
}

/// What an authenticator says of a new key.
pub(super) struct New(Registration);

impl New {
    /// Reads it, with the hash of the challenge that it answers.
    pub(super) fn read(answer: &str) -> Option<(Self, [u8; 32])> {
        if answer.len() > LONGEST {
            return None;
        }
        let new = Registration::from_json_relaxed(answer.as_bytes()).ok()?;
        let challenge = new.challenge_relaxed().ok()?;
        Some((Self(new), hash(challenge)))
    }

    /// Judges it by what was asked.
    pub(super) fn verify(&self, state: &[u8], (host, origin): (&str, &str)) -> Option<Made> {
        let site = site(host).ok()?;
        let state = RegistrationServerState::<HANDLE>::decode(state).ok()?;
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &[origin],
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let key = state.verify(&site, &self.0, &options).ok()?;
        let (Ok(public_key), Ok(now), Ok(handle)) =
            (key.static_state().encode(), key.dynamic_state().encode(), key.user_id().encode());
        Some(Made {
            credential: key.id().as_ref().to_vec(),
            handle: handle.to_vec(),
            public_key,
            state: now.to_vec(),
        })
    }
}

/// The site that a key is for. [`Error::NotFound`] at a host that is no DNS name: the library takes more than browsers do, which make
/// no key for an address of numbers. They do for the machine itself, where the back office of a demo is.
pub(super) fn site(host: &str) -> Result<RpId> {
    if host != "localhost" {
        HostName::parse(host).map_err(|_| Error::NotFound)?;
    }
    AsciiDomain::try_from(host.to_owned()).map(RpId::Domain).map_err(|_| Error::NotFound)
}

fn hash(challenge: SentChallenge) -> [u8; 32] {
    Sha256::digest(challenge.0.to_be_bytes()).into()
}

/// The options with the time that a browser is told: ours, not that of the library.
fn options_text(options: &impl serde::Serialize) -> Result<String> {
    let mut options = serde_json::to_value(options).map_err(std::io::Error::from)?;
    options["timeout"] = Value::from(CEREMONY.num_milliseconds());
    Ok(options.to_string())
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Files(std::io::Error::other(format!("a passkey failed: {error}")))
}
