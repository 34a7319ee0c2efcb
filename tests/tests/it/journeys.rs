//! What people do, from the first invitation to the last report, through the real program on both sets of parts.
//!
//! To add a journey: an `async fn name(column: Column)` in the module of its subject, and its name in that module's `journeys!`.

/// Runs each journey of a module on both columns.
macro_rules! journeys {
    ($($name:ident),* $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(rappel_testkit::Column::Embedded).await;
            })*
        }
        mod production {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let column = rappel_testkit::Column::Production;
                if column.available() {
                    super::$name(column).await;
                }
            })*
        }
    };
}

mod accounts;
mod api;
mod attack;
mod brand;
mod categories;
mod command_line;
mod companies;
mod demo;
mod desk;
mod duty;
mod entering;
mod feedback;
mod following;
mod generic;
mod guard;
mod hosts;
mod inherited;
mod lists;
mod office;
mod operation;
mod own_fields;
mod people;
mod phone;
mod policies;
mod programs;
mod proof;
mod routes;
mod settings;
mod staff_two_step;
mod strangers;
mod telemetry;
mod texts;
mod tickets;
mod unanswered;
mod urgent;
mod voice;
mod walls;
mod watch;

/// Says how many tries a test made: `tests/run attack` adds them up.
#[expect(clippy::print_stdout, reason = "the report of the tests keeps what they print")]
fn tried(count: usize) {
    println!("tries: {count}");
}
