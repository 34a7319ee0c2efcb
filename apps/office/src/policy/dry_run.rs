//! What an escalation would do: asked of the rules of paging, and said in words.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use poem::Result;
use rappel_domain::{
    callback::{Lack, Moment, Told},
    delivery::Recipient,
    id::TenantId,
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{MomentLine, Rehearsal, ToldLine, channel_name},
    routes::office as paths,
};
use rappel_service::policies::{NamedPolicy, Policies};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{desk::Desk, policies::Names, when};

/// The moment and the client of a dry run.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    at: Option<String>,
    tenant: String,
}

/// The form of the dry run, with the answer when it was asked for.
pub(super) async fn answered(
    desk: &Desk,
    found: &Policies,
    policy: &NamedPolicy,
    asked: Option<&Asked>,
    zone: Tz,
) -> Result<Rehearsal> {
    let wanted = asked.map(|it| it.tenant.as_str()).unwrap_or_default();
    // A client that has chosen it, else the first.
    let first = || {
        let user = found.uses.iter().find(|it| it.policy == policy.id).map(|it| it.tenant);
        user.and_then(|id| found.tenants.iter().find(|it| it.id == id)).or(found.tenants.first())
    };
    let tenant = found.tenants.iter().find(|it| it.slug == wanted).or_else(first);
    let choice = |it: &rappel_service::Tenant| Choice {
        selected: tenant.is_some_and(|chosen| chosen.id == it.id),
        ..Choice::new(it.slug.as_str(), Text::plain(it.name.as_str()))
    };
    let tenants = found.tenants.iter().map(choice).collect();
    let action = paths::policy(policy.id);
    let Some(text) = asked.and_then(|it| it.at.as_deref()) else {
        return Ok(Rehearsal::new(action, &when::typed(found.now, zone), tenants));
    };
    let form = Rehearsal::new(action, text, tenants);
    let Some(at) = moment(text, found.now, zone) else {
        return Ok(Rehearsal { at: form.at.error("policy-dry-past"), ..form });
    };
    let tenant: Option<TenantId> = tenant.map(|it| it.id);
    let moments = desk
        .service()
        .rehearse_policy(&desk.session.scope, tenant, &policy.policy, at)
        .await
        .map_err(Problem::from)?;
    let names = Names::of(found);
    let more = moments.last().is_some_and(|it| it.step.is_some());
    Ok(Rehearsal { moments: moments.iter().map(|it| line(it, at, names)).collect(), more, ..form })
}

/// The moment that was typed, not in the past: exceptions that are over are not read any more. The minute that runs is
/// now.
fn moment(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let at = when::moment(text, zone)?;
    (at > now - Duration::minutes(5)).then(|| at.max(now))
}

fn line(moment: &Moment, begun: DateTime<Utc>, names: Names<'_>) -> MomentLine {
    MomentLine {
        at: moment.at,
        minutes: (moment.at - begun).num_minutes(),
        title: match moment.step {
            Some((round, index)) => {
                Text::key("policy-dry-step").with("step", index + 1).with("round", round + 1)
            }
            None => "policy-dry-last-resort".into(),
        },
        told: moment.told.iter().map(|it| told(it, names)).collect(),
        lacks: moment.lacks.iter().map(|it| lack(*it, names)).collect(),
        next: (moment.next > moment.at).then_some(moment.next),
    }
}

fn told(told: &Told, names: Names<'_>) -> ToldLine {
    ToldLine {
        at: told.at,
        who: match &told.to {
            Recipient::Staff(id) => Text::plain(names.person(*id)),
            Recipient::Person(_) | Recipient::Address(_) => "policy-dry-fallback".into(),
        },
        channel: channel_name(told.channel),
        instead: told.instead,
    }
}

fn lack(lack: Lack, names: Names<'_>) -> Text {
    let person = |key: &'static str, id| Text::key(key).with("name", names.person(id));
    match lack {
        Lack::NobodyOnCall(id) => {
            let name = names.rotas.iter().find(|it| it.id == id).map_or("?", |it| it.name.as_str());
            Text::key("policy-lack-rota").with("name", name)
        }
        Lack::NobodyInTeam(id) => {
            let name = names.teams.iter().find(|it| it.id == id).map_or("?", |it| it.name.as_str());
            Text::key("policy-lack-team").with("name", name)
        }
        Lack::NoSupervisor => "policy-lack-supervisor".into(),
        Lack::Unknown(_) => "policy-lack-unknown".into(),
        Lack::Disabled(id) => person("policy-lack-disabled", id),
        Lack::OtherClients(id) => person("policy-lack-other-clients", id),
        Lack::NoWay(id) => person("policy-lack-no-way", id),
        Lack::NoNumber(id) => person("policy-lack-no-number", id),
        Lack::TextsRefused(id) => person("policy-lack-texts-refused", id),
    }
}
