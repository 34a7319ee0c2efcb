//! `/people/history`: what was changed for the company and what staff looked at, by whom; as a table too.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{Actor, Locale, audit::Deed, calendar::local_date, host::HostName};
use rappel_pages::{
    Text,
    portal::{
        Act, ChangeRow, HostAct, LogChain, Pager, PeopleHistory, Whose, settings_changed, text_changed,
    },
    routes::portal as paths,
};
use rappel_service::{
    Scope, Service,
    people::{Change, Wanted, What, Who},
};
use rappel_web::{PortalSession, Problem, Visit, Web, csv};
use serde::Deserialize;

use super::role;

/// As many deeds as a page shows.
const SHOWN: u64 = 100;

/// As many as are read at once for the table.
const READ: u64 = 500;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: Option<i32>,
    what: String,
    who: String,
    from: String,
    to: String,
}

impl Asked {
    /// What is wanted, where its days can be read and are in order.
    fn wanted(&self, zone: Tz) -> Option<Wanted> {
        let day = |typed: &str| match typed {
            "" => Some(None),
            typed => typed.parse::<NaiveDate>().ok().map(Some),
        };
        let (from, to) = (day(&self.from)?, day(&self.to)?);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return None;
        }
        let until = match to {
            Some(to) => Some(to.checked_add_days(Days::new(1))?),
            None => None,
        };
        Some(Wanted {
            what: match self.what.as_str() {
                "changes" => What::Changes,
                "looks" => What::Looks,
                _ => What::Anything,
            },
            who: match self.who.as_str() {
                "people" => Who::People,
                "operator" => Who::Operator,
                _ => Who::Anybody,
            },
            from: from.map(|day| begin_of(day, zone)),
            until: until.map(|day| begin_of(day, zone)),
        })
    }

    /// An address with what is wanted, below a place in the log.
    fn href(&self, path: &str, before: Option<i32>) -> String {
        let before = before.map(|place| place.to_string()).unwrap_or_default();
        let all = [
            ("what", self.what.as_str()),
            ("who", &self.who),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &before),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(all.into_iter().filter(|(_, value)| !value.is_empty()));
        match query.finish().as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn page(&self, rows: Vec<ChangeRow>) -> PeopleHistory {
        PeopleHistory::new(rows, &self.what, &self.who, (&self.from, &self.to))
    }
}

/// When a day begins; where clocks leap over midnight, at the hour to which they leap.
fn begin_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let begins = (0..4)
        .find_map(|hours| (midnight + chrono::Duration::hours(hours)).and_local_timezone(zone).earliest());
    begins.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

/// The last deeds, or those before a place in the log.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let frame = session.frame(&web, &visit, paths::PEOPLE)?;
    // Whoever may not read it learns that first, whatever they ask for.
    let wanted = asked.wanted(frame.zone);
    let found = web
        .service()
        .people_history(&session.scope, &wanted.unwrap_or_default(), asked.before, SHOWN)
        .await
        .map_err(Problem::from)?;
    if wanted.is_none() {
        return Ok(web.show(StatusCode::UNPROCESSABLE_ENTITY, &frame, &asked.page(Vec::new()).refused())?);
    }
    let (changes, older) = found;
    let pager = Pager {
        newest: asked.before.map(|_| asked.href(paths::PEOPLE_HISTORY, None)),
        next: older.map(|place| asked.href(paths::PEOPLE_HISTORY, Some(place))),
    };
    let csv_href = asked.href(paths::PEOPLE_HISTORY_CSV, None);
    let chain = match asked.before {
        Some(_) => None,
        None => chain(&web, &session.scope).await?,
    };
    let page = PeopleHistory { pager, csv_href, chain, ..asked.page(changes.iter().map(row).collect()) };
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Where the chain ends, for whoever keeps its hash.
async fn chain(web: &Web, scope: &Scope) -> Result<Option<LogChain>> {
    let end = web.service().history_ending(scope).await.map_err(Problem::from)?;
    Ok(LogChain::new(end.head.length, end.looked_at, end.state, end.head.hash.to_string()))
}

/// What the lines of the table are written from.
struct Source {
    service: Service,
    scope: Scope,
    wanted: Wanted,
    zone: Tz,
    locale: Locale,
    before: Option<i32>,
}

/// Every deed that is wanted, the newest first, some at a time.
#[handler]
pub(crate) async fn table(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let frame = session.frame(&web, &visit, paths::PEOPLE)?;
    let (locale, zone) = (frame.locale, frame.zone);
    let wanted = asked.wanted(zone).ok_or_else(|| Problem::bad_request("no such days"))?;
    let columns = [
        "history-column-place",
        "history-at",
        "history-by",
        "history-column-program",
        "history-what",
        "history-column-hash",
    ];
    let names = columns.map(|key| say(&Text::key(key), locale));
    let name = format!("audit-{}.csv", local_date(frame.now, zone));
    let (service, scope) = (web.service().clone(), session.scope);
    let source = Source { service, scope, wanted, zone, locale, before: None };
    Ok(csv::stream(&name, csv::record(names.iter().map(String::as_str)), source).await?)
}

impl csv::Lines for Source {
    async fn next(&mut self, into: &mut String) -> rappel_service::Result<bool> {
        let (changes, older) =
            self.service.people_history(&self.scope, &self.wanted, self.before, READ).await?;
        for change in &changes {
            let row = row(change);
            let parts: Vec<String> = row.parts.iter().map(|part| say(part, self.locale)).collect();
            let says = format!("{} {}", say(&row.says, self.locale), parts.join(", "));
            let cells = [
                change.position.to_string(),
                row.at.with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
                row.by,
                say(&Text::key(if row.by_staff { "yes" } else { "no" }), self.locale),
                says.trim_end().to_owned(),
                change.hash.to_string(),
            ];
            into.push_str(&csv::record(cells.iter().map(String::as_str)));
        }
        self.before = older;
        Ok(older.is_some())
    }
}

