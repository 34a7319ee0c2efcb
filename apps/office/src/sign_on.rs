//! `/tenants/{slug}/sign-in`: the identity provider of a client company.

use poem::{Response, Result, handler, web::Path};
use rappel_pages::{
    Text,
    office::{Done, SignOnPage, Tested},
    routes::office as paths,
};
use rappel_service::{
    Error, Fault, Tenant,
    sign_on::{NotDone, Setter, SignOn, SignOnForm, Why},
};
use rappel_web::{Problem, see_other};

use crate::{
    desk::{Desk, failed},
    tenants::head,
    two_step,
    typed::Typed,
    words::word_for,
};

/// What is set.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    if two_step::confirmed(&desk).await?.is_none() {
        return Ok(to_confirm(&slug));
    }
    let (_, page) = page(&desk, &slug).await?;
    desk.show(paths::TENANTS, &page)
}

/// Saves it.
#[handler]
pub(crate) async fn save(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let Some(proof) = two_step::confirmed(&desk).await? else { return Ok(to_confirm(&slug)) };
    let (tenant, mut page) = page(&desk, &slug).await?;
    let form = SignOnForm {
        label: typed.owned("label"),
        issuer: typed.owned("issuer"),
        client_id: typed.owned("client_id"),
        client_secret: typed.owned("client_secret"),
        domains: typed.owned("domains"),
        is_on: typed.has("is_on"),
        passwords: typed.has("passwords"),
        version: typed.get("version").parse().unwrap_or_default(),
    };
    let setter = Setter::confirmed(&desk.session.scope, &proof).map_err(Problem::from)?;
    match desk.service().save_sign_on(&setter, tenant.id, &form).await {
        Ok(()) => desk.done(Done::Saved, &paths::sign_on(&slug)),
        Err(Error::Invalid(invalid)) => {
            typed.fill(page.each(), &invalid);
            typed.tick(&mut page.is_on);
            typed.tick(&mut page.passwords);
            page.client_secret.error = word_for(&invalid, "client_secret");
            // What the others set is shown in the form that is opened anew; saved once more, this takes its place.
            if let Some(changed) = word_for(&invalid, "version") {
                page.issuer.error = Some(changed);
            }
            desk.refuse(paths::TENANTS, &page.summed_up())
        }
        Err(other) => two_step::ended(other),
    }
}

/// Tries the connection, or takes the provider away.
#[handler]
pub(crate) async fn act(desk: Desk, Path((slug, act)): Path<(String, String)>) -> Result<Response> {
    let (tenant, page) = page(&desk, &slug).await?;
    let (service, staff) = (desk.service(), &desk.session.scope);
    match act.as_str() {
        "remove" => {
            let Some(proof) = two_step::confirmed(&desk).await? else { return Ok(to_confirm(&slug)) };
            let setter = Setter::confirmed(staff, &proof).map_err(Problem::from)?;
            match service.remove_sign_on(&setter, tenant.id).await {
                Ok(()) => desk.done(Done::Removed, &paths::sign_on(&slug)),
                Err(other) => two_step::ended(other),
            }
        }
        "test" => {
            let (works, says) = match service.test_sign_on(staff, tenant.id).await {
                Ok(found) => {
                    let keys = i64::try_from(found.keys).unwrap_or(i64::MAX);
                    (true, Text::key("sign-on-works").with("host", found.host).with("keys", keys))
                }
                Err(NotDone::Because(Why::Fault(fault))) => (false, words(&fault)),
                Err(NotDone::Because(_)) => (false, Text::key("fault-token")),
                Err(NotDone::Failed(error)) => return failed(error),
            };
            desk.show(paths::TENANTS, &SignOnPage { tested: Some(Tested { works, says }), ..page })
        }
        _ => Err(Problem::not_found().into()),
    }
}

/// Who sets it opens the accounts of a company: they prove who they are before they fill the form in.
fn to_confirm(slug: &str) -> Response {
    see_other(&paths::confirm(&paths::sign_on(slug)))
}

async fn page(desk: &Desk, slug: &str) -> Result<(Tenant, SignOnPage)> {
    let (tenant, head) = head(desk, slug, &paths::sign_on(slug)).await?;
    let (service, staff) = (desk.service(), &desk.session.scope);
    let set = service.sign_on(staff, tenant.id).await.map_err(Problem::from)?;
    let addresses = service.sign_on_addresses(staff, tenant.id).await.map_err(Problem::from)?;
    let mut page = SignOnPage::new(slug, head, addresses, set.is_some());
    match set {
        Some(SignOn { label, issuer, client_id, domains, is_on, passwords, version }) => {
            let kept = Typed::from([
                ("label", label),
                ("issuer", issuer),
                ("client_id", client_id),
                ("domains", domains.join("\n")),
            ]);
            kept.fill(page.each(), &[]);
            page.version = version.to_string();
            (page.is_on.checked, page.passwords.checked) = (is_on, passwords);
        }
        None => page.passwords.checked = true,
    }
    Ok((tenant, page))
}

/// What is wrong with a provider, for whoever can mend it.
fn words(fault: &Fault) -> Text {
    match fault {
        Fault::Address(found) => Text::key("fault-address").with("found", found.as_str()),
        Fault::Inside => Text::key("fault-inside"),
        Fault::Unreachable => Text::key("fault-unreachable"),
        Fault::Late => Text::key("fault-late"),
        Fault::TooLong => Text::key("fault-long"),
        Fault::Moved => Text::key("fault-moved"),
        Fault::Status(status) => Text::key("fault-status").with("status", i64::from(*status)),
        Fault::Unreadable(found) => Text::key("fault-unreadable").with("found", found.as_str()),
        Fault::OtherIssuer(found) => Text::key("fault-other-issuer").with("found", found.as_str()),
        Fault::Lacks(found) => Text::key("fault-lacks").with("found", *found),
        Fault::Refused(found) => Text::key("fault-refused").with("found", found.as_str()),
        Fault::Token(_) => Text::key("fault-token"),
    }
}
