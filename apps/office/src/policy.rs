//! `/policies/{id}`: the steps of an escalation, and a dry run of it.

mod dry_run;

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_domain::{
    id::PolicyId,
    policy::{Policy, PolicyRefusal, Step, StepChannel, Target},
    role::StaffRight,
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{ChannelRow, Done, PolicyPage, SavedPolicy, StepForm, TargetRow, UseLine, channel_choices},
    routes::office as paths,
};
use rappel_service::{
    Error, Invalid,
    oncall::Place,
    policies::{Deleted, NamedPolicy, Policies, Which},
};
use rappel_web::Problem;

use self::dry_run::Asked;
use crate::{
    desk::{Desk, failed},
    policies::{Names, card, found, uses},
    typed::Typed,
    words::word_for,
};

/// Channels that a step can have: each once.
const CHANNELS: usize = 3;

/// A step as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct TypedStep {
    delay: String,
    targets: Vec<String>,
    /// A channel and its minutes.
    channels: Vec<[String; 2]>,
}

/// A form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Draft {
    version: String,
    name: String,
    repeat: String,
    steps: Vec<TypedStep>,
}

/// A form for a new escalation.
#[handler]
pub(crate) async fn begin(desk: Desk) -> Result<Response> {
    let found = found(&desk).await?;
    let step = |delay: &str, target: &str| TypedStep {
        delay: delay.to_owned(),
        targets: vec![target.to_owned()],
        channels: Vec::new(),
    };
    let steps = vec![step("5", ""), step("5", SUPERVISORS)];
    let draft = Draft { repeat: "1".to_owned(), steps, ..Draft::default() };
    desk.show(paths::POLICIES, &page(&found, paths::NEW_POLICY.to_owned(), &draft))
}

/// Makes one, or changes the rows of the form.
#[handler]
pub(crate) async fn add(desk: Desk, typed: Typed) -> Result<Response> {
    let found = found(&desk).await?;
    save_as(&desk, &found, None, &typed).await
}

/// An escalation; with `?at=`, what it would do then.
#[handler]
pub(crate) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let found = found(&desk).await?;
    let policy = policy_of(&found, &id)?;
    let page = page(&found, paths::policy(policy.id), &kept(policy));
    let page = with_rest(&desk, &found, policy, page, Some(&asked)).await?.summed_up();
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    desk.answer(status, paths::POLICIES, &page)
}

/// Saves it, or changes the rows of the form.
#[handler]
pub(crate) async fn save(desk: Desk, Path(id): Path<String>, typed: Typed) -> Result<Response> {
    let found = found(&desk).await?;
    let policy = policy_of(&found, &id)?;
    save_as(&desk, &found, Some(policy), &typed).await
}

/// Makes it the default, or takes it away.
#[handler]
pub(crate) async fn act(desk: Desk, Path((id, act)): Path<(String, String)>) -> Result<Response> {
    let found = found(&desk).await?;
    let policy = policy_of(&found, &id)?.id;
    let (scope, here) = (&desk.session.scope, paths::policy(policy));
    match act.as_str() {
        "default" => {
            desk.service().make_default_policy(scope, policy).await.map_err(Problem::from)?;
            desk.done(Done::MadeDefault, &here)
        }
        "delete" => match desk.service().delete_policy(scope, policy).await.map_err(Problem::from)? {
            Deleted::Yes => desk.done(Done::Removed, paths::POLICIES),
            Deleted::IsDefault => desk.done(Done::IsDefault, &here),
            Deleted::IsUsed(by) => {
                let locale = desk.frame(paths::POLICIES)?.locale;
                let name = |it: UseLine| match it.category {
                    Some(category) => format!("{} – {category}", it.tenant),
                    None => it.tenant,
                };
                let names: Vec<String> = uses(&found, &by, locale, false).into_iter().map(name).collect();
                desk.done(Done::IsUsed(names.join(", ")), &here)
            }
        },
        _ => Err(Problem::not_found().into()),
    }
}

