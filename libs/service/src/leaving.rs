//! A company leaves: asked for by an administrator, called back while there is time, then everything of it is gone but a receipt.
//!
//! What was asked lets nobody of the company in any more. The job that takes everything away does a bounded number of small
//! transactions and comes back; it is itself a row of the company, and goes with the last of them, so that whoever takes over from a
//! worker that died finds it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    audit::Deed,
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::{DeletionId, JobId, StaffId, TenantId},
    leaving::{self, GRACE},
    role::{PersonRole, StaffRight},
};
pub use rappel_store::deletions::{Deletion, Seal};
use rappel_store::{StoreError, Tx, deletions::Begun};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
    secret::sha256,
    tenants::tenant_of,
};

/// Rows that go in one transaction: others wait no longer than that.
const AT_ONCE: u64 = 500;
/// Transactions of one run of the job: it then lets others have their turn.
const STEPS: u32 = 200;
/// A call that is owed is waited for so long, then looked at again.
const CALL: Duration = Duration::hours(1);

/// What came of a run of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleting {
    /// There is nothing to do: it was called back, or is done.
    Over,
    /// Not before a time.
    Later(DateTime<Utc>),
    /// There is more to take away.
    More,
    /// Nothing is left, the job itself included.
    Gone,
}

impl Service {
    /// What was asked for a company and not called back; [`Error::NotFound`] for one that the reader may not see.
    pub async fn deletion_of(&self, staff: &StaffScope, tenant: TenantId) -> Result<Option<Deletion>> {
        may_edit(staff)?;
        Ok(self.store.read(&client(staff, tenant)?).await?.deletions().deletion().await?)
    }

