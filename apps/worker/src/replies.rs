//! Replies that a provider does not bring but keeps to be asked for: OVHcloud's.
//!
//! Asking needs no address that OVHcloud could reach, and what is read over its signed API cannot be forged.

use std::{collections::BTreeSet, time::Duration};

use chrono::TimeDelta;
use rappel_domain::phone::{Country, Phone};
use rappel_notify::{Failure, ovh::Ovh};
use rappel_service::Service;

/// How often is asked.
const EVERY: Duration = Duration::from_secs(5);

/// How far back is looked: a provider that was away shows what came in meanwhile, and a reply that is older than this
/// answers a question that nobody asks any more.
const BACK: TimeDelta = TimeDelta::minutes(15);

/// Asks for replies for ever. Trouble is told once, until it is over.
pub async fn listen(service: Service, ovh: Ovh) {
    let mut seen = BTreeSet::new();
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

/// Asks once, and acts on what is new. `seen` are the texts that this process has acted on; what another one has acted
/// on, the database knows.
pub async fn fetch(service: &Service, ovh: &Ovh, seen: &mut BTreeSet<u64>) -> Result<(), Failure> {
    let since = service.clock().now() - BACK;
    let ids = ovh.incoming_since(since).await?;
    seen.retain(|id| ids.contains(id));
    for id in ids {
        if seen.contains(&id) {
            continue;
        }
        let text = ovh.incoming(id).await?;
        // A short code or a name cannot be one of our people.
        if let Ok(from) = Phone::parse(&text.sender, Country::FRANCE)
            && let Err(error) = service.reply_by_sms(&from, &text.message, Some(&format!("ovh {id}"))).await
        {
            tracing::warn!(%error, provider = "ovh", "a reply by SMS was not acted on; it is tried again");
            continue;
        }
        seen.insert(id);
    }
    Ok(())
}
