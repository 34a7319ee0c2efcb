//! What tickets are about.

use poem_openapi::{Object, OpenApi, payload::Json};
use rappel_domain::id::CategoryId;

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
        });
        Ok(Json(CategoryList { items: items.collect() }))
    }
}
