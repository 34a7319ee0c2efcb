//! `/oncall/swaps`: swaps of shifts, asked for and answered.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{
    id::{StaffId, SwapId},
    role::StaffRight,
    rota::{HORIZON, NamedRota, Period},
    swap::{Answer, Ask, Swap, SwapState},
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{Done, OwnShift, SwapLine, Swaps, swap_state},
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Reason, oncall::OnCall};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{
    desk::{Desk, failed},
    rota::people,
    typed::Typed,
    when::{self, moment},
};

/// How many of one's own shifts are offered.
const MOST_OWN: usize = 12;
/// How many swaps that are over are shown.
const MOST_OVER: usize = 20;

/// A shift for which the form is filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Prefill {
    rota: String,
    from: String,
    to: String,
}

/// The list, and a form to ask.
#[handler]
pub(crate) async fn get(desk: Desk, Query(prefill): Query<Prefill>) -> Result<Response> {
    let found = found(&desk).await?;
    let typed = Typed::from([("rota", prefill.rota), ("from", prefill.from), ("to", prefill.to)]);
    desk.show(paths::ON_CALL, &page(&desk, &found, &typed, &[]))
}

/// Asks for a swap.
#[handler]
pub(crate) async fn ask(desk: Desk, typed: Typed) -> Result<Response> {
    let found = found(&desk).await?;
    let invalid = match parsed(&typed, &found, desk.session.scope.staff()) {
        Ok((rota, ask)) => match desk.service().ask_swap(&desk.session.scope, rota.id, ask).await {
            Ok(()) => return desk.done(Done::SwapAsked, paths::SWAPS),
            Err(Error::Invalid(invalid)) => invalid,
            Err(other) => return failed(other),
        },
        Err(invalid) => invalid,
    };
    desk.refuse(paths::ON_CALL, &page(&desk, &found, &typed, &invalid).summed_up())
}

/// Answers a swap or withdraws it.
#[handler]
pub(crate) async fn act(desk: Desk, Path((id, act)): Path<(String, String)>) -> Result<Response> {
    let id: SwapId = id.parse().map_err(|_| Problem::not_found())?;
    let (service, scope) = (desk.service(), &desk.session.scope);
    let (result, done) = match act.as_str() {
        "accept" => (service.answer_swap(scope, id, Answer::Accept).await, Done::SwapAnswered),
        "refuse" => (service.answer_swap(scope, id, Answer::Refuse).await, Done::SwapAnswered),
        "withdraw" => (service.withdraw_swap(scope, id).await, Done::SwapWithdrawn),
        _ => return Err(Problem::not_found().into()),
    };
    match result {
        Ok(()) => desk.done(done, paths::SWAPS),
        // Somebody was faster, or the rota is another by now: the list says what became of it.
        Err(Error::Invalid(_)) => desk.done(Done::SwapImpossible, paths::SWAPS),
        Err(other) => failed(other),
    }
}

async fn found(desk: &Desk) -> Result<OnCall> {
    Ok(desk.service().on_call(&desk.session.scope, None).await.map_err(Problem::from)?)
}

