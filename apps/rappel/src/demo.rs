//! A made-up installation to look around in.

pub(crate) mod seed;
mod texts;

#[cfg(test)]
mod tests;
