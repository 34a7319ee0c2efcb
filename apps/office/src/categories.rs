//! `/tenants/{slug}/categories`: what tickets of a client company are about.

use poem::{Response, Result, handler, web::Path};
use rappel_domain::{id::CategoryId, own_field::MOST_FIELDS};
use rappel_pages::{
    Text,
    form::Choice,
    office::{Categories, CategoryChoices, CategoryFields, CategoryLine, CategoryPage, Done},
    routes::office as paths,
};
use rappel_service::{
    Error, Invalid,
    categories::{CategoryForm, FieldForm, field_name, state},
    tenants::Category,
};
use rappel_web::Problem;

use crate::{
    desk::{Desk, failed},
    policies::choices,
    tenants::head,
    typed::Typed,
};

/// The list, and a form to add one.
#[handler]
pub(crate) async fn get(desk: Desk, Path(slug): Path<String>) -> Result<Response> {
    let fields = CategoryFields::new(chooses(&desk, &slug, None).await?).with_rows(1, field_name);
    desk.show(paths::TENANTS, &list(&desk, &slug, fields).await?)
}

/// Adds a category.
#[handler]
pub(crate) async fn add(desk: Desk, Path(slug): Path<String>, typed: Typed) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    match desk.service().save_category(&desk.session.scope, tenant.id, None, &form(&typed)).await {
        Ok(()) => desk.done(Done::Saved, &paths::categories(&slug)),
        Err(Error::Invalid(invalid)) => {
            let fields = filled(CategoryFields::new(chooses(&desk, &slug, None).await?), &typed, &invalid);
            desk.refuse(paths::TENANTS, &list(&desk, &slug, fields).await?)
        }
        Err(other) => failed(other),
    }
}

/// One of them.
#[handler]
pub(crate) async fn show(desk: Desk, Path((slug, id)): Path<(String, String)>) -> Result<Response> {
    let (_, head) = head(&desk, &slug, &paths::categories(&slug)).await?;
    let all = every(&desk, &slug).await?;
    let found = all.iter().find(|it| it.id.to_string() == id).ok_or_else(Problem::not_found)?;
    let mut kept = Typed::from([
        ("name_fr", found.name_fr.clone()),
        ("name_en", found.name_en.clone()),
        ("hint_fr", found.hint_fr.clone().unwrap_or_default()),
        ("hint_en", found.hint_en.clone().unwrap_or_default()),
        ("policy", found.policy.map(|it| it.to_string()).unwrap_or_default()),
        ("team", found.team.map(|it| it.to_string()).unwrap_or_default()),
        ("version", state(found)),
    ]);
    for (place, field) in found.fields.iter().map(FieldForm::of).enumerate() {
        let FieldForm { id, label_fr, label_en, kind, is_required, choices } = field;
        let required = is_required.then(|| ("required", String::new()));
        let parts = [("id", id), ("fr", label_fr), ("en", label_en), ("kind", kind), ("choices", choices)];
        let parts = parts.into_iter().chain(required);
        kept.0.extend(parts.map(|(part, value)| (field_name(place, part), value)));
    }
    let boxes = [("is_urgent", found.is_urgent), ("is_archived", found.archived_at.is_some())];
    kept.0.extend(boxes.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name.to_owned(), String::new())));
    let fields = filled(CategoryFields::saved(chooses(&desk, &slug, Some(id.as_str())).await?), &kept, &[]);
    desk.show(paths::TENANTS, &CategoryPage::new(&slug, &id, head, fields))
}

