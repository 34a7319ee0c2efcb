//! Everything that is kept of somebody, in a file that they alone fetch, for some days.
//!
//! In it is what they may read: their account, their tickets with what was written and sent, their files, and what the audit
//! says of them. Notes of staff are not for clients, and hashes of passwords and tokens tell nobody anything.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    event::Audience,
    id::{ExportId, FileId, PersonId, TicketId},
    message::StoredFile,
    privacy::{self, EXPORT_PAUSE},
    ticket::{Remark, State},
};
use rappel_store::{
    Tx,
    audit::{Wanted, What},
    deliveries::Delivery,
    exports::{Export, Ready},
};
use serde_json::{Value, json};

use super::archive::{Archive, plain_name};
use crate::{
    Scope, Service,
    account::own,
    error::{Error, Result},
    tickets::Download,
    timeline::{self, Entry},
};

/// Rows that are in memory at once.
const AT_ONCE: u64 = 100;

impl Service {
    /// Puts together what is kept of the reader, in the background. [`Error::Busy`] when that is under way or was asked for
    /// within the hour.
    pub async fn ask_export(&self, scope: &Scope) -> Result<()> {
        let person = own(scope)?;
        let mut tx = self.store.write(scope).await?;
        // Two at once follow each other.
        tx.persons().hold(person).await?;
        let now = tx.clock().now();
        let is_recent = |it: &Export| it.ready.is_none() || it.asked_at > now - EXPORT_PAUSE;
        if tx.exports().exports_of(person).await?.iter().any(is_recent) {
            return Err(Error::Busy);
        }
        let id = ExportId::new(tx.clock());
        tx.exports().ask(id, person).await?;
        let decision = privacy::export_asked(tx.clock(), scope.tenant(), id);
        tx.record(decision).await?;
        tx.audit().note(Some(person), &rappel_domain::audit::Deed::ExportAsked).await?;
        Ok(tx.commit().await?)
    }

    /// The reader's own exports that are under way or can be fetched, the latest first.
    pub async fn own_exports(&self, scope: &Scope) -> Result<Vec<Export>> {
        let tx = self.store.read(scope).await?;
        let now = tx.clock().now();
        let mut exports = tx.exports().exports_of(own(scope)?).await?;
        exports.retain(|it| it.ready.is_none_or(|ready| ready.until > now));
        Ok(exports)
    }

    /// The file of one of the reader's own exports, until its time is over.
    pub async fn fetch_export(&self, scope: &Scope, id: ExportId) -> Result<Download> {
        let person = own(scope)?;
        let tx = self.store.read(scope).await?;
        let export = tx.exports().export(id).await?;
        let now = tx.clock().now();
        let ready = export.ready.filter(|it| export.person == person && it.until > now);
        let Ready { at, size, .. } = ready.ok_or(Error::NotFound)?;
        let file = StoredFile {
            id: FileId::from_uuid(id.uuid()),
            name: format!("rappel-{}.zip", at.format("%Y-%m-%d")),
            media_type: "application/zip".to_owned(),
            size,
        };
        Ok(Download { file, path: self.files.export(scope.tenant(), id) })
    }

