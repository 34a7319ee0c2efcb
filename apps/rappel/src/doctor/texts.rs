//! Texts of companies' own that no longer fit the program, so that the standard ones are said in their place.

use std::collections::BTreeSet;

use rappel_pages::own::OwnTexts;
use rappel_service::{Service, Tenant};

use super::Finding;

/// Companies with such texts.
pub(super) async fn look(service: &Service) -> Vec<Finding> {
    match unfit(service).await {
        Ok(found) => found,
        Err(error) => vec![Finding::broken(
            format!("The texts of companies cannot be read: {error}"),
            "Check the rights of the database role.",
        )],
    }
}

/// Rows in a language that this program does not know.
pub(super) async fn languages(service: &Service) -> Vec<Finding> {
    match unknown(service).await {
        Ok(found) => found,
        Err(error) => vec![Finding::broken(
            format!("The languages of companies and people cannot be read: {error}"),
            "Check the rights of the database role.",
        )],
    }
}

async fn unknown(service: &Service) -> rappel_service::Result<Vec<Finding>> {
    let store = service.store();
    let mut found = Vec::new();
    let mut tell = |whose: &str, tags: BTreeSet<String>| {
        let tags: Vec<String> = tags.into_iter().collect();
        if !tags.is_empty() {
            found.push(Finding::careful(
                format!("{whose} in languages that this program does not know: {}. The nearest is said.", tags.join(", ")),
                "Put the file back into libs/pages/languages, as a draft if need be, or choose another language there.",
            ));
        }
    };
    tell("Companies or staff are", store.unknown_languages().await?);
    for tenant in store.tenants().await? {
        // Nobody of a company that leaves reads its rows any more.
        let Ok(guest) = store.doors().guest(tenant.id).await else { continue };
        let tags = store.read(&guest).await?.unknown_languages_here().await?;
        tell(&format!("People or texts of {} are", tenant.slug), tags);
    }
    Ok(found)
}

async fn unfit(service: &Service) -> rappel_service::Result<Vec<Finding>> {
    let versions = service.texts_versions().await?;
    let mut found = Vec::new();
    for tenant in service.store().tenants().await? {
        // Nobody of a company that leaves reads its rows any more.
        if !versions.contains_key(&tenant.id) {
            continue;
        }
        let Ok(rows) = service.own_words_of(tenant.id).await else { continue };
        found.extend(finding(&tenant, &OwnTexts::new(rows)));
    }
    Ok(found)
}

fn finding(tenant: &Tenant, texts: &OwnTexts) -> Option<Finding> {
    let keys: Vec<String> =
        texts.unfit().iter().map(|(text, _)| format!("{} ({})", text.key, text.locale.tag())).collect();
    (!keys.is_empty()).then(|| {
        Finding::careful(
            format!("Texts of {} no longer fit, and the standard ones are said: {}.", tenant.slug, keys.join(", ")),
            "Change them on the company's page Textes in the back office, or go back to the standard ones there.",
        )
    })
}
