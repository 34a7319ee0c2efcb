//! The documents name files and commands that exist.

use super::root;

const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md"];
const FOLDERS: &[&str] = &["apps/", "libs/", "migrations/", "deploy/", "tests/"];

#[test]
fn files_that_the_documents_name_exist() {
    let mut named = 0;
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for path in quoted(&text).filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder))) {
            // `tests/run NAME` is a command; `apps/…` and `foo/{a,b}` speak of several files.
            let path = path.split([' ', '…', '{', '<', ':']).next().unwrap();
            named += 1;
            if !root().join(path).exists() {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(named > 10, "the documents name only {named} files");
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The table of gates names what shows each of them: tests that are there, and parts of `tests/run`.
#[test]
fn every_gate_of_paging_is_shown_by_something_that_runs() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("### The gates of paging").nth(1).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).take(17).collect();
    assert_eq!(rows.len(), 17, "{rows:#?}");
    let sources: Vec<String> =
        super::source::files(&["rs"]).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for row in rows {
        let [gate, shown, last] = row.trim_matches('|').split('|').collect::<Vec<_>>().try_into().unwrap();
        assert!(!last.trim().is_empty(), "{gate}: what it last measured");
        let mut named = 0;
        for name in quoted(shown).filter(|name| !name.contains('/') || name.starts_with("tests/run")) {
            let there = match name.strip_prefix("tests/run ") {
                Some(part) => root().join("tests/parts").join(part).exists(),
                None => sources.iter().any(|source| source.contains(&format!("fn {name}("))),
            };
            assert!(there, "{gate}: {name}");
            named += 1;
        }
        assert!(named > 0, "{gate}: shown by nothing");
    }
}

/// What stands between back quotes, code blocks left out.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}
