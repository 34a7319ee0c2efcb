use std::{net::SocketAddr, time::Instant};

use poem::{Body, Route, get, handler, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

#[handler]
fn hello() -> &'static str {
    "hello"
}

#[handler]
async fn slow() -> &'static str {
    sleep(Duration::from_millis(400)).await;
    "done"
}

#[handler]
fn large() -> Vec<u8> {
    vec![b'x'; 64 * 1024 * 1024]
}

#[handler]
async fn count(body: Body) -> String {
    match body.into_bytes().await {
        Ok(bytes) => bytes.len().to_string(),
        Err(error) => format!("{:?}", BodyRefused::inside(&error)),
    }
}

const QUICK: Deadlines = Deadlines {
    connections: NonZeroUsize::new(50).unwrap(),
    first_byte: Duration::from_millis(300),
    head: Duration::from_millis(300),
    body: Duration::from_millis(500),
    max_body: NonZeroUsize::new(1000).unwrap(),
    stop: Duration::from_secs(2),
};

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

async fn start(deadlines: Deadlines) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let app = Route::new()
        .at("/", get(hello))
        .at("/slow", get(slow))
        .at("/large", get(large))
        .at("/count", post(count));
    let task = tokio::spawn(serve(listener, app, deadlines, stop.clone()));
    Server { address, stop, task }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `bytes`, then reads until the server closes; gives the answer and the time it took.
    async fn send(&self, bytes: &[u8]) -> (String, Duration) {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        until_closed(stream).await
    }

    async fn answers(&self) -> bool {
        let (answer, _) = self.send(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        answer.ends_with("hello")
    }
}

async fn until_closed(mut stream: TcpStream) -> (String, Duration) {
    let begun = Instant::now();
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.expect("never cut");
    (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
}

fn near(elapsed: Duration, expected: u64) -> bool {
    (expected - 50..expected + 1500).contains(&(elapsed.as_millis() as u64))
}

#[tokio::test]
async fn a_silent_connection_is_cut() {
    let server = start(QUICK).await;
    let (answer, elapsed) = server.send(b"").await;
    assert!(answer.is_empty() && near(elapsed, 300), "{answer:?} after {elapsed:?}");
}

#[tokio::test]
async fn half_a_head_is_cut() {
    let server = start(QUICK).await;
    let (answer, elapsed) = server.send(b"GET / HTTP/1.1\r\nhost: x\r\nx-half").await;
    assert!(!answer.contains("hello") && near(elapsed, 300), "{answer:?} after {elapsed:?}");
}

#[tokio::test]
async fn a_head_that_drips_is_cut_all_the_same() {
    let server = start(QUICK).await;
    let mut stream = server.connect().await;
    let begun = Instant::now();
    let dripped = async {
        for byte in b"GET / HTTP/1.1\r\nx-slow: ".iter().cycle() {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(30)).await;
        }
    };
    timeout(Duration::from_secs(5), dripped).await.expect("never cut");
    assert!(begun.elapsed() >= Duration::from_millis(280), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_kept_connection_that_stays_idle_is_cut() {
    let server = start(QUICK).await;
    let (answer, elapsed) = server.send(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.ends_with("hello") && near(elapsed, 300), "{answer:?} after {elapsed:?}");
}

#[tokio::test]
async fn a_slow_body_is_cut_and_the_handler_told() {
    let server = start(QUICK).await;
    let head = b"POST /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 500\r\n\r\nabc";
    let (answer, elapsed) = server.send(head).await;
    assert!(answer.contains("Some(TooSlow)") && near(elapsed, 500), "{answer:?} after {elapsed:?}");
}

#[tokio::test]
async fn a_body_may_not_grow_without_end() {
    let server = start(QUICK).await;
    let head = "POST /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n";
    let (answer, _) = server.send(format!("{head}{}", "x".repeat(1000)).as_bytes()).await;
    assert!(answer.ends_with("1000"), "{answer:?}");

    // Chunked, so that the length is not announced.
    let head = "POST /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("12c\r\n{}\r\n", "x".repeat(300));
    let (answer, _) = server.send(format!("{head}{}0\r\n\r\n", chunk.repeat(4)).as_bytes()).await;
    assert!(answer.contains("Some(TooLarge)"), "{answer:?}");
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_cut() {
    let server = start(QUICK).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(1500)).await;
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.expect("never cut");
    assert!(answer.len() < 64 * 1024 * 1024, "all of it came");
}

#[tokio::test]
async fn hundreds_of_bad_connections_leave_room_for_good_ones() {
    let server = start(QUICK).await;
    let mut bad = Vec::new();
    for round in 0..120 {
        let mut stream = server.connect().await;
        let bytes: &[u8] = match round % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nx-half",
            _ => b"POST /count HTTP/1.1\r\ncontent-length: 500\r\n\r\nabc",
        };
        stream.write_all(bytes).await.unwrap();
        bad.push(stream);
    }
    let begun = Instant::now();
    assert!(server.answers().await);
    // Fifty places, 120 bad ones, each cut within half a second: three rounds at most.
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn never_more_connections_than_the_cap() {
    let two = NonZeroUsize::new(2).unwrap();
    let server = start(Deadlines { connections: two, first_byte: Duration::from_secs(1), ..QUICK }).await;
    let _silent = [server.connect().await, server.connect().await];
    sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    assert!(server.answers().await);
    assert!(begun.elapsed() > Duration::from_millis(700), "answered beside two others");
}

#[tokio::test]
async fn a_stop_lets_open_requests_finish() {
    let server = start(QUICK).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let idle = server.connect().await;
    sleep(Duration::from_millis(100)).await;
    server.stop.cancel();
    let (answer, _) = until_closed(busy).await;
    assert!(answer.ends_with("done"), "{answer:?}");
    drop(idle);
    timeout(Duration::from_secs(1), server.task).await.expect("stops when all is done").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err(), "still listening");
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let server = start(Deadlines { stop: Duration::from_millis(100), ..QUICK }).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(50)).await;
    server.stop.cancel();
    timeout(Duration::from_millis(300), server.task).await.expect("cuts what is left").unwrap();
}

#[tokio::test(start_paused = true)]
async fn accepts_that_fail_back_off() {
    let mut pause = Pause::default();
    let none_left = io::Error::from_raw_os_error(24); // EMFILE
    let begun = tokio::time::Instant::now();
    for _ in 0..10 {
        pause.after(&none_left).await;
    }
    // 10 + 20 + … + 640 + 3 × 1000 ms (the eighth is cut to a second).
    assert_eq!(begun.elapsed().as_millis(), 1270 + 3000);
    let begun = tokio::time::Instant::now();
    pause.after(&io::ErrorKind::ConnectionAborted.into()).await;
    assert_eq!(begun.elapsed().as_millis(), 0);
}
