//! Password hashes: argon2id behind a semaphore, so that a storm of sign-ins cannot take every core, on threads that let everybody
//! else go first.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use rappel_domain::{id::PersonId, password};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// What a hash costs whoever makes it, and whoever guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// m = 19 MiB, t = 2, p = 1: what OWASP's cheat sheet on storing passwords names for argon2id.
    pub const OWASP: Self = Self { memory: 19_456, passes: 2 };
    /// The least that the algorithm takes. It protects nothing: for tests of something else.
    pub const LEAST: Self = Self { memory: 8, passes: 1 };
}

/// How much less a hash is than a page, in steps of `nice`: a tenth of the time of a core while pages want all of it.
#[cfg(target_os = "linux")]
const GIVE_WAY: i32 = 10;

/// A core rests no longer than this, also after a hash during which the machine or the program stood still.
const LONGEST_REST: Duration = Duration::from_millis(250);

/// argon2id, at [`Cost::OWASP`] where nothing else is said.
#[derive(Debug, Clone)]
pub struct Hasher {
    cost: Cost,
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// How long the last stranger's hash took, in nanoseconds.
    took: Arc<AtomicU64>,
    /// A place beside the cores for browsers that are known: strangers never fill it.
    known: Arc<Semaphore>,
    /// Who waits or is checked as somebody known: each of them once, so that no queue of them is longer than they are many.
    turns: Arc<Mutex<HashSet<PersonId>>>,
    /// What an unknown person's password is checked against: the same work for the same answer.
    nobody: Arc<str>,
    refusals: Arc<Refusals>,
}

impl Hasher {
    /// At most `cores` hashes at once, at most `queue` waiting; more answer [`Error::Busy`].
    pub fn new(cores: usize, queue: usize) -> Result<Self> {
        Self::costing(Cost::OWASP, cores, queue)
    }

    /// The same at another cost. Hashes that were made at any other are still verified.
    pub fn costing(cost: Cost, cores: usize, queue: usize) -> Result<Self> {
        Ok(Self {
            cost,
            took: Arc::default(),
            cores: Arc::new(Semaphore::new(cores.max(1))),
            queue: Arc::new(Semaphore::new(queue.min(Semaphore::MAX_PERMITS))),
            known: Arc::new(Semaphore::new(1)),
            turns: Arc::default(),
            nobody: hash_now(cost, "nobody has this password")?.into(),
            refusals: Arc::default(),
        })
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = password::normalised(password);
        let cost = self.cost;
        run(self.core().await?, move || hash_now(cost, &password)).await?
    }

    /// Whether a password is that of a hash; with no hash, the same work for nothing.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let core = self.core().await?;
        self.verify_on(core, password, hash).await
    }

    /// The same for somebody whose browser is known: they pass a storm of strangers, on a core or in the place of the known,
    /// whichever is free first. A second try of theirs at the same time goes the way of strangers.
    pub async fn verify_known(&self, who: PersonId, password: &str, hash: Option<&str>) -> Result<bool> {
        let Some(turn) = Turn::take(&self.turns, who) else {
            return self.verify(password, hash).await;
        };
        let place = tokio::select! {
            // An idle core first: the place beside them is for when there is none.
            biased;
            core = Arc::clone(&self.cores).acquire_owned() => core,
            place = Arc::clone(&self.known).acquire_owned() => place,
        };
        let place = Place::Known { _core: place.map_err(|_| Error::Busy)?, _turn: turn };
        self.verify_on(place, password, hash).await
    }

    async fn verify_on(&self, place: Place, password: &str, hash: Option<&str>) -> Result<bool> {
        run(place, self.check(password, hash)).await
    }

    /// The work of a check: the same whether there is a hash or not.
    fn check(&self, password: &str, hash: Option<&str>) -> impl FnOnce() -> bool + Send + 'static {
        let exists = hash.is_some();
        let hash = hash.map_or_else(|| self.nobody.to_string(), str::to_owned);
        let password = password::normalised(password);
        move || verify_now(&password, &hash) && exists
    }

    /// Refuses a stranger for whom there is no place now, before anything is read for them: in a storm that is nearly all of it.
    pub fn has_room(&self) -> Result<()> {
        let is_full = self.cores.available_permits() == 0 && self.queue.available_permits() == 0;
        if is_full { Err(self.refusals.one_more()) } else { Ok(()) }
    }

    /// A core, after a wait in the queue where it has a place.
    async fn core(&self) -> Result<Place> {
        let of = |core, was_wanted| Place::Core { _core: core, was_wanted, took: Arc::clone(&self.took) };
        if let Ok(core) = Arc::clone(&self.cores).try_acquire_owned() {
            return Ok(of(core, false));
        }
        // Given back by whoever hangs up while waiting, too.
        let _place = self.queue.try_acquire().map_err(|_| self.refusals.one_more())?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Error::Busy)?;
        Ok(of(core, true))
    }
}

