//! Finds where somebody may be named. A database folds no letters, so that it finds too much: what is said is decided on the text.

use rappel_domain::{
    id::{DeliveryId, TicketId},
    own_field::Value,
};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait as _, QueryFilter, QueryOrder as _, QuerySelect, QueryTrait as _,
    prelude::Uuid,
    sea_query::{Expr, Func, LikeExpr},
};

use super::{Erasing, Rewrite};
use crate::{
    entities::{attempts, deliveries, files, messages, tickets},
    error::{Result, StoreError},
    tickets::answers,
};

impl Erasing<'_> {
    /// Tickets on which one of the folded words may occur.
    pub async fn tickets_naming(&self, words: &[String]) -> Result<Vec<TicketId>> {
        let mut found: Vec<Uuid> = Vec::new();
        let rows = self.0.of::<messages::Entity>().filter(says(messages::Column::Body, words)).select_only();
        let ids: Vec<Uuid> =
            rows.column(messages::Column::TicketId).distinct().into_tuple().all(&self.0.db).await?;
        found.extend(ids);
        let rows = self.0.of::<files::Entity>().filter(says(files::Column::Name, words)).select_only();
        found.extend(rows.column(files::Column::TicketId).into_tuple::<Uuid>().all(&self.0.db).await?);
        let texts = Condition::any()
            .add(says(tickets::Column::Excerpt, words))
            .add(said_in(&Expr::col(tickets::Column::Answers).cast_as("text"), words))
            .add(says(tickets::Column::FeedbackWords, words));
        let rows = self.0.of::<tickets::Entity>().filter(texts).select_only();
        found.extend(rows.column(tickets::Column::Id).into_tuple::<Uuid>().all(&self.0.db).await?);
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(TicketId::from_uuid).collect())
    }

    /// Whether a text of a ticket would be rewritten. Nobody waits for the answer.
    pub async fn names(&self, ticket: TicketId, rewrite: Rewrite<'_>) -> Result<bool> {
        let tx = self.0;
        let written = tx.of::<messages::Entity>().filter(messages::Column::TicketId.eq(ticket.uuid()));
        let bodies: Vec<String> =
            written.select_only().column(messages::Column::Body).into_tuple().all(&tx.db).await?;
        let named = tx.of::<files::Entity>().filter(files::Column::TicketId.eq(ticket.uuid()));
        let of_files: Vec<String> =
            named.select_only().column(files::Column::Name).into_tuple().all(&tx.db).await?;
        let row = tx.of::<tickets::Entity>().filter(tickets::Column::Id.eq(ticket.uuid()));
        let row = row.one(&tx.db).await?.ok_or(StoreError::NotFound)?;
        let answered = answers(row.answers)?.into_iter().filter_map(|it| match it.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            _ => None,
        });
        let texts = std::iter::once(row.excerpt).chain(row.feedback_words).chain(answered);
        Ok(texts.chain(bodies).chain(of_files).any(|text| rewrite(&text).is_some()))
    }

    /// What was sent to others whose text, or a fault noted of it, may hold one of the folded words: a page of it, in order.
    pub async fn sent_naming(
        &self,
        words: &[String],
        after: Option<DeliveryId>,
        limit: u64,
    ) -> Result<Vec<DeliveryId>> {
        let tx = self.0;
        let faults = tx.of::<attempts::Entity>().filter(says(attempts::Column::Detail, words)).select_only();
        let faults = faults.column(attempts::Column::DeliveryId).into_query();
        let texts = Condition::any()
            .add(says(deliveries::Column::Subject, words))
            .add(says(deliveries::Column::Body, words))
            .add(says(deliveries::Column::LastError, words))
            .add(deliveries::Column::Id.in_subquery(faults));
        let mut found = tx.of::<deliveries::Entity>().filter(texts);
        if let Some(after) = after {
            found = found.filter(deliveries::Column::Id.gt(after.uuid()));
        }
        let found = found.select_only().column(deliveries::Column::Id).order_by_asc(deliveries::Column::Id);
        let ids: Vec<Uuid> = found.limit(limit).into_tuple().all(&tx.db).await?;
        Ok(ids.into_iter().map(DeliveryId::from_uuid).collect())
    }
}

/// Whether one of the folded words may occur in a text. It finds rather too much: a database folds no letters beyond ASCII
/// (SQLite) and knows one space, where a reader sees the same name; what changes is decided on the text itself.
pub(super) fn says(column: impl ColumnTrait, words: &[String]) -> Condition {
    said_in(&Expr::col(column.as_column_ref()), words)
}

fn said_in(text: &Expr, words: &[String]) -> Condition {
    words.iter().fold(Condition::any(), |any, word| {
        let mut sought = String::from("%");
        for letter in word.chars() {
            match letter {
                ' ' => sought.push('%'),
                '!' | '%' | '_' => sought.extend(['!', letter]),
                letter if letter.is_ascii() => sought.push(letter),
                _ => sought.push('_'),
            }
        }
        sought.push('%');
        let like = LikeExpr::new(sought).escape('!');
        any.add(Expr::expr(Func::lower(text.clone())).like(like))
    })
}
