//! A database with tenants and jobs, and a handler that is told how to behave.

use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use rappel_domain::{
    Locale,
    decision::{announce, answer_reply},
    delivery::{Channel, News, Recipient},
    id::{JobId, TenantId},
    job::Lane,
    phone::Country,
};
use rappel_queue::{Claimed, Failed, Handler, Options, Runner, Waker};
use rappel_store::{Store, Wake, migrate, tenants::Tenant};
use rappel_testkit::column::{Column, Parts};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) tenants: Vec<TenantId>,
    pub(crate) parts: Parts,
    _folder: TempDir,
}

pub(crate) const COLUMNS: [Column; 2] = [Column::Embedded, Column::Production];

/// Runs a test on every column whose servers are there.
pub(crate) async fn on_both<F: Future<Output = ()>>(test: impl Fn(Column) -> F) {
    for column in COLUMNS.into_iter().filter(|column| column.available()) {
        test(column).await;
    }
}

impl House {
    pub(crate) async fn new(column: Column, tenants: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = column.parts(folder.path());
        let url = variable(&parts, "RAPPEL__DATABASE__URL").unwrap();
        migrate(&url).await.unwrap();
        let store = Store::open(rappel_store::Options::new(url)).await.unwrap();
        store.insert_operator(&tenant(&store, 0)).await.unwrap();
        let mut all = Vec::new();
        let door = store.doors().command_line().await.unwrap().office();
        for number in 1..=tenants {
            let tenant = tenant(&store, number);
            let mut office = store.office_write(&door).await.unwrap();
            office.insert_tenant(&tenant).await.unwrap();
            office.commit().await.unwrap();
            all.push(tenant.id);
        }
        Self { store, tenants: all, parts, _folder: folder }
    }

    pub(crate) fn redis(&self) -> Option<String> {
        variable(&self.parts, "RAPPEL__REDIS__URL")
    }

    /// A second store on the same database, as another process would have.
    pub(crate) async fn another_store(&self) -> Store {
        let url = variable(&self.parts, "RAPPEL__DATABASE__URL").unwrap();
        Store::open(rappel_store::Options::new(url)).await.unwrap()
    }

    pub(crate) async fn add_jobs(&self, tenant: TenantId, lane: Lane, count: usize) {
        add_jobs(&self.store, tenant, lane, count).await;
    }

    /// Waits until no job of the database is ready any more.
    pub(crate) async fn drained(&self, within: Duration) {
        let done = || async { self.parts.sql("SELECT count(*) FROM jobs WHERE state = 'ready'") == ["0"] };
        let wait = async {
            while !done().await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(within, wait).await.expect("jobs are left");
    }
}

pub(crate) async fn add_jobs(store: &Store, tenant: TenantId, lane: Lane, count: usize) {
    let door = store.doors().command_line().await.unwrap();
    let mut tx = store.write(&door.tenant(tenant)).await.unwrap();
    for _ in 0..count {
        let to = Recipient::Address("+33612345678".into());
        let clock = store.clock();
        let decision = match lane {
            Lane::Mail | Lane::Normal => announce(&*clock, tenant, to, Channel::Sms, News::Test),
            Lane::Urgent => answer_reply(&*clock, tenant, to, News::Test, None),
        };
        tx.record(decision).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn variable(parts: &Parts, name: &str) -> Option<String> {
    parts.variables().iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

fn tenant(store: &Store, number: usize) -> Tenant {
    Tenant {
        id: TenantId::new(&*store.clock()),
        number: 0,
        is_operator: number == 0,
        slug: format!("tenant-{number}"),
        name: format!("Tenant {number}"),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#003189".to_owned(),
        phone: None,
        promise_minutes: Some(15),
        close_after_days: Some(15),
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    }
}

/// What the handler does with a job after noting it.
#[derive(Debug, Clone)]
pub(crate) enum Behave {
    Finish,
    /// Takes so long, then finishes.
    Slow(Duration),
    /// Fails so many times, then finishes.
    Fail(Failed, usize),
    Panic(usize),
}

#[derive(Clone)]
pub(crate) struct Clerk {
    pub(crate) store: Store,
    pub(crate) behave: Behave,
    pub(crate) runs: Arc<Mutex<Vec<(TenantId, JobId)>>>,
}

impl Clerk {
    pub(crate) fn new(store: &Store, behave: Behave) -> Self {
        Self { store: store.clone(), behave, runs: Arc::default() }
    }

    pub(crate) fn runs(&self) -> Vec<(TenantId, JobId)> {
        self.runs.lock().unwrap().clone()
    }

    pub(crate) fn runs_by_job(&self) -> HashMap<JobId, usize> {
        let mut counts = HashMap::new();
        for (_, job) in self.runs() {
            *counts.entry(job).or_default() += 1;
        }
        counts
    }

    pub(crate) async fn wait_for(&self, runs: usize, within: Duration) {
        let wait = async {
            while self.runs.lock().unwrap().len() < runs {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(within, wait).await.expect("too few runs");
    }
}

impl Handler for Clerk {
    async fn run(&self, job: Claimed) -> Result<(), Failed> {
        let before = {
            let mut runs = self.runs.lock().unwrap();
            runs.push((job.tenant, job.id));
            runs.iter().filter(|(_, id)| *id == job.id).count() - 1
        };
        match &self.behave {
            Behave::Slow(time) => tokio::time::sleep(*time).await,
            Behave::Fail(failed, times) if before < *times => return Err(failed.clone()),
            Behave::Panic(times) if before < *times => panic!("told to"),
            Behave::Finish | Behave::Fail(..) | Behave::Panic(_) => {}
        }
        finish(&self.store, &job).await.map_err(|error| Failed::later(error.to_string()))
    }
}

pub(crate) async fn finish(store: &Store, job: &Claimed) -> rappel_store::Result<()> {
    let mut tx = store.write(&store.doors().job(job)).await?;
    tx.finish_job(job).await?;
    tx.commit().await
}

pub(crate) fn options() -> Options {
    let slots = NonZeroUsize::new(4).unwrap();
    Options { poll: Duration::from_millis(200), ..Options::new(slots, slots) }
}

/// Runners that stop when dropped.
pub(crate) struct Running {
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn start(clerk: &Clerk, waker: &Waker, options: Options) -> Self {
        let stop = CancellationToken::new();
        let runner = Runner::new(clerk.store.clone(), clerk.clone(), waker.clone(), options);
        Self { task: tokio::spawn(runner.run(stop.clone())), stop }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
        self.task.abort();
    }
}

pub(crate) fn hint_of(waker: &Waker) -> Wake {
    waker.hint()
}
