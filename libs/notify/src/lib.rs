//! Rappel.
