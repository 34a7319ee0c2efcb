//! A document in the words of a company, in French, in English, or in both: terms, legal notice.

use serde::{Deserialize, Serialize};

use crate::Locale;

/// What was written. A document is inherited whole: whoever wrote it in one language has it in that one for every reader, and never
/// beside what somebody else says in the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// In French.
    pub fr: Option<String>,
    /// In English.
    pub en: Option<String>,
}

impl Written {
    /// Whether there is anything.
    pub const fn says_any(&self) -> bool {
        self.fr.is_some() || self.en.is_some()
    }

    /// This document, else another's.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self.says_any() { self.clone() } else { other.clone() }
    }

    /// What a reader gets, with the language that it is in.
    pub fn read(&self, locale: Locale) -> Option<(Locale, &str)> {
        let (fr, en) = ((Locale::Fr, self.fr.as_deref()), (Locale::En, self.en.as_deref()));
        let (first, second) = locale.of_two((fr, en), (en, fr));
        [first, second].into_iter().find_map(|(locale, text)| Some((locale, text?)))
    }
}
