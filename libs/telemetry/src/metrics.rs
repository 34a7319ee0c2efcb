//! The recorder behind `/metrics`.

use std::sync::Arc;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::TelemetryError;

/// Seconds. Below one second for requests, above for deliveries and calls; the gates of the urgent
/// path (0.3, 1.5, 5 and 20 s) are among them, so that a dashboard can show them without guessing.
const SECONDS: &[f64] =
    &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 20.0, 60.0, 300.0];

/// What `/metrics` shows; cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<PrometheusHandle>);

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    pub(crate) fn install() -> Result<Self, TelemetryError> {
        let recorder = builder().build_recorder();
        let handle = Arc::new(recorder.handle());
        metrics::set_global_recorder(recorder).map_err(|_| TelemetryError::Running)?;
        describe();
        let upkeep = Arc::downgrade(&handle);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(std::time::Duration::from_secs(5));
            loop {
                tick.tick().await;
                // Histograms keep every sample until somebody sums them up.
                let Some(handle) = upkeep.upgrade() else { return };
                handle.run_upkeep();
            }
        });
        Ok(Self(handle))
    }

    /// The text format of Prometheus.
    pub fn render(&self) -> String {
        self.0.render()
    }
}

pub(crate) fn builder() -> PrometheusBuilder {
    let builder = PrometheusBuilder::new();
    builder
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
        .unwrap_or_else(|_| PrometheusBuilder::new())
}

fn describe() {
    use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
    describe_counter!(
        "rappel_http_requests_total",
        "Requests answered, by route template, method and status"
    );
    describe_histogram!("rappel_http_request_duration_seconds", Unit::Seconds, "Time to answer a request");
    describe_gauge!("rappel_http_connections", "Connections open now");
    describe_counter!("rappel_http_connections_cut_total", "Connections cut, by reason");
    describe_gauge!("rappel_jobs", "Jobs by lane and state");
    describe_gauge!("rappel_jobs_oldest_due_seconds", Unit::Seconds, "Age of the oldest due job, by lane");
    describe_histogram!(
        "rappel_urgent_to_provider_seconds",
        Unit::Seconds,
        "From the commit of an urgent ticket to the first byte at the provider"
    );
}
