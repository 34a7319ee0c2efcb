//! `/tickets/{n}/files/{file}`: a file, always to be saved and never to be shown; and what we draw of a picture.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::id::FileId;
use rappel_web::{PortalSession, Problem, Web, download};

/// Hands a file out to somebody who may see the ticket.
#[handler]
pub(crate) async fn get(
    session: PortalSession,
    web: Web,
    Path((number, file)): Path<(i64, String)>,
) -> Result<Response> {
    let file: FileId = file.parse().map_err(|_| Problem::not_found())?;
    let found = web.service().download(&session.scope, number, file).await.map_err(Problem::from)?;
    Ok(download(&found).await?)
}

/// A small picture of it, drawn by us.
#[handler]
pub(crate) async fn thumbnail(
    session: PortalSession,
    web: Web,
    Path((number, file)): Path<(i64, String)>,
) -> Result<Response> {
    let file: FileId = file.parse().map_err(|_| Problem::not_found())?;
    let drawn = web.service().thumbnail(&session.scope, number, file).await.map_err(Problem::from)?;
    Ok(rappel_web::thumbnail(drawn))
}
