//! Writes the file: a table after the other, some rows in memory at a time.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Locale,
    brand::Picture,
    event::{Audience, Fact},
    id::{CompanyExportId, StaffId},
};
use rappel_store::{
    StoreError,
    whole::{CONTENTS, Content, Part},
};
use serde::Deserialize as _;
use serde_json::json;

use super::super::{
    archive::{Archive, plain_name},
    room::make_room,
};
use crate::{
    Scope, Service,
    error::Result,
    settings::Effective,
    timeline::{Names, staff_of},
};

/// Rows that are in memory at once.
const AT_ONCE: u64 = 200;
/// How far it is, is noted after so many pages of rows, or hundreds of files: it is seen then, too, that nobody waits any more.
const NOTED: u64 = 10;
/// The step in which the contents of files are written.
const CONTENTS_OF_FILES: &str = "contents";

const README: [(Locale, &str); 2] =
    [(Locale::Fr, include_str!("readme.fr.txt")), (Locale::En, include_str!("readme.en.txt"))];

/// Whether somebody still waits for it.
type Waits = Result<bool>;

/// What is written on the way.
struct Writing<'a> {
    service: &'a Service,
    scope: &'a Scope,
    id: CompanyExportId,
    archive: Archive,
    /// Of staff, who is named somewhere.
    staff: BTreeSet<StaffId>,
}

impl Service {
    /// Writes the file of a run, outside any transaction; answers its size. `None` when nobody waits for it, or any more. A run that
    /// dies leaves what the next one takes away. Where the disk has no room for it, nothing is begun, and the error is of the kind
    /// [`StorageFull`](std::io::ErrorKind::StorageFull).
    pub async fn write_company_export(
        &self,
        scope: &Scope,
        id: CompanyExportId,
        fence: i64,
    ) -> Result<Option<i64>> {
        let tenant = scope.tenant();
        let tx = self.store.read(scope).await?;
        let row = tx.company_exports().company_export().await?.filter(|it| it.id == id);
        drop(tx);
        match row {
            None => {
                self.files.remove_company_export(tenant, id, None).await?;
                return Ok(None);
            }
            Some(row) if row.ready.is_some() => return Ok(None),
            Some(_) => self.files.remove_company_export(tenant, id, Some(fence)).await?,
        }
        let path = self.files.company_export(tenant, id, fence);
        if let Some(folder) = path.parent() {
            // What is not known yet is how far it is packed: files mostly are already.
            let tx = self.store.read(scope).await?;
            let bytes = tx.whole().bytes_of_contents().await?;
            drop(tx);
            make_room(folder, bytes).await?;
        }
        let archive = Archive::begin_listed(&path).await?;
        let mut writing = Writing { service: self, scope, id, archive, staff: BTreeSet::new() };
        if !writing.all().await? {
            // What was begun goes with it.
            return Ok(None);
        }
        Ok(Some(writing.archive.finish().await?))
    }
}

