//! A page as a person without scripts finds it: words, links, forms.

use scraper::{ElementRef, Html, Selector};

/// A parsed page.
#[derive(Debug)]
pub struct Document {
    html: Html,
}

/// A form with what it would send untouched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Path that it is sent to; empty for the page itself.
    pub action: String,
    /// Whether it asks for a page by its address instead of sending something.
    pub asks: bool,
    /// Whether it carries files.
    pub multipart: bool,
    /// Names and values that it sends untouched, in the order of the page.
    pub fields: Vec<(String, String)>,
    /// Names that a person may fill in or choose.
    pub names: Vec<String>,
}

impl Document {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        Self { html: Html::parse_document(html) }
    }

    /// Everything that can be read, with single spaces.
    pub fn words(&self) -> String {
        let body = self.all("body");
        let text: String = body.iter().flat_map(ElementRef::text).collect::<Vec<_>>().join(" ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of each element that the selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let join = |element: ElementRef<'_>| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.all(selector).into_iter().map(join).collect()
    }

    /// An attribute of each element that the selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector).iter().filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// The address of the first link whose words contain these.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let link =
            self.all("a[href]").into_iter().find(|link| link.text().collect::<String>().contains(words));
        link.and_then(|link| link.attr("href"))
            .unwrap_or_else(|| panic!("no link {words:?} among {:?}", self.texts("a[href]")))
            .to_owned()
    }

    /// The first form that the selector finds, such as `form[action="/login"]`.
    #[track_caller]
    pub fn form(&self, selector: &str) -> Form {
        let form = self.all(selector).into_iter().find(|element| element.value().name() == "form");
        let known = || self.attributes("form", "action");
        Form::read(form.unwrap_or_else(|| panic!("no form {selector} among {:?}", known())))
    }

    /// The first form with a button that says these words; the button's own name and value are sent too.
    #[track_caller]
    pub fn form_with_button(&self, words: &str) -> Form {
        let says = |button: &ElementRef<'_>| button.text().collect::<String>().contains(words);
        let button = self.all("form button").into_iter().find(says);
        let button =
            button.unwrap_or_else(|| panic!("no button {words:?} among {:?}", self.texts("form button")));
        let form =
            button.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "form");
        let mut form = Form::read(form.expect("a button inside a form"));
        if let Some(action) = button.attr("formaction") {
            action.clone_into(&mut form.action);
        }
        if let Some(name) = button.attr("name") {
            form.fields.push((name.to_owned(), button.attr("value").unwrap_or_default().to_owned()));
        }
        form
    }

    /// The value of the option of a drop-down whose words begin with these.
    #[track_caller]
    pub fn option(&self, field: &str, words: &str) -> String {
        let options = self.all(&format!("select[name={field}] option"));
        let says = |option: &&ElementRef<'_>| option.text().collect::<String>().trim().starts_with(words);
        let option = options.iter().find(says);
        let option = option.unwrap_or_else(|| panic!("no {words:?} among {:?}", self.texts("option")));
        option.attr("value").unwrap_or_default().to_owned()
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.html.select(&selector).collect()
    }
}

impl Form {
    fn read(form: ElementRef<'_>) -> Self {
        let selector = Selector::parse("input, select, textarea").expect("a selector");
        let (mut fields, mut names) = (Vec::new(), Vec::new());
        for element in form.select(&selector) {
            let Some(name) = element.attr("name").filter(|_| element.attr("disabled").is_none()) else {
                continue;
            };
            names.push(name.to_owned());
            if let Some(value) = untouched(element) {
                fields.push((name.to_owned(), value));
            }
        }
        Self {
            action: form.attr("action").unwrap_or_default().to_owned(),
            asks: form.attr("method") == Some("get"),
            multipart: form.attr("enctype") == Some("multipart/form-data"),
            fields,
            names,
        }
    }

    /// The value that a field would send untouched.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// What is sent once a person has filled in these fields.
    #[track_caller]
    pub(super) fn filled(&self, filled: &[(&str, &str)]) -> Vec<(String, String)> {
        for (name, _) in filled {
            assert!(self.names.iter().any(|known| known == name), "no field {name} among {:?}", self.names);
        }
        let untouched =
            self.fields.iter().filter(|(name, _)| filled.iter().all(|(other, _)| other != name)).cloned();
        let typed = filled.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        untouched.chain(typed).collect()
    }
}

fn untouched(element: ElementRef<'_>) -> Option<String> {
    match (element.value().name(), element.attr("type").unwrap_or("text")) {
        ("textarea", _) => Some(element.text().collect()),
        ("select", _) => {
            let options = Selector::parse("option").expect("a selector");
            let chosen = element.select(&options).find(|option| option.attr("selected").is_some());
            let chosen = chosen.or_else(|| element.select(&options).next())?;
            Some(chosen.attr("value").map_or_else(|| chosen.text().collect(), str::to_owned))
        }
        (_, "radio" | "checkbox") => {
            element.attr("checked").map(|_| element.attr("value").unwrap_or("on").to_owned())
        }
        (_, "submit" | "button" | "image" | "file") => None,
        _ => Some(element.attr("value").unwrap_or_default().to_owned()),
    }
}
