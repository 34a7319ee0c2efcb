//! `/queue/{tenant}/{n}`: a ticket with the queue beside it, and what is done with it.

pub(crate) mod answer;
pub(crate) mod callback;
pub(crate) mod note;

use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{
    Refusal,
    id::{FileId, StaffId},
};
use rappel_pages::{
    Frame,
    office::{Address, Done, TicketPage},
    routes::office as paths,
};
use rappel_service::{Error, Scope};
use rappel_web::{Form, Problem, download};
use serde::Deserialize;

use crate::{
    desk::{Desk, failed},
    present,
    queue::{self, Asked},
};

/// The page.
#[handler]
pub(crate) async fn get(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let frame = desk.frame(paths::QUEUE)?;
    let page = page(&desk, &frame, &tenant, number, &asked).await?;
    Ok(desk.web.show(poem::http::StatusCode::OK, &frame, &page)?)
}

/// The page of a ticket as it is now.
pub(crate) async fn page(
    desk: &Desk,
    frame: &Frame,
    tenant: &str,
    number: i64,
    asked: &Asked,
) -> Result<TicketPage> {
    let (scope, _) = desk.on(tenant).await?;
    let view = desk.service().ticket(&scope, number).await.map_err(Problem::from)?;
    let able = desk.service().assignable(&scope).await.map_err(Problem::from)?;
    let query = asked.query();
    let address = Address { tenant, number, query: &query };
    let list = queue::list(desk, frame, asked, Some((tenant, number))).await?;
    let key = desk.visit.request_id();
    Ok(TicketPage {
        list,
        list_href: address.queue(),
        ticket: present::ticket(&view, address, frame, &desk.session.staff, &able, key),
        stopped: false,
        errors: Vec::new(),
    })
}

/// Something that is done with one button: command, message, and back to the ticket.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident => $done:expr;)*) => {$(
        $(#[$doc])*
        #[handler]
        pub(crate) async fn $name(
            desk: Desk,
            Path((tenant, number)): Path<(String, i64)>,
            Query(asked): Query<Asked>,
        ) -> Result<Response> {
            let (scope, _) = desk.on(&tenant).await?;
            let result = desk.service().$name(&scope, number).await;
            back(&desk, &tenant, number, &asked, result.map(|()| $done(number))).await
        }
    )*};
}

acts! {
    /// Takes the ticket.
    take => Done::Taken;
    /// Puts it back in the queue.
    release => Done::Released;
    /// Takes the close back.
    undo_close => Done::Reopened;
}

/// Closes it, with its callback.
#[handler]
pub(crate) async fn close(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let result = match desk.service().close(&scope, number).await {
        Ok(()) => {
            let undo = desk.service().may_undo_close(&scope, number).await.map_err(Problem::from)?;
            Ok(Done::Closed(number, undo.then(|| tenant.clone())))
        }
        Err(error) => Err(error),
    };
    back(&desk, &tenant, number, &asked, result).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct To {
    to: String,
}

/// Gives it to somebody.
#[handler]
pub(crate) async fn assign(
    desk: Desk,
    Path((tenant, number)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
    Form(To { to }): Form<To>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let to: StaffId = to.parse().map_err(|_| Problem::bad_request("to is not somebody of the staff"))?;
    let result = desk.service().assign(&scope, number, to).await;
    let name = name_of(&desk, &scope, to).await?;
    back(&desk, &tenant, number, &asked, result.map(|()| Done::Assigned(number, name))).await
}

/// A file of the ticket.
#[handler]
pub(crate) async fn file(
    desk: Desk,
    Path((tenant, number, file)): Path<(String, i64, String)>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let file: FileId = file.parse().map_err(|_| Problem::not_found())?;
    let found = desk.service().download(&scope, number, file).await.map_err(Problem::from)?;
    Ok(download(&found).await?)
}

/// A small picture of a file, drawn by us.
#[handler]
pub(crate) async fn thumbnail(
    desk: Desk,
    Path((tenant, number, picture)): Path<(String, i64, String)>,
) -> Result<Response> {
    let (scope, _) = desk.on(&tenant).await?;
    let picture: FileId = picture.parse().map_err(|_| Problem::not_found())?;
    let drawn = desk.service().thumbnail(&scope, number, picture).await.map_err(Problem::from)?;
    Ok(rappel_web::thumbnail(drawn))
}

/// Says what was done, or why not, on the page of the ticket.
pub(crate) async fn back(
    desk: &Desk,
    tenant: &str,
    number: i64,
    asked: &Asked,
    result: rappel_service::Result<Done>,
) -> Result<Response> {
    let done = match result {
        Ok(done) => done,
        Err(Error::Refused(Refusal::AlreadyTaken { by })) => {
            let (scope, _) = desk.on(tenant).await?;
            Done::AlreadyTaken(name_of(desk, &scope, by).await?)
        }
        Err(error @ Error::Refused(Refusal::NotAllowed)) => return failed(error),
        Err(Error::Refused(Refusal::UndoneTooOften)) => Done::UndoneTooOften,
        Err(Error::Refused(_) | Error::Conflict) => Done::TooLate,
        Err(other) => return failed(other),
    };
    desk.done(done, &Address { tenant, number, query: &asked.query() }.page())
}

async fn name_of(desk: &Desk, scope: &Scope, id: StaffId) -> Result<String> {
    let able = desk.service().assignable(scope).await.map_err(Problem::from)?;
    Ok(able.into_iter().find(|it| it.id == id).map(|it| it.name).unwrap_or_default())
}
