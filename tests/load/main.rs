//! Measures the real program and prints each figure with its median and spread: `load [NAME…]`.
//!
//! To add a measurement: a file with one function that answers lines, and its name in `MEASUREMENTS`. What has gates that it
//! may break (`load storm`) is in `GATES`, and runs only when it is named.
#![expect(clippy::print_stdout, reason = "it prints figures")]

mod clock;
mod firms;
mod gates;
mod guess;
mod latency;
mod live;
mod next;
mod people;
mod requests;
mod search;
mod size;
mod slow;
mod spread;
mod start;
mod storm;
mod urgent;

use std::{future::Future, pin::Pin, process::ExitCode};

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
        name: "search",
        about: "a page of what the field above the queue finds among 20,000 tickets",
        take: || Box::pin(search::measure()),
    },
    Measurement {
        name: "urgent",
        about: "from sending the urgent form to the request at the provider, 200 tickets",
        take: || Box::pin(urgent::measure()),
    },
];

/// A program of gates, run only by its name.
struct Gates {
    name: &'static str,
    about: &'static str,
    run: fn(bool) -> Pin<Box<dyn Future<Output = gates::Verdict>>>,
}

const GATES: &[Gates] = &[
    Gates {
        name: "storm",
        about: "urgent tickets while everything fails",
        run: |short| Box::pin(storm::run(if short { storm::SHORT } else { storm::FULL })),
    },
    Gates {
        name: "latency",
        about: "from the commit of an urgent ticket to the provider",
        run: |_| Box::pin(latency::run()),
    },
    Gates {
        name: "live",
        about: "processor time of a thousand open pages of tickets, when nothing changes",
        run: |short| Box::pin(live::run(if short { 4 } else { 10 })),
    },
    Gates {
        name: "next",
        about: "from what shows that somebody will not answer to the next page",
        run: |_| Box::pin(next::run()),
    },
    Gates {
        name: "guess",
        about: "what everybody else notices of a storm of wrong sign-ins",
        run: |_| Box::pin(guess::run()),
    },
    Gates {
        name: "slow",
        about: "what everybody else notices of hundreds of slow clients",
        run: |_| Box::pin(slow::run()),
    },
    Gates { name: "clock", about: "workers whose clocks are wrong", run: |_| Box::pin(clock::run()) },
];

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((guess::GUESSES, rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        guess::guesses(rest).await;
        return ExitCode::SUCCESS;
    }
    let (options, wanted): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.starts_with("--"));
    let known = |word: &String| {
        MEASUREMENTS.iter().any(|it| it.name == word.as_str())
            || GATES.iter().any(|it| it.name == word.as_str())
    };
    if let Some(unknown) =
        wanted.iter().find(|word| !known(word)).or_else(|| options.iter().find(|it| *it != "--short"))
    {
        println!("load: no {unknown}");
        return ExitCode::from(2);
    }
    for Measurement { name, about, take } in MEASUREMENTS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("{name}: {about}");
            for line in take().await {
                println!("  {line}");
            }
        }
    }
    let mut all_hold = true;
    for Gates { name, about, run } in GATES.iter().filter(|it| wanted.iter().any(|word| word == it.name)) {
        println!("{name}: {about}");
        all_hold &= run(!options.is_empty()).await.holds();
    }
    if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
