use std::time::Duration;

use rappel_domain::Refusal;
use rappel_service::Error;

use super::*;
use crate::settle::failed;

#[test]
fn a_probe_is_tried_again_whatever_failed_it() {
    for error in
        [Error::NotFound, Error::Forbidden, Error::Invalid(Vec::new()), Error::Refused(Refusal::TicketClosed)]
    {
        let given_up = failed(&error);
        assert_eq!(given_up.then, Then::GiveUp, "any other job");
        assert_eq!(again(given_up.clone()), Failed::later(given_up.why), "soon: it is of the urgent lane");
    }
    let asked_for = Failed::after(Duration::from_secs(3), "a pause");
    assert_eq!(again(asked_for.clone()), asked_for);
}
