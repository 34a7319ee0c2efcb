//! What is written of a company that leaves, or stays after all.

use rappel_domain::delivery::{News, Recipient};
use rappel_pages::{
    Reader,
    mail::{
        Letter,
        leaving::{self, Leaver},
    },
    routes::office,
};
use rappel_service::sending::Outgoing;

pub(super) fn letter(out: &Outgoing, reader: Reader) -> Letter {
    let tenant = &out.settings.tenant;
    let office = format!("{}{}", out.office_origin, office::tenant_data(&tenant.slug));
    let to_staff = !matches!(out.delivery.to, Recipient::Person(_));
    let leaver =
        Leaver { name: super::named(out), company: &tenant.name, operator: &out.settings.operator_name };
    match &out.delivery.news {
        // People of the company find a closed portal, which says no more than this.
        News::CompanyLeaves { on } => leaving::leaves(reader, &leaver, *on, to_staff.then_some(&*office)),
        _ => leaving::stays(&leaver, &out.portal_origin),
    }
}
