//! Texts of companies' own that no longer fit the program, so that the standard ones are said in their place.

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
