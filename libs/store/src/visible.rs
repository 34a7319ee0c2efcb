//! Which tickets a scope sees: the one place where that becomes a condition of reads, or of a row that was read.

use rappel_domain::{
    company::CompanySettings,
    id::{PersonId, TenantId},
    visibility::Visibility,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, FromQueryResult, Iterable as _, JoinType,
    QueryFilter, QueryOrder as _, QuerySelect, QueryTrait as _, Select,
    prelude::{Json, Uuid},
    sea_query::Expr,
};

use crate::{
    convert::{from_json, to_json},
    entities::{callbacks, persons, tenants, tickets},
    error::{Result, StoreError},
    persons::Person,
    scope::Sees,
    tickets::Tickets,
    unit::{OfficeTx, TenantTable, Tx},
};

impl Tickets<'_> {
    /// Tickets that the scope may see.
    pub(crate) fn visible(&self) -> Select<tickets::Entity> {
        let tx = self.tx();
        let all = tx.of::<tickets::Entity>();
        match tx.scope.sees() {
            Sees::All => all,
            Sees::People { own, others: [] } => all.filter(tickets::Column::RequesterId.eq(own.uuid())),
            Sees::People { own, others } => {
                let these = std::iter::once(own).chain(others.iter().copied()).map(PersonId::uuid);
                all.filter(tickets::Column::RequesterId.is_in(these))
            }
            Sees::Callback(callback) => {
                let of = tx.of::<callbacks::Entity>().filter(callbacks::Column::Id.eq(callback.uuid()));
                let of = of.select_only().column(callbacks::Column::TicketId).into_query();
                all.filter(tickets::Column::Id.in_subquery(of))
            }
            Sees::Ticket(ticket) => all.filter(tickets::Column::Id.eq(ticket.uuid())),
            Sees::None => all.filter(Expr::value(1).eq(0)),
        }
    }

    /// Rows that hang on tickets: of those that the scope may see, whether they were looked up before or not.
    pub(crate) fn on_visible<E: TenantTable>(&self, ticket: E::Column) -> Select<E> {
        let all = self.tx().of::<E>();
        if matches!(self.tx().scope.sees(), Sees::All) {
            return all;
        }
        let tickets = self.visible().select_only().column(tickets::Column::Id).into_query();
        all.filter(ticket.in_subquery(tickets))
    }
}

impl Sees<'_> {
    /// The same of a ticket that was read, by whose it is; of scopes of people alone.
    pub(crate) fn admits(self, requester: PersonId) -> bool {
        match self {
            Self::All => true,
            Self::People { own, others } => requester == own || others.contains(&requester),
            Self::Callback(_) | Self::Ticket(_) | Self::None => false,
        }
    }
}

impl Tx {
    /// Whose tickets members of the scope's tenant see, where nothing else is said for one of them.
    pub async fn members_see(&self) -> Result<Visibility> {
        Ok(self.company_rules().await?.members_see)
    }

    /// Those whose tickets the scope may see, by name, but who were erased.
    pub async fn people_seen(&self) -> Result<Vec<(PersonId, String)>> {
        use persons::Column;
        let all = self.of::<persons::Entity>().filter(Column::ErasedAt.is_null());
        let seen = match self.scope.sees() {
            Sees::All => all,
            Sees::People { own, others } => {
                let these = std::iter::once(own).chain(others.iter().copied()).map(PersonId::uuid);
                all.filter(Column::Id.is_in(these))
            }
            Sees::Callback(_) | Sees::Ticket(_) | Sees::None => return Ok(Vec::new()),
        };
        let seen = seen.select_only().columns([Column::Id, Column::Name]).order_by_asc(Column::Name);
        let rows: Vec<(Uuid, String)> = seen.order_by_asc(Column::Id).into_tuple().all(&self.db).await?;
        Ok(rows.into_iter().map(|(id, name)| (PersonId::from_uuid(id), name)).collect())
    }

    /// What the company says of its people, else the operator.
    pub async fn company_rules(&self) -> Result<CompanyRules> {
        let rows = self.said_of_people().into_model().all(&self.db).await?;
        self.rules_of(rows)
    }

