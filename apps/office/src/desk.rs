//! What every handler of the back office does: the frame of its page, a message and the way on.

use poem::{
    FromRequest, Response, Result,
    http::{Method, StatusCode},
};
use rappel_domain::{Locale, id::TenantId, role::StaffRight};
use rappel_pages::{
    Frame, Page,
    frame::Flash,
    office::{Done, Duty, Rights, navigation},
};
use rappel_service::{Error, Invalid, Scope, Service, Tenant, factors::StaffTwoStep};
use rappel_web::{OfficeSession, Problem, SingleKeys, Visit, Web, see_other};

/// A request of somebody who is signed in.
pub(crate) struct Desk {
    pub(crate) session: OfficeSession,
    pub(crate) web: Web,
    pub(crate) visit: Visit,
    /// How many things keep people from being reached, for those whose navigation says so.
    unready: usize,
    /// What the second step is to the reader.
    pub(crate) duty: Duty,
}

/// The same before the reader has set a second factor up, which may be required: for the pages where that is done.
pub(crate) struct Enrolling(pub(crate) Desk);

impl<'a> FromRequest<'a> for Enrolling {
    async fn from_request(request: &'a poem::Request, body: &mut poem::RequestBody) -> Result<Self> {
        let rappel_web::Enrolling { session, must } =
            rappel_web::Enrolling::from_request(request, body).await?;
        let desk = Desk::of(session, request, body).await?;
        Ok(Self(Desk { duty: if must { Duty::First } else { desk.duty }, ..desk }))
    }
}

impl<'a> FromRequest<'a> for Desk {
    async fn from_request(request: &'a poem::Request, body: &mut poem::RequestBody) -> Result<Self> {
        let session = OfficeSession::from_request(request, body).await?;
        Self::of(session, request, body).await
    }
}

impl Desk {
    async fn of(
        session: OfficeSession,
        request: &poem::Request,
        body: &mut poem::RequestBody,
    ) -> Result<Self> {
        let web = Web::from_request(request, body).await?;
        let visit = Visit::from_request(request, body).await?;
        let shows = request.method() == Method::GET && session.scope.may(StaffRight::EditRotas);
        // A count beside a link keeps no page from being shown.
        let unready =
            if shows { web.service().readiness_count(&session.scope).await.unwrap_or_default() } else { 0 };
        let duty = match web.service().staff_two_step() {
            StaffTwoStep::Required => Duty::Required,
            StaffTwoStep::Optional => Duty::Optional,
        };
        Ok(Self { session, web, visit, unready, duty })
    }

    /// The same with the session that followed when a second factor was set up: from here on everything opens.
    pub(crate) fn enrolled(self, session: OfficeSession) -> Self {
        let duty = if self.duty == Duty::First { Duty::Required } else { self.duty };
        Self { session, duty, ..self }
    }

    /// The same with what was counted for the page itself.
    pub(crate) fn counted(self, unready: usize) -> Self {
        Self { unready, ..self }
    }

    pub(crate) fn service(&self) -> &Service {
        self.web.service()
    }

    /// The frame of a page; `current` is the path that the navigation shows as current.
    pub(crate) fn frame(&self, current: &str) -> Result<Frame> {
        if self.duty == Duty::First {
            // Links that lead nowhere yet are not shown.
            return Ok(self.session.frame(&self.web, &self.visit, Vec::new(), SingleKeys::Off)?);
        }
        let navigation = navigation(current, Rights(self.session.scope.role()), self.unready);
        Ok(self.session.frame(&self.web, &self.visit, navigation, SingleKeys::On)?)
    }

    /// A page under a link of the navigation.
    pub(crate) fn show<P: Page>(&self, current: &str, page: &P) -> Result<Response> {
        self.answer(StatusCode::OK, current, page)
    }

    /// A form that was refused, whole.
    pub(crate) fn refuse<P: Page>(&self, current: &str, page: &P) -> Result<Response> {
        self.answer(StatusCode::UNPROCESSABLE_ENTITY, current, page)
    }

    /// The same of a form that carries a version: a conflict where somebody else saved meanwhile what it would replace.
    pub(crate) fn refuse_version<P: Page>(
        &self,
        current: &str,
        page: &P,
        invalid: &[Invalid],
    ) -> Result<Response> {
        let stale = invalid.iter().any(|it| it.field == "version");
        let status = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.answer(status, current, page)
    }

    pub(crate) fn answer<P: Page>(&self, status: StatusCode, current: &str, page: &P) -> Result<Response> {
        Ok(self.web.show(status, &self.frame(current)?, page)?)
    }

    /// Says what was done on the next page, and goes there.
    pub(crate) fn done(&self, done: Done, to: &str) -> Result<Response> {
        self.done_in(self.session.staff.locale, done, to)
    }

    /// The same for somebody who reads another language from now on.
    pub(crate) fn done_in(&self, locale: Locale, done: Done, to: &str) -> Result<Response> {
        self.web.flash(&self.visit, self.visit.locale(Some(locale)), &Flash::from(done))?;
        Ok(see_other(to))
    }

    /// The right to one of the reader's tenants by slug; 404 for any other, existing or not.
    pub(crate) async fn on(&self, slug: &str) -> Result<(Scope, Tenant)> {
        Ok(self.service().on_tenant(&self.session.scope, slug).await.map_err(Problem::from)?)
    }

    /// 403 for a reader whose role does not have a right: the page is not shown to them.
    pub(crate) fn require(&self, right: StaffRight) -> Result<()> {
        if self.session.scope.may(right) { Ok(()) } else { failed(Error::Forbidden) }
    }

    /// The reader's tenants.
    pub(crate) async fn tenants(&self) -> Result<Vec<Tenant>> {
        Ok(self.service().tenants(&self.session.scope).await.map_err(Problem::from)?)
    }
}

/// A tenant's short name by its identifier; empty for one that is not among them.
pub(crate) fn slug_of(tenants: &[Tenant], id: TenantId) -> &str {
    tenants.iter().find(|it| it.id == id).map_or("", |it| it.slug.as_str())
}

/// A failed command as an answer.
pub(crate) fn failed<T>(error: Error) -> Result<T> {
    Err(Problem::from(error).into())
}
