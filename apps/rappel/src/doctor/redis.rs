//! Redis: sessions, limits and hints of several processes.

use rappel_settings::Settings;

use super::Finding;
use crate::{backends, stop::Stop};

/// Whether it answers, or is needed.
pub(super) async fn look(settings: &Settings) -> Result<Vec<Finding>, Stop> {
    let Some(mut redis) = backends::connect_redis(settings)? else {
        let alone = settings.database.url.expose().starts_with("sqlite:");
        let finding = (!alone).then(|| {
            Finding::careful(
                "There is no Redis: sessions are in the database, and limits count in each process for itself.",
                "Set redis.url when more than one process serves pages.",
            )
        });
        return Ok(finding.into_iter().collect());
    };
    let answer: Result<String, _> = redis::cmd("PING").query_async(&mut redis).await;
    Ok(vec![match answer {
        Ok(_) => Finding::fine("Redis answers."),
        Err(error) => Finding::broken(
            format!("Redis does not answer: {error}"),
            "Check redis.url and that the server runs. Nobody can sign in meanwhile; paging goes on without it.",
        ),
    }])
}
