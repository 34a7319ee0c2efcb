//! Links that are mailed or texted, and what waits for a second factor: only the hash of a token is kept.

use chrono::{DateTime, Utc};
use rappel_domain::id::{CallbackId, LinkId, PersonId, StaffId, TicketId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect as _, QueryTrait as _, prelude::Uuid,
};

use crate::{
    entities::{links, persons},
    error::{Result, StoreError},
    identities::Whom,
    unit::Tx,
};

/// Links of the scope's tenant.
#[derive(Debug)]
pub struct Links<'a>(&'a Tx);

/// What a link is for, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Somebody of the tenant chooses their first password.
    PersonInvitation(PersonId),
    /// Somebody of the tenant chooses another password.
    PersonPassword(PersonId),
    /// Somebody of the tenant signs in.
    PersonSignIn(PersonId),
    /// Somebody of the tenant whose password or link was right has to give their second factor. Lies in a cookie of the
    /// browser, is never mailed, and opens no page.
    PersonSecondStep(PersonId),
    /// The same for somebody of staff.
    StaffSecondStep(StaffId),
    /// Somebody of staff chooses their first password.
    StaffInvitation(StaffId),
    /// Somebody of staff chooses another password.
    StaffPassword(StaffId),
    /// A program of somebody of staff reads their shifts. Not used up by reading; made anew or revoked by its owner.
    Calendar(StaffId),
    /// Somebody on call looks at a callback, takes it and says what became of it.
    Callback {
        /// Who was paged; `None` for the operator's fallback.
        staff: Option<StaffId>,
        /// Which callback.
        callback: CallbackId,
    },
    /// Somebody of the tenant says whether a closed ticket is solved. Using one uses up every other one of the ticket.
    Feedback {
        /// Which ticket.
        ticket: TicketId,
        /// Whom it was mailed to.
        person: PersonId,
    },
}

/// A link that exists.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Link {
    /// Its identifier.
    pub id: LinkId,
    /// What for, and for whom.
    pub purpose: Purpose,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// When it was used; single-use links are then dead.
    pub used_at: Option<DateTime<Utc>>,
    /// What is done when it is used, sealed.
    pub carried: Option<Vec<u8>>,
}

impl Purpose {
    const fn columns(self) -> (&'static str, Uuid, Option<Uuid>) {
        match self {
            Self::PersonInvitation(person) => ("person_invitation", person.uuid(), None),
            Self::PersonPassword(person) => ("person_password", person.uuid(), None),
            Self::PersonSignIn(person) => ("person_sign_in", person.uuid(), None),
            Self::PersonSecondStep(person) => ("person_second_step", person.uuid(), None),
            Self::StaffSecondStep(staff) => ("staff_second_step", staff.uuid(), None),
            Self::StaffInvitation(staff) => ("staff_invitation", staff.uuid(), None),
            Self::StaffPassword(staff) => ("staff_password", staff.uuid(), None),
            Self::Calendar(staff) => ("calendar", staff.uuid(), None),
            Self::Callback { staff: Some(staff), callback } => {
                ("callback", staff.uuid(), Some(callback.uuid()))
            }
            Self::Callback { staff: None, callback } => ("callback", Uuid::nil(), Some(callback.uuid())),
            Self::Feedback { ticket, person } => ("feedback", ticket.uuid(), Some(person.uuid())),
        }
    }
}

impl Tx {
    /// Links of the scope's tenant.
    pub const fn links(&self) -> Links<'_> {
        Links(self)
    }
}

