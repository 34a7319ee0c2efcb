//! Slows down who guesses passwords; never locks anybody out.

use std::time::Duration;

use rappel_service::sha256;

use crate::{context::Visit, hosts::Site, limit::Limit, problem::Problem, web::Web};

/// So long an attempt waits at the most: an owner who is attacked still signs in within two seconds.
const LONGEST: Duration = Duration::from_millis(1500);

/// Call it before the password is checked, for every login alike, known or not. Waits when there
/// were many attempts on this account or from this network.
pub async fn before_sign_in(web: &Web, visit: &Visit, login: &str) {
    // Logins are names and addresses: Redis sees their hash only.
    let login = login.trim().to_lowercase();
    // By the company and not by the host as it was written: one company has several hosts, and each takes any port.
    let company = match visit.site() {
        Some(Site::Portal(company)) => company.tenant.to_string(),
        _ => "office".to_owned(),
    };
    let account = sha256(&format!("{company} {login}"));
    let account = account.iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let mut wait = Duration::ZERO;
    for (limit, key) in [(Limit::SignInsFromNetwork, visit.network()), (Limit::SignInsToAccount, account)] {
        if let Err(longer) = web.limiter().count(limit, &key).await {
            wait = wait.max(longer);
        }
    }
    tokio::time::sleep(wait.min(LONGEST)).await;
}

/// So long an answer takes that must not tell whether there is such a person.
const ALIKE: Duration = Duration::from_millis(250);

/// Does what is done for known people only, and answers no sooner than for anybody: how long it took tells nothing.
pub async fn alike<T>(work: impl Future<Output = T>) -> T {
    tokio::join!(work, tokio::time::sleep(ALIKE)).0
}

/// Call it before a browser is sent to a company's identity provider: that is noted, and the provider may be asked, for anybody
/// who comes.
pub async fn before_leaving(web: &Web, visit: &Visit) -> Result<(), Problem> {
    web.limiter().count(Limit::LeavingFromNetwork, &visit.network()).await.map_err(Problem::too_many)
}

/// Call it before somebody who is known, signed in or after their first step, is given a challenge for a passkey; `who` is their
/// identifier. Their network does not count: a company has one, and a colleague or a stranger there shuts nobody out.
pub async fn before_own_challenge(web: &Web, who: &str) -> Result<(), Problem> {
    web.limiter().count(Limit::ChallengesOfSomebody, who).await.map_err(Problem::too_many)
}

/// Call it before a browser is given a challenge for a passkey to sign in with: that is noted for anybody who comes.
pub async fn before_challenge(web: &Web, visit: &Visit) -> Result<(), Problem> {
    web.limiter().count(Limit::ChallengesFromNetwork, &visit.network()).await.map_err(Problem::too_many)
}

/// Call it before somebody makes us send a message to an address or a number that nobody has proved yet.
pub async fn before_message(web: &Web, visit: &Visit) -> Result<(), Problem> {
    web.limiter().count(Limit::MessagesFromNetwork, &visit.network()).await.map_err(Problem::too_many)
}
