use std::io::Read as _;

use super::*;

fn page(kind: &str, body: impl Into<Body>) -> Response {
    Response::builder().content_type(kind).header(header::ETAG, "\"abc\"").body(body.into())
}

fn value<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_page_is_packed_and_says_so() {
    let html = "<p>bonjour</p>".repeat(200);
    let response = pack(page("text/html; charset=utf-8", html.clone()), true).await;
    assert_eq!(value(&response, "content-encoding"), Some("gzip"));
    assert_eq!(value(&response, "vary"), Some("accept-encoding"));
    assert_eq!(value(&response, "etag"), Some("W/\"abc\""));
    let packed = response.into_body().into_vec().await.unwrap();
    assert!(packed.len() < html.len() / 5);
    let mut plain = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut plain).unwrap();
    assert_eq!(plain, html);
}

#[tokio::test]
async fn what_is_left_alone() {
    let html = "<p>bonjour</p>".repeat(200);
    let plain = pack(page("text/html", html.clone()), false).await;
    assert_eq!((value(&plain, "content-encoding"), value(&plain, "vary")), (None, Some("accept-encoding")));
    assert_eq!(plain.into_body().into_string().await.unwrap(), html);

    let small = pack(page("text/html", "<p>"), true).await;
    assert_eq!(value(&small, "content-encoding"), None);
    assert_eq!(small.into_body().into_string().await.unwrap(), "<p>");

    let picture = pack(page("image/png", vec![0; 9000]), true).await;
    assert_eq!((value(&picture, "content-encoding"), value(&picture, "vary")), (None, None));

    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(html.clone())]);
    let streamed = pack(page("text/html", Body::from_bytes_stream(stream)), true).await;
    assert_eq!(value(&streamed, "content-encoding"), None);
    assert_eq!(streamed.into_body().into_string().await.unwrap(), html);
}

#[test]
fn who_reads_gzip() {
    let of =
        |value: &str| reads_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.parse().unwrap())]));
    assert!(of("gzip, deflate, br") && of("br;q=1, gzip;q=0.5") && of("*"));
    assert!(!of("br") && !of("gzip;q=0") && !of("identity") && !of("gzip;q=0.0"));
    assert!(!reads_gzip(&HeaderMap::new()));
}
