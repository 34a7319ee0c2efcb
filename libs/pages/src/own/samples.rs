//! What a text looks like with values, before it is saved.

use rappel_domain::{Locale, own_text::OwnText};
use serde_json::{Value, json};

use super::{Fault, OwnTexts, Standard, catalogue, check::looks_right, within};
use crate::text::say;

/// The text as people would read it: once, or for one and for several where it tells them apart.
pub fn preview(locale: Locale, key: &str, words: &str) -> Result<Vec<String>, Fault> {
    looks_right(locale, key, words)?;
    let standard = catalogue::find(locale, key).ok_or(Fault::NotOffered)?;
    let own = OwnText { locale, key: key.to_owned(), words: words.to_owned() };
    let texts = std::sync::Arc::new(OwnTexts::new(vec![own]));
    Ok(within(Some(&texts), || shown(locale, standard)))
}

/// The standard text with the same values.
pub fn standard(locale: Locale, standard: &Standard) -> Vec<String> {
    within(None, || shown(locale, standard))
}

fn shown(locale: Locale, standard: &Standard) -> Vec<String> {
    let numbers: &[i64] = if standard.chooses.is_empty() { &[3] } else { &[0, 1, 3] };
    let mut all: Vec<String> = Vec::new();
    for number in numbers {
        let values: Vec<(&str, Value)> = standard
            .variables
            .iter()
            .map(|name| {
                let chooses = standard.chooses.contains(name);
                (name.as_str(), if chooses { json!(number) } else { value(name, *number) })
            })
            .collect();
        if let Ok(text) = say(locale, &standard.key, values.into_iter())
            && !all.contains(&text)
        {
            all.push(text);
        }
    }
    all
}

/// An example of what a variable holds.
fn value(name: &str, number: i64) -> Value {
    match name {
        "number" | "other" => json!(1043),
        "name" | "person" => json!("Claire Martin"),
        "staff" => json!("Marie Leroy"),
        "company" | "client" => json!("Durand & Fils"),
        "operator" => json!("Atelier Support"),
        "category" => json!("Messagerie"),
        "username" => json!("claire.martin"),
        "email" => json!("claire@durand.fr"),
        "phone" => json!("+33612345678"),
        "by" | "at" => json!("14:32"),
        "on" | "until" | "since" | "seen" | "asked" => json!("22/11/2026"),
        "link" => json!("https://durand.example/tickets/1043"),
        "browser" => json!("Firefox"),
        "label" => json!("Poste"),
        "zone" => json!("Europe/Paris"),
        "reference" => json!("7F3A-91C2"),
        "status" => json!(404),
        _ => json!(number),
    }
}
