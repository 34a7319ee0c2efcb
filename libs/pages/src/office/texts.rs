//! What a client company says in words of its own: the list of texts, and the form of one.

mod one;

use std::collections::HashMap;

use rappel_domain::{Locale, own_text::OwnText};
use serde::Serialize;

pub use one::TextPage;

use super::TenantHead;
use crate::{
    Page, Surface, Text,
    form::{Choice, Field},
    language::languages,
    own::{Area, OwnTexts, Standard, catalogue},
    routes::office as routes,
};

/// What is looked for.
#[derive(Debug, Clone)]
pub struct AskedTexts {
    /// In which language.
    pub locale: Locale,
    /// The word of an [`Area`]; anything else is what the company says itself.
    pub area: String,
    /// Words or a part of a key, all of which must occur; then everywhere, whatever the area.
    pub words: String,
}

/// A text of the list.
#[derive(Debug, Clone, Serialize)]
pub struct TextRow {
    /// Its key.
    pub key: String,
    /// What everybody says.
    pub standard: String,
    /// What the company says.
    pub own: Option<String>,
    /// Why that is not said, when it does not fit.
    pub fault: Option<Text>,
    /// Its variables, `{ $name }`.
    pub variables: Vec<String>,
    /// Where it is changed; nothing where it is the same for everybody.
    pub href: Option<String>,
    /// Why it is the same for everybody.
    pub kept: Option<Text>,
}

/// Texts that are used in one place.
#[derive(Debug, Clone, Serialize)]
pub struct TextGroup {
    /// Where.
    pub title: Text,
    /// Names the heading.
    pub id: &'static str,
    /// The texts.
    pub rows: Vec<TextRow>,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct TextsPage {
    /// Head.
    pub head: TenantHead,
    /// Where the filter is sent.
    pub action: String,
    /// In which language.
    pub locale: Field,
    /// Where.
    pub area: Field,
    /// What is looked for.
    pub words: Field,
    /// What was found.
    pub groups: Vec<TextGroup>,
    /// How many own texts are not said, in any language; nothing when all are.
    pub unfit: Option<Text>,
    /// What to say when nothing was found.
    pub none: Text,
}

impl TextsPage {
    /// The list of what is looked for.
    pub fn new(slug: &str, head: TenantHead, asked: &AskedTexts, own: &[OwnText]) -> Self {
        let texts = OwnTexts::new(own.to_vec());
        let faults: HashMap<(Locale, &str), Text> = texts
            .unfit()
            .iter()
            .map(|(text, fault)| ((text.locale, text.key.as_str()), fault.text()))
            .collect();
        // Of a language that became a draft, which nobody can choose any more.
        let of_drafts: Vec<&OwnText> = own.iter().filter(|it| !Locale::ALL.contains(&it.locale)).collect();
        let mine: HashMap<&str, &OwnText> =
            own.iter().filter(|it| it.locale == asked.locale).map(|it| (it.key.as_str(), it)).collect();
        let list = List { slug, asked, own: &mine, of_drafts: &of_drafts, faults: &faults };
        let unfit = texts.unfit().len();
        let by_words = !asked.words.trim().is_empty();
        Self {
            action: routes::tenant_texts(slug),
            locale: language_field(asked.locale),
            area: area_field(&asked.area),
            words: Field::text("words", "texts-words")
                .value(asked.words.as_str())
                .conditional()
                .autocomplete("off"),
            groups: list.groups(),
            unfit: (unfit > 0).then(|| Text::key("texts-unfit").with("count", unfit as u64)),
            none: if by_words || Area::ALL.iter().any(|it| it.word() == asked.area) {
                "texts-none".into()
            } else {
                "texts-none-own".into()
            },
            head,
        }
    }
}

fn language_field(locale: Locale) -> Field {
    let choices = languages().into_iter().map(|it| Choice::new(it.tag, Text::plain(it.name))).collect();
    Field::choice("locale", "texts-language", choices).value(locale.tag()).conditional()
}

fn area_field(area: &str) -> Field {
    let own = Choice::new("", "texts-area-own");
    let each = Area::ALL.into_iter().map(|it| Choice::new(it.word(), it.title()));
    Field::choice("area", "texts-area", std::iter::once(own).chain(each).collect()).value(area).conditional()
}

struct List<'a> {
    slug: &'a str,
    asked: &'a AskedTexts,
    own: &'a HashMap<&'a str, &'a OwnText>,
    of_drafts: &'a [&'a OwnText],
    faults: &'a HashMap<(Locale, &'a str), Text>,
}

