//! Taken apart once, it is gone.

use rappel_domain::Decision;

fn twice(decision: Decision) {
    let _first = decision.into_parts();
    let _second = decision.into_parts();
}

fn main() {}
