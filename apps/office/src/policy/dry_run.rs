//! What an escalation would do: asked of the rules of paging, and said in words.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use poem::Result;
use rappel_domain::{
    callback::{Moment, Told},
    delivery::Recipient,
    id::TenantId,
    readiness,
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{MomentLine, Rehearsal, ToldLine, channel_name},
    readiness::{Of, say_lack},
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
    let called = Names::of(found).called();
    let more = moments.last().is_some_and(|it| it.step.is_some());
    Ok(Rehearsal { moments: moments.iter().map(|it| line(it, at, &called)).collect(), more, ..form })
}

/// The moment that was typed, not in the past: exceptions that are over are not read any more. The minute that runs is
/// now.
fn moment(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let at = when::moment(text, zone)?;
    (at > now - Duration::minutes(5)).then(|| at.max(now))
}

fn line(moment: &Moment, begun: DateTime<Utc>, called: &readiness::Names) -> MomentLine {
    MomentLine {
        at: moment.at,
        minutes: (moment.at - begun).num_minutes(),
        title: match moment.step {
            Some((round, index)) => {
                Text::key("policy-dry-step").with("step", index + 1).with("round", round + 1)
            }
            None => "policy-dry-last-resort".into(),
        },
        told: moment.told.iter().map(|it| told(it, called)).collect(),
        lacks: moment.lacks.iter().map(|it| say_lack(*it, called, Of::Client)).collect(),
        next: (moment.next > moment.at).then_some(moment.next),
    }
}

fn told(told: &Told, called: &readiness::Names) -> ToldLine {
    ToldLine {
        at: told.at,
        who: match &told.to {
            Recipient::Staff(id) => Text::plain(called.staff.get(id).map_or("?", String::as_str)),
            Recipient::Person(_) | Recipient::Address(_) => "policy-dry-fallback".into(),
        },
        channel: channel_name(told.channel),
        instead: told.instead,
    }
}
