//! Staff: added and changed by administrators.

use rappel_domain::{
    Locale,
    audit::{Deed, StaffMay},
    callback::Team,
    decision::announce,
    delivery::{Channel, News, Recipient},
    display_name::DisplayName,
    email_address::EmailAddress,
    id::{StaffId, TenantId},
    phone::{Country, Phone},
    role::{StaffRight, StaffRole},
    user_name::UserName,
};
use rappel_store::{Tx, links::Purpose};

use crate::{
    Scope, Service, Staff, StaffScope,
    account::number_change,
    error::{Error, Result},
    factors::tell,
    invalid::{Checks, Reason},
    oncall::shift_lead,
    policies::{put_into_team, team_name},
    retry::again,
    settings::optional_phone,
};

/// A staff member as it is typed.
#[derive(Debug, Clone, Default)]
pub struct StaffForm {
    /// As they are called.
    pub name: String,
    /// Where they read mail.
    pub email: String,
    /// What they sign in with. Cannot be changed later.
    pub user_name: String,
    /// The number that is paged.
    pub phone: String,
    /// `agent`, `supervisor` or `admin`.
    pub role: String,
    /// `fr` or `en`.
    pub locale: String,
    /// Sees every tenant.
    pub all_tenants: bool,
    /// Slugs of the tenants of somebody who does not see all.
    pub tenants: Vec<String>,
    /// The name of their team; none when empty, a new one when there is none of this name.
    pub team: String,
    /// Cannot sign in and is not paged.
    pub is_disabled: bool,
}

/// What a staff member may change of their own, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct OwnForm {
    /// As they are called.
    pub name: String,
    /// The number that is paged.
    pub phone: String,
    /// `fr` or `en`.
    pub locale: String,
    /// How many hours before a shift they are told of it; 0 for never.
    pub shift_lead: String,
}

impl Service {
    /// Everybody, by name.
    pub async fn team(&self, scope: &StaffScope) -> Result<Vec<Staff>> {
        Ok(self.store.office(scope).await?.staff_list().await?)
    }

    /// One of the staff.
    pub async fn staff(&self, scope: &StaffScope, id: StaffId) -> Result<Staff> {
        Ok(self.store.office(scope).await?.staff_by_id(id).await?)
    }

