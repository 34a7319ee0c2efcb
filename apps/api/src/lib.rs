//! The JSON API, `/api/v1`: the service for programs, with a key instead of a session.
//!
//! One file per resource: its objects, whose comments are the document, and its operations, each a few lines over
//! `rappel-service`. A caller's type says what an operation needs of the key ([`key`]); whatever goes wrong becomes a
//! problem in one place ([`problem`]).
//!
//! To add an operation: a method in the file of its resource; `INSTA_UPDATE=always cargo test -p rappel-api` then shows
//! the change of the document, and the test that walks every operation with foreign identifiers asks for a line.
//! To add a resource: a file with a struct, and its name in [`Apis`].

mod callbacks;
mod categories;
mod cursor;
mod gate;
mod idempotency;
mod key;
mod page;
mod problem;
mod reader;
mod tickets;
mod timeline;
mod types;

use poem::{Endpoint, EndpointExt as _, IntoEndpoint as _, Response, Route, get};
use poem_openapi::{OpenApiService, Tags};
use rappel_service::Service;

use crate::{callbacks::Callbacks, categories::Categories, gate::Gate, tickets::Tickets};

type Apis = (Categories, Tickets, Callbacks);

const APIS: Apis = (Categories, Tickets, Callbacks);

const ABOUT: &str = "\
Open, read, answer and close tickets, and take callbacks, from a program.\n\n\
Send a key with each request: `Authorization: Bearer rpl_…`. A key belongs to one tenant and has scopes. A tenant's key \
speaks for the client; a staff member's key speaks for that person, on one tenant, for as long as the person may.\n\n\
Bodies are JSON, times are RFC 3339 in UTC. Identifiers are opaque, their prefix says what they name. Lists come in \
pages: send `next_cursor` back as `cursor`.\n\n\
Send `Idempotency-Key` with a `POST`, a fresh one for each thing that you want done, and the same one when you send it \
again because no answer came: it is then done once.\n\n\
Whatever goes wrong is answered as `application/problem+json` (RFC 9457). What you may not know of does not exist: \
a foreign identifier is answered like an unused one.\n\n\
More fields and events may be added: skip what you do not know.";

#[derive(Tags)]
enum Tag {
    /// What tickets are about.
    Categories,
    /// Requests of the tenant's people.
    Tickets,
    /// Obligations to ring a client back.
    Callbacks,
}

/// The OpenAPI document of the API, as JSON in a stable order.
pub fn document() -> String {
    let service = OpenApiService::new(APIS, "Rappel", "1.0");
    service.description(ABOUT).server("/api/v1").spec() + "\n"
}

/// Everything below `/api`: `/api/v1`, the document at `/api/openapi.json` and its reader at `/api/docs`.
pub fn routes(service: Service) -> impl Endpoint<Output = Response> + 'static {
    let v1 = OpenApiService::new(APIS, "", "").into_endpoint();
    let v1 = v1.data(service).with(Gate::new());
    Route::new()
        .nest("/api/v1", v1)
        .at("/api/openapi.json", get(reader::spec))
        .at("/api/docs", get(reader::page))
        .at("/api/docs/style.css", get(reader::style))
        .map_to_response()
}
