use super::with_path;

#[test]
fn a_collector_alone_means_its_usual_path() {
    for (given, meant) in [
        ("http://otel:4318", "http://otel:4318/v1/traces"),
        ("http://otel:4318/", "http://otel:4318/v1/traces"),
        ("https://otel.example/in/v1/traces", "https://otel.example/in/v1/traces"),
    ] {
        assert_eq!(with_path(given), meant);
    }
}
