//! Takes away what tells who somebody was. Facts and the audit hold identifiers and no names: they stay as they were written,
//! and so do their chains.

mod naming;

use chrono::{DateTime, Utc};
use rappel_domain::{
    id::{DeliveryId, FileId, PersonId, TicketId},
    message::MessageKind,
    own_field::Value,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait as _, DbBackend, EntityTrait, ExprTrait as _, QueryFilter, QuerySelect,
    QueryTrait as _,
    prelude::Uuid,
    sea_query::{Expr, LockType},
};

use self::naming::says;
use crate::{
    Store,
    convert::to_json,
    entities::{
        attempts, callbacks, deliveries, devices, exports, files, followers, idempotency, identities, jobs,
        links, messages, passkeys, persons, receipts, refused_addresses, sessions, ticket_words, tickets,
    },
    error::{Result, StoreError},
    exports::is_to,
    sessions::{Sessions, Subject, keys_of},
    tickets::{answers, in_words},
    unit::{Guarded, Tx},
};

/// Rewrites a text; `None` leaves it.
pub type Rewrite<'a> = &'a (dyn Fn(&str) -> Option<String> + Send + Sync);

/// What is left of somebody.
#[derive(Debug)]
pub struct Erasing<'a>(&'a Tx);

impl Tx {
    /// What is left of somebody of the scope's tenant.
    pub const fn erasing(&self) -> Erasing<'_> {
        Erasing(self)
    }
}

