//! Paths of our pages, written once: templates and handlers never spell a path by themselves.

pub mod office;
pub mod oncall;
pub mod portal;
