//! Companies that are to be deleted: whether that stands still.

use chrono::{DateTime, Duration, Utc};
use rappel_service::{Service, leaving::Deletion};

use super::Finding;

/// A deletion takes minutes; what is later than that waits for something.
const LATE: Duration = Duration::days(1);

/// Deletions that should be over.
pub(super) async fn look(service: &Service) -> Vec<Finding> {
    match service.open_deletions().await {
        Ok(open) => overdue(&open, service.clock().now()),
        Err(error) => vec![Finding::broken(
            format!("The deletions of companies cannot be read: {error}"),
            "Check the rights of the database role.",
        )],
    }
}

pub(super) fn overdue(open: &[Deletion], now: DateTime<Utc>) -> Vec<Finding> {
    let late = open.iter().filter(|it| it.due_at + LATE < now);
    late.map(|it| {
        let day = it.due_at.format("%Y-%m-%d");
        match it.begun_at {
            Some(_) => Finding::broken(
                format!(
                    "The deletion of company no. {} was due on {day}, began, and is not over.",
                    it.number
                ),
                "Look for its job among the dead ones, and in the logs of the workers for why it fails.",
            ),
            None => Finding::careful(
                format!("The deletion of company no. {} was due on {day} and has not begun.", it.number),
                "Its page Données in the back office says if a call is owed; else see whether a worker runs.",
            ),
        }
    })
    .collect()
}
