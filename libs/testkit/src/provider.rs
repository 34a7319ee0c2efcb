//! A fault server: Twilio's Messages and Calls API, OVHcloud's SMS API and a generic HTTP provider on loopback, which check
//! every request against the published facts and misbehave as told.

mod answer;
mod callbacks;
mod calls;
mod generic;
mod http;
mod ovh;
mod state;
mod twilio;

use std::{
    net::SocketAddr,
    time::{Duration, SystemTime},
};

use tokio::{net::TcpListener, task::JoinHandle, time::Instant};

pub use self::{
    answer::{Answer, Storm},
    callbacks::{ReceiptStep, Reply},
    ovh::{APPLICATION_KEY, APPLICATION_SECRET, CONSUMER_KEY, SERVICE_NAME},
    state::{Channel, Recorded},
};
use self::{
    callbacks::Caller,
    state::{Incoming, Shared},
};

/// The account that the server knows.
pub const ACCOUNT_SID: &str = "AC00000000000000000000000000000001";
/// Its token: password of the API and key of the signatures.
pub const AUTH_TOKEN: &str = "token-of-the-fault-server";
/// The bearer key that the generic provider wants.
pub const GENERIC_KEY: &str = "key-of-the-fault-server";

/// The running server. Stops when dropped.
#[derive(Debug)]
pub struct FaultProvider {
    address: SocketAddr,
    shared: Shared,
    server: JoinHandle<()>,
}

impl FaultProvider {
    /// Starts on a free port of loopback; answers well until told otherwise.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// Starts at `address`.
    pub async fn start_at(address: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Shared::default();
        let server = tokio::spawn(http::serve(listener, shared.clone()));
        Ok(Self { address, shared, server })
    }

    /// Base address of the Twilio API, and of OVHcloud's.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Address of the generic provider.
    pub fn generic_url(&self) -> String {
        format!("http://{}/generic/send", self.address)
    }

