//! The accept loop: our own on hyper, because every wait for a client needs an end.
//!
//! A connection waits at most `first_byte` for its first byte (by `peek`, before hyper sees it),
//! a head at most `head` (hyper's timer, which also ends a kept connection that stays idle), a body
//! at most `body` plus what a slow line needs, and an answer that the client does not read at most
//! `body` without progress. There are never more than `connections` at once, and an accept that fails for want of
//! descriptors backs off instead of spinning.

mod body;
mod connection;
mod stall;

use std::{io, num::NonZeroUsize, sync::Arc, time::Duration};

use hyper_util::server::graceful::GracefulShutdown;
use poem::{Endpoint, EndpointExt as _, IntoEndpoint, IntoResponse};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use body::BodyRefused;

/// How long a client may take, and how many may come.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// Connections open at once; the next ones wait in the system's queue.
    pub connections: NonZeroUsize,
    /// Until the first byte of a new connection.
    pub first_byte: Duration,
    /// For the head of a request, and for a kept connection without a request.
    pub head: Duration,
    /// For the body of a request, to which the time of a slow line is added, and for an answer to make progress.
    pub body: Duration,
    /// Bytes in the body of a request.
    pub max_body: NonZeroUsize,
    /// For open requests when the program stops.
    pub stop: Duration,
}

/// Serves until `stop` is cancelled, then lets open requests finish within their deadline.
pub async fn serve<E>(listener: TcpListener, app: E, deadlines: Deadlines, stop: CancellationToken)
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
    <E::Endpoint as Endpoint>::Output: IntoResponse,
{
    let app = Arc::new(app.into_endpoint().map_to_response().boxed());
    let places = Arc::new(Semaphore::new(deadlines.connections.get().min(Semaphore::MAX_PERMITS)));
    let graceful = GracefulShutdown::new();
    let tasks = TaskTracker::new();
    let cut = CancellationToken::new();
    let mut pause = Pause::default();

    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, remote) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause.after(&error).await;
                continue;
            }
        };
        pause = Pause::default();
        let connection = connection::Connection {
            app: Arc::clone(&app),
            remote,
            local: stream.local_addr().unwrap_or(remote),
            deadlines,
        };
        let (watcher, stop, cut) = (graceful.watcher(), stop.clone(), cut.clone());
        tasks.spawn(async move {
            let _place = place;
            let _open = Open::new();
            tokio::select! {
                () = cut.cancelled() => {}
                () = serve_one(stream, connection, watcher, stop) => {}
            }
        });
    }

    drop(listener);
    tasks.close();
    let finished = async {
        graceful.shutdown().await;
        tasks.wait().await;
    };
    if timeout(deadlines.stop, finished).await.is_err() {
        tracing::warn!(connections = tasks.len(), "requests did not finish in time and were cut");
        cut.cancel();
        tasks.wait().await;
    }
}

async fn serve_one(
    stream: TcpStream,
    connection: connection::Connection,
    watcher: hyper_util::server::graceful::Watcher,
    stop: CancellationToken,
) {
    // Small answers leave at once; a socket that refuses the option serves all the same.
    let _ = stream.set_nodelay(true);
    let mut byte = [0];
    let first = tokio::select! {
        () = stop.cancelled() => return,
        first = timeout(connection.deadlines.first_byte, stream.peek(&mut byte)) => first,
    };
    match first {
        Ok(Ok(1..)) => connection.serve(stream, watcher).await,
        Ok(_) => {}
        Err(_) => cut_because("first byte"),
    }
}

fn cut_because(reason: &'static str) {
    metrics::counter!("rappel_http_connections_cut_total", "reason" => reason).increment(1);
}

/// Counts open connections while it lives.
struct Open;

impl Open {
    fn new() -> Self {
        metrics::gauge!("rappel_http_connections").increment(1);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("rappel_http_connections").decrement(1);
    }
}

/// What waits between accepts that fail one after the other.
#[derive(Default)]
struct Pause {
    failures: u32,
}

impl Pause {
    async fn after(&mut self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
        if matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted) {
            return; // The client's affair: the next one may be fine.
        }
        if self.failures == 0 {
            tracing::error!(%error, "no connection can be accepted; trying again until one can");
        }
        sleep(self.length()).await;
        self.failures = self.failures.saturating_add(1);
    }

    /// 10 ms, doubled up to a second: descriptors come back when some connection ends.
    fn length(&self) -> Duration {
        Duration::from_millis(10 << self.failures.min(7)).min(Duration::from_secs(1))
    }
}

#[cfg(test)]
mod tests;
