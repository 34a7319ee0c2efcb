//! Whose factors: somebody of a tenant, or somebody of staff, whose rows are the operator's.

use rappel_domain::{
    audit::Deed,
    decision::announce,
    delivery::{AccountChange, Channel, News, Recipient},
};
use rappel_store::{Rights, Tx, links::Purpose, sessions::Subject};

use crate::{
    Person, Scope,
    error::{Error, Result},
    links::Holder,
};

/// Whose account a scope is about: that of who is signed in.
pub(crate) const fn subject(scope: &Scope) -> Result<Subject> {
    match scope.rights() {
        Rights::Person { person, .. } => Ok(Subject::Person(*person)),
        Rights::Staff { staff, .. } => Ok(Subject::Staff(*staff)),
        _ => Err(Error::Forbidden),
    }
}

impl Holder {
    /// Who.
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Person(person) => Subject::Person(person.id),
            Self::Staff(staff) => Subject::Staff(staff.id),
        }
    }

    /// Their identifier, as it is written.
    pub fn id(&self) -> String {
        match self {
            Self::Person(person) => person.id.to_string(),
            Self::Staff(staff) => staff.id.to_string(),
        }
    }

    /// Whether they may not sign in.
    pub const fn is_disabled(&self) -> bool {
        match self {
            Self::Person(person) => person.disabled_at.is_some(),
            Self::Staff(staff) => staff.disabled_at.is_some(),
        }
    }

    /// Sessions of another epoch are dead.
    pub(crate) const fn epoch(&self) -> i32 {
        match self {
            Self::Person(person) => person.session_epoch,
            Self::Staff(staff) => staff.session_epoch,
        }
    }

    pub(crate) fn password_hash(&self) -> Option<&str> {
        match self {
            Self::Person(person) => person.password_hash.as_deref(),
            Self::Staff(staff) => staff.password_hash.as_deref(),
        }
    }
}

/// Somebody as they are now.
pub(crate) async fn holder(tx: &Tx, who: Subject) -> Result<Holder> {
    Ok(match who {
        Subject::Person(id) => Holder::Person(tx.persons().by_id(id).await?),
        Subject::Staff(id) => Holder::Staff(tx.staff(id).await?),
    })
}

/// The same, held until the unit of work ends.
pub(crate) async fn hold(tx: &Tx, who: Subject) -> Result<Holder> {
    match who {
        Subject::Person(id) => tx.persons().hold(id).await?,
        Subject::Staff(id) => drop(tx.hold_staff(id).await?),
    }
    holder(tx, who).await
}

/// What lets somebody in who waits for a second step.
pub(crate) const fn waiting(who: Subject) -> Purpose {
    match who {
        Subject::Person(id) => Purpose::PersonSecondStep(id),
        Subject::Staff(id) => Purpose::StaffSecondStep(id),
    }
}

/// Ends every session of somebody who is held, and every sign-in that waits for a second step.
pub(crate) async fn another_epoch(tx: &Tx, who: Subject) -> Result<Holder> {
    match who {
        Subject::Person(id) => {
            let person = tx.persons().by_id(id).await?;
            tx.persons().update(&Person { session_epoch: person.session_epoch + 1, ..person }).await?;
        }
        Subject::Staff(id) => tx.end_staff_sessions(id).await?,
    }
    tx.links().revoke(waiting(who)).await?;
    holder(tx, who).await
}

/// Writes to somebody that what protects their account was changed.
pub(crate) async fn tell(tx: &mut Tx, who: impl Into<Subject>, change: AccountChange) -> Result<()> {
    let to = match who.into() {
        Subject::Person(id) => Recipient::Person(id),
        Subject::Staff(id) => Recipient::Staff(id),
    };
    let news = News::AccountChanged { change };
    let mail = announce(tx.clock(), tx.scope().tenant(), to, Channel::Email, news);
    Ok(tx.record(mail).await?)
}

/// What became of somebody's factors, for the audit.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    Added,
    Removed,
    TakenAway,
    CodesMade,
    PasskeyAdded,
    PasskeyRemoved,
}

/// Notes it: for somebody of a tenant in its audit, for staff in the operator's.
pub(super) async fn note(tx: &Tx, who: Subject, change: Change) -> Result<()> {
    let (person, deed) = match (who, change) {
        (Subject::Person(id), Change::Added) => (Some(id), Deed::FactorAdded),
        (Subject::Person(id), Change::Removed) => (Some(id), Deed::FactorRemoved),
        (Subject::Person(id), Change::TakenAway) => (Some(id), Deed::FactorTakenAway),
        (Subject::Person(id), Change::CodesMade) => (Some(id), Deed::RecoveryCodesMade),
        (Subject::Staff(staff), Change::Added) => (None, Deed::StaffFactorAdded { staff }),
        (Subject::Staff(staff), Change::Removed) => (None, Deed::StaffFactorRemoved { staff }),
        (Subject::Staff(staff), Change::TakenAway) => (None, Deed::StaffFactorTakenAway { staff }),
        (Subject::Staff(staff), Change::CodesMade) => (None, Deed::StaffRecoveryCodesMade { staff }),
        (Subject::Person(id), Change::PasskeyAdded) => (Some(id), Deed::PasskeyAdded),
        (Subject::Person(id), Change::PasskeyRemoved) => (Some(id), Deed::PasskeyRemoved),
        (Subject::Staff(staff), Change::PasskeyAdded) => (None, Deed::StaffPasskeyAdded { staff }),
        (Subject::Staff(staff), Change::PasskeyRemoved) => (None, Deed::StaffPasskeyRemoved { staff }),
    };
    Ok(tx.audit().note(person, &deed).await?)
}
