//! Parts are not written out either, so that a new kind of row cannot be forgotten.

use rappel_domain::{decision::Parts, id::TenantId};

fn forge(tenant: TenantId) -> Parts {
    Parts {
        tenant,
        ticket: None,
        message: None,
        callback: None,
        summons: Vec::new(),
        marks: Vec::new(),
        silence: None,
        events: Vec::new(),
        deliveries: Vec::new(),
        jobs: Vec::new(),
    }
}

fn main() {}
