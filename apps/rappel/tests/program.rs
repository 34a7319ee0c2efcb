//! The program as a process. That there is an integration test here also makes cargo build it whenever tests are built,
//! so that the journeys in `tests` never run an older one.

use std::process::Command;

#[test]
fn the_program_says_its_version() {
    let output = Command::new(env!("CARGO_BIN_EXE_rappel")).arg("--version").env_clear().output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, format!("rappel {}\n", env!("CARGO_PKG_VERSION")));
}
