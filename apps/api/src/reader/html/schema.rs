//! Objects of the document.

use std::fmt::Write as _;

use serde_json::Value;

use super::{entries, escape, inline, list, paragraphs, text};

/// An object, or a choice of words, with its own heading.
pub(super) fn object(out: &mut String, name: &str, object: &Value) {
    let name = escape(name);
    let _ = write!(
        out,
        "<article aria-labelledby=\"object-{name}\">\n<h3 id=\"object-{name}\"><code>{name}</code></h3>\n"
    );
    paragraphs(out, &object["description"]);
    if !list(&object["enum"]).is_empty() {
        let _ = writeln!(out, "<p>One of {}.</p>", words(object));
    }
    if !list(&object["oneOf"]).is_empty() || !list(&object["anyOf"]).is_empty() {
        let _ = writeln!(out, "<p>{}.</p>", kind(object));
    }
    let parts = list(&object["allOf"]);
    for part in parts.iter().filter(|part| part.get("$ref").is_some()) {
        let _ = writeln!(out, "<p>Everything of {}, and:</p>", kind(part));
    }
    for part in parts.iter().chain([object]) {
        properties(out, part);
    }
    out.push_str("</article>\n");
}

fn properties(out: &mut String, object: &Value) {
    let required = list(&object["required"]);
    let mut properties = entries(&object["properties"]).peekable();
    if properties.peek().is_none() {
        return;
    }
    out.push_str("<dl>\n");
    for (name, schema) in properties {
        let needed = if required.iter().any(|it| it == name) { "" } else { ", optional" };
        let described = std::iter::once(schema).chain(list(&schema["allOf"]));
        let described = described.map(|it| inline(&it["description"])).find(|it| !it.is_empty());
        let _ = write!(
            out,
            "<dt><code>{}</code> <span class=\"kind\">{}{needed}</span></dt>\n<dd>{}</dd>\n",
            escape(name),
            kind(schema),
            described.unwrap_or_default(),
        );
    }
    out.push_str("</dl>\n");
}

/// What a value looks like, in a few words, with a link to its object.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#object-{name}\">{name}</a>");
    }
    let choices: Vec<String> =
        list(&schema["oneOf"]).iter().chain(list(&schema["anyOf"])).map(kind).collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    if let Some(part) = list(&schema["allOf"]).first() {
        return kind(part);
    }
    if !list(&schema["enum"]).is_empty() {
        return words(schema);
    }
    let bounds = [
        ("minimum", "from "),
        ("maximum", "to "),
        ("minLength", "at least "),
        ("maxLength", "at most "),
        ("default", "usually "),
    ];
    let mut said = match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("array"), _) => format!("list of {}", kind(&schema["items"])),
        (Some("string"), Some("date-time")) => "time".to_owned(),
        (Some("string"), _) => "text".to_owned(),
        (Some("integer"), _) => "whole number".to_owned(),
        (Some("boolean"), _) => "true or false".to_owned(),
        _ => text(&schema["type"]),
    };
    for (bound, word) in bounds {
        let unit = if bound.ends_with("Length") { " characters" } else { "" };
        if let Some(value) = schema[bound].as_f64() {
            let _ = write!(said, ", {word}{value}{unit}");
        }
    }
    if schema["pattern"].is_string() {
        let _ = write!(said, ", <code>{}</code>", text(&schema["pattern"]));
    }
    said
}

fn words(schema: &Value) -> String {
    let words = list(&schema["enum"]).iter().map(|it| format!("<code>{}</code>", text(it)));
    words.collect::<Vec<_>>().join(", ")
}
