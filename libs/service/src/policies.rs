//! Escalation policies: written by those who may change rotas, chosen for companies and categories, and tried out.

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::{Moment, Team, rehearse},
    display_name::DisplayName,
    id::{PolicyId, StaffId, TenantId},
    policy::{Policy, Target},
    rota::NamedRota,
};
pub use rappel_store::policies::{NamedPolicy, PolicyUse};
use rappel_store::{OfficeTx, StoreError};

use crate::{
    Service, Staff, StaffScope, Tenant,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    oncall::right,
};

/// Letters of a name at most.
const LONGEST_NAME: usize = 60;
/// Positions of a dry run at most: more than anybody reads, and enough for every step a few times.
const MOST_MOMENTS: usize = 40;

/// Every policy, and everything that their steps may name.
#[derive(Debug, Clone)]
pub struct Policies {
    /// By name.
    pub policies: Vec<NamedPolicy>,
    /// Where they were chosen, by the reader's companies.
    pub uses: Vec<PolicyUse>,
    /// Every rota.
    pub rotas: Vec<NamedRota>,
    /// Every team.
    pub teams: Vec<Team>,
    /// Everybody, by name; those who are switched off too, for steps that still name them.
    pub staff: Vec<Staff>,
    /// The reader's companies.
    pub tenants: Vec<Tenant>,
    /// Whether the operator's fallback number is called as well.
    pub calls_fallback: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Policies {
    /// A policy by its identifier.
    pub fn find(&self, id: PolicyId) -> Option<&NamedPolicy> {
        self.policies.iter().find(|it| it.id == id)
    }

    /// Where a policy was chosen.
    pub fn uses_of(&self, id: PolicyId) -> Vec<PolicyUse> {
        self.uses.iter().filter(|it| it.policy == id).cloned().collect()
    }

    fn knows(&self, target: Target) -> bool {
        match target {
            Target::OnCall(id) => self.rotas.iter().any(|it| it.id == id),
            Target::Staff(id) => self.staff.iter().any(|it| it.id == id),
            Target::Team(id) => self.teams.iter().any(|it| it.id == id),
            Target::Supervisors => true,
        }
    }
}

/// Which policy is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A new one.
    New,
    /// One that exists, in the version that was read.
    Saved(PolicyId, i32),
}

/// What became of a policy that should go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deleted {
    /// It is gone.
    Yes,
    /// It is the default: another one has to be made that first.
    IsDefault,
    /// It was chosen here; nowhere that the reader may see when there is nothing in the list.
    IsUsed(Vec<PolicyUse>),
}

impl Service {
    /// Every policy, and everything that their steps may name.
    pub async fn policies(&self, scope: &StaffScope) -> Result<Policies> {
        right(scope)?;
        let number = self.store.operator().await?.and_then(|operator| operator.fallback_phone);
        let calls_fallback = number.is_some_and(|phone| self.calls_fallback(&phone));
        Ok(Policies { calls_fallback, ..read(&self.store.office(scope).await?).await? })
    }

