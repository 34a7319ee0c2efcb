//! The own texts of companies, read again only when their version has changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rappel_domain::id::TenantId;
use rappel_pages::own::OwnTexts;
use rappel_service::{Result, Service};

/// Texts by company, each with the version that it was read after.
type Read = HashMap<TenantId, (i64, Arc<OwnTexts>)>;

/// What was read of them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Read>>);

impl Shelf {
    /// The texts of a company at a version; the last ones where they cannot be read, and with none the standard ones are said.
    /// What is wrong with one company changes nothing for the others, nor for its host.
    pub(crate) async fn or_last(
        &self,
        service: &Service,
        tenant: TenantId,
        version: i64,
    ) -> Option<Arc<OwnTexts>> {
        match self.at(service, tenant, version).await {
            Ok(texts) => Some(texts),
            Err(error) => {
                tracing::warn!(tenant = %tenant.uuid(), %error, "a company's own texts could not be read");
                self.kept(tenant).map(|(_, texts)| texts)
            }
        }
    }

    /// The texts of a company at a version. The version was read before the texts, so that a later one is never taken for it.
    async fn at(&self, service: &Service, tenant: TenantId, version: i64) -> Result<Arc<OwnTexts>> {
        if let Some((known, texts)) = self.kept(tenant)
            && known == version
        {
            return Ok(texts);
        }
        let texts = Arc::new(OwnTexts::new(service.own_words_of(tenant).await?));
        self.keep(tenant, version, Arc::clone(&texts));
        Ok(texts)
    }

    pub(crate) fn keep(&self, tenant: TenantId, version: i64, texts: Arc<OwnTexts>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, (version, texts));
    }

    fn kept(&self, tenant: TenantId) -> Option<(i64, Arc<OwnTexts>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }
}
