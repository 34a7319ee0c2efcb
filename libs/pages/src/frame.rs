//! What surrounds a page: brand, navigation, reader, messages.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    ColourScheme, Locale,
    brand::{self, Palette, Picture, Plates},
    company::Conformity,
};
use serde::Serialize;

use crate::{
    Surface, Text,
    brand::{is_sign, logo_path, sample_palette},
    language::{self, Language},
    own::OwnTexts,
};

/// The data of every layout.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Language of the reader.
    pub locale: Locale,
    /// Time zone in which times are shown.
    pub zone: Tz,
    /// Light or dark; nothing follows the reader's system.
    pub scheme: Option<ColourScheme>,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// Whose page it is.
    pub brand: Brand,
    /// Sections of the navigation; empty when nobody is signed in.
    pub navigation: Vec<Section>,
    /// Who is signed in.
    pub user: Option<User>,
    /// Token that every form carries.
    pub csrf: String,
    /// What just happened; stays until the next page.
    pub flashes: Vec<Flash>,
    /// Who runs the installation.
    pub operator: Operator,
    /// Where staff sign in, as the footer's "Administration". Nothing in the back office itself, which has no
    /// terms and notices for clients either.
    pub office_href: Option<String>,
    /// Path and query of this page: where the language switch comes back to.
    pub path: String,
    /// Whether single keys act; people can turn them off.
    pub keys: bool,
    /// Whether the page offers the other language: not where the account has chosen one, which would win.
    pub offers_language: bool,
    /// The other languages.
    pub languages: Vec<Language>,
    /// What the company says in words of its own; nothing in the back office.
    #[serde(skip)]
    pub texts: Option<Arc<OwnTexts>>,
}

/// Whose page it is.
#[derive(Debug, Clone, Serialize)]
pub struct Brand {
    /// Name of the tenant or the operator.
    pub name: String,
    /// Path of the style sheet with the brand, `/brand/{slug}.{hash}.css`; that of all pages when there is none.
    pub css: Option<String>,
    /// The logo; initials and name when there is none.
    pub logo: Option<Logo>,
    /// Path of the icon in the browser's tab where there is no logo; ours when there is none.
    pub icon: Option<String>,
    /// What browsers paint around the page.
    pub theme: Option<Theme>,
    /// What the footer says of accessibility.
    pub accessibility: Text,
    /// Where the name leads.
    pub home: String,
}

/// What the footer says of accessibility.
pub fn accessibility(conformity: Conformity) -> Text {
    match conformity {
        Conformity::None => "footer-accessibility-none",
        Conformity::Partial => "footer-accessibility-partial",
        Conformity::Full => "footer-accessibility-full",
    }
    .into()
}

/// A logo with its size, so that nothing moves while it loads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logo {
    /// Path of the picture.
    pub src: String,
    /// Path of the icon in the browser's tab.
    pub icon: String,
    /// Path of the icon on the first screen of a phone.
    pub touch: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Whether the name stands beside it.
    pub is_sign: bool,
    /// What lies under it.
    pub plates: Plates,
}

impl Logo {
    /// The logo of a company.
    pub fn of(slug: &str, logo: &brand::Logo) -> Self {
        let path = |which| logo_path(slug, &logo.hash, which);
        Self {
            src: path(Picture::Header),
            icon: path(Picture::Icon),
            touch: path(Picture::Touch),
            width: logo.width,
            height: logo.height,
            is_sign: is_sign(logo),
            plates: logo.plates,
        }
    }
}

/// What browsers paint around the page, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// By day: the colour itself.
    pub light: String,
    /// By night: what is dark in its hue, so that nothing glares.
    pub dark: String,
}

impl Theme {
    /// The theme of a brand.
    pub fn of(palette: &Palette) -> Self {
        Self { light: palette.brand.clone(), dark: palette.dark.soft.clone() }
    }
}

/// A section of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: Text,
    /// Its links.
    pub links: Vec<Link>,
    /// Whether the links come out when the heading is pressed.
    pub folded: bool,
    /// Whether one of its links is the current one.
    pub current: bool,
}

