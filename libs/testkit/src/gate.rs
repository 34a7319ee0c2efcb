//! A gate before a server: what passes through it can be cut off, as when a machine or a cable fails.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinHandle},
};

/// The running gate. Closed for good when dropped.
#[derive(Debug)]
pub struct Gate {
    address: SocketAddr,
    shared: Arc<Mutex<State>>,
    server: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    is_closed: bool,
    passing: Vec<AbortHandle>,
}

impl Gate {
    /// Opens a gate to `server`, a host and port, on a free port of loopback.
    pub async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Mutex::new(State::default()));
        let server = tokio::spawn(pass(listener, server.to_owned(), Arc::clone(&shared)));
        Self { address, shared, server }
    }

    /// Where clients connect instead of to the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts every connection, and each new one at once.
    pub fn close(&self) {
        let mut state = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_closed = true;
        for passing in state.passing.drain(..) {
            passing.abort();
        }
    }

    /// Lets connections pass again.
    pub fn open(&self) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).is_closed = false;
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.server.abort();
        self.close();
    }
}

async fn pass(listener: TcpListener, server: String, shared: Arc<Mutex<State>>) {
    while let Ok((mut client, _)) = listener.accept().await {
        let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
        state.passing.retain(|passing| !passing.is_finished());
        if state.is_closed {
            continue;
        }
        let server = server.clone();
        let passing = tokio::spawn(async move {
            if let Ok(mut server) = TcpStream::connect(server).await {
                // Either end may hang up whenever it likes.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        });
        state.passing.push(passing.abort_handle());
    }
}