    /// Saves a policy, or makes one. Callbacks that run keep their copy. Of two who save the same version the second is
    /// told: the field is `version`.
    pub async fn save_policy(
        &self,
        scope: &StaffScope,
        which: Which,
        name: &str,
        policy: Policy,
    ) -> Result<PolicyId> {
        right(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        tx.hold_policies().await?;
        let known = read(&tx).await?;
        let found = match which {
            Which::Saved(id, _) => Some(known.find(id).cloned().ok_or(Error::NotFound)?),
            Which::New => None,
        };
        // It may be in use for companies that the editor does not see.
        if found.is_some() {
            whole(scope)?;
        }
        let name = name.trim();
        let mut invalid = Vec::new();
        let mut refuse = |field, reason| invalid.push(Invalid::new(field, reason));
        let id = found.as_ref().map(|it| it.id);
        if name.is_empty() {
            refuse("name", Reason::Missing);
        } else if name.chars().count() > LONGEST_NAME {
            refuse("name", Reason::Text("policy-name"));
        } else if let Err(refusal) = DisplayName::parse(name) {
            refuse("name", refusal.into());
        } else if known.policies.iter().any(|it| Some(it.id) != id && it.name == name) {
            refuse("name", Reason::Taken);
        }
        for fault in policy.faults() {
            refuse("steps", Reason::Policy(fault));
        }
        if !policy.steps.iter().flat_map(|it| &it.targets).all(|it| known.knows(*it)) {
            refuse("steps", Reason::NotAChoice);
        }
        if let (Some(found), Which::Saved(_, version)) = (&found, which)
            && found.version != version
        {
            refuse("version", Reason::Text("policy-version"));
        }
        if !invalid.is_empty() {
            return Err(Error::Invalid(invalid));
        }
        let saved = NamedPolicy {
            id: id.unwrap_or_else(|| PolicyId::new(tx.clock())),
            name: name.to_owned(),
            policy,
            is_default: found.as_ref().map_or(known.policies.is_empty(), |it| it.is_default),
            version: found.map_or(0, |it| it.version),
        };
        tx.save_policy(&saved).await?;
        tx.commit().await?;
        Ok(saved.id)
    }

    /// Makes a policy the one that counts where nothing else is chosen.
    pub async fn make_default_policy(&self, scope: &StaffScope, id: PolicyId) -> Result<()> {
        right(scope)?;
        whole(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        tx.hold_policies().await?;
        tx.make_default_policy(id).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a policy away, unless it is the default or somebody has chosen it. Callbacks that run keep their copy.
    pub async fn delete_policy(&self, scope: &StaffScope, id: PolicyId) -> Result<Deleted> {
        right(scope)?;
        whole(scope)?;
        let mut tx = self.store.office_write(scope).await?;
        let all = tx.hold_policies().await?;
        if all.iter().find(|it| it.id == id).ok_or(Error::NotFound)?.is_default {
            return Ok(Deleted::IsDefault);
        }
        let uses = tx.policy_uses().await?.into_iter().filter(|it| it.policy == id).collect::<Vec<_>>();
        if !uses.is_empty() {
            return Ok(Deleted::IsUsed(uses));
        }
        match tx.delete_policy(id).await {
            // By a company that the reader may not see, or at this moment.
            Err(StoreError::Used) => Ok(Deleted::IsUsed(Vec::new())),
            deleted => {
                deleted?;
                tx.commit().await?;
                Ok(Deleted::Yes)
            }
        }
    }

    /// What a policy would do for a client from a moment on, if nobody took the callback: the rules of paging, asked
    /// with the people of now.
    pub async fn rehearse_policy(
        &self,
        scope: &StaffScope,
        tenant: Option<TenantId>,
        policy: &Policy,
        at: DateTime<Utc>,
    ) -> Result<Vec<Moment>> {
        right(scope)?;
        let of = scope.on(tenant.unwrap_or_else(|| scope.operator())).ok_or(Error::NotFound)?;
        let roster = self.roster(&self.store.read(&of).await?).await?;
        Ok(rehearse(policy, &roster, at, MOST_MOMENTS))
    }

    /// Policies that may be chosen, by name, with whether each is the default.
    pub async fn policy_choices(&self, scope: &StaffScope) -> Result<Vec<NamedPolicy>> {
        Ok(self.store.office(scope).await?.policies().await?)
    }

    /// What a company has chosen; `None` follows the default.
    pub async fn policy_of_tenant(&self, scope: &StaffScope, tenant: TenantId) -> Result<Option<PolicyId>> {
        Ok(self.store.office(scope).await?.policy_of_tenant(tenant).await?)
    }
}

/// A policy that was chosen in a form; nothing for none. `Err` for one that is not there.
pub(crate) fn chosen(policies: &[NamedPolicy], typed: &str) -> std::result::Result<Option<PolicyId>, Reason> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found = typed.parse().ok().filter(|id| policies.iter().any(|it| it.id == *id));
    found.map(Some).ok_or(Reason::NotAChoice)
}

async fn read(tx: &OfficeTx) -> Result<Policies> {
    Ok(Policies {
        policies: tx.policies().await?,
        uses: tx.policy_uses().await?,
        rotas: tx.rotas().await?,
        teams: tx.teams().await?,
        staff: tx.staff_list().await?,
        tenants: tx.tenants().await?,
        calls_fallback: false,
        now: tx.clock().now(),
    })
}

/// What counts for every company is changed by whoever sees every company.
fn whole(scope: &StaffScope) -> Result<()> {
    if scope.sees_all() { Ok(()) } else { Err(Error::Forbidden) }
}

/// Puts somebody into the team of a name, a new one if need be, and out of the one before; no name is no team. A team
/// that nobody is in and neither a policy nor a category names is no more. Whoever sees some companies only leaves it: those of
/// others may name it.
pub(crate) async fn put_into_team(
    tx: &mut OfficeTx,
    by: &StaffScope,
    staff: StaffId,
    name: &str,
) -> Result<()> {
    let name = name.trim();
    let same = |team: &&Team| team.name.to_lowercase() == name.to_lowercase();
    let teams = tx.teams().await?;
    let team = match teams.iter().find(same) {
        _ if name.is_empty() => None,
        Some(team) => Some(team.id),
        None => {
            let id = rappel_domain::id::TeamId::new(tx.clock());
            tx.insert_team(id, name).await?;
            Some(id)
        }
    };
    tx.set_team(staff, team).await?;
    if !by.sees_all() {
        return Ok(());
    }
    let (policies, working) = (tx.policies().await?, tx.working_teams().await?);
    for team in tx.teams().await?.into_iter().filter(|it| it.members.is_empty()) {
        let is_named = policies.iter().any(|it| it.policy.names(Target::Team(team.id)));
        if !is_named && !working.contains(&team.id) {
            tx.delete_team(team.id).await?;
        }
    }
    Ok(())
}

/// The name of a team as it was typed.
pub(crate) fn team_name(typed: &str) -> std::result::Result<String, Reason> {
    let name = typed.trim();
    let is_good =
        name.is_empty() || (name.chars().count() <= LONGEST_NAME && DisplayName::parse(name).is_ok());
    if is_good { Ok(name.to_owned()) } else { Err(Reason::Text("team-name")) }
}
