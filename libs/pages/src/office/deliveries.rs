//! The log of every message sent: to whom, by what, what came of it; and jobs that were given up.

use chrono::{DateTime, Utc};
use rappel_domain::{
    delivery::{Channel, DeliveryState, News},
    swap::SwapState,
};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Choice, Field},
    page::sample_time,
    portal::Pager,
    routes::office as routes,
};

/// A message in the log.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryLine {
    /// Its page.
    pub href: String,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// Client company.
    pub tenant: String,
    /// To whom.
    pub to: String,
    /// Number or mailbox, once it was sent.
    pub address: Option<String>,
    /// By what.
    pub channel: Text,
    /// What it is about.
    pub news: Text,
    /// How it stands: `waiting`, `sent`, `delivered`, `undelivered`, `failed`, `cancelled`.
    pub state: &'static str,
    /// The same in words.
    pub state_text: Text,
    /// When a provider took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// Who took it.
    pub provider: Option<String>,
    /// Tries so far.
    pub attempts: i32,
    /// What went wrong last.
    pub error: Option<String>,
    /// Text as it was sent.
    pub body: Option<String>,
    /// Where it is sent again, for those who may.
    pub again_action: Option<String>,
    /// The proof of the callback that it is about.
    pub proof_href: Option<String>,
}

/// What a way of sending is called.
pub fn channel_name(channel: Channel) -> Text {
    match channel {
        Channel::Sms => "office-channel-sms",
        Channel::Email => "office-channel-email",
        Channel::Voice => "office-channel-voice",
    }
    .into()
}

/// What a state of a message is called.
pub fn state_name(state: DeliveryState) -> Text {
    match state {
        DeliveryState::Waiting => "office-delivery-waiting",
        DeliveryState::Sent => "office-delivery-sent",
        DeliveryState::Delivered => "office-delivery-delivered",
        DeliveryState::Undelivered => "office-delivery-undelivered",
        DeliveryState::Failed => "office-delivery-failed",
        DeliveryState::Cancelled => "office-delivery-cancelled",
    }
    .into()
}

/// What a message is about.
pub fn news_name(news: &News) -> Text {
    match news {
        News::Received => "office-news-received",
        News::UrgentReceived => "office-news-urgent-received",
        News::Answered { .. } => "office-news-answered",
        News::ClosingSoon => "office-news-closing-soon",
        News::Closed => "office-news-closed",
        News::UrgentTaken => "office-news-urgent-taken",
        News::UrgentJoined { .. } => "office-news-urgent-joined",
        News::UrgentReached => "office-news-urgent-reached",
        News::UrgentLate => "office-news-urgent-late",
        News::CouldNotReach => "office-news-could-not-reach",
        News::WrongNumber => "office-news-wrong-number",
        News::Invitation => "office-news-invitation",
        News::PasswordReset => "office-news-password",
        News::SignInLink => "office-news-sign-in",
        News::NewDevice { .. } => "office-news-new-device",
        News::AccountChanged { .. } => "news-account-changed",
        News::PhoneCode { .. } => "office-news-code",
        News::Page { .. } => "office-news-page",
        News::PageAgain { .. } => "office-news-page-again",
        News::LastResort { .. } => "office-news-last-resort",
        News::TakenByYou => "office-news-taken-by-you",
        News::TakenByOther => "office-news-taken-by-other",
        News::NumberChanged => "office-news-number-changed",
        News::Connect => "office-news-connect",
        News::ReplyOutcome { .. } => "office-news-reply",
        News::NotNeeded => "office-news-not-needed",
        News::NumberRefused { .. } => "office-news-number-refused",
        News::FallbackRefused { .. } => "office-news-fallback-refused",
        News::ProviderRefuses { .. } => "office-news-provider-refuses",
        News::BudgetUsed { .. } => "office-news-budget",
        News::HostMissing { .. } => "news-host-missing",
        News::HostOff { .. } => "news-host-off",
        News::CompanyLeaves { .. } => "news-company-leaves",
        News::CompanyStays => "news-company-stays",
        News::CompanyExportReady { .. } => "news-company-export-ready",
        News::RetentionShortened { .. } => "news-retention-shortened",
        News::SignOnChanged { .. } => "news-sign-on-changed",
        News::Newcomer => "news-newcomer",
        News::Assigned => "office-news-assigned",
        News::ShiftSoon { .. } => "news-shift-soon",
        News::ShiftsChanged { .. } => "news-shifts-changed",
        News::Swap { state: SwapState::Asked, .. } => "news-swap-asked",
        News::Swap { state: SwapState::Accepted, .. } => "news-swap-accepted",
        News::Swap { state: SwapState::Refused, .. } => "news-swap-refused",
        News::Swap { state: SwapState::Withdrawn, .. } => "news-swap-withdrawn",
        News::Readiness => "news-readiness",
        News::Test => "office-news-test",
        News::PhoneTest => "news-phone-test",
        News::Probe => "office-news-probe",
    }
    .into()
}

/// A job that was given up.
#[derive(Debug, Clone, Serialize)]
pub struct JobLine {
    /// Client company.
    pub tenant: String,
    /// Its kind.
    pub kind: String,
    /// Tries.
    pub attempts: i32,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was given up.
    pub at: Option<DateTime<Utc>>,
    /// Where it is done once more.
    pub again_action: String,
}

/// The log.
#[derive(Debug, Clone, Serialize)]
pub struct Deliveries {
    /// Where the filter form leads.
    pub action: &'static str,
    /// One client only.
    pub tenant: Field,
    /// One way of sending only.
    pub channel: Field,
    /// One state only.
    pub state: Field,
    /// Jobs that were given up.
    pub jobs: Vec<JobLine>,
    /// The rows, the newest first.
    pub rows: Vec<DeliveryLine>,
    /// Older ones.
    pub pager: Pager,
}

