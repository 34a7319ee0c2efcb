//! `/policies`: escalations, each with its steps in words and where it is used.

use poem::{Response, Result, handler};
use rappel_domain::{
    Locale,
    callback::Team,
    policy::{Step, Target},
    role::StaffRight,
    rota::NamedRota,
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{ChannelLine, Policies, PolicyCard, PolicyRow, StepLine, UseLine, channel_name},
    routes::office as paths,
};
use rappel_service::{
    Staff,
    policies::{self, NamedPolicy, PolicyUse},
};
use rappel_web::Problem;

use crate::desk::Desk;

/// The list.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    let found = found(&desk).await?;
    let locale = desk.frame(paths::POLICIES)?.locale;
    let may_edit = desk.session.scope.may(StaffRight::EditTenants);
    let names = Names::of(&found);
    let row = |it: &NamedPolicy| PolicyRow {
        id: it.id.to_string(),
        href: paths::policy(it.id),
        card: card(it, &names),
        is_default: it.is_default,
        uses: uses(&found, &found.uses_of(it.id), locale, may_edit),
    };
    let is_paged =
        |rota: &NamedRota| found.policies.iter().any(|it| it.policy.names(Target::OnCall(rota.id)));
    let page = Policies {
        rows: found.policies.iter().map(row).collect(),
        unpaged: found.rotas.iter().filter(|it| !is_paged(it)).map(|it| it.name.clone()).collect(),
        new_href: paths::NEW_POLICY,
        on_call_href: paths::ON_CALL,
    };
    desk.show(paths::POLICIES, &page)
}

/// Everything about escalations, for those who may change them.
pub(crate) async fn found(desk: &Desk) -> Result<policies::Policies> {
    desk.require(StaffRight::EditRotas)?;
    Ok(desk.service().policies(&desk.session.scope).await.map_err(Problem::from)?)
}

/// What the targets of steps are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) rotas: &'a [NamedRota],
    pub(crate) teams: &'a [Team],
    pub(crate) staff: &'a [Staff],
}

impl<'a> Names<'a> {
    pub(crate) fn of(found: &'a policies::Policies) -> Self {
        Self { rotas: &found.rotas, teams: &found.teams, staff: &found.staff }
    }

    pub(crate) fn target(self, target: Target) -> Text {
        let of = |key: &'static str, name: Option<&String>| match name {
            Some(name) => Text::key(key).with("name", name.as_str()),
            None => Text::plain("?"),
        };
        match target {
            Target::OnCall(id) => {
                of("policy-rota", self.rotas.iter().find(|it| it.id == id).map(|it| &it.name))
            }
            Target::Team(id) => {
                of("policy-team", self.teams.iter().find(|it| it.id == id).map(|it| &it.name))
            }
            Target::Staff(id) => Text::plain(self.person(id)),
            Target::Supervisors => "office-policy-supervisors".into(),
        }
    }

    /// The same by their identifiers.
    pub(crate) fn called(self) -> rappel_domain::readiness::Names {
        rappel_domain::readiness::Names {
            staff: self.staff.iter().map(|it| (it.id, it.name.clone())).collect(),
            rotas: self.rotas.iter().map(|it| (it.id, it.name.clone())).collect(),
            teams: self.teams.iter().map(|it| (it.id, it.name.clone())).collect(),
            ..rappel_domain::readiness::Names::default()
        }
    }

    pub(crate) fn person(self, id: rappel_domain::id::StaffId) -> &'a str {
        self.staff.iter().find(|it| it.id == id).map_or("?", |it| it.name.as_str())
    }
}

/// A policy in words.
pub(crate) fn card(policy: &NamedPolicy, names: &Names<'_>) -> PolicyCard {
    PolicyCard {
        name: policy.name.clone(),
        steps: policy.policy.steps.iter().map(|it| step(it, names)).collect(),
        repeat: policy.policy.repeat,
    }
}

fn step(step: &Step, names: &Names<'_>) -> StepLine {
    let mut channels = step.channels.clone();
    channels.sort_by_key(|it| it.after_minutes);
    let line = |it: rappel_domain::policy::StepChannel| ChannelLine {
        name: channel_name(it.by),
        minutes: it.after_minutes,
    };
    StepLine {
        who: step.targets.iter().map(|it| names.target(*it)).collect(),
        channels: channels.into_iter().map(line).collect(),
        minutes: step.delay_minutes,
    }
}

/// Where a policy was chosen, with links for those who may change that.
pub(crate) fn uses(
    found: &policies::Policies,
    uses: &[PolicyUse],
    locale: Locale,
    may_edit: bool,
) -> Vec<UseLine> {
    let line = |it: &PolicyUse| {
        let tenant = found.tenants.iter().find(|tenant| tenant.id == it.tenant)?;
        let href = match it.category {
            Some(category) => paths::category(&tenant.slug, category),
            None => paths::tenant(&tenant.slug),
        };
        let category = it.category.map(|_| locale.of_two(&it.names.0, &it.names.1).clone());
        Some(UseLine { tenant: tenant.name.clone(), category, href: may_edit.then_some(href) })
    };
    uses.iter().filter_map(line).collect()
}

/// Escalations that may be chosen, and what the default one is called.
pub(crate) async fn choices(desk: &Desk) -> Result<(Vec<Choice>, Option<String>)> {
    let all = desk.service().policy_choices(&desk.session.scope).await.map_err(Problem::from)?;
    let default = all.iter().find(|it| it.is_default).map(|it| it.name.clone());
    let choice = |it: &NamedPolicy| Choice::new(it.id.to_string(), Text::plain(it.name.as_str()));
    Ok((all.iter().map(choice).collect(), default))
}
