//! `/tickets/new`: opens a ticket; with an urgent category the client confirms the number and we call.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{
    Refusal,
    id::{FieldId, PersonId},
};
use rappel_pages::{
    Frame, Text,
    form::Choice,
    office_hours::HoursShown,
    portal::{About, CategoryHint, Cover, Done, NewTicket, Refused, Urgency, Urgent},
    routes::portal as paths,
};
use rappel_service::{Error, Invalid, Reason, intake};
use rappel_web::{Files, Form, PortalSession, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::resume::{field, frame as resumed};
use crate::words::word_for;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    about: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    requester: String,
    category: String,
    phone: String,
    description: String,
    key: String,
    about: Option<i64>,
    /// What was typed into fields of categories, by the name of the field.
    #[serde(skip)]
    own: Vec<(String, String)>,
}

impl Typed {
    fn own(&self, name: &str) -> String {
        self.own.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

/// The form, with the number of the account and what urgent means now.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = web.service().ticket_form(&session.scope, asked.about).await.map_err(Problem::from)?;
    let frame = session.frame(&web, &visit, paths::NEW_TICKET)?;
    let country = form.settings.tenant.country;
    let phone = form.phone.as_ref().map(|phone| phone.display_for(country)).unwrap_or_default();
    let category = form.continues.as_ref().map(|before| before.category.to_string()).unwrap_or_default();
    let colleagues = colleagues(&form);
    let page = page(form, &visit, &frame).for_one_of(colleagues, "", None);
    let page = page.typed(&category, &phone, "");
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// Opens the ticket. A refused form comes back whole; sent twice, it is one ticket.
#[handler]
pub(crate) async fn post(
    session: PortalSession,
    web: Web,
    visit: Visit,
    Form(typed): Form<Typed>,
    Form(all): Form<Vec<(String, String)>>,
    files: Files,
) -> Result<Response> {
    let own = all.into_iter().filter(|(name, _)| name.starts_with(FieldId::PREFIX)).collect();
    let typed = Typed { own, ..typed };
    let received = match files.received().await.map_err(Problem::internal)? {
        Ok(received) => received,
        Err(why) => {
            let why = Refused { files: Some(why), ..Refused::default() };
            let refused = StatusCode::UNPROCESSABLE_ENTITY;
            return again(&session, &web, &visit, &typed, refused, why, &[]).await;
        }
    };
    let requester = match typed.requester.as_str() {
        "" => None,
        other => {
            let Ok(colleague) = other.parse::<PersonId>() else {
                let wrong = [Invalid::new("requester", Reason::NotAChoice)];
                let refused = StatusCode::UNPROCESSABLE_ENTITY;
                return again(&session, &web, &visit, &typed, refused, Refused::default(), &wrong).await;
            };
            Some(colleague)
        }
    };
    let draft = intake::Draft {
        category: typed.category.clone(),
        description: typed.description.clone(),
        phone: typed.phone.clone(),
        fields: typed.own.clone(),
        continues: typed.about,
        idempotency_key: typed.key.clone(),
        requester,
    };
    match web.service().open_ticket(&session.scope, &draft, &received).await {
        Ok(opened) => {
            let done = if opened.is_urgent {
                Done::UrgentOpened(opened.number)
            } else {
                Done::Opened(opened.number)
            };
            web.flash(&visit, session.locale(&visit), &done.into())?;
            Ok(see_other(&paths::ticket(opened.number)))
        }
        Err(Error::Invalid(invalid)) => {
            let why = Refused {
                category: word_for(&invalid, "category").map(|_| "new-category-missing".into()),
                phone: word_for(&invalid, "phone"),
                description: word_for(&invalid, "description"),
                files: None,
            };
            let refused = StatusCode::UNPROCESSABLE_ENTITY;
            again(&session, &web, &visit, &typed, refused, why, &invalid).await
        }
        // Sent again with other words after it had arrived: shown with a new key, to be sent on purpose. Or the ticket
        // that it would continue is open again: what was typed can be sent without it.
        Err(Error::KeyMisused | Error::Refused(Refusal::TicketOpen)) => {
            again(&session, &web, &visit, &typed, StatusCode::CONFLICT, Refused::default(), &[]).await
        }
        Err(other) => Err(Problem::from(other).into()),
    }
}

/// The form as it was typed before the session ended.
pub(super) async fn resume(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    fields: &str,
) -> Result<Response> {
    // The ticket that it would continue may be one that this person does not see.
    let about = field(fields, "about").parse().ok();
    let form = match web.service().ticket_form(&session.scope, about).await {
        Err(Error::NotFound) => web.service().ticket_form(&session.scope, None).await,
        form => form,
    };
    let form = form.map_err(Problem::from)?;
    let frame = resumed(session, web, visit, paths::NEW_TICKET)?;
    let [category, phone, description] = ["category", "phone", "description"].map(|name| field(fields, name));
    let colleagues = colleagues(&form);
    let page = page(form, visit, &frame).for_one_of(colleagues, &field(fields, "requester"), None);
    let page = page.own_typed(|name| field(fields, name), |_| None);
    let page = page.typed(&category, &phone, &description);
    Ok(web.show(StatusCode::OK, &frame, &page)?)
}

/// The form as it was typed, with what was wrong.
async fn again(
    session: &PortalSession,
    web: &Web,
    visit: &Visit,
    typed: &Typed,
    status: StatusCode,
    why: Refused,
    invalid: &[Invalid],
) -> Result<Response> {
    let form = web.service().ticket_form(&session.scope, typed.about).await.map_err(Problem::from)?;
    let frame = session.frame(web, visit, paths::NEW_TICKET)?;
    let colleagues = colleagues(&form);
    let page = page(form, visit, &frame);
    let page = page.for_one_of(colleagues, &typed.requester, word_for(invalid, "requester"));
    let page = page.own_typed(|name| typed.own(name), |name| word_for(invalid, name));
    let page = page.typed(&typed.category, &typed.phone, &typed.description).refused(why);
    Ok(web.show(status, &frame, &page)?)
}

fn colleagues(form: &intake::Form) -> Vec<Choice> {
    let choice = |(id, name): &(PersonId, String)| Choice::new(id.to_string(), Text::plain(name.as_str()));
    form.colleagues.iter().map(choice).collect()
}

fn page(form: intake::Form, visit: &Visit, frame: &Frame) -> NewTicket {
    let locale = frame.locale;
    let hours = form.settings.hours().map(|(hours, zone)| HoursShown::at(frame.now, hours, zone));
    let urgent = form.categories.iter().any(|category| category.is_urgent).then(|| Urgent {
        by: form.urgent.call_by,
        minutes: u32::try_from(form.urgent.promise_minutes).unwrap_or_default(),
        cover: if form.urgent.someone_on_call { Cover::OnCall } else { Cover::Nobody },
        operator_phone: form.urgent.operator_phone.as_ref().map(|phone| phone.e164().to_owned()),
    });
    let choices = form.categories.iter().map(|category| {
        let urgency = if category.is_urgent { Urgency::Urgent } else { Urgency::Ordinary };
        NewTicket::category(category.id.to_string(), category.name(locale), urgency)
    });
    let hints = form.categories.iter().filter_map(|category| {
        let text = category.hint(locale)?;
        Some(CategoryHint { category: category.name(locale).to_owned(), text: text.to_owned() })
    });
    let hints = hints.collect();
    let about =
        form.continues.map(|before| About { number: before.number, href: paths::ticket(before.number) });
    // The id of the request that showed the form is fresh and needs no secrecy: keys count per tenant.
    let page = NewTicket::new(choices.collect(), urgent, visit.request_id().to_owned());
    let page = NewTicket { about, hints, hours, ..page };
    form.categories.iter().fold(page, |page, category| {
        page.asking(&category.id.to_string(), category.name(locale), &category.fields, locale)
    })
}
