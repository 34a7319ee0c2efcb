//! The browsers that somebody of a tenant is signed in with, for themselves.

use chrono::{DateTime, Utc};
use rappel_domain::id::{SessionId, TenantId};
use redis::AsyncCommands as _;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};

use crate::{
    Store,
    entities::sessions,
    error::{Result, StoreError},
    jobs::runner_scope,
    scope::{Rights, Scope},
    sessions::{
        Audience, Session, Sessions, Standing, Subject, change_in_redis, end_in_redis, from_row, key,
        keys_of, parse,
    },
};

/// A browser that somebody is signed in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedInBrowser {
    /// The identifier of its session.
    pub session: SessionId,
    /// Which it is, in words; empty when it did not say.
    pub browser: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was last used, to a few minutes.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_own: bool,
}

impl Store {
    /// Notes which browser a session is of, by the SHA-256 of its id.
    pub async fn name_session(&self, tenant: TenantId, hash: &[u8; 32], browser: &str) -> Result<()> {
        match &self.sessions {
            Sessions::Database => {
                let tx = self.write(&runner_scope(tenant)).await?;
                let row = sessions::ActiveModel { user_agent: Set(browser.to_owned()), ..Default::default() };
                let named = tx.change::<sessions::Entity>().set(row);
                named.filter(sessions::Column::IdHash.eq(hash.to_vec())).exec(&tx.db).await?;
                tx.commit().await
            }
            Sessions::Redis(redis) => {
                let (mut redis, key) = (redis.clone(), key(tenant, hash));
                let text: Option<String> = redis.get(&key).await?;
                let Some(found) = text.map(|text| parse(&text)).transpose()? else { return Ok(()) };
                let named = Session { browser: browser.to_owned(), ..found.clone() };
                change_in_redis(&mut redis, &key, &found, &named, self.clock().now()).await
            }
        }
    }

    /// How a session of the scope's person, or member of staff, stands, by the SHA-256 of its id. `None` when it is over, or another's. Sessions of staff are the operator's: on another tenant they have none.
    pub async fn session_standing(&self, scope: &Scope, hash: &[u8; 32]) -> Result<Option<Standing>> {
        let (subject, audience) = match scope.rights() {
            Rights::Person { person, .. } => (Subject::Person(*person), Audience::Portal),
            Rights::Staff { staff, .. } => (Subject::Staff(*staff), Audience::Office),
            _ => return Err(StoreError::Forbidden),
        };
        let found = self.session(scope.tenant(), hash, audience).await?;
        let found = found.filter(|(_, session)| session.subject == subject);
        Ok(found.map(|(_, session)| Standing {
            since: session.created_at,
            until: session.expires_at,
            epoch: session.epoch,
            proved: session.proved,
        }))
    }

    /// The browsers that the scope's person is signed in with, the last used first; `hash` is of the session that asks.
    pub async fn own_sessions(&self, scope: &Scope, hash: &[u8; 32]) -> Result<Vec<SignedInBrowser>> {
        let (subject, now) = (own(scope)?, self.clock().now());
        let own_key = key(scope.tenant(), hash);
        let mut found: Vec<SignedInBrowser> = self
            .living(scope, subject, now)
            .await?
            .into_iter()
            .map(|(key, session)| SignedInBrowser {
                session: session.id,
                browser: session.browser,
                since: session.created_at,
                seen_at: session.seen_at,
                is_own: key == own_key,
            })
            .collect();
        found.sort_by_key(|it| std::cmp::Reverse((it.is_own, it.seen_at, it.session)));
        Ok(found)
    }

    /// Ends a session of the scope's person. [`StoreError::NotFound`] when they have none with this identifier.
    pub async fn end_own_session(&self, scope: &Scope, id: SessionId) -> Result<()> {
        let (subject, now) = (own(scope)?, self.clock().now());
        let living = self.living(scope, subject, now).await?;
        let (key, _) = living.into_iter().find(|(_, it)| it.id == id).ok_or(StoreError::NotFound)?;
        match &self.sessions {
            Sessions::Database => {
                let tx = self.write(scope).await?;
                let row = sessions::ActiveModel { ended_at: Set(Some(now)), ..Default::default() };
                let ended = tx.change::<sessions::Entity>().set(row);
                ended.filter(sessions::Column::Id.eq(id.uuid())).exec(&tx.db).await?;
                tx.commit().await
            }
            Sessions::Redis(redis) => end_in_redis(&mut redis.clone(), &key, now).await.map(|_| ()),
        }
    }

    /// Sessions of somebody that would be let in, each with its key.
    async fn living(
        &self,
        scope: &Scope,
        subject: Subject,
        now: DateTime<Utc>,
    ) -> Result<Vec<(String, Session)>> {
        let tenant = scope.tenant();
        let Subject::Person(person) = subject else { return Err(StoreError::Forbidden) };
        let stored: Vec<(String, Session)> = match &self.sessions {
            Sessions::Database => {
                let tx = self.read(scope).await?;
                let rows = tx
                    .of::<sessions::Entity>()
                    .filter(sessions::Column::Audience.eq(subject.audience()))
                    .filter(sessions::Column::Subject.eq(subject.uuid()))
                    .filter(sessions::Column::EndedAt.is_null())
                    .all(&tx.db)
                    .await?;
                let stored = rows.into_iter().map(|row| {
                    let hash: [u8; 32] = row.id_hash.as_slice().try_into().unwrap_or_default();
                    Ok((key(tenant, &hash), from_row(row)?))
                });
                stored.collect::<Result<_>>()?
            }
            Sessions::Redis(redis) => {
                let mut redis = redis.clone();
                let all = keys_of(tenant, subject);
                let keys: Vec<String> = redis.smembers(&all).await?;
                let mut stored = Vec::with_capacity(keys.len());
                for key in keys {
                    let text: Option<String> = redis.get(&key).await?;
                    match text.map(|text| parse(&text)).transpose()? {
                        Some(session) => stored.push((key, session)),
                        // It expired.
                        None => {
                            let _: i64 = redis.srem(&all, &key).await?;
                        }
                    }
                }
                stored
            }
        };
        let epoch = self.read(scope).await?.persons().by_id(person).await?.session_epoch;
        Ok(stored
            .into_iter()
            .filter(|(_, it)| it.lives(now) && it.subject == subject && it.epoch == epoch)
            .collect())
    }
}

const fn own(scope: &Scope) -> Result<Subject> {
    match scope.rights() {
        Rights::Person { person, .. } => Ok(Subject::Person(*person)),
        _ => Err(StoreError::Forbidden),
    }
}
