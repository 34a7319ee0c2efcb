//! The schema's history, one file each, the same for SQLite and PostgreSQL.
//!
//! To add a migration: a file `mYYYYMMDD_NNNN_what.rs` with one `MigrationTrait`, its line in
//! [`Migrator`], and SQL that goes through [`dialect::Dialect::sql`], so that one text serves both databases. A table
//! with a `tenant_id` must be in [`TENANT_TABLES`]; its migration gives it row policies by `guard`, and a test compares.

use sea_orm_migration::prelude::*;

pub mod dialect;
mod m20261123_0001_reference;
mod m20261123_0002_tenant_tables;
mod m20261123_0003_row_policies;
mod m20261125_0004_staff_phone_codes;
mod m20261125_0010_workers;
mod m20261125_0011_rotations;
mod m20261125_0012_swaps;
mod m20261128_0013_policy_choice;
mod m20261128_0014_event_chain;
mod m20261128_0015_storms;
mod m20261128_0016_readiness;
mod m20261128_0017_ticket_words;
mod m20261128_0020_audit;
mod m20261128_0021_devices;
mod m20261128_0022_logos;
mod m20261128_0030_feedback;
mod m20261128_0031_ticket_orders;
mod m20261128_0040_refused_addresses;
mod m20261128_0041_sms_allowed;
mod m20261128_0050_factors;
mod m20261128_0055_own_hosts;
mod m20261128_0060_own_fields;
mod m20261128_0061_visibility;
mod m20261128_0062_followers;
mod m20261128_0065_privacy;
mod m20261128_0070_preferences;
mod m20261128_0080_company_settings;
mod m20261128_0085_deletions;
mod m20261128_0090_identities;
mod m20261128_0095_staff_factors;
mod m20261129_0096_company_exports;
mod m20261129_0097_retention;
mod m20261129_0098_own_texts;
mod m20261129_0100_passkeys;
mod m20261130_0101_stems;

/// All tables that carry a `tenant_id`, hence row policies on PostgreSQL.
pub const TENANT_TABLES: [&str; 35] = [
    "counters",
    "categories",
    "persons",
    "sessions",
    "links",
    "api_keys",
    "tickets",
    "messages",
    "files",
    "callbacks",
    "summons",
    "events",
    "deliveries",
    "attempts",
    "receipts",
    "jobs",
    "idempotency",
    "paging_windows",
    "ticket_words",
    "audit",
    "audit_heads",
    "devices",
    "logos",
    "factors",
    "recovery_codes",
    "exports",
    "followers",
    "identity_providers",
    "identities",
    "provider_sign_ins",
    "company_exports",
    "retentions",
    "passkeys",
    "passkey_ceremonies",
    "own_texts",
];

/// The tables that grow without bound: 16 hash partitions by tenant on PostgreSQL.
pub const PARTITIONED_TABLES: [&str; 6] =
    ["tickets", "messages", "events", "deliveries", "jobs", "ticket_words"];

/// Partitions of each of [`PARTITIONED_TABLES`].
pub const PARTITIONS: u32 = 16;

/// Applies what is missing, in order, each in a transaction.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_0001_reference::Migration),
            Box::new(m20261123_0002_tenant_tables::Migration),
            Box::new(m20261123_0003_row_policies::Migration),
            Box::new(m20261125_0004_staff_phone_codes::Migration),
            Box::new(m20261125_0010_workers::Migration),
            Box::new(m20261125_0011_rotations::Migration),
            Box::new(m20261125_0012_swaps::Migration),
            Box::new(m20261128_0013_policy_choice::Migration),
            Box::new(m20261128_0014_event_chain::Migration),
            Box::new(m20261128_0015_storms::Migration),
            Box::new(m20261128_0016_readiness::Migration),
            Box::new(m20261128_0017_ticket_words::Migration),
            Box::new(m20261128_0020_audit::Migration),
            Box::new(m20261128_0021_devices::Migration),
            Box::new(m20261128_0022_logos::Migration),
            Box::new(m20261128_0030_feedback::Migration),
            Box::new(m20261128_0031_ticket_orders::Migration),
            Box::new(m20261128_0040_refused_addresses::Migration),
            Box::new(m20261128_0041_sms_allowed::Migration),
            Box::new(m20261128_0050_factors::Migration),
            Box::new(m20261128_0055_own_hosts::Migration),
            Box::new(m20261128_0060_own_fields::Migration),
            Box::new(m20261128_0061_visibility::Migration),
            Box::new(m20261128_0062_followers::Migration),
            Box::new(m20261128_0065_privacy::Migration),
            Box::new(m20261128_0070_preferences::Migration),
            Box::new(m20261128_0080_company_settings::Migration),
            Box::new(m20261128_0085_deletions::Migration),
            Box::new(m20261128_0090_identities::Migration),
            Box::new(m20261128_0095_staff_factors::Migration),
            Box::new(m20261129_0096_company_exports::Migration),
            Box::new(m20261129_0097_retention::Migration),
            Box::new(m20261129_0098_own_texts::Migration),
            Box::new(m20261129_0100_passkeys::Migration),
            Box::new(m20261130_0101_stems::Migration),
        ]
    }
}
