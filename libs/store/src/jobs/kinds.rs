//! Which jobs this version can do.

use std::sync::OnceLock;

use rappel_domain::job::Job;

/// The kinds of jobs that this version knows, as its reader says them: a list beside it would be forgotten.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    static KINDS: OnceLock<Vec<String>> = OnceLock::new();
    let kinds = KINDS.get_or_init(|| {
        // "unknown variant ``, expected one of `page`, `promise`, …"
        let read = serde_json::from_value::<Job>(serde_json::json!({ "kind": "" }));
        let said = read.expect_err("there is no such kind").to_string();
        said.split('`').skip(1).step_by(2).filter(|kind| !kind.is_empty()).map(str::to_owned).collect()
    });
    kinds.iter().map(String::as_str)
}
