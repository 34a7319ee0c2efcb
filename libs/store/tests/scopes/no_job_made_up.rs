//! The door for jobs takes a job that was claimed; one made up for another tenant cannot be had.

use rappel_domain::{id::{JobId, TenantId}, job::{Job, Lane}};
use rappel_store::{Scope, Store, jobs::Claimed};

fn forge(store: &Store, tenant: TenantId, id: JobId, job: Job, lane: Lane) -> Scope {
    let now = store.clock().now();
    let made_up =
        Claimed { tenant, id, lane, job, attempt: 1, fence: 1, run_at: now, created_at: now, trace: None };
    store.doors().job(&made_up)
}

fn main() {}
