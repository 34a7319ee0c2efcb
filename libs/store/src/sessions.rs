//! Signed-in browsers. Only the hash of a session's id is kept; a session that ended leaves a tombstone, so that a
//! request in flight cannot bring it back.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    id::{PersonId, SessionId, StaffId, TenantId},
    role::UnknownWord,
};
use redis::AsyncCommands as _;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, prelude::Uuid};
use serde::{Deserialize, Serialize};

use crate::{
    Store,
    entities::sessions,
    error::{Result, StoreError},
    jobs::runner_scope,
    unit::Tx,
};

/// After so long without a request a session ends.
pub const IDLE: Duration = Duration::hours(12);
/// After so long it ends in any case.
pub const ABSOLUTE: Duration = Duration::days(14);
/// A session's last use is written at most this often.
pub(crate) const TOUCH: Duration = Duration::minutes(5);

/// Where sessions live.
#[derive(Clone)]
pub enum Sessions {
    /// In the table `sessions`.
    Database,
    /// In Redis, under `rappel:session:`.
    Redis(redis::aio::ConnectionManager),
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Database => "Database",
            Self::Redis(_) => "Redis",
        })
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// Somebody of a tenant, in its portal.
    Person(PersonId),
    /// Somebody of staff, in the back office.
    Staff(StaffId),
}

impl Subject {
    pub(crate) const fn audience(self) -> &'static str {
        match self {
            Self::Person(_) => "portal",
            Self::Staff(_) => "office",
        }
    }

    pub(crate) const fn uuid(self) -> Uuid {
        match self {
            Self::Person(id) => id.uuid(),
            Self::Staff(id) => id.uuid(),
        }
    }

    pub(crate) const fn staff(self) -> Option<StaffId> {
        match self {
            Self::Person(_) => None,
            Self::Staff(id) => Some(id),
        }
    }
}

impl From<PersonId> for Subject {
    fn from(id: PersonId) -> Self {
        Self::Person(id)
    }
}

impl From<StaffId> for Subject {
    fn from(id: StaffId) -> Self {
        Self::Staff(id)
    }
}

/// A session as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) subject: Subject,
    pub(crate) epoch: i32,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) seen_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
    /// Which browser it is of, in words; sessions from before that was noted have none.
    #[serde(default)]
    pub(crate) browser: String,
    /// Whether it began with a proof of who sits there; those from before that was noted did.
    // Not written where it is: whoever changes a session compares it with the text that it was kept as, before that was noted too.
    #[serde(default = "proved", skip_serializing_if = "is_proved")]
    pub(crate) proved: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_proved(it: &bool) -> bool {
    *it
}

const fn proved() -> bool {
    true
}

/// What a session is known by to whoever it is of; another one may take it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Since when it counts.
    pub since: DateTime<Utc>,
    /// When it ends in any case.
    pub until: DateTime<Utc>,
    /// Of which epoch of its person it is.
    pub epoch: i32,
    /// Whether a password, a link or a code was given when it began; a provider may have asked for nothing.
    pub proved: bool,
}

/// How a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begins {
    /// Now, with a password, a link or a code.
    Proved,
    /// Now, with a word of the company's provider.
    ByProvider,
    /// In the place of another.
    InPlaceOf(Standing),
}

impl Session {
    pub(crate) fn lives_for(&self, audience: Audience, now: DateTime<Utc>) -> bool {
        self.lives(now) && self.subject.audience() == audience.word()
    }

    pub(crate) fn lives(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && now < self.expires_at && now - self.seen_at < IDLE
    }
}

