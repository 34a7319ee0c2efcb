//! Paths of our pages, written once: templates and handlers never spell a path by themselves.

/// Paths of the portal.
pub mod portal;
