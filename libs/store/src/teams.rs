//! Teams of the staff: the operator's own.

use rappel_domain::{
    callback::Team,
    id::{StaffId, TeamId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect as _, prelude::Uuid,
};

use crate::{
    entities::{categories, staff, teams},
    error::{Result, StoreError},
    unit::{Guarded, OfficeTx, Tx},
};

impl Tx {
    /// Every team with its people, to know whom to page.
    pub async fn teams(&self) -> Result<Vec<Team>> {
        teams_of(&self.db).await
    }
}

impl OfficeTx {
    /// Every team with its people, by name.
    pub async fn teams(&self) -> Result<Vec<Team>> {
        teams_of(&self.db).await
    }

    /// Teams that categories of the staff member's tenants name.
    pub async fn working_teams(&self) -> Result<Vec<TeamId>> {
        use categories::Column;
        let tenants = self.tenants.iter().map(|it| it.uuid());
        let named = categories::Entity::find().filter(Column::TenantId.is_in(tenants));
        let named =
            named.filter(Column::TeamId.is_not_null()).select_only().column(Column::TeamId).distinct();
        let ids: Vec<Uuid> = named.into_tuple().all(&self.db).await?;
        Ok(ids.into_iter().map(TeamId::from_uuid).collect())
    }

    /// Writes a new team. [`StoreError::Taken`] when there is one of this name.
    pub async fn insert_team(&mut self, id: TeamId, name: &str) -> Result<()> {
        let row = teams::ActiveModel { id: Set(id.uuid()), name: Set(name.to_owned()) };
        let made = teams::Entity::insert(row).exec_without_returning(&self.db).await;
        made.map(|_| ()).map_err(|error| StoreError::taken(error, "team"))
    }

    /// Takes a team away that nobody is in. [`StoreError::Used`] while a category names it.
    pub async fn delete_team(&mut self, id: TeamId) -> Result<()> {
        teams::Entity::delete_by_id(id.uuid()).exec(&self.db).await.map_err(StoreError::used)?;
        Ok(())
    }

    /// Puts somebody into a team, and out of the one before; `None` for no team.
    pub async fn set_team(&mut self, of: StaffId, team: Option<TeamId>) -> Result<()> {
        let row = staff::ActiveModel { team_id: Set(team.map(TeamId::uuid)), ..Default::default() };
        let found = staff::Entity::update_many().set(row).filter(staff::Column::Id.eq(of.uuid()));
        let done = found.exec(&self.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

async fn teams_of(db: &Guarded) -> Result<Vec<Team>> {
    let rows = teams::Entity::find().order_by_asc(teams::Column::Name).all(db).await?;
    let people = staff::Entity::find()
        .filter(staff::Column::TeamId.is_not_null())
        .order_by_asc(staff::Column::Name)
        .all(db)
        .await?;
    let team = |row: teams::Model| {
        let members = people.iter().filter(|it| it.team_id == Some(row.id));
        let members = members.map(|it| StaffId::from_uuid(it.id)).collect();
        Team { id: TeamId::from_uuid(row.id), name: row.name, members }
    };
    Ok(rows.into_iter().map(team).collect())
}
