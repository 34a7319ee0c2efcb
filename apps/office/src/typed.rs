//! A form as it was typed: pages with many fields fill themselves in from it again.

use poem::{FromRequest, Request, RequestBody, Result};
use rappel_pages::form::{Choice, Field};
use rappel_service::Invalid;
use rappel_web::Form;

use crate::words::word_for;

/// Names and values of a form, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// The first value of a field; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| is(known, name)).map_or("", |(_, value)| value.as_str())
    }

    /// The same with more values.
    pub(crate) fn and(mut self, more: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(more);
        self
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| is(known, name)).map(|(_, value)| value.clone()).collect()
    }

    /// Fields that stand beside each other in rows of a form, row by row. The last row may be a free one.
    pub(crate) fn rows<const N: usize>(&self, names: [&str; N]) -> Vec<[String; N]> {
        let columns = names.map(|name| self.all(name));
        let count = columns.iter().map(Vec::len).min().unwrap_or_default();
        (0..count).map(|row| std::array::from_fn(|column| columns[column][row].clone())).collect()
    }

    /// Whether a box was ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| is(known, name))
    }

    /// The first value of a field, to be kept.
    pub(crate) fn owned(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// Fills fields in as they were typed, with what was wrong.
    pub(crate) fn fill<'a>(&self, fields: impl IntoIterator<Item = &'a mut Field>, invalid: &[Invalid]) {
        for field in fields {
            let values = self.all(&field.name);
            let chosen = |choice: Choice| Choice { selected: values.contains(&choice.value), ..choice };
            let choices = std::mem::take(&mut field.choices).into_iter().map(chosen).collect();
            field.choices = choices;
            field.value = values.into_iter().next().unwrap_or_default();
            field.error = word_for(invalid, &field.name);
        }
    }

    /// Ticks a box as it was.
    pub(crate) fn tick(&self, field: &mut Field) {
        field.checked = self.has(&field.name);
    }
}

/// A field that a form has several times ends in brackets there.
fn is(known: &str, name: &str) -> bool {
    known.strip_suffix("[]").unwrap_or(known) == name
}

impl<'a> FromRequest<'a> for Typed {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, body).await?;
        Ok(Self(fields))
    }
}

/// Values that are kept, as if they had been typed.
impl<const N: usize> From<[(&str, String); N]> for Typed {
    fn from(values: [(&str, String); N]) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

#[cfg(test)]
mod tests;
