//! `/readiness`: who could not be reached when it is their turn, and why.

use poem::{Response, Result, handler};
use rappel_domain::role::StaffRight;
use rappel_pages::{
    Reader,
    office::{Looker, Place, Readiness},
    routes::office as paths,
};
use rappel_web::Problem;

use crate::{desk::Desk, phone_test};

/// The page. Everybody who sees the rotas sees it; what they may not change has no link.
#[handler]
pub(crate) async fn get(desk: Desk) -> Result<Response> {
    let scope = &desk.session.scope;
    let report = desk.service().readiness(scope).await.map_err(Problem::from)?;
    let desk = desk.counted(report.count());
    let frame = desk.frame(paths::READINESS)?;
    let reader = Reader { locale: frame.locale, zone: frame.zone };
    let looker = Looker {
        staff: Some(desk.session.scope.staff()),
        edits_rotas: desk.session.scope.may(StaffRight::EditRotas),
        // One may count for companies that the reader does not see.
        edits_policies: desk.session.scope.may(StaffRight::EditRotas) && desk.session.scope.sees_all(),
        edits_staff: desk.session.scope.may(StaffRight::EditStaff),
        edits_settings: desk.session.scope.may(StaffRight::EditSettings),
    };
    let tests = Some(phone_test::shown(&desk, Place::Readiness).await?);
    desk.show(paths::READINESS, &Readiness { tests, ..Readiness::new(reader, &report, looker, frame.now) })
}
