//! Tables without a tenant: tenants themselves, hosts, staff, rotas, policies.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SQL).await
    }
}

const SQL: &str = "
CREATE TABLE tenants (
  id {uuid} NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('operator', 'client')),
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  country TEXT NOT NULL,
  brand_color TEXT NOT NULL,
  phone TEXT,
  promise_minutes INTEGER,
  close_after_days INTEGER,
  fallback_phone TEXT,
  fallback_email TEXT,
  terms_fr TEXT,
  terms_en TEXT,
  created_at {time} NOT NULL,
  disabled_at {time},
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX one_operator ON tenants (kind) WHERE kind = 'operator';

CREATE TABLE hosts (
  host TEXT NOT NULL PRIMARY KEY,
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  is_primary {bool} NOT NULL
);
CREATE INDEX hosts_by_tenant ON hosts (tenant_id);

CREATE TABLE teams (
  id {uuid} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE staff (
  id {uuid} NOT NULL PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT,
  phone_verified_at {time},
  sms_refused_at {time},
  locale TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'admin')),
  team_id {uuid} REFERENCES teams (id),
  all_tenants {bool} NOT NULL,
  password_hash TEXT,
  session_epoch INTEGER NOT NULL DEFAULT 0,
  created_at {time} NOT NULL,
  activated_at {time},
  disabled_at {time},
  last_sign_in_at {time},
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX staff_by_phone ON staff (phone);

CREATE TABLE staff_tenants (
  staff_id {uuid} NOT NULL REFERENCES staff (id),
  tenant_id {uuid} NOT NULL REFERENCES tenants (id),
  PRIMARY KEY (staff_id, tenant_id)
);

CREATE TABLE rotas (
  id {uuid} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  shifts {json} NOT NULL,
  created_at {time} NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE rota_overrides (
  id {uuid} NOT NULL PRIMARY KEY,
  rota_id {uuid} NOT NULL REFERENCES rotas (id),
  staff_id {uuid} NOT NULL REFERENCES staff (id),
  starts_at {time} NOT NULL,
  ends_at {time} NOT NULL,
  created_by {uuid} REFERENCES staff (id),
  CHECK (starts_at < ends_at)
);
CREATE INDEX rota_overrides_by_time ON rota_overrides (rota_id, ends_at);

CREATE TABLE policies (
  id {uuid} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  body {json} NOT NULL,
  is_default {bool} NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX one_default_policy ON policies (is_default) WHERE is_default;
";
