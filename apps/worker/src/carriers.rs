//! What carries messages, with what is known of each one's health.

use std::sync::Arc;

use rappel_domain::{Clock, callback::Receipts, id::DeliveryId};
use rappel_notify::{
    Accepted, Circuit, Outcome, Pocket, Receipt,
    email::{self, Mail},
    sms::{self, Reconciled, Sms, Sought},
    twilio::{Call, Calls},
};
use rappel_queue::crash;

/// What carries messages.
#[derive(Debug)]
pub struct Carriers {
    sms: Vec<(Sms, Circuit)>,
    mail: Mail,
    calls: Option<Calls>,
    /// Takes the texts of probes.
    probe: Sms,
    clock: Arc<dyn Clock>,
}

impl Carriers {
    pub(crate) fn new(sms: Vec<Sms>, mail: Mail, calls: Option<Calls>, clock: Arc<dyn Clock>) -> Self {
        let sms = sms.into_iter().map(|sms| (sms, Circuit::default())).collect();
        let probe = Sms::Console(sms::Console::unseen(Pocket::new(Arc::clone(&clock))));
        Self { sms, mail, calls, probe, clock }
    }

    /// Names of the SMS providers, the preferred first.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.sms.iter().map(|(sms, _)| sms.name()).collect()
    }

    /// Whether a provider seems to be up; asking may use up its probe.
    pub(crate) fn is_up(&self, name: &str) -> bool {
        self.find(name).is_some_and(|(_, circuit)| circuit.lets_through(self.clock.now()))
    }

    /// Whether a provider tells receipts.
    pub(crate) fn receipts(&self, name: &str) -> Receipts {
        self.find(name).map_or(Receipts::None, |(sms, _)| sms.receipts())
    }

    /// Where a provider tells receipts.
    pub(crate) fn status_path(&self, name: &str, tenant: i64, delivery: DeliveryId) -> Option<String> {
        self.find(name).and_then(|(sms, _)| sms.status_path(tenant, delivery))
    }

    /// Sends by a provider of [`Self::names`].
    pub(crate) async fn send_sms(&self, name: &str, message: &sms::Message) -> Option<Outcome> {
        let (sms, circuit) = self.find(name)?;
        let outcome = crash::in_flight(sms.send(message)).await;
        circuit.learn(&outcome, self.clock.now());
        Some(outcome)
    }

    /// What takes probes, by its name.
    pub(crate) const fn probe_name(&self) -> &'static str {
        self.probe.name()
    }

    /// Sends the text of a probe, by the same code as any text.
    pub(crate) async fn send_probe(&self, message: &sms::Message) -> Outcome {
        crash::in_flight(self.probe.send(message)).await
    }

    /// Looks for a message whose request got no answer; a provider that cannot be asked has not got it.
    pub(crate) async fn reconcile(&self, name: &str, sought: &Sought) -> Option<Accepted> {
        let (sms, _) = self.find(name)?;
        match sms.reconcile(sought).await {
            Ok(Reconciled::Found(accepted)) => Some(accepted),
            Ok(Reconciled::NotFound | Reconciled::CannotAsk) => None,
            Err(failure) => {
                tracing::info!(%failure, provider = name, "the provider cannot be asked; sending again");
                None
            }
        }
    }

    /// Asks what became of a message.
    pub(crate) async fn ask(&self, name: &str, provider_id: &str) -> Option<Receipt> {
        let (sms, _) = self.find(name)?;
        match sms.receipt(provider_id).await {
            Ok(receipt) => receipt,
            Err(failure) => {
                tracing::info!(%failure, provider = name, "the provider cannot be asked for a receipt");
                None
            }
        }
    }

    /// What makes calls, when it is set up.
    pub(crate) const fn calls(&self) -> Option<&Calls> {
        self.calls.as_ref()
    }

    /// Makes a call.
    pub(crate) async fn call(&self, call: &Call) -> Option<Outcome> {
        let calls = self.calls.as_ref()?;
        Some(crash::in_flight(calls.call(call)).await)
    }

    /// Asks what became of a call.
    pub(crate) async fn ask_about_call(&self, sid: &str) -> Option<Receipt> {
        match self.calls.as_ref()?.status(sid).await {
            Ok(receipt) => Some(receipt),
            Err(failure) => {
                tracing::info!(%failure, "the provider cannot be asked for a call");
                None
            }
        }
    }

    pub(crate) const fn mail(&self) -> &'static str {
        self.mail.name()
    }

    pub(crate) async fn send_mail(&self, message: &email::Message) -> Outcome {
        crash::in_flight(self.mail.send(message)).await
    }

    fn find(&self, name: &str) -> Option<&(Sms, Circuit)> {
        self.sms.iter().find(|(sms, _)| sms.name() == name)
    }
}
