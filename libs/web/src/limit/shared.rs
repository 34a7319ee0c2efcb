//! The same count for several processes: GCRA in Redis.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use redis::{Script, aio::ConnectionManager};

use super::{Limit, Limiter, Local, Rates};

/// Generic cell rate algorithm: one key holds the time at which the bucket is empty again. Redis'
/// own clock decides, so that machines with different clocks count alike. Answers the milliseconds to
/// wait, 0 for go.
static COUNT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local interval = tonumber(ARGV[1])
        local burst = tonumber(ARGV[2])
        local empty = tonumber(redis.call('GET', KEYS[1]) or now)
        if empty < now then empty = now end
        local wait = empty + interval - burst - now
        if wait > 0 then return math.ceil(wait) end
        redis.call('SET', KEYS[1], empty + interval, 'PX', math.ceil(burst + interval))
        return 0
        ",
    )
});

/// Longer than this a request does not wait for its count.
const PATIENCE: Duration = Duration::from_millis(100);

/// Counts in Redis, and in this process while Redis does not answer.
#[derive(Clone)]
pub struct Shared {
    redis: ConnectionManager,
    local: Arc<Local>,
}

impl Shared {
    /// Counts over this connection.
    pub fn new(redis: ConnectionManager, rates: Rates) -> Self {
        let local = match Limiter::local(rates) {
            Limiter::Local(local) => local,
            Limiter::Shared(shared) => shared.local,
        };
        Self { redis, local }
    }

    pub(super) fn fallback(&self) -> &Local {
        &self.local
    }

    pub(super) async fn count(&self, limit: Limit, key: &str) -> Result<(), Duration> {
        let minute = 60_000.0;
        let interval = minute / f64::from(self.local.rates.of(limit).get());
        let mut redis = self.redis.clone();
        let mut script = COUNT.key(format!("rappel:limit:{}:{key}", limit.name()));
        let counted = script.arg(interval).arg(minute).invoke_async::<u64>(&mut redis);
        match tokio::time::timeout(PATIENCE, counted).await {
            Ok(Ok(0)) => Ok(()),
            Ok(Ok(milliseconds)) => Err(Duration::from_millis(milliseconds)),
            Ok(Err(_)) | Err(_) => self.local.count(limit, key),
        }
    }
}
