//! The pages of the provider over HTTP/1.1, one request a connection.

use std::{io, sync::PoisonError};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::{Shared, flow};

/// Longest request that is read.
const LIMIT: usize = 64 * 1024;

pub(super) async fn serve(listener: TcpListener, shared: Shared) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Shared::clone(&shared);
        tokio::spawn(async move {
            // Whoever asked may have gone.
            let _ = connection(stream, &shared).await;
        });
    }
}

struct Request {
    path: String,
    query: String,
    authorization: Option<String>,
    body: String,
}

async fn connection(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut bytes = Vec::new();
    let request = loop {
        if let Some(request) = parse(&bytes)? {
            break request;
        }
        if bytes.len() > LIMIT || stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    };
    let answer = answer(&request, shared)?;
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

fn parse(bytes: &[u8]) -> io::Result<Option<Request>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = parsed.parse(bytes).map_err(io::Error::other)? else {
        return Ok(None);
    };
    let header = |name: &str| {
        let found = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let Some(body) = bytes.get(head..head + length) else { return Ok(None) };
    let (path, query) =
        parsed.path.unwrap_or_default().split_once('?').unwrap_or((parsed.path.unwrap_or_default(), ""));
    Ok(Some(Request {
        path: path.to_owned(),
        query: query.to_owned(),
        authorization: header("authorization"),
        body: String::from_utf8_lossy(body).into_owned(),
    }))
}

fn answer(request: &Request, shared: &Shared) -> io::Result<String> {
    let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
    state.asked.push(request.path.clone());
    let authorization = request.authorization.as_deref();
    let (status, body) = match (state.trouble.status, request.path.as_str()) {
        (Some(status), _) => (status, json!({})),
        (None, "/.well-known/openid-configuration") => (200, flow::document(&state)),
        (None, "/keys") => {
            let keys: Vec<_> = state.keys.iter().map(super::Key::public).collect();
            (200, json!({ "keys": keys }))
        }
        (None, "/token") => flow::tokens(&mut state, authorization, &request.body)?,
        (None, "/userinfo") => flow::user(&state, authorization),
        (None, "/authorize") => match flow::authorize(&mut state, &request.query) {
            Ok(back) => {
                let head = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n";
                return Ok(format!("{head}Location: {back}\r\n\r\n"));
            }
            Err(why) => (400, json!({ "error": why })),
        },
        (None, _) => (404, json!({})),
    };
    let body = body.to_string();
    let head = "Content-Type: application/json\r\nConnection: close";
    Ok(format!("HTTP/1.1 {status} Answer\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}
