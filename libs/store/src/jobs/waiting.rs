//! Whether something is to be done, without taking it.

use rappel_domain::{
    id::JobId,
    job::{Job, JobState},
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::in_state;
use crate::{convert::from_json, entities::jobs, error::Result, unit::Tx};

impl Tx {
    /// Whether a job was written, whatever has become of it.
    pub async fn has_job(&self, id: JobId) -> Result<bool> {
        let found = self.of::<jobs::Entity>().filter(jobs::Column::Id.eq(id.uuid())).one(&self.db).await?;
        Ok(found.is_some())
    }

    /// Whether a job that does just this still waits, or is done at this moment.
    pub async fn has_ready_job(&self, job: &Job) -> Result<bool> {
        let ready = self.of::<jobs::Entity>().filter(in_state(JobState::Ready));
        let ready = ready.filter(jobs::Column::Kind.eq(job.kind())).all(&self.db).await?;
        let is_it = |row: jobs::Model| from_json(row.payload, "jobs.payload").is_ok_and(|it: Job| it == *job);
        Ok(ready.into_iter().any(is_it))
    }
}
