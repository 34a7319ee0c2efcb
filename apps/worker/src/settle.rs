//! Ends a job in one transaction with what it changed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::Receipts,
    host::{HostName, Seen},
    id::{AttemptId, CallbackId, CompanyExportId, DeliveryId, ExportId, PersonId, RotaId, TicketId},
};
use rappel_queue::{Claimed, Failed, crash};
use rappel_service::{
    Error, Result, Service, Tx,
    sending::{Address, Asked, Look},
};

use crate::run::boxed;

/// What becomes of the job itself.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End<'a> {
    /// Done.
    Done,
    /// Again after a wait, for a reason.
    Again { wait: Duration, why: &'a str },
    /// Not before a time: its turn has not come, and that was no try.
    Later { until: DateTime<Utc> },
}

/// Somebody else changed a row at the same moment: decided again so many times.
const CONFLICTS: u32 = 8;
/// The database is away: what is known is kept so long, in seconds, rather than asked for again.
const PATIENCE: u32 = 120;

/// What a job changes, decided inside the transaction that ends it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effect<'a> {
    /// Nothing.
    None,
    /// Pages whom the due position names.
    Page { callback: CallbackId, generation: i32 },
    /// Pages again when an outcome is missing.
    Promise { callback: CallbackId, generation: i32 },
    /// Tells the client that we are late.
    Late { callback: CallbackId },
    /// Reminds of a closing date.
    RemindClosing { ticket: TicketId, closes_at: DateTime<Utc> },
    /// Closes an answered ticket.
    CloseAnswered { ticket: TicketId, closes_at: DateTime<Utc> },
    /// Tells whose shift begins soon.
    ShiftNotices { rota: RotaId, generation: i32 },
    /// Writes to those who lead who cannot be reached.
    Readiness,
    /// Notes what was seen of the record of a company's own host.
    HostLooked { host: &'a HostName, token: &'a str, seen: Seen },
    /// The text of a probe is sent next.
    ProbePlanned { delivery: DeliveryId },
    /// Nobody needs a message any more.
    Drop { delivery: DeliveryId },
    /// A provider took a message.
    Sent { delivery: DeliveryId, attempt: AttemptId, provider_id: Option<&'a str>, receipts: Receipts },
    /// An attempt failed; the message will be tried again.
    NotYet { delivery: DeliveryId, attempt: AttemptId, word: &'a str, detail: &'a str },
    /// A message is given up.
    GiveUp {
        delivery: DeliveryId,
        attempt: Option<AttemptId>,
        word: &'a str,
        detail: &'a str,
        address: Address,
    },
    /// An export was written.
    ExportWritten { export: ExportId, size: i64 },
    /// The time of an export is over.
    ExportDropped { export: ExportId },
    /// A run wrote everything of a company.
    CompanyExportWritten { export: CompanyExportId, fence: i64, size: i64 },
    /// What there is of a file with everything of a company goes.
    CompanyExportDropped { export: CompanyExportId },
    /// Nothing is left of somebody but their row.
    Forget { person: PersonId },
    /// A provider was asked for a receipt.
    Checked { delivery: DeliveryId, asked: Asked<'a>, look: Look },
}

/// Writes the effect and the job's end. Decides again when a row changed meanwhile, and waits for a
/// database that is away: an answer of a provider exists only here. The fence decides whether it counts.
pub(crate) async fn settle(
    service: &Service,
    job: &Claimed,
    end: End<'_>,
    effect: Effect<'_>,
) -> std::result::Result<(), Failed> {
    let (mut conflicts, mut seconds) = (0, 0);
    loop {
        match once(service, job, end, effect).await {
            Ok(()) => return Ok(()),
            Err(Error::Conflict) if conflicts < CONFLICTS => conflicts += 1,
            Err(Error::Store(error)) if error.is_transient() && seconds < PATIENCE => {
                seconds += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(error) => return Err(failed(&error)),
        }
    }
}

async fn apply(service: &Service, tx: &mut Tx, effect: Effect<'_>) -> Result<()> {
    match effect {
        Effect::None => Ok(()),
        Effect::Page { callback, generation } => boxed(move || service.page(tx, callback, generation)).await,
        Effect::Promise { callback, generation } => {
            boxed(move || service.promise_passed(tx, callback, generation)).await
        }
        Effect::Late { callback } => boxed(move || service.late(tx, callback)).await,
        Effect::RemindClosing { ticket, closes_at } => {
            boxed(move || service.remind_closing(tx, ticket, closes_at)).await
        }
        Effect::CloseAnswered { ticket, closes_at } => {
            boxed(move || service.close_answered(tx, ticket, closes_at)).await
        }
        Effect::ShiftNotices { rota, generation } => {
            boxed(move || service.shift_notices(tx, rota, generation)).await
        }
        Effect::Readiness => boxed(move || service.weekly_readiness(tx)).await,
        Effect::HostLooked { host, token, seen } => {
            boxed(move || service.host_looked(tx, host, token, seen)).await
        }
        Effect::ProbePlanned { delivery } => boxed(move || service.probe_planned(tx, delivery)).await,
        Effect::Drop { delivery } => boxed(move || service.drop_message(tx, delivery)).await,
        Effect::Sent { delivery, attempt, provider_id, receipts } => {
            boxed(move || service.sent(tx, delivery, attempt, provider_id, receipts)).await
        }
        Effect::NotYet { delivery, attempt, word, detail } => {
            boxed(move || service.not_yet(tx, delivery, attempt, word, detail)).await
        }
        Effect::GiveUp { delivery, attempt, word, detail, address } => {
            boxed(move || service.give_up(tx, delivery, attempt, word, detail, address)).await
        }
        Effect::ExportWritten { export, size } => {
            boxed(move || service.export_written(tx, export, size)).await
        }
        Effect::ExportDropped { export } => boxed(move || service.drop_export(tx, export)).await,
        Effect::CompanyExportWritten { export, fence, size } => {
            boxed(move || service.company_export_written(tx, export, fence, size)).await
        }
        Effect::CompanyExportDropped { export } => {
            boxed(move || service.drop_company_export(tx, export)).await
        }
        Effect::Forget { person } => boxed(move || service.forget_person(tx, person)).await,
        Effect::Checked { delivery, asked, look } => {
            boxed(move || service.checked(tx, delivery, asked, look)).await
        }
    }
}

async fn once(service: &Service, job: &Claimed, end: End<'_>, effect: Effect<'_>) -> Result<()> {
    let store = service.store();
    let mut tx = store.write(&store.doors().job(job)).await?;
    apply(service, &mut tx, effect).await?;
    match end {
        End::Done => tx.finish_job(job).await?,
        End::Again { wait, why } => {
            let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::MAX);
            let run_at = tx.clock().now() + wait;
            tx.retry_job(job, run_at, why).await?;
        }
        End::Later { until } => tx.postpone_job(job, until).await?,
    }
    crash::point(crash::BEFORE_COMMIT);
    Ok(tx.commit().await?)
}

/// Reads what a job needs, waiting for a database that is away.
pub(crate) async fn patiently<T, F, Fut>(read: F) -> std::result::Result<T, Failed>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<T>>,
{
    let mut seconds = 0;
    loop {
        match read().await {
            Err(Error::Store(error)) if error.is_transient() && seconds < PATIENCE => {
                seconds += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            done => return done.map_err(|error| failed(&error)),
        }
    }
}

/// What an error means for the job.
pub(crate) fn failed(error: &Error) -> Failed {
    match error {
        // Rows that are not there, or not allowed, will not be there next time.
        Error::NotFound | Error::Forbidden | Error::Refused(_) | Error::Invalid(_) => {
            Failed::for_ever(error.to_string())
        }
        _ => Failed::later(error.to_string()),
    }
}
