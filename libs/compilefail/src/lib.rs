//! Programs that must not build, each with what the compiler says of it.
//!
//! They are compiled with the very libraries that the tests were built with. trybuild does the same job, but builds every
//! dependency of the library a second time: five minutes of the two cores of our CI for fifteen programs of ten lines.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

/// Compiles each `tests/{folder}/*.rs` of the package that calls it. Each must fail, and say what stands in the file of the
/// same name that ends in `.stderr`.
///
/// The programs may use `libraries`, by their names in Rust. With `COMPILEFAIL=overwrite` in the environment what the compiler
/// says is written down instead of compared.
///
/// # Panics
/// When a program builds or says something else, and when there is none.
pub fn must_not_build(folder: &str, libraries: &[&str]) {
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR").expect("cargo runs the test"));
    let found = artifacts();
    let scratch = tempfile::tempdir().expect("a folder");
    let mut rustc = vec![
        "--edition=2024".to_owned(),
        "--crate-type=bin".to_owned(),
        "--emit=metadata".to_owned(),
        "-Adead_code".to_owned(),
    ];
    rustc.extend(["--out-dir".to_owned(), scratch.path().display().to_string()]);
    for library in libraries {
        let file = found.get(*library).unwrap_or_else(|| panic!("cargo built no library {library}"));
        let beside = file.parent().expect("a folder").display();
        rustc.extend(["-L".to_owned(), format!("dependency={beside}")]);
        rustc.extend(["--extern".to_owned(), format!("{library}={}", file.display())]);
    }
    let programs = programs(&package.join("tests").join(folder));
    assert!(!programs.is_empty(), "no program in tests/{folder}");
    let wrong: Vec<String> =
        programs.iter().filter_map(|program| wrong(&package, folder, program, &rustc)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// The names of the programs, without their ends.
fn programs(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

fn wrong(package: &Path, folder: &str, name: &str, arguments: &[String]) -> Option<String> {
    let (root, own) = places(package);
    let program = format!("tests/{folder}/{name}.rs");
    let output = Command::new(rustc())
        // Where cargo compiles from: there the compiler finds the lines of the library that it shows.
        .current_dir(root)
        .args(arguments)
        .arg(own.join(&program))
        .output()
        .unwrap_or_else(|error| panic!("rustc: {error}"));
    if output.status.success() {
        return Some(format!("{program} builds"));
    }
    let said = within(package, &String::from_utf8_lossy(&output.stderr));
    let file = package.join("tests").join(folder).join(format!("{name}.stderr"));
    if variable("COMPILEFAIL").as_deref() == Some("overwrite") {
        std::fs::write(&file, said).expect("the file can be written");
        return None;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    (said != expected).then(|| format!("{program} says\n{said}\ninstead of\n{expected}"))
}

/// What the compiler said, without what changes while the program and the rule stay the same: where the workspace lies, and
/// in which line of the library the rule stands.
fn within(package: &Path, said: &str) -> String {
    let endings =
        ["error: aborting due to", "For more information about", "Some errors have detailed explanations"];
    let told = said.split("\n\n").filter(|part| !endings.iter().any(|ending| part.starts_with(ending)));
    told.map(|part| plain(package, part)).collect::<Vec<_>>().join("\n\n").trim_end().to_owned() + "\n"
}

/// One error or warning.
fn plain(package: &Path, said: &str) -> String {
    let (root, own) = places(package);
    let (root, own) = (format!("{}/", root.display()), format!("{}/", own.display()));
    let mut lines = Vec::new();
    // The column of line numbers is as wide as the longest, wherever that stands.
    let (mut width, mut kept) = (0, 1);
    let mut elsewhere = false;
    for line in said.trim_end().lines() {
        let trimmed = line.trim_start();
        let number = trimmed.split(' ').next().filter(|word| word.parse::<u32>().is_ok());
        if let Some(place) = trimmed.strip_prefix("--> ").or_else(|| trimmed.strip_prefix("::: ")) {
            let arrow = &line[..line.len() - place.len()];
            width = width.max(arrow.len() - "--> ".len());
            let path = place.strip_prefix(&root).unwrap_or(place);
            let path = path.strip_prefix(&own).unwrap_or(path);
            elsewhere = !path.starts_with("tests/");
            let path = if elsewhere { path.split(':').next().unwrap_or(path) } else { path };
            lines.push(format!("{arrow}{path}"));
        } else if let Some(number) = number.filter(|_| elsewhere) {
            lines.push(line.replacen(number, &" ".repeat(number.len()), 1));
        } else {
            // What comes next without a place is about the program.
            elsewhere &= line.starts_with(' ');
            kept = kept.max(number.map_or(0, str::len));
            lines.push(line.to_owned());
        }
    }
    let surplus = " ".repeat(width.saturating_sub(kept));
    lines.iter().map(|line| line.strip_prefix(&surplus).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The workspace, and the package's place in it.
fn places(package: &Path) -> (&Path, &Path) {
    let root = package.ancestors().nth(2).unwrap_or(package);
    (root, package.strip_prefix(root).unwrap_or(package))
}

/// The compiler of the cargo that runs us.
fn rustc() -> PathBuf {
    let beside = variable("CARGO").map(|cargo| Path::new(&cargo).with_file_name("rustc"));
    beside.filter(|path| path.exists()).unwrap_or_else(|| "rustc".into())
}

/// Each library of this workspace with the file that cargo built of it, as cargo itself tells.
fn artifacts() -> BTreeMap<String, PathBuf> {
    // A run of the whole workspace has asked cargo already: it builds with the features of all packages together.
    let told = match variable("RAPPEL_TEST_ARTIFACTS") {
        Some(file) => std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}")),
        None => ask_cargo(),
    };
    let mut found = BTreeMap::new();
    for message in told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let is_library =
            message["target"]["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "lib"));
        if message["reason"] != "compiler-artifact" || message["profile"]["test"] != false || !is_library {
            continue;
        }
        let files =
            message["filenames"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        for file in files.filter(|file| Path::new(file).extension().is_some_and(|end| end == "rlib")) {
            found.insert(message["target"]["name"].as_str().unwrap_or_default().to_owned(), file.into());
        }
    }
    found
}

fn ask_cargo() -> String {
    let package = variable("CARGO_PKG_NAME").expect("cargo runs the test");
    let cargo = variable("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["test", "--no-run", "--message-format=json", "--package", &package])
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
