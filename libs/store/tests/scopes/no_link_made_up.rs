//! A link comes from its token, not from its purpose.

use chrono::{DateTime, Utc};
use rappel_domain::id::{LinkId, StaffId};
use rappel_store::links::{Link, Purpose};

fn forge(id: LinkId, staff: StaffId, expires_at: DateTime<Utc>) -> Link {
    Link { id, purpose: Purpose::StaffPassword(staff), expires_at, used_at: None }
}

fn main() {}
