//! A telephone or a security key with the browser before it: makes passkeys and signs with them as WebAuthn wants it, and lies as
//! told. What it answers is the JSON of `PublicKeyCredential.toJSON()`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lie {
    /// It is said to come from another origin.
    Origin(String),
    /// It is made for another site.
    Site(String),
    /// It answers another challenge.
    Challenge(String),
    /// It is said to be of another ceremony.
    Kind(&'static str),
    /// Another site had ours in a frame.
    CrossOrigin,
    /// Nobody showed that they are its owner.
    NotVerified,
    /// Nobody touched it.
    NotPresent,
    /// One bit of the signature is another.
    Signature,
    /// Another account is named.
    Handle(Vec<u8>),
    /// Another key is named.
    Credential(Vec<u8>),
    /// The counter of signatures says this.
    Count(u32),
    /// There is so much more of it.
    Longer(usize),
}

/// A passkey in the authenticator.
pub struct Key {
    /// What we are told it is called.
    pub credential: Vec<u8>,
    /// The site that it is for.
    pub site: String,
    /// The account that it is for.
    pub handle: Vec<u8>,
    pair: EcdsaKeyPair,
    count: u32,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("site", &self.site).finish_non_exhaustive()
    }
}

/// An authenticator with what it holds.
#[derive(Debug, Default)]
pub struct Authenticator {
    /// The latest last.
    pub keys: Vec<Key>,
}

impl Authenticator {
    /// An authenticator without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a passkey as the options say. `None` when it has one that they exclude.
    pub fn make(&mut self, options: &str, origin: &str, lies: &[Lie]) -> Option<String> {
        let options: Value = serde_json::from_str(options).ok()?;
        let site = text(&options["rp"]["id"]);
        let excluded = |key: &Key| {
            let ids = options["excludeCredentials"].as_array().into_iter().flatten();
            ids.into_iter().any(|it| BASE64.decode(text(&it["id"])).ok().as_ref() == Some(&key.credential))
        };
        if self.keys.iter().any(excluded) {
            return None;
        }
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).ok()?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).ok()?;
        let public = pair.public_key().as_ref().to_vec();
        let credential: [u8; 32] = ring::rand::generate(&random).ok()?.expose();
        let handle = BASE64.decode(text(&options["user"]["id"])).ok()?;
        let key = Key { credential: credential.to_vec(), site: site.clone(), handle, pair, count: 0 };
        let mut data = authenticator_data(&site, ATTESTED, counted(&key, lies), lies);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(credential);
        // A key of P-256 for ES256 as COSE writes it (RFC 9053, 7.1.1).
        data.extend([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&public[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&public[33..]);
        let mut object = vec![0xA3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xA0\x68authData\x58");
        object.push(u8::try_from(data.len()).ok()?);
        object.extend(&data);
        let client = client_data("webauthn.create", &options, origin, lies);
        let id = BASE64.encode(named(&key, lies));
        self.keys.push(key);
        Some(longer(
            json!({
                "id": id,
                "rawId": id,
                "type": "public-key",
                "authenticatorAttachment": "platform",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": BASE64.encode(client),
                    "attestationObject": BASE64.encode(object),
                    "transports": ["internal"],
                },
            }),
            lies,
        ))
    }

    /// Signs with the latest key that it has for the site that the options name.
    pub fn sign(&mut self, options: &str, origin: &str, lies: &[Lie]) -> Option<String> {
        let options: Value = serde_json::from_str(options).ok()?;
        let site = text(&options["rpId"]);
        let key = self.keys.iter_mut().rev().find(|key| key.site == site)?;
        key.sign(&options, origin, lies)
    }

    /// The latest key.
    ///
    /// # Panics
    ///
    /// When it has none.
    pub fn latest(&mut self) -> &mut Key {
        self.keys.last_mut().expect("an authenticator with a key")
    }
}

impl Key {
    /// Signs whatever site the options name.
    pub fn sign_all(&mut self, options: &str, origin: &str, lies: &[Lie]) -> Option<String> {
        let options: Value = serde_json::from_str(options).ok()?;
        self.sign(&options, origin, lies)
    }

    fn sign(&mut self, options: &Value, origin: &str, lies: &[Lie]) -> Option<String> {
        self.count += 1;
        let data = authenticator_data(&self.site, 0, counted(self, lies), lies);
        let client = client_data("webauthn.get", options, origin, lies);
        let signed = [data.as_slice(), digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let mut signature = self.pair.sign(&SystemRandom::new(), &signed).ok()?.as_ref().to_vec();
        if lies.contains(&Lie::Signature) {
            *signature.last_mut()? ^= 1;
        }
        let other = lies.iter().find_map(|lie| match lie {
            Lie::Handle(other) => Some(other.clone()),
            _ => None,
        });
        let id = BASE64.encode(named(self, lies));
        Some(longer(
            json!({
                "id": id,
                "rawId": id,
                "type": "public-key",
                "authenticatorAttachment": "platform",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": BASE64.encode(client),
                    "authenticatorData": BASE64.encode(data),
                    "signature": BASE64.encode(signature),
                    "userHandle": BASE64.encode(other.unwrap_or_else(|| self.handle.clone())),
                },
            }),
            lies,
        ))
    }
}

fn authenticator_data(site: &str, flags: u8, count: u32, lies: &[Lie]) -> Vec<u8> {
    let other = lies.iter().find_map(|lie| match lie {
        Lie::Site(other) => Some(other.as_str()),
        _ => None,
    });
    let mut flags = flags | PRESENT | VERIFIED;
    if lies.contains(&Lie::NotVerified) {
        flags &= !VERIFIED;
    }
    if lies.contains(&Lie::NotPresent) {
        flags &= !PRESENT;
    }
    let mut data = digest(&SHA256, other.unwrap_or(site).as_bytes()).as_ref().to_vec();
    data.push(flags);
    data.extend(count.to_be_bytes());
    data
}

fn client_data(kind: &str, options: &Value, origin: &str, lies: &[Lie]) -> String {
    let mut data = json!({
        "type": kind,
        "challenge": options["challenge"],
        "origin": origin,
        "crossOrigin": false,
    });
    for lie in lies {
        match lie {
            Lie::Origin(other) => data["origin"] = json!(other),
            Lie::Challenge(other) => data["challenge"] = json!(other),
            Lie::Kind(other) => data["type"] = json!(other),
            Lie::CrossOrigin => data["crossOrigin"] = json!(true),
            _ => {}
        }
    }
    data.to_string()
}

fn counted(key: &Key, lies: &[Lie]) -> u32 {
    let said = lies.iter().find_map(|lie| match lie {
        Lie::Count(said) => Some(*said),
        _ => None,
    });
    said.unwrap_or(key.count)
}

fn named(key: &Key, lies: &[Lie]) -> Vec<u8> {
    let other = lies.iter().find_map(|lie| match lie {
        Lie::Credential(other) => Some(other.clone()),
        _ => None,
    });
    other.unwrap_or_else(|| key.credential.clone())
}

fn longer(mut answer: Value, lies: &[Lie]) -> String {
    for lie in lies {
        if let Lie::Longer(by) = lie {
            answer["more"] = Value::from("x".repeat(*by));
        }
    }
    answer.to_string()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
