//! Which host is whose: an exact table, read from the database every few seconds and when asked.
//!
//! A request never asks the database for its host. An unknown host makes the table be read again, at
//! most once a second, so that a portal that another process has just made answers at once.

mod served;
mod shelf;

use std::{
    collections::HashMap,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{Locale, brand::Logo, company::Conformity, id::TenantId};
use rappel_pages::{frame::Theme, own::OwnTexts};
use tokio::{
    sync::Mutex,
    time::{Instant, MissedTickBehavior, interval},
};

pub use served::table;
pub use shelf::Shelf;

/// A company as every page needs it: a tenant, or the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Whose rows.
    pub tenant: TenantId,
    /// In addresses.
    pub slug: String,
    /// On the screen.
    pub name: String,
    /// Language of readers who have not chosen one.
    pub locale: Locale,
    /// Where its times are shown.
    pub zone: Tz,
    /// Number shown to clients, E.164.
    pub phone: Option<String>,
    /// What its colour gives.
    pub look: Option<Look>,
    /// Its logo, if it has one.
    pub logo: Option<Logo>,
    /// What it declares of the accessibility of its portal.
    pub conformity: Conformity,
    /// What it says in words of its own.
    pub texts: Option<Arc<OwnTexts>>,
    /// When everything of it is deleted, if that was asked: nobody is let in until then.
    pub leaves_at: Option<DateTime<Utc>>,
}

/// What the colour of a company gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The style of its brand, `/brand/{slug}.{hash}.css`.
    pub style: Served,
    /// The icon in the browser's tab where there is no logo, `/brand/{slug}.{hash}.svg`.
    pub icon: Served,
    /// What browsers paint around the page.
    pub theme: Theme,
}

/// A text with the path that it is served at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Changes with the text.
    pub path: String,
    /// The text.
    pub text: String,
}

/// What a host shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// The portal of a tenant.
    Portal(Arc<Company>),
    /// The back office.
    Office,
}

/// One moment's answer to "whose host is this?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Who runs the installation; nothing before the first set-up.
    pub operator: Option<Arc<Company>>,
    /// By host, in lower case and without port.
    pub sites: HashMap<String, Site>,
}

impl Table {
    /// Whose brand the pages of a site carry, as it is by now. Nothing of another company is served there: its address would
    /// tell that the company is a client.
    pub(crate) fn company(&self, site: &Site) -> Option<&Arc<Company>> {
        match site {
            Site::Portal(company) => self.sites.values().find_map(|known| match known {
                Site::Portal(known) if known.tenant == company.tenant => Some(known),
                _ => None,
            }),
            Site::Office => self.operator.as_ref(),
        }
    }
}

/// Why the table could not be read.
pub type LoadError = Box<dyn std::error::Error + Send + Sync>;
type Loading = Pin<Box<dyn Future<Output = Result<Table, LoadError>> + Send>>;
type Load = Arc<dyn Fn() -> Loading + Send + Sync>;

/// How old the table may grow.
const REFRESH: Duration = Duration::from_secs(5);
/// How often unknown hosts may make it be read.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// The table, kept fresh. Cheap to clone.
#[derive(Clone)]
pub struct Hosts {
    load: Load,
    table: Arc<RwLock<Arc<Table>>>,
    /// When the table was last read, or tried.
    read: Arc<Mutex<Instant>>,
}

impl fmt::Debug for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hosts({})", self.current().sites.len())
    }
}

impl Hosts {
    /// Reads the table for the first time.
    pub async fn start<F, Fut>(load: F) -> Result<Self, LoadError>
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Table, LoadError>> + Send + 'static,
    {
        let load: Load = Arc::new(move || Box::pin(load()));
        let table = load().await?;
        Ok(Self {
            load,
            table: Arc::new(RwLock::new(Arc::new(table))),
            read: Arc::new(Mutex::new(Instant::now())),
        })
    }

    /// Reads the table every few seconds; ends never, so that the caller drops it.
    pub async fn keep_fresh(&self) {
        let mut tick = interval(REFRESH);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.refresh().await;
        }
    }

    /// Reads the table now: after a change of tenants, hosts or brands by this process.
    pub async fn refresh(&self) {
        let mut read = self.read.lock().await;
        *read = Instant::now();
        match (self.load)().await {
            Ok(table) => *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table),
            // The old table serves on: a host rarely changes, a database sometimes restarts.
            Err(error) => tracing::warn!(%error, "the host table could not be read again"),
        }
    }

    /// The table as it is.
    pub fn current(&self) -> Arc<Table> {
        Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What a host shows.
    pub async fn site(&self, host: &str) -> Option<Site> {
        if let Some(site) = self.current().sites.get(host) {
            return Some(site.clone());
        }
        let recently = self.read.lock().await.elapsed() < AT_MOST_EVERY;
        if !recently {
            self.refresh().await;
        }
        self.current().sites.get(host).cloned()
    }
}

#[cfg(test)]
mod tests;
