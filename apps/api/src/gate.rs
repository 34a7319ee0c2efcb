//! What surrounds every operation: bodies have an end, errors become problems.

use std::{fmt::Write as _, sync::Arc};

use poem::{Endpoint, Middleware, Request, Response, Result, http::HeaderValue};
use poem_openapi::OpenApi;

use crate::{Apis, problem};

/// Bytes of a body at most: 20,000 characters, each written as an escape, fit.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

/// Surrounds the operations.
#[derive(Clone)]
pub(crate) struct Gate(Arc<[Address]>);

/// An address of the API with its methods.
struct Address {
    segments: Vec<Option<String>>,
    methods: String,
}

impl Gate {
    pub(crate) fn new() -> Self {
        let paths = Apis::meta().into_iter().flat_map(|api| api.paths);
        let addresses = paths.map(|path| {
            let mut methods = String::new();
            for operation in &path.operations {
                let separator = if methods.is_empty() { "" } else { ", " };
                let _ = write!(methods, "{separator}{}", operation.method);
            }
            Address { segments: segments(&path.path).map(fixed).collect(), methods }
        });
        Self(addresses.collect())
    }

    /// The methods of an address (RFC 9110, section 15.5.6).
    fn allow(&self, path: &str) -> Option<HeaderValue> {
        let asked: Vec<&str> = segments(path).collect();
        let address = self.0.iter().find(|address| address.matches(&asked))?;
        HeaderValue::from_str(&address.methods).ok()
    }
}

impl Address {
    fn matches(&self, asked: &[&str]) -> bool {
        let fits = |(ours, theirs): (&Option<String>, &&str)| ours.as_ref().is_none_or(|ours| ours == theirs);
        self.segments.len() == asked.len() && self.segments.iter().zip(asked).all(fits)
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// A segment as it is written in every address; nothing for a parameter.
fn fixed(segment: &str) -> Option<String> {
    (!segment.starts_with('{')).then(|| segment.to_owned())
}

impl<E: Endpoint<Output = Response>> Middleware<E> for Gate {
    type Output = Gated<E>;

    fn transform(&self, inner: E) -> Gated<E> {
        Gated { inner, gate: self.clone() }
    }
}

/// Operations with what surrounds them.
pub(crate) struct Gated<E> {
    inner: E,
    gate: Gate,
}

impl<E: Endpoint<Output = Response>> Endpoint for Gated<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let path = request.uri().path().to_owned();
        let body = request.take_body();
        if !body.is_empty() {
            request.set_body(body.into_bytes_limit(LARGEST_BODY).await?);
        }
        self.inner.call(request).await.map_err(|error| {
            // The route's pattern goes with the error: series are named by it.
            let pattern = error.data::<poem::PathPattern>().cloned();
            let mut error: poem::Error = problem::of_poem(error, self.gate.allow(&path)).into();
            if let Some(pattern) = pattern {
                error.set_data(pattern);
            }
            error
        })
    }
}
