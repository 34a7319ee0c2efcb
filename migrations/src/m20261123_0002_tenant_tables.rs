//! Tables of tenants: primary key `(tenant_id, id)`, foreign keys that carry `tenant_id`, unique
//! only together with `tenant_id`.

use sea_orm_migration::prelude::*;

use crate::{
    PARTITIONS,
    dialect::{Dialect, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [PEOPLE, TICKETS, CALLBACKS, SENDING] {
            run(manager, statement).await?;
        }
        if Dialect::of(manager) == Dialect::Postgres {
            for table in FIRST_PARTITIONED {
                for part in 0..PARTITIONS {
                    let sql = format!(
                        "CREATE TABLE {table}_{part:02} PARTITION OF {table} \
                         FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
                    );
                    run(manager, &sql).await?;
                }
            }
        }
        Ok(())
    }
}

/// The partitioned tables that there were then.
pub(crate) const FIRST_PARTITIONED: [&str; 5] = ["tickets", "messages", "events", "deliveries", "jobs"];

const PEOPLE: &str = "
CREATE TABLE counters (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE categories (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  name_fr TEXT NOT NULL,
  name_en TEXT NOT NULL,
  hint_fr TEXT,
  hint_en TEXT,
  position INTEGER NOT NULL,
  is_urgent {bool} NOT NULL,
  team_id {uuid} REFERENCES teams (id),
  archived_at {time},
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE persons (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  user_name TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  phone_verified_at {time},
  phone_code_hash TEXT,
  phone_code_expires_at {time},
  phone_code_tries INTEGER NOT NULL DEFAULT 0,
  locale TEXT,
  role TEXT NOT NULL CHECK (role IN ('member', 'manager')),
  news_by_email {bool} NOT NULL,
  news_by_sms {bool} NOT NULL,
  password_hash TEXT,
  session_epoch INTEGER NOT NULL DEFAULT 0,
  created_at {time} NOT NULL,
  activated_at {time},
  disabled_at {time},
  last_sign_in_at {time},
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_name),
  UNIQUE (tenant_id, email)
);

CREATE TABLE sessions (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  id_hash {bytes} NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('portal', 'office')),
  subject {uuid} NOT NULL,
  epoch INTEGER NOT NULL,
  created_at {time} NOT NULL,
  seen_at {time} NOT NULL,
  expires_at {time} NOT NULL,
  ended_at {time},
  user_agent TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, id_hash)
);
CREATE INDEX sessions_by_subject ON sessions (tenant_id, subject);

CREATE TABLE links (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  token_hash {bytes} NOT NULL,
  purpose TEXT NOT NULL,
  subject {uuid} NOT NULL,
  object {uuid},
  created_at {time} NOT NULL,
  expires_at {time} NOT NULL,
  used_at {time},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash)
);
CREATE INDEX links_by_subject ON links (tenant_id, subject, purpose);

CREATE TABLE api_keys (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  name TEXT NOT NULL,
  secret_hash {bytes} NOT NULL,
  scopes {json} NOT NULL,
  staff_id {uuid} REFERENCES staff (id),
  created_at {time} NOT NULL,
  last_used_at {time},
  revoked_at {time},
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE idempotency (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash {bytes} NOT NULL,
  result {json} NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, actor, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
";

const TICKETS: &str = "
CREATE TABLE tickets (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  number BIGINT NOT NULL,
  category_id {uuid} NOT NULL,
  requester_id {uuid} NOT NULL,
  is_urgent {bool} NOT NULL,
  excerpt TEXT NOT NULL,
  search_text TEXT NOT NULL,
  continues_id {uuid},
  assignee_id {uuid} REFERENCES staff (id),
  status TEXT NOT NULL CHECK (status IN ('untreated', 'in_progress', 'answered', 'closed')),
  open_status TEXT NOT NULL CHECK (open_status IN ('untreated', 'in_progress', 'answered')),
  is_closed {bool} NOT NULL,
  answered_at {time},
  closes_at {time},
  is_reminded {bool} NOT NULL,
  closed_at {time},
  closed_by {json},
  opened_at {time} NOT NULL,
  waiting_since {time},
  is_raised {bool} NOT NULL,
  queue_rank INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, category_id) REFERENCES categories (tenant_id, id),
  FOREIGN KEY (tenant_id, requester_id) REFERENCES persons (tenant_id, id),
  FOREIGN KEY (tenant_id, continues_id) REFERENCES tickets (tenant_id, id),
  CHECK (status <> 'answered' OR (answered_at IS NOT NULL AND closes_at IS NOT NULL)),
  CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((status = 'closed') = is_closed)
){partitioned};
CREATE INDEX tickets_company_list ON tickets (tenant_id, is_closed, number);
CREATE INDEX tickets_own_list ON tickets (tenant_id, requester_id, is_closed, number);
CREATE INDEX tickets_todo ON tickets (queue_rank, waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX tickets_mine ON tickets (assignee_id, queue_rank, opened_at, id) WHERE NOT is_closed;
CREATE INDEX tickets_urgent ON tickets (opened_at, id) WHERE is_urgent AND NOT is_closed;
CREATE INDEX tickets_waiting ON tickets (answered_at, id) WHERE status = 'answered';
CREATE INDEX tickets_closed ON tickets (closed_at, id) WHERE is_closed;

CREATE TABLE messages (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  ticket_id {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('client', 'answer', 'note')),
  author {json} NOT NULL,
  body TEXT NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id)
){partitioned};
CREATE INDEX messages_of_ticket ON messages (tenant_id, ticket_id, id);

CREATE TABLE files (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  ticket_id {uuid} NOT NULL,
  message_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages (tenant_id, id)
);
CREATE INDEX files_of_ticket ON files (tenant_id, ticket_id);
";

const CALLBACKS: &str = "
CREATE TABLE callbacks (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  ticket_id {uuid} NOT NULL,
  phone TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  terms {json} NOT NULL,
  requested_at {time} NOT NULL,
  promised_by {time} NOT NULL,
  position INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  wrong_number_at {time},
  late_at {time},
  phase TEXT NOT NULL CHECK (phase IN ('requested', 'paging', 'accepted', 'reached', 'cancelled')),
  holder_id {uuid} REFERENCES staff (id),
  accepted_at {time},
  until {time},
  ended_at {time},
  ended_by {json},
  version INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id),
  CHECK (phase <> 'accepted' OR (holder_id IS NOT NULL AND accepted_at IS NOT NULL AND until IS NOT NULL)),
  CHECK ((phase IN ('reached', 'cancelled')) = (ended_at IS NOT NULL))
);
CREATE INDEX callbacks_of_ticket ON callbacks (tenant_id, ticket_id);
CREATE INDEX callbacks_open ON callbacks (requested_at, id) WHERE ended_at IS NULL;

