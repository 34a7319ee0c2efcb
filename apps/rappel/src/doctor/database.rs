//! The database: reachable, up to date, and guarded by its row policies.

use rappel_settings::Settings;
use rappel_store::RoleFault;

use super::Finding;
use crate::backends::{self, Backends};

/// Above this, decisions of several machines would be told apart by people.
const OFFSET_SECONDS: i64 = 5;

/// Whether it can be opened and has every migration.
pub(super) async fn schema(settings: &Settings) -> Vec<Finding> {
    if let Err(stop) = backends::prepare_database(settings) {
        return vec![Finding::broken(stop.to_string(), "Let this user write to that folder.")];
    }
    match rappel_store::pending_migrations(settings.database.url.expose()).await {
        Ok(0) => vec![Finding::fine("The database answers and is up to date.")],
        Ok(missing) => vec![Finding::broken(
            format!("The database lacks {missing} migrations."),
            "Run `rappel migrate`.",
        )],
        Err(error) => vec![Finding::broken(
            format!("The database cannot be opened: {error}"),
            "Check database.url, and that the server runs and lets this user in.",
        )],
    }
}

/// What only shows once it is open.
pub(super) async fn store(backends: &Backends) -> Vec<Finding> {
    let store = backends.service.store();
    let mut findings = Vec::new();
    match store.role_faults().await {
        Ok(faults) => findings.extend(faults.into_iter().map(role)),
        Err(error) => findings.push(Finding::broken(
            format!("The role of the database cannot be read: {error}"),
            "Let the role read pg_roles and pg_class.",
        )),
    }
    findings.push(clock(store));
    findings.extend(jobs(backends).await);
    findings
}

fn role(fault: RoleFault) -> Finding {
    match fault {
        RoleFault::Superuser => Finding::broken(
            "The database role is a superuser, for whom row policies do not hold.",
            "Make a role of its own: CREATE ROLE rappel LOGIN NOSUPERUSER NOBYPASSRLS, and use it in database.url.",
        ),
        RoleFault::BypassesRowPolicies => Finding::broken(
            "The database role may bypass row policies.",
            "Run ALTER ROLE … NOBYPASSRLS as a superuser.",
        ),
        RoleFault::TableWithoutForcedPolicies => Finding::broken(
            "A table with tenants' rows does not force its row policies.",
            "Run `rappel migrate`; if it stays, run ALTER TABLE … ENABLE and FORCE ROW LEVEL SECURITY on it.",
        ),
    }
}

#[expect(clippy::disallowed_methods, reason = "the machine's own clock is what is being checked")]
fn clock(store: &rappel_store::Store) -> Finding {
    let offset = (chrono::Utc::now() - store.clock().now()).num_seconds();
    match offset.abs() {
        0..=OFFSET_SECONDS => Finding::fine("This machine's clock agrees with the database's."),
        _ => Finding::careful(
            format!("This machine's clock is {offset} s away from the database's."),
            "Switch on time synchronisation (timedatectl set-ntp true). Deadlines go by the database's clock meanwhile.",
        ),
    }
}

async fn jobs(backends: &Backends) -> Vec<Finding> {
    match backends.service.dead_jobs().await {
        Ok(dead) if dead.is_empty() => vec![Finding::fine("No job has been given up.")],
        Ok(dead) => vec![Finding::careful(
            format!("{} jobs have been given up.", dead.len()),
            "Look at Envois in the back office: each says why, and can be sent again.",
        )],
        Err(error) => vec![Finding::broken(
            format!("The jobs cannot be read: {error}"),
            "Check the rights of the database role.",
        )],
    }
}
