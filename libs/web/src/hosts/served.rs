//! The table as the database and the settings know it.

use std::{collections::HashMap, sync::Arc};

use rappel_domain::brand::BrandColour;
use rappel_pages::brand;
use rappel_service::{Service, Tenant};

use super::{Company, LoadError, Site, Style, Table};

/// Reads every host: portals from their rows, the office and the short host from the settings.
pub async fn table(service: Service) -> Result<Table, LoadError> {
    let operator = service.operator().await?.map(|operator| Arc::new(company(&operator)));
    let mut sites = HashMap::new();
    for (host, tenant) in service.hosts().await? {
        sites.insert(host.host, Site::Portal(Arc::new(company(&tenant))));
    }
    // Last, so that no tenant's row takes the back office's own host.
    for host in [&service.origins().office, &service.origins().short] {
        sites.insert(host.to_lowercase(), Site::Office);
    }
    Ok(Table { operator, sites })
}

fn company(tenant: &Tenant) -> Company {
    Company {
        tenant: tenant.id,
        slug: tenant.slug.clone(),
        name: tenant.name.clone(),
        locale: tenant.locale,
        zone: tenant.time_zone,
        phone: tenant.phone.as_ref().map(|phone| phone.e164().to_owned()),
        style: tenant.brand_color.parse().ok().map(|colour| style(&tenant.slug, colour)),
    }
}

fn style(slug: &str, colour: BrandColour) -> Style {
    let palette = colour.palette();
    Style { path: brand::path(slug, &palette), css: brand::css(&palette) }
}