/// Where a hash is made; given back when it is dropped.
enum Place {
    /// A core, for whoever comes.
    Core {
        _core: OwnedSemaphorePermit,
        /// Whether there was a queue for it.
        was_wanted: bool,
        /// How long the last one took there, in nanoseconds.
        took: Arc<AtomicU64>,
    },
    /// A core, or the place beside them, for somebody known.
    Known { _core: OwnedSemaphorePermit, _turn: Turn },
}

impl Place {
    /// Makes a hash. A core that strangers queue for rests before each of them for as long as the last one took: of a core that is
    /// wanted all the time they get half, and whoever reads pages the rest.
    fn work<T>(&self, work: impl FnOnce() -> T) -> T {
        let Self::Core { was_wanted, took, .. } = self else {
            return work();
        };
        if *was_wanted {
            std::thread::sleep(Duration::from_nanos(took.load(Ordering::Relaxed)).min(LONGEST_REST));
        }
        let began = Instant::now();
        let result = work();
        took.store(u64::try_from(began.elapsed().as_nanos()).unwrap_or_default(), Ordering::Relaxed);
        result
    }
}

/// Strangers for whom there was no place. A storm of them is told once a minute and not once each, which would fill the log.
#[derive(Debug, Default)]
struct Refusals {
    untold: AtomicU64,
    told: Mutex<Option<Instant>>,
}

impl Refusals {
    /// The least between two lines.
    const PAUSE: Duration = Duration::from_mins(1);

    fn one_more(&self) -> Error {
        self.untold.fetch_add(1, Ordering::Relaxed);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= Self::PAUSE) {
            *told = Some(Instant::now());
            let refused = self.untold.swap(0, Ordering::Relaxed);
            tracing::warn!(
                refused,
                "more passwords came than can be checked: strangers are told to come again"
            );
        }
        Error::Busy
    }
}

/// Somebody's turn as somebody known; the next one may begin when it is dropped.
struct Turn {
    turns: Arc<Mutex<HashSet<PersonId>>>,
    who: PersonId,
}

impl Turn {
    fn take(turns: &Arc<Mutex<HashSet<PersonId>>>, who: PersonId) -> Option<Self> {
        let is_first = turns.lock().unwrap_or_else(PoisonError::into_inner).insert(who);
        is_first.then(|| Self { turns: Arc::clone(turns), who })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.who);
    }
}

async fn run<T: Send + 'static>(place: Place, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (done, result) = tokio::sync::oneshot::channel();
    let work = move || {
        give_way();
        let result = place.work(work);
        // Held until the hash is done, also when nobody waits for it any more.
        drop(place);
        let _ = done.send(result);
    };
    // A thread of its own, since nobody's priority may be raised again; beside a hash it costs nothing.
    std::thread::Builder::new().name("hash".to_owned()).spawn(work).map_err(|_| Error::Busy)?;
    result.await.map_err(|_| Error::Busy)
}

/// Lets every other thread go first: a hash takes a core for longer than most pages take in all. Where the system does not let us,
/// it is a thread like others.
fn give_way() {
    // Of this thread alone on Linux; elsewhere it would be the whole program's.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(GIVE_WAY);
}

fn hash_now(cost: Cost, password: &str) -> Result<String> {
    let params = Params::new(cost.memory, cost.passes, 1, None).map_err(failed)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password(password.as_bytes()).map_err(failed)?.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Files(std::io::Error::other(format!("argon2 failed: {error}")))
}

#[cfg(test)]
mod tests;
