//! Texts of a company's own, in place of the standard ones, in everything that its people read.
//!
//! An [`OwnTexts`] is made from the rows of one company, once for each version of them. What does not fit the standard text of today
//! (another variable, one that is missing, an SMS that would be two) is left out and listed: then the standard text is said. Whoever
//! renders says for whom, with [`within`]: pages by [`crate::Frame::texts`], e-mails and SMS around the call that writes them. Outside
//! of it every text is the standard one, so that a company's words are seen by nobody else.
//!
//! Which texts may be changed is in [`catalogue`], what one may hold in [`check`]. An own text is escaped as a whole where it is
//! written into a page; standard texts are not, since they hold no markup.

pub mod catalogue;
pub mod check;
pub mod samples;

use std::{cell::RefCell, collections::HashMap, fmt, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use rappel_domain::{Locale, own_text::OwnText};

pub use catalogue::{Area, Kept, Standard};
pub use check::Fault;

use crate::text::book;

/// The texts of one company.
pub struct OwnTexts {
    rows: Vec<OwnText>,
    /// For plain text, and for markup with its own words escaped.
    bundles: HashMap<Locale, [FluentBundle<Arc<FluentResource>>; 2]>,
    unfit: Vec<(OwnText, Fault)>,
}

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// Plain text, or a value that is escaped later.
    Plain,
    /// A page as it is.
    Markup,
}

impl OwnTexts {
    /// The texts of one company that fit.
    pub fn new(rows: Vec<OwnText>) -> Self {
        let mut fit = Vec::new();
        let mut unfit = Vec::new();
        for row in &rows {
            match check::check(row.locale, &row.key, &row.words) {
                Ok(resource) => fit.push((row.locale, resource)),
                Err(fault) => unfit.push((row.clone(), fault)),
            }
        }
        Self { rows, unfit, ..Self::of_checked(fit) }
    }

    fn of_checked(fit: Vec<(Locale, FluentResource)>) -> Self {
        let mut bundles: HashMap<Locale, [FluentBundle<Arc<FluentResource>>; 2]> = HashMap::new();
        for (locale, resource) in fit {
            let resource = Arc::new(resource);
            let both = bundles
                .entry(locale)
                .or_insert_with(|| [book::bundle(locale), book::escaping_bundle(locale)]);
            for bundle in both {
                bundle.add_resource_overriding(Arc::clone(&resource));
            }
        }
        Self { rows: Vec::new(), bundles, unfit: Vec::new() }
    }

    /// Those that are not said, with what is wrong with each.
    pub fn unfit(&self) -> &[(OwnText, Fault)] {
        &self.unfit
    }

    fn say(&self, locale: Locale, key: &str, args: &FluentArgs<'_>, into: Medium) -> Option<String> {
        let [plain, markup] = self.bundles.get(&locale)?;
        let bundle = if into == Medium::Plain { plain } else { markup };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        // A value that is not there would leave a hole: the standard text says what is wrong.
        errors.is_empty().then_some(said)
    }
}

impl fmt::Debug for OwnTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnTexts({})", self.rows.len())
    }
}

impl PartialEq for OwnTexts {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl Eq for OwnTexts {}

thread_local! {
    /// Whose words the rendering on this thread says. Rendering never waits, so nobody else's runs in between.
    static SAYING: RefCell<Option<Arc<OwnTexts>>> = const { RefCell::new(None) };
}

/// Does `work` with the words of one company, or of none; afterwards it is as before, also when `work` panics.
pub fn within<T>(texts: Option<&Arc<OwnTexts>>, work: impl FnOnce() -> T) -> T {
    struct Back(Option<Arc<OwnTexts>>);
    impl Drop for Back {
        fn drop(&mut self) {
            SAYING.set(self.0.take());
        }
    }
    let _back = Back(SAYING.replace(texts.cloned()));
    work()
}

/// What the company that is rendered for says in place of a text.
pub(crate) fn said(locale: Locale, key: &str, args: &FluentArgs<'_>, into: Medium) -> Option<String> {
    SAYING.with_borrow(|texts| texts.as_ref()?.say(locale, key, args, into))
}

#[cfg(test)]
mod tests;
