//! Everything of a company, in a file that its managers fetch, and whoever of staff may see the company, for some days.
//!
//! What is in it is what they may read: notes of staff, and facts that are for staff, are not for clients, here as in the file of one
//! person; nor is anything that opens a door. What becomes of each table is said in `libs/store/src/whole.rs`.

mod writing;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    audit::Deed,
    event::Audience,
    id::{CompanyExportId, FileId, TenantId},
    message::StoredFile,
    privacy::{self, EXPORT_KEPT},
};
use rappel_store::{Tx, company_exports::CompanyExport as Row, exports::Ready, sessions::Subject};

use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    factors::{Confirmed, holder},
    people::may_manage,
    retry::again,
    tenants::tenant_of,
    tickets::Download,
    timeline::Names,
};

/// Where an export of a company stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportState {
    /// It waits, or is written.
    UnderWay {
        /// The part that is being written, as in [`rappel_store::whole::Part::as_str`], or `contents` of files; empty before anything is.
        step: String,
        /// Rows, or files, of it that are written.
        written: i64,
    },
    /// It was given up: nobody writes it any more.
    Failed,
    /// It can be fetched.
    Ready(Ready),
}

/// An export of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyExport {
    /// Its identifier.
    pub id: CompanyExportId,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom, as the company reads their names.
    pub asked_by: String,
    /// Where it stands.
    pub state: ExportState,
}

impl Service {
    /// The right of staff to everything of a client company that they may see.
    pub fn company_of(&self, staff: &StaffScope, tenant: TenantId) -> Result<Scope> {
        // The operator's own rows are no company's.
        if tenant == staff.operator() {
            return Err(Error::NotFound);
        }
        let scope = tenant_of(staff, tenant)?;
        may_manage(&scope)?;
        Ok(scope)
    }

