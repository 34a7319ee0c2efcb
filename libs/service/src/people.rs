//! People of a tenant: invited, switched off and given other roles by its managers, or by staff.

mod access;
mod found;
mod history;
mod list;
mod visibility;

use chrono::Duration;
use rappel_domain::{
    audit::Deed,
    decision::announce,
    delivery::{Channel, News, Recipient},
    display_name::DisplayName,
    email_address::EmailAddress,
    id::PersonId,
    role::{PersonRole, StaffRight},
    user_name::UserName,
};
use rappel_store::{Rights, Tx, persons::NewPerson};

use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    invalid::{Checks, Invalid, Reason},
    settings::{Effective, optional_phone},
};

pub use access::Disabled;
pub use found::{Among, Listed, PEOPLE_ON_A_PAGE, PeoplePage};
pub use history::{Change, Ending, Wanted, What, Who};
pub use list::{Line, Outcome, Report, Standing};
pub(crate) use visibility::company_rule;
pub use visibility::{Seen, VisibilityForm};

/// Invitations of a company's own managers in an hour: a full list and half of one. Whoever steals the account of one mails
/// no more than that in the company's name.
pub const INVITATIONS: u64 = 300;

/// The company invited as many as it may for now.
const TOO_MANY: Reason = Reason::Text("invitations-too-many");

/// Somebody to invite, as typed.
#[derive(Debug, Clone, Default)]
pub struct InviteForm {
    /// As they are called.
    pub name: String,
    /// Where the invitation goes.
    pub email: String,
    /// What they sign in with; when empty, the first free name made from the address.
    pub user_name: String,
    /// Their number, optional.
    pub phone: String,
    /// `member` or `manager`.
    pub role: String,
}

impl Service {
    /// Everybody of the tenant, by name, but those who were erased.
    pub async fn people(&self, scope: &Scope) -> Result<Vec<Person>> {
        may_manage(scope)?;
        self.note_look(scope, Deed::PeopleSeen).await?;
        let tx = self.store.read(scope).await?;
        let erased = tx.erasing().everybody_erased().await?;
        let mut people = tx.persons().list().await?;
        people.retain(|it| !erased.contains(&(it.id, true)));
        Ok(people)
    }

    /// For whom staff can open a ticket: everybody of the tenant who is not switched off, by name.
    pub async fn requesters(&self, scope: &Scope) -> Result<Vec<Person>> {
        crate::tickets::write_staff(scope)?;
        self.note_look(scope, Deed::PeopleSeen).await?;
        let everybody = self.store.read(scope).await?.persons().list().await?;
        Ok(everybody.into_iter().filter(|person| person.disabled_at.is_none()).collect())
    }

    /// Somebody of the tenant by identifier, e-mail address or user name, for programs that open a ticket for
    /// them. Nobody who is switched off.
    pub async fn find_person(&self, scope: &Scope, who: &str) -> Result<Option<PersonId>> {
        self.note_look(scope, Deed::PeopleSeen).await?;
        let tx = match scope.rights() {
            Rights::Staff { .. } | Rights::ApiKey { .. } => self.store.read(scope).await?,
            Rights::Guest
            | Rights::Person { .. }
            | Rights::Callback { .. }
            | Rights::Feedback { .. }
            | Rights::System => {
                return Err(Error::Forbidden);
            }
        };
        let found = match who.parse::<PersonId>() {
            Ok(id) => match tx.persons().by_id(id).await {
                Err(rappel_store::StoreError::NotFound) => None,
                person => Some(person?),
            },
            Err(_) => tx.persons().by_login(who).await?,
        };
        Ok(found.filter(|person| person.disabled_at.is_none()).map(|person| person.id))
    }