async fn save_as(
    desk: &Desk,
    found: &Policies,
    policy: Option<&NamedPolicy>,
    typed: &Typed,
) -> Result<Response> {
    let mut draft = sent(typed);
    let action = policy.map_or_else(|| paths::NEW_POLICY.to_owned(), |it| paths::policy(it.id));
    if let Some((word, number)) = asked_of(typed) {
        draft.rearrange(word, number);
        let page = PolicyPage { unsaved: true, ..page(found, action, &draft) };
        return desk.show(paths::POLICIES, &rest(desk, found, policy, page).await?);
    }
    let (parsed, mut faults) = parsed(&draft);
    let mut invalid = Vec::new();
    if faults.is_empty() {
        let which =
            policy.map_or(Which::New, |it| Which::Saved(it.id, draft.version.parse().unwrap_or_default()));
        match desk.service().save_policy(&desk.session.scope, which, &draft.name, parsed).await {
            Ok(id) => return desk.done(Done::Saved, &paths::policy(id)),
            Err(Error::Invalid(found)) => invalid = found,
            Err(other) => return failed(other),
        }
    } else {
        // Whatever else is wrong is said at the same time.
        let others =
            parsed.faults().into_iter().filter(|it| !faults.iter().any(|(step, _)| it.step() == *step));
        faults.extend(others.map(|it| (it.step(), Text::from(it))).collect::<Vec<_>>());
        if draft.name.trim().is_empty() {
            invalid.push(Invalid::new("name", rappel_service::Reason::Missing));
        }
    }
    let stale = word_for(&invalid, "version").is_some();
    if stale && let Some(policy) = policy {
        draft.version = policy.version.to_string();
    }
    let mut page = page(found, action, &draft);
    page.changed = policy.filter(|_| stale).map(|it| card(it, &Names::of(found)));
    page.name.error = word_for(&invalid, "name");
    let refused = invalid.iter().filter_map(|it| match it.reason {
        rappel_service::Reason::Policy(refusal) => Some(refusal),
        _ => None,
    });
    faults.extend(refused.map(|it| (it.step(), Text::from(it))));
    if invalid.iter().any(|it| it.field == "steps" && it.reason == rappel_service::Reason::NotAChoice) {
        faults.push((None, "invalid-choice".into()));
    }
    for (step, text) in faults {
        let of_repeat = text == Text::from(PolicyRefusal::Repeat);
        match step.and_then(|number| page.steps.get_mut(number.checked_sub(1)?)) {
            Some(step) => step.errors.push(text),
            None if of_repeat => page.repeat.error = Some(text),
            None => page.steps_error = Some(text),
        }
    }
    let page = rest(desk, found, policy, page).await?.summed_up();
    let status = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    desk.answer(status, paths::POLICIES, &page)
}

/// The word for all supervisors in the form.
const SUPERVISORS: &str = "supervisors";

fn word(target: Target) -> String {
    match target {
        Target::OnCall(id) => id.to_string(),
        Target::Staff(id) => id.to_string(),
        Target::Team(id) => id.to_string(),
        Target::Supervisors => SUPERVISORS.to_owned(),
    }
}

fn target(word: &str) -> Option<Target> {
    let rota = || word.parse().ok().map(Target::OnCall);
    let staff = || word.parse().ok().map(Target::Staff);
    let team = || word.parse().ok().map(Target::Team);
    if word == SUPERVISORS { Some(Target::Supervisors) } else { rota().or_else(staff).or_else(team) }
}

/// A change of the rows that a button asked for: a word and the number of a step.
fn asked_of(typed: &Typed) -> Option<(&str, usize)> {
    let button = typed.get("act");
    let (word, number) = button.split_once('-').unwrap_or((button, "0"));
    (!button.is_empty()).then(|| (word, number.parse().unwrap_or_default()))
}

impl Draft {
    /// Adds a step, moves one or takes it away. Anything else leaves the rows as they are, with a free one below each.
    fn rearrange(&mut self, word: &str, number: usize) {
        match (word, number.checked_sub(1)) {
            ("add", _) if self.steps.len() < Policy::MOST_STEPS => {
                self.steps.push(TypedStep { delay: "5".to_owned(), ..TypedStep::default() });
            }
            ("up", Some(at)) => Place::Lower.apply(&mut self.steps, at),
            ("down", Some(at)) => Place::Higher.apply(&mut self.steps, at),
            ("remove", Some(at)) if self.steps.len() > 1 => Place::Nowhere.apply(&mut self.steps, at),
            _ => {}
        }
    }
}

fn sent(typed: &Typed) -> Draft {
    let step = |(index, delay): (usize, String)| {
        let of = |name: &str| format!("{name}-{}", index + 1);
        TypedStep {
            delay,
            targets: typed.all(&of("target")),
            channels: typed.rows([&of("channel"), &of("after")]),
        }
    };
    Draft {
        version: typed.owned("version"),
        name: typed.owned("name"),
        repeat: typed.owned("repeat"),
        steps: typed.all("delay").into_iter().enumerate().map(step).collect(),
    }
}

/// An escalation that is kept, as if it had been typed.
fn kept(policy: &NamedPolicy) -> Draft {
    let step = |it: &Step| TypedStep {
        delay: it.delay_minutes.to_string(),
        targets: it.targets.iter().map(|it| word(*it)).collect(),
        channels: it
            .channels
            .iter()
            .map(|it| [it.by.as_str().to_owned(), it.after_minutes.to_string()])
            .collect(),
    };
    Draft {
        version: policy.version.to_string(),
        name: policy.name.clone(),
        repeat: policy.policy.repeat.to_string(),
        steps: policy.policy.steps.iter().map(step).collect(),
    }
}

/// What is wrong with which step, counted from 1; with the whole when there is no number.
type Fault = (Option<usize>, Text);

