//! Texts that a company says in words of its own: changed by staff, each change in the company's audit, by fingerprints
//! of the words before and after.
//!
//! Whether the words fit is asked where texts are said, before they come here; what does not fit any more is not said.

use std::collections::BTreeMap;

use rappel_domain::{
    Locale,
    audit::Deed,
    id::TenantId,
    own_text::{OwnText, fingerprint},
};

use crate::{
    Service, StaffScope,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
    tenants::client_to_change,
};

impl Service {
    /// The version of the texts of each company that ever had any of its own; what is cached under it is of that company alone.
    pub async fn texts_versions(&self) -> Result<BTreeMap<TenantId, i64>> {
        Ok(self.store.texts_versions().await?)
    }

    /// The own texts of a company, for whoever reads its pages.
    pub async fn own_words_of(&self, tenant: TenantId) -> Result<Vec<OwnText>> {
        let guest = self.store.doors().guest(tenant).await?;
        Ok(self.store.read(&guest).await?.own_texts().own_words().await?)
    }

    /// The same for staff who may change them.
    pub async fn own_words(&self, staff: &StaffScope, tenant: TenantId) -> Result<Vec<OwnText>> {
        let scope = client_to_change(staff, tenant)?;
        Ok(self.store.read(&scope).await?.own_texts().own_words().await?)
    }

    /// Says a text of a company in other words, or with `None` as everybody does. `seen` is the [`fingerprint`] of the own words that
    /// whoever writes had before them, empty for the standard text: over others nothing is saved, and that is [`Error::Conflict`].
    /// Without it they are saved over whatever is said.
    pub async fn save_own_words(
        &self,
        staff: &StaffScope,
        tenant: TenantId,
        (locale, key): (Locale, &str),
        words: Option<&str>,
        seen: Option<&str>,
    ) -> Result<()> {
        let scope = client_to_change(staff, tenant)?;
        let refused = || Error::Invalid(vec![Invalid::new("words", Reason::Text("texts-fault-characters"))]);
        let new = words.map(|words| OwnText::new(locale, key, words).ok_or_else(refused)).transpose()?;
        let is_saved = again(|| async {
            let tx = self.store.write(&scope).await?;
            // First: two changes at once follow each other, and each sees what was said before.
            tx.own_texts().hold_texts_version().await?;
            let all = tx.own_texts().own_words().await?;
            let from = all.into_iter().find(|it| it.locale == locale && it.key == key).map(|it| it.words);
            let to = new.as_ref().map(|it| it.words.clone());
            if from == to {
                return Ok(true);
            }
            let before = from.as_deref().map(fingerprint);
            if seen.is_some_and(|seen| seen != before.as_deref().unwrap_or_default()) {
                return Ok(false);
            }
            match &new {
                Some(text) => tx.own_texts().keep_own_words(text).await?,
                None => {
                    tx.own_texts().drop_own_words(locale, key).await?;
                }
            }
            let (locale, key) = (locale.tag().to_owned(), key.to_owned());
            let deed = Deed::TextChanged { locale, key, from: before, to: to.as_deref().map(fingerprint) };
            tx.audit().note(None, &deed).await?;
            tx.commit().await?;
            Ok(true)
        })
        .await?;
        if is_saved { Ok(()) } else { Err(Error::Conflict) }
    }
}
