//! A request as bytes: what no client library would send.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
};

/// Who sends it. Every address of 127.0.0.0/8 is this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    /// Somebody.
    Browser,
    /// The proxy that the settings list.
    Proxy,
}

/// Sends a request and answers all that comes back.
pub(super) async fn send(to: SocketAddr, from: Peer, line: &str, headers: &str) -> String {
    let own = match from {
        Peer::Browser => "127.0.0.1:0",
        Peer::Proxy => "127.0.0.2:0",
    };
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(own.parse().unwrap()).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    let headers = if headers.is_empty() { String::new() } else { format!("{headers}\r\n") };
    let request =
        format!("{line}\r\n{headers}Accept: text/html\r\nAccept-Language: fr\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // Whoever was refused may find the connection reset after the answer.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
