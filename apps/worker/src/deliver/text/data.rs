//! What is written of a company's data: that its export is there, and that its closed tickets are kept for less long.

use rappel_domain::delivery::{News, Recipient};
use rappel_pages::{
    Reader,
    mail::{
        Letter,
        data::{self, Data, Goes},
    },
    routes::{office, portal},
};
use rappel_service::sending::Outgoing;

/// Bytes of a megabyte.
const MEGABYTE: u64 = 1_000_000;

pub(super) fn letter(out: &Outgoing, reader: Reader) -> Option<Letter> {
    let tenant = &out.settings.tenant;
    let page = match out.delivery.to {
        Recipient::Person(_) => format!("{}{}", out.portal_origin, portal::COMPANY_DATA),
        Recipient::Staff(_) | Recipient::Address(_) => {
            format!("{}{}", out.office_origin, office::tenant_data(&tenant.slug))
        }
    };
    let data =
        Data { name: &out.name, company: &tenant.name, operator: &out.settings.operator_name, page: &page };
    match &out.delivery.news {
        News::CompanyExportReady { until } => Some(data::export_ready(reader, &data, *until)),
        News::RetentionShortened { months, from, tickets, messages, files, bytes } => {
            let goes = Goes {
                on: *from,
                months: *months,
                tickets: *tickets,
                messages: *messages,
                files: *files,
                megabytes: bytes.div_ceil(MEGABYTE),
            };
            Some(data::retention_shortened(reader, &data, &goes))
        }
        _ => None,
    }
}
