//! How files look: short, and each says in its first line what it is for.

use std::path::{Path, PathBuf};

use super::root;

/// Past this a file has a seam that nobody has found yet.
const LONGEST: usize = 450;

const TOP: &[&str] = &["apps", "libs", "migrations", "tests"];

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<String> = files(&["rs", "hbs", "css", "js", "mjs", "ftl", "sh"])
        .into_iter()
        // Texts grow with the number of pages; a translator wants them in one place.
        .filter(|file| file.extension().is_some_and(|end| end != "ftl"))
        .map(|file| (read(&file).lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, file)| format!("{}: {lines} lines", name(&file)))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines: {long:#?}");
}

#[test]
fn a_rust_file_says_first_what_it_is_for() {
    let silent: Vec<String> = files(&["rs"])
        .into_iter()
        // `foo/tests.rs` and `tests/foo.rs` say it by their names; programs that must not compile are compared with
        // their errors line by line.
        .filter(|file| !name(file).contains("/src/") || !name(file).contains("/tests"))
        .filter(|file| !file.components().any(|part| part.as_os_str() == "compile_fail"))
        .filter(|file| !read(file).starts_with("//! "))
        .map(|file| name(&file))
        .collect();
    assert!(silent.is_empty(), "no `//!` in the first line: {silent:#?}");
}

#[test]
fn tests_of_a_module_live_beside_it() {
    let inline: Vec<String> = files(&["rs"])
        .into_iter()
        .filter(|file| read(file).contains("\nmod tests {"))
        .map(|file| name(&file))
        .collect();
    assert!(inline.is_empty(), "move to foo/tests.rs: {inline:#?}");
}

pub(super) fn files(ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = TOP.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let file_name = path.file_name().unwrap().to_string_lossy();
            if path.is_dir() {
                if file_name != "node_modules" && file_name != "target" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|end| ends.iter().any(|wanted| *wanted == end)) {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 10, "the source was not found");
    found
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}

fn name(file: &Path) -> String {
    file.strip_prefix(root()).unwrap().display().to_string()
}
