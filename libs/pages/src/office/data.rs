//! The data of a client company: its deletion, and what is left of companies that are gone.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    data::{CompanyExport, ExportStanding, Retention},
    form::{Field, Problem, problems},
    page::sample_time,
    routes::office as routes,
};

/// A deletion that was asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Leaves {
    /// When it begins.
    pub on: DateTime<Utc>,
    /// Whether that is over.
    pub is_due: bool,
    /// The number of the ticket whose call it waits for.
    pub waits_for: Option<i64>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: String,
    /// Calls it back, for those who may.
    pub keep_action: Option<String>,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct TenantData {
    /// Head.
    pub head: TenantHead,
    /// What was asked.
    pub leaves: Option<Leaves>,
    /// Days in which it can be called back.
    pub days: i64,
    /// Where the form posts; nothing for those who see but some companies, and once it was asked.
    pub action: Option<String>,
    /// The company's name, typed.
    pub name: Field,
    /// Its export.
    pub export: CompanyExport,
    /// How long its closed tickets are kept.
    pub retention: Retention,
    /// Where the form for it leads, by GET: to what another time would take away.
    pub retention_action: String,
    /// How long.
    pub months: Field,
    /// Where what was announced is taken back, by POST.
    pub undo_action: String,
    /// What is left of others.
    pub receipts_href: Option<&'static str>,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TenantData {
    /// The page; `sees_all` are those who may have a company deleted.
    pub fn new(slug: &str, head: TenantHead, days: i64, sees_all: bool, leaves: Option<Leaves>) -> Self {
        let keep_action = sees_all.then(|| routes::keep_tenant(slug));
        let name = Field::text("name", Text::key("leave-name").with("name", head.name.as_str()));
        Self {
            head,
            days,
            action: (sees_all && leaves.is_none()).then(|| routes::delete_tenant(slug)),
            leaves: leaves.map(|it| Leaves { keep_action, ..it }),
            export: CompanyExport::new(&routes::tenant_data(slug), ExportStanding::None),
            retention: Retention { months: None, next: None },
            retention_action: routes::retention(slug),
            months: super::retention::field(Text::key("retention-field-hint")),
            undo_action: routes::undo_retention(slug),
            name: name.autocomplete("off"),
            receipts_href: sees_all.then_some(routes::DELETIONS),
            errors: Vec::new(),
        }
    }

    /// The page with its export.
    #[must_use]
    pub fn with_export(self, standing: ExportStanding) -> Self {
        Self { export: CompanyExport { standing, ..self.export }, ..self }
    }

    /// The page with how long closed tickets are kept; `own` is what the company says for itself.
    #[must_use]
    pub fn with_retention(self, retention: Retention, own: Option<i32>) -> Self {
        let months = self.months.value(own.map(|months| months.to_string()).unwrap_or_default());
        Self { retention, months, ..self }
    }

    /// The form for how long closed tickets are kept, as it was filled in, with what was wrong.
    #[must_use]
    pub fn refused_months(self, typed: &str, why: impl Into<Text>) -> Self {
        let months = self.months.value(typed).error(why);
        Self { errors: problems([&months]), months, ..self }
    }

    /// The form as it was filled in, with what was wrong.
    #[must_use]
    pub fn refused(self, typed: &str, why: impl Into<Text>) -> Self {
        let name = self.name.value(typed).error(why);
        Self { errors: problems([&name]), name, ..self }
    }
}