    /// The same with somebody of the company, in one question: it is asked with each request of theirs. `None` when there is
    /// nobody with this identifier.
    pub(crate) async fn person_and_rules(&self, id: PersonId) -> Result<Option<(Person, CompanyRules)>> {
        let of_company = persons::Entity::belongs_to(tenants::Entity)
            .from(persons::Column::TenantId)
            .to(tenants::Column::Id)
            .on_condition(move |person, _| {
                Condition::all().add(Expr::col((person, persons::Column::Id)).eq(id.uuid()))
            });
        let both = self.said_of_people().join_rev(JoinType::LeftJoin, of_company.into());
        let rows = both.columns(persons::Column::iter()).into_model::<SaidOf>().all(&self.db).await?;
        let (people, rows): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.person, row.says)).unzip();
        let person = people.into_iter().flatten().find(|it| it.tenant_id == self.tenant.uuid());
        let Some(person) = person else { return Ok(None) };
        Ok(Some((crate::persons::from_row(person)?, self.rules_of(rows)?)))
    }

    /// What the company and the operator say of people: a row of each.
    fn said_of_people(&self) -> Select<tenants::Entity> {
        let own_or_operators = Condition::any()
            .add(tenants::Column::Id.eq(self.tenant.uuid()))
            .add(tenants::Column::Kind.eq("operator"));
        let said_by = tenants::Entity::find().filter(own_or_operators).select_only();
        said_by
            .column_as(tenants::Column::Id, "company")
            .columns([tenants::Column::MembersSee, tenants::Column::Settings])
    }

    fn rules_of(&self, rows: Vec<Says>) -> Result<CompanyRules> {
        let (mut own, mut operators) = (None, None);
        for Says { company, members_see, settings } in rows {
            let says = if company == self.tenant.uuid() { &mut own } else { &mut operators };
            *says = Some((members_see, settings));
        }
        CompanyRules::said(own.ok_or(StoreError::NotFound)?, operators.unwrap_or_default())
    }
}

/// What a company or the operator says of people.
#[derive(Debug, FromQueryResult)]
struct Says {
    company: Uuid,
    members_see: Option<Json>,
    settings: Option<Json>,
}

/// The same, with whoever is asked for.
#[derive(Debug, FromQueryResult)]
struct SaidOf {
    #[sea_orm(nested)]
    says: Says,
    #[sea_orm(nested)]
    person: Option<persons::Model>,
}

/// What counts for the people of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRules {
    /// Whose tickets members see, where the company says it itself.
    pub own_visibility: Option<Visibility>,
    /// Whose tickets members see, where nothing else is said for one of them.
    pub members_see: Visibility,
    /// Whether everybody signs in with a second step.
    pub second_step: bool,
}

impl CompanyRules {
    /// What holds where a company and the operator say this in `members_see` and `settings`.
    pub(crate) fn said(
        (visibility, settings): (Option<Json>, Option<Json>),
        operators: (Option<Json>, Option<Json>),
    ) -> Result<Self> {
        let (own_visibility, own) = said(visibility, settings)?;
        let (visibility, operator) = said(operators.0, operators.1)?;
        Ok(Self {
            own_visibility: own_visibility.clone(),
            members_see: own_visibility.or(visibility).unwrap_or(Visibility::Own),
            second_step: own.or(&operator).requires_second_step(),
        })
    }
}

fn said(members_see: Option<Json>, settings: Option<Json>) -> Result<(Option<Visibility>, CompanySettings)> {
    let visibility = members_see.map(|it| from_json(it, "tenants.members_see")).transpose()?;
    let settings = settings.map(|it| from_json(it, "tenants.settings")).transpose()?;
    Ok((visibility, settings.unwrap_or_default()))
}

impl OfficeTx {
    /// Says whose tickets members of a company see, or of all that say nothing themselves when it is the operator; `None` to
    /// follow the operator again. [`StoreError::NotFound`] for a company that this staff member may not see.
    pub async fn let_members_see(&mut self, tenant: TenantId, sees: Option<&Visibility>) -> Result<()> {
        let row =
            tenants::ActiveModel { members_see: Set(sees.map(to_json).transpose()?), ..Default::default() };
        let own = Condition::any()
            .add(tenants::Column::Id.is_in(self.tenants.iter().map(|it| it.uuid())))
            .add(tenants::Column::Kind.eq("operator"));
        let done = tenants::Entity::update_many()
            .set(row)
            .filter(tenants::Column::Id.eq(tenant.uuid()))
            .filter(own)
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}
