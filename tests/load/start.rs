//! Cold start: a database with its schema is there, the process is not.

use std::time::{Duration, Instant};

use rappel_testkit::{Column, Program};

use crate::spread;

const RUNS: usize = 20;

pub(crate) async fn measure() -> Vec<String> {
    let mut lines = Vec::new();
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let mut program = Program::new(column);
        let mut readings: Vec<Duration> = Vec::new();
        for _ in 0..RUNS {
            let began = Instant::now();
            let process = program.serve().await;
            readings.push(began.elapsed());
            process.stop();
        }
        lines.push(format!("{column:?}: {}", spread::times(readings)));
    }
    lines
}
