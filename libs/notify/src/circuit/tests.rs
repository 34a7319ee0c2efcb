use super::*;
use crate::{Accepted, Failure};

fn failed(class: Class) -> Outcome {
    Err(Failure::new(class, "x"))
}

#[test]
fn opens_after_five_failures_in_thirty_seconds_and_probes_after_thirty() {
    let (circuit, start) = (Circuit::default(), DateTime::UNIX_EPOCH);
    let at = |seconds| start + TimeDelta::seconds(seconds);
    for second in 0..4 {
        circuit.learn(&failed(Class::Unknown), at(second));
        assert!(circuit.lets_through(at(second)));
    }
    circuit.learn(&failed(Class::NotProcessed), at(4));
    assert!(!circuit.lets_through(at(5)));
    assert!(!circuit.lets_through(at(33)));
    assert!(circuit.lets_through(at(34)), "the probe");
    assert!(!circuit.lets_through(at(35)), "one probe only");
    circuit.learn(&Ok(Accepted::default()), at(36));
    assert!(circuit.lets_through(at(36)));
}

#[test]
fn slow_failures_and_refusals_do_not_open_it() {
    let (circuit, start) = (Circuit::default(), DateTime::UNIX_EPOCH);
    for second in (0..100).step_by(8) {
        circuit.learn(&failed(Class::Unknown), start + TimeDelta::seconds(second));
    }
    assert!(circuit.lets_through(start + TimeDelta::seconds(100)));
    for _ in 0..10 {
        circuit.learn(&failed(Class::Recipient), start);
    }
    assert!(circuit.lets_through(start));
}
