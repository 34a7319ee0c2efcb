//! Who is signed in: each extractor looks the session up, so that one that has ended is never trusted.

use std::{sync::Arc, time::Duration};

use poem::{FromRequest, Request, RequestBody, Result};
use rappel_domain::{Locale, role::PersonRole};
use rappel_pages::{
    Frame,
    frame::{Section, User},
    portal::{self, Reader},
    routes,
};
use rappel_service::{
    Person, Scope, Staff, StaffScope, second_step::Waiting, sign_in::Entrance, tickets::Look,
};

use crate::{
    context::Visit,
    cookie::Cookie,
    csrf::is_unsafe,
    hosts::{Company, Site},
    problem::Problem,
    redirect::see_other,
    web::{Reading, SingleKeys, Web},
};

/// As long as the store keeps a session at the most; it ends earlier without use.
const KEPT: Duration = Duration::from_hours(14 * 24);

/// What our tokens look like: anything else does not reach the database.
fn is_token(text: &str) -> bool {
    (32..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// As long as a sign-in waits for its second step.
const SECOND_STEP_KEPT: Duration = Duration::from_mins(10);

/// As long as browsers keep a cookie at the most.
pub(crate) const DEVICE_KEPT: Duration = Duration::from_hours(400 * 24);

/// Somebody of a tenant, signed in to its portal.
#[derive(Debug, Clone)]
pub struct PortalSession {
    /// The right to the tenant's rows.
    pub scope: Scope,
    /// Who.
    pub person: Person,
    /// Whose portal.
    pub company: Arc<Company>,
    token: String,
}

impl PortalSession {
    /// Signs a browser in: a new cookie, whatever it had before. The session says which browser it is of, and
    /// the person is told of one that is new to them.
    pub async fn begin(web: &Web, visit: &Visit, token: &str, entrance: Entrance) -> Result<(), Problem> {
        let tenant = visit.company()?.tenant;
        let kept = Self::kept(visit);
        let kept = web.service().greet(tenant, token, &visit.user_agent(), kept, entrance).await?;
        visit.set_cookie(Cookie::Device, &kept, Some(DEVICE_KEPT));
        visit.set_cookie(Cookie::Portal, token, Some(KEPT));
        visit.clear_cookie(Cookie::Form);
        if visit.cookie(Cookie::SecondStep).is_some() {
            visit.clear_cookie(Cookie::SecondStep);
        }
        Ok(())
    }

    /// What this browser keeps from an earlier sign-in.
    pub fn kept(visit: &Visit) -> Option<&str> {
        visit.cookie(Cookie::Device).filter(|kept| is_token(kept))
    }

    /// What this browser alone holds: the cookie that its forms are bound to.
    pub fn browser(visit: &Visit) -> Option<&str> {
        visit.cookie(Cookie::Form)
    }

    /// Has a browser wait for the second step of a sign-in, which its cookie alone can end. Whatever it was signed in as before is
    /// left alone until then.
    pub fn wait(visit: &Visit, waiting: &Waiting) {
        visit.set_cookie(Cookie::SecondStep, &waiting.token, Some(SECOND_STEP_KEPT));
    }

    /// What a browser that waits for a second step brings.
    pub fn waiting(visit: &Visit) -> Option<&str> {
        visit.cookie(Cookie::SecondStep)
    }

    /// The session that has just begun in this browser, whose next request will bring it.
    pub async fn begun(web: &Web, visit: &Visit, token: &str) -> Result<Self, Problem> {
        let company = Arc::clone(visit.company()?);
        let found = web.service().portal_session(company.tenant, token).await?;
        let (scope, person) = found.ok_or(Problem::signed_out())?;
        Ok(Self { scope, person, company, token: token.to_owned() })
    }

    /// Who looks again at the page of a ticket that is open, and the stamp of what it shows them: see [`Look`]. A session is made
    /// of it by [`PortalSession::find`] when there is something to show.
    pub async fn look(web: &Web, visit: &Visit, number: i64) -> Result<Look> {
        let (company, token) = brought(visit)?;
        let found = web.service().look(company.tenant, token, number).await.map_err(Problem::from)?;
        let look = found.ok_or_else(|| signed_out(visit))?;
        enrolled(web, visit, &look.scope).await?;
        Ok(look)
    }

    /// Whoever a request comes from.
    pub async fn find(web: &Web, visit: &Visit) -> Result<Self> {
        let (company, token) = brought(visit)?;
        let found = web.service().portal_session(company.tenant, token).await.map_err(Problem::from)?;
        let (scope, person) = found.ok_or_else(|| signed_out(visit))?;
        enrolled(web, visit, &scope).await?;
        Ok(Self { scope, person, company: Arc::clone(company), token: token.to_owned() })
    }

    /// The session's own token, to tell it from others of the same person.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The frame of a page of the portal; `current` is the path that the navigation shows as current.
    pub fn frame(&self, web: &Web, visit: &Visit, current: &str) -> Result<Frame, Problem> {
        let reader = match self.person.role {
            PersonRole::Member => Reader::Member,
            PersonRole::Manager => Reader::Manager,
        };
        let reading = Reading {
            locale: self.person.locale,
            zone: self.person.time_zone,
            scheme: self.person.colour_scheme,
            user: Some(User {
                key: self.person.id.to_string(),
                name: self.person.name.clone(),
                href: routes::portal::ACCOUNT.to_owned(),
                logout: routes::portal::LOGOUT.to_owned(),
            }),
            navigation: portal::navigation(current, reader),
            keys: SingleKeys::Off,
        };
        web.session_frame(visit, reading, &self.token)
    }

    /// What the person reads.
    pub fn locale(&self, visit: &Visit) -> Locale {
        visit.locale(self.person.locale)
    }

    /// Signs out: the session is over for every request that comes after, and this browser forgets it.
    pub async fn end(self, web: &Web, visit: &Visit) -> Result<(), Problem> {
        web.service().sign_out(self.company.tenant, &self.token).await?;
        visit.clear_cookie(Cookie::Portal);
        Ok(())
    }
}

impl<'a> FromRequest<'a> for PortalSession {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let visit = Visit::from_request(request, body).await?;
        let web = Web::from_request(request, body).await?;
        Self::find(&web, &visit).await
    }
}

/// The company of a portal, and what the browser brought for its session.
fn brought(visit: &Visit) -> Result<(&Arc<Company>, &str), Problem> {
    let company = visit.company()?;
    let token = visit.cookie(Cookie::Portal).filter(|token| is_token(token)).ok_or(Problem::signed_out())?;
    Ok((company, token))
}

/// The session is over, and this browser forgets it.
fn signed_out(visit: &Visit) -> Problem {
    visit.clear_cookie(Cookie::Portal);
    Problem::signed_out()
}

/// What is open to somebody who must set a second step up first: setting it up, taking back what is not enrolled, proving who
/// they are for that, and leaving.
const BEFORE_ENROLMENT: [&str; 8] = [
    routes::portal::TWO_STEP,
    routes::portal::BEGIN_TWO_STEP,
    routes::portal::ENROL_TWO_STEP,
    routes::portal::REMOVE_TWO_STEP,
    routes::portal::PASSKEYS,
    routes::portal::BEGIN_PASSKEY,
    routes::portal::CONFIRM,
    routes::portal::LOGOUT,
];

/// Leads somebody there who has no second step while their company requires one of everybody. It is asked with each request, so
/// that it counts for sessions that were there before. A form that was sent is refused with what was typed on it.
async fn enrolled(web: &Web, visit: &Visit, scope: &Scope) -> Result<()> {
    let path = visit.path_and_query().split('?').next().unwrap_or_default();
    if BEFORE_ENROLMENT.contains(&path)
        || !web.service().person_must_enrol(scope).await.map_err(Problem::from)?
    {
        return Ok(());
    }
    if is_unsafe(visit.method()) {
        return Err(Problem::forbidden("a second step is to be set up first").into());
    }
    Err(poem::Error::from_response(see_other(routes::portal::TWO_STEP)))
}

/// Somebody of staff, signed in to the back office.
#[derive(Debug, Clone)]
pub struct OfficeSession {
    /// The right to their tenants.
    pub scope: StaffScope,
    /// Who.
    pub staff: Staff,
    token: String,
}

impl OfficeSession {
    /// Signs a browser in: a new cookie, whatever it had before.
    pub fn begin(visit: &Visit, token: &str) {
        visit.set_cookie(Cookie::Office, token, Some(KEPT));
        visit.clear_cookie(Cookie::Form);
        if visit.cookie(Cookie::SecondStep).is_some() {
            visit.clear_cookie(Cookie::SecondStep);
        }
    }

    /// What this browser alone holds: the cookie that its forms are bound to.
    pub fn browser(visit: &Visit) -> Option<&str> {
        visit.cookie(Cookie::Form)
    }

    /// Has a browser wait for the second step of a sign-in, which its cookie alone can end.
    pub fn wait(visit: &Visit, waiting: &Waiting) {
        visit.set_cookie(Cookie::SecondStep, &waiting.token, Some(SECOND_STEP_KEPT));
    }

    /// What a browser that waits for a second step brings.
    pub fn waiting(visit: &Visit) -> Option<&str> {
        visit.cookie(Cookie::SecondStep)
    }

    /// The session that has just begun in this browser, whose next request will bring it.
    pub async fn begun(web: &Web, token: &str) -> Result<Self, Problem> {
        let found = web.service().office_session(token).await?;
        let (scope, staff) = found.ok_or(Problem::signed_out())?;
        Ok(Self { scope, staff, token: token.to_owned() })
    }

    /// The session's own token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The right to the operator's own rows, among which those of the reader's account are.
    pub fn own(&self) -> Result<Scope, Problem> {
        self.scope.on(self.scope.operator()).ok_or(Problem::not_found())
    }

    /// The frame of a page of the back office.
    pub fn frame(
        &self,
        web: &Web,
        visit: &Visit,
        navigation: Vec<Section>,
        keys: SingleKeys,
    ) -> Result<Frame, Problem> {
        let reading = Reading {
            locale: Some(self.staff.locale),
            zone: None,
            // Staff choose it for each of their browsers.
            scheme: visit.scheme(),
            user: Some(User {
                key: self.staff.id.to_string(),
                name: self.staff.name.clone(),
                href: "/me".to_owned(),
                logout: "/logout".to_owned(),
            }),
            navigation,
            keys,
        };
        web.session_frame(visit, reading, &self.token)
    }

    /// Signs out: the session is over for every request that comes after, and this browser forgets it.
    pub async fn end(self, web: &Web, visit: &Visit) -> Result<(), Problem> {
        web.service().sign_out(self.scope.operator(), &self.token).await?;
        visit.clear_cookie(Cookie::Office);
        Ok(())
    }
}

impl<'a> FromRequest<'a> for OfficeSession {
    /// Where a second factor is required, nobody without one gets any further.
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        match Enrolling::from_request(request, body).await? {
            Enrolling { session, must: false } => Ok(session),
            Enrolling { must: true, .. } => Err(Problem::must_enrol().into()),
        }
    }
}

/// Somebody of staff who is signed in and may have to set a second factor up yet: for the pages where that is done, and for
/// signing out.
#[derive(Debug, Clone)]
pub struct Enrolling {
    /// Their session.
    pub session: OfficeSession,
    /// Whether nothing else opens before.
    pub must: bool,
}

impl<'a> FromRequest<'a> for Enrolling {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let visit = Visit::from_request(request, body).await?;
        let web = Web::from_request(request, body).await?;
        if visit.site() != Some(&Site::Office) {
            return Err(Problem::not_found().into());
        }
        let token =
            visit.cookie(Cookie::Office).filter(|token| is_token(token)).ok_or(Problem::signed_out())?;
        let Some((scope, staff)) = web.service().office_session(token).await.map_err(Problem::from)? else {
            visit.clear_cookie(Cookie::Office);
            return Err(Problem::signed_out().into());
        };
        let must = web.service().must_enrol(&scope).await.map_err(Problem::from)?;
        Ok(Self { session: OfficeSession { scope, staff, token: token.to_owned() }, must })
    }
}
