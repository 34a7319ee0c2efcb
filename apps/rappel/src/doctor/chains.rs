//! The chains of facts and the audits: whether everything is as it was written.

use std::sync::atomic::{AtomicU64, Ordering};

use rappel_domain::{audit::Broken, chain::State};
use rappel_service::{
    Service,
    chains::{BrokenChain, Verified},
};

use super::Finding;
use crate::say;

/// With so many tickets it takes long enough to say how far it is.
const EVERY: u64 = 10_000;

/// Verifies every chain, some tickets at a time.
pub(super) async fn look(service: &Service) -> Vec<Finding> {
    if !matches!(service.operator().await, Ok(Some(_))) {
        // Nobody has worked here yet; the check of who is on call says so.
        return Vec::new();
    }
    let told = AtomicU64::new(EVERY);
    let progress = |looked_at| {
        if looked_at >= told.load(Ordering::Relaxed) {
            told.store(looked_at + EVERY, Ordering::Relaxed);
            // That a pipe is closed is found again with the first finding.
            let _ = say(&format!("  …       {looked_at} tickets have their facts verified"));
        }
    };
    let facts = match service.verify_chains(progress).await {
        Ok(Verified { whole, broken: 0, .. }) => {
            Finding::fine(format!("The facts of {whole} tickets are as they were written."))
        }
        Ok(Verified { whole, broken, first }) => Finding::broken(
            format!(
                "The facts of {broken} of {} tickets were changed outside the program.{}",
                whole + broken,
                first.as_ref().map(where_it_breaks).unwrap_or_default()
            ),
            "Compare with a backup, and find out who can write to the database. The proof of the callback marks the place.",
        ),
        Err(error) => Finding::broken(
            format!("The facts cannot be verified: {error}"),
            "Check the rights of the database role; a hash that is not 32 bytes long was written by somebody else.",
        ),
    };
    vec![facts, audits(service).await]
}

async fn audits(service: &Service) -> Finding {
    match service.verify_audits().await {
        Ok(broken) => match broken.first() {
            None => Finding::fine("The audit of every company is as it was written."),
            Some((tenant, Broken { position, fault })) => Finding::broken(
                format!(
                    "The audit of {} was changed outside the program. The first is that of {tenant}, at row {position}: {}.",
                    if broken.len() == 1 {
                        "1 company".to_owned()
                    } else {
                        format!("{} companies", broken.len())
                    },
                    fault.as_str()
                ),
                "Compare with a backup, and find out who can write to the database.",
            ),
        },
        Err(error) => Finding::broken(
            format!("The audits cannot be verified: {error}"),
            "Check the rights of the database role.",
        ),
    }
}

fn where_it_breaks(first: &BrokenChain) -> String {
    let BrokenChain { tenant, number, state } = first;
    match state {
        State::Broken { position, fault, .. } => {
            format!(" The first is #{number} of {tenant}, at fact {position}: {}.", fault.as_str())
        }
        State::Whole => String::new(),
    }
}
