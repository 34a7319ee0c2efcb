//! Languages that rows name and that this program does not know. Such rows are read in the nearest one.

use std::collections::BTreeSet;

use rappel_domain::Locale;
use sea_orm::{EntityTrait as _, QuerySelect as _};

use crate::{
    Store,
    entities::{own_texts, persons, staff, tenants},
    error::Result,
    unit::{Tx, Writes},
};

fn unknown(tags: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    tags.into_iter().filter(|tag| Locale::known(tag).is_none()).collect()
}

impl Store {
    /// Tags that no language has, of companies and of staff.
    pub async fn unknown_languages(&self) -> Result<BTreeSet<String>> {
        let unit = self.reference(Writes::No).await?;
        let of_tenants = tenants::Entity::find().select_only().column(tenants::Column::Locale).distinct();
        let of_tenants: Vec<String> = of_tenants.into_tuple().all(&unit).await?;
        let of_staff = staff::Entity::find().select_only().column(staff::Column::Locale).distinct();
        let of_staff: Vec<String> = of_staff.into_tuple().all(&unit).await?;
        Ok(unknown(of_tenants.into_iter().chain(of_staff)))
    }
}

impl Tx {
    /// Tags that no language has, of the people and the own texts of the scope's tenant.
    pub async fn unknown_languages_here(&self) -> Result<BTreeSet<String>> {
        let of_people = self.of::<persons::Entity>().select_only().column(persons::Column::Locale).distinct();
        let of_people: Vec<Option<String>> = of_people.into_tuple().all(&self.db).await?;
        let of_texts =
            self.of::<own_texts::Entity>().select_only().column(own_texts::Column::Locale).distinct();
        let of_texts: Vec<String> = of_texts.into_tuple().all(&self.db).await?;
        Ok(unknown(of_people.into_iter().flatten().chain(of_texts)))
    }
}
