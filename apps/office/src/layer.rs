//! `/oncall/rotas/{id}/layers/{id}`: a rotation of a rota.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::{
    id::{LayerId, StaffId},
    rota::{Hours, Layer, NamedRota, Rotation, Turn, WeekTime},
};
use rappel_pages::{
    Text,
    office::{Done, EVERY_DAY, HoursRow, LayerPage, PersonRow, day_word, hour_days, weekdays},
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Staff, oncall::Place};
use rappel_web::Problem;

use crate::{
    desk::{Desk, failed},
    rota::{found, people, rota, weekday},
    typed::Typed,
    words::word_for,
};

/// Free rows below those that are filled in.
const FREE: usize = 3;

/// A row of hours as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    from_day: String,
    from_time: String,
    until_day: String,
    until_time: String,
}

/// A form for a new rotation.
#[handler]
pub(crate) async fn begin(desk: Desk, Path(id): Path<String>) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    let today = rappel_domain::calendar::local_date(found.now, rota.rota.time_zone);
    let kept = Typed::from([
        ("turn", "weekly".to_owned()),
        ("weekday", "mon".to_owned()),
        ("at", "08:00".to_owned()),
        ("starts_on", today.to_string()),
    ]);
    desk.show(paths::ON_CALL, &page(rota, paths::new_layer(rota.id), &kept, &[], &found.staff))
}

/// Adds a rotation.
#[handler]
pub(crate) async fn add(desk: Desk, Path(id): Path<String>, typed: Typed) -> Result<Response> {
    let new = LayerId::new(&*desk.service().clock());
    save_as(&desk, &id, (new, None), paths::new_layer(&id), &typed).await
}

/// A rotation.
#[handler]
pub(crate) async fn show(desk: Desk, Path((id, layer)): Path<(String, String)>) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    let kept = layer_of(rota, &layer)?;
    let kept_as = as_typed(kept).and([("version".to_owned(), rota.version.to_string())]);
    desk.show(paths::ON_CALL, &page(rota, paths::layer(rota.id, kept.id), &kept_as, &[], &found.staff))
}

/// Saves it.
#[handler]
pub(crate) async fn save(
    desk: Desk,
    Path((id, layer)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response> {
    let kept = {
        let found = found(&desk).await?;
        layer_of(rota(&found, &id)?, &layer)?.id
    };
    let seen = typed.get("version").parse().ok();
    save_as(&desk, &id, (kept, seen), paths::layer(&id, kept), &typed).await
}

/// Moves it, or takes it away.
#[handler]
pub(crate) async fn act(
    desk: Desk,
    Path((id, layer, act)): Path<(String, String, String)>,
) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    let layer = layer_of(rota, &layer)?.id;
    let place = match act.as_str() {
        "higher" => Place::Higher,
        "lower" => Place::Lower,
        "remove" => Place::Nowhere,
        _ => return Err(Problem::not_found().into()),
    };
    desk.service().place_layer(&desk.session.scope, rota.id, layer, place).await.map_err(Problem::from)?;
    let done = if place == Place::Nowhere { Done::Removed } else { Done::Saved };
    desk.done(done, &paths::rota(rota.id))
}

/// Saves a rotation as it was typed; of one that exists, unless the rota changed since it was seen.
async fn save_as(
    desk: &Desk,
    id: &str,
    (layer, seen): (LayerId, Option<i32>),
    action: String,
    typed: &Typed,
) -> Result<Response> {
    let found = found(desk).await?;
    let rota = rota(&found, id)?;
    let mut invalid = Vec::new();
    if let Some(layer) = parsed(layer, typed, &mut invalid) {
        match desk.service().save_layer(&desk.session.scope, rota.id, seen, layer).await {
            Ok(()) => return desk.done(Done::Saved, &paths::rota(rota.id)),
            Err(Error::Invalid(found)) => invalid.extend(found),
            Err(other) => return failed(other),
        }
    }
    let mut page = page(rota, action, typed, &invalid, &found.staff);
    page.version.renew(rota.version);
    desk.refuse_version(paths::ON_CALL, &page.summed_up(), &invalid)
}

/// The rotation that was typed; what is wrong is added to the list, everything at once.
fn parsed(id: LayerId, typed: &Typed, invalid: &mut Vec<Invalid>) -> Option<Layer> {
    use rappel_service::Reason::{Missing, NotAChoice, Text};
    let mut refuse = |field, reason| invalid.push(Invalid::new(field, reason));
    let length = || typed.get("length").trim().parse::<u16>().unwrap_or_default();
    let turn = match typed.get("turn") {
        "weekly" => weekday(typed.get("weekday")).map(Turn::Weekly),
        "daily" => Some(Turn::Days(1)),
        "days" => Some(Turn::Days(length())),
        "hours" => Some(Turn::Hours(length())),
        _ => None,
    };
    if turn.is_none() {
        refuse(if typed.get("turn") == "weekly" { "weekday" } else { "turn" }, NotAChoice);
    }
    let at = typed.get("at").parse().ok();
    if at.is_none() {
        refuse("at", Text("layer-at-wrong"));
    }
    let starts_on = typed.get("starts_on").parse().ok();
    if starts_on.is_none() {
        refuse("starts_on", Text("rota-start"));
    }
    let chosen = typed.all("people").into_iter().filter(|it| !it.is_empty());
    let people: Option<Vec<StaffId>> = chosen.map(|it| it.parse().ok()).collect();
    if people.is_none() {
        refuse("people", NotAChoice);
    }
    let hours: Option<Vec<Hours>> = rows(typed).iter().filter(|row| is_used(row)).map(hours).collect();
    if typed.get("name").trim().is_empty() {
        refuse("name", Missing);
    }
    // Hours that are wrong are marked in their rows.
    let (turn, at, starts_on, people, hours) = (turn?, at?, starts_on?, people?, hours?);
    let name = typed.get("name").trim().to_owned();
    (!name.is_empty()).then_some(Layer {
        id,
        name,
        rotation: Rotation { turn, at, starts_on, people },
        hours,
    })
}

fn is_used(row: &Row) -> bool {
    !row.from_day.is_empty()
}

fn hours(row: &Row) -> Option<Hours> {
    let (from, until) = (row.from_time.parse().ok()?, row.until_time.parse().ok()?);
    if row.from_day == EVERY_DAY {
        return Some(Hours::Day { from, until });
    }
    let (from_day, until_day) = (weekday(&row.from_day)?, weekday(&row.until_day)?);
    Some(Hours::Week {
        from: WeekTime { day: from_day, time: from },
        until: WeekTime { day: until_day, time: until },
    })
}

fn rows(typed: &Typed) -> Vec<Row> {
    let row = |[from_day, from_time, until_day, until_time]: [String; 4]| Row {
        from_day,
        from_time,
        until_day,
        until_time,
    };
    typed.rows(["from_day", "from_time", "until_day", "until_time"]).into_iter().map(row).collect()
}

fn layer_of<'a>(rota: &'a NamedRota, id: &str) -> Result<&'a Layer> {
    let layer = rota.rota.layers.iter().find(|it| it.id.to_string() == id);
    Ok(layer.ok_or_else(Problem::not_found)?)
}