/// Saves it.
#[handler]
pub(crate) async fn save(
    desk: Desk,
    Path((slug, id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response> {
    let (_, tenant) = desk.on(&slug).await?;
    let category: CategoryId = id.parse().map_err(|_| Problem::not_found())?;
    let form = form(&typed);
    match desk.service().save_category(&desk.session.scope, tenant.id, Some(category), &form).await {
        Ok(()) => desk.done(Done::Saved, &paths::categories(&slug)),
        Err(Error::Invalid(invalid)) => {
            let (_, head) = head(&desk, &slug, &paths::categories(&slug)).await?;
            let fields = CategoryFields::saved(chooses(&desk, &slug, Some(id.as_str())).await?);
            let mut fields = filled(fields, &typed, &invalid);
            let now = every(&desk, &slug).await?.into_iter().find(|it| it.id == category);
            let now = now.as_ref().map(state).unwrap_or_default();
            fields.version.iter_mut().for_each(|it| it.renew(&now));
            desk.refuse_version(paths::TENANTS, &CategoryPage::new(&slug, &id, head, fields), &invalid)
        }
        Err(other) => failed(other),
    }
}

async fn every(desk: &Desk, slug: &str) -> Result<Vec<Category>> {
    let (scope, _) = desk.on(slug).await?;
    Ok(desk.service().every_category(&scope).await.map_err(Problem::from)?)
}

async fn list(desk: &Desk, slug: &str, fields: CategoryFields) -> Result<Categories> {
    let (_, head) = head(desk, slug, &paths::categories(slug)).await?;
    let line = |category: Category| CategoryLine {
        href: paths::category(slug, category.id),
        urgent: category.is_urgent,
        archived: category.archived_at.is_some(),
        name_fr: category.name_fr,
        name_en: category.name_en,
    };
    let rows = every(desk, slug).await?.into_iter().map(line).collect();
    Ok(Categories::new(slug, head, rows, fields))
}

fn filled(fields: CategoryFields, typed: &Typed, invalid: &[Invalid]) -> CategoryFields {
    let used = (0..MOST_FIELDS).rev().find(|place| !is_free(typed, *place)).map_or(0, |place| place + 1);
    let mut fields = fields.with_rows((used + 1).min(MOST_FIELDS), field_name);
    typed.fill(fields.each(), invalid);
    typed.tick(&mut fields.is_urgent);
    for (place, row) in fields.own.iter_mut().enumerate() {
        row.id = typed.owned(&field_name(place, "id"));
        typed.tick(&mut row.required);
    }
    if let Some(archived) = &mut fields.is_archived {
        typed.tick(archived);
    }
    fields
}

/// Whether nothing was typed into a row.
fn is_free(typed: &Typed, place: usize) -> bool {
    ["fr", "en", "choices"].into_iter().all(|part| typed.get(&field_name(place, part)).trim().is_empty())
}

fn form(typed: &Typed) -> CategoryForm {
    let field = |place: usize| {
        let part = |part: &str| typed.owned(&field_name(place, part));
        FieldForm {
            id: part("id"),
            label_fr: part("fr"),
            label_en: part("en"),
            kind: part("kind"),
            is_required: typed.has(&field_name(place, "required")),
            choices: part("choices"),
        }
    };
    CategoryForm {
        name_fr: typed.owned("name_fr"),
        name_en: typed.owned("name_en"),
        hint_fr: typed.owned("hint_fr"),
        hint_en: typed.owned("hint_en"),
        is_urgent: typed.has("is_urgent"),
        is_archived: typed.has("is_archived"),
        policy: typed.owned("policy"),
        team: typed.owned("team"),
        after: typed.owned("after"),
        version: typed.owned("version"),
        fields: (0..MOST_FIELDS).map(field).collect(),
    }
}

/// What may be chosen for a category.
async fn chooses(desk: &Desk, slug: &str, own: Option<&str>) -> Result<CategoryChoices> {
    let teams = desk.service().teams(&desk.session.scope).await.map_err(Problem::from)?;
    let locale = desk.session.staff.locale;
    let others = every(desk, slug).await?.into_iter().filter(|it| own != Some(it.id.to_string().as_str()));
    Ok(CategoryChoices {
        policies: choices(desk).await?.0,
        teams: teams.into_iter().map(|it| Choice::new(it.id.to_string(), Text::plain(it.name))).collect(),
        others: others.map(|it| (it.id.to_string(), it.name(locale).to_owned())).collect(),
    })
}
