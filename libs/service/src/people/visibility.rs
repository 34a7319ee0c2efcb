//! Whose tickets somebody of a company sees: said for one of them by a manager, for the company by the operator.

use rappel_domain::{
    audit::Deed,
    id::PersonId,
    visibility::{MOST_COLLEAGUES, Visibility},
};

use rappel_store::visible::CompanyRules;

use super::may_manage;
use crate::{
    Person, Scope, Service,
    error::Result,
    invalid::{Checks, Reason},
};

/// What somebody sees, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct VisibilityForm {
    /// `own`, `colleagues` or `company`; as the company when empty.
    pub sees: String,
    /// Identifiers of the colleagues; they count with `colleagues` only.
    pub colleagues: Vec<String>,
}

/// What somebody sees, and what there is to choose from.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who.
    pub person: Person,
    /// The others of the company, by name.
    pub others: Vec<Person>,
    /// What counts where nothing is said for somebody.
    pub company: Visibility,
}

impl Service {
    /// What somebody sees, for who may change it.
    pub async fn visibility_of(&self, scope: &Scope, id: PersonId) -> Result<Seen> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let person = tx.persons().by_id(id).await?;
        let others = tx.persons().list().await?.into_iter().filter(|it| it.id != id).collect();
        Ok(Seen { person, others, company: tx.members_see().await? })
    }

    /// What counts for the people of the company.
    pub async fn company_rules(&self, scope: &Scope) -> Result<CompanyRules> {
        Ok(self.store.read(scope).await?.company_rules().await?)
    }

    /// What members of the company see, where nothing else is said.
    pub async fn members_see(&self, scope: &Scope) -> Result<Visibility> {
        Ok(self.store.read(scope).await?.members_see().await?)
    }

    /// Says whose tickets somebody sees; it counts from their next request on.
    pub async fn set_visibility(&self, scope: &Scope, id: PersonId, form: &VisibilityForm) -> Result<()> {
        let others = self.visibility_of(scope, id).await?.others;
        let mut checks = Checks::default();
        let sees = match form.sees.as_str() {
            "" => Some(None),
            "own" => Some(Some(Visibility::Own)),
            "company" => Some(Some(Visibility::Company)),
            "colleagues" => checks.take("colleagues", chosen(&others, &form.colleagues)).map(Some),
            _ => {
                checks.refuse("sees", Reason::NotAChoice);
                None
            }
        };
        let sees = checks.done(sees)?;
        self.change_access(scope, id, |person, _| {
            let deed = Deed::VisibilityChanged { sees: sees.clone() };
            (person.visibility != sees).then(|| (Person { visibility: sees.clone(), ..person.clone() }, deed))
        })
        .await
    }
}

/// What members of a company may be let see; nothing typed leaves it as it is.
pub(crate) fn company_rule(typed: &str) -> std::result::Result<Option<Visibility>, Reason> {
    match typed {
        "" => Ok(None),
        "own" => Ok(Some(Visibility::Own)),
        "company" => Ok(Some(Visibility::Company)),
        _ => Err(Reason::NotAChoice),
    }
}

fn chosen(others: &[Person], typed: &[String]) -> std::result::Result<Visibility, Reason> {
    let known = |typed: &String| others.iter().find(|it| it.id.to_string() == *typed).map(|it| it.id);
    let these: Option<Vec<PersonId>> = typed.iter().map(known).collect();
    let mut these = these.ok_or(Reason::NotAChoice)?;
    these.sort_unstable();
    these.dedup();
    match these.len() {
        0 => Err(Reason::Text("colleagues-none")),
        count if count > MOST_COLLEAGUES => Err(Reason::Text("colleagues-many")),
        _ => Ok(Visibility::Colleagues(these)),
    }
}
