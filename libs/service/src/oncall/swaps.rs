//! Swaps: asked for by one person, answered by the other.

use rappel_domain::{
    id::{RotaId, StaffId, SwapId},
    swap::{self, Answer, Ask, SwapRefusal},
};

use super::{operators, rota_of};
use crate::{
    Service, StaffScope, Tx,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
};

impl Service {
    /// Asks somebody to stand in for the reader.
    pub async fn ask_swap(&self, scope: &StaffScope, rota: RotaId, ask: Ask) -> Result<()> {
        self.known(scope, &[ask.asked], None).await?;
        let ask = Ask { asker: scope.staff(), ..ask };
        let mut tx = self.store.write(&operators(scope)?).await?;
        let found = rota_of(&tx, rota).await?;
        let asked = swap::ask(tx.clock(), scope.operator(), &found, ask).map_err(refused)?;
        tx.record(asked).await?;
        Ok(tx.commit().await?)
    }

    /// Says yes or no to a swap.
    pub async fn answer_swap(&self, scope: &StaffScope, id: SwapId, answer: Answer) -> Result<()> {
        again(|| async {
            let mut tx = self.store.write(&operators(scope)?).await?;
            let found = tx.swap(id).await?;
            let rota = rota_of(&tx, found.rota).await?;
            if answer == Answer::Accept {
                must_be_here(&tx, [found.asker, found.asked]).await?;
            }
            let by = (scope.staff(), scope.role());
            let answered = swap::answer(tx.clock(), scope.operator(), found, rota, by, answer);
            tx.record(answered.map_err(refused)?).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes an ask of the reader back.
    pub async fn withdraw_swap(&self, scope: &StaffScope, id: SwapId) -> Result<()> {
        again(|| async {
            let mut tx = self.store.write(&operators(scope)?).await?;
            let found = tx.swap(id).await?;
            let withdrawn = swap::withdraw(tx.clock(), scope.operator(), found, scope.staff());
            tx.record(withdrawn.map_err(refused)?).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// Whoever has left the staff since stands in for nobody.
async fn must_be_here(tx: &Tx, both: [StaffId; 2]) -> Result<()> {
    for id in both {
        if tx.staff(id).await?.disabled_at.is_some() {
            return Err(Error::Invalid(vec![Invalid::new("asked", Reason::NotAChoice)]));
        }
    }
    Ok(())
}

fn refused(refusal: SwapRefusal) -> Error {
    let field = match refusal {
        SwapRefusal::NotYours => return Error::Forbidden,
        SwapRefusal::Yourself => "asked",
        SwapRefusal::Gives | SwapRefusal::GivesTooFar => "to",
        SwapRefusal::GivesNothing => "from",
        SwapRefusal::Takes | SwapRefusal::TakesTooFar => "back_to",
        SwapRefusal::TakesNothing | SwapRefusal::Overlap => "back_from",
        SwapRefusal::Over => "swap",
    };
    let reason = match refusal {
        SwapRefusal::Gives | SwapRefusal::Takes => Reason::Period,
        _ => Reason::Text(refusal.key()),
    };
    Error::Invalid(vec![Invalid::new(field, reason)])
}
