//! `/tenants/{slug}/texts`: what a client company says in words of its own.

use poem::{
    Response, Result, handler,
    http::StatusCode,
    web::{Path, Query},
};
use rappel_domain::{Locale, own_text::OwnText};
use rappel_pages::{
    office::{AskedTexts, Done, TextPage, TextsPage},
    own::{Fault, samples},
    routes::office as paths,
};
use rappel_service::{Error, Tenant};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{
    desk::{Desk, failed},
    tenants::head,
    typed::Typed,
};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    locale: String,
    area: String,
    words: String,
}

/// The list.
#[handler]
pub(crate) async fn get(
    desk: Desk,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (tenant, head) = head(&desk, &slug, &paths::tenant_texts(&slug)).await?;
    let own = own(&desk, &tenant).await?;
    let locale = asked.locale.parse().unwrap_or(tenant.locale);
    let asked = AskedTexts { locale, area: asked.area, words: asked.words };
    desk.show(paths::TENANTS, &TextsPage::new(&slug, head, &asked, &own))
}

/// One text.
#[handler]
pub(crate) async fn show(
    desk: Desk,
    Path((slug, locale, key)): Path<(String, String, String)>,
) -> Result<Response> {
    let (_, _, page) = page(&desk, &slug, &locale, &key).await?;
    desk.show(paths::TENANTS, &page)
}

/// Saves it, shows what it would look like, or goes back to what everybody says.
#[handler]
pub(crate) async fn save(
    desk: Desk,
    Path((slug, locale, key)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response> {
    let (tenant, locale, page) = page(&desk, &slug, &locale, &key).await?;
    let (service, staff) = (desk.service(), &desk.session.scope);
    let seen = typed.get("seen");
    if typed.get("act") == "standard" {
        return match service.save_own_words(staff, tenant.id, (locale, &key), None, Some(seen)).await {
            Ok(()) => saved(&desk, &slug, locale).await,
            Err(Error::Conflict) => overtaken(&desk, (&slug, locale, &key), None).await,
            Err(other) => failed(other),
        };
    }
    let page = page.seen(seen);
    let words = typed.get("words").trim();
    let preview = match samples::preview(locale, &key, words) {
        Ok(preview) => preview,
        Err(fault) => return desk.refuse(paths::TENANTS, &page.refused(words, &fault)),
    };
    if typed.get("act") == "preview" {
        return desk.show(paths::TENANTS, &page.previewed(words, preview));
    }
    match service.save_own_words(staff, tenant.id, (locale, &key), Some(words), Some(seen)).await {
        Ok(()) => saved(&desk, &slug, locale).await,
        Err(Error::Conflict) => overtaken(&desk, (&slug, locale, &key), Some(words)).await,
        Err(Error::Invalid(_)) => desk.refuse(paths::TENANTS, &page.refused(words, &Fault::Characters)),
        Err(other) => failed(other),
    }
}

/// Somebody else changed it since the page was read: nothing is saved before that was seen.
async fn overtaken(
    desk: &Desk,
    (slug, locale, key): (&str, Locale, &str),
    words: Option<&str>,
) -> Result<Response> {
    let (_, _, page) = page(desk, slug, locale.tag(), key).await?;
    desk.answer(StatusCode::CONFLICT, paths::TENANTS, &page.overtaken(words))
}

async fn page(desk: &Desk, slug: &str, locale: &str, key: &str) -> Result<(Tenant, Locale, TextPage)> {
    let (tenant, head) = head(desk, slug, &paths::tenant_texts(slug)).await?;
    let locale = Locale::known(locale).ok_or_else(Problem::not_found)?;
    let own = own(desk, &tenant).await?;
    let own = own.iter().find(|it| it.locale == locale && it.key == key);
    let page = TextPage::new(slug, head, (locale, key), own).ok_or_else(Problem::not_found)?;
    Ok((tenant, locale, page))
}

async fn own(desk: &Desk, tenant: &Tenant) -> Result<Vec<OwnText>> {
    Ok(desk.service().own_words(&desk.session.scope, tenant.id).await.map_err(Problem::from)?)
}

/// This process says it from now on, others within seconds.
async fn saved(desk: &Desk, slug: &str, locale: Locale) -> Result<Response> {
    desk.web.hosts().refresh().await;
    desk.done(Done::Saved, &format!("{}?locale={}", paths::tenant_texts(slug), locale.tag()))
}
