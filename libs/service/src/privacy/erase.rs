//! Somebody is erased: what tells who they were is taken out of every table and file, and their tickets stay.
//!
//! Their row is what everything is found by, so that it is changed last: a worker that dies on the way begins again and ends
//! it. Each ticket is a transaction of its own; nothing else waits for long.

use std::path::Path;

use rappel_domain::{
    Locale,
    audit::Deed,
    id::{PersonId, TicketId},
    privacy,
    redact::{Identity, Place},
};
use rappel_store::Tx;

use super::export::remove;
use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    people::may_manage,
};

/// Tickets that are read at once.
const AT_ONCE: u64 = 100;

/// Where the erasure of somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// It was asked for.
    UnderWay,
    /// It is done.
    Done,
}

impl Service {
    /// Somebody who is not being erased.
    pub async fn erasable(&self, scope: &Scope, id: PersonId) -> Result<Person> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let person = tx.persons().by_id(id).await?;
        if tx.erasing().state_of(id).await?.0.is_some() {
            return Err(Error::NotFound);
        }
        Ok(person)
    }

    /// Whoever is being erased, or is.
    pub async fn erasures(&self, scope: &Scope) -> Result<Vec<(PersonId, Erasure)>> {
        may_manage(scope)?;
        let found = self.store.read(scope).await?.erasing().everybody_erased().await?;
        let state = |is_done| if is_done { Erasure::Done } else { Erasure::UnderWay };
        Ok(found.into_iter().map(|(id, is_done)| (id, state(is_done))).collect())
    }

    /// Has somebody erased in the background, whose name was typed to confirm it. It cannot be taken back. Not while they can
    /// sign in or a call to them is owed.
    pub async fn erase_person(&self, scope: &Scope, id: PersonId, typed: &str) -> Result<()> {
        let person = self.erasable(scope, id).await?;
        if person.disabled_at.is_none() {
            return Err(Error::Invalid(vec![Invalid::new("name", Reason::Text("erase-has-access"))]));
        }
        let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if same(typed) != same(&person.name) {
            return Err(Error::Invalid(vec![Invalid::new("name", Reason::Text("erase-wrong-name"))]));
        }
        let mut tx = self.store.write(scope).await?;
        if tx.erasing().owes_call(id).await? {
            return Err(Error::Invalid(vec![Invalid::new("name", Reason::Text("erase-owes-call"))]));
        }
        tx.erasing().begin_erasing(id).await?;
        let decision = privacy::erasure_asked(tx.clock(), scope.tenant(), id);
        tx.record(decision).await?;
        tx.audit().note(Some(id), &Deed::ErasureAsked).await?;
        Ok(tx.commit().await?)
    }

    /// Takes everything away but their row. Done twice, it changes nothing.
    pub async fn erase_traces(&self, scope: &Scope, id: PersonId) -> Result<()> {
        let tx = self.store.read(scope).await?;
        let person = tx.persons().by_id(id).await?;
        let (begun, done) = tx.erasing().state_of(id).await?;
        let name = nobody(tx.tenant().await?.locale);
        let owes_call = tx.erasing().owes_call(id).await?;
        drop(tx);
        if begun.is_none() || done.is_some() {
            return Ok(());
        }
        if owes_call {
            // Asked for in the moment in which the erasure was. The job comes back.
            return Err(Error::Busy);
        }
        let phone = person.phone.as_ref().map(|phone| phone.e164().to_owned());
        let identity = Identity::new(&person.name, &person.email, &person.user_name, phone.as_deref());
        let mut theirs = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.read(scope).await?.exports().tickets_of(id, after, AT_ONCE).await?;
            after = page.last().copied();
            let is_last = (page.len() as u64) < AT_ONCE;
            for ticket in page {
                self.erase_files(scope, ticket, id).await?;
                let tx = self.store.write(scope).await?;
                let rewrite = |text: &str| identity.redact(text, Place::Theirs);
                tx.erasing().rewrite_ticket(ticket, &rewrite).await?;
                tx.erasing().blank_ticket(ticket, name).await?;
                tx.commit().await?;
                theirs.push(ticket);
            }
            if is_last {
                break;
            }
        }
        // What they sent with tickets of others.
        let with_files = self.store.read(scope).await?.erasing().tickets_with_files_by(id).await?;
        for ticket in with_files {
            self.erase_files(scope, ticket, id).await?;
        }
        let tx = self.store.write(scope).await?;
        tx.erasing().blank_sent_to(id).await?;
        tx.commit().await?;
        // An account that nobody ever used is what somebody typed: it tells of no text elsewhere whom it means.
        if person.activated_at.is_some() {
            self.erase_elsewhere(scope, &identity, &theirs).await?;
        }
        Ok(self.store.forget_sessions(scope, id).await?)
    }

    /// Takes them out of what others wrote, and of what was sent to others. What the database finds is looked at in pages, and
    /// only what changes is written.
    async fn erase_elsewhere(&self, scope: &Scope, identity: &Identity, theirs: &[TicketId]) -> Result<()> {
        let sought = identity.sought();
        let rewrite = |text: &str| identity.redact(text, Place::Elsewhere);
        let naming = self.store.read(scope).await?.erasing().tickets_naming(&sought).await?;
        for ticket in naming.into_iter().filter(|it| !theirs.contains(it)) {
            if !self.store.read(scope).await?.erasing().names(ticket, &rewrite).await? {
                continue;
            }
            let tx = self.store.write(scope).await?;
            tx.erasing().rewrite_ticket(ticket, &rewrite).await?;
            tx.commit().await?;
        }
        let mut after = None;
        loop {
            let page = self.store.read(scope).await?.erasing().sent_naming(&sought, after, AT_ONCE).await?;
            let tx = self.store.write(scope).await?;
            tx.erasing().rewrite_sent(&page, &rewrite).await?;
            tx.commit().await?;
            after = page.last().copied();
            if (page.len() as u64) < AT_ONCE {
                break;
            }
        }
        let tx = self.store.write(scope).await?;
        tx.erasing().rewrite_faults(&sought, &rewrite).await?;
        tx.commit().await?;
        // A unit of its own, and short: it holds what every change of a text waits for.
        let tx = self.store.write(scope).await?;
        tx.own_texts().rewrite_own_words(&rewrite).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets who they were, when everything else is gone.
    pub async fn forget_person(&self, tx: &mut Tx, id: PersonId) -> Result<()> {
        let (begun, done) = tx.erasing().state_of(id).await?;
        if begun.is_none() || done.is_some() {
            return Ok(());
        }
        // Opened, or its close taken back, in the moment before the erasure was asked for. The job comes back.
        if tx.erasing().owes_call(id).await? {
            return Err(Error::Busy);
        }
        self.drop_company_export_before_erasure(tx).await?;
        // With their rows, so that one which was finished meanwhile goes too; later ones find no row.
        for export in tx.exports().exports_of(id).await? {
            let path = self.files.export(tx.scope().tenant(), export.id);
            remove(&path.with_extension("part")).await?;
            remove(&path).await?;
        }
        let name = nobody(tx.tenant().await?.locale);
        tx.erasing().forget_person(id, name).await?;
        Ok(tx.audit().note(Some(id), &Deed::PersonErased).await?)
    }

    /// The content first: what is left of a file that was cut off is found again by its row.
    async fn erase_files(&self, scope: &Scope, ticket: TicketId, by: PersonId) -> Result<()> {
        let files = self.store.read(scope).await?.erasing().files_by(ticket, by).await?;
        for file in files {
            let path = self.files.path(scope.tenant(), file);
            remove(&path).await?;
            remove(&thumbnail_of(&path)).await?;
            let tx = self.store.write(scope).await?;
            tx.erasing().drop_file(file).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

fn thumbnail_of(path: &Path) -> std::path::PathBuf {
    path.with_extension("thumbnail")
}

/// What somebody is called who is nobody any more, in the language of their company.
fn nobody(locale: Locale) -> &'static str {
    locale.of_two("Personne effacée", "Erased person")
}
