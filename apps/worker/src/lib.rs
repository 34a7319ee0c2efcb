//! What each job does: one `match`, one file per job.
//!
//! A job reads and decides through `rappel-service`, takes its words from `rappel-pages` and sends by
//! `rappel-notify`. It is settled in the transaction of its effects; no transaction is open while a
//! provider is asked. An attempt is noted before its request leaves: what has no answer is *unknown*,
//! and is looked for at the provider before it is sent again.
//!
//! To add a job: a variant of `rappel_domain::job::Job`, a file here with its `run`, and its arm in
//! `run.rs`. To add news: its words in `rappel-pages`, and an arm in `deliver/text.rs` for each channel.

mod carriers;
mod check_host;
mod check_receipt;
mod close_answered;
mod company_export;
mod delete_company;
mod deliver;
mod erase_person;
mod export;
mod late;
mod page;
mod probe;
mod promise;
mod readiness;
mod remind_closing;
pub mod replies;
mod retain;
mod run;
mod settle;
mod shift_notices;

use std::{sync::Arc, time::Duration};

use rappel_notify::{
    Resolve,
    email::{Mail, Mailbox},
    sms::Sms,
    twilio::Calls,
};
use rappel_pages::Pages;
use rappel_service::Service;
use tokio::sync::Semaphore;

pub use carriers::Carriers;

/// Does jobs.
#[derive(Debug)]
pub struct Worker {
    service: Service,
    pages: Pages,
    carriers: Carriers,
    sender: Mailbox,
    hooks: Option<String>,
    validity: Option<Duration>,
    dns: Arc<dyn Resolve>,
    /// The turn at writing everything of a company: one at a time.
    company_exports: Semaphore,
}

/// What a worker is put together from.
#[derive(Debug)]
pub struct Parts {
    /// Commands and reads.
    pub service: Service,
    /// Words.
    pub pages: Pages,
    /// What carries SMS: the first is preferred, the others take over.
    pub sms: Vec<Sms>,
    /// What carries e-mail.
    pub mail: Mail,
    /// What makes calls, when it is set up.
    pub calls: Option<Calls>,
    /// The address that e-mails come from; the name in it gives way to the tenant's.
    pub sender: Mailbox,
    /// Where a provider can reach our hooks, without a path: `https://s.exemple.fr`. `None` when it
    /// cannot, as on a machine of one's own: receipts are then only asked for.
    pub hooks: Option<String>,
    /// After how long an SMS that has not left is worthless.
    pub validity: Option<Duration>,
    /// What answers whether a company's own host is proved.
    pub dns: Arc<dyn Resolve>,
}

impl Worker {
    /// A worker that knows every job.
    pub fn new(parts: Parts) -> Self {
        let Parts { service, pages, sms, mail, calls, sender, hooks, validity, dns } = parts;
        let carriers = Carriers::new(sms, mail, calls, service.clock());
        let company_exports = Semaphore::new(1);
        Self { service, pages, carriers, sender, hooks, validity, dns, company_exports }
    }
}
