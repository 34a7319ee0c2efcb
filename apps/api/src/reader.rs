//! The document for people: one page, made from the document itself, without a script.

mod html;

use std::sync::LazyLock;

use poem::{Response, handler};

static DOCUMENT: LazyLock<String> = LazyLock::new(crate::document);
static PAGE: LazyLock<String> = LazyLock::new(|| html::page(&DOCUMENT));

/// `/api/openapi.json`
#[handler]
pub(crate) fn spec() -> Response {
    answer("application/json", &DOCUMENT)
}

/// `/api/docs`
#[handler]
pub(crate) fn page() -> Response {
    answer("text/html; charset=utf-8", &PAGE)
}

/// `/api/docs/style.css`
#[handler]
pub(crate) fn style() -> Response {
    answer("text/css; charset=utf-8", include_str!("reader/style.css"))
}

fn answer(content_type: &str, body: &'static str) -> Response {
    Response::builder().content_type(content_type).header("cache-control", "max-age=300").body(body)
}
