//! Things to do later, written in the transaction that decides them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    host::HostName,
    id::{CallbackId, CompanyExportId, DeletionId, DeliveryId, ExportId, JobId, PersonId, RotaId, TicketId},
    role::text_form,
};

/// Which runners take a job: the urgent ones have connections of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// Calling a client back: never behind anything else.
    Urgent,
    /// What is urgent but goes by e-mail: never behind ordinary news, and no slow mail server holds up a text.
    Mail,
    /// Everything else.
    Normal,
}
text_form!(Lane { Urgent = "urgent", Mail = "mail", Normal = "normal" });

/// One thing to do later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Plan the step of a callback's policy that falls due. Stale when `generation` has moved on.
    Page {
        /// The obligation.
        callback: CallbackId,
        /// The callback's generation when the job was written.
        generation: i32,
    },
    /// Look whether the one who took a callback has given an outcome in time.
    Promise {
        /// The obligation.
        callback: CallbackId,
        /// The callback's generation when the job was written.
        generation: i32,
    },
    /// Tell the client that we are late, when nobody has reached them by the promised time.
    Late {
        /// The obligation.
        callback: CallbackId,
    },
    /// Send one message to one recipient by one channel.
    Deliver {
        /// The message.
        delivery: DeliveryId,
    },
    /// Ask the provider what became of a message for which no receipt came.
    CheckReceipt {
        /// The message.
        delivery: DeliveryId,
        /// Treat as undelivered when there is still no answer.
        last: bool,
    },
    /// Tell the client that an answered ticket will be closed.
    RemindClosing {
        /// The ticket.
        ticket: TicketId,
        /// The closing date the reminder is about; stale when the ticket has another.
        closes_at: DateTime<Utc>,
    },
    /// Close a ticket that was left open after our answer.
    CloseAnswered {
        /// The ticket.
        ticket: TicketId,
        /// The closing date the job is about; stale when the ticket has another.
        closes_at: DateTime<Utc>,
    },
    /// Tell whose shift of a rota begins soon, and look again later. Stale when `generation` has moved on.
    ShiftNotices {
        /// Which rota.
        rota: RotaId,
        /// The rota's version for which the job was written.
        generation: i32,
    },
    /// Write to those who lead who cannot be reached, when it is the hour of that, and look again in a week.
    Readiness,
    /// Plan the step of the page to nobody that shows that pages are sent.
    Probe {
        /// The message that it ends in.
        delivery: DeliveryId,
    },
    /// Look for the record that proves a company's own host, and look again later. Stale when another one has looked since.
    CheckHost {
        /// Which.
        host: HostName,
    },
    /// Put together what is kept of somebody, for them to fetch.
    Export {
        /// Which file.
        export: ExportId,
    },
    /// Take an export away whose time is over.
    DropExport {
        /// Which file.
        export: ExportId,
    },
    /// Take away everything that tells who somebody was; their tickets stay.
    ErasePerson {
        /// Who.
        person: PersonId,
    },
    /// Put together everything of a company, for it to fetch. Stale when nobody waits for it any more.
    CompanyExport {
        /// Which file.
        export: CompanyExportId,
    },
    /// Take a file with everything of a company away: its time is over, or another takes its place.
    DropCompanyExport {
        /// Which file.
        export: CompanyExportId,
    },
    /// Take away closed tickets that a company keeps no longer, and look again in a day.
    Retain,
    /// Take everything of a company away. Stale when that was called back.
    DeleteCompany {
        /// Which deletion.
        deletion: DeletionId,
    },
}

impl Job {
    /// The kind, as in the column `jobs.kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Page { .. } => "page",
            Self::Promise { .. } => "promise",
            Self::Late { .. } => "late",
            Self::Deliver { .. } => "deliver",
            Self::CheckReceipt { .. } => "check_receipt",
            Self::RemindClosing { .. } => "remind_closing",
            Self::CloseAnswered { .. } => "close_answered",
            Self::ShiftNotices { .. } => "shift_notices",
            Self::Readiness => "readiness",
            Self::Probe { .. } => "probe",
            Self::CheckHost { .. } => "check_host",
            Self::Export { .. } => "export",
            Self::DropExport { .. } => "drop_export",
            Self::ErasePerson { .. } => "erase_person",
            Self::CompanyExport { .. } => "company_export",
            Self::DropCompanyExport { .. } => "drop_company_export",
            Self::Retain => "retain",
            Self::DeleteCompany { .. } => "delete_company",
        }
    }
}

/// A job to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its identifier.
    pub id: JobId,
    /// Who takes it.
    pub lane: Lane,
    /// What to do.
    pub job: Job,
    /// Not before.
    pub run_at: DateTime<Utc>,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its time or for another try.
    Ready,
    /// Done, or found stale.
    Done,
    /// Given up after all its attempts; visible, and can be run again.
    Dead,
}
text_form!(JobState { Ready = "ready", Done = "done", Dead = "dead" });
