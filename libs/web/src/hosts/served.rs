//! The table as the database and the settings know it.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use rappel_domain::{brand::BrandColour, company::CompanySettings};
use rappel_pages::{brand, frame::Theme};
use rappel_service::{Service, Tenant};

use super::{Company, LoadError, Look, Served, Shelf, Site, Table};

/// Reads every host and what its company says in words of its own, these from the shelf while they are the same: portals from their rows, the office and the short host from the settings.
pub async fn table(service: Service, shelf: Shelf) -> Result<Table, LoadError> {
    let said = service.operator().await?;
    let usual = said.as_ref().map(|operator| (*operator.settings).clone()).unwrap_or_default();
    let operator = said.map(|operator| Arc::new(company(&operator, &usual, None)));
    let versions = service.texts_versions().await?;
    let leaving = service.leaving().await?;
    let mut sites = HashMap::new();
    for (host, tenant) in service.hosts().await? {
        let mut company = company(&tenant, &usual, leaving.get(&tenant.id).copied());
        // Nobody reads the rows of a company that leaves.
        if let Some(version) = versions.get(&tenant.id).filter(|_| company.leaves_at.is_none()) {
            company.texts = shelf.or_last(&service, tenant.id, *version).await;
        }
        sites.insert(host.host, Site::Portal(Arc::new(company)));
    }
    // Last, so that no tenant's row takes the back office's own host.
    for host in [&service.origins().office, &service.origins().short] {
        sites.insert(host.to_lowercase(), Site::Office);
    }
    Ok(Table { operator, sites })
}

fn company(tenant: &Tenant, usual: &CompanySettings, leaves_at: Option<DateTime<Utc>>) -> Company {
    Company {
        tenant: tenant.id,
        slug: tenant.slug.clone(),
        name: tenant.name.clone(),
        locale: tenant.locale,
        zone: tenant.time_zone,
        phone: tenant.phone.as_ref().map(|phone| phone.e164().to_owned()),
        look: tenant.brand_color.parse().ok().map(|colour| look(tenant, colour)),
        // Nobody is let in to a company that leaves, and no picture of it is handed out.
        logo: tenant.logo.clone().filter(|_| leaves_at.is_none()),
        conformity: tenant.settings.or(usual).conformity(),
        texts: None,
        leaves_at,
    }
}

fn look(tenant: &Tenant, colour: BrandColour) -> Look {
    let (slug, palette) = (&tenant.slug, colour.palette());
    let icon = brand::icon(&tenant.name, &palette);
    Look {
        style: Served { path: brand::path(slug, &palette), text: brand::css(&palette) },
        icon: Served { path: brand::icon_path(slug, &icon), text: icon },
        theme: Theme::of(&palette),
    }
}
