//! The outer layer: what happens to every request, in this order, before and after its handler.

mod guard;
mod language;
mod observe;

use std::{panic::AssertUnwindSafe, time::Instant};

use futures_util::FutureExt as _;
use poem::{
    Endpoint, EndpointExt as _, IntoEndpoint, IntoResponse, Request, Response, Result,
    endpoint::BoxEndpoint,
    http::{HeaderValue, Method, StatusCode, header},
};
use rappel_pages::portal::Leaving;
use tracing::Instrument as _;

use crate::{
    assets,
    client::Client,
    compress,
    context::Visit,
    headers,
    hosts::Site,
    limit::Limit,
    problem::{self, Problem},
    web::Web,
};

/// Which requests count in the limit on an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Every,
    /// A provider's receipts and replies come from a few addresses, all at once when there is a storm. What it signed
    /// is not counted; what is refused is. It costs a signature over a small body and no question to the database, so
    /// nobody is turned away before it: behind a proxy that is not listed that would be the provider.
    Refused,
    /// Behind a carrier's one address, everybody on call must get through; the path itself is the secret, and only
    /// who has none of ours is counted: guesses.
    Missed,
}

impl Counted {
    fn of_path(path: &str) -> Self {
        if path.starts_with("/hooks/") {
            Self::Refused
        } else if path.starts_with("/a/") {
            Self::Missed
        } else {
            Self::Every
        }
    }
}

impl Counted {
    /// Whether an answer is counted.
    fn is_of(self, answer: &Result<Response>) -> bool {
        let status = match answer {
            Ok(response) => response.status(),
            Err(error) => error.status(),
        };
        match self {
            Self::Every => false,
            Self::Refused => status.is_client_error(),
            Self::Missed => status == StatusCode::NOT_FOUND,
        }
    }
}

/// Everything behind one socket: which router answers is decided by host, then by path.
pub struct App {
    web: Web,
    portal: BoxEndpoint<'static, Response>,
    office: BoxEndpoint<'static, Response>,
    api: BoxEndpoint<'static, Response>,
}

impl App {
    /// `portal` answers on the tenants' hosts, `office` on the operator's, and `api` below `/api` on both.
    pub fn new<P, O, A>(web: Web, portal: P, office: O, api: A) -> Self
    where
        P: IntoEndpoint<Endpoint: 'static>,
        O: IntoEndpoint<Endpoint: 'static>,
        A: IntoEndpoint<Endpoint: 'static>,
        <P::Endpoint as Endpoint>::Output: IntoResponse,
        <O::Endpoint as Endpoint>::Output: IntoResponse,
        <A::Endpoint as Endpoint>::Output: IntoResponse,
    {
        Self {
            web,
            portal: portal.into_endpoint().map_to_response().boxed(),
            office: office.into_endpoint().map_to_response().boxed(),
            api: api.into_endpoint().map_to_response().boxed(),
        }
    }

    async fn answer(&self, visit: &Visit, request: Request) -> Response {
        let Some(site) = visit.site().cloned() else {
            return problem::bare_page(StatusCode::NOT_FOUND, visit.request_id());
        };
        let page_above = page_above(&request);
        let answered = AssertUnwindSafe(self.route(visit, &site, request)).catch_unwind().await;
        match (answered, page_above) {
            (Ok(Err(error)), Some(above)) if error.status() == StatusCode::METHOD_NOT_ALLOWED => {
                crate::see_other(&above)
            }
            (answered, _) => self.answered(visit, answered).await,
        }
    }

    async fn answered(&self, visit: &Visit, answered: std::thread::Result<Result<Response>>) -> Response {
        match answered {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if error.is_from_response() => error.into_response(),
            Ok(Err(error)) => {
                let pattern = error.data::<poem::PathPattern>().cloned();
                let mut response = problem::answer(&self.web, visit, Problem::from_poem(error)).await;
                if let Some(pattern) = pattern {
                    response.set_data(pattern);
                }
                response
            }
            Err(panic) => problem::answer(&self.web, visit, Problem::internal(said_by(&*panic))).await,
        }
    }