impl Store {
    /// Begins a session; one that takes the place of another ends when that one would have.
    pub(crate) async fn begin_session(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
        subject: Subject,
        epoch: i32,
        begins: Begins,
    ) -> Result<SessionId> {
        let clock = self.clock();
        let now = clock.now();
        let (since, until, proved) = match begins {
            Begins::Proved => (now, now + ABSOLUTE, true),
            Begins::ByProvider => (now, now + ABSOLUTE, false),
            Begins::InPlaceOf(other) => (other.since, other.until, other.proved),
        };
        let session = Session {
            id: SessionId::new(&*clock),
            subject,
            epoch,
            created_at: since,
            seen_at: now,
            expires_at: until,
            ended_at: None,
            browser: String::new(),
            proved,
        };
        match &self.sessions {
            Sessions::Database => {
                let tx = self.write(&runner_scope(tenant)).await?;
                tx.insert_session(hash, &session).await?;
                tx.commit().await?;
            }
            Sessions::Redis(redis) => {
                let (mut redis, life) = (redis.clone(), ABSOLUTE.num_seconds());
                let key = key(tenant, hash);
                let all = keys_of(tenant, subject);
                let mut both = redis::pipe();
                both.set_ex(&key, json(&session)?, life as u64).ignore();
                both.sadd(&all, &key).ignore().expire(&all, life).ignore();
                let _: () = both.query_async(&mut redis).await?;
            }
        }
        Ok(session.id)
    }

    /// Begins to read a tenant's rows, with the session of a hash if it lives and is of this tenant and audience.
    /// Redis is asked first, so that no connection of the database waits for it.
    pub(crate) async fn session(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
        audience: Audience,
    ) -> Result<Option<(Tx, Session)>> {
        let (tx, found) = match &self.sessions {
            Sessions::Database => {
                let tx = self.read(&runner_scope(tenant)).await?;
                let found = tx.session_by_hash(hash).await?;
                (tx, found)
            }
            Sessions::Redis(redis) => {
                let Some(found) = in_redis(redis, tenant, hash).await? else { return Ok(None) };
                (self.read(&runner_scope(tenant)).await?, Some(found))
            }
        };
        let living = found.filter(|it| it.lives_for(audience, self.clock().now()));
        Ok(living.map(|session| (tx, session)))
    }

    /// Notes that a session was used, now and then.
    pub(crate) async fn touch_session(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
        session: &Session,
    ) -> Result<()> {
        if !self.is_to_be_touched(session) {
            return Ok(());
        }
        self.touch(tenant, hash, session, self.clock().now()).await
    }

    /// Whether it was used for some time without its being noted.
    pub(crate) fn is_to_be_touched(&self, session: &Session) -> bool {
        self.clock().now() - session.seen_at > TOUCH
    }

    async fn touch(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<()> {
        match &self.sessions {
            Sessions::Database => {
                let tx = self.write(&runner_scope(tenant)).await?;
                tx.touch_session(session.id, now).await?;
                tx.commit().await
            }
            Sessions::Redis(redis) => {
                let seen = Session { seen_at: now, ..session.clone() };
                change_in_redis(&mut redis.clone(), &key(tenant, hash), session, &seen, now).await
            }
        }
    }

    /// Ends a session; its tombstone stays until it would have expired. Whether it had not ended before: of two who end it at
    /// once, one did.
    pub async fn end_session(&self, tenant: TenantId, hash: &[u8; 32]) -> Result<bool> {
        let now = self.clock().now();
        match &self.sessions {
            Sessions::Database => {
                let tx = self.write(&runner_scope(tenant)).await?;
                let ended = tx.end_session_by_hash(hash, now).await?;
                tx.commit().await?;
                Ok(ended)
            }
            Sessions::Redis(redis) => end_in_redis(&mut redis.clone(), &key(tenant, hash), now).await,
        }
    }
}

/// The session of a hash, living or not.
pub(crate) async fn in_redis(
    redis: &redis::aio::ConnectionManager,
    tenant: TenantId,
    hash: &[u8; 32],
) -> Result<Option<Session>> {
    let text: Option<String> = redis.clone().get(key(tenant, hash)).await?;
    text.map(|text| parse(&text)).transpose()
}

/// Only over the value that was read: a tombstone written in between stays.
pub(crate) async fn change_in_redis(
    redis: &mut redis::aio::ConnectionManager,
    key: &str,
    from: &Session,
    to: &Session,
    now: DateTime<Utc>,
) -> Result<()> {
    let left = (from.expires_at - now).num_seconds().max(1);
    let script = redis::Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then \
         redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end return 1",
    );
    let _: i64 = script.key(key).arg(json(from)?).arg(json(to)?).arg(left).invoke_async(redis).await?;
    Ok(())
}

