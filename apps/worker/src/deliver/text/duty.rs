//! E-mails about shifts and swaps.

use rappel_domain::delivery::News;
use rappel_pages::{
    Reader,
    mail::{
        Letter,
        duty::{self, SwapNews},
    },
    routes::office,
};
use rappel_service::sending::Outgoing;

/// Nothing when the rota is gone.
pub(super) fn letter(out: &Outgoing, reader: Reader) -> Option<Letter> {
    let rota = out.rota.as_ref()?;
    let reader = Reader { zone: rota.rota.time_zone, ..reader };
    let href = format!("{}{}", out.office_origin, office::ON_CALL);
    Some(match &out.delivery.news {
        News::ShiftSoon { shift, .. } => duty::shift_soon(reader, &out.name, &rota.name, *shift, &href),
        News::ShiftsChanged { gained, lost, more, .. } => {
            duty::shifts_changed(reader, &out.name, &rota.name, (gained, lost, *more), &href)
        }
        News::Swap { state, .. } => {
            let named = out.swap.as_ref()?;
            let href = format!("{}{}", out.office_origin, office::SWAPS);
            let news = SwapNews {
                name: &out.name,
                rota: &rota.name,
                asker: &named.asker,
                asked: &named.asked,
                ended_by: named.ended_by.as_deref().unwrap_or_default(),
                gives: named.swap.gives,
                takes: named.swap.takes,
                href: &href,
            };
            duty::swap(reader, &news, *state)
        }
        _ => return None,
    })
}
