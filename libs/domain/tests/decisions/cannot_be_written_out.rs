//! The parts are private.

use rappel_domain::{Decision, decision::Parts};

fn forge(parts: Parts) -> Decision {
    Decision { parts }
}

fn main() {}
