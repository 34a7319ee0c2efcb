//! `/calendar/{token}.ics`: somebody's shifts for programs that subscribe (RFC 5545), and the address on `/me`.

use icalendar::{Alarm, Calendar, Class, Component as _, Event, EventLike as _, Property};
use poem::{Response, Result, handler, http::StatusCode, http::header, web::Path};
use rappel_domain::Locale;
use rappel_pages::{
    Text, TextError,
    office::{Done, Me},
    routes::office as paths,
};
use rappel_service::oncall::{Feed, FeedShift};
use rappel_web::{Problem, Web};

use crate::{desk::Desk, me};

/// How often programs are asked to look again.
const AGAIN: chrono::Duration = chrono::Duration::hours(1);

/// The calendar. Whoever has the address reads it, without a session.
#[handler]
pub(crate) async fn get(web: Web, Path(file): Path<String>) -> Result<Response> {
    let token = file.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    let feed = web.service().calendar(token).await.map_err(Problem::from)?;
    let text = written(&feed).map_err(Problem::internal)?;
    Ok(Response::builder()
        .status(StatusCode::OK)
        .content_type("text/calendar; charset=utf-8")
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(text))
}

/// Makes an address, in place of the one before. It is shown this once, so the form is answered by the page itself.
#[handler]
pub(crate) async fn make(desk: Desk) -> Result<Response> {
    let url = desk.service().make_calendar(&desk.session.scope).await.map_err(Problem::from)?;
    let page = Me { calendar_url: Some(url), ..me::saved(&desk).await? };
    let mut answer = desk.answer(StatusCode::CREATED, paths::ME, &page)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// The address no longer works.
#[handler]
pub(crate) async fn revoke(desk: Desk) -> Result<Response> {
    desk.service().revoke_calendar(&desk.session.scope).await.map_err(Problem::from)?;
    desk.done(Done::Removed, paths::ME)
}

fn written(feed: &Feed) -> std::result::Result<String, TextError> {
    let locale = feed.staff.locale;
    let mut calendar = Calendar::new();
    let name = Text::key("feed-name").with("name", feed.staff.name.as_str()).say(locale)?;
    // RFC 7986, and what programs read that are older than it.
    calendar.append_property(Property::new("NAME", escaped(&name)));
    calendar.append_property(Property::new("X-WR-CALNAME", &name));
    calendar.ttl(&AGAIN);
    for shift in &feed.shifts {
        calendar.push(event(feed, shift, locale)?);
    }
    Ok(calendar.to_string())
}

/// A text as RFC 5545 (3.3.11) has it. The library knows which properties are texts, but `NAME` not among them.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace(',', r"\,").replace(';', r"\;").replace('\n', r"\n")
}

/// The same shift has the same UID each time, so that programs change it rather than add another.
fn event(feed: &Feed, shift: &FeedShift, locale: Locale) -> std::result::Result<Event, TextError> {
    let say = |key| Text::key(key).with("rota", shift.name.as_str()).say(locale);
    let began = shift.began.map_or_else(|| "always".to_owned(), |began| began.timestamp().to_string());
    let uid = format!("{}-{}-{began}@rappel", shift.rota, feed.staff.id);
    // Left out, both would be another each time.
    let mut alarm = Alarm::display(&say("feed-alarm")?, chrono::Duration::zero());
    alarm.uid(&format!("alarm-{uid}")).timestamp(feed.now);
    Ok(Event::new()
        .uid(&uid)
        .timestamp(feed.now)
        .summary(&say("feed-shift")?)
        .starts(shift.period.from)
        .ends(shift.period.to)
        .class(Class::Private)
        .alarm(alarm)
        .done())
}

#[cfg(test)]
mod tests;
