//! Everything of a company, handed out to it: which file there is, how far it is, and until when.

use chrono::{DateTime, Utc};
use rappel_domain::{Actor, id::CompanyExportId, job::Job};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};

use crate::{
    convert::{from_json, to_json},
    entities::{company_exports, tenants},
    error::{Result, StoreError},
    exports::Ready,
    unit::Tx,
};

/// The export of the scope's tenant; there is one at a time.
#[derive(Debug)]
pub struct CompanyExports<'a>(&'a Tx);

/// A file with everything of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyExport {
    /// Its identifier.
    pub id: CompanyExportId,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: Actor,
    /// What is being written: a table, or `contents` of files; empty before anything is.
    pub step: String,
    /// Rows, or files, of this step that are written.
    pub written: i64,
    /// When it was put together, and the fence of the run that did it.
    pub ready: Option<(Ready, i64)>,
}

impl Tx {
    /// The export of the scope's tenant.
    pub const fn company_exports(&self) -> CompanyExports<'_> {
        CompanyExports(self)
    }
}

impl CompanyExports<'_> {
    /// The file that there is, or that is being written.
    pub async fn company_export(&self) -> Result<Option<CompanyExport>> {
        let row = self.0.of::<company_exports::Entity>().one(&self.0.db).await?;
        row.map(from_row).transpose()
    }

    /// The same, with the company's row held until this unit of work ends, so that two at once follow each other.
    pub async fn hold_company_export(&self) -> Result<Option<CompanyExport>> {
        let tx = self.0;
        let held = tenants::Entity::find_by_id(tx.tenant.uuid()).lock(LockType::NoKeyUpdate);
        held.one(&tx.db).await?.ok_or(StoreError::NotFound)?;
        self.company_export().await
    }

    /// Whether a job still waits to write a file, or writes it.
    pub async fn is_written(&self, id: CompanyExportId) -> Result<bool> {
        self.0.has_ready_job(&Job::CompanyExport { export: id }).await
    }

    /// Notes that the scope's actor asked for one.
    pub async fn ask_company_export(&self, id: CompanyExportId) -> Result<()> {
        let row = company_exports::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(id.uuid()),
            asked_at: Set(self.0.clock.now()),
            asked_by: Set(to_json(&self.0.scope.actor())?),
            step: Set(String::new()),
            written: Set(0),
            ready_at: Set(None),
            expires_at: Set(None),
            size: Set(None),
            fence: Set(None),
        };
        company_exports::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// Notes how far one is. [`StoreError::NotFound`] when nobody waits for it any more.
    pub async fn note_progress(&self, id: CompanyExportId, step: &str, written: i64) -> Result<()> {
        let row = company_exports::ActiveModel {
            step: Set(step.to_owned()),
            written: Set(written),
            ..Default::default()
        };
        self.save(id, row).await
    }

    /// Notes that the file is there, under the fence of the run that wrote it. [`StoreError::NotFound`] as above.
    pub async fn set_company_export_ready(
        &self,
        id: CompanyExportId,
        ready: Ready,
        fence: i64,
    ) -> Result<()> {
        let row = company_exports::ActiveModel {
            ready_at: Set(Some(ready.at)),
            expires_at: Set(Some(ready.until)),
            size: Set(Some(ready.size)),
            fence: Set(Some(fence)),
            ..Default::default()
        };
        self.save(id, row).await
    }

    /// Forgets one; whether there was one.
    pub async fn drop_company_export(&self, id: CompanyExportId) -> Result<bool> {
        let gone = self.0.remove::<company_exports::Entity>();
        let gone = gone.filter(company_exports::Column::Id.eq(id.uuid())).exec(&self.0.db).await?;
        Ok(gone.rows_affected > 0)
    }

    async fn save(&self, id: CompanyExportId, row: company_exports::ActiveModel) -> Result<()> {
        let change = self.0.change::<company_exports::Entity>().set(row);
        let waits = change
            .filter(company_exports::Column::Id.eq(id.uuid()))
            .filter(company_exports::Column::ReadyAt.is_null());
        let done = waits.exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

fn from_row(row: company_exports::Model) -> Result<CompanyExport> {
    let ready = match (row.ready_at, row.expires_at, row.size, row.fence) {
        (Some(at), Some(until), Some(size), Some(fence)) => Some((Ready { at, until, size }, fence)),
        _ => None,
    };
    Ok(CompanyExport {
        id: CompanyExportId::from_uuid(row.id),
        asked_at: row.asked_at,
        asked_by: from_json(row.asked_by, "company_exports.asked_by")?,
        step: row.step,
        written: row.written,
        ready,
    })
}
