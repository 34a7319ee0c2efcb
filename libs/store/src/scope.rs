//! Proof that somebody may reach a tenant's rows. Made only by the doors, each time by reading a row.

use rappel_domain::{
    Actor,
    event::Audience,
    id::{ApiKeyId, CallbackId, PersonId, StaffId, TenantId, TicketId},
    role::{PersonRole, StaffRight, StaffRole},
    visibility::Visibility,
};

/// The right to one tenant's rows, for one actor.
#[derive(Debug, Clone)]
pub struct Scope {
    tenant: TenantId,
    actor: Actor,
    rights: Rights,
}

/// What a scope may be used for besides reading its own tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    /// Nobody signed in yet: signing in, links.
    Guest,
    /// Somebody of the tenant.
    Person {
        /// Who.
        person: PersonId,
        /// What they may do for their company.
        role: PersonRole,
        /// Whose tickets they see, as was said when the door was opened.
        sees: Visibility,
        /// Whether everybody of their company signs in with a second step, as was said then.
        second_step: bool,
    },
    /// Somebody of the operator, on a tenant they may see.
    Staff {
        /// Who.
        staff: StaffId,
        /// What they may do.
        role: StaffRole,
    },
    /// A program.
    ApiKey {
        /// Which key.
        key: ApiKeyId,
        /// What it may do.
        scopes: Vec<String>,
    },
    /// Whoever holds the link to one callback that went to the operator's fallback: may look at its ticket.
    Callback {
        /// Which callback.
        callback: CallbackId,
    },
    /// Whoever holds the link that asks somebody of the tenant whether a ticket is solved: may look at that ticket.
    Feedback {
        /// Which ticket.
        ticket: TicketId,
    },
    /// A claimed job, or the command line.
    System,
}

impl Scope {
    pub(crate) const fn new(tenant: TenantId, actor: Actor, rights: Rights) -> Self {
        Self { tenant, actor, rights }
    }

    /// Whose rows.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who acts.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// What for.
    pub const fn rights(&self) -> &Rights {
        &self.rights
    }

    /// Whether whoever acts must have a second step before anything else is open to them.
    pub const fn requires_second_step(&self) -> bool {
        matches!(self.rights, Rights::Person { second_step: true, .. })
    }

    /// Whose texts this scope reads: notes are for staff.
    pub(crate) const fn reads(&self) -> Audience {
        match self.rights {
            Rights::Staff { .. } | Rights::System => Audience::Staff,
            Rights::Guest
            | Rights::Person { .. }
            | Rights::ApiKey { .. }
            | Rights::Callback { .. }
            | Rights::Feedback { .. } => Audience::Client,
        }
    }

    /// Whether this scope may see tickets of more than one person.
    pub fn sees_others(&self) -> bool {
        match self.sees() {
            Sees::All => true,
            Sees::People { others, .. } => !others.is_empty(),
            Sees::Callback(_) | Sees::Ticket(_) | Sees::None => false,
        }
    }

    /// Which of the tenant's tickets this scope may see.
    pub(crate) fn sees(&self) -> Sees<'_> {
        match &self.rights {
            Rights::Guest => Sees::None,
            Rights::Person { person, sees: Visibility::Own, .. } => {
                Sees::People { own: *person, others: &[] }
            }
            Rights::Person { person, sees: Visibility::Colleagues(others), .. } => {
                Sees::People { own: *person, others }
            }
            Rights::Callback { callback } => Sees::Callback(*callback),
            Rights::Feedback { ticket } => Sees::Ticket(*ticket),
            Rights::Person { sees: Visibility::Company, .. }
            | Rights::Staff { .. }
            | Rights::ApiKey { .. }
            | Rights::System => Sees::All,
        }
    }
}

/// Which of a tenant's tickets a scope may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sees<'a> {
    /// Every one.
    All,
    /// Those of somebody, and of others.
    People {
        /// Who reads.
        own: PersonId,
        /// Whose they read besides.
        others: &'a [PersonId],
    },
    /// The one of a callback.
    Callback(CallbackId),
    /// This one.
    Ticket(TicketId),
    /// Not one.
    None,
}

/// The right of a signed-in staff member: their tenants, read across; the operator's own tables.
#[derive(Debug, Clone)]
pub struct StaffScope {
    pub(crate) operator: TenantId,
    pub(crate) staff: StaffId,
    pub(crate) role: StaffRole,
    pub(crate) tenants: Vec<TenantId>,
    pub(crate) all_tenants: bool,
}

impl StaffScope {
    /// Who.
    pub const fn staff(&self) -> StaffId {
        self.staff
    }

    /// Their role.
    pub const fn role(&self) -> StaffRole {
        self.role
    }

    /// The operator, to whom operator-level rows belong.
    pub const fn operator(&self) -> TenantId {
        self.operator
    }

    /// The tenants they may see, the operator not among them.
    pub fn tenants(&self) -> &[TenantId] {
        &self.tenants
    }

    /// Whether they see every tenant, those to come too.
    pub const fn sees_all(&self) -> bool {
        self.all_tenants
    }

    /// The same right with the operator's own rows to read, for logs of what was sent to staff.
    #[must_use]
    pub fn with_operator(&self) -> Self {
        let mut wider = self.clone();
        wider.tenants.push(self.operator);
        wider
    }

    /// Whether their role has a right.
    pub const fn may(&self, right: StaffRight) -> bool {
        self.role.may(right)
    }

    /// The right to the rows of a tenant that is being added, for whoever sees all of them.
    pub fn on_added(&self, tenant: TenantId) -> Option<Scope> {
        self.sees_all().then(|| {
            let rights = Rights::Staff { staff: self.staff, role: self.role };
            Scope::new(tenant, Actor::Staff(self.staff), rights)
        })
    }

    /// The right to one of their tenants' rows; `None` for any other tenant, existing or not.
    pub fn on(&self, tenant: TenantId) -> Option<Scope> {
        (tenant == self.operator || self.tenants.contains(&tenant)).then(|| {
            let rights = Rights::Staff { staff: self.staff, role: self.role };
            Scope::new(tenant, Actor::Staff(self.staff), rights)
        })
    }
}
