//! Replies that a provider does not bring but keeps to be asked for: OVHcloud's.
//!
//! Asking needs no address that OVHcloud could reach, and what is read over its signed API cannot be forged.

use std::{collections::BTreeSet, time::Duration};

use chrono::TimeDelta;
use rappel_domain::phone::{Country, Phone};
use rappel_notify::{
    Failure,
    ovh::{Inbound, Ovh},
};
use rappel_service::{Error, Service, replies::Heard};

/// How often is asked.
const EVERY: Duration = Duration::from_secs(5);

/// How far back is looked: a provider that was away shows what came in meanwhile, and a reply that is older than this
/// answers a question that nobody asks any more.
const BACK: TimeDelta = TimeDelta::minutes(15);

/// What this process knows of the texts that came in; what another one has acted on, the database knows.
#[derive(Debug, Default)]
pub struct Seen {
    /// Those that it need not look at any more.
    pub acted_on: BTreeSet<u64>,
    /// Those that the provider did not show when it was asked for them.
    unreadable: BTreeSet<u64>,
}

/// Asks for replies for ever. Trouble is told once, until it is over.
pub async fn listen(service: Service, ovh: Ovh) {
    let mut seen = Seen::default();
    let mut is_well = true;
    loop {
        match fetch(&service, &ovh, &mut seen).await {
            Ok(()) => is_well = true,
            Err(failure) if is_well => {
                is_well = false;
                tracing::warn!(%failure, provider = "ovh", "replies by SMS cannot be asked for");
            }
            Err(_) => {}
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Asks once, and acts on what is new. A text that cannot be read holds up none of the others: it comes last from now on.
/// The second in one round is no text any more but the provider, and ends the round.
pub async fn fetch(service: &Service, ovh: &Ovh, seen: &mut Seen) -> Result<(), Failure> {
    let since = service.clock().now() - BACK;
    let ids = ovh.incoming_since(since).await?;
    seen.acted_on.retain(|id| ids.contains(id));
    seen.unreadable.retain(|id| ids.contains(id));
    let new = ids.into_iter().filter(|id| !seen.acted_on.contains(id));
    let (last, first): (Vec<u64>, Vec<u64>) = new.partition(|id| seen.unreadable.contains(id));
    let mut failures = 0;
    for id in first.into_iter().chain(last) {
        match ovh.incoming(id).await {
            Ok(text) => {
                seen.unreadable.remove(&id);
                if act(service, id, &text).await {
                    seen.acted_on.insert(id);
                }
            }
            Err(failure) => {
                if seen.unreadable.insert(id) {
                    tracing::warn!(%failure, id, provider = "ovh", "a reply by SMS cannot be read; it is asked for again");
                }
                failures += 1;
                if failures == 2 {
                    return Err(failure);
                }
            }
        }
    }
    Ok(())
}

/// Whether it was acted on, by us or by another process.
async fn act(service: &Service, id: u64, text: &Inbound) -> bool {
    // A short code or a name cannot be one of our people.
    let Ok(from) = Phone::parse(&text.sender, Country::FRANCE) else {
        return true;
    };
    let id = format!("ovh {id}");
    let heard = Heard { text: &text.message, id: Some(&id), sent_at: text.sent_at() };
    match service.hear(&from, heard).await {
        Ok(()) => true,
        // Another process acts on it: the next round learns whether it did.
        Err(Error::Busy) => false,
        Err(error) => {
            tracing::warn!(%error, provider = "ovh", "a reply by SMS was not acted on; it is tried again");
            false
        }
    }
}