    /// The export that there is, for whoever manages the company.
    pub async fn company_export(&self, scope: &Scope) -> Result<Option<CompanyExport>> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let Some(row) = tx.company_exports().company_export().await? else { return Ok(None) };
        let state = match &row.ready {
            Some((ready, _)) if ready.until <= tx.clock().now() => return Ok(None),
            Some((ready, _)) => ExportState::Ready(*ready),
            None if tx.company_exports().is_written(row.id).await? => {
                ExportState::UnderWay { step: row.step, written: row.written }
            }
            None => ExportState::Failed,
        };
        let (mut persons, mut staff) = (Vec::new(), Vec::new());
        match row.asked_by {
            Actor::Person(id) => persons.push(id),
            Actor::Staff(id) => staff.push(id),
            Actor::ApiKey(_) | Actor::System => {}
        }
        let names = Names::read(&tx, &persons, &staff, Audience::Client).await?;
        let asked_by = names.author(row.asked_by).name;
        Ok(Some(CompanyExport { id: row.id, asked_at: row.asked_at, asked_by, state }))
    }

    /// Puts everything of the company together, in the background, for whoever manages it and proved who they are a moment ago. One
    /// at a time: [`Error::Busy`] while another is under way; one that is ready, or was given up, gives way.
    pub async fn ask_company_export(&self, reader: &Confirmed, scope: &Scope) -> Result<()> {
        may_manage(scope)?;
        let is_theirs = match scope.actor() {
            Actor::Person(id) => reader.subject() == Subject::Person(id),
            Actor::Staff(id) => reader.subject() == Subject::Staff(id),
            Actor::ApiKey(_) | Actor::System => false,
        };
        if !is_theirs {
            return Err(Error::Forbidden);
        }
        self.still_signed_in(reader).await?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            if !reader.is_of(&holder(&tx, reader.subject()).await?) {
                return Err(Error::SignInFailed);
            }
            let before = tx.company_exports().hold_company_export().await?;
            if let Some(before) = before {
                if before.ready.is_none() && tx.company_exports().is_written(before.id).await? {
                    return Err(Error::Busy);
                }
                self.forget_company_export(&mut tx, before.id).await?;
            }
            let id = CompanyExportId::new(tx.clock());
            tx.company_exports().ask_company_export(id).await?;
            let decision = privacy::company_export_asked(tx.clock(), scope.tenant(), id);
            tx.record(decision).await?;
            tx.audit().note(None, &Deed::CompanyExportAsked).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Stops one that is under way, or takes one away that is ready. [`Error::NotFound`] where there is none.
    pub async fn cancel_company_export(&self, scope: &Scope) -> Result<()> {
        may_manage(scope)?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let row = tx.company_exports().hold_company_export().await?.ok_or(Error::NotFound)?;
            self.forget_company_export(&mut tx, row.id).await?;
            tx.audit().note(None, &Deed::CompanyExportCancelled).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The file, until its time is over. Who fetched it is in the company's audit.
    pub async fn fetch_company_export(&self, scope: &Scope, id: CompanyExportId) -> Result<Download> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let row = tx.company_exports().company_export().await?.filter(|it| it.id == id);
        let now = tx.clock().now();
        let slug = tx.tenant().await?.slug;
        drop(tx);
        let ready = row.and_then(|it| it.ready).filter(|(ready, _)| ready.until > now);
        let (Ready { at, size, .. }, fence) = ready.ok_or(Error::NotFound)?;
        if matches!(scope.actor(), Actor::Person(_)) {
            again(|| async {
                let tx = self.store.write(scope).await?;
                tx.audit().note(None, &Deed::CompanyExportFetched).await?;
                Ok(tx.commit().await?)
            })
            .await?;
        } else {
            self.note_look(scope, Deed::CompanyExportFetched).await?;
        }
        let file = StoredFile {
            id: FileId::from_uuid(id.uuid()),
            name: format!("rappel-{slug}-{}.zip", at.format("%Y-%m-%d")),
            media_type: "application/zip".to_owned(),
            size,
        };
        Ok(Download { file, path: self.files.company_export(scope.tenant(), id, fence) })
    }

    /// Notes that a run's file is there, tells whoever asked, and sees to it that it goes. Where nobody waits for it any more, it
    /// goes now.
    pub async fn company_export_written(
        &self,
        tx: &mut Tx,
        id: CompanyExportId,
        fence: i64,
        size: i64,
    ) -> Result<()> {
        let tenant = tx.scope().tenant();
        let at = tx.clock().now();
        let ready = Ready { at, until: at + EXPORT_KEPT, size };
        let row = tx.company_exports().hold_company_export().await?.filter(|it| it.id == id);
        let Some(row) = row else { return self.files.remove_company_export(tenant, id, None).await };
        if let Some((_, kept)) = row.ready {
            // Another run was faster.
            return self.files.remove_company_export(tenant, id, Some(kept)).await;
        }
        tx.company_exports().set_company_export_ready(id, ready, fence).await?;
        let decision = privacy::company_export_ready(tx.clock(), tenant, id, row.asked_by);
        Ok(tx.record(decision).await?)
    }

    /// Takes away what there is of a file, and what is known of it.
    pub async fn drop_company_export(&self, tx: &Tx, id: CompanyExportId) -> Result<()> {
        self.files.remove_company_export(tx.scope().tenant(), id, None).await?;
        tx.company_exports().drop_company_export(id).await?;
        Ok(())
    }

    /// Its row goes at once, so that nobody fetches it and whoever writes it stops; its files go by a job.
    async fn forget_company_export(&self, tx: &mut Tx, id: CompanyExportId) -> Result<()> {
        tx.company_exports().drop_company_export(id).await?;
        let decision = privacy::company_export_dropped(tx.clock(), tx.scope().tenant(), id);
        Ok(tx.record(decision).await?)
    }

    /// Somebody is being erased: what was put together of their company before tells who they were, so that it goes. One that is
    /// under way is waited for.
    pub(super) async fn drop_company_export_before_erasure(&self, tx: &mut Tx) -> Result<()> {
        let Some(Row { id, ready, .. }) = tx.company_exports().hold_company_export().await? else {
            return Ok(());
        };
        if ready.is_none() && tx.company_exports().is_written(id).await? {
            return Err(Error::Busy);
        }
        self.files.remove_company_export(tx.scope().tenant(), id, None).await?;
        tx.company_exports().drop_company_export(id).await?;
        Ok(())
    }
}
