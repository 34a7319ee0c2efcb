//! What is written of a company's own host whose record is gone.

use rappel_domain::delivery::{News, Recipient};
use rappel_pages::{
    Reader,
    mail::{
        Letter,
        domains::{self, LostDomain},
    },
    routes::office,
};
use rappel_service::sending::Outgoing;

pub(super) fn letter(out: &Outgoing, reader: Reader) -> Option<Letter> {
    let tenant = &out.settings.tenant;
    let href = format!("{}{}", out.office_origin, office::domains(&tenant.slug));
    let to_staff = !matches!(out.delivery.to, Recipient::Person(_));
    let (News::HostMissing { host, value, .. } | News::HostOff { host, value }) = &out.delivery.news else {
        return None;
    };
    let lost = LostDomain {
        name: super::named(out),
        company: &tenant.name,
        host,
        value,
        portal: &out.portal_origin,
        domains_href: to_staff.then_some(href.as_str()),
    };
    Some(match &out.delivery.news {
        News::HostMissing { until, .. } => domains::missing(reader, &lost, *until),
        _ => domains::off(&lost),
    })
}
