//! An alarm on its way, beside the rounds: until everybody was asked, or until it is dropped.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio_util::task::AbortOnDropHandle;

/// Who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Taken {
    /// Nobody.
    No,
    /// A mailbox, where phones are to ring: it may be read in the morning.
    ByMail,
    /// A phone, or a mailbox where no phone is set.
    Yes,
}

/// An alarm on its way. Dropped, it tries nothing more.
#[derive(Debug)]
pub(super) struct Telling {
    /// What became of it, until that was asked.
    outcome: Option<oneshot::Receiver<Taken>>,
    _task: AbortOnDropHandle<()>,
}

impl Telling {
    /// Begins it, as a task of its own. It says who has it as soon as that is known, and may then go on with the others.
    pub(super) fn begin<F>(tell: impl FnOnce(oneshot::Sender<Taken>) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (known, outcome) = oneshot::channel();
        Self { outcome: Some(outcome), _task: AbortOnDropHandle::new(tokio::spawn(tell(known))) }
    }

    /// What became of it, once, when it is known.
    pub(super) fn taken(&mut self) -> Option<Taken> {
        let taken = match self.outcome.as_mut()?.try_recv() {
            Err(oneshot::error::TryRecvError::Empty) => return None,
            // It panicked.
            Err(oneshot::error::TryRecvError::Closed) => Taken::No,
            Ok(taken) => taken,
        };
        self.outcome = None;
        Some(taken)
    }

    /// Waits until somebody has it, or until it is known that nobody has.
    pub(super) async fn end(self, patience: Duration) {
        if let Some(outcome) = self.outcome {
            let _ = tokio::time::timeout(patience, outcome).await;
        }
    }
}
