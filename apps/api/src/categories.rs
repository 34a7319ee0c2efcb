//! What tickets are about.

use poem_openapi::{Object, OpenApi, payload::Json};
use rappel_domain::{
    id::{CategoryId, FieldId},
    own_field::{self, Kind},
};

use crate::{
    Tag,
    key::{AnyKey, Caller},
    problem::{Failure, Lists},
    types::Id,
};

/// The resource `/categories`.
pub(crate) struct Categories;

/// What a ticket is about. Its names are for people; programs keep its `id`.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Category {
    /// Names it when a ticket is opened.
    id: Id<CategoryId>,
    /// In French.
    name_fr: String,
    /// In English.
    name_en: String,
    /// When to choose it, in French.
    hint_fr: Option<String>,
    /// When to choose it, in English.
    hint_en: Option<String>,
    /// A ticket of this category makes sure that somebody rings: it needs a `phone`.
    urgent: bool,
    /// What it asks beside the description, in order; a ticket is opened with answers to these.
    fields: Vec<OwnField>,
}

/// A field of a category's own.
#[derive(Debug, Object)]
pub(crate) struct OwnField {
    /// Names it when a ticket is opened.
    id: Id<FieldId>,
    /// What it asks, in French.
    label_fr: String,
    /// What it asks, in English.
    label_en: String,
    /// `text` (one line, at most 200 characters), `choice`, `number` or `date`.
    kind: String,
    /// A ticket is refused without it.
    required: bool,
    /// What there is to choose from, for a `choice`.
    choices: Vec<Choice>,
}

/// Something to choose; the words of either language choose it.
#[derive(Debug, Object)]
pub(crate) struct Choice {
    /// In French.
    fr: String,
    /// In English.
    en: String,
}

impl OwnField {
    fn of(field: own_field::OwnField) -> Self {
        let kind = field.kind.as_str().to_owned();
        let choices = match field.kind {
            Kind::Choice(choices) => choices,
            Kind::Text | Kind::Number | Kind::Date => Vec::new(),
        };
        Self {
            id: Id(field.id),
            label_fr: field.label.fr,
            label_en: field.label.en,
            kind,
            required: field.required,
            choices: choices.into_iter().map(|it| Choice { fr: it.fr, en: it.en }).collect(),
        }
    }
}

/// Every category that is offered.
#[derive(Debug, Object)]
pub(crate) struct CategoryList {
    /// In the order of the portal's list.
    items: Vec<Category>,
}

#[OpenApi(prefix_path = "/categories", tag = "Tag::Categories")]
impl Categories {
    /// List categories
    ///
    /// The categories that the tenant offers, all of them. Needs a key of any scope.
    #[oai(path = "/", method = "get", operation_id = "listCategories")]
    async fn list(&self, caller: Caller<AnyKey>) -> Result<Json<CategoryList>, Failure<Lists>> {
        let categories = caller.service().categories(caller.scope()).await?;
        let items = categories.into_iter().map(|it| Category {
            id: Id(it.id),
            name_fr: it.name_fr,
            name_en: it.name_en,
            hint_fr: it.hint_fr,
            hint_en: it.hint_en,
            urgent: it.is_urgent,
            fields: it.fields.into_iter().map(OwnField::of).collect(),
        });
        Ok(Json(CategoryList { items: items.collect() }))
    }
}
