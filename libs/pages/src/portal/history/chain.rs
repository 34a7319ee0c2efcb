//! Where the chain of a log ends, for whoever keeps its last hash to compare it later.

use rappel_domain::audit::Broken;
use serde::Serialize;

use crate::Text;

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogChain {
    /// Whether what was recomputed holds.
    pub whole: bool,
    /// The same in words, with how much that was.
    pub text: Text,
    /// Number of the last row.
    pub length: i32,
    /// Its SHA-256, in hex.
    pub head: String,
}

impl LogChain {
    /// In words; `looked_at` rows were recomputed, the last ones. Nothing where nothing was noted yet.
    pub fn new(length: i32, looked_at: i32, state: Result<(), Broken>, head: String) -> Option<Self> {
        let text = match state {
            Err(Broken { position, .. }) => Text::key("history-chain-broken").with("place", position),
            Ok(()) if length == 0 => return None,
            Ok(()) if looked_at < length => {
                Text::key("history-chain-end").with("length", length).with("looked", looked_at)
            }
            Ok(()) => Text::key("history-chain-whole").with("count", length),
        };
        Some(Self { whole: state.is_ok(), text, length, head })
    }
}
