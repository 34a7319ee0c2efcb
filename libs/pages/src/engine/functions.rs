//! What templates can call: texts, times, phone numbers, strict conditions.
//!
//! A function answers either a value or *markup*; as an argument of `t`, markup is put in as it is and values are
//! escaped. To add one: a function `fn(&Call) -> Result<Answer, String>` in a file of its kind, and a line in `register`.

mod condition;
mod phone;
mod say;
mod time;

pub(crate) use time::day;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use rappel_domain::Locale;
use serde_json::{Value, json};

/// Registers every function.
pub(crate) fn register(templates: &mut Handlebars<'static>) {
    for (name, function) in [
        ("t", say::t as Function),
        ("time", time::time),
        ("instant", time::instant),
        ("date", time::date),
        ("clock", time::clock),
        ("moment", time::moment),
        ("time-text", time::time_text),
        ("date-text", time::date_text),
        ("clock-text", time::clock_text),
        ("phone", phone::phone),
        ("tel", phone::tel),
        ("paragraphs", say::paragraphs),
        ("written", say::written),
        ("written-mail", say::written_mail),
        ("concat", say::concat),
        ("initials", say::initials),
        ("size", say::size),
        ("ratio", say::ratio),
    ] {
        templates.register_helper(name, Box::new(Named { name, function }));
    }
    templates.register_helper("if", Box::new(condition::Condition::If));
    templates.register_helper("unless", Box::new(condition::Condition::Unless));
}

type Function = fn(&Call<'_, '_>) -> Result<Answer, String>;

/// What a function answers.
pub(crate) enum Answer {
    /// A value, escaped where it is written.
    Value(Value),
    /// Markup of ours, in which every value is escaped already.
    Markup(String),
}

/// A call from a template.
pub(crate) struct Call<'a, 'rc> {
    helper: &'a Helper<'rc>,
    root: &'a Value,
}

impl Call<'_, '_> {
    /// A parameter by position; an error when it is missing or misspelt.
    fn param(&self, position: usize) -> Result<&Value, String> {
        match self.helper.param(position) {
            Some(param) if !param.is_value_missing() => Ok(param.value()),
            Some(param) => {
                Err(format!("nothing is called {}", param.relative_path().map_or("?", |path| path)))
            }
            None => Err(format!("parameter {position} is missing")),
        }
    }

    fn text(&self, position: usize) -> Result<&str, String> {
        self.param(position)?.as_str().ok_or_else(|| format!("parameter {position} is not a text"))
    }

    /// The named parameters; an error when one is misspelt.
    fn named(&self) -> Result<Vec<(&str, &Value)>, String> {
        self.helper
            .hash()
            .iter()
            .map(|(name, value)| {
                if value.is_value_missing() {
                    Err(format!("{name} has no value"))
                } else {
                    Ok((*name, value.value()))
                }
            })
            .collect()
    }

    fn locale(&self) -> Locale {
        self.root["frame"]["locale"].as_str().and_then(Locale::known).unwrap_or_default()
    }

    fn zone(&self) -> chrono_tz::Tz {
        self.root["frame"]["zone"].as_str().and_then(|name| name.parse().ok()).unwrap_or(chrono_tz::UTC)
    }

    fn now(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.root["frame"]["now"].as_str().and_then(|text| text.parse().ok())
    }
}

struct Named {
    name: &'static str,
    function: Function,
}

impl Named {
    fn answer(&self, helper: &Helper<'_>, context: &Context) -> Result<Answer, RenderError> {
        (self.function)(&Call { helper, root: context.data() })
            .map_err(|reason| RenderErrorReason::Other(format!("{}: {reason}", self.name)).into())
    }
}

impl HelperDef for Named {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(match self.answer(helper, context)? {
            Answer::Value(value) => value,
            Answer::Markup(html) => json!({ "html": html }),
        }))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match self.answer(helper, context)? {
            Answer::Value(value) => out.write(&handlebars::html_escape(&plain(&value)))?,
            Answer::Markup(html) => out.write(&html)?,
        }
        Ok(())
    }
}

/// A value as text, not escaped.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A value as markup: what is markup stays, everything else is escaped.
fn markup(value: &Value) -> String {
    match value.get("html").and_then(Value::as_str) {
        Some(html) => html.to_owned(),
        None => handlebars::html_escape(&plain(value)),
    }
}
