//! A decision that nobody records is a change that never happens.
#![deny(unused_must_use)]

use rappel_domain::{Clock, callback::{self, Callback}, contact::Contact, id::StaffId};

fn forget(clock: &dyn Clock, callback: Callback, staff: StaffId, client: &Contact) {
    callback::reached(clock, callback, staff, &[], client).unwrap();
}

fn main() {}
