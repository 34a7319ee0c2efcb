//! One text of a client company.

use rappel_domain::{
    Locale,
    own_text::{OwnText, fingerprint},
};
use serde::Serialize;

use super::{braced, sample_own};
use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    language::languages,
    office::TenantHead,
    own::{Fault, Standard, catalogue, check, samples},
    routes::office as routes,
};

/// A variable that a text may hold.
#[derive(Debug, Clone, Serialize)]
pub struct VariableRow {
    /// As it is written.
    pub name: String,
    /// Whether it must be said.
    pub needed: bool,
}

/// The page of one text.
#[derive(Debug, Clone, Serialize)]
pub struct TextPage {
    /// Head.
    pub head: TenantHead,
    /// Its key.
    pub key: String,
    /// The language.
    pub language: String,
    /// Its tag.
    pub tag: &'static str,
    /// Where it is used; nothing of one that is gone.
    pub area: Option<Text>,
    /// Why it is the same for everybody.
    pub kept: Option<Text>,
    /// What everybody says, as it is written.
    pub standard: Option<String>,
    /// The same as it is read.
    pub standard_shown: Vec<String>,
    /// Its variables.
    pub variables: Vec<VariableRow>,
    /// Where the form posts.
    pub action: String,
    /// The words; nothing where there is nothing to change.
    pub words: Option<Field>,
    /// What they look like.
    pub preview: Vec<String>,
    /// Why the saved words are not said.
    pub fault: Option<Text>,
    /// Whether there are words to give up.
    pub has_own: bool,
    /// What tells the words that are before whoever writes from others; empty for the standard text.
    pub seen: String,
    /// What is said now, where somebody else changed it meanwhile.
    pub theirs: Option<String>,
    /// Where the list is.
    pub list_href: String,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl TextPage {
    /// The page with the words that are saved. `None` where there is no such text, and never was one of the company's own.
    pub fn new(
        slug: &str,
        head: TenantHead,
        (locale, key): (Locale, &str),
        own: Option<&OwnText>,
    ) -> Option<Self> {
        let standard = catalogue::find(locale, key);
        if standard.is_none() && own.is_none() {
            return None;
        }
        let fault = own.and_then(|own| check::looks_right(locale, key, &own.words).err());
        let area = standard.and_then(|it| it.place.ok());
        let name = languages().into_iter().find(|it| it.tag == locale.tag()).map(|it| it.name);
        let words = area.and(standard).map(|standard| {
            let value = own.map_or(standard.words.as_str(), |own| own.words.as_str());
            field(standard).value(value)
        });
        Some(Self {
            head,
            key: key.to_owned(),
            language: name.unwrap_or_else(|| locale.tag().to_owned()),
            tag: locale.tag(),
            area: area.map(|area| area.title().into()),
            kept: standard.and_then(|it| it.place.err()).map(|kept| kept.key().into()),
            standard: standard.map(|it| it.words.clone()),
            standard_shown: standard.map(|it| samples::standard(locale, it)).unwrap_or_default(),
            variables: standard.map(variables).unwrap_or_default(),
            action: routes::tenant_text(slug, locale.tag(), key),
            words,
            preview: Vec::new(),
            fault: fault.map(|fault| fault.text()),
            has_own: own.is_some(),
            seen: own.map(|own| fingerprint(&own.words)).unwrap_or_default(),
            theirs: None,
            list_href: format!("{}?locale={}", routes::tenant_texts(slug), locale.tag()),
            errors: Vec::new(),
        })
    }

    /// The same for whoever has had other words before them since.
    #[must_use]
    pub fn seen(self, seen: &str) -> Self {
        Self { seen: seen.to_owned(), ..self }
    }

    /// Somebody else changed it meanwhile: what is said now is shown beside what was typed, and may then be saved over.
    #[must_use]
    pub fn overtaken(self, typed: Option<&str>) -> Self {
        let now = self.words.as_ref().map(|words| words.value.clone());
        let words = self.words.map(|words| {
            let words = words.error("text-overtaken");
            match typed {
                Some(typed) => words.value(typed),
                None => words,
            }
        });
        Self { errors: problems(words.as_ref()), words, theirs: now, ..self }
    }

    /// The words as they were typed, with what they look like.
    #[must_use]
    pub fn previewed(self, typed: &str, preview: Vec<String>) -> Self {
        Self { words: self.words.map(|words| words.value(typed)), preview, ..self }
    }

    /// The words as they were typed, with what is wrong.
    #[must_use]
    pub fn refused(self, typed: &str, fault: &Fault) -> Self {
        let words = self.words.map(|words| words.value(typed).error(fault.text()));
        Self { errors: problems(words.as_ref()), words, ..self }
    }
}

fn field(standard: &Standard) -> Field {
    let most = check::longest(standard) as u64;
    let hint = match standard.variables.first() {
        Some(variable) => Text::key("text-hint").with("most", most).with("example", braced(variable)),
        None => Text::key("text-hint-plain").with("most", most),
    };
    let rows = standard.words.lines().count().clamp(3, 12) as u8;
    Field { rows, ..Field::text("words", "text-words") }.hint(hint)
}

fn variables(standard: &Standard) -> Vec<VariableRow> {
    let row = |name: &String| VariableRow { name: braced(name), needed: standard.needed.contains(name) };
    standard.variables.iter().map(row).collect()
}

impl Page for TextPage {
    const TEMPLATE: &'static str = "office/text";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        Text::key("text-title").with("key", self.key.as_str()).with("name", self.head.name.as_str())
    }

    fn samples() -> Vec<Self> {
        let own = sample_own();
        let page = |key: &str| {
            let head = TenantHead::sample(&routes::tenant_texts("durand"));
            Self::new("durand", head, (Locale::Fr, key), own.iter().find(|it| it.key == key))
        };
        let typed = "Ticket { $number } clos. { $link }";
        let preview = samples::preview(Locale::Fr, "sms-closed", typed).unwrap_or_default();
        let wrong = "Ticket clos.";
        let fault = check::looks_right(Locale::Fr, "sms-closed", wrong).err();
        [
            page("login-title"),
            page("sms-closed"),
            page("sms-closed").map(|it| it.previewed(typed, preview)),
            page("sms-closed").zip(fault).map(|(it, fault)| it.refused(wrong, &fault)),
            page("sms-closed").map(|it| it.overtaken(Some(typed))),
            page("tickets-rule"),
            page("gone-since"),
            page("sms-page"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
