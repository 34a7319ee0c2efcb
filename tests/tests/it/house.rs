//! The rules of the house: who may depend on whom, and how the source is laid out.

mod dependencies;
mod documents;
mod source;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// One crate of the workspace, as cargo sees it.
struct Member {
    /// Name without the prefix `rappel-`; the binary is `rappel`.
    name: String,
    folder: PathBuf,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    /// The package's full name.
    name: String,
    /// Only tests and examples see it.
    for_tests: bool,
}

fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let members: Vec<Member> = metadata["packages"].as_array().unwrap().iter().map(member).collect();
    assert!(members.len() >= 17, "cargo metadata lists only {} crates", members.len());
    members
}

fn member(package: &Value) -> Member {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Member {
        name: short(&text(&package["name"])).to_owned(),
        folder: PathBuf::from(text(&package["manifest_path"])).parent().unwrap().to_owned(),
        dependencies: package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .map(|dependency| Dependency {
                name: text(&dependency["name"]),
                for_tests: dependency["kind"] == "dev",
            })
            .collect(),
    }
}

/// `rappel-store` is `store` in the rules; the binary keeps its name.
fn short(package: &str) -> &str {
    package.strip_prefix("rappel-").unwrap_or(package)
}
