//! Glue between poem and the rest: the accept loop, and the outer layer that every request passes.
//!
//! [`accept::serve`] takes connections and gives each wait an end. [`App`] finds out who asks for which
//! host, refuses what no page of ours has sent, picks the router, turns problems into answers, packs
//! them and adds the headers. Handlers ask for what they need as parameters: [`Web`], [`Visit`],
//! [`Form`], [`Files`], a session; they answer `Result<Response, Problem>`.
//!
//! To add something that holds for every request: a step in `app.rs`. To add something that some handlers
//! need: a type that implements `FromRequest`. To add a kind of problem: a variant of
//! [`problem::Kind`]; the compiler leads to its status and word.

pub mod accept;
mod app;
mod assets;
mod attachments;
mod client;
pub mod company_data;
mod compress;
mod context;
mod cookie;
mod csrf;
pub mod csv;
mod download;
mod flash;
mod form;
mod fragment;
mod headers;
pub mod health;
pub mod hosts;
mod keys;
pub mod limit;
mod locale;
pub mod passkeys;
pub mod problem;
mod redirect;
mod session;
mod throttle;
mod web;

pub use app::App;
pub use context::Visit;
pub use cookie::{Cookie, Scheme};
pub use download::{download, thumbnail};
pub use form::{
    FileRefusal, Files, Form, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_FILES, RefusedFile, Sent, Upload,
};
pub use fragment::Tag;
pub use headers::CONTENT_SECURITY_POLICY;
pub use keys::Keys;
pub use problem::Problem;
pub use redirect::{local_path, see_other};
pub use session::{Enrolling, OfficeSession, PortalSession};
pub use throttle::{
    alike, before_challenge, before_leaving, before_message, before_own_challenge, before_sign_in,
};
pub use web::{Options, Reading, SingleKeys, Web};
