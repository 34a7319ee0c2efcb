use rappel_pages::{Text, form};
use rappel_service::Reason;

use super::*;

#[test]
fn a_refused_form_comes_back_as_it_was_typed() {
    let choices = ["a", "b", "c"].map(|word| Choice::new(word, Text::plain(word)));
    let mut name = Field::text("name", "people-name");
    let mut scopes = Field::choice("scopes", "office-key-scopes", choices.into());
    let typed =
        Typed::from([("name", "Zoé".to_owned()), ("scopes", "a".to_owned()), ("scopes[]", "c".to_owned())]);
    let invalid = [Invalid::new("name", Reason::Taken), Invalid::new("other", Reason::Missing)];
    typed.fill([&mut name, &mut scopes], &invalid);
    assert_eq!(name.value, "Zoé");
    assert_eq!(name.error, Some(Text::key("invalid-taken")));
    let selected: Vec<bool> = scopes.choices.iter().map(|choice| choice.selected).collect();
    assert_eq!(selected, [true, false, true]);
    assert_eq!(form::problems([&name, &scopes]).len(), 1);
}

#[test]
fn a_box_is_ticked_when_it_was_sent() {
    let mut field = Field::checkbox("is_urgent", "office-category-urgent");
    Typed::from([("is_urgent", "yes".to_owned())]).tick(&mut field);
    assert!(field.checked);
    Typed::default().tick(&mut field);
    assert!(!field.checked);
}
