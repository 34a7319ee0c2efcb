//! `/queue/new`: staff open a ticket for somebody who rang or wrote.

use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::id::FieldId;
use rappel_pages::{
    Text,
    form::Choice,
    office::{Address, Done, OpenFields, OpenTicket},
    routes::office as paths,
};
use rappel_service::{Error, Invalid, Reason, Scope, intake::Draft};
use rappel_web::{Files, Problem};
use serde::Deserialize;

use crate::{desk::Desk, typed::Typed, words::word_for};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tenant: String,
}

/// The choice of a client, then the form.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    if asked.tenant.is_empty() {
        return show(&desk, StatusCode::OK, None).await;
    }
    let (scope, _) = desk.on(&asked.tenant).await?;
    let fields = fields(&desk, &scope, &asked.tenant).await?;
    show(&desk, StatusCode::OK, Some(fields)).await
}

/// Opens the ticket. A refused form comes back whole; sent twice, it is one ticket.
#[handler]
pub(crate) async fn post(desk: Desk, typed: Typed, files: Files) -> Result<Response> {
    let tenant = typed.get("tenant");
    let (scope, _) = desk.on(tenant).await?;
    let fields = fields(&desk, &scope, tenant).await?;
    let again = async |status, key: &str, invalid: &[Invalid], files: Option<Text>| {
        let mut fields = OpenFields { key: key.to_owned(), ..fields.clone() };
        typed.fill(fields.each(), invalid);
        let mut fields = fields.own_typed(|name| typed.owned(name), |name| word_for(invalid, name));
        fields.files = fields.files.error_if(files);
        show(&desk, status, Some(fields)).await
    };
    let key = typed.get("key");
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let received = match files.received().await.map_err(Problem::internal)? {
        Ok(received) => received,
        Err(why) => return again(refused, key, &[], Some(why)).await,
    };
    let people = desk.service().requesters(&scope).await.map_err(Problem::from)?;
    let Some(person) = people.into_iter().find(|it| it.id.to_string() == typed.get("requester")) else {
        return again(refused, key, &[Invalid::new("requester", Reason::NotAChoice)], None).await;
    };
    let own = || person.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default();
    let draft = Draft {
        category: typed.owned("category"),
        description: typed.owned("description"),
        phone: if typed.get("phone").trim().is_empty() { own() } else { typed.owned("phone") },
        fields: typed.0.iter().filter(|(name, _)| name.starts_with(FieldId::PREFIX)).cloned().collect(),
        continues: None,
        idempotency_key: key.to_owned(),
        requester: Some(person.id),
    };
    match desk.service().open_ticket(&scope, &draft, &received).await {
        Ok(opened) => {
            let to = Address { tenant, number: opened.number, query: "" }.page();
            desk.done(Done::Opened(opened.number), &to)
        }
        Err(Error::Invalid(invalid)) => again(refused, key, &invalid, None).await,
        // The same form was sent with other words: shown with a new key, to be sent on purpose.
        Err(Error::KeyMisused) => again(StatusCode::CONFLICT, desk.visit.request_id(), &[], None).await,
        Err(other) => Err(Problem::from(other).into()),
    }
}

async fn fields(desk: &Desk, scope: &Scope, tenant: &str) -> Result<OpenFields> {
    let locale = desk.session.staff.locale;
    let form = desk.service().ticket_form(scope, None).await.map_err(Problem::from)?;
    let people = desk.service().requesters(scope).await.map_err(Problem::from)?;
    let people = people.iter().map(|it| Choice::new(it.id.to_string(), Text::plain(it.name.as_str())));
    let categories =
        form.categories.iter().map(|it| Choice::new(it.id.to_string(), Text::plain(it.name(locale))));
    let key = desk.visit.request_id().to_owned();
    let fields = OpenFields::new(tenant, people.collect(), categories.collect(), key);
    Ok(form
        .categories
        .iter()
        .fold(fields, |fields, it| fields.asking(&it.id.to_string(), it.name(locale), &it.fields, locale)))
}

async fn show(desk: &Desk, status: StatusCode, fields: Option<OpenFields>) -> Result<Response> {
    let tenants = desk.tenants().await?;
    let choices = tenants.iter().map(|it| Choice::new(it.slug.as_str(), Text::plain(it.name.as_str())));
    desk.answer(status, paths::QUEUE, &OpenTicket::new(choices.collect(), fields))
}