CREATE TABLE summons (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  callback_id {uuid} NOT NULL,
  staff_id {uuid} REFERENCES staff (id),
  channel TEXT NOT NULL CHECK (channel IN ('sms', 'email', 'voice')),
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'dead')),
  created_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, callback_id) REFERENCES callbacks (tenant_id, id)
);
CREATE INDEX summons_of_callback ON summons (tenant_id, callback_id);
CREATE INDEX summons_of_staff ON summons (staff_id, created_at);

CREATE TABLE events (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  ticket_id {uuid} NOT NULL,
  callback_id {uuid},
  kind TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('client', 'staff')),
  actor {json} NOT NULL,
  fact {json} NOT NULL,
  at {time} NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id),
  FOREIGN KEY (tenant_id, callback_id) REFERENCES callbacks (tenant_id, id)
){partitioned};
CREATE INDEX events_of_ticket ON events (tenant_id, ticket_id, id);
";

const SENDING: &str = "
CREATE TABLE deliveries (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('sms', 'email', 'voice')),
  news TEXT NOT NULL,
  payload {json} NOT NULL,
  recipient {json} NOT NULL,
  ticket_id {uuid},
  callback_id {uuid},
  summons_id {uuid},
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled')),
  address TEXT,
  subject TEXT,
  body TEXT,
  provider TEXT,
  provider_message_id TEXT,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  created_at {time} NOT NULL,
  sent_at {time},
  settled_at {time},
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES tickets (tenant_id, id),
  FOREIGN KEY (tenant_id, callback_id) REFERENCES callbacks (tenant_id, id),
  FOREIGN KEY (tenant_id, summons_id) REFERENCES summons (tenant_id, id)
){partitioned};
CREATE INDEX deliveries_log ON deliveries (id);
CREATE INDEX deliveries_of_ticket ON deliveries (tenant_id, ticket_id, id);
CREATE INDEX deliveries_of_summons ON deliveries (tenant_id, summons_id) WHERE summons_id IS NOT NULL;

CREATE TABLE attempts (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  delivery_id {uuid} NOT NULL,
  number INTEGER NOT NULL,
  provider TEXT NOT NULL,
  started_at {time} NOT NULL,
  finished_at {time},
  outcome TEXT,
  detail TEXT,
  provider_message_id TEXT,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, delivery_id, number),
  FOREIGN KEY (tenant_id, delivery_id) REFERENCES deliveries (tenant_id, id)
);

CREATE TABLE receipts (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  delivery_id {uuid} NOT NULL,
  provider_message_id TEXT NOT NULL,
  status TEXT NOT NULL,
  detail TEXT,
  received_at {time} NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id, provider_message_id, status),
  FOREIGN KEY (tenant_id, delivery_id) REFERENCES deliveries (tenant_id, id)
);

CREATE TABLE jobs (
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  id {uuid} NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('urgent', 'mail', 'normal')),
  kind TEXT NOT NULL,
  payload {json} NOT NULL,
  run_at {time} NOT NULL,
  lease_until {time},
  fence BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'done', 'dead')),
  last_error TEXT,
  trace TEXT,
  created_at {time} NOT NULL,
  finished_at {time},
  PRIMARY KEY (tenant_id, id)
){partitioned};
CREATE INDEX jobs_due ON jobs (lane, run_at, tenant_id) WHERE state = 'ready';
CREATE INDEX jobs_claim ON jobs (tenant_id, lane, run_at) WHERE state = 'ready';
CREATE INDEX jobs_dead ON jobs (finished_at) WHERE state = 'dead';
CREATE INDEX jobs_done ON jobs (finished_at) WHERE state = 'done';
";
