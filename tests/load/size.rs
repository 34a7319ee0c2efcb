//! How large the program is.

use rappel_testkit::program::binary;

pub(crate) fn measure() -> Vec<String> {
    let path = binary();
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    vec![format!("{:.1} MB ({})", bytes as f64 / 1e6, path.display())]
}
