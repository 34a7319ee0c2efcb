//! Texts that a company says in words of its own. What they mean, and whether they still fit, is known where they are said.

use std::collections::BTreeMap;

use rappel_domain::{Locale, id::TenantId, own_text::OwnText};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, Select,
    prelude::Expr, sea_query::OnConflict,
};

use crate::{
    Store,
    entities::{own_texts, tenants},
    erasing::Rewrite,
    error::{Result, StoreError},
    unit::{Tx, Writes},
};

/// The own texts of the scope's tenant.
#[derive(Debug)]
pub struct OwnTexts<'a>(&'a Tx);

impl Tx {
    /// The own texts of the scope's tenant.
    pub const fn own_texts(&self) -> OwnTexts<'_> {
        OwnTexts(self)
    }
}

impl OwnTexts<'_> {
    /// Every text, by language and key. Those in a language that is gone are left out.
    pub async fn own_words(&self) -> Result<Vec<OwnText>> {
        self.read(self.0.of::<own_texts::Entity>()).await
    }

    /// Those that e-mails and SMS in a language are written with: their keys begin with `mail-` and `sms-`.
    pub async fn own_words_of_messages(&self, locale: Locale) -> Result<Vec<OwnText>> {
        let key = own_texts::Column::Key;
        let keys = Condition::any().add(key.starts_with("mail-")).add(key.starts_with("sms-"));
        let rows = self.0.of::<own_texts::Entity>().filter(own_texts::Column::Locale.eq(locale.tag()));
        self.read(rows.filter(keys)).await
    }

    async fn read(&self, rows: Select<own_texts::Entity>) -> Result<Vec<OwnText>> {
        let rows = rows
            .order_by_asc(own_texts::Column::Locale)
            .order_by_asc(own_texts::Column::Key)
            .all(&self.0.db)
            .await?;
        let read = |row: own_texts::Model| {
            Some(OwnText { locale: Locale::known(&row.locale)?, key: row.key, words: row.words })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The version of the texts, held until this unit of work ends: changes follow each other.
    pub async fn hold_texts_version(&self) -> Result<i64> {
        let next = tenants::Entity::update_many()
            .col_expr(tenants::Column::TextsVersion, Expr::col(tenants::Column::TextsVersion).add(1))
            .filter(tenants::Column::Id.eq(self.0.tenant.uuid()))
            .filter(tenants::Column::ErasedAt.is_null())
            .exec(&self.0.db)
            .await?;
        if next.rows_affected != 1 {
            return Err(StoreError::NotFound);
        }
        let row = tenants::Entity::find_by_id(self.0.tenant.uuid()).one(&self.0.db).await?;
        Ok(row.ok_or(StoreError::NotFound)?.texts_version)
    }

    /// Says a text in other words.
    pub async fn keep_own_words(&self, text: &OwnText) -> Result<()> {
        let row = own_texts::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            locale: Set(text.locale.tag().to_owned()),
            key: Set(text.key.clone()),
            words: Set(text.words.clone()),
        };
        let key = [own_texts::Column::TenantId, own_texts::Column::Locale, own_texts::Column::Key];
        let conflict = OnConflict::columns(key).update_column(own_texts::Column::Words).to_owned();
        own_texts::Entity::insert(row).on_conflict(conflict).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// Rewrites the words of every text, whatever its language; whether any were. Then the version is another.
    pub async fn rewrite_own_words(&self, rewrite: Rewrite<'_>) -> Result<bool> {
        let tx = self.0;
        let is_named = |row: &own_texts::Model| rewrite(&row.words).is_some();
        if !tx.of::<own_texts::Entity>().all(&tx.db).await?.iter().any(is_named) {
            return Ok(false);
        }
        // Read again once they are held: whoever changed one meanwhile is not undone.
        self.hold_texts_version().await?;
        for row in tx.of::<own_texts::Entity>().all(&tx.db).await? {
            let Some(words) = rewrite(&row.words) else { continue };
            let changed = own_texts::ActiveModel { words: Set(words), ..Default::default() };
            tx.change::<own_texts::Entity>()
                .set(changed)
                .filter(own_texts::Column::Locale.eq(row.locale))
                .filter(own_texts::Column::Key.eq(row.key))
                .exec(&tx.db)
                .await?;
        }
        Ok(true)
    }

    /// Says a text as everybody does. Whether there was another.
    pub async fn drop_own_words(&self, locale: Locale, key: &str) -> Result<bool> {
        let gone = self
            .0
            .remove::<own_texts::Entity>()
            .filter(own_texts::Column::Locale.eq(locale.tag()))
            .filter(own_texts::Column::Key.eq(key))
            .exec(&self.0.db)
            .await?;
        Ok(gone.rows_affected > 0)
    }
}

impl Store {
    /// The version of the texts of each company that ever had any of its own.
    pub async fn texts_versions(&self) -> Result<BTreeMap<TenantId, i64>> {
        let unit = self.reference(Writes::No).await?;
        let rows = tenants::Entity::find().filter(tenants::Column::TextsVersion.gt(0)).all(&unit).await?;
        Ok(rows.into_iter().map(|row| (TenantId::from_uuid(row.id), row.texts_version)).collect())
    }
}
