//! One connection: HTTP/1 by hyper, requests to poem.

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::Watcher,
};
use poem::{
    Addr, Endpoint as _, Request, Response,
    endpoint::BoxEndpoint,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use tokio::net::TcpStream;

use super::{Deadlines, body, cut_because, stall::Stall};

/// Bytes of one request's head; hyper answers 431 beyond.
const MAX_HEAD: usize = 32 * 1024;

/// What a connection needs to serve its requests.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) app: Arc<BoxEndpoint<'static, Response>>,
    pub(super) remote: SocketAddr,
    pub(super) local: SocketAddr,
    pub(super) deadlines: Deadlines,
}

impl Connection {
    pub(super) async fn serve(self, stream: TcpStream, watcher: Watcher) {
        let deadlines = self.deadlines;
        let service = service_fn(move |request| {
            let connection = self.clone();
            async move { Ok::<_, Infallible>(connection.answer(request).await) }
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(deadlines.head)
            .max_buf_size(MAX_HEAD)
            .serve_connection(TokioIo::new(Stall::new(stream, deadlines.body)), service);
        match watcher.watch(served).await {
            Err(error) if error.is_timeout() => cut_because("head"),
            Err(error) => {
                if error_is_stall(&error) {
                    cut_because("answer not read");
                }
                tracing::debug!(%error, "a connection ended early");
            }
            Ok(()) => {}
        }
    }

    async fn answer(&self, request: hyper::Request<Incoming>) -> hyper::Response<body::Answer> {
        let local = LocalAddr(Addr::SocketAddr(self.local));
        let remote = RemoteAddr(Addr::SocketAddr(self.remote));
        let mut request = Request::from((request, local, remote, Scheme::HTTP));
        let taken = request.take_body();
        request.set_body(body::bounded(taken, self.deadlines));
        self.app.get_response(request).await.into()
    }
}

fn error_is_stall(error: &hyper::Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
    source.is_some_and(|source| source.kind() == std::io::ErrorKind::TimedOut)
}
