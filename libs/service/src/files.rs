//! Files that clients and staff send: kept in a folder, under names of our own.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use rappel_domain::{
    Clock,
    id::{CompanyExportId, ExportId, FileId, TenantId},
    message::StoredFile,
};

use crate::error::Result;

/// Where files are kept.
#[derive(Debug, Clone)]
pub enum Files {
    /// `FOLDER/{tenant}/{file}`.
    Folder(PathBuf),
}

/// A file that was received: still where it was streamed to.
#[derive(Debug, Clone)]
pub struct Received {
    /// Where it was streamed to; moved away when it is kept.
    pub path: PathBuf,
    /// The name that its sender gave it; shown, never used as a path.
    pub name: String,
    /// Sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// Files that were kept, until a transaction names them. Dropped before, by a refusal, a repeat or a visitor who
/// went away, they are removed.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    files: Vec<StoredFile>,
    paths: Vec<PathBuf>,
    is_named: AtomicBool,
}

impl Kept {
    /// What the rows say of them.
    pub(crate) fn files(&self) -> Vec<StoredFile> {
        self.files.clone()
    }

    /// Call it before the commit, not after: when nobody learns what became of it, a file without a name is better
    /// than a name without a file.
    pub(crate) fn named(&self) {
        self.is_named.store(true, Ordering::Relaxed);
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.is_named.load(Ordering::Relaxed) {
            return;
        }
        for path in &self.paths {
            if let Err(error) = std::fs::remove_file(path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a file that nobody names was not removed");
            }
        }
    }
}

/// Tells files of one request from those of another, in what its key stands for.
pub(crate) fn said_of(files: &[Received]) -> String {
    let each: Vec<String> = files.iter().map(|file| format!("{}\0{}", file.name, file.size)).collect();
    each.join("\n")
}

impl Files {
    /// Keeps received files, before the transaction that names them. What no transaction names is removed again
    /// when the answer is dropped.
    pub(crate) async fn keep(
        &self,
        clock: &dyn Clock,
        tenant: TenantId,
        received: &[Received],
    ) -> Result<Kept> {
        let mut kept = Kept::default();
        for file in received {
            let id = FileId::new(clock);
            let target = self.path(tenant, id);
            if let Some(folder) = target.parent() {
                tokio::fs::create_dir_all(folder).await?;
            }
            // Noted first, so that half a copy is removed too.
            kept.paths.push(target.clone());
            move_file(&file.path, &target).await?;
            kept.files.push(StoredFile {
                id,
                name: shown_name(&file.name),
                media_type: file.media_type.clone(),
                size: i64::try_from(file.size).unwrap_or(i64::MAX),
            });
        }
        Ok(kept)
    }

    /// Where a kept file lies.
    pub fn path(&self, tenant: TenantId, id: FileId) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(tenant.to_string()).join(id.to_string()),
        }
    }

    /// Takes everything away that lies there for a company.
    pub(crate) async fn remove_all(&self, tenant: TenantId) -> Result<()> {
        let Self::Folder(folder) = self;
        match tokio::fs::remove_dir_all(folder.join(tenant.to_string())).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Where what a run of a job wrote of everything of a company lies: each run has a file of its own.
    pub fn company_export(&self, tenant: TenantId, id: CompanyExportId, fence: i64) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(tenant.to_string()).join(format!("{id}.{fence}.zip")),
        }
    }

    /// Takes away what runs wrote of an export, where a fence is given only those before it. One that still writes writes to nothing.
    pub(crate) async fn remove_company_export(
        &self,
        tenant: TenantId,
        id: CompanyExportId,
        before: Option<i64>,
    ) -> Result<()> {
        let Self::Folder(folder) = self;
        let mut entries = match tokio::fs::read_dir(folder.join(tenant.to_string())).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            found => found?,
        };
        let begins = format!("{id}.");
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let Some(rest) = name.strip_prefix(&begins) else { continue };
            let fence = rest.split('.').next().and_then(|fence| fence.parse::<i64>().ok());
            // A later run may be writing: it is not taken from under it by one that lost its lease.
            if before.is_some_and(|before| fence.is_some_and(|fence| fence >= before)) {
                continue;
            }
            match tokio::fs::remove_file(entry.path()).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Where an export lies.
    pub fn export(&self, tenant: TenantId, id: ExportId) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(tenant.to_string()).join(format!("{id}.zip")),
        }
    }
}

/// Renames, or copies where the two folders lie on different disks.
async fn move_file(from: &Path, to: &Path) -> Result<()> {
    if tokio::fs::rename(from, to).await.is_err() {
        tokio::fs::copy(from, to).await?;
        tokio::fs::remove_file(from).await?;
    }
    Ok(())
}

/// The last part of the path, without control characters, at most 120 characters.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|it| !it.is_control()).take(120).collect();
    if clean.trim().is_empty() { "fichier".to_owned() } else { clean.trim().to_owned() }
}
