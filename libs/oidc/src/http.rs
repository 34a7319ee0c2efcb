//! Every request to a provider: where it may go, how long it may take, how much is read.

use std::{error::Error, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use http::{Request, Response};
use openidconnect::AsyncHttpClient;
use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};

use crate::{fault::Fault, reach::Reach};

/// Longest answer that is read: a discovery document or a key set is a few thousand bytes.
const ANSWER_LIMIT: usize = 256 * 1024;
/// A request takes at most so long, its connection included.
const PATIENCE: Duration = Duration::from_secs(8);
/// A connection takes at most so long.
const CONNECT: Duration = Duration::from_secs(4);

/// The client, and how far it goes.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    client: Client,
    reach: Reach,
}

/// A name that leads inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address of the inside")]
struct LeadsInside;

impl Http {
    pub(crate) fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        // Already installed is fine: it is the same provider everywhere in this program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("rappel/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            .connect_timeout(CONNECT)
            .redirect(redirect::Policy::none())
            // A proxy would resolve names where nobody looks at what they lead to.
            .no_proxy()
            .dns_resolver(Arc::new(Looked(reach)))
            .build()?;
        Ok(Self { client, reach })
    }

    pub(crate) const fn reach(&self) -> Reach {
        self.reach
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Fault> {
        let request = reqwest::Request::try_from(request).map_err(|_| Fault::Address(String::new()))?;
        self.reach.check(request.url())?;
        let mut response = self.client.execute(request).await.map_err(|error| fault(&error))?;
        if response.status().is_redirection() {
            return Err(Fault::Moved);
        }
        let mut answer = Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + chunk.len() > ANSWER_LIMIT {
                return Err(Fault::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        answer.body(body).map_err(|error| Fault::Unreadable(error.to_string()))
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Fault>> + Send + 'c>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn fault(error: &reqwest::Error) -> Fault {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LeadsInside>() {
            return Fault::Inside;
        }
        cause = error.source();
    }
    if error.is_timeout() { Fault::Late } else { Fault::Unreachable }
}

/// Looks at what a name leads to, in the place where the connection takes its addresses from: nothing can change between.
#[derive(Debug)]
struct Looked(Reach);

impl Resolve for Looked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One of several is enough: which one is taken is not ours to say.
            if found.iter().any(|address| !reach.allows(address.ip())) {
                return Err(LeadsInside.into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests;