impl Writing<'_> {
    async fn all(&mut self) -> Waits {
        self.readme().await?;
        self.company().await?;
        for part in Part::ALL {
            if !self.part(part).await? {
                return Ok(false);
            }
        }
        if !self.contents().await? {
            return Ok(false);
        }
        self.staff().await?;
        Ok(true)
    }

    /// Notes how far it is.
    async fn note(&self, step: &str, written: i64) -> Waits {
        let tx = self.service.store.write(self.scope).await?;
        match tx.company_exports().note_progress(self.id, step, written).await {
            Ok(()) => {}
            Err(StoreError::NotFound) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn readme(&mut self) -> Result<()> {
        let tx = self.service.store.read(self.scope).await?;
        let settings = Effective::read(&tx).await?;
        let now: DateTime<Utc> = tx.clock().now();
        drop(tx);
        let tenant = &settings.tenant;
        // In the company's language first; whoever opens the file may read another one.
        let (own, other): (Vec<_>, Vec<_>) = README.iter().partition(|(locale, _)| *locale == tenant.locale);
        let texts: Vec<&str> = own.into_iter().chain(other).map(|(_, text)| text).collect();
        let text = texts.join("\n\n");
        let on = now.with_timezone(&tenant.time_zone).format("%Y-%m-%d %H:%M %:z").to_string();
        let text = text
            .replace("{company}", &tenant.name)
            .replace("{operator}", &settings.operator_name)
            .replace("{on}", &on);
        self.archive.entry("README.txt".to_owned()).await?;
        self.archive.text(text).await
    }

    /// `company.json`, with what counts where the company follows the operator, and what is not in the file and why; the logo.
    async fn company(&mut self) -> Result<()> {
        let tx = self.service.store.read(self.scope).await?;
        let mut company = tx.whole().company_line().await?;
        let settings = Effective::read(&tx).await?;
        let logo = match &settings.tenant.logo {
            Some(logo) => tx.logos().picture(&logo.hash, Picture::Touch).await?,
            None => None,
        };
        let header = match &settings.tenant.logo {
            Some(logo) => tx.logos().picture(&logo.hash, Picture::Header).await?,
            None => None,
        };
        drop(tx);
        let left_out = CONTENTS.iter().filter_map(|(table, content)| match content {
            Content::LeftOut(why) => Some(((*table).to_owned(), json!(why))),
            _ => None,
        });
        let counts = json!({
            "call_within_minutes": settings.promise_minutes,
            "close_after_days": settings.close_after_days,
            "settings": *settings.company,
        });
        if let Some(company) = company.as_object_mut() {
            company.insert("what_counts".to_owned(), counts);
            company.insert("left_out".to_owned(), left_out.collect::<serde_json::Map<_, _>>().into());
        }
        self.archive.entry("company.json".to_owned()).await?;
        self.archive.text(format!("{company:#}\n")).await?;
        for (name, png) in [("logo.png", header), ("logo-square.png", logo)] {
            if let Some(png) = png {
                self.archive.entry(name.to_owned()).await?;
                self.archive.bytes(png).await?;
            }
        }
        Ok(())
    }

    async fn part(&mut self, part: Part) -> Waits {
        if !self.note(part.as_str(), 0).await? {
            return Ok(false);
        }
        self.archive.entry(format!("{}.jsonl", part.as_str())).await?;
        let (mut after, mut written, mut pages) = (None, 0, 0_u64);
        loop {
            let tx = self.service.store.read(self.scope).await?;
            let (lines, last) = tx.whole().lines_of(part, after.as_ref(), AT_ONCE).await?;
            drop(tx);
            let is_last = (lines.len() as u64) < AT_ONCE;
            for mut line in lines {
                self.staff.extend(line.staff);
                // Whoever did it is not all who are named: the fact itself says who took a call, or was asked to.
                let fact = line.value.get("fact").filter(|_| part == Part::Events);
                let fact = fact.and_then(|it| Fact::deserialize(it).ok());
                self.staff.extend(fact.as_ref().and_then(staff_of));
                if let (Some((id, name)), Some(value)) = (&line.file, line.value.as_object_mut()) {
                    value.insert("content".to_owned(), content_name(id, name).into());
                }
                self.archive.text(format!("{}\n", line.value)).await?;
                written += 1;
            }
            after = last;
            pages += 1;
            if is_last {
                return Ok(true);
            }
            if pages % NOTED == 0 && !self.note(part.as_str(), written).await? {
                return Ok(false);
            }
        }
    }

    /// The contents of files, in the order of the list of files.
    async fn contents(&mut self) -> Waits {
        let (mut after, mut written) = (None, 0);
        loop {
            // Files are larger than rows: it is noted with each page.
            if !self.note(CONTENTS_OF_FILES, written).await? {
                return Ok(false);
            }
            let tx = self.service.store.read(self.scope).await?;
            let (lines, last) = tx.whole().lines_of(Part::Files, after.as_ref(), AT_ONCE).await?;
            drop(tx);
            let is_last = (lines.len() as u64) < AT_ONCE;
            for (id, name) in lines.into_iter().filter_map(|line| line.file) {
                self.archive.entry(content_name(&id, &name)).await?;
                self.archive.content_of(self.service.files.path(self.scope.tenant(), id)).await?;
                written += 1;
            }
            after = last;
            if is_last {
                return Ok(true);
            }
        }
    }

    /// Whoever of staff is named somewhere, by the name that the company reads.
    async fn staff(&mut self) -> Result<()> {
        self.archive.entry("staff.jsonl".to_owned()).await?;
        let all: Vec<StaffId> = std::mem::take(&mut self.staff).into_iter().collect();
        for some in all.chunks(AT_ONCE as usize) {
            let tx = self.service.store.read(self.scope).await?;
            let names = Names::read(&tx, &[], some, Audience::Client).await?;
            drop(tx);
            for id in some {
                let line = json!({ "id": id, "name": names.staff(*id) });
                self.archive.text(format!("{line}\n")).await?;
            }
        }
        Ok(())
    }
}

fn content_name(id: &rappel_domain::id::FileId, name: &str) -> String {
    format!("files/{id}-{}", plain_name(name))
}

#[cfg(test)]
mod tests;
