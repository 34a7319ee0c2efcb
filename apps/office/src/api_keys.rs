//! `/tenants/{slug}/keys`: keys of the JSON API. The answer to the form shows the new key, once.

use poem::{Response, Result, handler, http::StatusCode, web::Path};
use rappel_domain::{id::ApiKeyId, role::StaffRight};
use rappel_pages::{
    office::{ApiKeys, Done, KeyLine},
    routes::office as paths,
};
use rappel_service::{
    Error,
    api_keys::{ActsFor, ApiKey, SCOPES},
};
use rappel_web::{Problem, see_other};

use crate::{
    desk::{Desk, failed},
    tenants::head,
    two_step,
    typed::Typed,
    words::word_for,
};

/// The list, and a form to make one.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    desk.show(paths::TENANTS, &page(&desk, &slug).await?)
}

/// Makes a key. A redirection would have to carry it, so this form is answered by the page itself.
#[handler]
pub(crate) async fn add(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    desk.require(StaffRight::EditTenants)?;
    // A key outlives the session that made it: who makes one proves who they are first.
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(see_other(&paths::confirm(&paths::api_keys(&slug))));
    }
    let scopes = typed.all("scopes");
    let acts_for = if typed.get("acts_for") == "staff" { ActsFor::Staff } else { ActsFor::Tenant };
    let name = typed.get("name");
    match desk.service().add_api_key(&desk.session.scope, tenant.id, name, &scopes, acts_for).await {
        Ok(key) => {
            let page = ApiKeys { made: Some(key), ..page(&desk, &slug).await? };
            let mut answer = desk.answer(StatusCode::CREATED, paths::TENANTS, &page)?;
            let never = poem::http::HeaderValue::from_static("no-store");
            answer.headers_mut().insert(poem::http::header::CACHE_CONTROL, never);
            Ok(answer)
        }
        Err(Error::Invalid(invalid)) => {
            let name = (name, word_for(&invalid, "name"));
            let scopes = (scopes.as_slice(), word_for(&invalid, "scopes"));
            let page = page(&desk, &slug).await?.refused(name, scopes, typed.get("acts_for"));
            desk.refuse(paths::TENANTS, &page)
        }
        Err(other) => failed(other),
    }
}

/// Refuses a key from now on.
#[handler]
pub(crate) async fn revoke(desk: Desk, Path((slug, key)): Path<(String, String)>) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    let key: ApiKeyId = key.parse().map_err(|_| Problem::not_found())?;
    desk.service().revoke_api_key(&desk.session.scope, tenant.id, key).await.map_err(Problem::from)?;
    desk.done(Done::Removed, &paths::api_keys(&slug))
}

async fn page(desk: &Desk, slug: &str) -> Result<ApiKeys> {
    let (tenant, head) = head(desk, slug, &paths::api_keys(slug)).await?;
    let keys = desk.service().api_keys(&desk.session.scope, tenant.id).await.map_err(Problem::from)?;
    let line = |key: ApiKey| KeyLine {
        name: key.name,
        scopes: key.scopes.join(", "),
        for_staff: key.staff.is_some(),
        created_at: key.created_at,
        last_used_at: key.last_used_at,
        revoked_at: key.revoked_at,
        revoke_action: key.revoked_at.is_none().then(|| paths::revoke_key(slug, key.id)),
    };
    Ok(ApiKeys::new(slug, head, keys.into_iter().map(line).collect(), &SCOPES))
}
