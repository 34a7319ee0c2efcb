//! `/me`: the reader's own name, number and language.

use poem::{Response, Result, handler};
use rappel_pages::{
    office::{Done, Me},
    routes::office as paths,
};
use rappel_service::Error;
use rappel_web::Problem;

use crate::{
    desk::{Desk, failed},
    typed::Typed,
};

/// The own account.
#[handler]
pub(crate) fn get(desk: Desk) -> Result<Response> {
    let staff = &desk.session.staff;
    let kept = Typed::from([
        ("name", staff.name.clone()),
        ("phone", staff.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default()),
        ("locale", staff.locale.tag().to_owned()),
    ]);
    let mut page = page(&desk);
    kept.fill(page.each(), &[]);
    desk.show(paths::ME, &page)
}

/// Saves it.
#[handler]
pub(crate) async fn save(desk: Desk, typed: Typed) -> Result<Response> {
    let (name, phone, locale) = (typed.get("name"), typed.get("phone"), typed.get("locale"));
    match desk.service().save_own_staff(&desk.session.scope, name, phone, locale).await {
        Ok(()) => desk.done(Done::Saved, paths::ME),
        Err(Error::Invalid(invalid)) => {
            let mut page = page(&desk);
            typed.fill(page.each(), &invalid);
            desk.refuse(paths::ME, &page.summed_up())
        }
        Err(other) => failed(other),
    }
}

/// Mails a link to choose another password.
#[handler]
pub(crate) async fn password(desk: Desk) -> Result<Response> {
    let login = &desk.session.staff.user_name;
    desk.service().forgot_staff_password(login).await.map_err(Problem::from)?;
    desk.done(Done::PasswordSent, paths::ME)
}

fn page(desk: &Desk) -> Me {
    let staff = &desk.session.staff;
    Me { sms_refused: staff.sms_refused_at.is_some(), ..Me::new(&staff.user_name, &staff.email) }
}
