//! The rota and the swap that news to staff is about.

use rappel_domain::{delivery::News, id::StaffId, rota::NamedRota, swap::Swap};
use rappel_store::Tx;

use crate::error::Result;

/// A swap with what people are called.
#[derive(Debug, Clone)]
pub struct SwapNames {
    /// The swap.
    pub swap: Swap,
    /// Who asks.
    pub asker: String,
    /// Who is asked.
    pub asked: String,
    /// Who answered or withdrew it.
    pub ended_by: Option<String>,
}

/// The rota and the swap that news is about.
pub(super) async fn of(tx: &Tx, news: &News) -> Result<(Option<NamedRota>, Option<SwapNames>)> {
    let (rota, swap) = match news {
        News::ShiftSoon { rota, .. } | News::ShiftsChanged { rota, .. } => (*rota, None),
        News::Swap { swap, .. } => {
            let swap = tx.swap(*swap).await?;
            (swap.rota, Some(swap))
        }
        _ => return Ok((None, None)),
    };
    let rota = tx.rotas().await?.into_iter().find(|it| it.id == rota);
    let Some(swap) = swap else {
        return Ok((rota, None));
    };
    let ended = swap.ended.map(|(by, _)| by);
    let people: Vec<StaffId> = [swap.asker, swap.asked].into_iter().chain(ended).collect();
    let called = tx.staff_names(&people).await?;
    let name = |id: StaffId| called.get(&id).cloned().unwrap_or_default();
    let named =
        SwapNames { asker: name(swap.asker), asked: name(swap.asked), ended_by: ended.map(name), swap };
    Ok((rota, Some(named)))
}
