//! The words by which tickets are found: noted with each message, in its transaction.
//!
//! One row for each word, ticket and kind of reader: words that stand in notes only are found by staff only.

use std::collections::BTreeSet;

use rappel_domain::{
    event::Audience,
    id::{TenantId, TicketId},
    message::MessageKind,
    words::{Sought, Term, words},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Expr, OnConflict, Query, SelectStatement, UnionType},
};

use crate::{
    Store,
    convert::{uuids, word},
    entities::{messages, ticket_words, tickets},
    error::Result,
    jobs::runner_scope,
    unit::{OfficeTx, Tx},
};

/// Tickets whose words are noted afterwards in one transaction.
const TICKETS_AT_ONCE: u64 = 50;
/// Messages that are in memory then: 20,000 letters each at most.
const MESSAGES_AT_ONCE: u64 = 100;
/// Rows in one statement: SQLite takes 32,766 values.
const ROWS_AT_ONCE: usize = 2_000;
/// On so few tickets a word is rare.
const FEW: u64 = 200;
/// Greater than every letter.
const LAST_LETTER: char = char::MAX;

impl Tx {
    /// Notes the words of a message.
    pub(crate) async fn insert_words(&self, ticket: TicketId, kind: MessageKind, text: &str) -> Result<()> {
        let is_note = kind == MessageKind::Note;
        let rows = words(text).into_iter().map(|word| (word, ticket.uuid(), is_note));
        self.insert_word_rows(&rows.collect::<Vec<_>>()).await
    }