    /// Adds a staff member and mails them a single-use invitation.
    pub async fn add_staff(&self, scope: &StaffScope, form: &StaffForm) -> Result<StaffId> {
        check_right(scope)?;
        let slugs = self.slugs(scope).await?;
        let blank = Staff {
            id: StaffId::new(&*self.clock()),
            user_name: String::new(),
            email: String::new(),
            name: String::new(),
            phone: None,
            phone_verified_at: None,
            sms_refused_at: None,
            sms_refused_why: None,
            refusals: crate::Refusals::default(),
            reached_at: None,
            locale: Locale::Fr,
            role: StaffRole::Agent,
            all_tenants: false,
            tenants: Vec::new(),
            password_hash: None,
            session_epoch: 0,
            activated_at: None,
            disabled_at: None,
            last_sign_in_at: None,
            version: 0,
        };
        let new = checked(form, blank, &Reach { scope, slugs }, self.operator_country().await?)?;
        let mut tx = self.store.office_write(scope).await?;
        tx.insert_staff(&new).await?;
        put_into_team(&mut tx, scope, new.id, &form.team).await?;
        let mut tx = tx.go_on(&operator_of(scope)?).await?;
        invite(&mut tx, new.id).await?;
        tx.audit().note(None, &Deed::StaffAdded { staff: new.id, may: may(&new) }).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Mails a staff member the invitation, again if need be.
    pub async fn invite_staff(&self, scope: &StaffScope, id: StaffId) -> Result<()> {
        check_right(scope)?;
        let mut tx = self.store.write(&operator_of(scope)?).await?;
        invite(&mut tx, id).await?;
        tx.audit().note(None, &Deed::StaffInvited { staff: id }).await?;
        Ok(tx.commit().await?)
    }

    /// Saves a staff member. Another role, other tenants or a switch off end their sessions.
    ///
    /// An administrator of some tenants gives and takes these and no other: what a colleague has beyond them stays,
    /// and so does whatever could be turned into it.
    pub async fn save_staff(&self, scope: &StaffScope, id: StaffId, form: &StaffForm) -> Result<()> {
        check_right(scope)?;
        let reach = Reach { scope, slugs: self.slugs(scope).await? };
        let country = self.operator_country().await?;
        again(|| async {
            let mut tx = self.store.office_write(scope).await?;
            let team = tx.hold_team().await?;
            let found = tx.staff_by_id(id).await?;
            let now = tx.clock().now();
            let form = StaffForm { user_name: found.user_name.clone(), ..form.clone() };
            let mut changed = checked(&form, found.clone(), &reach, country)?;
            changed.disabled_at = form.is_disabled.then(|| found.disabled_at.unwrap_or(now));
            reach.check(&found, &changed)?;
            let teams = tx.teams().await?;
            let now_in = teams.iter().find(|it| it.members.contains(&id)).map_or("", |it| it.name.as_str());
            if form.team.trim() != now_in {
                reach.check_whole(&found)?;
            }
            let narrower = changed.role != found.role
                || changed.disabled_at.is_some()
                || (changed.all_tenants, &changed.tenants) != (found.all_tenants, &found.tenants);
            if narrower {
                changed.session_epoch += 1;
            }
            let last_admin = found.role == StaffRole::Admin
                && (changed.role != StaffRole::Admin || changed.disabled_at.is_some())
                && !team
                    .iter()
                    .any(|it| it.id != id && it.role == StaffRole::Admin && it.disabled_at.is_none());
            if last_admin {
                return Err(Error::Refused(rappel_domain::Refusal::NotAllowed));
            }
            let is_same = changed == found && form.team.trim() == now_in;
            tx.update_staff(&changed).await?;
            put_into_team(&mut tx, scope, id, &form.team).await?;
            let tx = tx.go_on(&operator_of(scope)?).await?;
            if narrower {
                // A sign-in that waits for its second step ends with the sessions.
                tx.links().revoke(Purpose::StaffSecondStep(id)).await?;
            }
            if !is_same {
                tx.audit().note(None, &Deed::StaffChanged { staff: id, may: may(&changed) }).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Whether an administrator may lower what protects a colleague: whoever can do more than the administrator is not theirs
    /// to take over.
    pub(crate) async fn may_take_over(&self, scope: &StaffScope, id: StaffId) -> Result<()> {
        check_right(scope)?;
        let found = self.staff(scope, id).await?;
        Reach { scope, slugs: Vec::new() }.check_whole(&found)
    }

    /// Every team, by name.
    pub async fn teams(&self, scope: &StaffScope) -> Result<Vec<Team>> {
        Ok(self.store.office(scope).await?.teams().await?)
    }

    /// Saves what a staff member may change of their own.
    pub async fn save_own_staff(&self, scope: &StaffScope, form: &OwnForm) -> Result<()> {
        let country = self.operator_country().await?;
        again(|| async {
            let mut tx = self.store.office_write(scope).await?;
            let found = tx.staff_by_id(scope.staff()).await?;
            let mut checks = Checks::default();
            let name = checks.take("name", DisplayName::parse(&form.name));
            let phone = optional_phone(&mut checks, "phone", &form.phone, country);
            let locale = checks.take("locale", form.locale.parse::<Locale>().map_err(|_| Reason::NotAChoice));
            let lead = checks.take("shift_lead", shift_lead(&form.shift_lead));
            let (name, phone, locale, lead) = checks.done((|| Some((name?, phone?, locale?, lead?)))())?;
            let same = found.phone == phone;
            let changed = Staff {
                name: name.to_string(),
                phone_verified_at: found.phone_verified_at.filter(|_| same),
                sms_refused_at: found.sms_refused_at.filter(|_| same),
                phone,
                locale,
                ..found
            };
            tx.update_staff(&changed).await?;
            tx.set_shift_lead(scope.staff(), lead).await?;
            if same {
                return Ok(tx.commit().await?);
            }
            let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
            let mut tx = tx.go_on(&own).await?;
            tell(&mut tx, scope.staff(), number_change(changed.phone.as_ref())).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn operator_country(&self) -> Result<Country> {
        Ok(self.store.operator().await?.ok_or(Error::NotFound)?.country)
    }

    async fn slugs(&self, scope: &StaffScope) -> Result<Vec<(String, TenantId)>> {
        let tenants = self.store.office(scope).await?.tenants().await?;
        Ok(tenants.into_iter().map(|it| (it.slug, it.id)).collect())
    }
}

fn may(staff: &Staff) -> StaffMay {
    StaffMay {
        role: staff.role,
        all_companies: staff.all_tenants,
        companies: staff.tenants.clone(),
        is_disabled: staff.disabled_at.is_some(),
    }
}

/// What an administrator may give and take.
struct Reach<'a> {
    scope: &'a StaffScope,
    slugs: Vec<(String, TenantId)>,
}

impl Reach<'_> {
    fn includes(&self, tenant: TenantId) -> bool {
        self.scope.sees_all() || self.scope.tenants().contains(&tenant)
    }

    /// Whoever can do more than the editor is not theirs to take over, by another address, role or number, or to
    /// switch off.
    fn check(&self, found: &Staff, changed: &Staff) -> Result<()> {
        let is_same = (&found.email, found.role, &found.phone, found.all_tenants, found.disabled_at)
            == (&changed.email, changed.role, &changed.phone, changed.all_tenants, changed.disabled_at);
        if is_same { Ok(()) } else { self.check_whole(found) }
    }

    /// Whether somebody works for no company that the editor does not see. A team is paged as a whole, for every company.
    fn check_whole(&self, found: &Staff) -> Result<()> {
        let is_within = if found.all_tenants {
            self.scope.sees_all()
        } else {
            found.tenants.iter().all(|it| self.includes(*it))
        };
        if is_within { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// The right to the operator's own rows, where mail to staff is kept.
fn operator_of(scope: &StaffScope) -> Result<Scope> {
    scope.on(scope.operator()).ok_or(Error::Forbidden)
}

async fn invite(tx: &mut Tx, id: StaffId) -> Result<()> {
    let to = Recipient::Staff(id);
    let mail = announce(tx.clock(), tx.scope().tenant(), to, Channel::Email, News::Invitation);
    Ok(tx.record(mail).await?)
}

fn check_right(scope: &StaffScope) -> Result<()> {
    if scope.may(StaffRight::EditStaff) { Ok(()) } else { Err(Error::Forbidden) }
}

fn checked(form: &StaffForm, staff: Staff, reach: &Reach<'_>, country: Country) -> Result<Staff> {
    let slugs = &reach.slugs;
    let mut checks = Checks::default();
    let name = checks.take("name", DisplayName::parse(&form.name));
    let email = checks.take("email", EmailAddress::parse(&form.email));
    let user_name = checks.take("user_name", UserName::parse(&form.user_name));
    let phone: Option<Option<Phone>> = optional_phone(&mut checks, "phone", &form.phone, country);
    let role = checks.take("role", form.role.parse::<StaffRole>().map_err(|_| Reason::NotAChoice));
    let locale = checks.take("locale", form.locale.parse::<Locale>().map_err(|_| Reason::NotAChoice));
    let team = checks.take("team", team_name(&form.team));
    // What the editor does not see is not on their form, and stays.
    let mut tenants: Vec<_> = staff.tenants.iter().copied().filter(|it| !reach.includes(*it)).collect();
    if form.all_tenants && !staff.all_tenants && !reach.scope.sees_all() {
        checks.refuse("tenants", Reason::NotAChoice);
    }
    for slug in &form.tenants {
        match slugs.iter().find(|(known, _)| known == slug) {
            Some((_, id)) => tenants.push(*id),
            None => checks.refuse("tenants", Reason::NotAChoice),
        }
    }
    if !form.all_tenants && tenants.is_empty() && form.tenants.is_empty() && !slugs.is_empty() {
        checks.refuse("tenants", Reason::Missing);
    }
    checks.done((|| {
        let (phone, _) = (phone?, team?);
        let same = staff.phone == phone;
        Some(Staff {
            name: name?.to_string(),
            email: email?.lookup_key(),
            user_name: user_name?.to_string(),
            phone_verified_at: staff.phone_verified_at.filter(|_| same),
            sms_refused_at: staff.sms_refused_at.filter(|_| same),
            phone,
            role: role?,
            locale: locale?,
            all_tenants: form.all_tenants,
            tenants: if form.all_tenants { Vec::new() } else { tenants },
            ..staff.clone()
        })
    })())
}
