//! Everything of a company, table by table and some rows at a time, as it is handed out to the company itself.
//!
//! A new table of companies fails a test until [`CONTENTS`] says what becomes of it, and a new column of one that is handed out does
//! not compile until its function in `whole/lines.rs` says so.

mod lines;

use rappel_domain::id::{FileId, StaffId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, DbBackend, EntityTrait, ExprTrait as _, FromQueryResult,
    QueryFilter, QueryOrder as _, QuerySelect, QueryTrait as _, Select, Statement, prelude::Uuid,
    sea_query::Expr,
};
use serde_json::Value;

use crate::{
    entities::{
        api_keys, audit, audit_heads, callbacks, categories, deliveries, events, files, followers, hosts,
        identities, identity_providers, messages, own_texts, persons, tenants, tickets,
    },
    error::{Result, StoreError},
    unit::{TenantTable, Tx},
};

/// What becomes of a table of companies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Its rows are lines of a part.
    Rows(Part),
    /// It is in `company.json`, or beside it.
    Company,
    /// It is left out, for a reason.
    LeftOut(&'static str),
}

/// Every table of companies, and what becomes of it.
pub const CONTENTS: [(&str, Content); 35] = [
    ("persons", Content::Rows(Part::People)),
    ("categories", Content::Rows(Part::Categories)),
    ("tickets", Content::Rows(Part::Tickets)),
    ("messages", Content::Rows(Part::Messages)),
    ("files", Content::Rows(Part::Files)),
    ("followers", Content::Rows(Part::Followers)),
    ("callbacks", Content::Rows(Part::Callbacks)),
    ("events", Content::Rows(Part::Events)),
    ("deliveries", Content::Rows(Part::Deliveries)),
    ("identities", Content::Rows(Part::Identities)),
    ("api_keys", Content::Rows(Part::Keys)),
    ("audit", Content::Rows(Part::Audit)),
    ("audit_heads", Content::Company),
    ("identity_providers", Content::Company),
    ("logos", Content::Company),
    ("own_texts", Content::Company),
    (
        "retentions",
        Content::LeftOut("how the setting in company.json is carried out; what it did is in the audit"),
    ),
    (
        "summons",
        Content::LeftOut("whom of its staff the operator paged; what a client reads of it is in events"),
    ),
    (
        "attempts",
        Content::LeftOut("how the operator's providers were asked; what came of it is in deliveries"),
    ),
    ("receipts", Content::LeftOut("what the operator's providers said; what came of it is in deliveries")),
    ("paging_windows", Content::LeftOut("pauses between texts to the operator's staff")),
    ("ticket_words", Content::LeftOut("an index of what is in tickets and messages")),
    ("jobs", Content::LeftOut("what the program has still to do, by identifiers")),
    ("idempotency", Content::LeftOut("which forms were sent, for a day")),
    ("counters", Content::LeftOut("the next number of a ticket")),
    ("links", Content::LeftOut("hashes of links that open something")),
    ("sessions", Content::LeftOut("what keeps people signed in; the last sign-in is in people")),
    ("devices", Content::LeftOut("hashes by which a browser is known again")),
    ("factors", Content::LeftOut("secrets of second factors")),
    ("recovery_codes", Content::LeftOut("hashes of recovery codes")),
    ("passkeys", Content::LeftOut("what opens accounts; each person's own file names theirs")),
    ("passkey_ceremonies", Content::LeftOut("uses of passkeys that are under way, for five minutes")),
    ("exports", Content::LeftOut("files that are each for one person alone")),
    ("company_exports", Content::LeftOut("this file; that it was asked for is in the audit")),
    ("provider_sign_ins", Content::LeftOut("sign-ins that are under way, for ten minutes")),
];

/// A part of the file: a table, a line of JSON for each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Whoever signs in, or did.
    People,
    /// What tickets are about.
    Categories,
    /// Tickets, with what was answered in fields of their own, and what was said of their close.
    Tickets,
    /// What clients and staff wrote; notes of staff are not for clients.
    Messages,
    /// What is known of files; their content lies beside it.
    Files,
    /// Who follows a ticket.
    Followers,
    /// Calls that were promised.
    Callbacks,
    /// Facts, in their chains.
    Events,
    /// What was sent to whom of the company.
    Deliveries,
    /// Who somebody is with the company's identity provider.
    Identities,
    /// Keys of the JSON API, without what opens anything.
    Keys,
    /// What was changed, and what staff looked at.
    Audit,
}