    /// Has everything of a company deleted when the grace period is over, after its name was typed. Nobody of it is let in from
    /// now on. Not while a call is owed.
    pub async fn ask_deletion(&self, staff: &StaffScope, tenant: TenantId, typed: &str) -> Result<()> {
        may_delete(staff)?;
        let scope = client(staff, tenant)?;
        let refused = |why| Err(Error::Invalid(vec![Invalid::new("name", Reason::Text(why))]));
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            let name = tx.tenant().await?.name;
            if folded(typed) != folded(&name) {
                return refused("leave-wrong-name");
            }
            let id = DeletionId::new(tx.clock());
            let on = tx.clock().now() + GRACE;
            match tx.deletions().ask_deletion(id, staff.staff(), on, sha256(&name)).await {
                Err(StoreError::Stale) => return refused("leave-asked-before"),
                asked => asked?,
            }
            // Its row is held by now: a call that was asked for before is seen here.
            if tx.deletions().owes_any_call().await? {
                return refused("leave-owes-call");
            }
            tx.persons().end_all_sessions().await?;
            let decision = leaving::deletion_asked(tx.clock(), tenant, id);
            tx.record(decision).await?;
            tell(&mut tx, &News::CompanyLeaves { on }).await?;
            tx.audit().note(None, &Deed::DeletionAsked { on }).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Calls it back: everything is as it was, and people sign in anew. [`Error::NotFound`] when it has begun.
    pub async fn recall_deletion(&self, staff: &StaffScope, tenant: TenantId) -> Result<()> {
        may_delete(staff)?;
        let scope = client(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            tx.deletions().recall_deletion(staff.staff()).await?;
            tell(&mut tx, &News::CompanyStays).await?;
            tx.audit().note(None, &Deed::DeletionRecalled).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// What is left of companies that are gone, or going, the latest first.
    pub async fn deletions(&self, staff: &StaffScope) -> Result<Vec<Deletion>> {
        may_delete(staff)?;
        Ok(self.store.office(staff).await?.deletions().await?)
    }

    /// The same as JSON, to be kept elsewhere. Identifiers, numbers and hashes: it names nobody.
    pub async fn receipts(&self, staff: &StaffScope) -> Result<String> {
        let receipt = |it: Deletion| {
            json!({
                "id": it.id.to_string(), "company": it.company.to_string(), "number": it.number,
                "name_sha256": it.name_hash.to_string(),
                "asked_at": it.asked_at, "asked_by": it.asked_by.to_string(),
                "begun_at": it.begun_at, "done_at": it.done_at, "rows": it.counts, "history": it.seal,
            })
        };
        let all: Vec<_> = self.deletions(staff).await?.into_iter().map(receipt).collect();
        Ok(format!("{:#}\n", json!(all)))
    }

    /// Names of staff, for those who look after companies.
    pub async fn names_of_staff(
        &self,
        staff: &StaffScope,
        ids: &[StaffId],
    ) -> Result<HashMap<StaffId, String>> {
        may_edit(staff)?;
        let own = staff.on(staff.operator()).ok_or(Error::Forbidden)?;
        Ok(self.store.read(&own).await?.staff_names(ids).await?)
    }

    /// Companies that leave, and when.
    pub async fn leaving(&self) -> Result<BTreeMap<TenantId, DateTime<Utc>>> {
        Ok(self.store.leaving().await?)
    }

    /// Takes everything of the scope's tenant away, in small steps; begun again, it goes on where it was. `job` is the one that
    /// does it.
    pub async fn delete_company(&self, scope: &Scope, job: JobId, id: DeletionId) -> Result<Deleting> {
        let tx = self.store.write(scope).await?;
        let begun = tx.deletions().begin_deletion(id).await?;
        let now = tx.clock().now();
        tx.commit().await?;
        let deletion = match begun {
            Begun::Not => return Ok(Deleting::Over),
            Begun::NotBefore(at) => return Ok(Deleting::Later(at)),
            Begun::OwesCall => return Ok(Deleting::Later(now + CALL)),
            Begun::Yes(deletion) => deletion,
        };
        let mut steps = STEPS;
        // First what would write more: a runner whose job is gone cannot commit what it did.
        if !self.empty(scope, "jobs", job, &mut steps).await? {
            return Ok(Deleting::More);
        }
        if deletion.seal.is_none() {
            self.seal(scope).await?;
        }
        self.files.remove_all(scope.tenant()).await?;
        self.store.forget_all_sessions(scope).await?;
        loop {
            if steps == 0 {
                return Ok(Deleting::More);
            }
            steps -= 1;
            let tx = self.store.write(scope).await?;
            let untied = tx.deletions().untie(AT_ONCE).await?;
            tx.commit().await?;
            if untied == 0 {
                break;
            }
        }
        for table in rappel_store::deletions::tables() {
            if !self.empty(scope, table, job, &mut steps).await? {
                return Ok(Deleting::More);
            }
        }
        let name = self.store.read(scope).await?.tenant().await?.name;
        let line = self.store.doors().command_line().await?;
        let tx = self.store.write(&line.tenant(line.operator().id)).await?;
        tx.deletions().forget_company_in_replies(&name).await?;
        tx.commit().await?;
        let tx = self.store.write(scope).await?;
        match tx.deletions().end_deletion(job).await {
            // Somebody wrote while it went: once more.
            Err(StoreError::Used) => return Ok(Deleting::More),
            ended => ended?,
        }
        tx.commit().await?;
        // What arrived since, for a row that could not be written any more.
        self.files.remove_all(scope.tenant()).await?;
        Ok(Deleting::Gone)
    }

    /// Empties a table of the company, as far as there are steps left; whether it is empty.
    async fn empty(&self, scope: &Scope, table: &str, job: JobId, steps: &mut u32) -> Result<bool> {
        while *steps > 0 {
            *steps -= 1;
            let tx = self.store.write(scope).await?;
            let gone = tx.deletions().take_away(table, AT_ONCE, job).await?;
            tx.commit().await?;
            if gone < AT_ONCE {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes where the chains end, before anything of them goes. A worker that dies on the way begins again.
    async fn seal(&self, scope: &Scope) -> Result<()> {
        let (mut hasher, mut number, mut after) = (Sha256::new(), 0, None);
        loop {
            let page = self.store.read(scope).await?.deletions().chain_ends(after, AT_ONCE).await?;
            for end in &page {
                let hash = end.hash.map(|hash| hash.to_string()).unwrap_or_default();
                hasher.update(format!("{}:{}:{hash}\n", end.ticket.uuid(), end.length));
                number += 1;
            }
            after = page.last().map(|end| end.ticket);
            if (page.len() as u64) < AT_ONCE {
                break;
            }
        }
        let hash: [u8; 32] = hasher.finalize().into();
        let chains = rappel_domain::chain::Hash::from_slice(&hash).map(|hash| hash.to_string());
        let tx = self.store.write(scope).await?;
        tx.deletions().seal_deletion(number, chains.unwrap_or_default()).await?;
        Ok(tx.commit().await?)
    }
}

/// The company's managers, and the operator's mailbox: whoever did not mean it has the time to say so.
async fn tell(tx: &mut Tx, news: &News) -> Result<()> {
    let people = tx.persons().list().await?;
    let managers = people.iter().filter(|it| it.role == PersonRole::Manager && it.disabled_at.is_none());
    let mut to: Vec<Recipient> = managers.map(|it| Recipient::Person(it.id)).collect();
    to.extend(tx.operator().await?.fallback_email.map(Recipient::Address));
    for recipient in to {
        let tenant = tx.scope().tenant();
        let decision = announce(tx.clock(), tenant, recipient, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn may_edit(staff: &StaffScope) -> Result<()> {
    if staff.may(StaffRight::EditTenants) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Only who sees every company has the whole of what goes before them.
fn may_delete(staff: &StaffScope) -> Result<()> {
    may_edit(staff)?;
    if staff.sees_all() { Ok(()) } else { Err(Error::Forbidden) }
}

/// The operator's own rows are no company's, and are never deleted.
fn client(staff: &StaffScope, tenant: TenantId) -> Result<Scope> {
    if tenant == staff.operator() {
        return Err(Error::NotFound);
    }
    tenant_of(staff, tenant)
}
