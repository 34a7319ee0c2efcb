//! Pictures of logos. What pages need to know of one is in [`crate::tenants::Tenant::logo`], so that no page asks here.

use rappel_domain::brand::Picture;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{entities::logos, error::Result, unit::Tx};

/// The pictures that were made of one logo, as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// For the head of pages and e-mails.
    pub header: Vec<u8>,
    /// For the browser's tab.
    pub icon: Vec<u8>,
    /// For the first screen of a phone.
    pub touch: Vec<u8>,
}

/// The logo of the scope's tenant.
#[derive(Debug)]
pub struct Logos<'a>(&'a Tx);

impl Tx {
    /// The logo of the scope's tenant.
    pub const fn logos(&self) -> Logos<'_> {
        Logos(self)
    }
}

impl Logos<'_> {
    /// Keeps the pictures in place of those before.
    pub async fn keep_pictures(&self, hash: &str, pictures: &Pictures) -> Result<()> {
        self.discard_pictures().await?;
        let row = logos::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            hash: Set(hash.to_owned()),
            header: Set(pictures.header.clone()),
            icon: Set(pictures.icon.clone()),
            touch: Set(pictures.touch.clone()),
        };
        logos::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// Takes the pictures away.
    pub async fn discard_pictures(&self) -> Result<()> {
        self.0.remove::<logos::Entity>().exec(&self.0.db).await?;
        Ok(())
    }

    /// A picture, if it is still that of this hash: what is kept for ever under an address must never be another one.
    pub async fn picture(&self, hash: &str, which: Picture) -> Result<Option<Vec<u8>>> {
        let column = match which {
            Picture::Header => logos::Column::Header,
            Picture::Icon => logos::Column::Icon,
            Picture::Touch => logos::Column::Touch,
        };
        let found = self.0.of::<logos::Entity>().filter(logos::Column::Hash.eq(hash));
        Ok(found.select_only().column(column).into_tuple().one(&self.0.db).await?)
    }
}
