//! A decision is made only in this crate, by a rule: programs that try otherwise do not build.

#[test]
fn nobody_else_makes_a_decision() {
    rappel_compilefail::must_not_build("decisions", &["rappel_domain"]);
}
