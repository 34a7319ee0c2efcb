//! The logo above an e-mail: the company's to its own people, the operator's to staff and to the mailboxes of the settings.

use rappel_domain::{
    brand::{Logo, Picture},
    delivery::{Channel, Recipient},
};
use rappel_store::{Tx, deliveries::Delivery};

use crate::{Service, error::Result, settings::Effective};

impl Service {
    pub(super) async fn logo_of(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        settings: &Effective,
    ) -> Result<Option<(Logo, Vec<u8>)>> {
        if delivery.channel != Channel::Email {
            return Ok(None);
        }
        if matches!(delivery.to, Recipient::Person(_)) {
            let Some(logo) = &settings.tenant.logo else { return Ok(None) };
            let png = tx.logos().picture(&logo.hash, Picture::Header).await?;
            return Ok(png.map(|png| (logo.clone(), png)));
        }
        let Some(logo) = &settings.operator_logo else { return Ok(None) };
        // It lies in the operator's rows, which the scope of a company does not reach. What is urgent leaves without it rather than late.
        let png = self.operator_picture(&logo.hash).await;
        Ok(png.ok().flatten().map(|png| (logo.clone(), png)))
    }

    async fn operator_picture(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        let Some(operator) = self.store.operator().await? else { return Ok(None) };
        self.logo(operator.id, hash, Picture::Header).await
    }
}
