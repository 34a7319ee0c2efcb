//! `/demo`: the pocket phone and the mailbox.

use std::{path::Path, sync::Arc};

use poem::{
    EndpointExt as _, Response, Route, get, handler,
    http::{StatusCode, header},
    post,
    web::{Data, Path as PathParam, Query},
};
use rappel_domain::phone::{Country, Phone as Number};
use rappel_pages::{
    Frame,
    demo::{Mail, MailLine, Mailbox, Phone, Place, Pocket, Screen, SignIn, Sms},
};
use rappel_service::{Service, sending::CALLBACK_LINK};
use rappel_settings::{Settings, server::Server};
use rappel_web::{Form, Problem, Visit, Web, see_other};
use serde::Deserialize;

use super::{
    archive::{Archive, Kept, What},
    seed,
};

/// The mailbox shows no more.
const MAILS: usize = 30;

/// What the handlers share.
#[derive(Clone)]
struct Demo(Arc<Inner>);

struct Inner {
    archive: Archive,
    service: Service,
    server: Server,
    folder: String,
}

/// Which phone to look at.
#[derive(Debug, Default, Deserialize)]
struct Which {
    phone: Option<String>,
}

/// An answer to an SMS.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reply {
    phone: String,
    text: String,
}

pub(super) fn routes(settings: &Settings, folder: &Path, archive: Archive, service: &Service) -> Route {
    let demo = Demo(Arc::new(Inner {
        archive,
        service: service.clone(),
        server: settings.server.clone(),
        folder: folder.display().to_string(),
    }));
    let file = |kind: &'static str, text: &'static str| {
        poem::endpoint::make_sync(move |_| Response::builder().content_type(kind).body(text))
    };
    Route::new()
        .at("/demo", get(pocket).data(demo.clone()))
        .at("/demo/screen", get(screen).data(demo.clone()))
        .at("/demo/mailbox", get(mailbox).data(demo.clone()))
        .at("/demo/reply", post(reply).data(demo.clone()))
        .at("/demo/mail/:number", get(mail).data(demo.clone()))
        .at("/demo/mail/:number/html", get(mail_html).data(demo))
        .at("/demo/demo.css", get(file("text/css; charset=utf-8", include_str!("demo.css"))))
        .at("/demo/demo.js", get(file("text/javascript; charset=utf-8", include_str!("demo.js"))))
}

#[handler]
async fn pocket(
    visit: Visit,
    web: Web,
    Data(demo): Data<&Demo>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let page = Pocket {
        places: demo.places().await?,
        password: seed::PASSWORD.to_owned(),
        screen: demo.screen(&which).await?,
        mailbox: demo.mailbox(),
        folder: demo.0.folder.clone(),
    };
    web.show(StatusCode::OK, &web.guest_frame(&visit)?, &page)
}

#[handler]
async fn screen(
    visit: Visit,
    web: Web,
    Data(demo): Data<&Demo>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    web.show(StatusCode::OK, &bare(&visit, &web)?, &demo.screen(&which).await?)
}

#[handler]
fn mailbox(visit: Visit, web: Web, Data(demo): Data<&Demo>) -> Result<Response, Problem> {
    web.show(StatusCode::OK, &bare(&visit, &web)?, &demo.mailbox())
}

#[handler]
async fn reply(Data(demo): Data<&Demo>, Form(reply): Form<Reply>) -> Result<Response, Problem> {
    let phone = Number::parse(&reply.phone, Country::FRANCE)
        .unwrap_or_else(|_| Number::from_e164_trusted(reply.phone.as_str()));
    demo.0.archive.reply(demo.0.service.clock().now(), phone.e164(), &reply.text);
    demo.0.service.reply_by_sms(&phone, &reply.text, None).await?;
    let back: String = phone.e164().replace('+', "%2B");
    Ok(see_other(&format!("/demo?phone={back}")))
}

