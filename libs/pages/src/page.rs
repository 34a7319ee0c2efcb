//! What a page is, and the list of all pages.

use serde::Serialize;
use serde_json::Value;

use crate::{Text, demo, office, oncall, portal};

/// Where a page is shown; decides which frame its samples get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Client pages, signed in.
    Portal,
    /// Staff pages, signed in.
    Office,
    /// Sign-in and errors: brand, no navigation.
    Bare,
    /// Phone pages of the person on call.
    OnCall,
    /// A piece of a page, fetched while the page is open.
    Fragment,
}

/// A page: data, template, title and samples.
///
/// Do not skip fields when serialising: in a template `{{#if field}}` must tell an empty field from a misspelt one.
pub trait Page: Serialize {
    /// Name of the template, without its extension.
    const TEMPLATE: &'static str;
    /// Where it is shown.
    const SURFACE: Surface;

    /// What the browser tab says, before the tenant's name.
    fn title(&self) -> Text;

    /// Pages of this kind in each state that looks different.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// One sample of one page, without its type.
#[derive(Debug, Clone)]
pub struct Specimen {
    /// Name of the template.
    pub template: &'static str,
    /// Position among the samples of its page.
    pub number: usize,
    /// Where it is shown.
    pub surface: Surface,
    /// What the browser tab says.
    pub title: Text,
    /// The data of the page; the error is what serde said.
    pub data: Result<Value, String>,
}

/// The samples of one page.
pub(crate) fn specimens_of<P: Page>() -> Vec<Specimen> {
    let samples = P::samples().into_iter().enumerate();
    let specimen = |(number, page): (usize, P)| Specimen {
        template: P::TEMPLATE,
        number,
        surface: P::SURFACE,
        title: page.title(),
        data: serde_json::to_value(&page).map_err(|error| error.to_string()),
    };
    samples.map(specimen).collect()
}

/// Declares the pages of a module: `pages![Tickets, Ticket]`. A template that is in no list fails a test.
macro_rules! pages {
    ($($page:ty),* $(,)?) => {
        /// Every sample of every page of this module.
        pub(crate) fn specimens() -> Vec<$crate::page::Specimen> {
            let pages: &[Vec<$crate::page::Specimen>] = &[$($crate::page::specimens_of::<$page>()),*];
            pages.concat()
        }
    };
}
pub(crate) use pages;

/// Every sample of every page.
pub fn specimens() -> Vec<Specimen> {
    [portal::specimens(), oncall::specimens(), office::specimens(), demo::specimens()].concat()
}

/// A time for samples; the epoch when the text is none.
pub(crate) fn sample_time(rfc3339: &str) -> chrono::DateTime<chrono::Utc> {
    rfc3339.parse().unwrap_or(chrono::DateTime::UNIX_EPOCH)
}
