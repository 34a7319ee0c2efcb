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

/// What stands between back quotes, code blocks left out.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}
