//! An OpenTelemetry collector that keeps what it gets: spans by OTLP over HTTP, in protobuf.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A span that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Which trace it belongs to.
    pub trace: Vec<u8>,
    /// Its own identifier.
    pub id: Vec<u8>,
    /// The span it happened in; empty at the root of a trace.
    pub parent: Vec<u8>,
    /// What happened.
    pub name: String,
    /// Everything of it as it came, to search for what should not be in it.
    pub raw: Vec<u8>,
}

/// The running collector. Stops when dropped.
#[derive(Debug)]
pub struct Collector {
    address: SocketAddr,
    spans: Arc<Mutex<Vec<Span>>>,
    server: JoinHandle<()>,
}

impl Collector {
    /// Starts on a free port of loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let spans = Arc::<Mutex<Vec<Span>>>::default();
        let kept = Arc::clone(&spans);
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&kept)));
            }
        });
        Self { address, spans, server }
    }

    /// What `telemetry.otlp_endpoint` is set to.
    pub fn endpoint(&self) -> String {
        format!("http://{}/v1/traces", self.address)
    }

    /// Every span so far.
    pub fn spans(&self) -> Vec<Span> {
        self.spans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(mut socket: TcpStream, spans: Arc<Mutex<Vec<Span>>>) {
    let mut bytes = Vec::new();
    loop {
        while let Some((body, rest)) = request(&bytes) {
            let found = read(body);
            spans.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            bytes = rest.to_vec();
            let answer =
                "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
            if socket.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
        if !matches!(socket.read_buf(&mut bytes).await, Ok(1..)) {
            return;
        }
    }
}

/// The body of the first request, and what follows it, once it is all there.
fn request(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    let length: usize = length.trim().parse().ok()?;
    (bytes.len() >= end + length).then(|| bytes[end..].split_at(length))
}

/// The spans of an `ExportTraceServiceRequest`: resource spans (1), scope spans (2), spans (2).
fn read(request: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for resource in inside(request, 1) {
        for scope in inside(&resource, 2) {
            for raw in inside(&scope, 2) {
                let field = |number| inside(&raw, number).into_iter().next().unwrap_or_default();
                let name = String::from_utf8_lossy(&field(5)).into_owned();
                spans.push(Span { trace: field(1), id: field(2), parent: field(4), name, raw: raw.clone() });
            }
        }
    }
    spans
}

/// The values of one field of a message, in order.
fn inside(message: &[u8], number: u64) -> Vec<Vec<u8>> {
    fields(message).filter(|(it, _)| *it == number).map(|(_, it)| it.to_vec()).collect()
}

/// Numbers and bytes of the fields of a message that are bytes, texts or messages.
fn fields(mut message: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        loop {
            let key = varint(&mut message)?;
            let length = match key & 7 {
                0 => {
                    varint(&mut message)?;
                    continue;
                }
                1 => 8,
                2 => usize::try_from(varint(&mut message)?).ok()?,
                5 => 4,
                _ => return None,
            };
            let (value, rest) = message.split_at_checked(length)?;
            message = rest;
            if key & 7 == 2 {
                return Some((key >> 3, value));
            }
        }
    })
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
