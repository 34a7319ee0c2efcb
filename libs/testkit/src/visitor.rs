//! A person at a browser without scripts: a cookie jar, a host, and forms that are filled in as they were served.
//!
//! Pages are asked from a socket on the loopback, with the `Host` that the person would have typed, so that what is tested
//! is the whole program from its accept loop on.

mod document;
mod jar;

use std::net::SocketAddr;

use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{
        ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, HeaderMap, LOCATION, ORIGIN, REFERER, SET_COOKIE,
    },
    redirect::Policy,
};

pub use document::{Document, Form};
pub use jar::Jar;

/// One person at one browser.
#[derive(Debug, Clone)]
pub struct Visitor {
    client: Client,
    server: SocketAddr,
    host: String,
    language: &'static str,
    jar: Jar,
}

/// What came back, after redirects were followed.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status of the last answer.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Path and query that were asked last.
    pub path: String,
    /// Host that was asked last.
    pub host: String,
    /// The body.
    pub body: String,
}

impl Visitor {
    /// A fresh browser that speaks French and knows this host, `durand.localhost:4000`.
    pub fn new(server: SocketAddr, host: impl Into<String>) -> Self {
        // Every reqwest client looks for it, also one that only speaks to the loopback.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            // A connection each time: the server closes one after a refusal, and a browser would then ask again by itself.
            Client::builder().redirect(Policy::none()).no_proxy().pool_max_idle_per_host(0).build().expect("a client without TLS");
        Self { client, server, host: host.into(), language: "fr", jar: Jar::default() }
    }

    /// The same browser, in another language.
    #[must_use]
    pub fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// The host that relative addresses are asked from.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The cookies of this browser.
    pub fn jar(&mut self) -> &mut Jar {
        &mut self.jar
    }

    /// Opens a path (`/tickets`) or an address (`http://host/path`), as clicking a link or typing it does.
    pub async fn open(&mut self, address: &str) -> Answer {
        let request = self.request(Method::GET, address);
        self.follow(request, address).await
    }

    /// Sends a form as it was served, with these fields filled in. Fails when the form has no such field.
    pub async fn send(&mut self, answer: &Answer, form: &Form, filled: &[(&str, &str)]) -> Answer {
        self.send_files(answer, form, filled, &[]).await
    }

    /// Sends a form with files: the field, the name of the file, its bytes.
    pub async fn send_files(
        &mut self,
        answer: &Answer,
        form: &Form,
        filled: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let fields = form.filled(filled);
        let target = if form.action.is_empty() { answer.path.clone() } else { form.action.clone() };
        if form.asks {
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            return self.open(&format!("{target}?{query}")).await;
        }
        let request = if form.multipart {
            let mut body = fields
                .into_iter()
                .fold(reqwest::multipart::Form::new(), |body, (name, value)| body.text(name, value));
            for (field, name, bytes) in files {
                let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name((*name).to_owned());
                body = body.part((*field).to_owned(), part);
            }
            self.request(Method::POST, &target).multipart(body)
        } else {
            assert!(files.is_empty(), "the form takes no files");
            self.request(Method::POST, &target).form(&fields)
        };
        let request = request
            .header(ORIGIN, format!("http://{}", answer.host))
            .header(REFERER, format!("http://{}{}", answer.host, answer.path))
            .header("sec-fetch-site", "same-origin");
        self.follow(request, &target).await
    }

    /// A request to this host with the browser's cookies, for what no page offers: attacks, APIs.
    pub fn request(&self, method: Method, address: &str) -> RequestBuilder {
        let (host, path) = self.locate(address);
        let mut request = self
            .client
            .request(method, format!("http://{}{path}", self.server))
            .header(HOST, &host)
            .header(ACCEPT, "text/html")
            .header(ACCEPT_LANGUAGE, self.language);
        if let Some(cookies) = self.jar.header(&host) {
            request = request.header(COOKIE, cookies);
        }
        request
    }

    /// Sends the request and follows redirects, as a browser does.
    async fn follow(&mut self, request: RequestBuilder, address: &str) -> Answer {
        let mut answer = self.ask(request, address).await;
        for _ in 0..5 {
            let Some(next) =
                answer.headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned)
            else {
                return answer;
            };
            let next = if next.starts_with('/') { format!("http://{}{next}", answer.host) } else { next };
            let request = self.request(Method::GET, &next);
            answer = self.ask(request, &next).await;
        }
        panic!("redirected in circles at {}", answer.path);
    }

    /// Sends one request and keeps the cookies that come back.
    pub async fn ask(&mut self, request: RequestBuilder, address: &str) -> Answer {
        let (host, path) = self.locate(address);
        let response = request.send().await.expect("the server answers");
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.jar.keep(&host, cookie.to_str().expect("a cookie is ASCII"));
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.expect("the body arrives");
        Answer { status, headers, path, host, body }
    }

    fn locate(&self, address: &str) -> (String, String) {
        let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
        match rest {
            Some(rest) => {
                let slash = rest.find('/').unwrap_or(rest.len());
                let path = if slash == rest.len() { "/" } else { &rest[slash..] };
                (rest[..slash].to_owned(), path.to_owned())
            }
            None => (self.host.clone(), address.to_owned()),
        }
    }
}

/// A client that follows nothing and speaks to the loopback only.
pub(crate) fn client() -> Client {
    // Every reqwest client looks for it, also one that never uses TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).no_proxy().build().expect("a client without TLS")
}

impl Answer {
    /// The page, to look into. Fails when the answer is no HTML.
    #[track_caller]
    pub fn page(&self) -> Document {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(kind.starts_with("text/html"), "{} {} is {kind:?}: {}", self.status, self.path, self.body);
        Document::parse(&self.body)
    }

    /// Fails, and shows the page's words, unless the status is this one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}{}\n{}",
            self.host,
            self.path,
            Document::parse(&self.body).words()
        );
        self
    }

    /// Fails, and shows the page's words, unless they contain these.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        let all = Document::parse(&self.body).words();
        assert!(all.contains(words), "{} {} does not say {words:?}:\n{all}", self.status, self.path);
        self
    }

    /// Fails when the page's words contain these.
    #[track_caller]
    pub fn never_says(&self, words: &str) -> &Self {
        let all = Document::parse(&self.body).words();
        assert!(!all.contains(words), "{} says {words:?}:\n{all}", self.path);
        self
    }
}

#[cfg(test)]
mod tests;
