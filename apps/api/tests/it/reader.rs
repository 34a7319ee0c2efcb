//! The document for people.

use scraper::{Html, Selector};
use serde_json::Value;

use crate::world::World;

#[tokio::test]
async fn the_page_shows_every_operation_without_a_script() {
    let it = World::build().await;
    let answer = it.without_key().get("/api/docs").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let page = Html::parse_document(&answer.text);
    let all = |selector: &str| {
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).map(|it| it.html()).collect::<Vec<_>>()
    };
    assert_eq!(
        (all("h1").len(), all("html[lang=en]").len(), all("main").len(), all("nav[aria-label]").len()),
        (1, 1, 1, 1)
    );
    assert!(all("script, style, [style], [onclick], iframe").is_empty(), "nothing inline");
    let ids: Vec<String> = page
        .select(&Selector::parse("[id]").unwrap())
        .map(|it| it.value().id().unwrap().to_owned())
        .collect();
    for (n, id) in ids.iter().enumerate() {
        assert!(!ids[..n].contains(id), "{id} twice");
    }
    for link in page.select(&Selector::parse("a[href^='#']").unwrap()) {
        let target = &link.value().attr("href").unwrap()[1..];
        assert!(ids.iter().any(|id| id == target), "#{target} leads nowhere");
    }
    let document: Value =
        serde_json::from_str(&it.without_key().get("/api/openapi.json").await.text).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let said = format!("<code>{} {path}</code>", method.to_uppercase());
            assert!(answer.text.contains(&said), "{said}");
            assert!(ids.iter().any(|id| operation["operationId"] == id.as_str()));
        }
    }
    assert!(answer.text.len() < 100_000);
    let style = it.without_key().get("/api/docs/style.css").await;
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
}
