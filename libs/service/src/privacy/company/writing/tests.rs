use rappel_store::whole::Part;

use super::README;

#[test]
fn each_language_says_what_every_entry_is() {
    for (locale, text) in README {
        for part in Part::ALL {
            assert!(text.contains(&format!("\n{}.jsonl ", part.as_str())), "{locale:?}: {part:?}");
        }
        for name in ["company.json ", "staff.jsonl ", "manifest.json ", "files/ ", "logo.png "] {
            assert!(text.contains(&format!("\n{name}")), "{locale:?}: {name}");
        }
        assert!(text.contains("{company}") && text.contains("{operator}") && text.contains("{on}"));
    }
}