    /// Writes the file, outside any transaction; answers its size. `None` when nobody waits for it any more.
    pub async fn write_export(&self, scope: &Scope, id: ExportId) -> Result<Option<i64>> {
        let tx = self.store.read(scope).await?;
        let export = match tx.exports().export(id).await {
            Ok(export) => export,
            Err(rappel_store::StoreError::NotFound) => {
                // What an earlier try has left, for somebody who was erased since.
                remove(&self.files.export(scope.tenant(), id)).await?;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        drop(tx);
        if export.ready.is_some() {
            return Ok(None);
        }
        let person = export.person;
        let mut archive = Archive::begin(&self.files.export(scope.tenant(), id)).await?;
        self.write_account(scope, person, &mut archive).await?;
        self.write_tickets(scope, person, &mut archive).await?;
        self.write_sent(scope, person, &mut archive).await?;
        self.write_audit(scope, person, &mut archive).await?;
        Ok(Some(archive.finish().await?))
    }

    /// Notes that the file is there, and when it is taken away.
    pub async fn export_written(&self, tx: &mut Tx, id: ExportId, size: i64) -> Result<()> {
        let at = tx.clock().now();
        let until = at + privacy::EXPORT_KEPT;
        match tx.exports().set_ready(id, Ready { at, until, size }).await {
            // Whoever waited for it is being erased.
            Err(rappel_store::StoreError::NotFound) => {
                remove(&self.files.export(tx.scope().tenant(), id)).await?;
                return Ok(());
            }
            done => done?,
        }
        let decision = privacy::export_ready(tx.clock(), tx.scope().tenant(), id);
        Ok(tx.record(decision).await?)
    }

    /// Takes the file of an export away, then what is known of it.
    pub async fn drop_export(&self, tx: &Tx, id: ExportId) -> Result<()> {
        remove(&self.files.export(tx.scope().tenant(), id)).await?;
        Ok(tx.exports().drop_export(id).await?)
    }

    async fn write_account(&self, scope: &Scope, person: PersonId, archive: &mut Archive) -> Result<()> {
        let tx = self.store.read(scope).await?;
        let company = tx.tenant().await?.name;
        let it = tx.persons().by_id(person).await?;
        let factor = tx.factors().factor(person.into()).await?;
        let identities = tx.identities().identities_of(person).await?;
        let identities = identities.iter().map(|it| json!({ "issuer": it.issuer, "subject": it.subject, "linked_at": it.linked_at, "used_at": it.used_at }));
        let identities: Vec<_> = identities.collect();
        let passkeys = tx.passkeys().passkeys_of(person.into()).await?;
        let passkeys = passkeys.iter().map(|it| json!({ "name": it.name, "host": it.host, "added_at": it.created_at, "used_at": it.used_at }));
        let passkeys: Vec<_> = passkeys.collect();
        drop(tx);
        let account = json!({
            "id": it.id.to_string(),
            "company": company,
            "name": it.name,
            "user_name": it.user_name,
            "email": it.email,
            "phone": it.phone.as_ref().map(|phone| phone.e164().to_owned()),
            "phone_verified_at": it.phone_verified_at,
            "language": it.locale.map(rappel_domain::Locale::tag),
            "role": it.role,
            "sees": it.visibility,
            "time_zone": it.time_zone.map(chrono_tz::Tz::name),
            "colour_scheme": it.colour_scheme.map(rappel_domain::ColourScheme::as_str),
            "news": it.choices,
            "quiet_hours": it.quiet.map(|quiet| json!({ "from": quiet.from().to_string(), "until": quiet.until().to_string() })),
            "second_factor_since": factor.and_then(|it| it.enrolled_at),
            "identities": identities,
            "passkeys": passkeys,
            "activated_at": it.activated_at,
            "disabled_at": it.disabled_at,
            "last_sign_in_at": it.last_sign_in_at,
        });
        archive.entry("account.json".to_owned()).await?;
        archive.text(pretty(&account)).await
    }

    async fn write_tickets(&self, scope: &Scope, person: PersonId, archive: &mut Archive) -> Result<()> {
        let mut after = None;
        loop {
            let tx = self.store.read(scope).await?;
            let page = tx.exports().tickets_of(person, after, AT_ONCE).await?;
            drop(tx);
            for id in &page {
                self.write_ticket(scope, *id, archive).await?;
            }
            after = page.last().copied();
            if (page.len() as u64) < AT_ONCE {
                return Ok(());
            }
        }
    }

    async fn write_ticket(&self, scope: &Scope, id: TicketId, archive: &mut Archive) -> Result<()> {
        let tx = self.store.snapshot(scope).await?;
        let ticket = tx.tickets().by_id(id).await?;
        let category = tx.categories().by_id(ticket.category).await?;
        let read = timeline::read(&tx, id, Audience::Client, (&[ticket.requester], &[])).await?;
        let call = tx.callbacks().of_ticket(id).await?;
        drop(tx);
        let mut stored: Vec<StoredFile> = Vec::new();
        let mut told: Vec<Value> = Vec::new();
        for entry in read.entries {
            told.push(match entry {
                Entry::Message(message) => {
                    let files: Vec<Value> = message
                        .files
                        .iter()
                        .map(|it| json!({ "id": it.id.to_string(), "name": it.name, "size": it.size }))
                        .collect();
                    stored.extend(message.files);
                    json!({
                        "at": message.at, "by": message.by.name, "message": message.body, "files": files,
                    })
                }
                Entry::Fact(fact) => json!({ "at": fact.at, "by": fact.by.name, "fact": fact.fact }),
            });
        }
        let call = call.map(|it| {
            json!({
                "phone": it.phone.e164(), "name": it.contact_name, "requested_at": it.requested_at,
                "promised_by": it.promised_by,
            })
        });
        let feedback = match &ticket.state {
            State::Closed { feedback: Some(it), .. } => Some(json!({
                "at": it.at, "solved": it.solved, "words": it.remark.as_ref().map(Remark::as_str),
            })),
            _ => None,
        };
        let number = ticket.number;
        let whole = json!({
            "number": number,
            "category": category.name_fr,
            "opened_at": ticket.opened_at,
            "status": ticket.status().as_str(),
            "answers": ticket.answers,
            "call": call,
            "feedback": feedback,
            "timeline": told,
        });
        archive.entry(format!("tickets/{number}.json")).await?;
        archive.text(pretty(&whole)).await?;
        for file in stored {
            archive.entry(format!("files/{number}/{}-{}", file.id, plain_name(&file.name))).await?;
            archive.content_of(self.files.path(scope.tenant(), file.id)).await?;
        }
        Ok(())
    }

    async fn write_sent(&self, scope: &Scope, person: PersonId, archive: &mut Archive) -> Result<()> {
        archive.entry("sent.json".to_owned()).await?;
        let (mut list, mut after) = (List::default(), None);
        loop {
            let tx = self.store.read(scope).await?;
            let page = tx.exports().sent_to(person, after, AT_ONCE).await?;
            drop(tx);
            for it in &page {
                archive.text(list.next(&sent(it))).await?;
            }
            after = page.last().map(|it| it.id);
            if (page.len() as u64) < AT_ONCE {
                return archive.text(list.end()).await;
            }
        }
    }

    async fn write_audit(&self, scope: &Scope, person: PersonId, archive: &mut Archive) -> Result<()> {
        archive.entry("audit.json".to_owned()).await?;
        let (mut list, mut before) = (List::default(), None);
        // Looks are of staff, and of nobody in particular.
        let wanted = Wanted { what: What::Changes, ..Wanted::default() };
        loop {
            let tx = self.store.read(scope).await?;
            let (page, older) = tx.audit().latest(&wanted, before, AT_ONCE).await?;
            drop(tx);
            for it in page {
                let by_them = it.by == Actor::Person(person);
                if by_them || it.person == Some(person) {
                    let line = json!({ "at": it.at, "by_you": by_them, "deed": it.deed });
                    archive.text(list.next(&line)).await?;
                }
            }
            match older {
                Some(place) => before = Some(place),
                None => return archive.text(list.end()).await,
            }
        }
    }
}

fn sent(it: &Delivery) -> Value {
    let at: Option<DateTime<Utc>> = it.sent_at;
    json!({
        "channel": it.channel, "about": it.news.kind(), "address": it.address, "subject": it.subject,
        "text": it.body, "decided_at": it.created_at, "sent_at": at, "state": it.state.as_str(),
    })
}

/// A JSON array, written piece by piece.
#[derive(Debug, Default)]
struct List {
    is_begun: bool,
}

impl List {
    fn next(&mut self, value: &Value) -> String {
        let before = if std::mem::replace(&mut self.is_begun, true) { ",\n" } else { "[\n" };
        format!("{before}{value}")
    }

    fn end(&self) -> String {
        if self.is_begun { "\n]\n" } else { "[]\n" }.to_owned()
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Removes a file that may be gone already.
pub(super) async fn remove(path: &std::path::Path) -> Result<()> {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