impl Part {
    /// In the order in which they are written.
    pub const ALL: [Self; 12] = [
        Self::People,
        Self::Categories,
        Self::Tickets,
        Self::Messages,
        Self::Files,
        Self::Followers,
        Self::Callbacks,
        Self::Events,
        Self::Deliveries,
        Self::Identities,
        Self::Keys,
        Self::Audit,
    ];

    /// Its name, and that of its entry without `.jsonl`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Categories => "categories",
            Self::Tickets => "tickets",
            Self::Messages => "messages",
            Self::Files => "files",
            Self::Followers => "followers",
            Self::Callbacks => "callbacks",
            Self::Events => "events",
            Self::Deliveries => "deliveries",
            Self::Identities => "identities",
            Self::Keys => "keys",
            Self::Audit => "audit",
        }
    }
}

/// A row as it is handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its JSON.
    pub value: Value,
    /// Of staff, who is named in it.
    pub staff: Vec<StaffId>,
    /// The file that it tells of, with the name that its sender gave it.
    pub file: Option<(FileId, String)>,
}

/// A row after which to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Key);

#[derive(Debug, FromQueryResult)]
struct Size {
    bytes: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Id(Uuid),
    Number(i32),
    Pair(Uuid, Uuid),
    Words(String, String),
}

/// What the scope's tenant consists of.
#[derive(Debug)]
pub struct Whole<'a>(&'a Tx);

impl Tx {
    /// What the scope's tenant consists of.
    pub const fn whole(&self) -> Whole<'_> {
        Whole(self)
    }
}

