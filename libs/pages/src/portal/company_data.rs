//! The data of the company: its export, and how long its closed tickets are kept.

use serde::Serialize;

use crate::{
    Page, Surface, Text,
    data::{CompanyExport, ExportStanding, Retention},
    routes::portal as routes,
};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct CompanyData {
    /// Its export.
    pub export: CompanyExport,
    /// How long closed tickets are kept.
    pub retention: Retention,
    /// Where the people are.
    pub back_href: &'static str,
}

impl CompanyData {
    /// The page.
    pub fn new(standing: ExportStanding, retention: Retention) -> Self {
        let export = CompanyExport::new(routes::COMPANY_DATA, standing);
        Self { export, retention, back_href: routes::PEOPLE }
    }
}

impl Page for CompanyData {
    const TEMPLATE: &'static str = "portal/company-data";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "company-data-title".into()
    }

    fn samples() -> Vec<Self> {
        let kept = Retention::samples();
        let standings = CompanyExport::samples(routes::COMPANY_DATA).into_iter().map(|it| it.standing);
        standings.zip(kept.into_iter().cycle()).map(|(it, kept)| Self::new(it, kept)).collect()
    }
}
