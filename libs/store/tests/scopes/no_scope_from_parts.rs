//! A scope is not made of an id and good intentions.

use rappel_domain::{Actor, id::TenantId};
use rappel_store::{Rights, Scope};

fn forge(tenant: TenantId) -> Scope {
    Scope { tenant, actor: Actor::System, rights: Rights::System }
}

fn main() {}
