//! What a test waits for, and what it says when that does not come.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rappel_domain::clock::Clock as _;
use rappel_testkit::provider::Recorded;

use super::World;

impl World {
    /// What every clock shows.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Moves every clock, once all that is due by now was done: what is noted after a leap bears the time after it.
    pub(crate) async fn leap(&self, by: chrono::Duration) {
        if self.runners.is_some() {
            self.all_is_done().await;
        }
        self.clock.advance(by);
    }

    /// Comes back when nothing is due any more; after a while anyway, since some tests let a job be late on purpose.
    pub(crate) async fn all_is_done(&self) {
        // Written as SQLite keeps it, which compares text; PostgreSQL reads it too.
        let now = self.clock.now().format("%Y-%m-%dT%H:%M:%S%.6f+00:00");
        let due = format!(
            "SELECT count(*) FROM jobs WHERE state = 'ready' AND (lease_until IS NOT NULL OR run_at <= '{now}')"
        );
        for _ in 0..200 {
            if self.parts.sql(&due) == ["0"] {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Texts that the phone of `to` shows, once there are `count`.
    pub(crate) async fn texts(&self, to: &str, count: usize, within: Duration) -> Vec<Recorded> {
        let shown = || -> Vec<Recorded> {
            let both = self.provider.taken().into_iter().chain(self.second.taken());
            both.filter(|text| text.to == to).collect()
        };
        let wait = async {
            while shown().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let _ = tokio::time::timeout(within, wait).await;
        let texts = shown();
        assert!(texts.len() >= count, "{to} got {texts:?}; {}", self.state());
        texts
    }

    /// What a test that waited in vain says of the world.
    fn state(&self) -> String {
        let now = self.clock.now();
        let asked = self.provider.requests();
        let open = "SELECT kind || ' ' || state || ' ' || run_at || ' attempt ' || attempt || ' ' || \
            coalesce(last_error, '') FROM jobs WHERE finished_at IS NULL OR last_error IS NOT NULL";
        let open = self.parts.sql(open);
        let events = self.parts.sql("SELECT kind || ' ' || at FROM events ORDER BY at, seq");
        let sent = "SELECT channel || ' ' || news || ' ' || state || ' ' || coalesce(last_error, '') FROM deliveries";
        let sent = self.parts.sql(sent);
        format!("now {now}; jobs: {open:#?}; deliveries: {sent:#?}; events: {events:#?}; asked: {asked:?}")
    }

    /// Values of one column, one per row.
    pub(crate) async fn eventually(&self, sql: &str, expected: &[&str]) {
        let mut last = Vec::new();
        for _ in 0..300 {
            last = self.parts.sql(sql);
            if last == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{sql}: {last:?}, expected {expected:?}; {}", self.state());
    }
}
