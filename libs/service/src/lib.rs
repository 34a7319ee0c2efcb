//! Commands and page reads: what the portal, the back office, the API and the worker share.
//!
//! A command reads rows, asks a rule of `rappel-domain`, records its decision and commits: one transaction. A page
//! read answers everything that a page shows. Neither knows HTTP or templates.
//!
//! To add a command: a file in the folder of its noun, with an `impl Service` of one method; wrap the transaction in
//! [`again`](retry::again) so that a row that changed meanwhile is read and decided again.

mod error;
mod files;
mod hasher;
mod invalid;
mod managers;
mod once;
mod receipts;
mod retry;
mod secret;
mod trouble;
mod turns;
mod vault;

pub mod account;
pub mod api_keys;
pub mod brand;
pub mod budget;
pub mod callbacks;
pub mod calls;
pub mod categories;
pub mod chains;
pub mod company;
pub mod deliveries;
pub mod factors;
pub mod feedback;
pub mod health;
pub mod hosts;
pub mod intake;
pub mod jobs;
pub mod leaving;
pub mod links;
pub mod looks;
pub mod oncall;
mod own_texts;
pub mod people;
pub mod phone_test;
pub mod policies;
pub mod privacy;
pub mod probe;
pub mod queue;
pub mod readiness;
pub mod replies;
pub mod reports;
pub mod second_step;
pub mod sending;
pub mod settings;
pub mod sign_in;
pub mod sign_in_link;
pub mod sign_on;
pub mod staff_phone;
pub mod team;
pub mod tenants;
pub mod thumbnails;
pub mod tickets;
pub mod timeline;
pub mod unsubscribe;

use std::sync::Arc;

use rappel_domain::Clock;
pub use rappel_oidc::{Fault, Found, Providers, Reach, Token as TokenFault};
pub use rappel_store::{
    Scope, StaffScope, Store, Tx,
    deliveries::{Attempt, Delivery, Sending},
    persons::Person,
    queue::{Place, View},
    receipts::Receipt,
    staff::{Refusals, Staff},
    tenants::Tenant,
    tickets::Closed,
};

pub use error::{Error, Result};
pub use files::{Files, Received};
pub use hasher::{Cost, Hasher};
pub use hosts::Origins;
pub use invalid::{Invalid, Reason};
pub use once::Once;
pub use secret::sha256;
pub use vault::Vault;

/// Commands and page reads over one store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) hasher: Hasher,
    /// Encrypts the secrets of second factors.
    pub(crate) vault: Vault,
    /// Turns at reading logos.
    pub(crate) pictures: turns::Turns,
    pub(crate) origins: Arc<Origins>,
    pub(crate) call_after: Option<chrono::Duration>,
    pub(crate) sms_providers: usize,
    pub(crate) texts_leave: bool,
    /// How many things keep people from being reached, and when that was counted.
    pub(crate) readiness: readiness::Counted,
    /// Turns at drawing small pictures.
    pub(crate) thumbnails: turns::Turns,
    /// What staff looked at not long ago.
    pub(crate) looks: looks::Looks,
    /// How numbers of clients begin that get texts, beside those of the company's own country; any number where nothing is said.
    pub(crate) texts_to: Option<Arc<[String]>>,
    /// How numbers begin that our calls connect with.
    pub(crate) connects_with: Arc<[String]>,
    pub(crate) staff_two_step: factors::StaffTwoStep,
    /// Signs links to unsubscribe.
    pub(crate) unsubscribe: Option<unsubscribe::Key>,
    /// Hashes the names of companies that are gone.
    pub(crate) receipts: Option<leaving::ReceiptKey>,
    /// Asks the identity providers of companies.
    pub(crate) providers: Option<Providers>,
}

impl Service {
    /// Puts the parts together.
    pub fn new(store: Store, files: Files, hasher: Hasher, vault: Vault, origins: Origins) -> Self {
        let connects_with = Arc::default();
        let origins = Arc::new(origins);
        Self {
            store,
            files,
            hasher,
            vault,
            pictures: turns::Turns::default(),
            origins,
            call_after: None,
            sms_providers: 0,
            texts_leave: true,
            texts_to: None,
            readiness: Arc::default(),
            thumbnails: turns::Turns::default(),
            looks: looks::Looks::default(),
            connects_with,
            staff_two_step: factors::StaffTwoStep::Required,
            unsubscribe: None,
            receipts: None,
            providers: None,
        }
    }

    /// The same commands through another store of the same database.
    #[must_use]
    pub fn with_store(self, store: Store) -> Self {
        Self { store, ..self }
    }

    /// Calls can be made: whoever is paged is called so long after the text, when nobody has taken it. `codes` are how the
    /// numbers of clients begin that such a call may be connected with, as in `+33`.
    #[must_use]
    pub fn with_calls(self, after: chrono::Duration, codes: &[String]) -> Self {
        Self { call_after: Some(after), connects_with: codes.into(), ..self }
    }

    /// So many providers take texts: with two, what one of them lost is sent once more by the other.
    #[must_use]
    pub fn with_sms_providers(self, count: usize) -> Self {
        Self { sms_providers: count, ..self }
    }

    /// Whether texts reach anybody: no provider takes those that are only printed.
    #[must_use]
    pub fn with_texts(self, leave: bool) -> Self {
        Self { texts_leave: leave, ..self }
    }

    /// How numbers of clients begin that get texts, as in `+33`, beside those of the country of their company: what a client types, we
    /// pay. Those of staff are texted wherever they are.
    #[must_use]
    pub fn with_texts_to(self, codes: &[String]) -> Self {
        Self { texts_to: Some(codes.into()), ..self }
    }

    /// Whether texts reach anybody: see [`Service::with_texts`].
    pub const fn texts_leave(&self) -> bool {
        self.texts_leave
    }

    /// Whether staff must have a second factor; they must unless something else is said.
    #[must_use]
    pub fn with_staff_two_step(self, staff_two_step: factors::StaffTwoStep) -> Self {
        Self { staff_two_step, ..self }
    }

    /// People may sign in with their companies' own identity providers.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers: Some(providers), ..self }
    }

    /// The store, for the queue's runners and for `doctor`.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Where pages are served, for links.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The time that everything is decided by.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.store.clock()
    }
}
