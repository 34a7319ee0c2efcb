//! `/oncall/rotas/{id}`: the weekly shifts of a rota, its rotations and its exceptions.

use chrono::Weekday;
use chrono_tz::Tz;
use poem::{Response, Result, handler, web::Path};
use rappel_domain::{
    id::{OverrideId, RotaId, StaffId},
    role::StaffRight,
    rota::{Layer, NamedRota, Rota, WeekTime, WeeklyShift},
};
use rappel_pages::{
    Text,
    form::{Choice, Field},
    office::{
        Done, LayerLine, OverrideForm, OverrideLine, RotaPage, ShiftRow, day_word, turn_text, weekdays,
    },
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Staff, oncall::OnCall};
use rappel_web::Problem;

use crate::{
    desk::{Desk, failed},
    typed::Typed,
    when::moment,
    words::word_of,
};

/// What a row of the form sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    from_day: String,
    from_time: String,
    until_day: String,
    until_time: String,
    staff: String,
}

/// A form for a new rota.
#[handler]
pub(crate) async fn begin(desk: Desk) -> Result<Response> {
    let found = found(&desk).await?;
    let zone = zone(&desk).await?;
    let page = RotaPage::new(paths::NEW_ROTA.to_owned(), "", zone.name(), rows(&[], &found.staff));
    desk.show(paths::ON_CALL, &page)
}

/// Makes a rota.
#[handler]
pub(crate) async fn add(desk: Desk, typed: Typed) -> Result<Response> {
    save_as(&desk, None, &typed).await
}

/// A rota.
#[handler]
pub(crate) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    let kept: Vec<Row> = rota.rota.shifts.iter().map(row).collect();
    let page = RotaPage::new(paths::rota(rota.id), &rota.name, zone_name(rota), rows(&kept, &found.staff));
    desk.show(paths::ON_CALL, &with_rest(page, rota, &found))
}

/// Saves its shifts.
#[handler]
pub(crate) async fn save(desk: Desk, Path(id): Path<String>, typed: Typed) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    save_as(&desk, Some(rota), &typed).await
}

/// Adds an exception.
#[handler]
pub(crate) async fn add_override(desk: Desk, Path(id): Path<String>, typed: Typed) -> Result<Response> {
    let found = found(&desk).await?;
    let rota = rota(&found, &id)?;
    let zone = rota.rota.time_zone;
    let (from, to) = (moment(typed.get("from"), zone), moment(typed.get("to"), zone));
    let staff = typed.get("staff").parse::<StaffId>();
    let result = match (from, to, staff) {
        (Some(from), Some(to), Ok(staff)) => {
            desk.service().add_override(&desk.session.scope, rota.id, staff, from, to).await
        }
        _ => Err(Error::Invalid(Vec::new())),
    };
    let invalid = match result {
        Ok(()) => return desk.done(Done::Saved, &paths::rota(rota.id)),
        Err(Error::Invalid(invalid)) => invalid,
        Err(other) => return failed(other),
    };
    let kept: Vec<Row> = rota.rota.shifts.iter().map(row).collect();
    let page = RotaPage::new(paths::rota(rota.id), &rota.name, zone_name(rota), rows(&kept, &found.staff));
    let mut page = with_rest(page, rota, &found);
    if let Some(form) = &mut page.exception {
        typed.fill([&mut form.staff, &mut form.from, &mut form.to], &invalid);
        let missing = |name: &str| typed.get(name).is_empty();
        for field in [&mut form.from, &mut form.to].into_iter().filter(|field| missing(&field.name)) {
            field.error = Some("invalid-missing".into());
        }
        if form.from.error.is_none() && form.to.error.is_none() {
            form.to.error = Some(Text::key("invalid-period"));
        }
    }
    desk.refuse(paths::ON_CALL, &page.summed_up())
}