    /// Writes somebody new and mails them a single-use invitation.
    pub async fn invite(&self, scope: &Scope, form: &InviteForm) -> Result<PersonId> {
        may_manage(scope)?;
        let mut tx = self.store.write(scope).await?;
        within_the_hour(&tx, scope).await?;
        let new = checked(&tx, form).await?;
        tx.persons().insert(&new).await?;
        let to = Recipient::Person(new.id);
        let mail = announce(tx.clock(), scope.tenant(), to, Channel::Email, News::Invitation);
        tx.record(mail).await?;
        tx.audit().note(Some(new.id), &Deed::PersonInvited { role: new.role }).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Mails the invitation again, to somebody who has not chosen a password.
    pub async fn invite_again(&self, scope: &Scope, id: PersonId) -> Result<()> {
        may_manage(scope)?;
        let mut tx = self.store.write(scope).await?;
        let person = tx.persons().by_id(id).await?;
        if person.activated_at.is_some() || person.disabled_at.is_some() {
            return Err(Error::NotFound);
        }
        within_the_hour(&tx, scope).await?;
        let to = Recipient::Person(id);
        let mail = announce(tx.clock(), scope.tenant(), to, Channel::Email, News::Invitation);
        tx.record(mail).await?;
        tx.audit().note(Some(id), &Deed::InvitationSent).await?;
        Ok(tx.commit().await?)
    }
}

pub(crate) fn may_manage(scope: &Scope) -> Result<()> {
    match scope.rights() {
        Rights::Person { role: PersonRole::Manager, .. } | Rights::System => Ok(()),
        Rights::Staff { role, .. } if role.may(StaffRight::EditTenants) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// Whether one more may be invited. Those who do it at the same moment may pass together: it is no lock.
async fn within_the_hour(tx: &Tx, scope: &Scope) -> Result<()> {
    if !matches!(scope.rights(), Rights::Person { .. }) {
        return Ok(());
    }
    let hour_ago = tx.clock().now() - Duration::hours(1);
    match tx.audit().invited_before_last(INVITATIONS - 1).await? {
        Some(at) if at > hour_ago => Err(Error::Invalid(vec![Invalid::new("email", TOO_MANY)])),
        _ => Ok(()),
    }
}

/// What somebody with an address may sign in with, the first that is free: `luc`, else `luc-2` and so on. Many of a company may
/// have the same word before the @.
pub(crate) async fn free_user_name(tx: &Tx, address: &EmailAddress) -> Result<Option<String>> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let word: String = address.local_part().chars().map(plain).take(32).collect();
    let word = word.trim_matches(['.', '-', '_']).to_ascii_lowercase();
    let word = if word.is_empty() { "client".to_owned() } else { word };
    let taken = tx.persons().user_names_from(&word).await?;
    let numbered = (2_u32..).map(|number| format!("{word}-{number}"));
    let first = UserName::parse(&word).is_ok().then(|| word.clone());
    Ok(first.into_iter().chain(numbered).find(|name| !taken.contains(name)))
}

async fn checked(tx: &Tx, form: &InviteForm) -> Result<NewPerson> {
    let settings = Effective::read(tx).await?;
    let mut checks = Checks::default();
    let name = checks.take("name", DisplayName::parse(&form.name));
    let email = checks.take("email", EmailAddress::parse(&form.email));
    let user_name = match (&email, form.user_name.trim()) {
        (None, _) => None,
        (Some(address), "") => free_user_name(tx, address).await?,
        (Some(_), typed) => checks.take("user_name", UserName::parse(typed)).map(|name| name.to_string()),
    };
    let phone = optional_phone(&mut checks, "phone", &form.phone, settings.tenant.country);
    let role = checks.take("role", form.role.parse::<PersonRole>().map_err(|_| Reason::NotAChoice));
    checks.done((|| {
        Some(NewPerson {
            id: PersonId::new(tx.clock()),
            user_name: user_name?,
            email: email?.lookup_key(),
            name: name?.to_string(),
            phone: phone?,
            locale: None,
            role: role?,
        })
    })())
}
