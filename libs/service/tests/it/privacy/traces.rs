//! Looks for words in whatever there is: rows, what a column holds as bytes, files, Redis, and the database's own file.

use base64::{Engine as _, alphabet, engine};
use rappel_testkit::Column;

use crate::world::World;

/// Texts that are shorter than this hold none of the words.
const SHORTEST: usize = 6;

/// Takes every alphabet's letters for those of the other, and any end.
const ANY_END: engine::GeneralPurpose = engine::GeneralPurpose::new(
    &alphabet::STANDARD,
    engine::GeneralPurposeConfig::new()
        .with_decode_padding_mode(engine::DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

impl World {
    /// Every row of every table, every file, every key of Redis, and the database's file and its log, in which a word occurs,
    /// whatever its case.
    pub(super) async fn traces(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (table, rows) in self.contents() {
            for row in &rows {
                let says = std::iter::once(row.clone()).chain(bytes_in(row));
                found.extend(says.filter(|it| occur(words, it)).map(|it| format!("{table}: {it}")));
            }
        }
        let mut folders = vec![self.folder().join("files")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let content = std::fs::read(&path).unwrap();
                    let text = String::from_utf8_lossy(&content);
                    found.extend(occur(words, &text).then(|| format!("{}: {text}", path.display())));
                }
            }
        }
        for (key, text) in self.redis_texts().await {
            let text = format!("{key} {text}");
            found.extend(occur(words, &text).then(|| format!("{key}: {text}")));
        }
        if self.column() == Column::Embedded {
            for name in ["rappel.db", "rappel.db-wal"] {
                let path = self.folder().join(name);
                // Another process reads: whoever closes a file takes this process's locks off it, which SQLite relies on.
                let read = std::process::Command::new("cat").arg(&path).output().unwrap();
                assert!(read.status.success() || !path.exists(), "{read:?}");
                let text = String::from_utf8_lossy(&read.stdout).to_lowercase();
                let places = words.iter().filter_map(|word| text.split_once(word).map(|it| (word, it)));
                found.extend(places.map(|(word, (before, after))| {
                    let before: String = before.chars().rev().take(60).collect();
                    let before: String = before.chars().rev().collect();
                    let after: String = after.chars().take(60).collect();
                    format!("{name}: {before}{word}{after}")
                }));
            }
        }
        found
    }
}

fn occur(words: &[&str], text: &str) -> bool {
    let low = text.to_lowercase();
    words.iter().any(|word| low.contains(word))
}

/// What is written in a row as hexadecimal or as base64, read.
fn bytes_in(row: &str) -> Vec<String> {
    let mut read = Vec::new();
    let runs = |is_letter: fn(char) -> bool| row.split(move |it: char| !is_letter(it));
    for run in runs(|it| it.is_ascii_hexdigit()).filter(|run| run.len() >= 2 * SHORTEST) {
        let digits: Vec<u8> = run.chars().filter_map(|it| it.to_digit(16)).map(|it| it as u8).collect();
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|two| two[0] * 16 + two[1]).collect();
        read.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    let letter = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '/' | '-' | '_');
    for run in runs(letter).filter(|run| run.len() * 3 / 4 >= SHORTEST) {
        let standard = run.replace('-', "+").replace('_', "/");
        // One letter too many is no end of anything.
        let whole = if standard.len() % 4 == 1 { &standard[..standard.len() - 1] } else { &standard };
        let bytes = ANY_END.decode(whole).unwrap();
        read.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    read
}

#[test]
fn bytes_are_read_however_they_are_written() {
    let row = format!("X'{}'|", "00".to_owned() + "43616e617269" + "ff");
    assert!(occur(&["canari"], &bytes_in(&row).concat()));
    let row = r"\x0043616e617269ff,";
    assert!(!occur(&["canari"], row) && occur(&["canari"], &bytes_in(row).concat()));
    for bytes in ["\0Séverine Canari", "S Canari", "Canari??>"] {
        for engine in [engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD] {
            let row = format!("'{}'", engine.encode(bytes));
            assert!(!occur(&["canari"], &row) && occur(&["canari"], &bytes_in(&row).concat()), "{row}");
        }
    }
}