/// Takes an exception away.
#[handler]
pub(crate) async fn remove_override(
    desk: Desk,
    Path((rota, id)): Path<(String, String)>,
) -> Result<Response> {
    let id: OverrideId = id.parse().map_err(|_| Problem::not_found())?;
    let of: RotaId = rota.parse().map_err(|_| Problem::not_found())?;
    desk.service().remove_override(&desk.session.scope, of, id).await.map_err(Problem::from)?;
    desk.done(Done::Removed, &paths::rota(rota))
}

async fn save_as(desk: &Desk, rota: Option<&NamedRota>, typed: &Typed) -> Result<Response> {
    let sent = sent(typed);
    let zone: Option<Tz> = typed.get("time_zone").parse().ok();
    let parsed: Vec<Option<WeeklyShift>> =
        sent.iter().filter(|row| !row.staff.is_empty()).map(shift).collect();
    let name = typed.get("name");
    let mut invalid = Vec::new();
    if let (Some(zone), true) = (zone, parsed.iter().all(Option::is_some)) {
        let shifts = parsed.into_iter().flatten().collect();
        let kept = rota.map_or_else(|| Rota::new(zone), |it| it.rota.clone());
        let changed = Rota { time_zone: zone, shifts, ..kept };
        let id: Option<RotaId> = rota.map(|it| it.id);
        let seen = typed.get("version").parse().ok();
        match desk.service().save_rota(&desk.session.scope, id, seen, name, changed).await {
            Ok(id) => return desk.done(Done::Saved, &paths::rota(id)),
            Err(Error::Invalid(found)) => invalid = found,
            Err(other) => return failed(other),
        }
    }
    let found = found(desk).await?;
    let action = rota.map_or_else(|| paths::NEW_ROTA.to_owned(), |it| paths::rota(it.id));
    let mut page = RotaPage::new(action, name, typed.get("time_zone"), rows(&sent, &found.staff));
    if let Some(rota) = rota {
        page = with_rest(page, rota, &found);
    }
    if let (Some(field), Some(rota)) = (&mut page.version, rota) {
        typed.fill([&mut *field], &invalid);
        field.renew(rota.version);
    }
    let of_name = |it: &&Invalid| it.field != "version";
    page.name.error = invalid.iter().find(of_name).map(|_| word_of(&invalid, "name"));
    page.time_zone.error = zone.is_none().then(|| "invalid-choice".into());
    desk.refuse_version(paths::ON_CALL, &page.summed_up(), &invalid)
}

pub(crate) async fn found(desk: &Desk) -> Result<OnCall> {
    desk.require(StaffRight::EditRotas)?;
    Ok(desk.service().on_call(&desk.session.scope, None).await.map_err(Problem::from)?)
}

pub(crate) fn rota<'a>(found: &'a OnCall, id: &str) -> Result<&'a NamedRota> {
    let rota = found.rotas.iter().map(|it| &it.rota).find(|it| it.id.to_string() == id);
    Ok(rota.ok_or_else(Problem::not_found)?)
}

async fn zone(desk: &Desk) -> Result<Tz> {
    let operator = desk.service().operator().await.map_err(Problem::from)?;
    Ok(operator.map_or(chrono_tz::Europe::Paris, |it| it.time_zone))
}

fn zone_name(rota: &NamedRota) -> &'static str {
    rota.rota.time_zone.name()
}

fn with_rest(page: RotaPage, rota: &NamedRota, found: &OnCall) -> RotaPage {
    let staff = &found.staff;
    let name = |id: StaffId| name_of(staff, id);
    let overrides = rota.rota.overrides.iter().map(|it| OverrideLine {
        name: name(it.staff),
        instead_of: it.instead_of.map(name),
        from: it.from,
        to: it.to,
        remove_action: Some(paths::remove_override(rota.id, it.id)),
    });
    let exception = Some(OverrideForm::new(&rota.id.to_string(), people(staff, "")));
    let count = rota.rota.layers.len();
    let layers = rota.rota.layers.iter().enumerate().rev();
    RotaPage {
        version: Some(Field::version().value(rota.version.to_string())),
        layers: layers.map(|(index, layer)| layer_line(rota, (index, count), layer, staff)).collect(),
        new_layer_href: Some(paths::new_layer(rota.id)),
        unpaged_href: (!found.is_paged(rota.id)).then_some(paths::POLICIES),
        overrides: overrides.collect(),
        exception,
        ..page
    }
}

