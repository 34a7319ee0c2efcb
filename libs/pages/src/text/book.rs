//! The files of a language, parsed once.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use rappel_domain::Locale;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use super::french;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/languages"]
#[include = "*.ftl"]
struct Languages;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/locales"]
#[include = "*.ftl"]
struct Folders;

/// Everything that a language says.
pub(crate) struct Book {
    bundle: FluentBundle<FluentResource>,
}

impl Book {
    /// The text of a key, or why it cannot be said; nothing when the language does not have it.
    pub(crate) fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<Result<String, String>> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        Some(if errors.is_empty() { Ok(said) } else { Err(format!("{errors:?}")) })
    }
}

/// The book of a language.
pub(crate) fn of(locale: Locale) -> Option<&'static Book> {
    static ALL: LazyLock<HashMap<Locale, Book>> = LazyLock::new(|| {
        Locale::ALL.into_iter().chain(Locale::DRAFTS).map(|locale| (locale, written(locale))).collect()
    });
    ALL.get(&locale)
}

fn written(locale: Locale) -> Book {
    let mut bundle = bundle(locale);
    for (_, source) in files(locale) {
        // A test sees to it that each file parses and that no key is there twice.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    Book { bundle }
}

/// A bundle with nothing in it.
pub(crate) fn bundle<R>(locale: Locale) -> FluentBundle<R> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed writing directions; they would end up in SMS and subjects.
    bundle.set_use_isolating(false);
    if locale == Locale::Fr {
        bundle.set_transform(Some(french::keep_together));
    }
    bundle
}

/// The same, with its words escaped for pages.
pub(crate) fn escaping_bundle<R>(locale: Locale) -> FluentBundle<R> {
    let mut bundle = bundle(locale);
    let escape: fn(&str) -> Cow<'_, str> = if locale == Locale::Fr {
        |text| Cow::Owned(handlebars::html_escape(&french::keep_together(text)))
    } else {
        |text| Cow::Owned(handlebars::html_escape(text))
    };
    bundle.set_transform(Some(escape));
    bundle
}

/// The files of a language, each with its name, `portal`; the language's own is called `language`.
pub(crate) fn files(locale: Locale) -> Vec<(String, String)> {
    let text = |file: rust_embed::EmbeddedFile| String::from_utf8_lossy(&file.data).into_owned();
    let tag = locale.tag();
    let mut files = Vec::new();
    if let Some(file) = Languages::get(&format!("{tag}.ftl")) {
        files.push(("language".to_owned(), text(file)));
    }
    for path in Folders::iter() {
        let name = path.strip_prefix(tag).and_then(|rest| rest.strip_prefix('/'));
        let name = name.and_then(|name| name.strip_suffix(".ftl"));
        if let (Some(name), Some(file)) = (name, Folders::get(&path)) {
            files.push((name.to_owned(), text(file)));
        }
    }
    files
}
