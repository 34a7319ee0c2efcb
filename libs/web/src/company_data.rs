//! What a company's pages and those of its staff both say of its data: where an export stands, and what a retention would take.

use rappel_domain::id::CompanyExportId;
use rappel_pages::data::{ExportStanding, Plan};
use rappel_service::privacy::{CompanyExport, ExportState, Preview};

/// Where the last export of a company stands; `href` is where its file is fetched.
pub fn export_standing(
    found: Option<CompanyExport>,
    href: impl FnOnce(CompanyExportId) -> String,
) -> ExportStanding {
    let Some(CompanyExport { id, asked_at, asked_by, state }) = found else {
        return ExportStanding::None;
    };
    match state {
        ExportState::UnderWay { step, written } => {
            ExportStanding::under_way(asked_at, asked_by, &step, written)
        }
        ExportState::Failed => ExportStanding::Failed { asked_at },
        ExportState::Ready(ready) => ExportStanding::Ready {
            asked_at,
            asked_by,
            until: ready.until,
            kilobytes: (ready.size + 999) / 1_000,
            href: href(id),
        },
    }
}

/// What would be erased now; `soon` is how many tickets would be within the next month.
pub fn retention_plan(it: &Preview, soon: Option<u64>) -> Plan {
    Plan {
        tickets: it.tickets,
        messages: it.messages,
        files: it.files,
        megabytes: it.bytes.div_ceil(1_000_000),
        oldest: it.oldest,
        newest: it.newest,
        soon,
    }
}