fn say(text: &Text, locale: Locale) -> String {
    text.say(locale).unwrap_or_default()
}

fn row(change: &Change) -> ChangeRow {
    let name = change.deed.host().map(HostName::as_str).or(change.person.as_deref());
    let mut about = name.unwrap_or_default();
    let act = match &change.deed {
        Deed::PersonInvited { role: invited } => Act::Invited(role(*invited)),
        // Those of staff stand in the operator's audit, which no company reads.
        Deed::InvitationSent | Deed::StaffAdded { .. } | Deed::StaffInvited { .. } => Act::InvitedAgain,
        Deed::RoleChanged { to, .. } => Act::Role(role(*to)),
        Deed::PersonDisabled => Act::Removed,
        Deed::PersonEnabled => Act::Enabled,
        Deed::PersonLeft => Act::Left,
        Deed::FactorAdded | Deed::StaffFactorAdded { .. } => Act::FactorAdded,
        Deed::FactorRemoved | Deed::StaffFactorRemoved { .. } => Act::FactorRemoved,
        Deed::FactorTakenAway | Deed::StaffFactorTakenAway { .. } => Act::FactorTaken,
        Deed::RecoveryCodesMade | Deed::StaffRecoveryCodesMade { .. } => Act::RecoveryCodes,
        Deed::PasskeyAdded | Deed::StaffPasskeyAdded { .. } => Act::PasskeyAdded,
        Deed::PasskeyRemoved | Deed::StaffPasskeyRemoved { .. } => Act::PasskeyRemoved,
        Deed::FollowerAdded { number } => Act::Follows(*number),
        Deed::FollowerLeft { number } => Act::FollowsNoMore(*number),
        Deed::VisibilityChanged { .. } | Deed::StaffChanged { .. } => Act::Sees,
        Deed::MembersSee { .. } => Act::MembersSee,
        Deed::CategoryAdded { category } => {
            about = category;
            Act::CategoryAdded
        }
        Deed::CategoryChanged { category, .. } => {
            about = category;
            Act::Category
        }
        Deed::LogoChanged { .. } => Act::Logo,
        Deed::LogoRemoved => Act::LogoRemoved,
        Deed::ColourChanged { .. } => Act::Colour,
        Deed::HostAdded { .. } => Act::Host(HostAct::Added),
        Deed::HostProved { .. } => Act::Host(HostAct::Proved),
        Deed::HostLinked { .. } => Act::Host(HostAct::Linked),
        Deed::HostUnlinked { .. } => Act::Host(HostAct::Unlinked),
        Deed::HostOff { .. } => Act::Host(HostAct::Off),
        Deed::HostRemoved { .. } => Act::Host(HostAct::Removed),
        // They have words of their own, below.
        Deed::SettingsChanged { .. } | Deed::FollowedSettingsChanged { .. } | Deed::TextChanged { .. } => {
            Act::Settings
        }
        Deed::KeyMade { .. } => Act::Key,
        Deed::KeyRevoked { .. } => Act::KeyRevoked,
        Deed::ProviderSaved { issuer, .. } => {
            about = issuer;
            Act::Provider
        }
        Deed::ProviderRemoved => Act::ProviderRemoved,
        Deed::PersonJoined => Act::Joined,
        Deed::IdentityLinked { .. } => Act::Linked,
        Deed::IdentityUnlinked => Act::Unlinked,
        Deed::ExportAsked => Act::Export,
        Deed::ErasureAsked => Act::ErasureAsked,
        Deed::PersonErased => Act::Erased,
        Deed::CompanyExportAsked => Act::CompanyExport,
        Deed::CompanyExportCancelled => Act::CompanyExportCancelled,
        Deed::CompanyExportFetched => Act::CompanyExportFetched,
        Deed::RetentionChanged { months, .. } => Act::Retention(*months),
        Deed::TicketsTakenAway { tickets, .. } => Act::TicketsGone(*tickets),
        Deed::DeletionAsked { .. } => Act::DeletionAsked,
        Deed::DeletionRecalled => Act::DeletionRecalled,
        Deed::TicketSeen { number, .. } => Act::TicketSeen(*number),
        Deed::FileFetched { number, .. } => Act::FileFetched(*number),
        Deed::ProofSeen { number, .. } => Act::ProofSeen(*number),
        Deed::PeopleSeen => Act::PeopleSeen,
        Deed::TicketsSeen => Act::TicketsSeen,
        Deed::CallSeen { number, .. } => Act::CallSeen(*number),
        Deed::MessagesSeen => Act::MessagesSeen,
        Deed::MessageSeen { .. } => Act::MessageSeen,
        Deed::CompanyAdded => Act::CompanyAdded,
        Deed::MessageSentAgain { .. } => Act::MessageSentAgain,
        Deed::JobRevived { .. } => Act::JobRevived,
    };
    let (says, parts) = match &change.deed {
        Deed::TextChanged { locale, key, from, to } => {
            (text_changed(locale, key, from.as_deref(), to.as_deref()), Vec::new())
        }
        Deed::SettingsChanged { parts } => settings_changed(Whose::Own, parts),
        Deed::FollowedSettingsChanged { parts } => settings_changed(Whose::Followed, parts),
        _ => (act.say(about), Vec::new()),
    };
    let by_staff = !matches!(change.by.actor, Actor::Person(_));
    ChangeRow { at: change.at, by: change.by.name.clone(), by_staff, says, parts }
}
