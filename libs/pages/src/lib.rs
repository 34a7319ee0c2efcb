//! What people read: typed pages, forms, routes, templates, style, script, e-mail and SMS texts.
//!
//! Every page is a struct that implements [`Page`]: it names its handlebars template, its title and
//! brings samples. A test renders every page, every sample, in every language; another holds the languages
//! together. To add a language, add one file: [`language`]. Companies may have words of their own: [`own`].
//!
//! To add a page: write the struct in `src/{portal,office,oncall}/`, its template under the same name in
//! `templates/`, its texts in `locales/fr` and `locales/en` (and the file of any other language), and add it to the `pages!` list of its module.
//! To add a part of a page, put a partial in `templates/part/`, its style in one file of `css/components/`.
//! `cargo run -p rappel-pages --example gallery -- FOLDER` writes every sample as a file to look at.

pub mod assets;
pub mod brand;
pub mod data;
pub mod demo;
pub mod engine;
pub mod form;
pub mod frame;
pub mod language;
pub mod mail;
mod markdown;
pub mod office;
pub mod office_hours;
pub mod oncall;
pub mod own;
pub mod own_fields;
pub mod page;
pub mod people_search;
pub mod portal;
pub mod reader;
pub mod readiness;
pub mod refusal;
pub mod routes;
pub mod sms;
pub mod text;
pub mod voice;
mod zones;

pub use engine::{PageError, Pages};
pub use frame::Frame;
pub use mail::Mail;
pub use page::{Page, Surface};
pub use reader::Reader;
pub use text::{Text, TextError};

#[cfg(test)]
mod tests;
