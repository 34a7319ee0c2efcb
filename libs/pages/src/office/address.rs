//! Where a ticket is, with the filters of the queue that stands beside it.

use crate::routes::office as routes;

/// A ticket's address; `query` are the filters of the queue, empty or `view=todo&q=…`.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    /// Short name of the client company.
    pub tenant: &'a str,
    /// Number of the ticket.
    pub number: i64,
    /// Filters of the queue.
    pub query: &'a str,
}

impl Address<'_> {
    /// The page.
    pub fn page(self) -> String {
        self.with_query(routes::ticket(self.tenant, self.number))
    }

    /// Something done with the ticket.
    pub fn act(self, act: &str) -> String {
        self.with_query(routes::ticket_act(self.tenant, self.number, act))
    }

    /// Something done with its callback.
    pub fn callback_act(self, act: &str) -> String {
        self.with_query(routes::callback_act(self.tenant, self.number, act))
    }

    /// Its callback, as a fragment.
    pub fn callback_fragment(self) -> String {
        self.with_query(routes::callback_fragment(self.tenant, self.number))
    }

    /// The queue with the same filters.
    pub fn queue(self) -> String {
        self.with_query(routes::QUEUE.to_owned())
    }

    fn with_query(self, path: String) -> String {
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }
}
