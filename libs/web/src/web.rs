//! What every handler may need: ask for [`Web`] as a parameter.

use std::{path::PathBuf, sync::Arc};

use chrono_tz::Tz;
use ipnet::IpNet;
use poem::{FromRequest, Request, RequestBody, Response, Result, http::StatusCode};
use rappel_domain::{ColourScheme, Locale};
use rappel_pages::{
    Frame, Page, Pages,
    frame::{Brand, Flash, Logo, Operator, Section, User, accessibility},
    language,
    portal::ProviderButton,
};
use rappel_service::Service;

use crate::{
    context::Visit,
    cookie::Scheme,
    flash,
    health::Machines,
    hosts::{Company, Hosts, Site, Table},
    keys::Keys,
    limit::Limiter,
    problem::Problem,
};

/// Parts that the program puts together at its start.
pub struct Options {
    /// Templates and texts.
    pub pages: Pages,
    /// Whose host is whose.
    pub hosts: Hosts,
    /// Commands and page reads.
    pub service: Service,
    /// Signatures of forms and messages.
    pub keys: Keys,
    /// How browsers reach us.
    pub scheme: Scheme,
    /// Proxies whose headers are believed.
    pub proxies: Vec<IpNet>,
    /// How often somebody may do something.
    pub limiter: Limiter,
    /// Where files are while they come in; on the same disk as where they stay.
    pub upload_folder: PathBuf,
    /// Answers load balancers and scrapers.
    pub machines: Machines,
    /// Names a span in its trace anew.
    pub rename_span: fn(&tracing::Span, String),
    /// Makes a span part of the trace that a header names.
    pub continue_trace: fn(&tracing::Span, &str),
    /// Time that is shown and signed.
    pub clock: Arc<dyn rappel_domain::Clock>,
    /// Address of the back office, without a slash at the end.
    pub office_origin: String,
    /// Where security researchers may write, as in `mailto:security@example.org`.
    pub security_contact: Option<String>,
}

/// What every handler may need. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Options>);

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Web")
    }
}

/// Who reads a page, besides what the request says by itself.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The account's language.
    pub locale: Option<Locale>,
    /// The account's clocks, where they are not the company's.
    pub zone: Option<Tz>,
    /// Light or dark, as the account says; of nobody's, what was chosen in this browser.
    pub scheme: Option<ColourScheme>,
    /// Who is signed in.
    pub user: Option<User>,
    /// The navigation.
    pub navigation: Vec<Section>,
    /// Whether single keys act.
    pub keys: SingleKeys,
}

/// Whether single keys of the keyboard act; people can turn them off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SingleKeys {
    /// They do.
    On,
    /// They do not: nobody is signed in, or the person does not want them.
    #[default]
    Off,
}

impl SingleKeys {
    const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

impl Web {
    /// Puts the parts together.
    pub fn new(options: Options) -> Self {
        Self(Arc::new(options))
    }

    /// Templates and texts.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Whose host is whose; refresh it after a change of tenants, hosts or brands.
    pub fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// Commands and page reads.
    pub fn service(&self) -> &Service {
        &self.0.service
    }

    /// How often somebody may do something.
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// Address of the back office, without a slash at the end.
    pub fn office_origin(&self) -> &str {
        &self.0.office_origin
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0
    }

    /// The frame of a page for somebody who is not signed in; its forms are bound to this browser.
    pub fn guest_frame(&self, visit: &Visit) -> Result<Frame, Problem> {
        self.guest_frame_in(visit, None)
    }

    /// The same for somebody who is known without being signed in, by a link: in the language of their account.
    pub fn guest_frame_in(&self, visit: &Visit, locale: Option<Locale>) -> Result<Frame, Problem> {
        let table = self.0.hosts.current();
        let reading = Reading { locale, ..Reading::default() };
        let frame = self.frame(visit, &table, reading).ok_or_else(Problem::not_found)?;
        Ok(Frame {
            csrf: visit.guest_token(&self.0.keys)?,
            flashes: flash::take(&self.0.keys, visit),
            ..frame
        })
    }

