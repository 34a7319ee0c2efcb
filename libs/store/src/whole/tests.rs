use std::collections::BTreeSet;

use super::{CONTENTS, Content, Part};

#[test]
fn every_table_of_companies_is_handed_out_or_left_out_for_a_reason() {
    let said: BTreeSet<&str> = CONTENTS.iter().map(|(table, _)| *table).collect();
    assert_eq!(said, BTreeSet::from(rappel_migrations::TENANT_TABLES));
    assert_eq!(said.len(), CONTENTS.len(), "each once");
    for (table, content) in CONTENTS {
        if let Content::LeftOut(why) = content {
            assert!(why.len() > 20, "{table} is left out without a reason");
        }
    }
}

#[test]
fn every_part_has_its_table_and_its_name() {
    let parts: Vec<Part> = CONTENTS
        .iter()
        .filter_map(|(_, content)| match content {
            Content::Rows(part) => Some(*part),
            _ => None,
        })
        .collect();
    for part in Part::ALL {
        assert_eq!(parts.iter().filter(|it| **it == part).count(), 1, "{part:?}");
    }
    assert_eq!(parts.len(), Part::ALL.len());
    let names: BTreeSet<&str> = Part::ALL.iter().map(|part| part.as_str()).collect();
    assert_eq!(names.len(), Part::ALL.len());
}
