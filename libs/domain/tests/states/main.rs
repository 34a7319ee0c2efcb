//! Random lives of an urgent ticket: what the rules decide is compared with a reference that is written
//! from the tables of states and knows nothing of the code, and every decision is looked through for what
//! must announce it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod commands;
mod reference;
mod world;

use proptest::prelude::*;

use crate::{
    commands::{Command, Seen, Who, any_command},
    world::World,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_calls_leaves_the_tables(
        setting in world::any_setting(),
        commands in prop::collection::vec(any_command(), 1..60),
    ) {
        let mut world = World::open(setting);
        for command in commands {
            world.obey(&command);
        }
    }

    /// Nobody does anything: people are paged for ever, each step when it is due and never early.
    #[test]
    fn an_obligation_never_sleeps(setting in world::any_setting(), minutes in prop::collection::vec(1_i64..30, 1..60)) {
        let mut world = World::open(setting);
        for minutes in minutes {
            world.obey(&Command::Wait { minutes });
        }
        world.still_pages();
    }
}

#[test]
fn a_reminder_that_fell_due_while_the_ticket_was_closed_is_made_good() {
    let mut world = World::open(world::plain_setting());
    world.obey(&Command::Answer { staff: 0, seen: Seen::All, empty: false });
    world.obey(&Command::Wait { minutes: 12 * 1440 - 5 });
    world.obey(&Command::Close { by: Who::Staff(0) });
    world.obey(&Command::Wait { minutes: 8 });
    world.obey(&Command::Undo { by: Who::Staff(0) });
    world.obey(&Command::Wait { minutes: 180 });
    world.was_reminded();
}

#[test]
fn a_notice_that_fell_due_while_the_ticket_was_closed_is_given_once_by_whichever_job_runs_first() {
    let mut setting = world::plain_setting();
    setting.urgent = true;
    let mut world = World::open(setting);
    world.obey(&Command::Wait { minutes: 10 });
    world.obey(&Command::Close { by: Who::Staff(0) });
    world.obey(&Command::Wait { minutes: 8 });
    world.obey(&Command::Undo { by: Who::Staff(0) });
    // Each job that is done, and so the first of the two that tell the client.
    for job in 0..20 {
        world.obey(&Command::Repeat { job });
    }
    world.obey(&Command::Wait { minutes: 1 });
    world.told_of_being_late();
}

#[test]
fn a_notice_that_fell_due_while_the_number_was_wrong_is_given_once_at_the_new_one() {
    let mut setting = world::plain_setting();
    setting.urgent = true;
    let mut world = World::open(setting);
    world.obey(&Command::Accept { staff: 0, by_sms: false });
    world.obey(&Command::WrongNumber { staff: 0 });
    world.obey(&Command::Wait { minutes: 181 });
    world.obey(&Command::ChangeNumber { by: Who::Requester });
    for job in 0..20 {
        world.obey(&Command::Repeat { job });
    }
    world.obey(&Command::Wait { minutes: 1 });
    world.told_of_being_late();
}
