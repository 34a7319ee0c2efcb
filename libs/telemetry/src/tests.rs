use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tracing::Instrument as _;

use super::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn options(format: Format, level: &str, otlp_endpoint: Option<String>) -> Options {
    Options {
        format,
        level: level.to_owned(),
        otlp_endpoint,
        service_name: "rappel".to_owned(),
        version: "0",
    }
}

fn log(format: Format, level: &str) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = log::subscriber(&options(format, level, None), None, move || writer.clone()).unwrap();
    tracing::subscriber::with_default(subscriber, || {
        let span = tracing::info_span!("request", request = "r-1");
        let _entered = span.enter();
        tracing::info!(ticket = 1043, "ticket opened");
        tracing::debug!("not shown at info");
    });
    lines.text()
}

#[test]
fn json_has_one_object_per_event_with_its_span() {
    let text = log(Format::Json, "info");
    assert_eq!(text.lines().count(), 1, "{text}");
    for part in
        [r#""ticket":1043"#, r#""message":"ticket opened""#, r#""request":"r-1""#, r#""level":"INFO""#]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(text.starts_with('{') && text.trim_end().ends_with('}'));
}

#[test]
fn text_is_one_line_per_event() {
    let text = log(Format::Text, "info");
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("ticket opened ticket=1043"), "{text}");
    assert!(log(Format::Text, "debug").contains("not shown at info"));
}

#[test]
fn a_wrong_level_is_named() {
    // The library reads a bare word as a module's name: nothing of ours would be logged any more.
    for wrong in ["loud=very", "loud", "warning", "info,verbose", "", "rappel_store"] {
        let error = log::subscriber(&options(Format::Text, wrong, None), None, std::io::sink).err();
        let error = error.unwrap_or_else(|| panic!("{wrong:?} is taken")).to_string();
        assert!(error.contains(&format!("telemetry.log_level: found {wrong:?}")), "{error}");
    }
    for right in ["info", "WARN", "off", "info,rappel_store=debug", "warn,rappel[job]=trace"] {
        log::subscriber(&options(Format::Text, right, None), None, std::io::sink).map(|_| ()).unwrap();
    }
}

#[test]
fn without_export_there_is_no_context() {
    assert_eq!(traceparent(), None);
    continue_trace(&tracing::info_span!("job"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

/// Takes one request and answers 200; gives the request's head and body.
async fn collector(listener: TcpListener) -> (String, Vec<u8>) {
    let (mut socket, _) = listener.accept().await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if bytes.len() >= end + 4 + length.parse::<usize>().unwrap() {
                socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                return (head, bytes.split_off(end + 4));
            }
        }
        assert_ne!(socket.read_buf(&mut bytes).await.unwrap(), 0, "closed early");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_trace_goes_from_the_request_to_the_job_and_out() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1/traces", listener.local_addr().unwrap());
    let received = tokio::spawn(collector(listener));

    let options = options(Format::Json, "info", Some(endpoint));
    let provider = trace::provider(&options).unwrap().unwrap();
    let subscriber = log::subscriber(&options, Some(&provider), std::io::sink).unwrap();
    let guard = tracing::subscriber::set_default(subscriber);

    let row = async { traceparent() }.instrument(tracing::info_span!("the request")).await.unwrap();
    let job = tracing::info_span!("the job");
    continue_trace(&job, &row);
    let provider_header = async { traceparent() }.instrument(job).await.unwrap();
    assert_eq!(row[..36], provider_header[..36], "the job is in the request's trace");
    assert_ne!(row, provider_header, "the job is a span of its own");
    drop(guard);

    let running = Telemetry { metrics: Metrics::install().unwrap(), spans: Some(provider) };
    running.stop().await;
    let (head, body) = received.await.unwrap();
    assert!(head.starts_with("post /v1/traces "), "{head}");
    assert!(contains(&body, b"the request") && contains(&body, b"the job"));
}

#[test]
fn durations_are_histograms_with_buckets() {
    let recorder = metrics::builder().build_recorder();
    let handle = recorder.handle();
    ::metrics::with_local_recorder(&recorder, || {
        ::metrics::histogram!("rappel_http_request_duration_seconds", "route" => "/tickets").record(0.2);
        ::metrics::counter!("rappel_http_requests_total", "status" => "200").increment(1);
    });
    let text = handle.render();
    assert!(
        text.contains(r#"rappel_http_request_duration_seconds_bucket{route="/tickets",le="0.3"} 1"#),
        "{text}"
    );
    assert!(
        text.contains(r#"rappel_http_request_duration_seconds_bucket{route="/tickets",le="0.1"} 0"#),
        "{text}"
    );
    assert!(text.contains(r#"rappel_http_requests_total{status="200"} 1"#), "{text}");
}
