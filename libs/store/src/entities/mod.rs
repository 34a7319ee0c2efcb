//! One entity for each table; private to this crate, so that nobody reads a row without a scope.
//!
//! To add a column: the migration, then the field here; the compiler names the places that write it.
#![expect(unreachable_pub, reason = "sea-orm's derives need pub items; the module itself is private")]
#![allow(dead_code, reason = "the derives make more than a table needs")]

pub(crate) mod api_keys;
pub(crate) mod attempts;
pub(crate) mod audit;
pub(crate) mod audit_heads;
pub(crate) mod callbacks;
pub(crate) mod categories;
pub(crate) mod company_exports;
pub(crate) mod counters;
pub(crate) mod deletions;
pub(crate) mod deliveries;
pub(crate) mod devices;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod factors;
pub(crate) mod files;
pub(crate) mod followers;
pub(crate) mod hosts;
pub(crate) mod idempotency;
pub(crate) mod identities;
pub(crate) mod identity_providers;
pub(crate) mod jobs;
pub(crate) mod links;
pub(crate) mod logos;
pub(crate) mod messages;
pub(crate) mod own_texts;
pub(crate) mod paging_windows;
pub(crate) mod passkey_ceremonies;
pub(crate) mod passkeys;
pub(crate) mod persons;
pub(crate) mod policies;
pub(crate) mod provider_sign_ins;
pub(crate) mod receipts;
pub(crate) mod recovery_codes;
pub(crate) mod refused_addresses;
pub(crate) mod retentions;
pub(crate) mod rota_overrides;
pub(crate) mod rota_swaps;
pub(crate) mod rotas;
pub(crate) mod sessions;
pub(crate) mod shift_notices;
pub(crate) mod staff;
pub(crate) mod staff_tenants;
pub(crate) mod summons;
pub(crate) mod teams;
pub(crate) mod tenants;
pub(crate) mod texted_phones;
pub(crate) mod ticket_words;
pub(crate) mod tickets;
pub(crate) mod workers;