impl Page for TenantData {
    const TEMPLATE: &'static str = "office/tenant-data";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("data-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = |sees_all, leaves| {
            Self::new("durand", TenantHead::sample(&routes::tenant_data("durand")), 30, sees_all, leaves)
        };
        let leaves = || {
            Some(Leaves {
                on: sample_time("2026-12-28T08:00:00Z"),
                is_due: false,
                waits_for: None,
                asked_at: sample_time("2026-11-28T08:00:00Z"),
                asked_by: "Zoé Blanc".to_owned(),
                keep_action: None,
            })
        };
        let exports = CompanyExport::samples(&routes::tenant_data("durand"));
        let kept =
            Retention::samples().into_iter().cycle().zip([None, Some(36), Some(0)].into_iter().cycle());
        let with_more = exports.into_iter().zip(kept).map(|(export, (kept, own))| {
            page(true, None).with_export(export.standing).with_retention(kept, own)
        });
        let mut all: Vec<Self> = with_more.collect();
        all.extend([
            page(true, None).refused_months("3", "invalid-choice"),
            page(true, leaves()),
            page(false, None),
            page(false, leaves()),
            page(true, leaves().map(|it| Leaves { is_due: true, ..it })),
            page(true, leaves().map(|it| Leaves { is_due: true, waits_for: Some(1043), ..it })),
            page(true, None).refused("Durand", "leave-wrong-name"),
            page(true, None).refused("Durand & Fils", "leave-owes-call"),
            page(true, None).refused("Durand & Fils", "leave-asked-before"),
        ]);
        all
    }
}

/// Rows of a table that were deleted.
#[derive(Debug, Clone, Serialize)]
pub struct CountLine {
    /// Which table.
    pub table: String,
    /// How many.
    pub rows: u64,
}

/// What is left of a company.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptCard {
    /// Its number.
    pub number: i64,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom; nothing when they are nobody of staff.
    pub asked_by: Option<String>,
    /// When it was called back.
    pub recalled_at: Option<DateTime<Utc>>,
    /// By whom; nothing when they are nobody of staff.
    pub recalled_by: Option<String>,
    /// When it began.
    pub begun_at: Option<DateTime<Utc>>,
    /// When nothing was left.
    pub done_at: Option<DateTime<Utc>>,
    /// Files that were deleted.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Rows that were deleted.
    pub counts: Vec<CountLine>,
    /// A keyed hash of its name.
    pub name_hash: String,
    /// The last hash of its audit.
    pub audit_head: Option<String>,
    /// The hash of the chains of its tickets.
    pub chains: Option<String>,
}

/// The page of what is left.
#[derive(Debug, Clone, Serialize)]
pub struct Deletions {
    /// The latest first.
    pub cards: Vec<ReceiptCard>,
    /// The same as a file.
    pub file_href: &'static str,
    /// Where the companies are.
    pub list_href: &'static str,
}

impl Deletions {
    /// The page.
    pub const fn new(cards: Vec<ReceiptCard>) -> Self {
        Self { cards, file_href: routes::DELETIONS_FILE, list_href: routes::TENANTS }
    }
}

impl Page for Deletions {
    const TEMPLATE: &'static str = "office/deletions";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "deletions-title".into()
    }

    fn samples() -> Vec<Self> {
        let at = sample_time;
        let line = |table: &str, rows| CountLine { table: table.to_owned(), rows };
        let hash = || "0123456789abcdef".repeat(4);
        let done = ReceiptCard {
            number: 7,
            asked_at: at("2026-10-20T08:00:00Z"),
            asked_by: Some("Zoé Blanc".to_owned()),
            recalled_at: None,
            recalled_by: None,
            begun_at: Some(at("2026-11-19T08:00:00Z")),
            done_at: Some(at("2026-11-19T08:04:00Z")),
            files: 214,
            bytes: 48_120_311,
            counts: vec![line("events", 20_114), line("messages", 8_120), line("tickets", 1_043)],
            name_hash: hash(),
            audit_head: Some(hash()),
            chains: Some(hash()),
        };
        let under_way = ReceiptCard {
            number: 9,
            asked_by: None,
            done_at: None,
            counts: Vec::new(),
            audit_head: None,
            chains: None,
            ..done.clone()
        };
        let recalled = ReceiptCard {
            number: 4,
            recalled_at: Some(at("2026-10-22T08:00:00Z")),
            recalled_by: Some("Paul Roy".to_owned()),
            begun_at: None,
            ..under_way.clone()
        };
        let recalled_by_nobody = ReceiptCard { recalled_by: None, ..recalled.clone() };
        vec![Self::new(vec![under_way, recalled, recalled_by_nobody, done]), Self::new(Vec::new())]
    }
}
