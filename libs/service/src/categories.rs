//! What tickets of a client company can be about: named, ordered, routed, archived, and what each asks.

use rappel_domain::{
    audit::{CategoryPart, Deed},
    display_name::DisplayName,
    id::{CategoryId, FieldId, TenantId},
    own_field::{Kind, KindRefusal, MOST_FIELDS, OwnField, Words},
    role::StaffRight,
};
use rappel_store::{Tx, categories::Category};

use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    invalid::{Checks, Invalid, Reason},
    policies::chosen,
    retry::again,
    secret::sha256,
    tenants::{filled, tenant_of},
};

/// Names what a form shows of a category: another one when anything of it was saved, but for its place among the others.
pub fn state(category: &Category) -> String {
    let shown = Category { position: 0, ..category.clone() };
    let hash = sha256(&format!("{shown:?}"));
    // Eight bytes tell two states of one category apart.
    let first = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

/// Characters of a hint at most.
const LONGEST_HINT: usize = 500;

/// A category as it is typed.
#[derive(Debug, Clone, Default)]
pub struct CategoryForm {
    /// In French.
    pub name_fr: String,
    /// In English.
    pub name_en: String,
    /// A hint in French.
    pub hint_fr: String,
    /// A hint in English.
    pub hint_en: String,
    /// Whether its tickets make sure of a call.
    pub is_urgent: bool,
    /// Whether it is not offered any more.
    pub is_archived: bool,
    /// The identifier of its escalation; the company's when empty.
    pub policy: String,
    /// The identifier of the team that works it; none when empty.
    pub team: String,
    /// The identifier of the category that it stands after, or `first`; where it is, or last, when empty.
    pub after: String,
    /// Which [`state`] of it the form was filled from; not compared when empty.
    pub version: String,
    /// What it asks, in order. A field without any words is none, and one that is left out is taken away.
    pub fields: Vec<FieldForm>,
}

/// A field of a category's own as it is typed.
#[derive(Debug, Clone, Default)]
pub struct FieldForm {
    /// The identifier of one that exists; empty for a new one.
    pub id: String,
    /// What it asks, in French.
    pub label_fr: String,
    /// In English.
    pub label_en: String,
    /// `text`, `choice`, `number` or `date`.
    pub kind: String,
    /// Whether a ticket is refused without it.
    pub is_required: bool,
    /// The choices of one, a line each.
    pub choices: String,
}

impl FieldForm {
    /// A field as it would be typed.
    pub fn of(field: &OwnField) -> Self {
        Self {
            id: field.id.to_string(),
            label_fr: field.label.fr.clone(),
            label_en: field.label.en.clone(),
            kind: field.kind.as_str().to_owned(),
            is_required: field.required,
            choices: field.kind.choices_text(),
        }
    }

    fn is_blank(&self) -> bool {
        [&self.label_fr, &self.label_en, &self.choices].into_iter().all(|it| it.trim().is_empty())
    }
}

/// The name of a part of a field in the form; `place` counts from 0.
pub fn field_name(place: usize, part: &str) -> String {
    format!("field_{}_{part}", place + 1)
}

impl Service {
    /// Every category of a tenant in order, archived ones too, for staff.
    pub async fn every_category(&self, scope: &Scope) -> Result<Vec<Category>> {
        Ok(self.store.read(scope).await?.categories().list().await?)
    }

    /// Adds a category, or saves the one with an identifier.
    pub async fn save_category(
        &self,
        staff: &StaffScope,
        tenant: TenantId,
        id: Option<CategoryId>,
        form: &CategoryForm,
    ) -> Result<()> {
        if !staff.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        let scope = tenant_of(staff, tenant)?;
        let office = self.store.office(staff).await?;
        let (policies, teams) = (office.policies().await?, office.teams().await?);
        drop(office);
        again(|| async {
            let tx = self.store.write(&scope).await?;
            let all = tx.categories().hold_categories().await?;
            let found = match id {
                Some(id) => Some(all.iter().find(|it| it.id == id).cloned().ok_or(Error::NotFound)?),
                None => None,
            };
            if let Some(found) = &found
                && !form.version.is_empty()
                && form.version != state(found)
            {
                return Err(Error::Invalid(vec![Invalid::new("version", Reason::Text("form-stale"))]));
            }
            let mut checks = Checks::default();
            // Nobody could tell two of the same name apart who chooses one.
            let others = || all.iter().filter(|it| Some(it.id) != id && it.archived_at.is_none());
            let is_like =
                |one: &str, other: &DisplayName| one.to_lowercase() == other.as_str().to_lowercase();
            let name = |typed: &str, name_of: fn(&Category) -> &str| {
                let name = DisplayName::parse(typed)?;
                let is_taken = !form.is_archived && others().any(|it| is_like(name_of(it), &name));
                if is_taken { Err(Reason::Taken) } else { Ok(name) }
            };
            let name_fr = checks.take("name_fr", name(&form.name_fr, |it| &it.name_fr));
            let name_en = checks.take("name_en", name(&form.name_en, |it| &it.name_en));
            for (name, hint) in [("hint_fr", &form.hint_fr), ("hint_en", &form.hint_en)] {
                if hint.chars().count() > LONGEST_HINT {
                    checks.refuse(name, Reason::Text("category-hint-too-long"));
                }
            }
            let policy = checks.take("policy", chosen(&policies, &form.policy));
            let team = match form.team.as_str() {
                "" => Some(None),
                typed => {
                    let team = teams.iter().find(|it| it.id.to_string() == typed);
                    checks.take("team", team.map(|it| Some(it.id)).ok_or(Reason::NotAChoice))
                }
            };
            let place = checks.take("after", place(&all, id, &form.after));
            let known = found.as_ref().map(|it| it.fields.as_slice()).unwrap_or_default();
            let fields = own_fields(&tx, &mut checks, known, &form.fields);
            let (name_fr, name_en, policy, team, place, fields) =
                checks.done((|| Some((name_fr?, name_en?, policy?, team?, place?, fields?)))())?;
            let archived_at = found.as_ref().and_then(|it| it.archived_at);
            let category = Category {
                id: id.unwrap_or_else(|| CategoryId::new(tx.clock())),
                name_fr: name_fr.to_string(),
                name_en: name_en.to_string(),
                hint_fr: filled(&form.hint_fr),
                hint_en: filled(&form.hint_en),
                position: found.as_ref().map_or(all.len() as i32, |it| it.position),
                is_urgent: form.is_urgent,
                team,
                archived_at: form.is_archived.then(|| archived_at.unwrap_or(tx.clock().now())),
                policy,
                fields,
            };
            let mut parts = found.as_ref().map(|before| changed(before, &category)).unwrap_or_default();
            match found {
                Some(_) => tx.categories().update(&category).await?,
                None => tx.categories().insert(&category).await?,
            }
            if reorder(&tx, all, &category, place).await? {
                parts.push(CategoryPart::Place);
            }
            let deed = match found {
                Some(before) => Deed::CategoryChanged { category: before.name_fr, parts },
                None => Deed::CategoryAdded { category: category.name_fr },
            };
            if !matches!(&deed, Deed::CategoryChanged { parts, .. } if parts.is_empty()) {
                tx.audit().note(None, &deed).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// Where a category is to stand.
enum Place {
    /// Where it is; a new one last.
    Same,
    /// Before all others.
    First,
    /// After another.
    After(CategoryId),
}

fn place(all: &[Category], own: Option<CategoryId>, typed: &str) -> std::result::Result<Place, Reason> {
    match typed {
        "" => Ok(Place::Same),
        "first" => Ok(Place::First),
        other => {
            let other = all.iter().find(|it| it.id.to_string() == other && Some(it.id) != own);
            other.map(|it| Place::After(it.id)).ok_or(Reason::NotAChoice)
        }
    }
}

/// Puts a category in its place and counts the others through. Whether it moved; that a new one stands somewhere is no move.
async fn reorder(tx: &Tx, all: Vec<Category>, category: &Category, place: Place) -> Result<bool> {
    let was = all.iter().position(|it| it.id == category.id);
    let mut order: Vec<Category> = all.into_iter().filter(|it| it.id != category.id).collect();
    let at = match place {
        Place::Same => was.unwrap_or(order.len()),
        Place::First => 0,
        Place::After(other) => order.iter().position(|it| it.id == other).map_or(order.len(), |at| at + 1),
    };
    order.insert(at, category.clone());
    for (position, it) in order.into_iter().enumerate() {
        let position = position as i32;
        if it.position != position {
            tx.categories().update(&Category { position, ..it }).await?;
        }
    }
    Ok(was.is_some_and(|was| was != at))
}

fn own_fields(
    tx: &Tx,
    checks: &mut Checks,
    known: &[OwnField],
    typed: &[FieldForm],
) -> Option<Vec<OwnField>> {
    let mut fields: Vec<OwnField> = Vec::new();
    let mut is_whole = true;
    for (place, form) in typed.iter().enumerate().filter(|(_, form)| !form.is_blank()) {
        if place >= MOST_FIELDS {
            checks.refuse(field_name(MOST_FIELDS - 1, "fr"), Reason::Text("fields-too-many"));
            return None;
        }
        let name = |part: &str| field_name(place, part);
        let fr = checks.take(name("fr"), DisplayName::parse(&form.label_fr));
        let en = checks.take(name("en"), DisplayName::parse(&form.label_en));
        let kind = Kind::parse(&form.kind, &form.choices);
        let part = if kind == Err(KindRefusal::Unknown) { "kind" } else { "choices" };
        let kind = checks.take(name(part), kind.map_err(|refusal| Reason::Text(refusal.key())));
        // One that exists keeps its identifier, so that a form that was loaded before still names it. One that asks for something
        // of another kind is another field.
        let same = known.iter().find(|it| {
            it.id.to_string() == form.id
                && kind.as_ref().is_none_or(|kind| kind.as_str() == it.kind.as_str())
                && fields.iter().all(|before| before.id != it.id)
        });
        let id = same.map_or_else(|| FieldId::new(tx.clock()), |it| it.id);
        let whole = (|| {
            let label = Words { fr: fr?.to_string(), en: en?.to_string() };
            Some(OwnField { id, label, required: form.is_required, kind: kind? })
        })();
        match whole {
            Some(field)
                if fields.iter().any(|it| it.label.fr == field.label.fr || it.label.en == field.label.en) =>
            {
                checks.refuse(name("fr"), Reason::Taken);
                is_whole = false;
            }
            Some(field) => fields.push(field),
            None => is_whole = false,
        }
    }
    is_whole.then_some(fields)
}

fn changed(before: &Category, after: &Category) -> Vec<CategoryPart> {
    let parts = [
        (CategoryPart::Name, before.name_fr != after.name_fr || before.name_en != after.name_en),
        (CategoryPart::Hint, before.hint_fr != after.hint_fr || before.hint_en != after.hint_en),
        (CategoryPart::Urgency, before.is_urgent != after.is_urgent),
        (CategoryPart::Team, before.team != after.team),
        (CategoryPart::Policy, before.policy != after.policy),
        (CategoryPart::Fields, before.fields != after.fields),
        (CategoryPart::Archived, before.archived_at.is_none() && after.archived_at.is_some()),
        (CategoryPart::Offered, before.archived_at.is_some() && after.archived_at.is_none()),
    ];
    parts.into_iter().filter(|(_, is_other)| *is_other).map(|(part, _)| part).collect()
}
