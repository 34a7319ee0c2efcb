//! The page, from the document.

mod schema;

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The whole page.
pub(super) fn page(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let info = &document["info"];
    let mut out = String::with_capacity(64 * 1024);
    let title = format!("{} API", text(&info["title"]));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/api/docs/style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the reference</a>\n\
         <header>\n<h1>{title}</h1>\n<p>Version {}, below <code>{}</code>. The same for programs: \
         <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI {}).</p>\n</header>\n",
        text(&info["version"]),
        text(&document["servers"][0]["url"]),
        text(&document["openapi"]),
    );
    contents(&mut out, &document);
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n<section aria-labelledby=\"about\">\n<h2 id=\"about\">About</h2>\n");
    paragraphs(&mut out, &info["description"]);
    for (_, scheme) in entries(&document["components"]["securitySchemes"]) {
        paragraphs(&mut out, &scheme["description"]);
    }
    out.push_str("</section>\n");
    for tag in list(&document["tags"]) {
        let name = text(&tag["name"]);
        let _ = write!(out, "<section aria-labelledby=\"tag-{name}\">\n<h2 id=\"tag-{name}\">{name}</h2>\n");
        paragraphs(&mut out, &tag["description"]);
        for it in operations(&document).filter(|it| it.said["tags"][0] == tag["name"]) {
            operation(&mut out, &it);
        }
        out.push_str("</section>\n");
    }
    out.push_str("<section aria-labelledby=\"objects\">\n<h2 id=\"objects\">Objects</h2>\n");
    for (name, object) in entries(&document["components"]["schemas"]) {
        schema::object(&mut out, name, object);
    }
    out.push_str("</section>\n</main>\n</body>\n</html>\n");
    out
}

struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    /// What the document says of it.
    said: &'a Value,
}

fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    entries(&document["paths"]).flat_map(|(path, methods)| {
        entries(methods).map(move |(method, operation)| Operation { method, path, said: operation })
    })
}

fn contents(out: &mut String, document: &Value) {
    out.push_str("<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#about\">About</a></li>\n");
    for tag in list(&document["tags"]) {
        let name = text(&tag["name"]);
        let _ = write!(out, "<li><a href=\"#tag-{name}\">{name}</a>\n<ul>\n");
        for it in operations(document).filter(|it| it.said["tags"][0] == tag["name"]) {
            let id = text(&it.said["operationId"]);
            let _ = writeln!(out, "<li><a href=\"#{id}\">{}</a></li>", text(&it.said["summary"]));
        }
        out.push_str("</ul>\n</li>\n");
    }
    out.push_str("<li><a href=\"#objects\">Objects</a></li>\n</ul>\n</nav>\n");
}

fn operation(out: &mut String, it: &Operation<'_>) {
    let operation = it.said;
    let id = text(&operation["operationId"]);
    let _ = write!(
        out,
        "<article aria-labelledby=\"{id}\">\n<h3 id=\"{id}\">{}</h3>\n<p class=\"address\"><code>{} {}</code></p>\n",
        text(&operation["summary"]),
        it.method.to_uppercase(),
        escape(it.path),
    );
    paragraphs(out, &operation["description"]);
    if let Some(parameters) = operation["parameters"].as_array().filter(|it| !it.is_empty()) {
        out.push_str("<h4>Parameters</h4>\n<dl>\n");
        for parameter in parameters {
            let needed = if parameter["required"] == true { "" } else { ", optional" };
            let _ = write!(
                out,
                "<dt><code>{}</code> <span class=\"kind\">{}, {}{needed}</span></dt>\n<dd>{}</dd>\n",
                text(&parameter["name"]),
                text(&parameter["in"]),
                schema::kind(&parameter["schema"]),
                inline(&parameter["description"]),
            );
        }
        out.push_str("</dl>\n");
    }
    for (media_type, content) in entries(&operation["requestBody"]["content"]) {
        let _ = write!(
            out,
            "<h4>Body</h4>\n<p>{} <span class=\"kind\">{}</span></p>\n",
            schema::kind(&content["schema"]),
            escape(media_type.split(';').next().unwrap_or_default()),
        );
    }
    out.push_str("<h4>Answers</h4>\n<dl class=\"answers\">\n");
    for (status, answer) in entries(&operation["responses"]) {
        let shapes = entries(&answer["content"]).map(|(_, content)| schema::kind(&content["schema"]));
        let shapes: Vec<String> = shapes.collect();
        let _ = write!(
            out,
            "<dt><code>{}</code> {}</dt>\n<dd>{}</dd>\n",
            escape(status),
            shapes.join(", "),
            inline(&answer["description"]),
        );
    }
    out.push_str("</dl>\n</article>\n");
}

/// Text with blank lines between its paragraphs.
fn paragraphs(out: &mut String, value: &Value) {
    for paragraph in value.as_str().unwrap_or_default().split("\n\n").filter(|it| !it.trim().is_empty()) {
        let _ = writeln!(out, "<p>{}</p>", marked(paragraph));
    }
}

/// One piece of text, with code and emphasis.
fn inline(value: &Value) -> String {
    marked(value.as_str().unwrap_or_default())
}

/// The two marks that our comments use: `code` and *emphasis*.
fn marked(source: &str) -> String {
    let mut out = String::new();
    for (n, piece) in source.split('`').enumerate() {
        if n % 2 == 1 {
            let _ = write!(out, "<code>{}</code>", escape(piece));
            continue;
        }
        for (n, piece) in piece.split('*').enumerate() {
            let piece = escape(piece);
            let _ = if n % 2 == 1 { write!(out, "<em>{piece}</em>") } else { write!(out, "{piece}") };
        }
    }
    out
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}