    /// The frame of a page for somebody who is signed in by the session cookie `session`.
    pub(crate) fn session_frame(
        &self,
        visit: &Visit,
        reading: Reading,
        session: &str,
    ) -> Result<Frame, Problem> {
        let table = self.0.hosts.current();
        // Pages that know of no session, such as those of errors, say it in the account's language too.
        if reading.locale.is_some() {
            visit.keep_language(reading.locale);
        }
        let frame = self.frame(visit, &table, reading).ok_or_else(Problem::not_found)?;
        let csrf = visit.session_token(&self.0.keys, session)?;
        Ok(Frame { csrf, flashes: flash::take(&self.0.keys, visit), ..frame })
    }

    /// A frame without forms, for error pages; nothing on hosts that are not ours.
    pub(crate) fn bare_frame(&self, visit: &Visit) -> Option<Frame> {
        self.frame(visit, &self.0.hosts.current(), Reading::default())
    }

    fn frame(&self, visit: &Visit, table: &Table, reading: Reading) -> Option<Frame> {
        let operator = table.operator.as_ref();
        let (company, home): (Option<&Arc<Company>>, _) = match visit.site()? {
            Site::Portal(company) => (Some(company), "/tickets"),
            Site::Office => (operator, "/queue"),
        };
        let is_office = matches!(visit.site()?, Site::Office);
        let look = company.and_then(|company| company.look.as_ref());
        let locale = visit.locale(reading.locale);
        Some(Frame {
            locale,
            languages: language::others(locale),
            offers_language: reading.locale.is_none(),
            zone: reading
                .zone
                .unwrap_or_else(|| company.map_or(chrono_tz::Europe::Paris, |company| company.zone)),
            scheme: if reading.user.is_some() { reading.scheme } else { visit.scheme() },
            now: self.0.clock.now(),
            brand: Brand {
                name: company.map_or_else(|| "Rappel".to_owned(), |company| company.name.clone()),
                css: look.map(|look| look.style.path.clone()),
                logo: company.and_then(|it| Some(Logo::of(&it.slug, it.logo.as_ref()?))),
                // Staff find their own tab by our sign; clients know their company.
                icon: look.filter(|_| !is_office).map(|look| look.icon.path.clone()),
                theme: look.map(|look| look.theme.clone()),
                accessibility: accessibility(company.map(|it| it.conformity).unwrap_or_default()),
                home: home.to_owned(),
            },
            navigation: reading.navigation,
            user: reading.user,
            csrf: String::new(),
            flashes: Vec::new(),
            operator: Operator {
                name: operator.map_or_else(|| "Rappel".to_owned(), |operator| operator.name.clone()),
                phone: operator.and_then(|operator| operator.phone.clone()),
            },
            office_href: match visit.site()? {
                Site::Portal(_) => Some(format!("{}/", self.0.office_origin)),
                Site::Office => None,
            },
            keys: reading.keys.is_on(),
            path: visit.path_and_query().to_owned(),
            texts: visit.texts().cloned(),
        })
    }

    /// The button of the company's own identity provider, where it has one.
    pub async fn provider_button(&self, visit: &Visit) -> Result<Option<ProviderButton>, Problem> {
        let offer = self.0.service.sign_on_offer(visit.company()?.tenant).await?;
        Ok(offer.map(|it| ProviderButton::new(&it.label, it.passwords)))
    }

    /// A page as an answer.
    pub fn show<P: Page>(&self, status: StatusCode, frame: &Frame, page: &P) -> Result<Response, Problem> {
        let html = self.0.pages.render(frame, page).map_err(Problem::internal)?;
        Ok(Response::builder().status(status).content_type("text/html; charset=utf-8").body(html))
    }

    /// Keeps a message for the next page that this browser asks for.
    pub fn flash(&self, visit: &Visit, locale: Locale, flash: &Flash) -> Result<(), Problem> {
        flash::keep(&self.0.keys, visit, locale, flash)
    }
}

impl<'a> FromRequest<'a> for Web {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let web = request.extensions().get::<Self>().cloned();
        web.ok_or_else(|| Problem::internal("the outer layer was left out").into())
    }
}
