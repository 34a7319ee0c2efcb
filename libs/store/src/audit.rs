//! The audit of a company: added to in the transaction that changes something, never changed.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    audit::{Broken, Deed, Entry, Head, LOOKS, Link, Verifier},
    chain::{Fault, Hash},
    id::{PersonId, TenantId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait as _, DbBackend, EntityTrait, ExprTrait as _, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    convert::{from_json, to_json},
    entities::{audit, audit_heads},
    error::{Result, StoreError},
    unit::Tx,
};

/// Rows that are in memory at once when a chain is verified.
const PAGE: u64 = 500;

/// The audit of the scope's tenant.
#[derive(Debug)]
pub struct Audit<'a>(&'a Tx);

/// A row of the audit.
#[derive(Debug, Clone)]
pub struct Noted {
    /// Its place in the chain, counted from 1.
    pub position: i32,
    /// Who.
    pub by: Actor,
    /// What.
    pub deed: Deed,
    /// To whom.
    pub person: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What ties it to those before.
    pub hash: Hash,
}

/// Where a chain ends, and what was found when its last links were recomputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Its end.
    pub head: Head,
    /// How many links were recomputed, the last of the chain.
    pub looked_at: i32,
    /// Whether they hold.
    pub state: std::result::Result<(), Broken>,
}

/// Which rows are asked for; all of them unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// What was done.
    pub what: What,
    /// By whom.
    pub who: Who,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    /// Anything.
    #[default]
    Anything,
    /// What was changed.
    Changes,
    /// What was only looked at.
    Looks,
}

/// By whom something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Who {
    /// By anybody.
    #[default]
    Anybody,
    /// By the company's own people.
    People,
    /// By staff, a program or Rappel itself.
    Operator,
}

impl Wanted {
    fn condition(&self, backend: DbBackend) -> Condition {
        let kinds = match self.what {
            What::Anything => None,
            What::Changes => Some(audit::Column::Kind.is_not_in(LOOKS)),
            What::Looks => Some(audit::Column::Kind.is_in(LOOKS)),
        };
        let kind_of_actor = match backend {
            DbBackend::Postgres => Expr::cust("actor->>'kind'"),
            _ => Expr::cust("json_extract(actor, '$.kind')"),
        };
        let who = match self.who {
            Who::Anybody => None,
            Who::People => Some(kind_of_actor.eq("person")),
            Who::Operator => Some(kind_of_actor.ne("person")),
        };
        Condition::all()
            .add_option(kinds)
            .add_option(who)
            .add_option(self.from.map(|from| audit::Column::At.gte(from)))
            .add_option(self.until.map(|until| audit::Column::At.lt(until)))
    }
}

impl Tx {
    /// The audit of the scope's tenant.
    pub const fn audit(&self) -> Audit<'_> {
        Audit(self)
    }
}