    async fn route(&self, visit: &Visit, site: &Site, request: Request) -> Result<Response> {
        let options = self.web.options();
        let path = request.uri().path();
        if assets::is_asset(path) {
            let table = options.hosts.current();
            let logo = match assets::asked_logo(path, site, &table) {
                Some(asked) => self.logo(visit, asked).await?,
                None => None,
            };
            return Ok(assets::answer(&request, site, &table, logo)?);
        }
        if path == "/.well-known/security.txt" {
            return Ok(self.security_txt()?);
        }
        let counted = Counted::of_path(path);
        if counted == Counted::Every {
            let (limit, key) = match self.web.looking_again(visit) {
                Some(session) => (Limit::LooksOfSession, session),
                None => (Limit::Requests, visit.network()),
            };
            options.limiter.count(limit, &key).await.map_err(Problem::too_many)?;
        }
        let mut request = guard::admit(&self.web, visit, request).await?;
        request.extensions_mut().insert(visit.clone());
        request.extensions_mut().insert(self.web.clone());
        let path = request.uri().path();
        if path == language::PATH {
            return Ok(language::choose(visit, request.method())?);
        }
        if path == "/api" || path.starts_with("/api/") {
            return self.api.call(request).await;
        }
        if let Site::Portal(company) = site
            && company.leaves_at.is_some()
            && !path.starts_with("/unsubscribe/")
        {
            // In place of every page but that which stops e-mails; the doors let nobody in all the same.
            let frame = self.web.bare_frame(visit).ok_or_else(Problem::not_found)?;
            return Ok(self.web.show(StatusCode::FORBIDDEN, &frame, &Leaving {})?);
        }
        let response = match site {
            Site::Portal(_) => self.portal.call(request).await,
            Site::Office => self.office.call(request).await,
        };
        // A handler's own status without a body is a problem like any other.
        let response = match response {
            Ok(response) if is_bare_error(&response) => Err(poem::Error::from_status(response.status())),
            other => other,
        };
        if counted.is_of(&response) {
            options.limiter.count(Limit::Requests, &visit.network()).await.map_err(Problem::too_many)?;
        }
        response
    }

    /// A picture of a logo. It is the only asset that the database is asked for, so that it counts like a page.
    async fn logo(
        &self,
        visit: &Visit,
        asked: assets::Asked,
    ) -> std::result::Result<Option<Vec<u8>>, Problem> {
        let options = self.web.options();
        options.limiter.count(Limit::Requests, &visit.network()).await.map_err(Problem::too_many)?;
        Ok(options.service.logo(asked.tenant, &asked.hash, asked.which).await?)
    }

    /// RFC 9116.
    fn security_txt(&self) -> std::result::Result<Response, Problem> {
        let options = self.web.options();
        let contact = options.security_contact.as_ref().ok_or_else(Problem::not_found)?;
        let expires = options.clock.now() + chrono::Duration::days(180);
        let text = format!(
            "Contact: {contact}\nExpires: {}\nPreferred-Languages: fr, en\n",
            expires.format("%Y-%m-%dT00:00:00Z")
        );
        Ok(Response::builder().content_type("text/plain; charset=utf-8").body(text))
    }
}

impl Endpoint for App {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let begun = Instant::now();
        let options = self.web.options();
        let gzip = compress::reads_gzip(request.headers());
        let method = request.method().clone();
        let client = Client::of(&request, &options.proxies);
        let is_asset = assets::is_asset(request.uri().path());

        let site = match client.host() {
            Some(host) => options.hosts.site(host).await,
            None => None,
        };
        let Ok(visit) = Visit::new(&request, client, site, options.scheme) else {
            return Ok(problem::bare_page(StatusCode::INTERNAL_SERVER_ERROR, "-"));
        };
        let span = observe::span(&request, &visit, options.continue_trace);
        // On any host: load balancers and scrapers come by address.
        let mut response = match options.machines.answer(&request, &options.proxies).await {
            Some(response) => response,
            None => self.answer(&visit, request).instrument(span.clone()).await,
        };

        for cookie in visit.take_cookies() {
            if let Ok(value) = HeaderValue::try_from(cookie) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        if !is_asset {
            response = compress::pack(response, gzip).await;
        }
        headers::add(&mut response, options.scheme, visit.request_id());
        observe::record(&span, options.rename_span, &method, &response, begun.elapsed());
        Ok(response)
    }
}

fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && !response.headers().contains_key(header::CONTENT_TYPE)
}

fn said_by(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", said.unwrap_or_default())
}

/// Where somebody goes on who opens an address that only takes a form, as by a reload, a bookmark or another language on the page
/// that answered it: the page above. Nothing for programs.
fn page_above(request: &Request) -> Option<String> {
    let accepts = request.header(header::ACCEPT)?;
    let path = request.uri().path();
    if request.method() != Method::GET || !accepts.contains("text/html") || path.starts_with("/api/") {
        return None;
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    // Where no page is at what remains without the last part: the list, or the page that has the form.
    let page = match parts.as_slice() {
        [list @ ("people" | "account" | "me"), ..] => vec![*list],
        ["jobs", ..] => vec!["deliveries"],
        ["queue", tenant, number, ..] => vec!["queue", tenant, number],
        ["oncall", "swaps", ..] => vec!["oncall", "swaps"],
        ["oncall", "rotas", rota, "overrides", ..] => vec!["oncall", "rotas", rota],
        ["tenants", tenant, list @ ("people" | "domains" | "keys"), _, ..] => vec!["tenants", tenant, list],
        [above @ .., _] => above.to_vec(),
        [] => Vec::new(),
    };
    // Never another host's.
    let is_ours = page.first().is_none_or(|first| !first.is_empty());
    is_ours.then(|| format!("/{}", page.join("/")))
}

#[cfg(test)]
mod tests;
