//! An empty one cannot be had and then filled.

use rappel_domain::{Decision, id::TenantId};

fn forge(tenant: TenantId) -> Decision {
    Decision::new(tenant)
}

fn main() {}
