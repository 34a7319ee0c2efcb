//! The words by which tickets are found: noted with each message, in its transaction.
//!
//! One row for each word, ticket and kind of reader: words that stand in notes only are found by staff only. Stems are rows like
//! words, told from them by their mark.

use std::{collections::BTreeSet, time::Duration};

use rappel_domain::{
    event::Audience,
    id::{TenantId, TicketId},
    message::MessageKind,
    words::{Sought, Term, Word, noted},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
    prelude::{Json, Uuid},
    sea_query::{Expr, LockBehavior, LockType, OnConflict, SelectStatement, UnionType},
};
use tokio::time::Instant;

use crate::{
    Store,
    convert::{uuids, word},
    entities::{messages, ticket_words, tickets},
    error::Result,
    jobs::runner_scope,
    tickets::{answers, in_words},
    unit::{Guarded, OfficeTx, Tx},
};

/// Tickets whose words are noted afterwards in one transaction: some hundredths of a second.
const TICKETS_AT_ONCE: u64 = 10;
/// Between two such transactions, at the least.
const SHORTEST_REST: Duration = Duration::from_millis(20);
/// Messages that are in memory then: 20,000 letters each at most.
const MESSAGES_AT_ONCE: u64 = 100;
/// Rows in one statement: SQLite takes 32,766 values.
const ROWS_AT_ONCE: usize = 2_000;
/// On so few tickets a word is rare.
const FEW: usize = 200;
/// Greater than every letter.
const LAST_LETTER: char = char::MAX;

impl Tx {
    /// Notes the words of a message.
    pub(crate) async fn insert_words(&self, ticket: TicketId, kind: MessageKind, text: &str) -> Result<()> {
        let is_note = kind == MessageKind::Note;
        let rows = noted(text).into_iter().map(|word| (word, ticket.uuid(), is_note));
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
    pub(crate) async fn matching(&self, sought: &Sought) -> Result<Condition> {
        let reader = Reader { words: self.of(), tickets: self.of(), reads: self.scope.reads() };
        reader.matching(&self.db, sought).await
    }

    /// The next tickets whose words are not noted yet.
    async fn without_words(&self) -> Result<Vec<Uuid>> {
        let next = self.of::<tickets::Entity>().filter(without_words()).select_only();
        let next = next.column(tickets::Column::Id).order_by_asc(tickets::Column::Id).limit(TICKETS_AT_ONCE);
        Ok(next.into_tuple().all(&self.db).await?)
    }

    /// Notes the words of tickets, in the order of their key over all of them, and takes no ticket: whoever writes on one takes it
    /// first and its words after that.
    async fn note_words_of(&self, next: &[Uuid]) -> Result<()> {
        let mut rows = BTreeSet::new();
        let mut after = Uuid::nil();
        loop {
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
            for message in &page {
                let kind: MessageKind = word(&message.kind, "messages.kind")?;
                let found = noted(&message.body).into_iter();
                rows.extend(found.map(|word| (word, message.ticket_id, kind == MessageKind::Note)));
            }
        }
        let answered = self.of::<tickets::Entity>().filter(tickets::Column::Id.is_in(next.iter().copied()));
        let answered = answered.filter(tickets::Column::Answers.is_not_null()).select_only();
        let answered = answered.columns([tickets::Column::Id, tickets::Column::Answers]);
        let answered: Vec<(Uuid, Option<Json>)> = answered.into_tuple().all(&self.db).await?;
        for (ticket, answered) in answered {
            let text = in_words(&answers(answered)?).unwrap_or_default();
            rows.extend(noted(&text).into_iter().map(|word| (word, ticket, false)));
        }
        self.insert_word_rows(&rows.into_iter().collect::<Vec<_>>()).await
    }

    /// Marks tickets whose words are noted. Nobody is waited for: what somebody changes just now has its turn again.
    async fn mark_noted(&self, noted: &[Uuid]) -> Result<()> {
        let free: Vec<Uuid> = self
            .of::<tickets::Entity>()
            .filter(tickets::Column::Id.is_in(noted.iter().copied()))
            .filter(without_words())
            .select_only()
            .column(tickets::Column::Id)
            .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mark = tickets::ActiveModel { has_words: Set(true), ..Default::default() };
        let these = tickets::Column::Id.is_in(free);
        self.change::<tickets::Entity>().set(mark).filter(these).exec(&self.db).await?;
        Ok(())
    }
}

impl OfficeTx {
    /// Tickets of these tenants to which everything applies that somebody of staff looks for.
    pub(crate) async fn matching(&self, sought: &Sought, tenants: &[TenantId]) -> Result<Condition> {
        Reader::of_staff(tenants).matching(&self.db, sought).await
    }

