//! A resolver that answers as it is told, fails, or says nothing.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use rappel_notify::{NoAnswer, Resolve};

/// What is said of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// These texts; none of them when it is empty.
    Texts(Vec<String>),
    /// The server has a fault.
    Fault,
    /// Nothing.
    Silence,
}

/// A resolver that knows no name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    said: Mutex<HashMap<String, Said>>,
}

impl Names {
    pub(crate) fn put(&self, name: &str, said: Said) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), said);
    }
}

#[async_trait::async_trait]
impl Resolve for Names {
    async fn texts(&self, name: &str) -> Result<Vec<String>, NoAnswer> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        match said {
            None => Ok(Vec::new()),
            Some(Said::Texts(texts)) => Ok(texts),
            Some(Said::Fault) => Err(NoAnswer("SERVFAIL".to_owned())),
            Some(Said::Silence) => std::future::pending().await,
        }
    }
}
