//! Renders pages: handlebars in strict mode, with the templates inside the binary.

mod functions;

pub(crate) use functions::day;

#[cfg(test)]
pub(crate) use functions::register as register_functions;

use handlebars::Handlebars;
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::{Frame, Page, assets, own::within, text::TextError};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
#[include = "*.hbs"]
pub(crate) struct Templates;

/// A page could not be rendered: always a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// A template does not parse.
    #[error(transparent)]
    Template(#[from] Box<handlebars::TemplateError>),
    /// A template asks for what the page does not have.
    #[error(transparent)]
    Render(#[from] Box<handlebars::RenderError>),
    /// A text is missing.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// The templates, parsed once.
#[derive(Debug, Clone)]
pub struct Pages {
    templates: Handlebars<'static>,
}

#[derive(Serialize)]
struct View<'a, P> {
    frame: &'a Frame,
    page: &'a P,
    title: String,
    css: &'static str,
    js: &'static str,
    icon: &'static str,
}

impl Pages {
    /// Parses every template.
    pub fn new() -> Result<Self, PageError> {
        let mut templates = Handlebars::new();
        templates.set_strict_mode(true);
        // Indenting a partial would add spaces to what people typed into a textarea.
        templates.set_prevent_indent(true);
        functions::register(&mut templates);
        templates.register_embed_templates_with_extension::<Templates>(".hbs").map_err(Box::new)?;
        Ok(Self { templates })
    }

    /// The HTML of a page.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, PageError> {
        within(frame.texts.as_ref(), || {
            let title = page.title().say(frame.locale)?;
            self.fill(P::TEMPLATE, frame, page, title)
        })
    }

    /// The HTML of a sample.
    pub fn render_specimen(
        &self,
        frame: &Frame,
        specimen: &crate::page::Specimen,
    ) -> Result<String, PageError> {
        within(frame.texts.as_ref(), || {
            let title = specimen.title.say(frame.locale)?;
            let data = specimen.data.clone().unwrap_or_default();
            self.fill(specimen.template, frame, &data, title)
        })
    }

    /// Fills a template whose data brings its own root.
    pub(crate) fn fill_root(&self, template: &str, root: &impl Serialize) -> Result<String, PageError> {
        Ok(self.templates.render(template, root).map_err(Box::new)?)
    }

    fn fill(
        &self,
        template: &str,
        frame: &Frame,
        page: &impl Serialize,
        title: String,
    ) -> Result<String, PageError> {
        let assets = assets::bundle();
        let view =
            View { frame, page, title, css: &assets.css_path, js: &assets.js_path, icon: &assets.icon_path };
        self.fill_root(template, &view)
    }
}