    /// How SQLite goes about the look-ups of words, step by step.
    #[cfg(test)]
    pub(crate) async fn lookup_plan(&self, sought: &Sought) -> Result<Vec<String>> {
        let Sought::Each(terms) = sought else { return Ok(Vec::new()) };
        let mut plan = Vec::new();
        for set in Reader::of_staff(&self.tenants).lookups(terms) {
            let mut statement = self.db.get_database_backend().build(&set);
            statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
            for step in self.db.query_all_raw(statement).await? {
                plan.push(step.try_get("", "detail")?);
            }
        }
        Ok(plan)
    }
}

/// Who looks for words, in which rows.
struct Reader {
    words: Select<ticket_words::Entity>,
    tickets: Select<tickets::Entity>,
    reads: Audience,
}

impl Reader {
    fn of_staff(tenants: &[TenantId]) -> Self {
        let tenants = uuids(tenants, TenantId::uuid);
        let words = ticket_words::Entity::find();
        Self {
            words: words.filter(ticket_words::Column::TenantId.is_in(tenants.iter().copied())),
            tickets: tickets::Entity::find().filter(tickets::Column::TenantId.is_in(tenants)),
            reads: Audience::Staff,
        }
    }

    /// Where one of the words is on few tickets, these are named; where all are on many, the view is gone through in its order
    /// and each ticket asked for its words, until a page is full. The server cannot tell the one from the other: it plans for any
    /// word, and would join all rows of a view with all words, which takes a second where this takes some milliseconds.
    async fn matching(&self, db: &Guarded, sought: &Sought) -> Result<Condition> {
        let terms = match sought {
            Sought::Everything => return Ok(Condition::all()),
            Sought::Nothing => return Ok(nothing()),
            Sought::Each(terms) => terms,
        };
        let mut rarest: Option<Vec<Uuid>> = None;
        for set in self.lookups(terms) {
            let found = few(db, &set).await?;
            if let Some(found) = found
                && rarest.as_ref().is_none_or(|least| found.len() < least.len())
            {
                rarest = Some(found);
            }
        }
        let every = terms.iter().map(|term| self.applies(term)).fold(Condition::all(), Condition::add);
        Ok(match rarest {
            Some(none) if none.is_empty() => nothing(),
            Some(few) => every.add(tickets::Column::Id.is_in(few)),
            None => every,
        })
    }

    /// The first tickets of each term. None where a number is among the terms: a number is on few by itself.
    fn lookups(&self, terms: &[Term]) -> Vec<SelectStatement> {
        let with_word = |word: &Word| {
            let ways = self.ways(self.words.clone(), word).into_iter();
            ways.map(|way| way.select_only().column(ticket_words::Column::TicketId).into_query())
        };
        let set = |term: &Term| match term {
            Term::Number(_) => None,
            Term::Word(word) => Some(with_word(word).collect()),
            Term::Either(number, word) => {
                let numbered = self.tickets.clone().filter(tickets::Column::Number.eq(*number));
                let numbered = numbered.select_only().column(tickets::Column::Id).into_query();
                Some(with_word(word).chain([numbered]).collect())
            }
        };
        let sets: Option<Vec<Vec<SelectStatement>>> = terms.iter().map(set).collect();
        let together = |ways: Vec<SelectStatement>| {
            let all = ways.into_iter().reduce(|mut all, way| all.union(UnionType::All, way).take());
            all.map(|mut all| all.limit(FEW as u64 + 1).take())
        };
        sets.unwrap_or_default().into_iter().filter_map(together).collect()
    }

