//! The tables of states, written down a second time. Minutes since the ticket was opened; no rule of the
//! program is used here.

use crate::commands::{Seen, Who};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Untreated,
    InProgress,
    Answered { closes: i64, reminded: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) at: i64,
    pub(crate) by: Who,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// Requested or paging; the next step is due then.
    Paging {
        next: i64,
    },
    Accepted {
        by: u8,
        until: i64,
    },
    Reached,
    Cancelled,
}

/// What a step asks for: minutes to wait, and nothing at all in the last resort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Step { wait: i64 },
    LastResort,
}

#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) now: i64,
    pub(crate) status: Status,
    pub(crate) closed: Option<Closed>,
    pub(crate) holder: Option<u8>,
    pub(crate) messages: i32,
    pub(crate) call: Option<Call>,
    /// The callback ended with the ticket, so that it comes back with it.
    pub(crate) cancelled_by_close: bool,
    pub(crate) promised: i64,
    pub(crate) rang: bool,
    /// Somebody rang and it was the wrong number, and there is no other yet.
    pub(crate) was_wrong: bool,
    pub(crate) late: bool,
    pub(crate) tries: i32,
    pub(crate) raised: bool,
    /// Everything a policy goes through, written out.
    pub(crate) places: Vec<Place>,
    pub(crate) position: usize,
    pub(crate) number_changes: usize,
    /// How often the callback came back with its ticket.
    pub(crate) revivals: usize,
}

/// Whether somebody who was paged may take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hope {
    Some,
    None,
}

/// Whether a call is answered by a change; a refused one changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    Refused,
}
use Verdict::{Allowed, Refused};

impl Reference {
    pub(crate) fn take(&mut self, staff: u8) -> Verdict {
        if self.closed.is_some() {
            return Refused;
        }
        self.holder = Some(staff);
        if self.status == Status::Untreated {
            self.status = Status::InProgress;
        }
        Allowed
    }

    pub(crate) fn release(&mut self) -> Verdict {
        if self.closed.is_some() {
            return Refused;
        }
        self.holder = None;
        if self.status == Status::InProgress {
            self.status = Status::Untreated;
        }
        Allowed
    }

    pub(crate) fn answer(&mut self, staff: u8, seen: Seen, closes: i64) -> Verdict {
        if self.closed.is_some() || seen == Seen::NotTheLast {
            return Refused;
        }
        self.holder = self.holder.or(Some(staff));
        self.messages += 1;
        self.status = Status::Answered { closes, reminded: false };
        self.raised = false;
        Allowed
    }

    pub(crate) fn reply(&mut self, seen: Seen) -> Verdict {
        if self.closed.is_some() || seen == Seen::NotTheLast {
            return Refused;
        }
        self.messages += 1;
        if matches!(self.status, Status::Answered { .. }) {
            self.status = if self.holder.is_some() { Status::InProgress } else { Status::Untreated };
        }
        Allowed
    }

    pub(crate) fn close(&mut self, by: Who) -> Verdict {
        if self.closed.is_some() {
            return Refused;
        }
        self.closed = Some(Closed { at: self.now, by });
        self.raised = false;
        self.cancelled_by_close = self.cancel() == Allowed;
        Allowed
    }

    pub(crate) fn undo(&mut self, by: Who) -> Verdict {
        match self.closed {
            // Minutes that have begun: every command comes a little after the one before, so ten are over ten.
            Some(closed) if closed.by == by && by != Who::System && self.now - closed.at < 10 => {
                if self.cancelled_by_close {
                    if self.revivals == 2 {
                        return Refused;
                    }
                    self.revivals += 1;
                    self.call = Some(Call::Paging { next: self.now });
                    // Who was waited for is paged again.
                    self.position = self.position.saturating_sub(1);
                }
                self.closed = None;
                Allowed
            }
            _ => Refused,
        }
    }

    pub(crate) fn accept(&mut self, staff: u8) -> Verdict {
        let Some(Call::Paging { .. }) = self.call else { return Refused };
        self.call = Some(Call::Accepted { by: staff, until: self.promised.max(self.now + 5) });
        if self.holder.is_none() {
            let _ = self.take(staff);
        }
        Allowed
    }

    fn is_held_by(&self, staff: u8) -> bool {
        matches!(self.call, Some(Call::Accepted { by, .. }) if by == staff)
    }

    pub(crate) fn reached(&mut self, staff: u8) -> Verdict {
        if !self.is_held_by(staff) {
            return Refused;
        }
        self.call = Some(Call::Reached);
        Allowed
    }

    pub(crate) fn no_answer(&mut self, staff: u8, in_minutes: i64) -> Verdict {
        if !self.is_held_by(staff) || in_minutes <= 0 || in_minutes > 24 * 60 {
            return Refused;
        }
        self.call = Some(Call::Accepted { by: staff, until: self.now + in_minutes + 10 });
        self.rang = true;
        self.tries += 1;
        self.raised |= self.tries == 3;
        Allowed
    }

    pub(crate) fn wrong_number(&mut self, staff: u8) -> Verdict {
        if !self.is_held_by(staff) {
            return Refused;
        }
        self.call = Some(Call::Accepted { by: staff, until: self.now + 30 });
        self.was_wrong = true;
        self.raised = true;
        Allowed
    }

    pub(crate) fn decline(&mut self, staff: u8) -> Verdict {
        match self.call {
            Some(Call::Paging { .. }) => {}
            Some(Call::Accepted { .. }) if self.is_held_by(staff) => {}
            _ => return Refused,
        }
        self.call = Some(Call::Paging { next: self.now });
        Allowed
    }

    pub(crate) fn change_number(&mut self, promise: i64) -> Verdict {
        match self.call {
            _ if self.number_changes == 5 => return Refused,
            Some(Call::Paging { .. }) => {}
            Some(Call::Accepted { by, .. }) => {
                self.call = Some(Call::Accepted { by, until: self.now + promise });
            }
            _ => return Refused,
        }
        self.number_changes += 1;
        self.was_wrong = false;
        Allowed
    }

    pub(crate) fn cancel(&mut self) -> Verdict {
        match self.call {
            Some(Call::Paging { .. } | Call::Accepted { .. }) => {
                self.call = Some(Call::Cancelled);
                Allowed
            }
            _ => Refused,
        }
    }

    /// A step is paged: `summoned` messages go out.
    pub(crate) fn page(&mut self, hope: Hope) {
        let wait = match self.places[self.position % self.places.len()] {
            Place::Step { .. } if hope == Hope::None => 0,
            Place::Step { wait } => wait,
            Place::LastResort => 15,
        };
        self.position += 1;
        self.call = Some(Call::Paging { next: self.now + wait });
    }
}
