//! The function that makes a scope is for the doors.

use rappel_domain::{Actor, id::TenantId};
use rappel_store::{Rights, Scope};

fn forge(tenant: TenantId) -> Scope {
    Scope::new(tenant, Actor::System, Rights::System)
}

fn main() {}
