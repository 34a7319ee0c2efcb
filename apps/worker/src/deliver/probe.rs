//! A message to nobody: everything of a page but the provider.

use rappel_domain::callback::Receipts;
use rappel_notify::Accepted;
use rappel_queue::Failed;

use super::Dispatch;

/// What the log of deliveries says carried it.
const NOTED: &str = "noted";

impl Dispatch<'_> {
    pub(super) async fn probe(&self) -> Result<(), Failed> {
        let Some(attempt) = self.begin(NOTED, "", None, "", None).await? else {
            return self.drop_message().await;
        };
        self.sent(attempt, &Accepted::default(), Receipts::None).await
    }
}