/// The escalation that was typed, with what could not be read.
fn parsed(draft: &Draft) -> (Policy, Vec<Fault>) {
    let mut faults: Vec<Fault> = Vec::new();
    let mut steps = Vec::new();
    for (index, typed) in draft.steps.iter().enumerate() {
        let step = index + 1;
        let mut fault = |text: Text| faults.push((Some(step), text));
        let delay_minutes = typed.delay.trim().parse().unwrap_or_default();
        let targets = typed.targets.iter().filter(|it| !it.is_empty());
        let targets: Option<Vec<Target>> = targets.map(|it| target(it)).collect();
        if targets.is_none() {
            fault("invalid-choice".into());
        }
        let channels = typed.channels.iter().filter(|[by, _]| !by.is_empty());
        let channel = |[by, after]: &[String; 2]| {
            Some(StepChannel { by: by.parse().ok()?, after_minutes: after.trim().parse().ok()? })
        };
        let channels: Option<Vec<StepChannel>> = channels.map(channel).collect();
        if channels.is_none() {
            fault(Text::key("policy-after-wrong").with("step", step));
        }
        steps.push(Step {
            delay_minutes,
            targets: targets.unwrap_or_default(),
            channels: channels.unwrap_or_default(),
        });
    }
    // What is no number is refused as too many.
    let repeat = draft.repeat.trim().parse().unwrap_or(u8::MAX);
    (Policy { steps, repeat }, faults)
}

fn policy_of<'a>(found: &'a Policies, id: &str) -> Result<&'a NamedPolicy> {
    let id: PolicyId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(found.find(id).ok_or_else(Problem::not_found)?)
}

fn page(found: &Policies, action: String, draft: &Draft) -> PolicyPage {
    let count = draft.steps.len();
    let steps = draft.steps.iter().enumerate().map(|(index, typed)| {
        let held = typed.targets.iter().filter(|it| !it.is_empty());
        let free = typed.targets.iter().filter(|it| !it.is_empty()).count() < Policy::MOST_TARGETS;
        let rows = held.map(String::as_str).chain(free.then_some("")).enumerate();
        let none = [String::new(), String::new()];
        let used = typed.channels.iter().filter(|it| **it != none);
        let channels =
            used.chain(std::iter::repeat_n(&none, CHANNELS)).take(CHANNELS.max(typed.channels.len()));
        StepForm {
            targets: rows
                .map(|(index, chosen)| TargetRow { number: index + 1, choices: choices(found, chosen) })
                .collect(),
            channels: channels
                .enumerate()
                .map(|(index, [by, after])| ChannelRow {
                    number: index + 1,
                    choices: channel_choices(by),
                    after: after.clone(),
                })
                .collect(),
            ..StepForm::new(index + 1, count, typed.delay.clone())
        }
    });
    let page = PolicyPage::new(action, &draft.name, &draft.repeat, steps.collect());
    let last_resort =
        if found.calls_fallback { "policy-last-resort-calls".into() } else { page.last_resort.clone() };
    PolicyPage { version: draft.version.clone(), last_resort, ..page }
}

/// Everything that a step may tell. Whoever is switched off stays a choice only where they are chosen.
fn choices(found: &Policies, chosen: &str) -> Vec<Choice> {
    let names = Names::of(found);
    let rotas = found.rotas.iter().map(|it| Target::OnCall(it.id));
    let teams = found.teams.iter().map(|it| Target::Team(it.id));
    let is_there = |it: &&rappel_service::Staff| it.disabled_at.is_none() || it.id.to_string() == chosen;
    let staff = found.staff.iter().filter(is_there).map(|it| Target::Staff(it.id));
    let all = rotas.chain([Target::Supervisors]).chain(teams).chain(staff);
    let nobody = Choice::new("", "policy-nobody");
    let choice = |it: Target| Choice::new(word(it), names.target(it));
    let choose = |it: Choice| Choice { selected: it.value == chosen, ..it };
    std::iter::once(nobody).chain(all.map(choice)).map(choose).collect()
}

/// The page with what can be done with an escalation that exists.
async fn rest(
    desk: &Desk,
    found: &Policies,
    policy: Option<&NamedPolicy>,
    page: PolicyPage,
) -> Result<PolicyPage> {
    match policy {
        Some(policy) => with_rest(desk, found, policy, page, None).await,
        None => Ok(page),
    }
}

async fn with_rest(
    desk: &Desk,
    found: &Policies,
    policy: &NamedPolicy,
    page: PolicyPage,
    asked: Option<&Asked>,
) -> Result<PolicyPage> {
    let frame = desk.frame(paths::POLICIES)?;
    let may_edit = desk.session.scope.may(StaffRight::EditTenants);
    let uses = uses(found, &found.uses_of(policy.id), frame.locale, may_edit);
    // It may count for companies that the reader does not see.
    let may_change = desk.session.scope.sees_all();
    let may_delete = may_change && !policy.is_default && uses.is_empty();
    let saved = SavedPolicy {
        is_default: policy.is_default,
        default_action: (may_change && !policy.is_default).then(|| paths::policy_act(policy.id, "default")),
        delete_action: may_delete.then(|| paths::policy_act(policy.id, "delete")),
        uses,
        rehearsal: dry_run::answered(desk, found, policy, asked, frame.zone).await?,
    };
    let read_only = (!may_change).then(|| card(policy, &Names::of(found)));
    Ok(PolicyPage { saved: Some(saved), read_only, ..page })
}

#[cfg(test)]
mod tests;
