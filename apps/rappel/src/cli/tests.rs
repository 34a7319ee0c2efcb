use clap::{CommandFactory as _, Parser as _};

use super::*;

#[test]
fn a_company_speaks_a_language_that_is_offered() {
    let add = |language: &str| {
        let line = ["rappel", "tenant", "add", "durand", "--name", "Durand", "--language", language];
        Cli::try_parse_from(line)
    };
    for locale in Locale::ALL {
        assert!(add(locale.tag()).is_ok(), "{locale:?}");
    }
    let refused = add("xx").unwrap_err().to_string();
    for locale in Locale::ALL {
        assert!(refused.contains(locale.tag()), "{refused}");
    }
    for draft in Locale::DRAFTS {
        assert!(add(draft.tag()).is_err(), "{draft:?}");
    }
    Cli::command().debug_assert();
}
