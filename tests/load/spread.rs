//! A list of readings in one line.

use std::time::Duration;

/// `median 12.3 ms (p99 20.1, 11.0 to 20.4, n = 200)`.
pub(crate) fn times(mut readings: Vec<Duration>) -> String {
    readings.sort_unstable();
    let at = |share: f64| milliseconds(readings[((readings.len() - 1) as f64 * share).round() as usize]);
    format!(
        "median {:.1} ms (p99 {:.1}, {:.1} to {:.1}, n = {})",
        at(0.5),
        at(0.99),
        at(0.0),
        at(1.0),
        readings.len()
    )
}

/// `median 1,234 (1,200 to 1,300, n = 5)`, with this many digits behind the point.
pub(crate) fn numbers(mut readings: Vec<f64>, digits: usize) -> String {
    readings.sort_unstable_by(f64::total_cmp);
    let (first, last) = (readings[0], readings[readings.len() - 1]);
    format!(
        "median {:.digits$} ({first:.digits$} to {last:.digits$}, n = {})",
        readings[readings.len() / 2],
        readings.len()
    )
}

/// `p50 3.5 ms, p90 4.0 ms, p99 7.1 ms, max 9.0 ms (n = 800)`, of seconds; of nothing, nothing.
pub(crate) fn milliseconds_of(readings: &[f64]) -> String {
    let mut sorted = readings.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return "nothing".to_owned() };
    let at = |share: f64| sorted[(last as f64 * share).round() as usize] * 1000.0;
    format!(
        "p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, max {:.1} ms (n = {})",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        sorted.len()
    )
}

/// `p50 0.12 s, p99 0.80 s, max 1.02 s (n = 200)`; of nothing, nothing.
pub(crate) fn seconds(readings: Vec<f64>) -> String {
    match quantiles(readings) {
        Some(([p50, p99, max], count)) => {
            format!("p50 {p50:.2} s, p99 {p99:.2} s, max {max:.2} s (n = {count})")
        }
        None => "nothing".to_owned(),
    }
}

/// The 99th percentile of some readings; without end for none, so that no gate holds that measured nothing.
pub(crate) fn p99(readings: Vec<f64>) -> f64 {
    quantiles(readings).map_or(f64::INFINITY, |([_, p99, _], _)| p99)
}

/// Median, 99th percentile and greatest of some readings, and how many they are.
pub(crate) fn quantiles(mut readings: Vec<f64>) -> Option<([f64; 3], usize)> {
    readings.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        readings.get((readings.len().saturating_sub(1) as f64 * share).round() as usize).copied()
    };
    Some(([at(0.5)?, at(0.99)?, at(1.0)?], readings.len()))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