    /// The next answers to requests that send, in order; after them it answers well again.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().script.extend(answers);
    }

    /// The next answers to requests that send to `to`; they come before [`Self::script`].
    pub fn script_for(&self, to: &str, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().scripts_by_number.entry(to.to_owned()).or_default().extend(answers);
    }

    /// From now on a share of requests goes wrong. The same seed gives the same night.
    pub fn storm(&self, storm: Option<Storm>) {
        self.shared.lock().storm = storm;
    }

    /// Receipts that follow each message taken from now on, each after its delay.
    pub fn receipts(&self, steps: impl IntoIterator<Item = ReceiptStep>) {
        self.shared.lock().receipts = steps.into_iter().collect();
    }

    /// Callbacks to addresses that begin with `public` go to `address`, signed for the public one.
    pub fn route(&self, public: &str, address: SocketAddr) {
        self.shared.lock().routes.push((public.to_owned(), address));
    }

    /// OVHcloud's account tells receipts at `url` from now on, unsigned as it does.
    pub fn ovh_callback(&self, url: &str) {
        self.shared.lock().ovh.callback = Some(url.to_owned());
    }

    /// OVHcloud's clock is so far ahead of this machine's.
    pub fn ovh_clock_ahead(&self, by: Duration) {
        self.shared.lock().ovh.ahead_seconds = by.as_secs();
    }

    /// OVHcloud says what time it is, or answers 503 when asked.
    pub fn ovh_clock_works(&self, works: bool) {
        self.shared.lock().ovh.clock_is_broken = !works;
    }

    /// A phone answers to OVHcloud's short number: the text is there to be asked for.
    pub fn ovh_incoming(&self, from: &str, text: &str) -> u64 {
        self.ovh_incoming_at(from, text, now().into())
    }

    /// The same, at a time.
    pub fn ovh_incoming_at(&self, from: &str, text: &str, at: chrono::DateTime<chrono::Utc>) -> u64 {
        let mut state = self.shared.lock();
        let id = state.ovh.next_id();
        state.ovh.incoming.push(Incoming { id, at, from: from.to_owned(), text: text.to_owned() });
        id
    }

    /// A text that came in at OVHcloud is shown as nobody can read it.
    pub fn ovh_garbles(&self, id: u64) {
        self.shared.lock().ovh.garbled.insert(id);
    }

    /// The next answers to requests that call, in order; after them calls are made again.
    pub fn script_calls(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().call_script.extend(answers);
    }

    /// The calls that were made, in order.
    pub fn calls(&self) -> Vec<Recorded> {
        self.taken().into_iter().filter(|request| request.channel == Channel::Call).collect()
    }

    /// Somebody (`human`) or something (`machine_start`) answers a call; what they hear.
    pub async fn pick_up(&self, sid: &str, answered_by: &str) -> std::io::Result<Reply> {
        Caller::new(&self.shared).pick_up(sid, answered_by).await
    }

    /// A digit is pressed during a call, which goes to `action`; what is then heard.
    pub async fn press(&self, sid: &str, action: &str, digit: &str) -> std::io::Result<Reply> {
        Caller::new(&self.shared).press(sid, action, digit).await
    }

    /// The phone that a `Dial` rang hung up (`completed`) or never answered; `action` is told.
    pub async fn dial_ended(
        &self,
        sid: &str,
        action: &str,
        status: &str,
        seconds: u32,
    ) -> std::io::Result<Reply> {
        Caller::new(&self.shared).dial_ended(sid, action, status, seconds).await
    }

    /// Changes what the API says about a call, without telling anybody.
    pub fn set_call_status(&self, sid: &str, status: &str) {
        Caller::new(&self.shared).set_call_status(sid, status);
    }

    /// A call ends with a status, and its callback is told.
    pub async fn hang_up(&self, sid: &str, status: &str) -> std::io::Result<Reply> {
        Caller::new(&self.shared).hang_up(sid, status).await
    }

    /// Every request that sends, in order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.lock().requests.clone()
    }

    /// The requests after which the provider has a message: what phones would show.
    pub fn taken(&self) -> Vec<Recorded> {
        self.shared.lock().requests.iter().filter(|request| request.sid.is_some()).cloned().collect()
    }

    /// When a storm refused the list of messages, and about which number it was asked for.
    pub fn lists_failed(&self) -> Vec<(SystemTime, String)> {
        self.shared.lock().lists_failed.clone()
    }

    /// Everything that was wrong with any request. Empty after a good test.
    pub fn violations(&self) -> Vec<String> {
        self.shared.lock().violations.clone()
    }

    /// What each callback was answered, in order.
    pub fn callback_replies(&self) -> Vec<Reply> {
        self.shared.lock().replies.clone()
    }

    /// Waits until `count` requests have come, at most `within`; answers what came.
    pub async fn wait_for(&self, count: usize, within: Duration) -> Vec<Recorded> {
        let deadline = Instant::now() + within;
        while self.shared.lock().requests.len() < count && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.requests()
    }

    /// Changes what the API says about a message, and tells its status callback now.
    pub async fn tell(&self, sid: &str, status: &str, error_code: Option<u32>) -> std::io::Result<Reply> {
        Caller::new(&self.shared).status(sid, status, error_code).await
    }

    /// Changes what the API says about a message, without telling anybody.
    pub fn set_status(&self, sid: &str, status: &str, error_code: Option<u32>) {
        self.shared.lock().set_status(sid, status, error_code);
    }

    /// A phone answers: a signed inbound text to `url`.
    pub async fn inbound(&self, url: &str, from: &str, to: &str, body: &str) -> std::io::Result<Reply> {
        let sid = self.shared.lock().next_sid();
        self.inbound_again(url, from, to, body, &sid).await
    }

    /// The same inbound text once more, as Twilio repeats it: with the `sid` of the first time.
    pub async fn inbound_again(
        &self,
        url: &str,
        from: &str,
        to: &str,
        body: &str,
        sid: &str,
    ) -> std::io::Result<Reply> {
        let fields =
            [("MessageSid", sid), ("AccountSid", ACCOUNT_SID), ("From", from), ("To", to), ("Body", body)];
        Caller::new(&self.shared).post(url, &fields).await
    }

    /// Forgets what was recorded; scripts and receipts stay.
    pub fn forget(&self) {
        let mut state = self.shared.lock();
        state.requests.clear();
        state.violations.clear();
        state.replies.clear();
    }
}

impl Drop for FaultProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Wall-clock time of an arrival, to compare with the database's time.
#[expect(clippy::disallowed_methods, reason = "the arrival at the provider is a measurement from outside")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}
