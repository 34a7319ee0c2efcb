//! A dead man's switch that only counts: every request is answered 200 and noted with its time.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The running switch. Stops when dropped.
#[derive(Debug)]
pub struct Beats {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Instant>>>,
    server: JoinHandle<()>,
}

impl Beats {
    /// Starts on a free port of loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let taken = Arc::<Mutex<Vec<Instant>>>::default();
        let kept = Arc::clone(&taken);
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&kept)));
            }
        });
        Self { address, taken, server }
    }

    /// What is fetched.
    pub fn url(&self) -> String {
        format!("http://{}/beat", self.address)
    }

    /// When it was fetched, in order.
    pub fn taken(&self) -> Vec<Instant> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Beats {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(mut socket: TcpStream, taken: Arc<Mutex<Vec<Instant>>>) {
    let mut bytes = Vec::new();
    while matches!(socket.read_buf(&mut bytes).await, Ok(1..)) {
        if bytes.ends_with(b"\r\n\r\n") {
            if bytes.starts_with(b"GET /beat ") {
                taken.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
            }
            bytes.clear();
            if socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.is_err() {
                return;
            }
        }
    }
}
