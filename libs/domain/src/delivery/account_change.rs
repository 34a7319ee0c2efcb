//! What is told to somebody of their account.

use serde::{Deserialize, Serialize};

/// What became of that which protects an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccountChange {
    /// Another password was chosen.
    Password,
    /// The sign-in asks for a second factor.
    FactorAdded,
    /// It asks for none any more: the person said so.
    FactorRemoved,
    /// It asks for none any more: a manager or the operator said so, for staff an administrator.
    FactorTakenAway,
    /// Other recovery codes were made; the old ones work no more.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u64,
    },
    /// A passkey signs them in, too.
    PasskeyAdded,
    /// One of their passkeys signs them in no more: the person said so.
    PasskeyRemoved,
    /// Their passkeys for a host are gone: it serves their company no more.
    PasskeyHostGone,
    /// A passkey was refused: the counter of its signatures went back, as that of a copy does.
    PasskeyRefused,
    /// Another number stands in the account: texts go there once it is proved, and calls when they ask for one.
    NumberChanged,
    /// No number does any more.
    NumberRemoved,
    /// The identity provider of their company signs them in from now on.
    ProviderLinked,
    /// Who they are with it was forgotten: a manager or the operator said so.
    ProviderUnlinked,
    /// Wrong codes were given after a right password or link, one after the other.
    CodesTried,
}