fn layer_line(rota: &NamedRota, (index, count): (usize, usize), layer: &Layer, staff: &[Staff]) -> LayerLine {
    let rotation = &layer.rotation;
    let act = |word: &str| paths::layer_act(rota.id, layer.id, word);
    let names: Vec<String> = rotation.people.iter().map(|id| name_of(staff, *id)).collect();
    LayerLine {
        name: layer.name.clone(),
        turn: turn_text(rotation.turn, &rotation.at.to_string()),
        starts_on: rotation.starts_on.format("%d/%m/%Y").to_string(),
        people: names.join(", "),
        hours: layer.hours.len(),
        href: paths::layer(rota.id, layer.id),
        higher_action: (index + 1 < count).then(|| act("higher")),
        lower_action: (index > 0).then(|| act("lower")),
        remove_action: act("remove"),
    }
}

fn name_of(staff: &[Staff], id: StaffId) -> String {
    staff.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default()
}

/// Rows with what they hold, and one for a new shift.
fn rows(kept: &[Row], staff: &[Staff]) -> Vec<ShiftRow> {
    let held = kept.iter().filter(|row| !row.staff.is_empty()).cloned();
    let blank = Row {
        from_day: "mon".to_owned(),
        from_time: "08:00".to_owned(),
        until_day: "mon".to_owned(),
        until_time: "08:00".to_owned(),
        staff: String::new(),
    };
    held.chain(std::iter::once(blank))
        .enumerate()
        .map(|(index, row)| ShiftRow {
            number: index + 1,
            from_day: weekdays(&row.from_day),
            until_day: weekdays(&row.until_day),
            staff: people(staff, &row.staff),
            fresh: row.staff.is_empty(),
            error: (!row.staff.is_empty() && shift(&row).is_none()).then(|| "office-shift-wrong".into()),
            from_time: row.from_time,
            until_time: row.until_time,
        })
        .collect()
}

pub(crate) fn people(staff: &[Staff], chosen: &str) -> Vec<Choice> {
    let choice = |it: &Staff| {
        let id = it.id.to_string();
        Choice { selected: id == chosen, ..Choice::new(id, Text::plain(it.name.as_str())) }
    };
    staff.iter().map(choice).collect()
}

fn sent(typed: &Typed) -> Vec<Row> {
    let row = |[from_day, from_time, until_day, until_time, staff]: [String; 5]| Row {
        from_day,
        from_time,
        until_day,
        until_time,
        staff,
    };
    typed.rows(["from_day", "from_time", "until_day", "until_time", "staff"]).into_iter().map(row).collect()
}

fn row(shift: &WeeklyShift) -> Row {
    Row {
        from_day: day_word(shift.from.day).to_owned(),
        from_time: shift.from.time.to_string(),
        until_day: day_word(shift.until.day).to_owned(),
        until_time: shift.until.time.to_string(),
        staff: shift.staff.to_string(),
    }
}

fn shift(row: &Row) -> Option<WeeklyShift> {
    let at = |day: &str, time: &str| Some(WeekTime { day: weekday(day)?, time: time.parse().ok()? });
    Some(WeeklyShift {
        from: at(&row.from_day, &row.from_time)?,
        until: at(&row.until_day, &row.until_time)?,
        staff: row.staff.parse().ok()?,
    })
}

pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    let mut day = Weekday::Mon;
    for _ in 0..7 {
        if day_word(day) == word {
            return Some(day);
        }
        day = day.succ();
    }
    None
}

#[cfg(test)]
mod tests;
