use http::Request;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{ANSWER_LIMIT, Http};
use crate::{Fault, Reach};

fn get(url: &str) -> Request<Vec<u8>> {
    Request::get(url).body(Vec::new()).unwrap()
}

/// A server that answers each connection with the same bytes, and counts them.
async fn server(answer: Vec<u8>) -> (u16, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hits = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
    let counted = std::sync::Arc::clone(&hits);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            // The request first: a socket that is closed with something unread takes the answer back.
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, hits)
}

#[tokio::test]
async fn nothing_of_the_inside_is_asked_by_name_or_by_number() {
    let (port, hits) = server(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec()).await;
    let http = Http::new(Reach::Public).unwrap();
    for host in ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1"] {
        let answer = http.send(get(&format!("https://{host}:{port}/"))).await;
        assert_eq!(answer.unwrap_err(), Fault::Inside, "{host}");
    }
    let by_http = http.send(get(&format!("http://localhost:{port}/"))).await;
    assert!(matches!(by_http, Err(Fault::Address(_))));
    assert_eq!(hits.load(std::sync::atomic::Ordering::SeqCst), 0);
    println!("tries: 6");
}

#[tokio::test]
async fn what_leads_elsewhere_is_not_followed_and_long_answers_are_not_read() {
    let http = Http::new(Reach::Inside).unwrap();
    let (elsewhere, hits) = server(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec()).await;
    let moved =
        format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    let (port, _) = server(moved.into_bytes()).await;
    assert_eq!(http.send(get(&format!("http://127.0.0.1:{port}/"))).await.unwrap_err(), Fault::Moved);
    assert_eq!(hits.load(std::sync::atomic::Ordering::SeqCst), 0);

    let mut long = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    long.extend(std::iter::repeat_n(b'a', ANSWER_LIMIT + 1));
    let (port, _) = server(long).await;
    assert_eq!(http.send(get(&format!("http://127.0.0.1:{port}/"))).await.unwrap_err(), Fault::TooLong);

    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert_eq!(http.send(get(&format!("http://127.0.0.1:{closed}/"))).await.unwrap_err(), Fault::Unreachable);
}
