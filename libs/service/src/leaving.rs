//! A company leaves: asked for by an administrator, called back while there is time, then everything of it is gone but a receipt.
//!
//! What was asked lets nobody of the company in any more. The job that takes everything away does a bounded number of small
//! transactions and comes back; it is itself a row of the company, and goes with the last of them, so that whoever takes over from a
//! worker that died finds it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    audit::Deed,
    delivery::News,
    id::{DeletionId, JobId, StaffId, TenantId},
    leaving::{self, GRACE},
    role::StaffRight,
};
pub use rappel_store::deletions::{Deletion, Seal};
use rappel_store::{StoreError, Tx, deletions::Begun, sessions::Subject, staff::Staff};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    factors::{Confirmed, holder},
    invalid::{Invalid, Reason},
    managers::tell_managers_and_staff,
    retry::again,
    secret::random,
    tenants::{client_of, client_to_change},
    unsubscribe::mac,
};

/// Rows that go in one transaction: others wait no longer than that.
const AT_ONCE: u64 = 500;
/// Transactions of one run of the job: it then lets others have their turn.
const STEPS: u32 = 200;
/// A call that is owed is waited for so long, then looked at again.
const CALL: Duration = Duration::hours(1);

/// What a company would be told of is looked at again after so long, in case its deletion was called back.
const RECALLED: Duration = Duration::hours(1);
/// What was written while it went is taken away after so long.
const USED: Duration = Duration::minutes(1);

/// Hashes the names of companies that are gone.
#[derive(Clone)]
pub(crate) struct ReceiptKey([u8; 32]);

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptKey")
    }
}

