//! A look at an open page of a ticket, in one question: a thousand pages that are open ask it a hundred times a second.
//!
//! It answers whoever is signed in and sees the ticket, as nearly always. Whatever else may be so is for [`Doors::portal`] to say.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    id::{CallbackId, PersonId, TenantId, TicketId},
};
use sea_orm::{
    ColumnTrait as _, Condition, ExprTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryTrait as _,
    prelude::{Json, Uuid},
    sea_query::{Expr, Query, SelectStatement},
};

use crate::{
    Store,
    convert::{from_json, word},
    doors::{Doors, scope_of},
    entities::{persons, sessions, tenants, tickets},
    error::Result,
    jobs::runner_scope,
    scope::Scope,
    sessions::{Audience, Sessions, Subject, TOUCH, in_redis},
    stamps::{Stamp, Stamped},
    visible::CompanyRules,
};

/// What a look at an open page found.
#[derive(Debug)]
pub struct Glance {
    /// The right to the reader's rows.
    pub scope: Scope,
    /// The reader's language; `None` follows the tenant.
    pub locale: Option<Locale>,
    /// The reader's time zone; `None` follows the tenant.
    pub time_zone: Option<Tz>,
    /// The ticket, which they see.
    pub ticket: Stamped,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    person: Uuid,
    role: String,
    visibility: Option<Json>,
    locale: Option<String>,
    time_zone: Option<String>,
    own_visibility: Option<Json>,
    own_settings: Option<Json>,
    operators_visibility: Option<Json>,
    operators_settings: Option<Json>,
    requester: Uuid,
    ticket: Uuid,
    urgent: bool,
    joined: Option<Uuid>,
    closed_at: Option<DateTime<Utc>>,
    version: i32,
    facts: i32,
}

const SESSION: &str = "session";
const PERSON: &str = "person";
const TICKET: &str = "ticket";
const OWN: &str = "own";
const OPERATOR: &str = "operator";

impl Doors<'_> {
    /// Who a session of a tenant's portal is of, by the SHA-256 of its id, and the ticket with a number as they see it. `None` for
    /// everything that [`Doors::portal`] and the ticket's own reader must say: the session is over or its use to be noted, the person
    /// was disabled, or they see no such ticket.
    pub async fn glance(&self, tenant: TenantId, hash: &[u8; 32], number: i64) -> Result<Option<Glance>> {
        let Some(question) = self.question(tenant, hash, number).await? else { return Ok(None) };
        let row = self.0.ask::<Row>(&runner_scope(tenant), &question).await?;
        row.map(|row| answer(tenant, row)).transpose().map(Option::flatten)
    }

    async fn question(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
        number: i64,
    ) -> Result<Option<SelectStatement>> {
        let store = self.0;
        let people = store.of::<persons::Entity>(tenant).filter(persons::Column::DisabledAt.is_null());
        let mut question = Query::select();
        match &store.sessions {
            Sessions::Database => {
                let of_session = Condition::all()
                    .add(
                        Expr::col((PERSON, persons::Column::Id)).equals((SESSION, sessions::Column::Subject)),
                    )
                    .add(
                        Expr::col((PERSON, persons::Column::SessionEpoch))
                            .equals((SESSION, sessions::Column::Epoch)),
                    );
                question.from_subquery(living_session(store, tenant, hash), SESSION);
                question.join_subquery(JoinType::InnerJoin, people.into_query(), PERSON, of_session);
            }
            Sessions::Redis(redis) => {
                let found = in_redis(redis, tenant, hash).await?;
                let living = found.filter(|it| it.lives_for(Audience::Portal, store.clock().now()));
                let Some(session) = living.filter(|it| !store.is_to_be_touched(it)) else { return Ok(None) };
                let Subject::Person(id) = session.subject else { return Ok(None) };
                let person = people
                    .filter(persons::Column::Id.eq(id.uuid()))
                    .filter(persons::Column::SessionEpoch.eq(session.epoch));
                question.from_subquery(person.into_query(), PERSON);
            }
        }
        let ticket = store.of::<tickets::Entity>(tenant).filter(tickets::Column::Number.eq(number));
        question.join_subquery(JoinType::InnerJoin, ticket.into_query(), TICKET, Condition::all());
        for (name, id) in [(OWN, tenant), (OPERATOR, store.operator_id().await?)] {
            let is_it = Expr::col((name, tenants::Column::Id)).eq(id.uuid());
            question.join_as(JoinType::InnerJoin, tenants::Entity, name, is_it);
        }
        Ok(Some(columns(&mut question).take()))
    }
}

/// A session of the portal that lives, and whose use was noted not long ago.
fn living_session(store: &Store, tenant: TenantId, hash: &[u8; 32]) -> SelectStatement {
    use sessions::Column;
    let now = store.clock().now();
    let living = store
        .of::<sessions::Entity>(tenant)
        .filter(Column::IdHash.eq(hash.to_vec()))
        .filter(Column::Audience.eq(Audience::Portal.word()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::SeenAt.gte(now - TOUCH));
    living.into_query()
}

fn columns(question: &mut SelectStatement) -> &mut SelectStatement {
    for (of, column, name) in [
        (PERSON, "id", "person"),
        (PERSON, "role", "role"),
        (PERSON, "visibility", "visibility"),
        (PERSON, "locale", "locale"),
        (PERSON, "time_zone", "time_zone"),
        (OWN, "members_see", "own_visibility"),
        (OWN, "settings", "own_settings"),
        (OPERATOR, "members_see", "operators_visibility"),
        (OPERATOR, "settings", "operators_settings"),
        (TICKET, "requester_id", "requester"),
        (TICKET, "id", "ticket"),
        (TICKET, "is_urgent", "urgent"),
        (TICKET, "joined_id", "joined"),
        (TICKET, "closed_at", "closed_at"),
        (TICKET, "version", "version"),
        (TICKET, "chain_length", "facts"),
    ] {
        question.expr_as(Expr::col((of, column)), name);
    }
    question
}

fn answer(tenant: TenantId, row: Row) -> Result<Option<Glance>> {
    let company = CompanyRules::said(
        (row.own_visibility, row.own_settings),
        (row.operators_visibility, row.operators_settings),
    )?;
    let visibility = row.visibility.map(|it| from_json(it, "persons.visibility")).transpose()?;
    let role = word(&row.role, "persons.role")?;
    let scope = scope_of(tenant, PersonId::from_uuid(row.person), role, visibility.as_ref(), &company);
    if !scope.sees().admits(PersonId::from_uuid(row.requester)) {
        return Ok(None);
    }
    Ok(Some(Glance {
        scope,
        locale: row.locale.map(|tag| Locale::nearest(&tag)),
        time_zone: row.time_zone.map(|zone| word(&zone, "persons.time_zone")).transpose()?,
        ticket: Stamped {
            id: TicketId::from_uuid(row.ticket),
            urgent: row.urgent,
            joined: row.joined.map(CallbackId::from_uuid),
            closed_at: row.closed_at,
            stamp: Stamp { version: row.version, facts: row.facts },
        },
    }))
}