impl Deliveries {
    /// The log, filtered by the words of the address.
    pub fn new(tenants: Vec<Choice>, tenant: &str, channel: &str, state: &str) -> Self {
        let all = |text: &'static str| Choice::new("", text);
        let channels = Channel::ALL.iter().map(|it| Choice::new(it.as_str(), channel_name(*it)));
        let states = DeliveryState::ALL.iter().map(|it| Choice::new(it.as_str(), state_name(*it)));
        let choice = |name, label: &'static str, choices: Vec<Choice>, value: &str| {
            Field::choice(name, label, choices).value(value).conditional()
        };
        let tenants = std::iter::once(all("office-queue-all-tenants")).chain(tenants).collect();
        let channels = std::iter::once(all("office-all-channels")).chain(channels).collect();
        let states = std::iter::once(all("office-all-states")).chain(states).collect();
        Self {
            action: routes::DELIVERIES,
            tenant: choice("tenant", "office-queue-tenant", tenants, tenant),
            channel: choice("channel", "office-delivery-channel", channels, channel),
            state: choice("state", "office-delivery-state", states, state),
            jobs: Vec::new(),
            rows: Vec::new(),
            pager: Pager::default(),
        }
    }
}

pub(super) fn sample_lines() -> Vec<DeliveryLine> {
    let line = |channel, news: &News, state: DeliveryState| DeliveryLine {
        href: routes::delivery("durand", "dlv_1"),
        at: sample_time("2026-11-22T13:17:00Z"),
        tenant: "Durand & Fils".to_owned(),
        to: "Marie Leroy".to_owned(),
        address: Some("+33612345678".to_owned()),
        channel: channel_name(channel),
        news: news_name(news),
        state: state.as_str(),
        state_text: state_name(state),
        sent_at: (state != DeliveryState::Waiting).then(|| sample_time("2026-11-22T13:17:04Z")),
        provider: Some("twilio".to_owned()),
        attempts: 2,
        error: (state == DeliveryState::Failed).then(|| "550 5.1.1 no such user".to_owned()),
        body: Some("URGENT 1043 Durand: rappeler Claire Martin avant 14:32".to_owned()),
        again_action: Some(routes::send_again("durand", "dlv_1")),
        proof_href: (channel == Channel::Sms).then(|| routes::callback("durand", "cbk_1")),
    };
    let states = DeliveryState::ALL.iter().map(|state| line(Channel::Sms, &News::Assigned, *state));
    states.chain([line(Channel::Email, &News::Closed, DeliveryState::Delivered)]).collect()
}

impl Page for Deliveries {
    const TEMPLATE: &'static str = "office/deliveries";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-deliveries".into()
    }

    fn samples() -> Vec<Self> {
        let tenants = || vec![Choice::new("durand", Text::plain("Durand & Fils"))];
        let job = JobLine {
            tenant: "Durand & Fils".to_owned(),
            kind: "deliver".to_owned(),
            attempts: 12,
            error: Some("the mail server does not answer".to_owned()),
            at: Some(sample_time("2026-11-22T13:17:00Z")),
            again_action: routes::revive_job("durand", "job_1"),
        };
        let pager = Pager {
            newest: Some("/deliveries".to_owned()),
            next: Some("/deliveries?before=dlv_1".to_owned()),
        };
        vec![
            Self { jobs: vec![job], rows: sample_lines(), pager, ..Self::new(tenants(), "", "sms", "") },
            Self::new(tenants(), "durand", "", "failed"),
        ]
    }
}

/// A try at a provider.
#[derive(Debug, Clone, Serialize)]
pub struct AttemptLine {
    /// Counts from 1.
    pub number: i32,
    /// Who was asked.
    pub provider: String,
    /// Written before the request left.
    pub started_at: DateTime<Utc>,
    /// When the answer came; nothing while it is unknown.
    pub finished_at: Option<DateTime<Utc>>,
    /// What came of it, as a stable word.
    pub outcome: Option<String>,
    /// What the provider said.
    pub detail: Option<String>,
}

pub(super) fn sample_attempt(number: i32, outcome: Option<&str>) -> AttemptLine {
    AttemptLine {
        number,
        provider: "twilio".to_owned(),
        started_at: sample_time("2026-11-22T13:17:02Z"),
        finished_at: outcome.map(|_| sample_time("2026-11-22T13:17:04Z")),
        outcome: outcome.map(str::to_owned),
        detail: outcome.map(|_| "30003 unreachable handset".to_owned()),
    }
}

/// A message with every try.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryPage {
    /// Where the log is.
    pub list_href: &'static str,
    /// The message.
    pub line: DeliveryLine,
    /// Subject of an e-mail, once it was sent.
    pub subject: Option<String>,
    /// What the provider calls it.
    pub provider_id: Option<String>,
    /// The message in whose text it travelled.
    pub carrier_href: Option<String>,
    /// Every try.
    pub attempts: Vec<AttemptLine>,
}

impl Page for DeliveryPage {
    const TEMPLATE: &'static str = "office/delivery";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-delivery-title".into()
    }

    fn samples() -> Vec<Self> {
        let page = |line| Self {
            list_href: routes::DELIVERIES,
            line,
            subject: Some("Votre ticket".to_owned()),
            provider_id: Some("SM1234".to_owned()),
            carrier_href: None,
            attempts: vec![sample_attempt(1, Some("carrier")), sample_attempt(2, None)],
        };
        let mut pages: Vec<Self> = sample_lines().into_iter().take(2).map(page).collect();
        if let Some(last) = pages.last_mut() {
            last.carrier_href = Some(routes::delivery("durand", "dlv_2"));
        }
        pages
    }
}