    /// In the order of their key: two who write on one ticket wait for each other, and never each for the other.
    async fn insert_word_rows(&self, rows: &[(String, Uuid, bool)]) -> Result<()> {
        use ticket_words::Column;
        for rows in rows.chunks(ROWS_AT_ONCE) {
            let rows = rows.iter().map(|(word, ticket, is_note)| ticket_words::ActiveModel {
                tenant_id: Set(self.tenant.uuid()),
                word: Set(word.clone()),
                ticket_id: Set(*ticket),
                is_note: Set(*is_note),
            });
            let key = [Column::TenantId, Column::Word, Column::TicketId, Column::IsNote];
            ticket_words::Entity::insert_many(rows)
                .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Tickets to which everything applies that this scope's reader looks for.
    pub(crate) fn matching(&self, sought: &Sought) -> Condition {
        let words = self.of::<ticket_words::Entity>();
        let words = match self.scope.reads() {
            Audience::Staff => words,
            Audience::Client => words.filter(ticket_words::Column::IsNote.eq(false)),
        };
        let all = self.of::<tickets::Entity>();
        match sought {
            Sought::Everything => Condition::all(),
            Sought::Nothing => nothing(),
            Sought::Each(terms) => terms
                .iter()
                .fold(Condition::all(), |every, term| every.add(is_among(set(term, &words, &all)))),
        }
    }

    /// Notes the words of the next tickets that have none yet. How many tickets that were.
    async fn note_words(&self) -> Result<usize> {
        let next: Vec<Uuid> = self
            .of::<tickets::Entity>()
            .filter(without_words())
            .select_only()
            .column(tickets::Column::Id)
            .order_by_asc(tickets::Column::Id)
            .limit(TICKETS_AT_ONCE)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut after = Uuid::nil();
        while !next.is_empty() {
            let page = self
                .of::<messages::Entity>()
                .filter(messages::Column::TicketId.is_in(next.iter().copied()))
                .filter(messages::Column::Id.gt(after))
                .order_by_asc(messages::Column::Id)
                .limit(MESSAGES_AT_ONCE)
                .all(&self.db)
                .await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            let mut rows = BTreeSet::new();
            for message in &page {
                let kind: MessageKind = word(&message.kind, "messages.kind")?;
                let found = words(&message.body).into_iter();
                rows.extend(found.map(|word| (word, message.ticket_id, kind == MessageKind::Note)));
            }
            self.insert_word_rows(&rows.into_iter().collect::<Vec<_>>()).await?;
        }
        if !next.is_empty() {
            let noted = tickets::ActiveModel { has_words: Set(true), ..Default::default() };
            let these = tickets::Column::Id.is_in(next.iter().copied());
            self.change::<tickets::Entity>().set(noted).filter(these).exec(&self.db).await?;
        }
        Ok(next.len())
    }
}

impl OfficeTx {
    /// Tickets of these tenants to which everything applies that somebody of staff looks for.
    ///
    /// Where one of the words is on few tickets, these are looked up; where all are on many, the view is gone through in its order
    /// and each ticket asked for its words, until a page is full. The server cannot tell the one from the other: its plan is for
    /// any word, and with the rows of all tenants in reach a plan for the other kind reads a table from end to end.
    pub(crate) async fn matching(&self, sought: &Sought, tenants: &[TenantId]) -> Result<Condition> {
        let terms = match sought {
            Sought::Everything => return Ok(Condition::all()),
            Sought::Nothing => return Ok(nothing()),
            Sought::Each(terms) => terms,
        };
        let tenants = uuids(tenants, TenantId::uuid);
        let words = ticket_words::Entity::find();
        let words = words.filter(ticket_words::Column::TenantId.is_in(tenants.iter().copied()));
        let all = tickets::Entity::find().filter(tickets::Column::TenantId.is_in(tenants));
        let sets: Vec<SelectStatement> = terms.iter().map(|term| set(term, &words, &all)).collect();
        let mut rarest: Option<(u64, usize)> = None;
        for (index, set) in sets.iter().enumerate() {
            let count = self.count(set.clone().limit(FEW + 1).take()).await?;
            if count <= FEW && rarest.is_none_or(|(least, _)| count < least) {
                rarest = Some((count, index));
            }
        }
        let rarest = rarest.map(|(_, index)| index);
        Ok(terms.iter().zip(sets).enumerate().fold(Condition::all(), |every, (index, (term, mut set))| {
            // The limit takes nothing away, and says to the server how few they are.
            every.add(if rarest == Some(index) { is_among(set.limit(FEW).take()) } else { applies(term) })
        }))
    }

    async fn count(&self, set: SelectStatement) -> Result<u64> {
        let count = Query::select().expr_as(Expr::cust("COUNT(*)"), "rows").from_subquery(set, "few").take();
        let row = self.db.query_one(&count).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        Ok(rows.cast_unsigned())
    }
}

/// The tickets to which a term applies, as pairs of tenant and ticket.
fn set(term: &Term, words: &Select<ticket_words::Entity>, all: &Select<tickets::Entity>) -> SelectStatement {
    let with_prefix = |prefix: &str| {
        use ticket_words::Column;
        let select = words.clone().filter(begins_with(prefix));
        select.select_only().column(Column::TenantId).column(Column::TicketId).into_query()
    };
    let with_number = |number: i64| {
        use tickets::Column;
        let select = all.clone().filter(Column::Number.eq(number));
        select.select_only().column(Column::TenantId).column(Column::Id).into_query()
    };
    match term {
        Term::Number(number) => with_number(*number),
        Term::Prefix(prefix) => with_prefix(prefix),
        // Not two conditions with "or" between them: no index answers that.
        Term::Either(number, prefix) => {
            with_prefix(prefix).union(UnionType::All, with_number(*number)).take()
        }
    }
}

/// Asks a ticket itself whether a term applies to it. A subquery for a value, which stays one: what the server may join, it joins.
fn applies(term: &Term) -> Expr {
    let has_word = |prefix: &str| {
        use ticket_words::Column;
        let of = |own: Column, column: tickets::Column| {
            Expr::col((ticket_words::Entity, own)).equals((tickets::Entity, column))
        };
        let found = ticket_words::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(of(Column::TenantId, tickets::Column::TenantId))
            .filter(of(Column::TicketId, tickets::Column::Id))
            .filter(begins_with(prefix))
            .limit(1);
        Expr::SubQuery(None, Box::new(found.into_query().into())).eq(1)
    };
    match term {
        Term::Number(number) => tickets::Column::Number.eq(*number),
        Term::Prefix(prefix) => has_word(prefix),
        Term::Either(number, prefix) => tickets::Column::Number.eq(*number).or(has_word(prefix)),
    }
}

fn begins_with(prefix: &str) -> Expr {
    let word = ticket_words::Column::Word;
    word.gte(prefix).and(word.lt(format!("{prefix}{LAST_LETTER}")))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}

/// Both columns, also where the tenant is one: row policies alone must find the same.
fn is_among(found: SelectStatement) -> Expr {
    let ticket = [tickets::Column::TenantId, tickets::Column::Id];
    Expr::tuple(ticket.map(|column| Expr::col((tickets::Entity, column)))).in_subquery(found)
}

/// As the index has it.
fn without_words() -> Expr {
    Expr::col((tickets::Entity, tickets::Column::HasWords)).not()
}

impl Store {
    /// Notes the words of tickets that were written before words were noted, some at a time: whoever is interrupted goes on
    /// where they were.
    pub(crate) async fn note_missing_words(&self) -> Result<()> {
        let tx = self.every_row_of(self.every_tenant().await?).await?;
        let missing: Vec<Uuid> = tickets::Entity::find()
            .filter(without_words())
            .select_only()
            .column(tickets::Column::TenantId)
            .distinct()
            .into_tuple()
            .all(&tx.db)
            .await?;
        drop(tx);
        for tenant in missing.into_iter().map(TenantId::from_uuid) {
            loop {
                let tx = self.write(&runner_scope(tenant)).await?;
                if tx.note_words().await? == 0 {
                    break;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }
}
