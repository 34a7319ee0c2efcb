//! Keys, and tokens that are signed with them, well or badly.

use std::io;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

use super::{CLIENT_SECRET, Flaw};

/// A key for tests alone: to make one takes a second.
const RSA: &[u8] = include_bytes!("rsa.der");

/// How tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with SHA-256.
    Rs256,
    /// The curve P-256 with SHA-256.
    Es256,
}

/// A key with its name.
#[derive(Debug)]
pub(super) struct Key {
    name: String,
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Rsa(Box<RsaKeyPair>),
    Curve(Box<EcdsaKeyPair>),
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

pub(super) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

impl Key {
    pub(super) fn new(algorithm: Algorithm, name: &str) -> io::Result<Self> {
        let pair = match algorithm {
            Algorithm::Rs256 => Pair::Rsa(Box::new(RsaKeyPair::from_der(RSA).map_err(failed)?)),
            Algorithm::Es256 => {
                let (random, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
                let made = EcdsaKeyPair::generate_pkcs8(kind, &random).map_err(failed)?;
                Pair::Curve(Box::new(EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).map_err(failed)?))
            }
        };
        Ok(Self { name: name.to_owned(), pair })
    }

    /// The public half, as a key set has it.
    pub(super) fn public(&self) -> Value {
        match &self.pair {
            Pair::Rsa(pair) => {
                let public: ring::rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({
                    "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.name,
                    "n": encoded(public.n), "e": encoded(public.e),
                })
            }
            Pair::Curve(pair) => {
                // A byte that says "uncompressed", then the two halves.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({
                    "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name,
                    "x": encoded(x), "y": encoded(y),
                })
            }
        }
    }

    /// A token with these claims.
    pub(super) fn token(&self, claims: &Value, flaw: Option<Flaw>) -> io::Result<String> {
        let algorithm = match (flaw, &self.pair) {
            (Some(Flaw::AlgNone), _) => "none",
            (Some(Flaw::AlgSecret | Flaw::AlgPublicKey), _) => "HS256",
            (_, Pair::Rsa(_)) => "RS256",
            (_, Pair::Curve(_)) => "ES256",
        };
        let mut head = json!({ "alg": algorithm, "typ": "JWT", "kid": self.name });
        if flaw == Some(Flaw::NoKid) {
            head.as_object_mut().expect("an object").remove("kid");
        }
        let signed = format!("{}.{}", encoded(head.to_string()), encoded(claims.to_string()));
        let by = |key: &[u8]| {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), signed.as_bytes()).as_ref().to_vec()
        };
        let mut signature = match flaw {
            Some(Flaw::AlgNone) => Vec::new(),
            Some(Flaw::AlgSecret) => by(CLIENT_SECRET.as_bytes()),
            Some(Flaw::AlgPublicKey) => by(self.public().to_string().as_bytes()),
            Some(Flaw::ForeignKey) => Self::new(Algorithm::Es256, &self.name)?.sign(signed.as_bytes())?,
            _ => self.sign(signed.as_bytes())?,
        };
        if flaw == Some(Flaw::BadSignature) {
            signature[40] ^= 1;
        }
        let signed = if flaw == Some(Flaw::Changed) {
            let mut claims = claims.clone();
            claims["email"] = json!("director@durand.fr");
            format!("{}.{}", encoded(head.to_string()), encoded(claims.to_string()))
        } else {
            signed
        };
        Ok(format!("{signed}.{}", encoded(signature)))
    }

    fn sign(&self, text: &[u8]) -> io::Result<Vec<u8>> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Pair::Curve(pair) => Ok(pair.sign(&random, text).map_err(failed)?.as_ref().to_vec()),
        }
    }
}
