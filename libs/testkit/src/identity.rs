//! An OpenID Connect provider on loopback: it signs tokens with real keys, checks codes and PKCE as the protocol wants it, and
//! misbehaves as told. Whoever comes to its sign-in page is signed in as the person it was told of.

mod flow;
mod http;
mod sign;

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::{net::TcpListener, task::JoinHandle};

pub use self::sign::Algorithm;
use self::sign::Key;

/// What the provider calls us.
pub const CLIENT_ID: &str = "rappel";
/// What it knows us by.
pub const CLIENT_SECRET: &str = "secret of the identity provider";

/// Whoever signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who, for ever.
    pub subject: String,
    /// Their address, if the provider has one.
    pub email: Option<String>,
    /// Whether they proved it; `None` does not say.
    pub verified: Option<bool>,
    /// As they are called.
    pub name: Option<String>,
    /// What else is said of them, in the place of the above where it has the same name.
    pub more: Vec<(&'static str, serde_json::Value)>,
}

impl Account {
    /// Somebody with a proved address.
    pub fn new(subject: &str, email: &str, name: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            email: Some(email.to_owned()),
            verified: Some(true),
            name: Some(name.to_owned()),
            more: Vec::new(),
        }
    }
}

/// What is wrong with tokens from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A nonce of another sign-in.
    WrongNonce,
    /// No nonce.
    NoNonce,
    /// For another client.
    WrongAudience,
    /// For us and for others.
    ManyAudiences,
    /// For us, made at the wish of another client.
    OtherParty,
    /// Over an hour ago.
    Expired,
    /// Valid for long, and made long ago.
    Kept,
    /// Made in an hour.
    OfTomorrow,
    /// Of another issuer.
    OtherIssuer,
    /// One bit of the signature is another.
    BadSignature,
    /// Signed by another key under the same name.
    ForeignKey,
    /// Not signed: `alg` is `none`.
    AlgNone,
    /// Signed with the secret that both know: `HS256`.
    AlgSecret,
    /// Signed with the public key as a secret: `HS256`.
    AlgPublicKey,
    /// Changed after it was signed.
    Changed,
    /// Does not say by which of two keys it is signed.
    NoKid,
    /// Names nobody.
    NoSubject,
    /// There is none.
    NoToken,
    /// It is no token.
    Garbage,
    /// The provider's other answer is about somebody else.
    OtherPerson,
}

/// What goes wrong elsewhere from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// The document calls its issuer this.
    pub issuer: Option<String>,
    /// Each page answers with this status.
    pub status: Option<u16>,
    /// The document has no code flow.
    pub without_code: bool,
    /// Addresses are told by the other answer alone.
    pub address_elsewhere: bool,
    /// The answer does not name its issuer, though the document says so.
    pub silent_issuer: bool,
    /// The answer names this issuer.
    pub named_issuer: Option<String>,
    /// Whoever comes is sent back with this error.
    pub denies: Option<String>,
}

#[derive(Debug)]
pub(crate) struct State {
    address: SocketAddr,
    account: Account,
    keys: Vec<Key>,
    flaw: Option<Flaw>,
    trouble: Trouble,
    at: Option<DateTime<Utc>>,
    codes: HashMap<String, flow::Grant>,
    access: HashMap<String, Account>,
    asked: Vec<String>,
    next: u64,
}

impl State {
    fn now(&self) -> DateTime<Utc> {
        self.at.unwrap_or_else(|| crate::provider::now().into())
    }

    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn fresh(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}-{}", self.next)
    }
}

pub(crate) type Shared = Arc<Mutex<State>>;

/// The running server. Stops when dropped.
#[derive(Debug)]
pub struct IdentityProvider {
    shared: Shared,
    server: JoinHandle<()>,
}

impl IdentityProvider {
    /// Starts on a free port of loopback, with one key.
    pub async fn start(algorithm: Algorithm) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let shared = Arc::new(Mutex::new(State {
            address: listener.local_addr()?,
            account: Account::new("nobody", "nobody@example.org", "Nobody"),
            keys: vec![Key::new(algorithm, "key-0")?],
            flaw: None,
            trouble: Trouble::default(),
            at: None,
            codes: HashMap::new(),
            access: HashMap::new(),
            asked: Vec::new(),
            next: 0,
        }));
        let server = tokio::spawn(http::serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, server })
    }

    /// Its address, as it calls itself.
    pub fn issuer(&self) -> String {
        self.lock().issuer()
    }

    /// Whoever comes is signed in as this person from now on.
    pub fn sign_in_as(&self, account: Account) {
        self.lock().account = account;
    }

    /// Tokens have this flaw from now on.
    pub fn flaw(&self, flaw: Option<Flaw>) {
        self.lock().flaw = flaw;
    }

    /// This goes wrong from now on.
    pub fn trouble(&self, trouble: Trouble) {
        self.lock().trouble = trouble;
    }

    /// Tokens are made at this time from now on.
    pub fn set_time(&self, at: DateTime<Utc>) {
        self.lock().at = Some(at);
    }

    /// Signs with another key from now on; the old one is shown no more.
    pub fn rotate(&self, algorithm: Algorithm) -> std::io::Result<()> {
        let mut state = self.lock();
        let name = state.fresh("key");
        state.keys = vec![Key::new(algorithm, &name)?];
        Ok(())
    }

    /// Signs with another key from now on; the old one is still shown.
    pub fn add_key(&self, algorithm: Algorithm) -> std::io::Result<()> {
        let mut state = self.lock();
        let name = state.fresh("key");
        let key = Key::new(algorithm, &name)?;
        state.keys.insert(0, key);
        Ok(())
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// Follows a way to the sign-in page as a browser does: where the browser is sent back to.
    pub fn visit(&self, url: &str) -> String {
        let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
        match flow::authorize(&mut self.lock(), query) {
            Ok(back) => back,
            Err(why) => panic!("the provider refuses {url}: {why}"),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}
