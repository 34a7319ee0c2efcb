//! Measures the real program and prints each figure with its median and spread: `load [NAME…]`.
//!
//! To add a measurement: a file with one function that answers lines, and its name in `MEASUREMENTS`.
#![expect(clippy::print_stdout, reason = "it prints figures")]

mod people;
mod requests;
mod size;
mod spread;
mod start;
mod urgent;

use std::{future::Future, pin::Pin};

type Lines = Pin<Box<dyn Future<Output = Vec<String>>>>;

struct Measurement {
    name: &'static str,
    about: &'static str,
    take: fn() -> Lines,
}

const MEASUREMENTS: &[Measurement] = &[
    Measurement { name: "size", about: "size of the program", take: || Box::pin(async { size::measure() }) },
    Measurement {
        name: "start",
        about: "from the start of the process to its first answer",
        take: || Box::pin(start::measure()),
    },
    Measurement {
        name: "memory",
        about: "resident memory, idle and after 1,000 requests",
        take: || Box::pin(requests::memory()),
    },
    Measurement {
        name: "requests",
        about: "list and open per second, and the program's processor time for each",
        take: || Box::pin(requests::throughput()),
    },
    Measurement {
        name: "urgent",
        about: "from sending the urgent form to the request at the provider, 200 tickets",
        take: || Box::pin(urgent::measure()),
    },
];

#[tokio::main]
async fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for Measurement { name, about, take } in MEASUREMENTS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("{name}: {about}");
            for line in take().await {
                println!("  {line}");
            }
        }
    }
}