impl Erasing<'_> {
    /// Since when somebody is being erased, and since when they are.
    pub async fn state_of(&self, person: PersonId) -> Result<(Option<DateTime<Utc>>, Option<DateTime<Utc>>)> {
        let row = self.0.of::<persons::Entity>().filter(persons::Column::Id.eq(person.uuid()));
        let row = row.one(&self.0.db).await?.ok_or(StoreError::NotFound)?;
        Ok((row.erasing_at, row.erased_at))
    }

    /// Whoever is being erased, or is.
    pub async fn everybody_erased(&self) -> Result<Vec<(PersonId, bool)>> {
        let rows = self.0.of::<persons::Entity>().filter(persons::Column::ErasingAt.is_not_null());
        let rows = rows.all(&self.0.db).await?;
        Ok(rows.into_iter().map(|row| (PersonId::from_uuid(row.id), row.erased_at.is_some())).collect())
    }

    /// Notes that somebody is being erased from now on. [`StoreError::Stale`] when they can sign in, or are already.
    pub async fn begin_erasing(&self, person: PersonId) -> Result<()> {
        let row = persons::ActiveModel { erasing_at: Set(Some(self.0.clock.now())), ..Default::default() };
        let done = self
            .0
            .change::<persons::Entity>()
            .set(row)
            // Whoever lets them in again at this moment has read an older one.
            .col_expr(persons::Column::Version, Expr::col(persons::Column::Version).add(1))
            .filter(persons::Column::Id.eq(person.uuid()))
            .filter(persons::Column::DisabledAt.is_not_null())
            .filter(persons::Column::ErasingAt.is_null())
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Whether a call to somebody is still owed.
    pub async fn owes_call(&self, person: PersonId) -> Result<bool> {
        let theirs = self.0.of::<tickets::Entity>().filter(tickets::Column::RequesterId.eq(person.uuid()));
        let theirs = theirs.select_only().column(tickets::Column::Id).into_query();
        let open = self
            .0
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::EndedAt.is_null())
            .filter(callbacks::Column::TicketId.in_subquery(theirs));
        Ok(open.one(&self.0.db).await?.is_some())
    }

    /// Rewrites the texts of a ticket, and notes its words anew.
    pub async fn rewrite_ticket(&self, ticket: TicketId, rewrite: Rewrite<'_>) -> Result<()> {
        let tx = self.0;
        // Held, so that nothing is written on it meanwhile.
        let held = tx.of::<tickets::Entity>().filter(tickets::Column::Id.eq(ticket.uuid()));
        let row = held.lock(LockType::NoKeyUpdate).one(&tx.db).await?.ok_or(StoreError::NotFound)?;
        let mut texts = Vec::new();
        let mut is_changed = false;
        let written = tx.of::<messages::Entity>().filter(messages::Column::TicketId.eq(ticket.uuid()));
        for message in written.all(&tx.db).await? {
            let kind: MessageKind = crate::convert::word(&message.kind, "messages.kind")?;
            let body = match rewrite(&message.body) {
                Some(body) => {
                    let row = messages::ActiveModel { body: Set(body.clone()), ..Default::default() };
                    let change = tx.change::<messages::Entity>().set(row);
                    change.filter(messages::Column::Id.eq(message.id)).exec(&tx.db).await?;
                    is_changed = true;
                    body
                }
                None => message.body,
            };
            texts.push((kind, body));
        }
        let named = tx.of::<files::Entity>().filter(files::Column::TicketId.eq(ticket.uuid()));
        for file in named.all(&tx.db).await? {
            if let Some(name) = rewrite(&file.name) {
                let row = files::ActiveModel { name: Set(name), ..Default::default() };
                let change = tx.change::<files::Entity>().set(row);
                change.filter(files::Column::Id.eq(file.id)).exec(&tx.db).await?;
                is_changed = true;
            }
        }
        let words = row.feedback_words.as_deref().and_then(rewrite);
        let mut answers = answers(row.answers)?;
        for answer in &mut answers {
            if let Value::Text(text) | Value::Number(text) = &mut answer.value
                && let Some(redacted) = rewrite(text)
            {
                *text = redacted;
                is_changed = true;
            }
        }
        let excerpt = rewrite(&row.excerpt);
        if !is_changed && words.is_none() && excerpt.is_none() {
            return Ok(());
        }
        let changed = tickets::ActiveModel {
            // Whoever has read it before writes nothing of it back.
            version: Set(row.version + 1),
            answers: Set((!answers.is_empty()).then(|| to_json(&answers)).transpose()?),
            excerpt: Set(excerpt.unwrap_or(row.excerpt)),
            feedback_words: Set(words.or(row.feedback_words)),
            ..Default::default()
        };
        tx.change::<tickets::Entity>()
            .set(changed)
            .filter(tickets::Column::Id.eq(ticket.uuid()))
            .exec(&tx.db)
            .await?;
        let noted = tx.remove::<ticket_words::Entity>();
        noted.filter(ticket_words::Column::TicketId.eq(ticket.uuid())).exec(&tx.db).await?;
        texts.extend(in_words(&answers).map(|answered| (MessageKind::Client, answered)));
        for (kind, text) in texts {
            tx.insert_words(ticket, kind, &text).await?;
        }
        Ok(())
    }

    /// Takes number and name from the calls of a ticket, and subject and text from what was sent about it.
    pub async fn blank_ticket(&self, ticket: TicketId, name: &str) -> Result<()> {
        let row = callbacks::ActiveModel {
            phone: Set(String::new()),
            contact_name: Set(name.to_owned()),
            ..Default::default()
        };
        let calls = self.0.change::<callbacks::Entity>().set(row);
        calls.filter(callbacks::Column::TicketId.eq(ticket.uuid())).exec(&self.0.db).await?;
        let blank = deliveries::ActiveModel { subject: Set(None), body: Set(None), ..Default::default() };
        let sent = self.0.change::<deliveries::Entity>().set(blank);
        sent.filter(deliveries::Column::TicketId.eq(ticket.uuid())).exec(&self.0.db).await?;
        Ok(())
    }

    /// Takes address, subject and text from what was sent to somebody, and what providers said of it.
    pub async fn blank_sent_to(&self, person: PersonId) -> Result<()> {
        let tx = self.0;
        let theirs = || {
            let ids = tx.of::<deliveries::Entity>().filter(is_to(&tx.db, person)).select_only();
            ids.column(deliveries::Column::Id).into_query()
        };
        let row = attempts::ActiveModel { detail: Set(None), ..Default::default() };
        let tries = tx.change::<attempts::Entity>().set(row);
        tries.filter(attempts::Column::DeliveryId.in_subquery(theirs())).exec(&tx.db).await?;
        let row = receipts::ActiveModel { detail: Set(None), ..Default::default() };
        let told = tx.change::<receipts::Entity>().set(row);
        told.filter(receipts::Column::DeliveryId.in_subquery(theirs())).exec(&tx.db).await?;
        let blank = deliveries::ActiveModel {
            address: Set(None),
            subject: Set(None),
            body: Set(None),
            last_error: Set(None),
            ..Default::default()
        };
        tx.change::<deliveries::Entity>().set(blank).filter(is_to(&tx.db, person)).exec(&tx.db).await?;
        Ok(())
    }

    /// Takes subject and text from those of these messages that name somebody, and rewrites what was noted of their faults. A
    /// text that was sent is not rewritten: its proof would say that it is another one.
    pub async fn rewrite_sent(&self, these: &[DeliveryId], rewrite: Rewrite<'_>) -> Result<()> {
        let tx = self.0;
        let ids = || these.iter().map(|it| it.uuid());
        let names = |text: &Option<String>| text.as_deref().and_then(rewrite).is_some();
        let sent = tx.of::<deliveries::Entity>().filter(deliveries::Column::Id.is_in(ids()));
        for row in sent.all(&tx.db).await? {
            let goes = names(&row.subject) || names(&row.body);
            if !goes && !names(&row.last_error) {
                continue;
            }
            let changed = deliveries::ActiveModel {
                subject: Set(row.subject.filter(|_| !goes)),
                body: Set(row.body.filter(|_| !goes)),
                last_error: Set(row.last_error.map(|text| rewrite(&text).unwrap_or(text))),
                ..Default::default()
            };
            let change = tx.change::<deliveries::Entity>().set(changed);
            change.filter(deliveries::Column::Id.eq(row.id)).exec(&tx.db).await?;
        }
        let tries = tx.of::<attempts::Entity>().filter(attempts::Column::DeliveryId.is_in(ids()));
        for row in tries.all(&tx.db).await? {
            let Some(detail) = row.detail.as_deref().and_then(rewrite) else { continue };
            let changed = attempts::ActiveModel { detail: Set(Some(detail)), ..Default::default() };
            let change = tx.change::<attempts::Entity>().set(changed);
            change.filter(attempts::Column::Id.eq(row.id)).exec(&tx.db).await?;
        }
        Ok(())
    }

    /// Rewrites what was noted of jobs that failed, where one of the folded words occurs.
    pub async fn rewrite_faults(&self, words: &[String], rewrite: Rewrite<'_>) -> Result<()> {
        let tx = self.0;
        let faults = tx.of::<jobs::Entity>().filter(says(jobs::Column::LastError, words));
        let faults = faults.select_only().column(jobs::Column::Id).column(jobs::Column::LastError);
        for (id, error) in faults.into_tuple::<(Uuid, Option<String>)>().all(&tx.db).await? {
            let Some(error) = error.as_deref().and_then(rewrite) else { continue };
            let changed = jobs::ActiveModel { last_error: Set(Some(error)), ..Default::default() };
            tx.change::<jobs::Entity>().set(changed).filter(jobs::Column::Id.eq(id)).exec(&tx.db).await?;
        }
        Ok(())
    }

    /// The files that somebody sent with a ticket.
    pub async fn files_by(&self, ticket: TicketId, person: PersonId) -> Result<Vec<FileId>> {
        let theirs = self
            .0
            .of::<messages::Entity>()
            .filter(messages::Column::TicketId.eq(ticket.uuid()))
            .filter(is_by(&self.0.db, person))
            .select_only()
            .column(messages::Column::Id)
            .into_query();
        let rows = self.0.of::<files::Entity>().filter(files::Column::MessageId.in_subquery(theirs));
        Ok(rows.all(&self.0.db).await?.into_iter().map(|row| FileId::from_uuid(row.id)).collect())
    }

    /// Tickets, their own or of others, with which somebody sent files.
    pub async fn tickets_with_files_by(&self, person: PersonId) -> Result<Vec<TicketId>> {
        let with_files =
            self.0.of::<files::Entity>().select_only().column(files::Column::MessageId).into_query();
        let rows = self
            .0
            .of::<messages::Entity>()
            .filter(messages::Column::Id.in_subquery(with_files))
            .filter(is_by(&self.0.db, person))
            .select_only();
        let ids: Vec<Uuid> =
            rows.column(messages::Column::TicketId).distinct().into_tuple().all(&self.0.db).await?;
        Ok(ids.into_iter().map(TicketId::from_uuid).collect())
    }

    /// Forgets a file.
    pub async fn drop_file(&self, file: FileId) -> Result<()> {
        self.0.remove::<files::Entity>().filter(files::Column::Id.eq(file.uuid())).exec(&self.0.db).await?;
        Ok(())
    }

    /// Forgets somebody: second factor, who they are with a provider, sessions, links, browsers, what they follow, keys of
    /// forms; of their row the identifier is left, with a name that is
    /// anybody's. Last of all: it is what the rest is found by.
    pub async fn forget_person(&self, person: PersonId, name: &str) -> Result<()> {
        let tx = self.0;
        let id = person.uuid();
        let found = tx.of::<persons::Entity>().filter(persons::Column::Id.eq(id));
        let row = found.lock(LockType::NoKeyUpdate).one(&tx.db).await?.ok_or(StoreError::NotFound)?;
        tx.factors().remove_factor(person.into()).await?;
        tx.remove::<sessions::Entity>().filter(sessions::Column::Subject.eq(id)).exec(&tx.db).await?;
        tx.remove::<links::Entity>().filter(links::Column::Subject.eq(id)).exec(&tx.db).await?;
        tx.remove::<devices::Entity>().filter(devices::Column::PersonId.eq(id)).exec(&tx.db).await?;
        tx.remove::<exports::Entity>().filter(exports::Column::PersonId.eq(id)).exec(&tx.db).await?;
        tx.remove::<followers::Entity>().filter(followers::Column::PersonId.eq(id)).exec(&tx.db).await?;
        tx.remove::<identities::Entity>().filter(identities::Column::PersonId.eq(id)).exec(&tx.db).await?;
        tx.remove::<passkeys::Entity>().filter(passkeys::Column::Subject.eq(id)).exec(&tx.db).await?;
        let theirs = idempotency::Column::Actor.contains(person.to_string());
        tx.remove::<idempotency::Entity>().filter(theirs).exec(&tx.db).await?;
        let addresses: Vec<String> = std::iter::once(row.email).chain(row.phone).collect();
        let refused = refused_addresses::Column::Address.is_in(addresses);
        refused_addresses::Entity::delete_many().filter(refused).exec(&tx.db).await?;
        let nobody = format!("erased-{}", id.simple());
        let changed = persons::ActiveModel {
            user_name: Set(nobody.clone()),
            email: Set(format!("{nobody}@erased.invalid")),
            name: Set(name.to_owned()),
            phone: Set(None),
            phone_verified_at: Set(None),
            phone_code_hash: Set(None),
            phone_code_expires_at: Set(None),
            phone_code_tries: Set(0),
            locale: Set(None),
            news_by_email: Set(false),
            news_by_sms: Set(false),
            closing_by_email: Set(None),
            closing_by_sms: Set(None),
            calls_by_email: Set(None),
            calls_by_sms: Set(None),
            quiet_from: Set(None),
            quiet_until: Set(None),
            time_zone: Set(None),
            colour_scheme: Set(None),
            visibility: Set(None),
            password_hash: Set(None),
            session_epoch: Set(row.session_epoch + 1),
            activated_at: Set(None),
            disabled_at: Set(row.disabled_at.or_else(|| Some(tx.clock.now()))),
            last_sign_in_at: Set(None),
            erased_at: Set(Some(tx.clock.now())),
            version: Set(row.version + 1),
            ..Default::default()
        };
        tx.change::<persons::Entity>().set(changed).filter(persons::Column::Id.eq(id)).exec(&tx.db).await?;
        Ok(())
    }
}

impl Store {
    /// Forgets the sessions of somebody of the scope's tenant where they are kept outside the database.
    pub async fn forget_sessions(&self, scope: &crate::Scope, person: PersonId) -> Result<()> {
        // A person of this company, or nobody.
        self.read(scope).await?.persons().by_id(person).await?;
        if let Sessions::Redis(redis) = &self.sessions {
            use redis::AsyncCommands as _;
            let mut redis = redis.clone();
            let all = keys_of(scope.tenant(), Subject::Person(person));
            let mut keys: Vec<String> = redis.smembers(&all).await?;
            keys.push(all);
            let _: i64 = redis.del(keys).await?;
        }
        Ok(())
    }
}

/// Whether a message was written by somebody.
fn is_by(db: &Guarded, person: PersonId) -> Expr {
    let by = match db.get_database_backend() {
        DbBackend::Postgres => Expr::cust("author->>'id'"),
        _ => Expr::cust("json_extract(author, '$.id')"),
    };
    by.eq(person.to_string())
}