impl Audit<'_> {
    /// Notes what the scope's actor does. The end of the chain is held until this unit of work ends: note last, so that nobody
    /// waits for long and nobody in a ring.
    pub async fn note(&self, person: Option<PersonId>, deed: &Deed) -> Result<()> {
        let head = self.hold_head().await?;
        self.add(head, person, deed).await
    }

    /// Notes what the scope's actor does, unless that was noted since a time. The end of the chain is held first, so that of
    /// two at once one is noted.
    pub async fn note_once(&self, deed: &Deed, since: DateTime<Utc>) -> Result<()> {
        let head = self.hold_head().await?;
        let (actor, said) = (to_json(&self.0.scope.actor())?, to_json(deed)?);
        let recent = self
            .0
            .of::<audit::Entity>()
            .filter(audit::Column::Kind.eq(deed.kind()))
            .filter(audit::Column::At.gte(since))
            .all(&self.0.db)
            .await?;
        if recent.iter().any(|row| row.actor == actor && row.deed == said) {
            return Ok(());
        }
        self.add(head, None, deed).await
    }

    async fn add(&self, mut head: Head, person: Option<PersonId>, deed: &Deed) -> Result<()> {
        let entry = Entry {
            tenant: self.0.tenant,
            actor: to_json(&self.0.scope.actor())?,
            deed: to_json(deed)?,
            person,
            at: self.0.clock.now(),
        };
        let link = head.seal(entry);
        let row = audit::ActiveModel {
            tenant_id: Set(link.entry.tenant.uuid()),
            seq: Set(link.position),
            actor: Set(link.entry.actor),
            kind: Set(deed.kind().to_owned()),
            deed: Set(link.entry.deed),
            person_id: Set(person.map(PersonId::uuid)),
            at: Set(link.entry.at),
            previous: Set(link.before.to_vec()),
            hash: Set(link.hash.to_vec()),
        };
        audit::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        let row = audit_heads::ActiveModel {
            length: Set(head.length),
            hash: Set(head.hash.to_vec()),
            ..Default::default()
        };
        let done = self.0.change::<audit_heads::Entity>().set(row).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// The last rows that are wanted before a place, the newest first, and the place before which there are more. What cannot
    /// be read any more is left out; [`Audit::verify`] tells whether it changed.
    pub async fn latest(
        &self,
        wanted: &Wanted,
        before: Option<i32>,
        limit: u64,
    ) -> Result<(Vec<Noted>, Option<i32>)> {
        let mut rows = self
            .0
            .of::<audit::Entity>()
            .filter(wanted.condition(self.0.db.get_database_backend()))
            .order_by_desc(audit::Column::Seq)
            .limit(limit + 1);
        if let Some(before) = before {
            rows = rows.filter(audit::Column::Seq.lt(before));
        }
        let mut rows = rows.all(&self.0.db).await?;
        let is_more = rows.len() as u64 > limit;
        if is_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| is_more).map(|row| row.seq);
        let noted = |row: audit::Model| {
            Some(Noted {
                position: row.seq,
                by: from_json(row.actor, "audit.actor").ok()?,
                deed: from_json(row.deed, "audit.deed").ok()?,
                person: row.person_id.map(PersonId::from_uuid),
                at: row.at,
                hash: hash(&row.hash),
            })
        };
        Ok((rows.into_iter().filter_map(noted).collect(), next))
    }

    /// When the invitation was sent, a first one or again, after which there were `number` others. `None` when there were no more
    /// than so many.
    pub async fn invited_before_last(&self, number: u64) -> Result<Option<DateTime<Utc>>> {
        let rows = self
            .0
            .of::<audit::Entity>()
            .filter(audit::Column::Kind.is_in(["person_invited", "invitation_sent"]))
            .order_by_desc(audit::Column::Seq)
            .offset(number)
            .limit(1);
        Ok(rows.one(&self.0.db).await?.map(|row| row.at))
    }

    /// When somebody came by the provider after whom `number` others came. `None` when there were no more than so many.
    pub async fn joined_before_last(&self, number: u64) -> Result<Option<DateTime<Utc>>> {
        let rows = self.0.of::<audit::Entity>().filter(audit::Column::Kind.eq("person_joined"));
        let row = rows.order_by_desc(audit::Column::Seq).offset(number).limit(1).one(&self.0.db).await?;
        Ok(row.map(|row| row.at))
    }

    /// Recomputes every hash, some rows at a time. To be asked in one [`crate::Store::snapshot`].
    pub async fn verify(&self) -> Result<std::result::Result<(), Broken>> {
        let head = self.head().await?;
        self.recompute(Verifier::default(), 0, &head).await
    }

    /// Recomputes the last hashes, so many at most. To be asked in one [`crate::Store::snapshot`].
    pub async fn verify_end(&self, most: i32) -> Result<Ending> {
        let head = self.head().await?;
        let before = Ord::max(head.length - most, 0);
        let verifier = if before == 0 {
            Some(Verifier::default())
        } else {
            let row = self.0.of::<audit::Entity>().filter(audit::Column::Seq.eq(before));
            row.one(&self.0.db).await?.map(|row| Verifier::behind(before, hash(&row.hash)))
        };
        let state = match verifier {
            Some(verifier) => self.recompute(verifier, before, &head).await?,
            None => Err(Broken { position: before, fault: Fault::Missing }),
        };
        Ok(Ending { head, looked_at: head.length - before, state })
    }

    async fn recompute(
        &self,
        mut verifier: Verifier,
        mut after: i32,
        head: &Head,
    ) -> Result<std::result::Result<(), Broken>> {
        loop {
            let page = self.0.of::<audit::Entity>().filter(audit::Column::Seq.gt(after));
            let page = page.order_by_asc(audit::Column::Seq).limit(PAGE).all(&self.0.db).await?;
            let is_last = (page.len() as u64) < PAGE;
            for row in page {
                after = row.seq;
                if let Err(broken) = verifier.next(&link(row)) {
                    return Ok(Err(broken));
                }
            }
            if is_last {
                return Ok(verifier.end(head));
            }
        }
    }

    async fn head(&self) -> Result<Head> {
        let row = self.0.of::<audit_heads::Entity>().one(&self.0.db).await?;
        Ok(row.map(head).unwrap_or_default())
    }

    /// Locks the end of the chain: whoever comes at the same moment waits here.
    async fn hold_head(&self) -> Result<Head> {
        let first = Head::default();
        let row = audit_heads::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            length: Set(first.length),
            hash: Set(first.hash.to_vec()),
        };
        audit_heads::Entity::insert(row)
            .on_conflict(OnConflict::column(audit_heads::Column::TenantId).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        let row = self.0.of::<audit_heads::Entity>().lock_exclusive().one(&self.0.db).await?;
        Ok(head(row.ok_or(StoreError::NotFound)?))
    }
}

/// A hash that is none is wrong, not unreadable: the chain breaks there.
fn hash(bytes: &[u8]) -> Hash {
    Hash::from_slice(bytes).unwrap_or_default()
}

fn head(row: audit_heads::Model) -> Head {
    Head { length: row.length, hash: hash(&row.hash) }
}

fn link(row: audit::Model) -> Link {
    let entry = Entry {
        tenant: TenantId::from_uuid(row.tenant_id),
        actor: row.actor,
        deed: row.deed,
        person: row.person_id.map(PersonId::from_uuid),
        at: row.at,
    };
    Link { entry, position: row.seq, before: hash(&row.previous), hash: hash(&row.hash) }
}
