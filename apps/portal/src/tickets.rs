//! Pages about tickets.

pub(crate) mod callback;
pub(crate) mod close;
pub(crate) mod feedback;
pub(crate) mod file;
pub(crate) mod follow;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod reply;
mod resume;
pub(crate) mod show;

pub(crate) use resume::{kept, resume};
