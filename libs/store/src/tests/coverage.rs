//! No repository function without its probe.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

/// Functions that cannot say anything of a tenant, with the reason.
const EXEMPT: &[(&str, &str)] = &[
    ("open", "opens the database"),
    ("with_own_connections", "opens the database"),
    ("adjust_clock", "asks for the time"),
    ("ping", "asks for nothing"),
    ("clear_leftovers", "about the database's files; in service"),
    ("role_faults", "about the role; in policies.rs"),
    ("migrate", "the schema"),
    ("pending_migrations", "the schema"),
    ("note_missing_words", "the program itself, each company in its own scope; in search.rs"),
    ("hosts", "read before anybody has a scope"),
    ("overdue_hosts", "the program itself, for jobs in each company's own scope"),
    ("leaving", "read before anybody has a scope"),
    ("texts_versions", "read before anybody has a scope"),
    ("unknown_languages", "tags of languages, and nothing of whose they are"),
    ("open_deletions", "the program itself, for jobs in each company's own scope"),
    ("deletions", "what is left of companies, of which it says nothing"),
    ("every_tenant", "ids for rounds over all tenants"),
    ("tenants_due", "ids of tenants with due work, for the runners"),
    ("next_due", "a time"),
    ("lane_gauges", "counts"),
    ("dead_jobs", "the operator's; says no text of a tenant"),
    ("insert_operator", "before there is a tenant"),
    ("insert_tenant", "makes one"),
    ("update_tenant", "the operator's own table"),
    ("have_followers_follow", "what the operator says, to those that follow it; in service"),
    ("staff", "the operator's own table"),
    ("hold_staff", "the operator's own table"),
    ("end_staff_sessions", "the operator's own table"),
    ("staff_names", "the operator's own table"),
    ("staff_list", "the operator's own table"),
    ("staff_phone_code", "the operator's own table"),
    ("set_staff_phone_code", "the operator's own table"),
    ("count_staff_code_try", "the operator's own table"),
    ("set_staff_phone_verified", "the operator's own table"),
    ("hold_team", "the operator's own table"),
    ("hold_rotas", "the operator's own table"),
    ("staff_by_id", "the operator's own table"),
    ("update_staff", "the operator's own table"),
    ("staff_by_phone", "the operator's own table"),
    ("set_staff_password", "the operator's own table, by a link that a door opened"),
    ("set_sms_refused", "the operator's own table"),
    ("refuse_texts", "the operator's own table"),
    ("refused_addresses", "the operator's own table"),
    ("refuse_address", "the operator's own table"),
    ("accept_address", "the operator's own table"),
    ("allow_sms", "the operator's own table"),
    ("note_reached", "the operator's own table"),
    ("swap", "the operator's own table"),
    ("swaps", "the operator's own table"),
    ("shift_lead", "the operator's own table"),
    ("set_shift_lead", "the operator's own table"),
    ("policies", "the operator's own table"),
    ("policy", "the operator's own table"),
    ("hold_policies", "the operator's own table"),
    ("save_policy", "the operator's own table"),
    ("begin_policy", "the operator's own table"),
    ("shift_notices", "the operator's own table"),
    ("insert_staff", "the operator's own table"),
    ("ask_company_export", "an export of the scope's own company, by whoever asks"),
    ("make_default_policy", "the operator's own table"),
    ("delete_policy", "the operator's own table"),
    ("colleagues", "the operator's own table"),
    ("teams", "the operator's own table"),
    ("insert_team", "the operator's own table"),
    ("delete_team", "the operator's own table"),
    ("set_team", "the operator's own table"),
    ("turned", "the engine's own table"),
    ("last_turn", "the engine's own table"),
    ("go_on", "begins a unit of work, with a scope"),
    ("commit", "ends a unit of work"),
];

/// What asks with another company's ids. Neither `world` nor `pool`, which only set something up.
const PROBES: [&str; 8] = [
    "foreign",
    "foreign/across",
    "foreign/across/factors",
    "foreign/across/identities",
    "foreign/across/passkeys",
    "foreign/privacy",
    "rights",
    "doors",
];

#[test]
fn every_function_has_its_probe() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let probes: String = PROBES
        .iter()
        .map(|file| fs::read_to_string(source.join(format!("tests/{file}.rs"))).unwrap())
        .collect();
    // A call over several lines is one, too.
    let probes: String = probes.split_whitespace().collect();
    let mut files = Vec::new();
    files_of(&source, &mut files);
    let texts: Vec<_> = files.iter().map(|path| (path, fs::read_to_string(path).unwrap())).collect();
    let accessors: HashMap<String, String> = texts.iter().flat_map(|(_, text)| accessors(text)).collect();
    assert!(accessors.len() > 15, "{accessors:?}");
    let mut functions = Vec::new();
    for (path, text) in &texts {
        let mut of = "";
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("impl ") {
                of = rest.split(['<', ' ', '{']).next().unwrap();
            }
            let Some((_, rest)) = line.split_once("pub async fn ") else { continue };
            functions.push((path, of, rest.split(['(', '<']).next().unwrap()));
        }
    }
    assert!(functions.len() > 300, "{}", functions.len());
    let mut unasked = Vec::new();
    for (path, of, name) in &functions {
        // Several repositories have a `by_id`: each is asked by the name that leads to it.
        let is_shared = functions.iter().any(|(_, other, like)| like == name && other != of);
        let call = match accessors.get(*of).filter(|_| is_shared && *of != "Doors") {
            Some(accessor) => format!(".{accessor}().{name}("),
            None => format!(".{name}("),
        };
        if !probes.contains(&call) && !EXEMPT.iter().any(|(exempt, _)| exempt == name) {
            unasked.push(format!("{}: {call}", path.display()));
        }
    }
    assert!(unasked.is_empty(), "not asked with another company's ids: {unasked:#?}");
}

/// Every file of the crate but its tests.
fn files_of(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            files_of(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// Which function of a unit of work leads to a repository: `Tickets` is reached by `tickets`.
fn accessors(text: &str) -> Vec<(String, String)> {
    let found = text.lines().filter_map(|line| {
        let (_, rest) = line.split_once("pub const fn ")?;
        let (name, rest) = rest.split_once("(&self) -> ")?;
        let repository = rest.split_once("<'_>")?.0;
        Some((repository.to_owned(), name.to_owned()))
    });
    found.collect()
}