impl Section {
    /// A section whose links are always there.
    pub fn new(title: &'static str, links: Vec<Link>) -> Self {
        let current = links.iter().any(|link| link.current);
        Self { title: title.into(), links, folded: false, current }
    }

    /// The same, folded.
    #[must_use]
    pub fn folded(self) -> Self {
        Self { folded: true, ..self }
    }
}

/// A link of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it says.
    pub text: Text,
    /// Where it leads.
    pub href: String,
    /// Whether this is the page shown.
    pub current: bool,
    /// How many wait behind it.
    pub count: Option<u64>,
    /// Key of the keyboard, when it has one.
    pub key: Option<char>,
}

impl Link {
    /// A link without count and key.
    pub fn new(text: impl Into<Text>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), current: false, count: None, key: None }
    }

    /// Marks the link as the page shown.
    #[must_use]
    pub fn current(self) -> Self {
        Self { current: true, ..self }
    }

    /// Says how many wait behind it.
    #[must_use]
    pub fn count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Tells their drafts in a browser from those of others: their identifier.
    pub key: String,
    /// Name.
    pub name: String,
    /// Page of the own account.
    pub href: String,
    /// Where the sign-out form posts.
    pub logout: String,
}

/// What just happened.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// What happened.
    pub text: Text,
    /// A way to take it back.
    pub undo: Option<Undo>,
}

impl Flash {
    /// Something worked.
    pub fn success(text: impl Into<Text>) -> Self {
        Self { tone: Tone::Success, text: text.into(), undo: None }
    }

    /// Something to know.
    pub fn notice(text: impl Into<Text>) -> Self {
        Self { tone: Tone::Notice, text: text.into(), undo: None }
    }

    /// Something went wrong or needs care.
    pub fn warning(text: impl Into<Text>) -> Self {
        Self { tone: Tone::Warning, text: text.into(), undo: None }
    }
}

/// A form with one button that takes something back.
#[derive(Debug, Clone, Serialize)]
pub struct Undo {
    /// Where it posts.
    pub action: String,
    /// What the button says.
    pub label: Text,
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// It worked.
    Success,
    /// To know.
    Notice,
    /// Needs care.
    Warning,
}

/// Who runs the installation.
#[derive(Debug, Clone, Serialize)]
pub struct Operator {
    /// Name.
    pub name: String,
    /// Number shown to clients as a way out, E.164.
    pub phone: Option<String>,
}

impl Frame {
    /// A frame as samples and the gallery show it.
    pub fn sample(locale: Locale, surface: Surface) -> Self {
        let office = surface == Surface::Office;
        let signed_in = matches!(surface, Surface::Portal | Surface::Office);
        let navigation = match surface {
            Surface::Portal => crate::portal::navigation("/tickets", crate::portal::Reader::Manager),
            Surface::Office => crate::office::sample_navigation(),
            _ => Vec::new(),
        };
        Self {
            locale,
            zone: chrono_tz::Europe::Paris,
            scheme: None,
            now: crate::page::sample_time("2026-11-22T13:19:00Z"),
            brand: Brand {
                name: if office { "Atelier Support" } else { "Durand & Fils" }.to_owned(),
                css: Some("/brand/durand.0.css".to_owned()),
                logo: None,
                icon: None,
                theme: Some(Theme::of(&sample_palette())),
                accessibility: accessibility(Conformity::default()),
                home: if office { "/queue" } else { "/tickets" }.to_owned(),
            },
            navigation,
            user: signed_in.then(|| User {
                key: "per_1".to_owned(),
                name: if office { "Marie Leroy" } else { "Claire Martin" }.to_owned(),
                href: if office { "/me" } else { "/account" }.to_owned(),
                logout: "/logout".to_owned(),
            }),
            csrf: "c5rf".to_owned(),
            flashes: Vec::new(),
            operator: Operator { name: "Atelier Support".to_owned(), phone: Some("+33123456789".to_owned()) },
            office_href: Some("http://localhost:8080/".to_owned()),
            path: if office { "/queue" } else { "/tickets" }.to_owned(),
            keys: true,
            offers_language: true,
            languages: language::others(locale),
            texts: None,
        }
    }
}