/// What was asked for, or what is wrong with it, everything at once.
fn parsed<'a>(
    typed: &Typed,
    found: &'a OnCall,
    asker: StaffId,
) -> Result<(&'a NamedRota, Ask), Vec<Invalid>> {
    let mut invalid = Vec::new();
    let rotas = found.rotas.iter().map(|it| &it.rota);
    let rota = rotas.clone().find(|it| it.id.to_string() == typed.get("rota"));
    let zone = rota.map_or(chrono_tz::UTC, |it| it.rota.time_zone);
    let colleague = typed.get("asked").parse().ok();
    if rota.is_none() {
        invalid.push(Invalid::new("rota", Reason::NotAChoice));
    }
    if colleague.is_none() {
        invalid.push(Invalid::new("asked", Reason::NotAChoice));
    }
    let mut at = |field: &'static str| {
        let found = moment(typed.get(field), zone);
        if found.is_none() {
            invalid.push(Invalid::new(field, Reason::Missing));
        }
        found
    };
    let gives = (at("from"), at("to"));
    let nothing_back = typed.get("back_from").is_empty() && typed.get("back_to").is_empty();
    let back = (!nothing_back).then(|| (at("back_from"), at("back_to")));
    let period = |(from, to): (Option<_>, Option<_>)| Some(Period { from: from?, to: to? });
    let takes = match back {
        Some(back) => period(back).map(Some),
        None => Some(None),
    };
    match (rota, colleague, period(gives), takes) {
        (Some(rota), Some(colleague), Some(gives), Some(takes)) => {
            Ok((rota, Ask { asker, asked: colleague, gives, takes }))
        }
        _ => Err(invalid),
    }
}

fn page(desk: &Desk, found: &OnCall, typed: &Typed, invalid: &[Invalid]) -> Swaps {
    let reader = desk.session.scope.staff();
    let rota = |it: &NamedRota| Choice::new(it.id.to_string(), Text::plain(it.name.as_str()));
    let rotas = found.rotas.iter().map(|it| rota(&it.rota)).collect();
    let others = people(&found.staff, "").into_iter().filter(|it| it.value != reader.to_string()).collect();
    let mut page = Swaps::new(rotas, others);
    typed.fill(page.each(), invalid);
    let waits = |swap: &&Swap| is_open(swap, found.now);
    page.open = found.swaps.iter().filter(waits).map(|it| line(it, found, desk)).collect();
    let over = found.swaps.iter().filter(|it| !waits(it)).take(MOST_OVER);
    page.over = over.map(|it| line(it, found, desk)).collect();
    let own = found.rotas.iter().flat_map(|it| own(&it.rota, reader, found.now));
    page.own = own.take(MOST_OWN).collect();
    page
}

/// Whether a swap can still be answered.
pub(crate) fn is_open(swap: &Swap, now: DateTime<Utc>) -> bool {
    swap.state == SwapState::Asked && now < swap.gives.to
}

fn own(rota: &NamedRota, reader: StaffId, now: DateTime<Utc>) -> Vec<OwnShift> {
    let zone: Tz = rota.rota.time_zone;
    let shift = |period: Period| {
        let (from, to) = (when::typed(period.from, zone), when::typed(period.to, zone));
        OwnShift {
            rota: rota.name.clone(),
            from: period.from,
            to: period.to,
            href: format!("{}?rota={}&from={from}&to={to}#ask", paths::SWAPS, rota.id),
        }
    };
    rota.rota.periods_of(reader, now, now + HORIZON).into_iter().map(shift).collect()
}

fn line(swap: &Swap, found: &OnCall, desk: &Desk) -> SwapLine {
    let (reader, scope) = (desk.session.scope.staff(), &desk.session.scope);
    let name = |id: StaffId| found.staff.iter().find(|it| it.id == id).map(|it| it.name.clone());
    let rota = found.rotas.iter().find(|it| it.rota.id == swap.rota).map(|it| it.rota.name.clone());
    let open = is_open(swap, found.now);
    let supervises = scope.may(StaffRight::EditRotas) && reader != swap.asker;
    let answers = open && (reader == swap.asked || supervises);
    let action = |word: &str| paths::swap_act(swap.id, word);
    SwapLine {
        rota: rota.unwrap_or_default(),
        asker: name(swap.asker).unwrap_or_default(),
        asked: name(swap.asked).unwrap_or_default(),
        from: swap.gives.from,
        to: swap.gives.to,
        back: swap.takes.map(Into::into),
        state: swap_state(swap.state),
        accept_action: answers.then(|| action("accept")),
        refuse_action: answers.then(|| action("refuse")),
        withdraw_action: (open && reader == swap.asker).then(|| action("withdraw")),
    }
}