/// A rotation that is kept, as if it had been typed.
fn as_typed(layer: &Layer) -> Typed {
    let rotation = &layer.rotation;
    let (turn, weekday, length) = match rotation.turn {
        Turn::Weekly(day) => ("weekly", day_word(day), String::new()),
        Turn::Days(1) => ("daily", "mon", String::new()),
        Turn::Days(days) => ("days", "mon", days.to_string()),
        Turn::Hours(hours) => ("hours", "mon", hours.to_string()),
    };
    let mut kept = Typed::from([
        ("name", layer.name.clone()),
        ("turn", turn.to_owned()),
        ("weekday", weekday.to_owned()),
        ("length", length),
        ("at", rotation.at.to_string()),
        ("starts_on", rotation.starts_on.to_string()),
    ]);
    let mut put = |name: &str, value: String| kept.0.push((name.to_owned(), value));
    for person in &rotation.people {
        put("people", person.to_string());
    }
    for hours in &layer.hours {
        let (from_day, from, until_day, until) = match hours {
            Hours::Day { from, until } => (EVERY_DAY, from, "mon", until),
            Hours::Week { from, until } => (day_word(from.day), &from.time, day_word(until.day), &until.time),
        };
        put("from_day", from_day.to_owned());
        put("from_time", from.to_string());
        put("until_day", until_day.to_owned());
        put("until_time", until.to_string());
    }
    kept
}

fn page(rota: &NamedRota, action: String, typed: &Typed, invalid: &[Invalid], staff: &[Staff]) -> LayerPage {
    let zone = rota.rota.time_zone.name();
    let mut page = LayerPage::new(paths::rota(rota.id), &rota.name, zone, action);
    typed.fill(page.each(), invalid);
    let chosen = typed.all("people").into_iter().filter(|it| !it.is_empty());
    let chosen = chosen.chain(std::iter::repeat_n(String::new(), FREE)).enumerate();
    page.people = chosen
        .map(|(index, chosen)| PersonRow { number: index + 1, staff: people(staff, &chosen) })
        .collect();
    let staff_error = word_for(invalid, "staff");
    page.people_error = word_for(invalid, "people").or(staff_error);
    // A row without a day that says hours all the same would be lost, so it stays as well.
    let typed_rows = rows(typed).into_iter().filter(|row| *row != free_row());
    let used = typed_rows.chain(std::iter::repeat_n(free_row(), FREE)).enumerate();
    page.hours = used.map(|(index, row)| hours_row(index + 1, row)).collect();
    page.hours_error = word_for(invalid, "hours").or_else(|| word_for(invalid, "rota"));
    page
}

fn free_row() -> Row {
    let (day, time) = ("mon".to_owned(), "08:00".to_owned());
    Row { from_day: String::new(), from_time: "20:00".to_owned(), until_day: day, until_time: time }
}

fn hours_row(number: usize, row: Row) -> HoursRow {
    HoursRow {
        number,
        from_day: hour_days(&row.from_day),
        until_day: weekdays(&row.until_day),
        error: (is_used(&row) && hours(&row).is_none()).then(|| Text::key("layer-hours-wrong")),
        from_time: row.from_time,
        until_time: row.until_time,
    }
}

#[cfg(test)]
mod tests;
