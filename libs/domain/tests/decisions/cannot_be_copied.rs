//! Neither copied nor made from nothing.

use rappel_domain::Decision;

fn copied(decision: &Decision) -> Decision {
    decision.clone()
}

fn nothing() -> Decision {
    Decision::default()
}

fn main() {}
