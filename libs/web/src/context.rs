//! What the outer layer found out about a request, for handlers and for the answer.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use poem::{
    FromRequest, Request, RequestBody, Result,
    http::{HeaderMap, Method},
};
use rappel_domain::{ColourScheme, Locale};
use rappel_pages::own::OwnTexts;

use crate::{
    client::Client,
    cookie::{Cookie, Scheme},
    csrf::{self, Bound},
    form::Sent,
    hosts::{Company, Site},
    keys::{Keys, encode, random},
    locale,
    problem::{Problem, Reader},
};

const A_YEAR: Duration = Duration::from_hours(365 * 24);

/// What is known about a request. Cheap to clone; ask for it as a parameter of a handler.
#[derive(Debug, Clone)]
pub struct Visit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    request_id: String,
    method: Method,
    path_and_query: String,
    scheme: Scheme,
    client: Client,
    site: Option<Site>,
    headers: HeaderMap,
    form_cookie: OnceLock<String>,
    sent: OnceLock<Sent>,
    set_cookies: Mutex<Vec<String>>,
}

impl Visit {
    pub(crate) fn new(
        request: &Request,
        client: Client,
        site: Option<Site>,
        scheme: Scheme,
    ) -> Result<Self, getrandom::Error> {
        let path_and_query = request.original_uri().path_and_query().map_or("/", |path| path.as_str());
        let form_cookie = Cookie::Form.read(scheme, request.headers()).filter(|value| value.len() < 100);
        Ok(Self(Arc::new(Inner {
            request_id: random::<6>()?.iter().fold(String::new(), |id, byte| format!("{id}{byte:02x}")),
            method: request.method().clone(),
            path_and_query: path_and_query.to_owned(),
            scheme,
            client,
            site,
            headers: request.headers().clone(),
            form_cookie: form_cookie.map(|value| OnceLock::from(value.to_owned())).unwrap_or_default(),
            sent: OnceLock::new(),
            set_cookies: Mutex::default(),
        })))
    }

    /// What the log, the error page and the header `X-Request-Id` call this request.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// Its headers.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Path and query as they were asked for.
    pub fn path_and_query(&self) -> &str {
        &self.0.path_and_query
    }

    /// Address of the browser.
    pub fn address(&self) -> IpAddr {
        self.0.client.address
    }

    /// What limits count by.
    pub fn network(&self) -> String {
        self.0.client.network()
    }

    /// What the browser says it is, cut to a length that a row takes.
    pub fn user_agent(&self) -> String {
        let said = self.0.headers.get(poem::http::header::USER_AGENT).and_then(|value| value.to_str().ok());
        said.unwrap_or_default().chars().take(200).collect()
    }

    /// The company whose portal this is.
    pub fn company(&self) -> Result<&Arc<Company>, Problem> {
        match &self.0.site {
            Some(Site::Portal(company)) => Ok(company),
            _ => Err(Problem::not_found()),
        }
    }

    /// What the company of this host says in words of its own: nothing in the back office.
    pub fn texts(&self) -> Option<&Arc<OwnTexts>> {
        self.company().ok()?.texts.as_ref()
    }

    /// The host's site; nothing for a host that is not ours.
    pub fn site(&self) -> Option<&Site> {
        self.0.site.as_ref()
    }

    /// Host with its port, as the browser wrote it.
    pub fn authority(&self) -> &str {
        self.0.client.authority.as_deref().unwrap_or_default()
    }

    /// The host without its port, in lower case.
    pub fn host(&self) -> &str {
        self.0.client.host().unwrap_or_default()
    }

    /// The address of the host that this is, which was found in the table of hosts.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.0.scheme.word(), self.authority())
    }

    /// What the person reads: their account's language, else the one they chose in this browser, else
    /// the one that their browser asks for, else the company's.
    pub fn locale(&self, account: Option<Locale>) -> Locale {
        let company = match &self.0.site {
            Some(Site::Portal(company)) => Some(company.locale),
            _ => None,
        };
        account
            .or_else(|| self.cookie(Cookie::Language).and_then(|tag| tag.parse().ok()))
            .or_else(|| locale::accepted(&self.0.headers))
            .or(company)
            .unwrap_or_default()
    }

    /// Keeps the language for the pages of this browser that know of no account; nothing leaves it to the browser's wishes.
    pub fn keep_language(&self, locale: Option<Locale>) {
        match locale {
            Some(locale) if self.cookie(Cookie::Language) == Some(locale.tag()) => {}
            Some(locale) => self.set_cookie(Cookie::Language, locale.tag(), Some(A_YEAR)),
            None => self.clear_cookie(Cookie::Language),
        }
    }

    /// Light or dark, as it was chosen in this browser.
    pub fn scheme(&self) -> Option<ColourScheme> {
        self.cookie(Cookie::Scheme).and_then(|word| word.parse().ok())
    }

    /// Keeps what was chosen for the pages that come before the sign-in.
    pub fn keep_scheme(&self, scheme: Option<ColourScheme>) {
        match scheme {
            Some(scheme) => self.set_cookie(Cookie::Scheme, scheme.as_str(), Some(A_YEAR)),
            None => self.clear_cookie(Cookie::Scheme),
        }
    }

    /// What the browser sent for a cookie of ours.
    pub fn cookie(&self, cookie: Cookie) -> Option<&str> {
        cookie.read(self.0.scheme, &self.0.headers)
    }

    /// Sets a cookie with the answer, whatever the answer is.
    pub fn set_cookie(&self, cookie: Cookie, value: &str, age: Option<Duration>) {
        self.push_cookie(cookie.set(self.0.scheme, value, age));
    }

    /// Removes a cookie with the answer.
    pub fn clear_cookie(&self, cookie: Cookie) {
        self.push_cookie(cookie.clear(self.0.scheme));
    }

    /// The token for forms on a page for somebody who is not signed in.
    pub(crate) fn guest_token(&self, keys: &Keys) -> Result<String, Problem> {
        let cookie = if let Some(cookie) = self.0.form_cookie.get() {
            cookie
        } else {
            let fresh = encode(random::<16>().map_err(Problem::internal)?);
            self.set_cookie(Cookie::Form, &fresh, None);
            self.0.form_cookie.get_or_init(|| fresh)
        };
        csrf::token(keys, Bound::Form, self.authority(), cookie).map_err(Problem::internal)
    }

    /// The token for forms on a page for somebody whose session was just looked up.
    pub(crate) fn session_token(&self, keys: &Keys, session: &str) -> Result<String, Problem> {
        csrf::token(keys, Bound::Session, self.authority(), session).map_err(Problem::internal)
    }

    /// The cookie that binds forms, when the browser has one.
    pub(crate) fn form_cookie(&self) -> Option<&str> {
        self.cookie(Cookie::Form)
    }

    pub(crate) fn method(&self) -> &Method {
        &self.0.method
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::of_path(&self.0.path_and_query)
    }

    pub(crate) fn sent(&self) -> Option<&Sent> {
        self.0.sent.get()
    }

    pub(crate) fn set_sent(&self, sent: Sent) {
        let _ = self.0.sent.set(sent);
    }

    fn push_cookie(&self, line: String) {
        self.0.set_cookies.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    pub(crate) fn take_cookies(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.set_cookies.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<'a> FromRequest<'a> for Visit {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let visit = request.extensions().get::<Self>().cloned();
        visit.ok_or_else(|| Problem::internal("the outer layer was left out").into())
    }
}
