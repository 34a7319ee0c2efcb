//! What a company looks like: its colour with the contrasts that it gives, and its logo.

use rappel_domain::brand::{self, BrandColour, Measured, Pair, Paper, Scheme};
use serde::Serialize;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    frame::Logo,
    routes::office as routes,
};

/// The field for the colour.
pub(super) fn colour_field() -> Field {
    Field { kind: "color", ..Field::text("brand_color", "office-tenant-colour") }
        .hint("office-tenant-colour-hint")
        .conditional()
        .value("#0b5d4e")
}

/// A contrast that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct PairRow {
    /// What meets.
    pub pair: Text,
    /// By day, 1 to 21.
    pub day: f64,
    /// By night.
    pub night: f64,
    /// What WCAG asks at least.
    pub least: f64,
}

/// What the colour looks like by day or by night, each colour `#rrggbb`.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    /// Which.
    pub label: Text,
    /// Whose.
    pub name: String,
    /// The colour.
    pub brand: String,
    /// The page.
    pub canvas: String,
    /// Text on it.
    pub ink: String,
    /// Text on the colour.
    pub on_brand: String,
    /// Text in the hue of the colour.
    pub text: String,
    /// Focus rings and edges.
    pub ring: String,
    /// Background of what is chosen.
    pub soft: String,
}

impl Look {
    fn new(label: &'static str, name: &str, brand: &str, scheme: &Scheme, paper: Paper) -> Self {
        Self {
            label: label.into(),
            name: name.to_owned(),
            brand: brand.to_owned(),
            canvas: paper.canvas,
            ink: paper.ink,
            on_brand: scheme.on_brand.clone(),
            text: scheme.text.clone(),
            ring: scheme.ring.clone(),
            soft: scheme.soft.clone(),
        }
    }
}

/// What a colour gives, by day and by night, with its contrasts. A piece of the page, fetched while a colour is chosen.
#[derive(Debug, Clone, Serialize)]
pub struct BrandPairs {
    /// The colour, `#rrggbb`.
    pub colour: String,
    /// By day and by night.
    pub looks: [Look; 2],
    /// The contrasts.
    pub rows: Vec<PairRow>,
}

impl BrandPairs {
    /// What a colour gives.
    pub fn new(name: &str, colour: BrandColour) -> Self {
        let palette = colour.palette();
        let row = |Measured { pair, day, night }: Measured| PairRow {
            pair: pair_name(pair).into(),
            day,
            night,
            least: pair.least(),
        };
        Self {
            looks: [
                Look::new("brand-day", name, &palette.brand, &palette.light, Paper::by_day()),
                Look::new("brand-night", name, &palette.brand, &palette.dark, Paper::by_night()),
            ],
            colour: palette.brand,
            rows: colour.measured().map(row).into(),
        }
    }
}

const fn pair_name(pair: Pair) -> &'static str {
    match pair {
        Pair::OnBrand => "brand-pair-on-brand",
        Pair::OnHover => "brand-pair-on-hover",
        Pair::Text => "brand-pair-text",
        Pair::TextOnSoft => "brand-pair-text-on-soft",
        Pair::Ring => "brand-pair-ring",
    }
}

impl Page for BrandPairs {
    const TEMPLATE: &'static str = "office/brand-pairs";
    const SURFACE: Surface = Surface::Fragment;

    fn title(&self) -> Text {
        "office-tenant-brand".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new("Durand & Fils", BrandColour::BLACK)]
    }
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct BrandPage {
    /// Head.
    pub head: TenantHead,
    /// Where the colour is saved, or shown.
    pub action: String,
    /// The colour.
    pub colour: Field,
    /// Where what a colour gives is asked for.
    pub pairs_href: String,
    /// What the colour gives.
    pub pairs: BrandPairs,
    /// The logo.
    pub logo: Option<Logo>,
    /// Where a logo is sent.
    pub logo_action: String,
    /// Where it is taken away.
    pub remove_action: String,
    /// The file of a new one.
    pub file: Field,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl BrandPage {
    /// The page with a colour as it is saved or shown, and the logo as it is saved.
    pub fn new(slug: &str, head: TenantHead, colour: BrandColour, logo: Option<&brand::Logo>) -> Self {
        // Its picture is shown on this host to those alone who see the company.
        let src = routes::tenant_logo(slug);
        Self {
            action: routes::tenant_brand(slug),
            colour: colour_field().value(colour.to_string()),
            pairs_href: routes::tenant_brand_pairs(slug),
            pairs: BrandPairs::new(&head.name, colour),
            logo: logo.map(|logo| Logo { src: format!("{src}?{}", logo.hash), ..Logo::of(slug, logo) }),
            logo_action: src,
            remove_action: routes::remove_logo(slug),
            file: Field { kind: "file", ..Field::text("logo", "brand-logo-file") }.hint("brand-logo-hint"),
            errors: Vec::new(),
            head,
        }
    }

    /// The colour as it was typed, with what was wrong.
    #[must_use]
    pub fn refused_colour(self, typed: &str, why: Text) -> Self {
        let colour = self.colour.value(typed).error(why);
        Self { errors: problems([&colour]), colour, ..self }
    }

    /// What was wrong with the file.
    #[must_use]
    pub fn refused_logo(self, why: Text) -> Self {
        let file = self.file.error(why);
        Self { errors: problems([&file]), file, ..self }
    }
}

impl Page for BrandPage {
    const TEMPLATE: &'static str = "office/brand";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::plain(self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = |colour: &str, logo: Option<&brand::Logo>| {
            let head = TenantHead::sample(&routes::tenant_brand("durand"));
            Self::new("durand", head, colour.parse().unwrap_or(BrandColour::BLACK), logo)
        };
        let dark = brand::Plates { light_by_night: true, dark_by_day: false };
        let logo = brand::Logo { hash: "0".to_owned(), width: 480, height: 120, plates: dark };
        vec![
            page("#0b5d4e", None),
            page("#ffd500", Some(&logo)),
            page("#7a7a7a", None).refused_logo("logo-svg".into()),
            page("#0b5d4e", Some(&logo)).refused_colour("blue", "invalid-colour".into()),
        ]
    }
}