#[handler]
fn mail(
    visit: Visit,
    web: Web,
    Data(demo): Data<&Demo>,
    PathParam(number): PathParam<usize>,
) -> Result<Response, Problem> {
    let Some(Kept { at, what: What::Mail { from, to, subject, text, html } }) = demo.kept(number) else {
        return Err(Problem::not_found());
    };
    let html_href = html.map(|_| format!("/demo/mail/{number}/html"));
    let page = Mail { from, to, subject, at, html_href, text };
    let mut response = web.show(StatusCode::OK, &web.guest_frame(&visit)?, &page)?;
    let policy = format!("{}; frame-src 'self'", rappel_web::CONTENT_SECURITY_POLICY);
    let policy = policy.parse().map_err(Problem::internal)?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// As a mail program shows it: its own style, pictures inside, links that open beside, nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
    frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

#[handler]
fn mail_html(Data(demo): Data<&Demo>, PathParam(number): PathParam<usize>) -> Result<Response, Problem> {
    let Some(Kept { what: What::Mail { html: Some(html), .. }, .. }) = demo.kept(number) else {
        return Err(Problem::not_found());
    };
    let html = html.replacen("<head>", "<head><base target=\"_blank\">", 1);
    let response = Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)
        .header(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    Ok(response.body(html))
}

/// A fragment has no form of its own.
fn bare(visit: &Visit, web: &Web) -> Result<Frame, Problem> {
    web.guest_frame(visit)
}

impl Demo {
    fn kept(&self, number: usize) -> Option<Kept> {
        self.0.archive.all().into_iter().nth(number.checked_sub(1)?)
    }

    async fn places(&self) -> Result<Vec<Place>, Problem> {
        let server = &self.0.server;
        let sign_ins = seed::sign_ins();
        let mut places = Vec::new();
        for tenant in self.0.service.store().tenants().await.map_err(rappel_service::Error::from)? {
            let slug = (!tenant.is_operator).then_some(tenant.slug.as_str());
            let host = slug
                .map_or_else(|| server.office_host().to_owned(), |slug| format!("{slug}.{}", server.domain));
            let href = format!("{}/", server.origin(&host));
            let mine = sign_ins.iter().filter(|it| it.tenant.as_deref() == slug);
            places.push(Place {
                name: tenant.name.clone(),
                address: href.trim_start_matches("http://").trim_end_matches('/').to_owned(),
                href,
                sign_ins: mine
                    .map(|it| SignIn { name: it.who.to_owned(), user: it.user_name.to_owned() })
                    .collect(),
            });
        }
        Ok(places)
    }

    async fn screen(&self, which: &Which) -> Result<Screen, Problem> {
        let all = self.0.archive.all();
        let mut phones: Vec<(String, u64)> = Vec::new();
        for kept in &all {
            let (What::Sms { phone, .. } | What::Reply { phone, .. }) = &kept.what else { continue };
            match phones.iter_mut().find(|(known, _)| known == phone) {
                Some((_, count)) => *count += 1,
                None => phones.push((phone.clone(), 1)),
            }
        }
        // The phone of the person on call lies on top: a client's may have rung since.
        let owners = self.owners().await?;
        let is_staff = |phone: &String| owners.iter().any(|(known, _)| known == phone);
        let rang = || {
            all.iter().rev().filter_map(|kept| match &kept.what {
                What::Sms { phone, .. } => Some(phone),
                _ => None,
            })
        };
        let last = rang().find(|phone| is_staff(phone)).or_else(|| rang().next()).cloned();
        let number =
            which.phone.clone().filter(|phone| phones.iter().any(|(known, _)| known == phone)).or(last);
        let now = self.0.service.clock().now();
        let messages = all.iter().filter_map(|kept| match &kept.what {
            What::Sms { phone, text } if Some(phone) == number.as_ref() => {
                let ran_out = text.contains("/a/") && kept.at + CALLBACK_LINK <= now;
                Some(if ran_out { Sms::expired(kept.at, text) } else { Sms::new(kept.at, text) })
            }
            What::Reply { phone, text } if Some(phone) == number.as_ref() => Some(Sms::reply(kept.at, text)),
            _ => None,
        });
        let messages = messages.collect();
        let phones = phones.into_iter().map(|(phone, count)| Phone {
            owner: owners.iter().find(|(known, _)| *known == phone).map(|(_, name)| name.clone()),
            href: format!("/demo?phone={}", phone.replace('+', "%2B")),
            current: Some(&phone) == number.as_ref(),
            number: phone,
            count,
        });
        Ok(Screen { phones: phones.collect(), number, messages })
    }

    /// Numbers of staff, with their names.
    async fn owners(&self) -> Result<Vec<(String, String)>, Problem> {
        let line =
            self.0.service.store().doors().command_line().await.map_err(rappel_service::Error::from)?;
        let team = self.0.service.team(&line.office()).await?;
        Ok(team.into_iter().filter_map(|it| Some((it.phone?.e164().to_owned(), it.name))).collect())
    }

    fn mailbox(&self) -> Mailbox {
        let all = self.0.archive.all();
        let mails = all.iter().enumerate().rev().filter_map(|(index, kept)| match &kept.what {
            What::Mail { to, subject, .. } => Some(MailLine {
                href: format!("/demo/mail/{}", index + 1),
                at: kept.at,
                to: to.clone(),
                subject: subject.clone(),
            }),
            _ => None,
        });
        Mailbox { mails: mails.take(MAILS).collect() }
    }
}
