//! Rappel.

/// Everything below `/api`.
pub fn routes() -> poem::Route {
    poem::Route::new()
}

/// The document of the API.
pub fn document() -> String {
    String::new()
}
