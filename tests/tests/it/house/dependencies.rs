//! Who may depend on whom. ARCHITECTURE.md says why.

use std::collections::BTreeSet;

use super::{Member, members, root, short};

/// What each crate may name of ours, outside its tests.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("compilefail", &[]),
    ("oidc", &[]),
    ("settings", &[]),
    ("telemetry", &[]),
    ("migrations", &[]),
    ("pages", &["domain"]),
    ("store", &["domain", "migrations"]),
    ("queue", &["store", "domain"]),
    ("notify", &["settings", "pages", "domain"]),
    ("service", &["store", "oidc", "domain"]),
    ("web", &["service", "pages", "domain"]),
    ("api", &["web", "service", "domain"]),
    ("portal", &["web", "pages", "service", "domain"]),
    ("office", &["web", "pages", "service", "domain"]),
    ("worker", &["queue", "notify", "pages", "service", "domain"]),
    (
        "rappel",
        &[
            "api",
            "domain",
            "migrations",
            "notify",
            "office",
            "pages",
            "portal",
            "queue",
            "service",
            "settings",
            "store",
            "telemetry",
            "web",
            "worker",
        ],
    ),
    ("testkit", &["rappel"]),
    ("tests", &["testkit", "rappel"]),
];

/// Who may name a foreign crate whose types would otherwise spread through the house.
const ONLY: &[(&str, &[&str])] = &[
    ("sea-orm", &["store", "migrations"]),
    ("sea-orm-migration", &["store", "migrations"]),
    ("poem", &["web", "api", "portal", "office", "worker", "rappel"]),
    ("poem-openapi", &["api"]),
];

#[test]
fn crates_use_only_what_lies_below_them() {
    let mut offences = Vec::new();
    let members = members();
    for member in &members {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == member.name);
        let Some((_, allowed)) = allowed else {
            offences.push(format!("{} has no line in MAY_USE", member.name));
            continue;
        };
        for used in ours(member, &members) {
            if !allowed.contains(&used.as_str()) {
                offences.push(format!("{} must not use {used}", member.name));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

/// What of ours the crate names, outside its tests.
fn ours(member: &Member, members: &[Member]) -> BTreeSet<String> {
    member
        .dependencies
        .iter()
        .filter(|dependency| !dependency.for_tests)
        .filter(|dependency| dependency.name == "rappel" || dependency.name.starts_with("rappel-"))
        .map(|dependency| short(&dependency.name).to_owned())
        .filter(|name| members.iter().any(|other| other.name == *name))
        .collect()
}

#[test]
fn database_and_web_framework_stay_in_their_rooms() {
    let mut offences = Vec::new();
    for member in members() {
        for dependency in &member.dependencies {
            let rooms = ONLY.iter().find(|(name, _)| *name == dependency.name);
            // Tests of a crate may look at the raw thing; `for_tests` is free except for the database.
            let bound = !dependency.for_tests || dependency.name.starts_with("sea-orm");
            if let Some((name, rooms)) = rooms
                && bound
                && !rooms.contains(&member.name.as_str())
            {
                offences.push(format!("{} must not name {name}", member.name));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

/// The switch that leaves the tenant filter out is asked for by the journeys, for their tests, and by nobody else.
#[test]
fn no_program_can_leave_a_wall_out() {
    const SWITCH: &str = "walls-apart";
    let mut asking = Vec::new();
    for member in members() {
        let manifest = std::fs::read_to_string(member.folder.join("Cargo.toml")).unwrap();
        let tables = manifest.split("\n[").filter(|table| table.contains(SWITCH));
        asking.extend(tables.map(|table| format!("{} {}", member.name, table.split(']').next().unwrap())));
    }
    assert_eq!(asking, ["store features", "tests dev-dependencies"]);
    // What is installed is built as one package, without the tests of another.
    let dockerfile = std::fs::read_to_string(root().join("deploy/Dockerfile")).unwrap().replace("\\\n", " ");
    let builds: Vec<&str> = dockerfile.lines().filter(|line| line.contains("cargo build")).collect();
    assert!(!builds.is_empty() && builds.iter().all(|line| !line.contains("--workspace")), "{builds:?}");
}

#[test]
fn a_crate_is_named_after_its_folder() {
    for member in members() {
        assert_eq!(member.folder.file_name().unwrap().to_str().unwrap(), member.name);
    }
}

/// Every crate that we take from others has its reason beside it, and versions are chosen in one place.
#[test]
fn every_dependency_has_a_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let table = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let lines: Vec<&str> =
        table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() > 30, "the table of dependencies was not found");
    let bare: Vec<&&str> = lines
        .iter()
        .filter(|line| !line.starts_with("rappel"))
        .filter(|line| line.rsplit_once(" # ").is_none_or(|(_, reason)| reason.trim().len() < 3))
        .collect();
    assert!(bare.is_empty(), "no reason given for {bare:#?}");
}

#[test]
fn crates_take_their_dependencies_from_the_workspace() {
    for member in members() {
        let manifest = std::fs::read_to_string(member.folder.join("Cargo.toml")).unwrap();
        let own: Vec<&str> = manifest
            .split("\n[")
            .filter(|table| table.split(']').next().unwrap().ends_with("dependencies"))
            .flat_map(|table| table.lines().skip(1))
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter(|line| !line.contains("workspace = true"))
            .collect();
        assert!(own.is_empty(), "{}: {own:?}", member.name);
    }
}
