//! What holds for all pages, texts and assets.

mod assets;
mod pages;
mod texts;
mod third;
mod tokens;