impl Links<'_> {
    /// Keeps a new link by the SHA-256 of its token.
    pub async fn insert(
        &self,
        token_hash: &[u8; 32],
        purpose: Purpose,
        expires_at: DateTime<Utc>,
    ) -> Result<LinkId> {
        self.insert_carrying(token_hash, purpose, expires_at, None).await
    }

    /// The same of a link that carries what is done when it is used.
    pub async fn insert_carrying(
        &self,
        token_hash: &[u8; 32],
        purpose: Purpose,
        expires_at: DateTime<Utc>,
        carried: Option<Vec<u8>>,
    ) -> Result<LinkId> {
        let id = LinkId::new(&*self.0.clock);
        let (word, subject, object) = purpose.columns();
        let row = links::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(id.uuid()),
            token_hash: Set(token_hash.to_vec()),
            purpose: Set(word.to_owned()),
            subject: Set(subject),
            object: Set(object),
            created_at: Set(self.0.clock.now()),
            expires_at: Set(expires_at),
            used_at: Set(None),
            carried: Set(carried),
        };
        links::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(id)
    }

    /// Uses a single-use link up, together with every other one for the same purpose and person, or ticket.
    /// [`StoreError::NotFound`] when somebody used it first.
    pub async fn consume(&self, link: &Link) -> Result<()> {
        let (word, subject, _) = link.purpose.columns();
        let now = self.0.clock.now();
        let used = used_at(now);
        let done = self
            .0
            .change::<links::Entity>()
            .set(used.clone())
            .filter(links::Column::Id.eq(link.id.uuid()))
            .filter(links::Column::UsedAt.is_null())
            .filter(links::Column::ExpiresAt.gt(now))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::NotFound);
        }
        self.0
            .change::<links::Entity>()
            .set(used)
            .filter(links::Column::Subject.eq(subject))
            .filter(links::Column::Purpose.eq(word))
            .filter(links::Column::UsedAt.is_null())
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Kills every link for the same purpose and person that works; answers how many.
    pub async fn revoke(&self, purpose: Purpose) -> Result<u64> {
        let (word, subject, _) = purpose.columns();
        let done = self
            .0
            .change::<links::Entity>()
            .set(used_at(self.0.clock.now()))
            .filter(links::Column::Subject.eq(subject))
            .filter(links::Column::Purpose.eq(word))
            .filter(links::Column::UsedAt.is_null())
            .exec(&self.0.db)
            .await?;
        Ok(done.rows_affected)
    }

    /// Kills every link by which some of the tenant would end a sign-in that is under way; of members also those by which they
    /// would sign in without the provider.
    pub async fn revoke_sign_ins_of(&self, whom: Whom) -> Result<()> {
        let members = self.0.of::<persons::Entity>().select_only().column(persons::Column::Id);
        let members = members.filter(whom.condition(self.0)).into_query();
        let words: &[&str] = match whom {
            Whom::Members => &["person_password", "person_sign_in", "person_second_step"],
            Whom::Linked => &["person_second_step"],
        };
        let links = self.0.change::<links::Entity>().set(used_at(self.0.clock.now()));
        let links = links.filter(links::Column::Purpose.is_in(words.iter().copied()));
        let links = links.filter(links::Column::Subject.in_subquery(members));
        links.filter(links::Column::UsedAt.is_null()).exec(&self.0.db).await?;
        Ok(())
    }

    /// Since when a link for this purpose and person works.
    pub async fn since(&self, purpose: Purpose) -> Result<Option<DateTime<Utc>>> {
        let (word, subject, _) = purpose.columns();
        let row = self
            .0
            .of::<links::Entity>()
            .filter(links::Column::Subject.eq(subject))
            .filter(links::Column::Purpose.eq(word))
            .filter(links::Column::UsedAt.is_null())
            .filter(links::Column::ExpiresAt.gt(self.0.clock.now()))
            .one(&self.0.db)
            .await?;
        Ok(row.map(|row| row.created_at))
    }

    pub(crate) async fn by_hash(&self, token_hash: &[u8; 32]) -> Result<Link> {
        let row = self
            .0
            .of::<links::Entity>()
            .filter(links::Column::TokenHash.eq(token_hash.to_vec()))
            .one(&self.0.db)
            .await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }
}

/// Used up, with what it carried.
fn used_at(now: DateTime<Utc>) -> links::ActiveModel {
    links::ActiveModel { used_at: Set(Some(now)), carried: Set(None), ..Default::default() }
}

fn from_row(row: links::Model) -> Result<Link> {
    let unreadable = StoreError::Unreadable { column: "links.purpose" };
    let purpose = match (row.purpose.as_str(), row.object) {
        ("person_invitation", _) => Purpose::PersonInvitation(PersonId::from_uuid(row.subject)),
        ("person_password", _) => Purpose::PersonPassword(PersonId::from_uuid(row.subject)),
        ("person_sign_in", _) => Purpose::PersonSignIn(PersonId::from_uuid(row.subject)),
        ("person_second_step", _) => Purpose::PersonSecondStep(PersonId::from_uuid(row.subject)),
        ("staff_second_step", _) => Purpose::StaffSecondStep(StaffId::from_uuid(row.subject)),
        ("staff_invitation", _) => Purpose::StaffInvitation(StaffId::from_uuid(row.subject)),
        ("staff_password", _) => Purpose::StaffPassword(StaffId::from_uuid(row.subject)),
        ("calendar", _) => Purpose::Calendar(StaffId::from_uuid(row.subject)),
        ("callback", Some(callback)) => Purpose::Callback {
            staff: (!row.subject.is_nil()).then(|| StaffId::from_uuid(row.subject)),
            callback: CallbackId::from_uuid(callback),
        },
        ("feedback", Some(person)) => Purpose::Feedback {
            ticket: TicketId::from_uuid(row.subject),
            person: PersonId::from_uuid(person),
        },
        _ => return Err(unreadable),
    };
    Ok(Link {
        id: LinkId::from_uuid(row.id),
        purpose,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        carried: row.carried,
    })
}