impl Whole<'_> {
    /// The company itself: settings, hosts, its identity provider without its secret, its own texts, and where its audit ends.
    pub async fn company_line(&self) -> Result<Value> {
        let tx = self.0;
        let row = tenants::Entity::find_by_id(tx.tenant.uuid()).one(&tx.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let hosts = hosts::Entity::find().filter(hosts::Column::TenantId.eq(tx.tenant.uuid()));
        let hosts = hosts.order_by_asc(hosts::Column::Host).all(&tx.db).await?;
        let provider = tx.of::<identity_providers::Entity>().one(&tx.db).await?;
        let texts = tx.of::<own_texts::Entity>().order_by_asc(own_texts::Column::Locale);
        let texts = texts.order_by_asc(own_texts::Column::Key).all(&tx.db).await?;
        let head = tx.of::<audit_heads::Entity>().one(&tx.db).await?;
        Ok(lines::company(row, hosts, provider, texts, head))
    }

    /// Bytes of all files whose contents are handed out.
    pub async fn bytes_of_contents(&self) -> Result<u64> {
        let tx = self.0;
        let sql = "SELECT CAST(COALESCE(SUM(f.size), 0) AS BIGINT) AS bytes FROM files f WHERE f.tenant_id = $1 \
            AND NOT EXISTS (SELECT 1 FROM messages m \
              WHERE m.tenant_id = f.tenant_id AND m.id = f.message_id AND m.kind = 'note')";
        let values = [tx.tenant.uuid().into()];
        let statement = Statement::from_sql_and_values(tx.db.get_database_backend(), sql, values);
        let found = Size::find_by_statement(statement).one(&tx.db).await?;
        Ok(found.map_or(0, |it| u64::try_from(it.bytes).unwrap_or_default()))
    }

    /// The next rows of a part, in the order of their keys, and the place of the last one.
    pub async fn lines_of(
        &self,
        part: Part,
        after: Option<&Place>,
        limit: u64,
    ) -> Result<(Vec<Line>, Option<Place>)> {
        let tx = self.0;
        match part {
            Part::People => {
                self.by_id(tx.of::<persons::Entity>(), persons::Column::Id, after, limit, lines::person).await
            }
            Part::Categories => {
                self.by_id(
                    tx.of::<categories::Entity>(),
                    categories::Column::Id,
                    after,
                    limit,
                    lines::category,
                )
                .await
            }
            Part::Tickets => {
                self.by_id(tx.of::<tickets::Entity>(), tickets::Column::Id, after, limit, lines::ticket).await
            }
            Part::Messages => {
                let shown = tx.of::<messages::Entity>().filter(messages::Column::Kind.ne("note"));
                self.by_id(shown, messages::Column::Id, after, limit, lines::message).await
            }
            Part::Files => {
                let notes = tx.of::<messages::Entity>().filter(messages::Column::Kind.eq("note"));
                let notes = notes.select_only().column(messages::Column::Id).into_query();
                let shown = tx.of::<files::Entity>().filter(files::Column::MessageId.not_in_subquery(notes));
                self.by_id(shown, files::Column::Id, after, limit, lines::file).await
            }
            Part::Callbacks => {
                self.by_id(tx.of::<callbacks::Entity>(), callbacks::Column::Id, after, limit, lines::callback)
                    .await
            }
            Part::Events => {
                self.by_id(tx.of::<events::Entity>(), events::Column::Id, after, limit, lines::event).await
            }
            Part::Deliveries => {
                let kind = match tx.db.get_database_backend() {
                    DbBackend::Postgres => Expr::cust("recipient->>'kind'"),
                    _ => Expr::cust("json_extract(recipient, '$.kind')"),
                };
                let theirs = tx.of::<deliveries::Entity>().filter(kind.eq("person"));
                self.by_id(theirs, deliveries::Column::Id, after, limit, lines::delivery).await
            }
            Part::Keys => {
                self.by_id(tx.of::<api_keys::Entity>(), api_keys::Column::Id, after, limit, lines::key).await
            }
            Part::Followers => self.followers(after, limit).await,
            Part::Identities => self.identities(after, limit).await,
            Part::Audit => self.audit(after, limit).await,
        }
    }

    async fn by_id<E, C>(
        &self,
        rows: Select<E>,
        id: C,
        after: Option<&Place>,
        limit: u64,
        line: impl Fn(E::Model) -> Result<(Uuid, Line)>,
    ) -> Result<(Vec<Line>, Option<Place>)>
    where
        E: TenantTable,
        C: ColumnTrait,
    {
        let rows = match after {
            Some(Place(Key::Id(after))) => rows.filter(id.gt(*after)),
            _ => rows,
        };
        let rows = rows.order_by_asc(id).limit(limit).all(&self.0.db).await?;
        let mut found = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in rows {
            let (id, line) = line(row)?;
            last = Some(Place(Key::Id(id)));
            found.push(line);
        }
        Ok((found, last))
    }

    async fn followers(&self, after: Option<&Place>, limit: u64) -> Result<(Vec<Line>, Option<Place>)> {
        let mut rows = self.0.of::<followers::Entity>();
        if let Some(Place(Key::Pair(ticket, person))) = after {
            let next = followers::Column::TicketId.eq(*ticket).and(followers::Column::PersonId.gt(*person));
            rows = rows.filter(Condition::any().add(followers::Column::TicketId.gt(*ticket)).add(next));
        }
        let rows = rows.order_by_asc(followers::Column::TicketId).order_by_asc(followers::Column::PersonId);
        let rows = rows.limit(limit).all(&self.0.db).await?;
        let last = rows.last().map(|row| Place(Key::Pair(row.ticket_id, row.person_id)));
        Ok((rows.into_iter().map(lines::follower).collect(), last))
    }

    async fn identities(&self, after: Option<&Place>, limit: u64) -> Result<(Vec<Line>, Option<Place>)> {
        let mut rows = self.0.of::<identities::Entity>();
        if let Some(Place(Key::Words(issuer, subject))) = after {
            let next = identities::Column::Issuer
                .eq(issuer.as_str())
                .and(identities::Column::Subject.gt(subject.as_str()));
            rows =
                rows.filter(Condition::any().add(identities::Column::Issuer.gt(issuer.as_str())).add(next));
        }
        let rows = rows.order_by_asc(identities::Column::Issuer).order_by_asc(identities::Column::Subject);
        let rows = rows.limit(limit).all(&self.0.db).await?;
        let last = rows.last().map(|row| Place(Key::Words(row.issuer.clone(), row.subject.clone())));
        Ok((rows.into_iter().map(lines::identity).collect(), last))
    }

    async fn audit(&self, after: Option<&Place>, limit: u64) -> Result<(Vec<Line>, Option<Place>)> {
        let mut rows = self.0.of::<audit::Entity>();
        if let Some(Place(Key::Number(seq))) = after {
            rows = rows.filter(audit::Column::Seq.gt(*seq));
        }
        let rows = rows.order_by_asc(audit::Column::Seq).limit(limit).all(&self.0.db).await?;
        let last = rows.last().map(|row| Place(Key::Number(row.seq)));
        Ok((rows.into_iter().map(lines::deed).collect(), last))
    }
}

#[cfg(test)]
mod tests;