    /// Asks a ticket itself whether a term applies to it. A subquery for a value, which stays one: what the server may join, it
    /// joins. That there is a value is what it takes for likely, so that it goes through a view in its order instead of sorting
    /// all of it.
    fn applies(&self, term: &Term) -> Condition {
        let has_word = |word: &Word| {
            use ticket_words::Column;
            let of = |own: Column, column: tickets::Column| {
                Expr::col((ticket_words::Entity, own)).equals((tickets::Entity, column))
            };
            let own = ticket_words::Entity::find()
                .filter(of(Column::TenantId, tickets::Column::TenantId))
                .filter(of(Column::TicketId, tickets::Column::Id));
            let ways = self.ways(own, word).into_iter().map(|way| {
                let found = way.select_only().expr(Expr::value(1)).limit(1);
                Expr::SubQuery(None, Box::new(found.into_query().into())).is_not_null()
            });
            ways.fold(Condition::any(), Condition::add)
        };
        match term {
            Term::Number(number) => Condition::all().add(tickets::Column::Number.eq(*number)),
            Term::Word(word) => has_word(word),
            Term::Either(number, word) => has_word(word).add(tickets::Column::Number.eq(*number)),
        }
    }

    /// Words that the reader may read and by which a word is found: those that begin so, and those that are noted for its other
    /// forms. Each a range of the index by itself, where one question for either would read all words of a company.
    fn ways(&self, words: Select<ticket_words::Entity>, word: &Word) -> Vec<Select<ticket_words::Entity>> {
        use ticket_words::Column;
        let readable = match self.reads {
            Audience::Staff => words,
            Audience::Client => words.filter(Column::IsNote.eq(false)),
        };
        let begins = readable.clone().filter(Column::Word.gte(word.begins.as_str()));
        let begins = begins.filter(Column::Word.lt(format!("{}{LAST_LETTER}", word.begins)));
        let mut ways = vec![begins];
        if !word.forms.is_empty() {
            ways.push(readable.filter(Column::Word.is_in(word.forms.iter().map(String::as_str))));
        }
        ways
    }
}

/// The tickets of a set; nothing when they are many.
async fn few(db: &Guarded, set: &SelectStatement) -> Result<Option<Vec<Uuid>>> {
    let rows = db.query_all(set).await?;
    if rows.len() > FEW {
        return Ok(None);
    }
    let ids = rows.iter().map(|row| row.try_get("", "ticket_id"));
    let ids: BTreeSet<Uuid> = ids.collect::<std::result::Result<_, _>>()?;
    Ok(Some(ids.into_iter().collect()))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}

/// As the index has it.
fn without_words() -> Expr {
    Expr::col((tickets::Entity, tickets::Column::HasWords)).not()
}

impl Store {
    /// Notes the words of tickets that were written before words were noted, some at a time: whoever is interrupted goes on
    /// where they were, and two at once do what is done twice. Most of the time it rests, so that pages have the database.
    pub async fn note_missing_words(&self) -> Result<()> {
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
            let scope = runner_scope(tenant);
            loop {
                let began = Instant::now();
                let next = self.read(&scope).await?.without_words().await?;
                if next.is_empty() {
                    break;
                }
                let tx = self.write(&scope).await?;
                tx.note_words_of(&next).await?;
                tx.commit().await?;
                let tx = self.write(&scope).await?;
                tx.mark_noted(&next).await?;
                tx.commit().await?;
                tokio::time::sleep((began.elapsed() * 4).max(SHORTEST_REST)).await;
            }
        }
        Ok(())
    }
}