impl List<'_> {
    fn groups(&self) -> Vec<TextGroup> {
        let words: Vec<String> =
            self.asked.words.split_whitespace().take(10).map(str::to_lowercase).collect();
        let found: Vec<&Standard> =
            catalogue::of(self.asked.locale).iter().filter(|it| self.is_asked(it, &words)).collect();
        let mut groups: Vec<TextGroup> = Area::ALL
            .into_iter()
            .map(|area| TextGroup {
                title: area.title().into(),
                id: area.word(),
                rows: found.iter().filter(|it| it.place == Ok(area)).map(|it| self.row(it)).collect(),
            })
            .collect();
        // What is not said at all any more has no place: a text that is gone, or that is everybody's since.
        let is_all = words.is_empty() && self.asked.area.is_empty();
        let gone = self.own.values().filter(|own| is_all && Locale::ALL.contains(&own.locale));
        let gone = gone.filter(|own| {
            catalogue::find(own.locale, &own.key).is_none_or(|standard| standard.place.is_err())
        });
        let mut lost: Vec<TextRow> = gone.map(|own| self.lost(own)).collect();
        lost.extend(self.of_drafts.iter().filter(|_| is_all).map(|own| {
            let row = self.lost(own);
            TextRow { key: format!("{} ({})", row.key, own.locale.tag()), ..row }
        }));
        lost.sort_by(|one, other| one.key.cmp(&other.key));
        lost.extend(found.iter().filter(|it| it.place.is_err()).map(|it| self.row(it)));
        groups.push(TextGroup { title: "texts-kept-title".into(), id: "kept", rows: lost });
        groups.retain(|group| !group.rows.is_empty());
        groups
    }

    fn is_asked(&self, standard: &Standard, words: &[String]) -> bool {
        let own = self.own.get(standard.key.as_str());
        if words.is_empty() {
            return match standard.place {
                Ok(area) if self.asked.area == area.word() => true,
                Ok(_) => self.asked.area.is_empty() && own.is_some(),
                Err(_) => false,
            };
        }
        let all = [standard.key.as_str(), standard.words.as_str(), own.map_or("", |it| it.words.as_str())];
        let all = all.map(str::to_lowercase);
        words.iter().all(|word| all.iter().any(|text| text.contains(word)))
    }

    fn row(&self, standard: &Standard) -> TextRow {
        let key = standard.key.as_str();
        let own = self.own.get(key);
        let is_offered = standard.place.is_ok();
        TextRow {
            key: key.to_owned(),
            standard: standard.words.clone(),
            own: own.map(|it| it.words.clone()),
            fault: self.faults.get(&(self.asked.locale, key)).cloned(),
            variables: standard.variables.iter().map(|it| braced(it)).collect(),
            href: is_offered.then(|| routes::tenant_text(self.slug, self.asked.locale.tag(), key)),
            kept: standard.place.err().map(|kept| kept.key().into()),
        }
    }

    fn lost(&self, own: &OwnText) -> TextRow {
        TextRow {
            key: own.key.clone(),
            standard: String::new(),
            own: Some(own.words.clone()),
            fault: self.faults.get(&(own.locale, own.key.as_str())).cloned(),
            variables: Vec::new(),
            href: Some(routes::tenant_text(self.slug, own.locale.tag(), &own.key)),
            kept: None,
        }
    }
}

/// A variable as it is written in a text.
fn braced(variable: &str) -> String {
    format!("{{ ${variable} }}")
}

fn sample_own() -> Vec<OwnText> {
    let text =
        |locale, key: &str, words: &str| OwnText { locale, key: key.to_owned(), words: words.to_owned() };
    vec![
        text(Locale::Fr, "login-title", "Entrer"),
        text(Locale::Fr, "sms-closed", "Le ticket { $numero } est clos."),
        text(Locale::Fr, "gone-since", "Un texte d’avant"),
    ]
}

impl Page for TextsPage {
    const TEMPLATE: &'static str = "office/texts";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("texts-title").with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let page = |area: &str, words: &str, own: &[OwnText]| {
            let head = TenantHead::sample(&routes::tenant_texts("durand"));
            let asked = AskedTexts { locale: Locale::Fr, area: area.to_owned(), words: words.to_owned() };
            Self::new("durand", head, &asked, own)
        };
        vec![
            page("", "", &[]),
            page("", "", &sample_own()),
            page("sms", "", &sample_own()),
            page("", "mot de passe oublié", &[]),
            page("", "introuvable partout", &[]),
        ]
    }
}

#[cfg(test)]
mod tests;
