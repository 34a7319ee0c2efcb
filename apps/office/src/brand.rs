//! `/tenants/{slug}/brand`: what a client company looks like, its colour and its logo.

use poem::{
    Response, Result, handler,
    http::header,
    web::{Path, Query},
};
use rappel_domain::brand::{BrandColour, LogoRefusal, Picture};
use rappel_pages::{
    Text,
    office::{BrandPage, BrandPairs, Done},
    routes::office as paths,
};
use rappel_service::{Error, Tenant};
use rappel_web::{FileRefusal, Files, Problem};
use serde::Deserialize;

use crate::{
    desk::{Desk, failed},
    tenants::head,
    typed::Typed,
    words::word_of,
};

/// A colour that is asked about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    brand_color: String,
}

/// The page.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (_, page) = page(&desk, &slug, None).await?;
    desk.show(paths::TENANTS, &page)
}

/// What a colour gives, while it is chosen; what the saved one gives when it is none.
#[handler]
pub(crate) async fn pairs(
    desk: Desk,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (tenant, _) = head(&desk, &slug, &paths::tenant_brand(&slug)).await?;
    let colour = asked.brand_color.parse().unwrap_or_else(|_| colour_of(&tenant));
    desk.show(paths::TENANTS, &BrandPairs::new(&tenant.name, colour))
}

/// Saves the colour, or shows what it would give.
#[handler]
pub(crate) async fn save(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let colour = typed.get("brand_color");
    let (tenant, page) = page(&desk, &slug, colour.parse().ok()).await?;
    if typed.get("act") == "preview" && colour.parse::<BrandColour>().is_ok() {
        return desk.show(paths::TENANTS, &page);
    }
    match desk.service().save_colour(&desk.session.scope, tenant.id, colour).await {
        Ok(()) => saved(&desk, Done::Saved, &slug).await,
        Err(Error::Invalid(invalid)) => {
            let page = page.refused_colour(colour, word_of(&invalid, "brand_color"));
            desk.refuse(paths::TENANTS, &page)
        }
        Err(other) => failed(other),
    }
}

/// The picture of the logo, on this host for those alone who see the company.
#[handler]
pub(crate) async fn picture(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (scope, tenant) = desk.on(&slug).await?;
    let logo = tenant.logo.ok_or_else(Problem::not_found)?;
    let bytes = desk.service().logo_for(&scope, &logo.hash, Picture::Header).await;
    let bytes = bytes.map_err(Problem::from)?.ok_or_else(Problem::not_found)?;
    let response = Response::builder().content_type("image/png");
    Ok(response.header(header::CACHE_CONTROL, "private, no-cache").body(bytes))
}

/// Takes another logo.
#[handler]
pub(crate) async fn upload(desk: Desk, Path(slug): Path<String>, files: Files) -> Result<Response> {
    let (tenant, page) = page(&desk, &slug, None).await?;
    let refuse = |why: Text| desk.refuse(paths::TENANTS, &page.clone().refused_logo(why));
    let file = match sent(&files).await? {
        Ok(file) => file,
        Err(refusal) => return refuse(refusal.key().into()),
    };
    match desk.service().save_logo(&desk.session.scope, tenant.id, file).await {
        Ok(()) => saved(&desk, Done::Saved, &slug).await,
        Err(Error::Invalid(invalid)) => refuse(word_of(&invalid, "logo")),
        Err(other) => failed(other),
    }
}

/// Takes the logo away.
#[handler]
pub(crate) async fn remove(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    match desk.service().remove_logo(&desk.session.scope, tenant.id).await {
        Ok(()) => saved(&desk, Done::Removed, &slug).await,
        Err(other) => failed(other),
    }
}

/// The page of a company with a colour that is not saved, or the one that is.
async fn page(desk: &Desk, slug: &str, colour: Option<BrandColour>) -> Result<(Tenant, BrandPage)> {
    let (tenant, head) = head(desk, slug, &paths::tenant_brand(slug)).await?;
    let colour = colour.unwrap_or_else(|| colour_of(&tenant));
    let page = BrandPage::new(slug, head, colour, tenant.logo.as_ref());
    Ok((tenant, page))
}

fn colour_of(tenant: &Tenant) -> BrandColour {
    tenant.brand_color.parse().unwrap_or(BrandColour::BLACK)
}

/// Portals carry it from now on.
async fn saved(desk: &Desk, done: Done, slug: &str) -> Result<Response> {
    desk.web.hosts().refresh().await;
    desk.done(done, &paths::tenant_brand(slug))
}

/// The bytes of the one file, not more of them than a logo may have.
pub(crate) async fn sent(files: &Files) -> Result<Result<Vec<u8>, LogoRefusal>> {
    if files.refused.iter().any(|file| file.reason == FileRefusal::TooLarge) {
        return Ok(Err(LogoRefusal::Heavy));
    }
    Ok(match files.uploads.first() {
        None => Err(LogoRefusal::Missing),
        Some(file) if file.size > LogoRefusal::MOST_BYTES => Err(LogoRefusal::Heavy),
        Some(file) => Ok(tokio::fs::read(&file.path).await.map_err(Problem::internal)?),
    })
}
