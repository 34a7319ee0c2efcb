//! `/me/phone/test`: a text or a call to the reader's own number, on the pages that show what became of it.

use poem::{Response, Result, handler};
use rappel_domain::phone_test::By;
use rappel_pages::{
    Reader,
    office::{Done, PhoneTests, Place, say_hindrance},
};
use rappel_service::phone_test::Asked;
use rappel_web::Problem;

use crate::{desk::Desk, typed::Typed};

/// Sends one, to nobody but the reader.
#[handler]
pub(crate) async fn post(desk: Desk, typed: Typed) -> Result<Response> {
    let by: By = typed.get("channel").parse().map_err(|_| Problem::bad_request("channel is sms or voice"))?;
    let place = Place::of(typed.get("place"));
    let done = match desk.service().test_phone(&desk.session.scope, by).await.map_err(Problem::from)? {
        Asked::UnderWay => Done::PhoneTest,
        Asked::Hindered(hindrance) => {
            let reader = reader(&desk, place)?;
            let advice = say_hindrance(reader, &hindrance);
            let say = |text: &rappel_pages::Text| text.say(reader.locale).map_err(Problem::internal);
            Done::NoPhoneTest(say(&advice.what)?, say(&advice.to_do)?)
        }
    };
    desk.done(done, place.path())
}

/// What the reader can try, on one of the pages that show it.
pub(crate) async fn shown(desk: &Desk, place: Place) -> Result<PhoneTests> {
    let trials = desk.service().phone_tests(&desk.session.scope).await.map_err(Problem::from)?;
    Ok(PhoneTests::new(reader(desk, place)?, &trials, place))
}

fn reader(desk: &Desk, place: Place) -> Result<Reader> {
    let frame = desk.frame(place.path())?;
    Ok(Reader { locale: frame.locale, zone: frame.zone })
}
