//! What people, providers and the passing of time may do to a ticket.

use proptest::prelude::*;

/// Somebody who acts, by number; staff and persons are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Requester,
    Manager,
    Staff(u8),
    System,
}

/// Whether a writer had seen the last message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    All,
    NotTheLast,
    Unknown,
}

#[derive(Debug, Clone)]
pub(crate) enum Command {
    Take {
        staff: u8,
    },
    Assign {
        to: u8,
        by: u8,
    },
    Release {
        by: u8,
    },
    Answer {
        staff: u8,
        seen: Seen,
        empty: bool,
    },
    Note {
        staff: u8,
    },
    Reply {
        by: Who,
        seen: Seen,
    },
    Close {
        by: Who,
    },
    Undo {
        by: Who,
    },
    Accept {
        staff: u8,
        by_sms: bool,
    },
    Reached {
        staff: u8,
    },
    NoAnswer {
        staff: u8,
        next_minutes: i64,
    },
    WrongNumber {
        staff: u8,
    },
    Decline {
        staff: u8,
    },
    ChangeNumber {
        by: Who,
    },
    Cancel {
        by: Who,
    },
    /// A provider took the summons with this index, counted around.
    Sent {
        summons: usize,
    },
    /// The summons with this index did not get through.
    Failed {
        summons: usize,
    },
    /// Time passes, and what falls due is done on the way.
    Wait {
        minutes: i64,
    },
    /// A runner does a job a second time, or one long stale.
    Repeat {
        job: usize,
    },
}

fn any_who() -> impl Strategy<Value = Who> {
    prop_oneof![
        3 => Just(Who::Requester),
        1 => Just(Who::Manager),
        3 => (0_u8..3).prop_map(Who::Staff),
        1 => Just(Who::System),
    ]
}

fn any_seen() -> impl Strategy<Value = Seen> {
    prop_oneof![4 => Just(Seen::All), 1 => Just(Seen::NotTheLast), 1 => Just(Seen::Unknown)]
}

pub(crate) fn any_command() -> impl Strategy<Value = Command> {
    let staff = 0_u8..3;
    let long = prop_oneof![30 => 0_i64..12, 8 => 0_i64..200, 1 => 1440_i64..23_000];
    prop_oneof![
        2 => staff.clone().prop_map(|staff| Command::Take { staff }),
        1 => (staff.clone(), staff.clone()).prop_map(|(to, by)| Command::Assign { to, by }),
        1 => staff.clone().prop_map(|by| Command::Release { by }),
        2 => (staff.clone(), any_seen(), prop::bool::weighted(0.1))
            .prop_map(|(staff, seen, empty)| Command::Answer { staff, seen, empty }),
        1 => staff.clone().prop_map(|staff| Command::Note { staff }),
        2 => (any_who(), any_seen()).prop_map(|(by, seen)| Command::Reply { by, seen }),
        1 => any_who().prop_map(|by| Command::Close { by }),
        2 => any_who().prop_map(|by| Command::Undo { by }),
        4 => (staff.clone(), any::<bool>()).prop_map(|(staff, by_sms)| Command::Accept { staff, by_sms }),
        1 => staff.clone().prop_map(|staff| Command::Reached { staff }),
        3 => (staff.clone(), -10_i64..1500).prop_map(|(staff, next_minutes)| Command::NoAnswer { staff, next_minutes }),
        2 => staff.clone().prop_map(|staff| Command::WrongNumber { staff }),
        2 => staff.prop_map(|staff| Command::Decline { staff }),
        1 => any_who().prop_map(|by| Command::ChangeNumber { by }),
        1 => any_who().prop_map(|by| Command::Cancel { by }),
        3 => any::<usize>().prop_map(|summons| Command::Sent { summons }),
        4 => any::<usize>().prop_map(|summons| Command::Failed { summons }),
        12 => long.prop_map(|minutes| Command::Wait { minutes }),
        4 => any::<usize>().prop_map(|job| Command::Repeat { job }),
    ]
}
