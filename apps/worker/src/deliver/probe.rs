//! A message to nobody: everything of a page but the provider.

use rappel_domain::callback::Receipts;
use rappel_notify::Accepted;
use rappel_queue::Failed;
use rappel_service::sending::Begun;

use super::Dispatch;

/// What the log of deliveries says carried it.
const NOTED: &str = "noted";

impl Dispatch<'_> {
    pub(super) async fn probe(&self) -> Result<(), Failed> {
        let attempt = match self.begin(NOTED, "", None, "", None).await? {
            Begun::Now(attempt) => attempt,
            other => return self.not_begun(other).await,
        };
        self.sent(attempt, &Accepted::default(), Receipts::None).await
    }
}