/// Writes the tombstone of a session, wherever it stands. Whether there was none yet.
pub(crate) async fn end_in_redis(
    redis: &mut redis::aio::ConnectionManager,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text: Option<String> = redis.get(key).await?;
    let Some(mut session) = text.map(|text| parse(&text)).transpose()? else {
        return Ok(false);
    };
    session.ended_at = Some(now);
    let left = (session.expires_at - now).num_seconds().max(1);
    let script = redis::Script::new(
        "local before = redis.call('GET', KEYS[1]) \
         if before then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end return before",
    );
    let before: Option<String> = script.key(key).arg(json(&session)?).arg(left).invoke_async(redis).await?;
    Ok(before.map(|text| parse(&text)).transpose()?.is_some_and(|before| before.ended_at.is_none()))
}

/// Which of the two sites a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Portal,
    Office,
}

impl Audience {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Office => "office",
        }
    }
}

impl Tx {
    async fn insert_session(&self, hash: &[u8; 32], session: &Session) -> Result<()> {
        let row = sessions::ActiveModel {
            tenant_id: Set(self.tenant.uuid()),
            id: Set(session.id.uuid()),
            id_hash: Set(hash.to_vec()),
            audience: Set(session.subject.audience().to_owned()),
            subject: Set(session.subject.uuid()),
            epoch: Set(session.epoch),
            created_at: Set(session.created_at),
            seen_at: Set(session.seen_at),
            expires_at: Set(session.expires_at),
            ended_at: Set(None),
            user_agent: Set(session.browser.clone()),
            proved: Set(session.proved),
        };
        sessions::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    async fn session_by_hash(&self, hash: &[u8; 32]) -> Result<Option<Session>> {
        let row = self
            .of::<sessions::Entity>()
            .filter(sessions::Column::IdHash.eq(hash.to_vec()))
            .one(&self.db)
            .await?;
        row.map(from_row).transpose()
    }

    async fn touch_session(&self, id: SessionId, now: DateTime<Utc>) -> Result<()> {
        self.change::<sessions::Entity>()
            .set(sessions::ActiveModel { seen_at: Set(now), ..Default::default() })
            .filter(sessions::Column::Id.eq(id.uuid()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn end_session_by_hash(&self, hash: &[u8; 32], now: DateTime<Utc>) -> Result<bool> {
        let done = self
            .change::<sessions::Entity>()
            .set(sessions::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
            .filter(sessions::Column::IdHash.eq(hash.to_vec()))
            .filter(sessions::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

pub(crate) fn from_row(row: sessions::Model) -> Result<Session> {
    let subject = match row.audience.as_str() {
        "portal" => Subject::Person(PersonId::from_uuid(row.subject)),
        "office" => Subject::Staff(StaffId::from_uuid(row.subject)),
        _ => return Err(unreadable(UnknownWord)),
    };
    Ok(Session {
        id: SessionId::from_uuid(row.id),
        subject,
        epoch: row.epoch,
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        browser: row.user_agent,
        proved: row.proved,
    })
}

pub(crate) fn key(tenant: TenantId, hash: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    let mut key = format!("rappel:session:{}:", tenant.uuid().simple());
    for byte in hash {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// Where the keys of all sessions of somebody are.
pub(crate) fn keys_of(tenant: TenantId, subject: Subject) -> String {
    format!("rappel:sessions:{}:{}", tenant.uuid().simple(), subject.uuid().simple())
}

pub(crate) fn json(session: &Session) -> Result<String> {
    serde_json::to_string(session).map_err(|_| StoreError::Unreadable { column: "session" })
}

pub(crate) fn parse(text: &str) -> Result<Session> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { column: "session" })
}

fn unreadable(_: UnknownWord) -> StoreError {
    StoreError::Unreadable { column: "sessions.audience" }
}