impl ReceiptKey {
    /// Derives the key from the one secret of the installation.
    pub(crate) fn new(secret: &str) -> Self {
        Self(mac(secret.as_bytes(), &[b"rappel receipts of deletions 1"]))
    }
}

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
        Ok(self.store.read(&client_to_change(staff, tenant)?).await?.deletions().deletion().await?)
    }

    /// The number of the ticket for which a call to somebody of a company is owed: the deletion waits for it.
    pub async fn owed_call(&self, staff: &StaffScope, tenant: TenantId) -> Result<Option<i64>> {
        Ok(self.store.read(&client_to_change(staff, tenant)?).await?.deletions().owed_call().await?)
    }

    /// Has everything of a company deleted when the grace period is over, after its name was typed by an administrator who proved
    /// who they are a moment ago. Nobody of it is let in from now on. Not while a call is owed.
    pub async fn ask_deletion(
        &self,
        admin: &Confirmed,
        staff: &StaffScope,
        tenant: TenantId,
        typed: &str,
    ) -> Result<()> {
        may_delete(staff)?;
        if admin.subject() != Subject::Staff(staff.staff()) {
            return Err(Error::Forbidden);
        }
        let scope = client_of(staff, tenant)?;
        self.still_signed_in(admin).await?;
        let refused = |why| Err(Error::Invalid(vec![Invalid::new("name", Reason::Text(why))]));
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            if !admin.is_of(&holder(&tx, admin.subject()).await?) {
                return Err(Error::SignInFailed);
            }
            let name = tx.tenant().await?.name;
            if folded(typed) != folded(&name) {
                return refused("leave-wrong-name");
            }
            let id = DeletionId::new(tx.clock());
            let on = tx.clock().now() + GRACE;
            match tx.deletions().ask_deletion(id, staff.staff(), on, self.hash_of_name(tenant, &name)?).await
            {
                Err(StoreError::Stale) => return refused("leave-asked-before"),
                asked => asked?,
            }
            // Its row is held by now: a call that was asked for before is seen here.
            if tx.deletions().owed_call().await?.is_some() {
                return refused("leave-owes-call");
            }
            tx.persons().end_all_sessions().await?;
            let decision = leaving::deletion_due(tx.clock(), tenant, id, on);
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
        let scope = client_of(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            tx.deletions().recall_deletion(staff.staff()).await?;
            tell(&mut tx, &News::CompanyStays).await?;
            tx.audit().note(None, &Deed::DeletionRecalled).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// What is left of companies that are gone, or going, and whose deletion was called back, the latest first.
    pub async fn deletions(&self, staff: &StaffScope) -> Result<Vec<Deletion>> {
        may_delete(staff)?;
        Ok(self.store.office(staff).await?.deletions().await?)
    }

    /// The same as JSON, to be kept elsewhere. Identifiers, numbers and hashes: it names nobody.
    pub async fn receipts(&self, staff: &StaffScope) -> Result<String> {
        let receipt = |it: Deletion| {
            json!({
                "id": it.id.to_string(), "company": it.company.to_string(), "number": it.number,
                "name_hash": it.name_hash.to_string(),
                "asked_at": it.asked_at, "asked_by": it.asked_by.to_string(),
                "recalled_at": it.recalled_at, "recalled_by": it.recalled_by.map(|by| by.to_string()),
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

    /// Whether something that a company would be told of waits, because it leaves: then until when, before it is looked at again.
    pub async fn waits_for_leaver(&self, scope: &Scope) -> Result<Option<DateTime<Utc>>> {
        let leaves = self.store.read(scope).await?.deletions().leaves_at().await?;
        Ok(leaves.map(|_| self.clock().now() + RECALLED))
    }

    /// What was asked and is not done, whoever may see the company; for the program itself.
    pub async fn open_deletions(&self) -> Result<Vec<Deletion>> {
        Ok(self.store.open_deletions().await?)
    }

    /// Makes the job again of each deletion that has none any more.
    pub async fn begin_lost_deletions(&self) -> Result<()> {
        let line = match self.store.doors().command_line().await {
            Ok(line) => line,
            // Before the first run is over there is nobody.
            Err(StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        for lost in self.store.open_deletions().await? {
            // One that is held by somebody at this moment does not keep the others from it.
            if let Err(error) = self.begin_lost(&line.tenant(lost.company), &lost).await {
                tracing::warn!(tenant = %lost.company, "whether a deletion goes on was not seen: {error}");
            }
        }
        Ok(())
    }

    async fn begin_lost(&self, scope: &Scope, lost: &Deletion) -> Result<()> {
        let mut tx = self.store.write(scope).await?;
        if tx.deletions().has_lost_job(lost.id).await? {
            tracing::warn!(tenant = %lost.company, "the job of a deletion was lost, and is made again");
            let run_at = Ord::max(lost.due_at, tx.clock().now());
            let decision = leaving::deletion_due(tx.clock(), lost.company, lost.id, run_at);
            tx.record(decision).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Under the installation's secret: the names of companies are few enough to try them all against a bare hash.
    fn hash_of_name(&self, tenant: TenantId, name: &str) -> Result<[u8; 32]> {
        let parts: [&[u8]; 2] = [&tenant.uuid().into_bytes(), name.as_bytes()];
        Ok(match &self.receipts {
            Some(ReceiptKey(key)) => mac(key, &parts),
            None => mac(&random::<32>()?, &parts),
        })
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
        let own = line.tenant(line.operator().id);
        let mut after = None;
        loop {
            let tx = self.store.write(&own).await?;
            after = tx.deletions().forget_company_in_replies(&name, after, AT_ONCE).await?;
            tx.commit().await?;
            if after.is_none() {
                break;
            }
        }
        let tx = self.store.write(scope).await?;
        match tx.deletions().end_deletion(job).await {
            // Somebody wrote while it went: once more, but not at once, should that go on or a table not be known here.
            Err(StoreError::Used) => {
                tracing::warn!(tenant = %scope.tenant(), "a company that is being deleted still has rows");
                return Ok(Deleting::Later(now + USED));
            }
            ended => ended?,
        }
        tx.commit().await?;
        // What arrived since, for a row that could not be written any more.
        self.files.remove_all(scope.tenant()).await?;
        self.clear_leftovers().await;
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

/// The company's managers, whoever of staff may call it back, and the operator's mailbox: whoever did not mean it has the time to say
/// so.
async fn tell(tx: &mut Tx, news: &News) -> Result<()> {
    let able =
        |it: &Staff| it.disabled_at.is_none() && it.all_tenants && it.role.may(StaffRight::EditTenants);
    let colleagues = tx.colleagues().await?;
    tell_managers_and_staff(tx, colleagues.iter().filter(|it| able(it)).map(|it| it.id), news).await
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
